"""What a support plan is made of: taken from the file when it is established, and read from the version afterwards."""

from __future__ import annotations

import hashlib
import json
from datetime import date
from typing import TYPE_CHECKING, Any

from django.utils import timezone
from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _
from django.utils.translation import override

from casework.enums import CommitmentOwner, GoalOrigin
from casework.models import PlanEvaluation
from casework.selectors.legal import last_to_end, open_conditions
from casework.selectors.life import domain_states
from casework.selectors.plans import goals_tree

if TYPE_CHECKING:
    from collections.abc import Iterable

    from casework.models import Client, Goal, SupportPlan

FORMAT = 2  # 2: also the titles, conditions and open agreements
DAYS = frozenset({"since", "target", "due", "ended", "until"})


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


def frame_of(client: Client, on: date) -> dict[str, Any]:
    """Return the titles and conditions that hold on a day and the open agreements, as plain data. Three queries.

    The title that counts stands first.
    """
    titles = list(client.titles.active_on(on).select_related("kind"))
    first = last_to_end(titles)
    return {
        "titles": [
            {
                "kind": str(one.kind),
                "since": _iso(one.valid_from),
                "until": _iso(one.valid_until),
                "confirmed": one.end_is_confirmed,
            }
            for one in sorted(titles, key=lambda one: one != first)
        ],
        "conditions": [
            {
                "kind": str(one.kind),
                "text": one.text,
                "must": one.kind.must,
                "own_choice": one.kind.own_choice,
                "check_method": one.check_method,
                "checked_by": one.checked_by,
                "until": _iso(one.valid_until),
            }
            for one in open_conditions(client, on)
        ],
        "commitments": [
            {
                "text": one.text,
                "client": one.owner == CommitmentOwner.CLIENT,
                "owner": one.owner_name or one.get_owner_display(),
                "due": _iso(one.due_on),
            }
            for one in client.commitments.open()
        ],
    }


def snapshot_of(client: Client, *, summary: str = "", client_words: str = "") -> dict[str, Any]:
    """Return everything a plan is made of as plain data, in Dutch whatever the language of the page. Twelve queries."""
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
            **frame_of(client, timezone.localdate()),
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


def keeps_frame(plan: SupportPlan) -> bool:
    """Return whether a version kept the titles, conditions and agreements of its day; those of before did not."""
    return plan.content is not None and "titles" in plan.content


def paper_content(plan: SupportPlan | None, client: Client) -> dict[str, Any]:
    """Return what the paper of a version says.

    A version that did not keep the titles, conditions and agreements gets those of today, and ``frame_is_of_today``.
    """
    content = content_of(plan, client)
    if plan is None or keeps_frame(plan):
        return content
    with override("nl"):
        return {**content, **_with_days(frame_of(client, timezone.localdate())), "frame_is_of_today": True}


def _day(text: str) -> str:
    return date_format(date.fromisoformat(text), "j F Y") if text else ""


def _lines(*parts: str) -> str:
    return "\n".join(part for part in parts if part)


def texts_of(plan: SupportPlan, *, frame: bool = True) -> dict[str, str]:
    """Return a version as texts by what each is about, so that two of them can be laid side by side.

    Without the ``frame`` where the other version did not keep it: what was not kept is not new.
    """
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
                _helps("; ".join(goal["serves"])),
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
        texts[f"{_('dagbesteding of werk')}: {one['what']}"] = _lines(f"{one['kind']}, {hours}", _helps(one["goal"]))
    if content["debts"]:
        texts[_("schuldenplan")] = _debt_text(content["debts"])
    for one in content["reached"]:
        texts[f"{_('afgesloten doel')}: {one['text']}"] = _lines(
            f"{one['result']}, {_day(one['ended'])}" if one["ended"] else one["result"], one["words"]
        )
    return {**texts, **_frame_texts(content)} if frame else texts


def _helps(goal: str) -> str:
    return _("helpt bij: %(goals)s") % {"goals": goal} if goal else ""


def _debt_text(debts: dict[str, Any]) -> str:
    """Return the debt plan as lines, each with what it is about: a bare amount says nothing."""
    return _lines(
        debts["arrangement"],
        f"{_('bewindvoerder')}: {debts['administrator']}" if debts["administrator"] else "",
        f"{_('leefgeld per week')}: € {debts['living_money']}" if debts["living_money"] else "",
        f"{_('contact met de schuldhulpverlener')}: {debts['contact']}" if debts["contact"] else "",
        debts["note"],
        _helps(debts["goal"]),
    )


def _frame_texts(content: dict[str, Any]) -> dict[str, str]:
    texts = {}
    for one in content.get("titles", ()):
        until = _("tot en met %(day)s") % {"day": _day(one["until"])} if one["until"] else _("einddatum onbekend")
        texts[f"{_('titel')}: {one['kind']}, {_('vanaf')} {_day(one['since'])}"] = _lines(
            until, "" if one["confirmed"] or not one["until"] else _("berekend, niet bevestigd")
        )
    for place, one in enumerate(content.get("conditions", ()), start=1):
        check = ", ".join(part for part in (one["check_method"], one["checked_by"]) if part)
        name = f"{_('voorwaarde')}: {one['kind']}"
        texts[name if name not in texts else f"{name} ({place})"] = _lines(
            one["text"],
            f"{_('controle')}: {check}" if check else "",
            _("tot en met %(day)s") % {"day": _day(one["until"])} if one["until"] else "",
        )
    for one in content.get("commitments", ()):
        texts[f"{_('afspraak')}: {one['text']}"] = f"{one['owner']}, {_('uiterlijk')} {_day(one['due'])}"
    return texts


def evaluation_due(plan: SupportPlan) -> date:
    """Return before which day a version is evaluated again: what its last evaluation said, or the version. One query."""
    last = PlanEvaluation.objects.filter(plan=plan).first()
    return last.next_on if last is not None else plan.evaluate_on
