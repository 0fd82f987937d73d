"""Volunteers: propose a match, talk, train, start, write, look after each other, and end it with a reason."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.enums import AuditAction, Role
from accounts.errors import Refused
from accounts.models import User
from accounts.services.audit import record
from casework.events import volunteer_safety_told
from casework.models import (
    Client,
    IntroductionTalk,
    VolunteerLog,
    VolunteerMatch,
    VolunteerTalk,
    VolunteerTraining,
)
from casework.services.once import create_once, refuse_if_invalid

if TYPE_CHECKING:
    from datetime import date
    from typing import Any
    from uuid import UUID

    from django.db.models import Model


def _check_day(day: date, field: str) -> None:
    if day > timezone.localdate():
        raise Refused(_("Deze dag ligt in de toekomst. Kies vandaag of een eerdere dag."), field=field)


def _locked(match: VolunteerMatch) -> VolunteerMatch:
    """Lock a match that did not end; raise ``Refused`` for one that did."""
    row: VolunteerMatch = VolunteerMatch.objects.select_for_update().get(pk=match.pk)
    row.client = match.client
    if row.ended_on is not None:
        raise Refused(_("Deze koppeling is geëindigd. Er kan niets meer bij."))
    return row


def _audit(action: AuditAction, row: Model, client: Client | None, user: User, **details: Any) -> None:
    record(action, acting_user=user, client_number=client.number if client else "", obj=row, details=details)


@transaction.atomic
def propose_match(
    *, client: Client, form_token: UUID, volunteer: User, coordinator: User, purpose: str, acting_user: User
) -> VolunteerMatch:
    """Propose a volunteer for a client who wants one. It begins after the introduction talk and the basic training.

    Raises ``Refused`` for somebody without that role today, and for two who are together already.
    """
    Client.objects.select_for_update().get(pk=client.pk)
    today = timezone.localdate()
    if not User.objects.with_role(Role.VOLUNTEER, today).filter(pk=volunteer.pk).exists():
        raise Refused(_("Dit is geen vrijwilliger. Kies een ander."), field="volunteer")
    if not User.objects.with_role(Role.VOLUNTEER_COORDINATOR, today).filter(pk=coordinator.pk).exists():
        raise Refused(_("Dit is geen vrijwilligerscoördinator. Kies een ander."), field="coordinator")
    row, new = create_once(
        VolunteerMatch,
        form_token,
        client=client,
        volunteer=volunteer,
        coordinator=coordinator,
        purpose=purpose.strip(),
        proposed_on=today,
        recorded_by=acting_user,
    )
    if new:
        _audit(AuditAction.CREATE, row, client, acting_user, volunteer=volunteer.pk, coordinator=coordinator.pk)
    return row


@transaction.atomic
def record_training(
    *, volunteer: User, form_token: UUID, name: str, completed_on: date, acting_user: User
) -> VolunteerTraining:
    """Record that a volunteer did the basic training."""
    _check_day(completed_on, "completed_on")
    row, new = create_once(
        VolunteerTraining,
        form_token,
        volunteer=volunteer,
        name=name.strip(),
        completed_on=completed_on,
        recorded_by=acting_user,
    )
    if new:
        _audit(AuditAction.CREATE, row, None, acting_user, volunteer=volunteer.pk, on=completed_on.isoformat())
    return row


@transaction.atomic
def hold_introduction(
    *,
    match: VolunteerMatch,
    form_token: UUID,
    held_on: date,
    of_client: str,
    of_volunteer: str,
    of_coordinator: str,
    of_counsellor: str,
    agreed: str,
    acting_user: User,
) -> IntroductionTalk:
    """Record the introduction talk with what each party said; a later talk may say otherwise."""
    locked = _locked(match)
    _check_day(held_on, "held_on")
    row, new = create_once(
        IntroductionTalk,
        form_token,
        match=locked,
        held_on=held_on,
        of_client=of_client,
        of_volunteer=of_volunteer,
        of_coordinator=of_coordinator,
        of_counsellor=of_counsellor,
        agreed=agreed.strip(),
        recorded_by=acting_user,
    )
    _same_match(row.match_id, match)
    if new:
        _audit(AuditAction.CREATE, row, match.client, acting_user, match=match.pk, clicked=row.clicked)
    return row


def _same_match(match_id: int, match: VolunteerMatch) -> None:
    if match_id != match.pk:
        raise Refused(_("Dit formulier is al gebruikt bij een andere koppeling. Open het opnieuw."))


@transaction.atomic
def start_match(*, match: VolunteerMatch, acting_user: User) -> VolunteerMatch:
    """Start a match today. A second call changes nothing.

    Raises ``Refused`` when the last introduction talk did not click, and without a basic training.
    """
    row = _locked(match)
    if row.started_on is not None:
        return row
    talk = row.introductions.first()
    if talk is None:
        raise Refused(_("Houd eerst een klikgesprek en leg vast wat ieder ervan vond."))
    if not talk.clicked:
        raise Refused(_("In het laatste klikgesprek zei niet iedereen ja. Praat opnieuw, of beëindig de koppeling."))
    today = timezone.localdate()
    if not VolunteerTraining.objects.filter(volunteer_id=row.volunteer_id, completed_on__lte=today).exists():
        raise Refused(_("De vrijwilliger deed de verplichte basistraining nog niet. Leg die eerst vast."))
    row.started_on, row.started_by = today, acting_user
    refuse_if_invalid(row)
    row.save(update_fields=["started_on", "started_by"])
    _audit(AuditAction.UPDATE, row, match.client, acting_user, started=today.isoformat())
    return row


@transaction.atomic
def write_log(
    *,
    match: VolunteerMatch,
    form_token: UUID,
    happened_on: date,
    minutes: int,
    text: str,
    went_well: str = "",
    is_safety: bool = False,
    acting_user: User,
) -> VolunteerLog:
    """Write in the logbook of a match that is active; only its volunteer does.

    A line about safety sends ``volunteer_safety_told``: the counsellor hears of it at once.
    """
    sent = VolunteerLog.objects.filter(form_token=form_token, match=match).first()
    if sent is not None:
        return sent
    locked = _locked(match)
    if locked.volunteer_id != acting_user.pk or not locked.is_active:
        raise Refused(_("In dit logboek schrijft alleen de vrijwilliger zelf, zolang de koppeling loopt."))
    _check_day(happened_on, "happened_on")
    row, new = create_once(
        VolunteerLog,
        form_token,
        match=locked,
        happened_on=happened_on,
        minutes=minutes,
        text=text.strip(),
        went_well=went_well.strip(),
        is_safety=is_safety,
        recorded_by=acting_user,
    )
    _same_match(row.match_id, match)
    if new:
        _audit(AuditAction.CREATE, row, match.client, acting_user, match=match.pk, safety=is_safety)
        if is_safety:
            volunteer_safety_told.send(VolunteerLog, log=row, acting_user=acting_user)
    return row


@transaction.atomic
def take_up_safety(*, log: VolunteerLog, what: str, acting_user: User) -> VolunteerLog:
    """Say what was done with a line about safety. Whoever was first stands; a second call changes nothing."""
    row = VolunteerLog.objects.select_for_update().select_related("match__client").get(pk=log.pk)
    if row.seen_at is not None or not row.is_safety:
        return row
    row.seen_by, row.seen_at, row.seen_what = acting_user, timezone.now(), what.strip()
    refuse_if_invalid(row)
    row.save(update_fields=["seen_by", "seen_at", "seen_what"])
    _audit(AuditAction.UPDATE, row, row.match.client, acting_user, taken_up=True)
    return row


@transaction.atomic
def hold_talk(
    *, match: VolunteerMatch, form_token: UUID, held_on: date, text: str, next_on: date, acting_user: User
) -> VolunteerTalk:
    """Record a supervision talk with a volunteer, and when the next one is."""
    locked = _locked(match)
    _check_day(held_on, "held_on")
    row, new = create_once(
        VolunteerTalk,
        form_token,
        match=locked,
        held_on=held_on,
        text=text.strip(),
        next_on=next_on,
        recorded_by=acting_user,
    )
    _same_match(row.match_id, match)
    if new:
        _audit(AuditAction.CREATE, row, match.client, acting_user, match=match.pk, next=next_on.isoformat())
    return row


@transaction.atomic
def end_match(
    *, match: VolunteerMatch, ended_on: date, end_kind: str, end_why: str, acting_user: User
) -> VolunteerMatch:
    """End a match with its reason: the volunteer sees the logbook no longer. A second call changes nothing."""
    row: VolunteerMatch = VolunteerMatch.objects.select_for_update().get(pk=match.pk)
    row.client = match.client
    if row.ended_on is not None:
        return row
    _check_day(ended_on, "ended_on")
    row.ended_on, row.end_kind, row.end_why, row.ended_by = ended_on, end_kind, end_why.strip(), acting_user
    refuse_if_invalid(row)
    row.save(update_fields=["ended_on", "end_kind", "end_why", "ended_by"])
    _audit(AuditAction.UPDATE, row, match.client, acting_user, ended=ended_on.isoformat(), why=end_kind)
    return row
