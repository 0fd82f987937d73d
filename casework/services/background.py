"""Coded, dated facts about a client: written once, ended once, withdrawn when they were a mistake."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.enums import AuditAction
from accounts.errors import Refused
from accounts.services.audit import record
from casework.enums.background import PLACES, SINGLE, Topic
from casework.models import BackgroundEntry, Client
from casework.services.once import create_once, refuse_if_invalid

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
    lane = _lane(topic, code, place)
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


@transaction.atomic
def end_background(*, entry: BackgroundEntry, valid_until: date, acting_user: User) -> BackgroundEntry:
    """Record the last day on which it held; a second call with the same day changes nothing.

    Raises ``Refused`` when it ended or was withdrawn before, and for a day in the future or before the start.
    """
    locked = _locked(entry)
    if locked.valid_until == valid_until:
        return locked
    if locked.valid_until is not None:
        raise Refused(_("Dit is al afgesloten. Klopt de datum niet, trek het dan in en leg het opnieuw vast."))
    if valid_until > timezone.localdate():
        raise Refused(_("De laatste dag ligt in de toekomst. Sluit het af als het zover is."), field="valid_until")
    if valid_until < locked.valid_from:
        raise Refused(
            _("De einddatum ligt voor de begindatum. Kies een einddatum op of na de begindatum."), field="valid_until"
        )
    _end(locked, valid_until, acting_user)
    return locked


@transaction.atomic
def withdraw_background(*, entry: BackgroundEntry, reason: str, acting_user: User) -> BackgroundEntry:
    """Take back what was a mistake, with the reason; it stays readable. A second call changes nothing.

    Raises ``Refused`` without a reason.
    """
    locked = BackgroundEntry.objects.select_for_update().select_related("client").get(pk=entry.pk)
    if locked.withdrawn_at is not None:
        return locked
    if not reason.strip():
        raise Refused(_("Schrijf op waarom dit niet klopt."), field="reason")
    locked.withdrawn_by, locked.withdrawn_at = acting_user, timezone.now()
    locked.withdrawn_reason = reason.strip()
    refuse_if_invalid(locked)
    locked.save(update_fields=["withdrawn_by", "withdrawn_at", "withdrawn_reason"])
    record(
        AuditAction.UPDATE,
        acting_user=acting_user,
        client_number=locked.client.number,
        obj=locked,
        details={"topic": locked.topic, "changed": ["withdrawn_at"]},
    )
    return locked


def _locked(entry: BackgroundEntry) -> BackgroundEntry:
    locked: BackgroundEntry = BackgroundEntry.objects.select_for_update().select_related("client").get(pk=entry.pk)
    if locked.withdrawn_at is not None:
        raise Refused(_("Dit is ingetrokken. Leg het opnieuw vast als het toch klopt."))
    return locked


def _lane(topic: str, code: BackgroundCode | None, place: str) -> str:
    if topic in PLACES:
        if not place.strip():
            raise Refused(_("Vul de gemeente in."), field="place")
        return str(topic)
    if code is None or code.topic != topic:
        raise Refused(_("Kies iets uit deze lijst."), field="code")
    return str(topic) if topic in SINGLE else f"{Topic(topic)}:{code.pk}"


def _refuse_days(client: Client, valid_from: date, valid_until: date | None) -> None:
    today = timezone.localdate()
    if valid_from > today:
        raise Refused(_("De begindatum ligt in de toekomst. Leg vast wat nu geldt."), field="valid_from")
    if valid_from < client.birth_date:
        raise Refused(_("De begindatum ligt voor de geboortedatum. Controleer het jaar."), field="valid_from")
    if valid_until is not None and valid_until > today:
        raise Refused(_("De laatste dag ligt in de toekomst. Laat hem leeg zolang het geldt."), field="valid_until")
    if valid_until is not None and valid_until < valid_from:
        raise Refused(
            _("De einddatum ligt voor de begindatum. Kies een einddatum op of na de begindatum."), field="valid_until"
        )


def _end_before(client: Client, lane: str, valid_from: date, acting_user: User) -> None:
    """End what holds in this lane the day before ``valid_from``."""
    present = BackgroundEntry.objects.filter(client=client, lane=lane, valid_until=None, withdrawn_at=None).first()
    if present is None:
        return
    if present.valid_from >= valid_from:
        raise Refused(
            _("Wat nu geldt begon op %(day)s. Kies een latere datum, of trek dat eerst in.")
            % {"day": present.valid_from.strftime("%d-%m-%Y")},
            field="valid_from",
        )
    present.client = client
    _end(present, valid_from - timedelta(days=1), acting_user)


def _refuse_twice(client: Client, lane: str, valid_from: date, valid_until: date | None) -> None:
    same = BackgroundEntry.objects.filter(client=client, lane=lane, withdrawn_at=None)
    until = valid_until or timezone.localdate()
    same = same.filter(valid_from__lte=until)
    if any(row.valid_until is None or row.valid_until >= valid_from for row in same):
        raise Refused(_("In deze dagen staat er al een. Sluit die eerst af, of trek hem in."), field="valid_from")


def _end(entry: BackgroundEntry, valid_until: date, acting_user: User) -> None:
    entry.valid_until, entry.ended_by, entry.ended_at = valid_until, acting_user, timezone.now()
    entry.save(update_fields=["valid_until", "ended_by", "ended_at"])
    record(
        AuditAction.UPDATE,
        acting_user=acting_user,
        client_number=entry.client.number,
        obj=entry,
        details={"topic": entry.topic, "until": valid_until.isoformat()},
    )
