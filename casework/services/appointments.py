"""Appointments: planned, moved or called off with a reason, and how they ended."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from accounts.enums import AuditAction
from accounts.errors import Refused
from accounts.selectors import standing_of
from accounts.services.audit import record
from casework.enums import AppointmentResult, ChangeKind
from casework.events import appointment_missed
from casework.models import (
    Appointment,
    AppointmentChange,
    AppointmentColleague,
    AppointmentOutcome,
    AppointmentSeries,
    Client,
)
from casework.models.appointments import LONGEST_APPOINTMENT, NOT_THERE
from casework.selectors.calendars import in_the_way
from casework.services.once import create_once
from casework.services.series import days_of, same_clock

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence
    from datetime import date, datetime
    from uuid import UUID

    from accounts.models import User


@transaction.atomic
def plan_appointment(  # noqa: PLR0913 -- the fields of its form
    *,
    client: Client,
    form_token: UUID,
    user: User,
    purpose: str,
    starts_at: datetime,
    ends_at: datetime,
    acting_user: User,
    place: str = "",
    with_whom: str = "",
    colleagues: Sequence[User] = (),
    step: str = "",
    until: date | None = None,
    anyway: bool = False,
) -> Appointment:
    """Put an appointment in the calendar, or with ``step`` and ``until`` a series of them; return the (first) one.

    It is ``user``'s; ``colleagues`` come along and see it in their calendars. A past one may be entered as well. The clock time of a series stays the same when the clock changes. Raises ``Refused``
    for a moment that cannot be, for somebody who keeps no files, and, unless ``anyway``, when the client or one of them has
    something else then. A second call with the same token returns what the first one made.
    """
    Client.objects.select_for_update().get(pk=client.pk)
    earlier = Appointment.objects.filter(form_token=form_token).first()
    if earlier is not None and earlier.client_id == client.pk:
        return earlier
    _refuse_impossible_time(client, starts_at, ends_at)
    _refuse_who_keeps_no_files((user,), "user")
    along = [one for one in dict.fromkeys(colleagues) if one.pk != user.pk]
    _refuse_who_keeps_no_files(along, "colleagues")
    if not anyway:
        refuse_overlap(client=client, users=(user, *along), starts_at=starts_at, ends_at=ends_at)
    days = days_of(step, timezone.localdate(starts_at), until) if step else []
    series = None
    if days:
        series = AppointmentSeries.objects.create(
            client=client, step=step, ends_on=days[-1], recorded_by=acting_user, form_token=form_token
        )
    first, _new = create_once(
        Appointment,
        form_token,
        client=client,
        user=user,
        series=series,
        purpose=purpose,
        starts_at=starts_at,
        ends_at=ends_at,
        place=place.strip(),
        with_whom=with_whom.strip(),
        recorded_by=acting_user,
    )
    rows = [first]
    if series is not None:
        rows += Appointment.objects.bulk_create(_others(first, days[1:]))
    AppointmentColleague.objects.bulk_create(
        AppointmentColleague(appointment=row, user=one) for row in rows for one in along
    )
    record(
        AuditAction.CREATE,
        acting_user=acting_user,
        client_number=client.number,
        obj=first,
        details={"purpose": str(purpose), "at": starts_at.isoformat(), "series": str(step)},
    )
    return first


def _refuse_who_keeps_no_files(users: Iterable[User], field: str) -> None:
    for one in users:
        if not one.is_active or not standing_of(one).keeps_files:
            raise Refused(
                _("%(name)s werkt niet (meer) met dossiers. Kies iemand anders.") % {"name": one}, field=field
            )


@transaction.atomic
def set_colleagues(
    *, appointment: Appointment, colleagues: Sequence[User], acting_user: User, rest_of_series: bool = False
) -> None:
    """Say which colleagues come along from now on; with ``rest_of_series`` to what comes after it as well.

    Raises ``Refused`` for what is called off or over, and for a colleague who keeps no files.
    """
    row = _locked(appointment)
    _refuse_when_settled(row)
    along = [one for one in dict.fromkeys(colleagues) if one.pk != row.user_id]
    _refuse_who_keeps_no_files(along, "colleagues")
    rows = [row]
    if rest_of_series and row.series_id is not None:
        later = Appointment.objects.without_outcome().filter(series_id=row.series_id, starts_at__gt=row.starts_at)
        rows += list(later)
    AppointmentColleague.objects.filter(appointment__in=rows).exclude(user__in=along).delete()
    AppointmentColleague.objects.bulk_create(
        (AppointmentColleague(appointment=one, user=user) for one in rows for user in along), ignore_conflicts=True
    )
    _record_change(row, "colleagues", acting_user, number=len(along))


def _others(first: Appointment, days: list[date]) -> list[Appointment]:
    """Return the other appointments of a series."""
    return [
        Appointment(
            client=first.client,
            user=first.user,
            series=first.series,
            purpose=first.purpose,
            starts_at=starts_at,
            ends_at=ends_at,
            place=first.place,
            with_whom=first.with_whom,
            recorded_by=first.recorded_by,
        )
        for starts_at, ends_at in same_clock(first.starts_at, first.ends_at, days)
    ]


def _refuse_impossible_time(client: Client, starts_at: datetime, ends_at: datetime) -> None:
    if ends_at <= starts_at:
        raise Refused(_("De afspraak eindigt voor zij begint. Kies een latere eindtijd."), field="ends_at")
    if ends_at - starts_at > LONGEST_APPOINTMENT:
        raise Refused(_("Een afspraak duurt ten hoogste een dag."), field="ends_at")
    if timezone.localdate(starts_at) < client.birth_date:
        raise Refused(_("Deze afspraak ligt voor de geboortedatum. Controleer het jaar."), field="day")


def refuse_overlap(
    *,
    client: Client | None,
    users: Collection[User],
    starts_at: datetime,
    ends_at: datetime,
    but: frozenset[object] = frozenset(),
) -> None:
    """Raise ``Refused``, with what is in the way, when the client or a user has something else; the past is free.

    ``but`` are uids of what does not count: the appointment itself.
    """
    if ends_at <= timezone.now():
        return
    found = in_the_way(client=client, user_ids=[one.pk for one in users], start=starts_at, end=ends_at, but=but)
    if not found:
        return
    lines = [
        _("%(kind)s van %(start)s tot %(end)s (%(who)s)")
        % {
            "kind": entry.kind,
            "start": date_format(timezone.localtime(entry.starts_at), "H.i"),
            "end": date_format(timezone.localtime(entry.ends_at), "H.i"),
            "who": client.called if client is not None and entry.client == client else _busy(users, entry.user_ids),
        }
        for entry in found[:3]
    ]
    raise Refused(
        _("Dan staat er al: %(what)s. Kies een ander moment, of vink aan dat het toch mag.")
        % {"what": "; ".join(lines)},
        field="anyway",
    )


def _busy(users: Iterable[User], ids: Collection[int]) -> str:
    return ", ".join(str(one) for one in users if one.pk in ids)


def _locked(appointment: Appointment) -> Appointment:
    return Appointment.objects.select_for_update(of=("self",)).select_related("client", "user").get(pk=appointment.pk)


def _refuse_when_settled(appointment: Appointment) -> None:
    if appointment.cancelled_at is not None:
        raise Refused(_("Deze afspraak is al afgezegd."))
    if appointment.outcomes.exists():
        raise Refused(_("Van deze afspraak is de uitkomst al vastgelegd. Maak een nieuwe afspraak."))


@transaction.atomic
def move_appointment(
    *,
    appointment: Appointment,
    form_token: UUID,
    starts_at: datetime,
    ends_at: datetime,
    reason: str,
    acting_user: User,
    anyway: bool = False,
) -> Appointment:
    """Put an appointment on another moment, with the reason; where it stood is kept.

    A second call with the same token changes nothing. Raises ``Refused`` without a reason, for the moment it has already,
    for what is called off or over, and for an overlap unless ``anyway``.
    """
    row = _locked(appointment)
    if AppointmentChange.objects.filter(form_token=form_token, appointment=row).exists():
        return row
    _refuse_when_settled(row)
    if not reason.strip():
        raise Refused(_("Schrijf op waarom de afspraak wordt verzet."), field="reason")
    _refuse_impossible_time(row.client, starts_at, ends_at)
    if (row.starts_at, row.ends_at) == (starts_at, ends_at):
        raise Refused(_("Op dat moment staat de afspraak al. Kies een ander moment."), field="day")
    if not anyway:
        users = [row.user, *(one.user for one in row.colleagues.select_related("user"))]
        refuse_overlap(client=row.client, users=users, starts_at=starts_at, ends_at=ends_at, but=frozenset({row.uid}))
    _note_change(row, ChangeKind.MOVED, reason, form_token, acting_user)
    row.starts_at, row.ends_at = starts_at, ends_at
    row.sequence += 1
    row.save(update_fields=["starts_at", "ends_at", "sequence", "changed_at"])
    _record_change(row, "moved", acting_user)
    return row


@transaction.atomic
def cancel_appointment(
    *, appointment: Appointment, form_token: UUID, reason: str, acting_user: User, rest_of_series: bool = False
) -> int:
    """Call an appointment off, with the reason, and with ``rest_of_series`` all that come after it; return how many.

    Raises ``Refused`` without a reason, and for what is called off or over already.
    """
    row = _locked(appointment)
    if AppointmentChange.objects.filter(form_token=form_token, appointment=row).exists():
        return 0
    _refuse_when_settled(row)
    if not reason.strip():
        raise Refused(_("Schrijf op waarom de afspraak niet doorgaat."), field="reason")
    rows = [row]
    if rest_of_series and row.series_id is not None:
        rows += list(
            Appointment.objects.without_outcome()
            .filter(series_id=row.series_id, starts_at__gt=row.starts_at)
            .select_related("client")
        )
    now = timezone.now()
    for place, one in enumerate(rows):
        _note_change(one, ChangeKind.CANCELLED, reason, form_token if not place else None, acting_user)
        one.cancelled_at, one.sequence, one.changed_at = now, one.sequence + 1, now
    Appointment.objects.bulk_update(rows, ["cancelled_at", "sequence", "changed_at"])
    _record_change(row, "cancelled", acting_user, number=len(rows))
    return len(rows)


def _note_change(row: Appointment, kind: str, reason: str, form_token: UUID | None, acting_user: User) -> None:
    token = {} if form_token is None else {"form_token": form_token}
    AppointmentChange.objects.create(
        appointment=row,
        kind=kind,
        was_from=row.starts_at,
        was_until=row.ends_at,
        reason=reason.strip(),
        recorded_by=acting_user,
        **token,
    )


def _record_change(row: Appointment, step: str, acting_user: User, *, number: int = 1) -> None:
    record(
        AuditAction.UPDATE,
        acting_user=acting_user,
        client_number=row.client.number,
        obj=row,
        details={"step": step, "number": number},
    )


@transaction.atomic
def tell_outcome(
    *,
    appointment: Appointment,
    form_token: UUID,
    result: str,
    acting_user: User,
    reason: str = "",
    correct: bool = False,
) -> AppointmentOutcome:
    """Record how an appointment ended; with ``correct`` instead of what was said before, which stays readable.

    Sends ``appointment_missed`` when it did not take place and was not known to be missed before. A second call with the
    same token gives the same outcome. Raises ``Refused`` before the appointment has begun, for what was called off, for a
    missed one without the reason, and when somebody else told the outcome meanwhile.
    """
    row = _locked(appointment)
    earlier = AppointmentOutcome.objects.filter(form_token=form_token, appointment=row).first()
    if earlier is not None:
        return earlier
    if row.cancelled_at is not None:
        raise Refused(_("Deze afspraak is afgezegd en heeft geen uitkomst."))
    if not row.is_over:
        raise Refused(_("Deze afspraak moet nog komen. Leg de uitkomst vast als zij is geweest."), field="result")
    last = row.outcomes.select_related("recorded_by").last()
    if last is not None and not correct:
        raise Refused(
            _("%(who)s legde de uitkomst al vast: %(result)s. Klopt dat niet, kies dan ‘Uitkomst verbeteren’.")
            % {"who": last.recorded_by, "result": last.get_result_display()}
        )
    if (result in NOT_THERE or last is not None) and not reason.strip():
        raise Refused(
            _("Schrijf in één zin op waarom de afspraak niet doorging.")
            if result in NOT_THERE
            else _("Schrijf in één zin op wat er niet klopte."),
            field="reason",
        )
    outcome, new = create_once(
        AppointmentOutcome,
        form_token,
        appointment=row,
        number=last.number + 1 if last is not None else 1,
        result=result,
        reason=reason.strip(),
        recorded_by=acting_user,
    )
    if new:
        record(
            AuditAction.CREATE if last is None else AuditAction.UPDATE,
            acting_user=acting_user,
            client_number=row.client.number,
            obj=outcome,
            details={"result": AppointmentResult(result).value},
        )
        if outcome.missed and (last is None or not last.missed):
            appointment_missed.send(AppointmentOutcome, outcome=outcome, acting_user=acting_user)
    return outcome
