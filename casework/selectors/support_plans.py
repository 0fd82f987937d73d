"""What a support plan is made of: taken from the file when it is established, and read from the version afterwards."""

from __future__ import annotations

import hashlib
import json
from datetime import date
from typing import TYPE_CHECKING, Any

from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _
from django.utils.translation import override

from casework.enums import GoalOrigin
from casework.models import PlanEvaluation
from casework.selectors.life import domain_states
from casework.selectors.plans import goals_tree

if TYPE_CHECKING:
    from collections.abc import Iterable

    from casework.models import Client, Goal, SupportPlan

FORMAT = 1
DAYS = frozenset({"since", "target", "due", "ended"})


def _iso(day: date | None) -> str:
    return day.isoformat() if day is not None else ""


def _goal(goal: Goal, serves: Iterable[str] = ()) -> dict[str, Any]:
    return {
        "text": goal.text,
        "domain": str(goal.domain),
        "since": _iso(goal.started_on),
        "target": _iso(goal.target_on),
        "serves": list(serves),
        "steps": [
            {"text": step.text, "owner": step.get_owner_display(), "due": _iso(step.due_on)} for step in goal.open_steps
        ],
    }


def snapshot_of(client: Client, *, summary: str = "", client_words: str = "") -> dict[str, Any]:
    """Return everything a plan is made of as plain data, in Dutch whatever the language of the page. Nine queries."""
    with override("nl"):
        tree = goals_tree(client, steps=True)
        debt = client.debt_plans.select_related("goal").first()
        served: dict[int, list[str]] = {}
        imposed: dict[int, Goal] = {}
        for branch in tree.own:
            for goal in branch.served_by:
                imposed[goal.pk] = goal
                served.setdefault(goal.pk, []).append(branch.goal.text)
        imposed.update({goal.pk: goal for goal in tree.unlinked})
        return {
            "format": FORMAT,
            "horizon": client.horizon,
            "summary": summary,
            "client_words": client_words,
            "own": [_goal(branch.goal) for branch in tree.own],
            "imposed": [_goal(goal, served.get(goal.pk, ())) for goal in imposed.values()],
            "reached": [
                {
                    "text": goal.text,
                    "result": goal.get_result_display(),
                    "words": goal.result_text,
                    "ended": _iso(goal.ended_on),
                }
                for goal in tree.closed
            ],
            "strengths": [
                {"factor": one.get_factor_display().split(":")[0], "words": one.words}
                for one in client.strengths.filter(ended_on=None)
            ],
            "domains": [
                {
                    "name": str(state.domain),
                    "now": state.entry.now,
                    "wanted": state.entry.wanted,
                    "how": state.entry.how,
                    "must_change": state.entry.get_must_change_display(),
                    "active": ", ".join(state.entry.active_labels),
                    "active_words": state.entry.active_words,
                }
                for state in domain_states(client)
                if state.entry is not None
            ],
            "day": [
                {
                    "what": one.name,
                    "kind": one.get_kind_display(),
                    "hours": number_format(one.hours.normalize()),
                    "since": _iso(one.valid_from),
                    "goal": one.goal.text if one.goal else "",
                }
                for one in client.day_activities.filter(valid_until=None).select_related("goal")
            ],
            "debts": {
                "arrangement": debt.get_arrangement_display(),
                "administrator": debt.administrator,
                "living_money": number_format(debt.living_money, 2) if debt.living_money is not None else "",
                "contact": debt.contact,
                "note": debt.note,
                "goal": debt.goal.text if debt.goal else "",
            }
            if debt is not None
            else None,
        }


def digest_of(content: dict[str, Any]) -> str:
    """Return the SHA-256 of a content, whatever the order in which the database gives its parts."""
    return hashlib.sha256(json.dumps(content, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def _with_days(value: Any, name: str = "") -> Any:  # noqa: ANN401 -- plain data
    if isinstance(value, dict):
        return {key: _with_days(one, key) for key, one in value.items()}
    if isinstance(value, list):
        return [_with_days(one, name) for one in value]
    return (date.fromisoformat(value) if value else None) if name in DAYS else value


def readable(content: dict[str, Any]) -> dict[str, Any]:
    """Return a content with days as days, and under each own goal the imposed ones that serve it."""
    found: dict[str, Any] = _with_days(content)
    for goal in found["own"]:
        goal["served_by"] = [one for one in found["imposed"] if goal["text"] in one["serves"]]
    found["unlinked"] = [one for one in found["imposed"] if not one["serves"]]
    return found


def content_of(plan: SupportPlan | None, client: Client) -> dict[str, Any]:
    """Return what a version says; for one from before contents were kept, or none at all, what the file says now."""
    if plan is not None and plan.content:
        return readable(plan.content)
    words = {"summary": plan.summary, "client_words": plan.client_words} if plan is not None else {}
    return readable(snapshot_of(client, **words))


def _day(text: str) -> str:
    return date_format(date.fromisoformat(text), "j F Y") if text else ""


def _lines(*parts: str) -> str:
    return "\n".join(part for part in parts if part)


def texts_of(plan: SupportPlan) -> dict[str, str]:
    """Return a version as texts by what each is about, so that two of them can be laid side by side."""
    texts = {
        _("Wat nodig is en hoe we dat doen"): plan.summary,
        _("In de woorden van de cliënt"): plan.client_words,
    }
    content = plan.content or {}
    if not content:
        return texts
    texts = {_("Stip op de horizon"): content["horizon"], **texts}
    for origin, key in ((GoalOrigin.OWN, "own"), (GoalOrigin.IMPOSED, "imposed")):
        for goal in content[key]:
            texts[f"{origin.label}: {goal['text']}"] = _lines(
                goal["domain"],
                _("klaar rond %(day)s") % {"day": _day(goal["target"])} if goal["target"] else "",
                _("helpt bij: %(goals)s") % {"goals": "; ".join(goal["serves"])} if goal["serves"] else "",
                *(
                    f"{_('stap')}: {step['text']} ({step['owner']}, {_('uiterlijk')} {_day(step['due'])})"
                    for step in goal["steps"]
                ),
            )
    for one in content["domains"]:
        active = f"{one['active']} {one['active_words']}".strip()
        texts[f"{_('leefgebied')}: {one['name']}"] = _lines(
            f"{_('nu')}: {one['now']}" if one["now"] else "",
            f"{_('gewenst')}: {one['wanted']}" if one["wanted"] else "",
            f"{_('hoe')}: {one['how']}" if one["how"] else "",
            f"{_('moet veranderen')}: {one['must_change']}",
            f"{_('wie is actief')}: {active}" if active else "",
        )
    for one in content["strengths"]:
        texts[f"{_('kracht')}: {one['words']}"] = one["factor"]
    for one in content["day"]:
        hours = _("%(hours)s uur per week") % {"hours": one["hours"]}
        texts[f"{_('dagbesteding of werk')}: {one['what']}"] = f"{one['kind']}, {hours}"
    if content["debts"]:
        texts[_("schuldenplan")] = _lines(*(one for key, one in content["debts"].items() if key != "goal"))
    return texts


def evaluation_due(plan: SupportPlan) -> date:
    """Return before which day a version is evaluated again: what its last evaluation said, or the version. One query."""
    last = PlanEvaluation.objects.filter(plan=plan).first()
    return last.next_on if last is not None else plan.evaluate_on
