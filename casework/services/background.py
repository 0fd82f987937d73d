"""Coded, dated facts about a client: written once, ended once, withdrawn when they were a mistake."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.enums import AuditAction
from accounts.errors import Refused
from accounts.services.audit import record
from casework.enums.background import PLACES, SINGLE, Topic
from casework.models import BackgroundEntry, Client
from casework.services.held import end_held, end_present, refuse_start, withdraw_held
from casework.services.once import create_once

if TYPE_CHECKING:
    from datetime import date
    from uuid import UUID

    from accounts.models import User
    from casework.models import BackgroundCode


@transaction.atomic
def add_background(
    *,
    client: Client,
    form_token: UUID,
    topic: str,
    valid_from: date,
    acting_user: User,
    code: BackgroundCode | None = None,
    place: str = "",
    valid_until: date | None = None,
    note: str = "",
) -> BackgroundEntry:
    """Record what held of a client from a day on: a code of the topic, or a municipality.

    Of a topic with one value at a time (``SINGLE``), what held until now ends the day before. Raises ``Refused`` for a
    code of another list, a day in the future or before the birth, and for what held already in those days.
    """
    Client.objects.select_for_update().get(pk=client.pk)
    earlier = BackgroundEntry.objects.filter(form_token=form_token, client=client).first()
    if earlier is not None:
        return earlier
    lane = lane_of(topic, code, place)
    _refuse_days(client, valid_from, valid_until)
    if topic in SINGLE and valid_until is None:
        _end_before(client, lane, valid_from, acting_user)
    _refuse_twice(client, lane, valid_from, valid_until)
    entry, new = create_once(
        BackgroundEntry,
        form_token,
        client=client,
        topic=topic,
        code=code,
        place=place.strip(),
        note=note.strip(),
        lane=lane,
        valid_from=valid_from,
        valid_until=valid_until,
        recorded_by=acting_user,
    )
    if new:
        record(
            AuditAction.CREATE,
            acting_user=acting_user,
            client_number=client.number,
            obj=entry,
            details={"topic": str(topic), "from": valid_from.isoformat()},
        )
    return entry


def end_background(*, entry: BackgroundEntry, valid_until: date, acting_user: User) -> BackgroundEntry:
    """Record the last day on which it held; see ``end_held`` for what it raises."""
    return end_held(row=entry, valid_until=valid_until, acting_user=acting_user, details={"topic": entry.topic})


def withdraw_background(*, entry: BackgroundEntry, reason: str, acting_user: User) -> BackgroundEntry:
    """Take back what was a mistake, with the reason; see ``withdraw_held`` for what it raises."""
    return withdraw_held(row=entry, reason=reason, acting_user=acting_user, details={"topic": entry.topic})


def lane_of(topic: str, code: BackgroundCode | None, place: str) -> str:
    """Return what this can hold only once at a time in; raise ``Refused`` for a code of another list, or no place."""
    if topic in PLACES:
        if not place.strip():
            raise Refused(_("Vul de gemeente in."), field="place")
        return str(topic)
    if code is None or code.topic != topic:
        raise Refused(_("Kies iets uit deze lijst."), field="code")
    return str(topic) if topic in SINGLE else f"{Topic(topic)}:{code.pk}"


def _refuse_days(client: Client, valid_from: date, valid_until: date | None) -> None:
    refuse_start(client, valid_from)
    if valid_until is not None and valid_until > timezone.localdate():
        raise Refused(_("De laatste dag ligt in de toekomst. Laat hem leeg zolang het geldt."), field="valid_until")
    if valid_until is not None and valid_until < valid_from:
        raise Refused(
            _("De einddatum ligt voor de begindatum. Kies een einddatum op of na de begindatum."), field="valid_until"
        )


def _end_before(client: Client, lane: str, valid_from: date, acting_user: User) -> None:
    """End what holds in this lane the day before ``valid_from``."""
    present = BackgroundEntry.objects.filter(client=client, lane=lane, valid_until=None, withdrawn_at=None).first()
    end_present(
        present,
        client=client,
        valid_from=valid_from,
        acting_user=acting_user,
        details={"topic": present.topic if present else ""},
    )


def _refuse_twice(client: Client, lane: str, valid_from: date, valid_until: date | None) -> None:
    same = BackgroundEntry.objects.filter(client=client, lane=lane, withdrawn_at=None)
    until = valid_until or timezone.localdate()
    same = same.filter(valid_from__lte=until)
    if any(row.valid_until is None or row.valid_until >= valid_from for row in same):
        raise Refused(_("In deze dagen staat er al een. Sluit die eerst af, of trek hem in."), field="valid_from")
