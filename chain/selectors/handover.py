"""What only this floor can tell in a handover: what works with this client, the agreements, and what to watch for."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.enums import SubstancePolicy
from accounts.models import LocationPolicy
from accounts.querysets import holds_on
from casework.registry import HandoverFrame, HandoverProposal, HandoverSource
from casework.selectors import conditions_with_state, current_title
from casework.selectors.handover import day_in_words, lines, points
from chain.enums import AgreementStatus
from chain.selectors.agreements import agreement_text
from chain.selectors.meetings import next_meeting
from chain.selectors.officers import officer_of
from riskplans.enums import PhaseLevel
from riskplans.models import SignallingPlan
from riskplans.selectors import current_phase

if TYPE_CHECKING:
    from collections.abc import Iterator

    from accounts.models import User
    from casework.models import Client
    from casework.selectors import ConditionState
    from chain.models import Agreement

TURNING_POINT = timedelta(days=180)
SUBSTANCES_FORBIDDEN = "middelenverbod"


def _source(client: Client) -> HandoverSource:
    return HandoverSource(_("samenwerking"), reverse("chain:cooperation", args=[client.number]))


def _in_force(client: Client) -> Agreement | None:
    agreement: Agreement | None = (
        client.agreements.filter(status=AgreementStatus.IN_FORCE).select_related("client", "officer").first()
    )
    return agreement


def approach_proposal(client: Client, user: User, frame: HandoverFrame) -> HandoverProposal:
    """Return what works in approaching this client (*bejegening*), from his plans; the rest is for the counsellor. Two queries."""
    del user, frame
    plan = SignallingPlan.objects.active().filter(client=client).first()
    agreement = _in_force(client)
    parts = []
    if plan is not None and plan.wishes:
        parts += [f"## {_('Wat hem helpt')}", plan.wishes]
    if plan is not None and plan.avoid:
        parts += [f"## {_('Wat niet helpt')}", plan.avoid]
    if agreement is not None and agreement.client_leads:
        parts += [f"## {_('Waar hij zelf de leiding heeft')}", agreement.client_leads]
    hint = _("Vul aan wat in de omgang werkt en wat niet: dit lezen anderen het eerst, en het staat nergens anders.")
    warnings = () if parts else (_("Er is nog niet opgeschreven wat in de omgang werkt."),)
    signalling = HandoverSource(_("signaleringsplan"), reverse("riskplans:plan", args=[client.number]))
    return HandoverProposal(lines(*parts), (signalling, _source(client)), warnings, hint)


def agreements_proposal(client: Client, user: User, frame: HandoverFrame) -> HandoverProposal:
    """Return the agreements in force with what is told to whom, and when the parties meet. Up to eight queries."""
    del user, frame
    agreement, following = _in_force(client), next_meeting(client)
    involvement = officer_of(client)
    parts = []
    if involvement is not None:
        names = ", ".join(str(one) for one in (involvement.officer, involvement.works_for) if one)
        parts.append(_("Toezichthouder: %(name)s.") % {"name": names})
    warnings = []
    if agreement is None:
        warnings.append(_("Er zijn geen samenwerkingsafspraken van kracht."))
    else:
        text = agreement_text(agreement)
        parts.append(
            _("Samenwerkingsafspraken versie %(version)s, van kracht sinds %(day)s, te evalueren op %(evaluate)s.")
            % {
                "version": agreement.version,
                "day": day_in_words(agreement.in_force_at) if agreement.in_force_at else "",
                "evaluate": day_in_words(agreement.evaluate_on),
            }
        )
        for clause in text.clauses:
            if clause.text:
                parts += [f"## {clause.heading}", clause.text]
        if text.rules:
            parts += [f"## {_('Wat wordt gemeld')}", points(f"{rule['what']}: {rule['term']}" for rule in text.rules)]
        warnings += _agreement_warnings(agreement)
    if following is not None:
        parts.append(_("Volgend driegesprek: %(day)s.") % {"day": day_in_words(following.due_on)})
        if following.is_late:
            day = day_in_words(following.due_on)
            warnings.append(_("Het driegesprek van %(day)s is nog niet gehouden.") % {"day": day})
    return HandoverProposal(lines(*parts), (_source(client),), tuple(warnings))


def _agreement_warnings(agreement: Agreement) -> Iterator[str]:
    if agreement.is_stale:
        reason = agreement.stale_reason.rstrip(".")
        yield _("De samenwerkingsafspraken zijn verouderd: %(reason)s.") % {"reason": reason}
    if agreement.evaluate_on < timezone.localdate():
        day = day_in_words(agreement.evaluate_on)
        yield _("De samenwerkingsafspraken hadden op %(day)s geëvalueerd moeten zijn.") % {"day": day}


def watch_proposal(client: Client, user: User, frame: HandoverFrame) -> HandoverProposal:
    """Return what whoever takes over should keep an eye on, as it follows from the file. At most six queries."""
    del user, frame
    today = timezone.localdate()
    title, conditions = current_title(client, today), conditions_with_state(client, today)
    phase = current_phase(client)
    told = []
    if title is not None and title.valid_until is not None:
        left = (title.valid_until - today).days
        if 0 <= left <= TURNING_POINT.days:
            told.append(
                ngettext(
                    "De titel eindigt op %(day)s, over %(left)s dag. Rond dat moment verandert gedrag vaak. Plan extra contact, "
                    "en houd forensische deskundigheid daarna nog minstens drie maanden betrokken.",
                    "De titel eindigt op %(day)s, over %(left)s dagen. Rond dat moment verandert gedrag vaak. Plan extra contact, "
                    "en houd forensische deskundigheid daarna nog minstens drie maanden betrokken.",
                    left,
                )
                % {"day": day_in_words(title.valid_until), "left": left}
            )
    told += [
        _("Onder druk: %(condition)s (laatst gezien op %(day)s).")
        % {"condition": one.label, "day": day_in_words(one.seen_at)}
        for one in conditions
        if one.state == "at_stake" and one.seen_at is not None
    ]
    if phase is not None and phase.level != PhaseLevel.GREEN:
        told.append(
            _("Het stoplicht staat op %(phase)s sinds %(day)s.")
            % {"phase": phase.get_level_display(), "day": day_in_words(phase.at)}
        )
    told += _house_against_condition(client, conditions)
    late = sum(one.is_late for one in client.commitments.open())
    if late:
        told.append(
            ngettext("%(count)s afspraak is over de datum.", "%(count)s afspraken zijn over de datum.", late)
            % {"count": late}
        )
    source = HandoverSource(_("overzicht"), reverse("casework:client", args=[client.number]))
    return HandoverProposal(points(told), (source,))


def _house_against_condition(client: Client, conditions: tuple[ConditionState, ...]) -> list[str]:
    """Return the sentence that a clean client lives where use is tolerated (docs/domain/practice.md, section 9)."""
    if not any(one.condition.kind.key == SUBSTANCES_FORBIDDEN for one in conditions):
        return []
    today = timezone.localdate()
    stay = client.stays.active_on(today).select_related("location").first()
    policy = LocationPolicy.objects.filter(holds_on(today), location=stay.location_id).first() if stay else None
    if stay is None or policy is None or policy.substance_policy == SubstancePolicy.ABSTINENT:
        return []
    return [
        _("Het middelenbeleid van %(house)s (%(policy)s) botst met de voorwaarde om niet te gebruiken.")
        % {"house": stay.location, "policy": policy.get_substance_policy_display()}
    ]
