"""What the chain does when something happens below: the duty is a row in the same transaction as the event.

Connected in ``ChainConfig.ready``; the table of events, rules and grounds stands in docs/notifications.md.
"""

from __future__ import annotations

from datetime import datetime, time
from typing import TYPE_CHECKING, Any

from django.dispatch import receiver
from django.utils import timezone

from casework.enums import AppointmentResult, NoteKind
from casework.events import (
    absence_started,
    appointment_missed,
    condition_not_kept,
    contact_logged,
    day_activity_ended,
    legal_frame_changed,
    stay_ended,
)
from chain.enums import RuleEvent
from chain.services.facts import (
    facts_of_absence,
    facts_of_check,
    facts_of_condition,
    facts_of_day_activity_end,
    facts_of_incident,
    facts_of_missed,
    facts_of_no_show,
    facts_of_red_phase,
    facts_of_stay_end,
)
from chain.services.rules import on_event
from chain.services.staleness import mark_stale
from riskplans.enums import CheckResult, PhaseLevel
from riskplans.events import check_recorded, incident_recorded, phase_raised

if TYPE_CHECKING:
    from django.db.models import Model

    from accounts.models import User
    from casework.models import Absence, AppointmentOutcome, Client, ConditionTouch, ContactNote, DayActivity, Stay
    from riskplans.models import Check, IncidentPart, PhaseChange

LONGEST_WORDS = 160
TOLD_RESULTS = frozenset({CheckResult.POSITIVE, CheckResult.REFUSED})


def _ref(row: Model) -> str:
    """Return the soft reference that makes an event one event: ``riskplans.check:12``."""
    return f"{row._meta.label_lower}:{row.pk}"


@receiver(check_recorded, dispatch_uid="chain.check_recorded")
def on_check(check: Check, acting_user: User, **_kwargs: Any) -> None:
    """Make what the agreements want told of a positive or refused check."""
    if check.result in TOLD_RESULTS:
        on_event(
            client=check.client,
            event=RuleEvent.POSITIVE_CHECK,
            event_ref=_ref(check),
            occurred_at=check.taken_at,
            facts=facts_of_check(check),
            acting_user=acting_user,
        )


@receiver(phase_raised, dispatch_uid="chain.phase_raised")
def on_phase(change: PhaseChange, acting_user: User, **_kwargs: Any) -> None:
    """Make what the agreements want told of the stoplight turning red."""
    if change.level == PhaseLevel.RED:
        on_event(
            client=change.client,
            event=RuleEvent.RED_PHASE,
            event_ref=_ref(change),
            occurred_at=change.at,
            facts=facts_of_red_phase(change),
            acting_user=acting_user,
        )


@receiver(contact_logged, dispatch_uid="chain.contact_logged")
def on_contact(note: ContactNote, acting_user: User, **_kwargs: Any) -> None:
    """Make what the agreements want told of a missed appointment that stood in no calendar.

    One that did is told by its outcome (``appointment_missed``), so that a report about it gives no second notification.
    """
    if note.kind == NoteKind.NO_SHOW and note.appointment_id is None:
        on_event(
            client=note.client,
            event=RuleEvent.MISSED_APPOINTMENT,
            event_ref=_ref(note),
            occurred_at=note.occurred_at,
            facts=facts_of_no_show(note),
            acting_user=acting_user,
        )


@receiver(appointment_missed, dispatch_uid="chain.appointment_missed")
def on_appointment(outcome: AppointmentOutcome, acting_user: User, **_kwargs: Any) -> None:
    """Make what the agreements want told of an appointment that was missed without a good reason.

    The event names the appointment and not its outcome, so that a correction makes no second notification.
    """
    if outcome.result == AppointmentResult.MISSED:
        appointment = outcome.appointment
        on_event(
            client=appointment.client,
            event=RuleEvent.MISSED_APPOINTMENT,
            event_ref=_ref(appointment),
            occurred_at=appointment.starts_at,
            facts=facts_of_missed(appointment),
            acting_user=acting_user,
        )


@receiver(condition_not_kept, dispatch_uid="chain.condition_not_kept")
def on_condition(touch: ConditionTouch, acting_user: User, **_kwargs: Any) -> None:
    """Make what the agreements want told of a special condition that was not kept."""
    on_event(
        client=touch.note.client,
        event=RuleEvent.CONDITION_NOT_KEPT,
        event_ref=_ref(touch),
        occurred_at=touch.note.occurred_at,
        facts=facts_of_condition(touch),
        acting_user=acting_user,
    )


@receiver(incident_recorded, dispatch_uid="chain.incident_recorded")
def on_incident(part: IncidentPart, acting_user: User, **_kwargs: Any) -> None:
    """Make what the agreement of this client wants told of an incident, by its kind; nothing of anybody else in it."""
    kind = part.incident.kind
    on_event(
        client=part.client,
        event=RuleEvent.INCIDENT,
        event_ref=_ref(part),
        occurred_at=part.incident.occurred_at,
        facts=facts_of_incident(part),
        detail=kind.key,
        event_text=f"{RuleEvent.INCIDENT.label}: {kind.name}"[:LONGEST_WORDS],
        acting_user=acting_user,
    )


@receiver(absence_started, dispatch_uid="chain.absence_started")
def on_absence(absence: Absence, acting_user: User, **_kwargs: Any) -> None:
    """Make what the agreements want told of somebody who is missing."""
    on_event(
        client=absence.client,
        event=RuleEvent.ABSENCE,
        event_ref=_ref(absence),
        occurred_at=absence.missed_at,
        facts=facts_of_absence(absence),
        acting_user=acting_user,
    )


@receiver(day_activity_ended, dispatch_uid="chain.day_activity_ended")
def on_day_activity_end(activity: DayActivity, acting_user: User, **_kwargs: Any) -> None:
    """Make what the agreements want told of work or day activity that stopped."""
    now = timezone.now()
    ended = timezone.make_aware(datetime.combine(activity.valid_until, time.min)) if activity.valid_until else now
    on_event(
        client=activity.client,
        event=RuleEvent.DAY_ACTIVITY_ENDED,
        event_ref=_ref(activity),
        occurred_at=min(now, ended),
        facts=facts_of_day_activity_end(activity),
        acting_user=acting_user,
    )


@receiver(stay_ended, dispatch_uid="chain.stay_ended")
def on_stay_end(stay: Stay, acting_user: User, **_kwargs: Any) -> None:
    """Make what the agreements want told of the end of a stay; one that is announced counts from its announcement."""
    now = timezone.now()
    ended = timezone.make_aware(datetime.combine(stay.valid_until, time.min)) if stay.valid_until else now
    on_event(
        client=stay.client,
        event=RuleEvent.STAY_ENDED,
        event_ref=_ref(stay),
        occurred_at=min(now, ended),
        facts=facts_of_stay_end(stay),
        acting_user=acting_user,
    )


@receiver(legal_frame_changed, dispatch_uid="chain.legal_frame_changed")
def on_legal_frame(client: Client, acting_user: User, **_kwargs: Any) -> None:
    """Mark the agreements stale that rest on another title or other conditions than those of today."""
    mark_stale(client=client, acting_user=acting_user)
