"""The track before the stay: begun, visited, chosen by the client, and closed with how it went."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.enums import AuditAction
from accounts.errors import Refused
from accounts.services.audit import record
from casework.enums import CommitmentOwner, NoteKind
from casework.services.notes import write_note
from casework.services.once import create_once, refuse_if_invalid
from casework.services.plans import make_commitment
from chain.enums import TrackOutcome
from chain.models import PRE_RELEASE_ORIGIN, PreReleaseTrack, StayingInvolved

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime
    from uuid import UUID

    from accounts.models import User
    from casework.models import Client, ContactNote
    from chain.services.meetings import CommitmentLine


@transaction.atomic
def start_track(
    *,
    client: Client,
    form_token: UUID,
    counsellor: User,
    institution: str,
    release_on: date,
    acting_user: User,
    case_manager: str = "",
    case_manager_phone: str = "",
    client_choice: str = "",
    started_on: date | None = None,
    steps: Sequence[CommitmentLine] = (),
) -> PreReleaseTrack:
    """Begin a track with its steps. The same token gives the same track.

    Raises ``Refused`` when one runs already, when the release lies before the start, or for a step without its owner.
    """
    started = started_on or timezone.localdate()
    if release_on < started:
        raise Refused(_("De vrijlating ligt na het begin van het traject."), field="release_on")
    track, new = create_once(
        PreReleaseTrack,
        form_token,
        client=client,
        counsellor=counsellor,
        institution=institution.strip(),
        case_manager=case_manager.strip(),
        case_manager_phone=case_manager_phone.strip(),
        client_choice=client_choice.strip(),
        started_on=started,
        release_on=release_on,
        recorded_by=acting_user,
    )
    if new:
        add_steps(track=track, steps=steps, acting_user=acting_user)
        record(AuditAction.CREATE, acting_user=acting_user, client_number=client.number, obj=track)
    return track


@transaction.atomic
def add_steps(*, track: PreReleaseTrack, steps: Sequence[CommitmentLine], acting_user: User) -> None:
    """Add steps, each with an owner and a date. Raises ``Refused`` for a step without the name of its owner."""
    for line in steps:
        if line.owner == CommitmentOwner.OTHER and not line.owner_name.strip():
            raise Refused(_("Schrijf bij de afspraak “%(text)s” wie die nakomt.") % {"text": line.text})
        make_commitment(
            client=track.client,
            text=line.text,
            owner=line.owner,
            owner_name=line.owner_name,
            due_on=line.due_on,
            origin=track,
            acting_user=acting_user,
        )


def _locked(track: PreReleaseTrack) -> PreReleaseTrack:
    mine = PreReleaseTrack.objects.select_for_update(of=("self",)).select_related("client").get(pk=track.pk)
    if mine.ended_on is not None:
        raise Refused(_("Dit traject is afgesloten."))
    return mine


@transaction.atomic
def change_track(
    *,
    track: PreReleaseTrack,
    release_on: date,
    case_manager: str,
    case_manager_phone: str,
    client_choice: str,
    acting_user: User,
) -> PreReleaseTrack:
    """Keep a track up to date: a release moves, and what the client chooses grows. What it was stands in the trail."""
    mine = _locked(track)
    if release_on < mine.started_on:
        raise Refused(_("De vrijlating ligt na het begin van het traject."), field="release_on")
    before = mine.release_on
    mine.release_on, mine.client_choice = release_on, client_choice.strip()
    mine.case_manager, mine.case_manager_phone = case_manager.strip(), case_manager_phone.strip()
    refuse_if_invalid(mine)
    mine.save(update_fields=["release_on", "client_choice", "case_manager", "case_manager_phone"])
    record(
        AuditAction.UPDATE,
        acting_user=acting_user,
        client_number=mine.client.number,
        obj=mine,
        details={"release_on": [before.isoformat(), release_on.isoformat()]},
    )
    return mine


@transaction.atomic
def add_person(
    *,
    track: PreReleaseTrack,
    form_token: UUID,
    name: str,
    role: str,
    does: str,
    until: date,
    acting_user: User,
) -> StayingInvolved:
    """Write down who stays involved after the move. Raises ``Refused`` when that ends before the release."""
    mine = _locked(track)
    if until <= mine.release_on:
        raise Refused(_("Hij blijft betrokken tot na de verhuizing. Kies een latere datum."), field="until")
    person, new = create_once(
        StayingInvolved,
        form_token,
        track=mine,
        name=name.strip(),
        role=role.strip(),
        does=does.strip(),
        until=until,
        recorded_by=acting_user,
    )
    if new:
        record(AuditAction.CREATE, acting_user=acting_user, client_number=mine.client.number, obj=person)
    return person


@transaction.atomic
def log_visit(
    *,
    track: PreReleaseTrack,
    form_token: UUID,
    occurred_at: datetime,
    duration_minutes: int,
    text: str,
    went_well: str,
    client_view: str,
    acting_user: User,
) -> ContactNote:
    """Log a contact in prison: a note of the file like any other, of its own kind."""
    mine = _locked(track)
    return write_note(
        client=mine.client,
        form_token=form_token,
        kind=NoteKind.IN_PRISON,
        occurred_at=occurred_at,
        duration_minutes=duration_minutes,
        text=text,
        went_well=went_well,
        client_view=client_view,
        acting_user=acting_user,
    )


@transaction.atomic
def end_track(
    *, track: PreReleaseTrack, outcome: str, outcome_text: str, ended_on: date, acting_user: User
) -> PreReleaseTrack:
    """Close a track with how it went. Raises ``Refused`` for a day ahead, and for another end without the reason why."""
    mine = _locked(track)
    if ended_on > timezone.localdate():
        raise Refused(_("Deze dag ligt in de toekomst."), field="ended_on")
    if ended_on < mine.started_on:
        raise Refused(_("Het traject begon later. Controleer de datum."), field="ended_on")
    if outcome != TrackOutcome.MOVED_IN and not outcome_text.strip():
        raise Refused(_("Schrijf op waarom het anders liep."), field="outcome_text")
    mine.ended_on, mine.outcome, mine.outcome_text = ended_on, outcome, outcome_text.strip()
    refuse_if_invalid(mine)
    mine.save(update_fields=["ended_on", "outcome", "outcome_text"])
    record(
        AuditAction.UPDATE,
        acting_user=acting_user,
        client_number=mine.client.number,
        obj=mine,
        details={"outcome": outcome},
    )
    return mine


__all__ = ["PRE_RELEASE_ORIGIN", "add_person", "add_steps", "change_track", "end_track", "log_visit", "start_track"]
