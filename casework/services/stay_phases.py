"""In which phase of the track a client is: every change is a row."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.enums import AuditAction
from accounts.errors import Refused
from accounts.services.audit import record
from casework.enums.stays import EIGHT_PHASES, TRANSITION_TERMS, Track, TrackPhase, expected_after
from casework.models import Client, StayPhase, Term
from casework.services.once import create_once

if TYPE_CHECKING:
    from datetime import date
    from uuid import UUID

    from accounts.models import User


@transaction.atomic
def enter_phase(
    *,
    client: Client,
    form_token: UUID,
    phase: str,
    since: date,
    acting_user: User,
    planned_until: date | None = None,
    why: str = "",
) -> StayPhase:
    """Record that a phase began; the phase before it ends with that, and stays in the history.

    The phases of a track and those of a transition run beside each other. ``planned_until`` is the last day of a
    transition phase; without it the phase gets the length of its term. The same transition phase again, with a later
    last day, makes its box longer.

    Raises ``Refused`` for a day in the future, before the birth of the client or before the phase that runs, for the
    phase that runs already, for a last day before the first, and when a step back, a skipped phase or a longer box
    comes without a reason.
    """
    Client.objects.select_for_update().get(pk=client.pk)
    entered = TrackPhase(phase)
    track = Track.EIGHT if entered in EIGHT_PHASES else Track.TRANSITION
    if since > timezone.localdate():
        raise Refused(_("Deze dag ligt in de toekomst. Leg de fase vast als zij begint."), field="since")
    if since < client.birth_date:
        raise Refused(_("Deze dag ligt voor de geboortedatum. Controleer het jaar."), field="since")
    if entered in TRANSITION_TERMS:
        days = Term.objects.get(key=TRANSITION_TERMS[entered]).days
        planned_until = planned_until or since + timedelta(days=days - 1)
        if planned_until < since:
            raise Refused(_("De laatste dag ligt voor de eerste. Kies een latere dag."), field="planned_until")
    else:
        planned_until = None
    sent = StayPhase.objects.filter(form_token=form_token).exists()
    running = client.stay_phases.on(since if sent else timezone.localdate(), track).first()
    if not sent:
        _refuse_out_of_order(running, entered, since, planned_until, why)
    row, new = create_once(
        StayPhase,
        form_token,
        client=client,
        track=track,
        phase=entered,
        since=since,
        planned_until=planned_until,
        why=why.strip(),
        recorded_by=acting_user,
    )
    if new:
        record(
            AuditAction.CREATE,
            acting_user=acting_user,
            client_number=client.number,
            obj=row,
            details={"phase": str(entered), "since": since.isoformat()},
        )
    return row


def _refuse_out_of_order(
    running: StayPhase | None, entered: TrackPhase, since: date, planned_until: date | None, why: str
) -> None:
    if running is None:
        if entered == TrackPhase.CLOSED:
            raise Refused(_("Er loopt geen transitie. Kies een fase om haar te beginnen."), field="phase")
        return
    if since < running.since:
        raise Refused(
            _("De fase die nu loopt begon op %(day)s. Kies die dag of een latere.")
            % {"day": running.since.strftime("%d-%m-%Y")},
            field="since",
        )
    before = TrackPhase(running.phase)
    if entered == before:
        if planned_until is None or planned_until == running.planned_until:
            raise Refused(_("Deze fase loopt al. Kies een andere."), field="phase")
        if not why.strip():
            raise Refused(_("Schrijf op waarom de fase een andere laatste dag krijgt."), field="why")
    elif entered not in expected_after(before) and not why.strip():
        raise Refused(
            _("Na %(before)s komt deze fase niet vanzelf. Schrijf op waarom u teruggaat of iets overslaat.")
            % {"before": TrackPhase(before).label},
            field="why",
        )
