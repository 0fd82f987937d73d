"""What the signalling plan, the stoplight and the checks can tell in a handover or a report."""

from __future__ import annotations

from datetime import datetime, time
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from casework.registry import HandoverFrame, HandoverProposal, HandoverSource
from casework.selectors.handover import day_in_words, lines, points, quoted
from riskplans.enums import Actor, CheckResult, NoticedBy, PhaseLevel
from riskplans.selectors.monitoring import current_phase, phase_history
from riskplans.selectors.plans import active_plan

if TYPE_CHECKING:
    from collections.abc import Iterator

    from accounts.models import User
    from casework.models import Client
    from riskplans.models import Phase, SignallingPlan

# Whose actions may name people of the client: they stay in the house.
THIRD_PERSONS = frozenset({Actor.NETWORK})


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
    taken_over = _(
        "Risicotaxatie en diagnostiek staan niet in dit dossier. Vraag ze op, en let op voor welke situatie ze zijn gemaakt."
    )
    return HandoverProposal(lines(*parts), (_source(client),), (taken_over,))


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
