"""What the signalling plan, the stoplight and the checks can tell in a handover or a report."""

from __future__ import annotations

import re
from datetime import datetime, time
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from casework.registry import HandoverFrame, HandoverProposal, HandoverSource
from casework.selectors.handover import day_in_words, lines, points, quoted
from riskplans.enums import Actor, CheckResult, NoticedBy, PhaseLevel
from riskplans.models import EmergencyContact
from riskplans.selectors.assessments import assessments_of, counting_of
from riskplans.selectors.monitoring import current_phase, phase_history
from riskplans.selectors.plans import active_plan

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from accounts.models import User
    from casework.models import Client
    from riskplans.models import Phase, SignallingPlan

# Whose actions may name people of the client: they stay in the house.
THIRD_PERSONS = frozenset({Actor.NETWORK})
SENTENCE = re.compile(r"(?<=[.!?;])\s+")


def _source(client: Client) -> HandoverSource:
    return HandoverSource(_("signaleringsplan"), reverse("riskplans:plan", args=[client.number]))


def plan_proposal(client: Client, user: User, frame: HandoverFrame) -> HandoverProposal:
    """Return the plan that holds, phase by phase; outside the house without call list, names and numbers. Six queries."""
    del user
    plan = active_plan(client)
    if plan is None:
        return HandoverProposal(sources=(_source(client),), warnings=(_("Er is geen geldend signaleringsplan."),))
    made = _("Versie %(version)s, vastgesteld op %(day)s.") % {
        "version": plan.version,
        "day": day_in_words(plan.established_on or timezone.localdate()),
    }
    parts = [made]
    if plan.occasion:
        parts.append(_("Wat het wil voorkomen: %(text)s") % {"text": plan.occasion})
    for phase in plan.ordered_phases:
        parts += [f"## {phase.get_level_display().capitalize()}", *_phase_lines(phase, frame)]
    if not frame.outside and plan.contacts.all():
        parts.append(f"## {_('Wie te bellen, op volgorde')}")
        parts.append(
            points(", ".join(filter(None, (one.name, one.relation, one.phone))) for one in plan.contacts.all())
        )
    return HandoverProposal(lines(*parts), (_source(client),), tuple(_plan_warnings(plan)))


def _phase_lines(phase: Phase, frame: HandoverFrame) -> Iterator[str]:
    if phase.how_i_am:
        yield quoted(phase.how_i_am, _("zo ben ik dan"))
    signs = phase.signs.all()
    own = [sign.text for sign in signs if sign.noticed_by == NoticedBy.CLIENT]
    others = [sign.text for sign in signs if sign.noticed_by != NoticedBy.CLIENT]
    if own:
        yield points([_("Merkt hij zelf: %(signs)s") % {"signs": "; ".join(own)}])
    if others:
        yield points([_("Merken anderen: %(signs)s") % {"signs": "; ".join(others)}])
    for actor in Actor:
        if frame.outside and actor in THIRD_PERSONS:
            continue
        todo = [one.text for one in phase.actions.all() if one.actor == actor]
        if todo:
            who = _("de cliënt") if actor == Actor.CLIENT else actor.label
            yield points([_("Dan doet %(who)s: %(actions)s") % {"who": who, "actions": "; ".join(todo)}])


def _plan_warnings(plan: SignallingPlan) -> Iterator[str]:
    if plan.evaluate_on and plan.evaluate_on < timezone.localdate():
        day = day_in_words(plan.evaluate_on)
        yield _("Het signaleringsplan had voor %(day)s geëvalueerd moeten zijn.") % {"day": day}
    if plan.refusal_reason:
        reason = plan.refusal_reason.rstrip(".")
        yield _("De cliënt heeft het signaleringsplan niet getekend: %(reason)s.") % {"reason": reason}


def factors_proposal(client: Client, user: User, frame: HandoverFrame) -> HandoverProposal:
    """Return what makes it difficult and what protects him, in the words of the plan that holds. Six queries."""
    del user, frame
    plan = active_plan(client)
    parts = []
    if plan is not None and plan.protective_factors:
        parts += [f"## {_('Wat beschermt')}", plan.protective_factors]
    if plan is not None and plan.triggers:
        parts += [f"## {_('Wat het moeilijk maakt')}", plan.triggers]
    return HandoverProposal(lines(*parts), (_source(client),))


def assessment_proposal(client: Client, user: User, frame: HandoverFrame) -> HandoverProposal:
    """Return the assessment that counts: for which setting, what protects, what raises the risk, what it means.

    The result and no item of an instrument; one that a partner made is marked as such. Which sources were heard, often
    people by name, stays in the house, and so does every sentence with a name of a call list. Three queries.
    """
    del user
    source = HandoverSource(_("risicotaxatie"), reverse("riskplans:risk", args=[client.number]) + "#risicotaxatie")
    found = counting_of(assessments_of(client))
    if found is None:
        missing = _("Er is geen risicotaxatie vastgelegd. Vraag haar op, en let op voor welke situatie zij is gemaakt.")
        return HandoverProposal(sources=(source,), warnings=(missing,))
    one = found.assessment
    words = {
        "instrument": str(one.instrument),
        "version": f" ({one.version})" if one.version else "",
        "day": day_in_words(one.assessed_on),
        "who": (one.organisation_name or one.get_made_by_display()) if frame.outside else one.maker,
        "setting": one.get_setting_display(),
    }
    if one.is_taken_over:
        made = _("%(instrument)s%(version)s van %(day)s, overgenomen van %(who)s.") % words
    else:
        made = _("%(instrument)s%(version)s van %(day)s, gemaakt door %(who)s.") % words
    parts = [
        made,
        _("Gemaakt voor deze situatie: %(setting)s.") % words,
        _("Eindoordeel: %(judgement)s.") % {"judgement": one.judgement},
    ]
    if not frame.outside:
        parts.append(_("Bronnen: %(sources)s") % {"sources": one.sources})
    names = _people_of(client) if frame.outside else ()
    told, kept = [], 0
    for heading, text in (
        (_("Wat beschermt"), one.protective_factors),
        (_("Wat het risico vergroot"), one.risk_factors),
        (_("Wat dit betekent voor plan en begeleiding"), one.meaning),
    ):
        safe, left_out = _without_people(text, names)
        kept += left_out
        told += [f"## {heading}", safe] if safe else []
    parts += [*told, _("Opnieuw voor %(day)s.") % {"day": day_in_words(one.next_on)}]
    hint = ""
    if frame.outside:
        hint = _("Lees na of er niemand anders te herkennen is, en zeker geen slachtoffer.")
    if kept:
        hint += " " + ngettext(
            "%(count)s zin met een naam van de bellijst is weggelaten.",
            "%(count)s zinnen met een naam van de bellijst zijn weggelaten.",
            kept,
        ) % {"count": kept}
    return HandoverProposal(lines(*parts), (source,), found.renew, hint.strip())


def _people_of(client: Client) -> tuple[str, ...]:
    """Return the names on the call lists of a client, first names as well. One query."""
    rows = EmergencyContact.objects.filter(plan__client=client).values_list("name", flat=True)
    names = {name.strip() for name in rows} | {name.split()[0] for name in rows if name.strip()}
    return tuple(sorted(name for name in names if len(name) > 1))


def _without_people(text: str, names: Iterable[str]) -> tuple[str, int]:
    """Return a text without the sentences that name one of these people, and how many those were."""
    named = [re.compile(rf"\b{re.escape(name)}\b", re.IGNORECASE) for name in names]
    kept, left_out = [], 0
    for line in text.splitlines():
        sentences = SENTENCE.split(line)
        safe = [one for one in sentences if not any(name.search(one) for name in named)]
        left_out += len(sentences) - len(safe)
        kept.append(" ".join(safe))
    return "\n".join(kept).strip(), left_out


def period_proposal(client: Client, user: User, frame: HandoverFrame) -> HandoverProposal:
    """Return the stoplight of now, when it was not green in the period, and the checks. Three queries."""
    del user
    now = current_phase(client)
    since = timezone.make_aware(datetime.combine(frame.since, time.min))
    parts = []
    if now is not None:
        words = _("Het stoplicht staat op %(phase)s, sinds %(day)s.")
        parts.append(words % {"phase": now.get_level_display(), "day": day_in_words(now.at)})
    told = []
    for span in reversed(phase_history(client, since=since)):
        if span.level == PhaseLevel.GREEN:
            continue
        level = PhaseLevel(span.level).label
        if span.end is None:
            line = _("%(phase)s sinds %(start)s") % {"phase": level, "start": day_in_words(span.start)}
        else:
            line = _("%(phase)s van %(start)s tot %(end)s") % {
                "phase": level,
                "start": day_in_words(span.start),
                "end": day_in_words(span.end),
            }
        # A reason often names who was there: that stays in the house.
        told.append(f"{line}: {span.change.reason}" if span.change.reason and not frame.outside else line)
    if told:
        parts += [f"## {_('Onrust in deze periode')}", points(told)]
    elif now is not None:
        parts.append(_("In deze periode stond het de hele tijd op groen."))
    parts += _check_lines(client, frame)
    timeline = HandoverSource(_("tijdlijn"), reverse("casework:timeline", args=[client.number]))
    warnings = () if now is not None else (_("Er is geen fase vastgelegd."),)
    return HandoverProposal(lines(*parts), (_source(client), timeline), warnings)


def _check_lines(client: Client, frame: HandoverFrame) -> Iterator[str]:
    checks = list(client.checks.filter(taken_at__date__gte=frame.since, taken_at__date__lte=frame.until))
    if not checks:
        return
    counts = [(result.label, sum(one.result == result for one in checks)) for result in CheckResult]
    words = ngettext("%(count)s controle: %(results)s.", "%(count)s controles: %(results)s.", len(checks))
    yield f"## {_('Controles')}"
    yield words % {"count": len(checks), "results": ", ".join(f"{count} {label}" for label, count in counts if count)}
    yield points(
        f"{day_in_words(one.taken_at)}: {one.summary}" + (f". {one.explanation}" if one.explanation else "")
        for one in checks
        if one.result != CheckResult.NEGATIVE
    )
