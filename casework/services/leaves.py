"""Leave: agreed time away, with where to, until when and who allowed it; and the hours of a condition."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.enums import AuditAction
from accounts.errors import Refused
from accounts.services.audit import record
from casework.models import Client, ConditionWindow, Leave, Stay
from casework.selectors.windows import days_in_words, first_clash, in_house_hours, rules_on
from casework.services.once import create_once, refuse_if_invalid

if TYPE_CHECKING:
    from datetime import date, datetime, time
    from uuid import UUID

    from accounts.models import User
    from casework.models import SpecialCondition

LONGEST_LEAVE = timedelta(days=92)


@transaction.atomic
def grant_leave(
    *,
    client: Client,
    form_token: UUID,
    starts_at: datetime,
    ends_at: datetime,
    destination: str,
    permission: str,
    permission_by: str,
    acting_user: User,
    reachable: str = "",
    despite_window: str = "",
    note: str = "",
) -> Leave:
    """Record that a client may be away from one moment until another.

    Raises ``Refused`` when he lives in no house then, when he is away already, and when the leave runs into the hours
    of a condition, or begins or ends in the hours in which the house wants everybody at home, unless
    ``despite_window`` says who allowed that.
    """
    Client.objects.select_for_update().get(pk=client.pk)
    if ends_at <= starts_at:
        raise Refused(_("De terugkeer ligt voor het vertrek. Kies een latere dag of tijd."), field="ends_day")
    if ends_at - starts_at > LONGEST_LEAVE:
        raise Refused(_("Een verlof duurt hoogstens drie maanden. Sluit anders het verblijf af."), field="ends_day")
    stay = _stay_on(client, timezone.localtime(starts_at).date())
    if stay is None:
        raise Refused(_("Deze cliënt woont op die dag niet in een huis van ons."), field="starts_day")
    _refuse_when_away(client, form_token, starts_at, ends_at)
    if not despite_window.strip():
        _refuse_in_hours(client, stay, starts_at, ends_at)
    leave, new = create_once(
        Leave,
        form_token,
        client=client,
        starts_at=starts_at,
        ends_at=ends_at,
        destination=destination.strip(),
        reachable=reachable.strip(),
        permission=permission,
        permission_by=permission_by.strip(),
        despite_window=despite_window.strip(),
        note=note.strip(),
        recorded_by=acting_user,
    )
    if new:
        record(
            AuditAction.CREATE,
            acting_user=acting_user,
            client_number=client.number,
            obj=leave,
            details={"from": starts_at.isoformat(), "until": ends_at.isoformat(), "permission": permission},
        )
    return leave


def _stay_on(client: Client, day: date) -> Stay | None:
    return Stay.objects.sleeping_on(day).filter(client=client).select_related("location").first()


def _refuse_when_away(client: Client, token: UUID, starts_at: datetime, ends_at: datetime) -> None:
    if client.absences.filter(returned_at=None, missed_at__lt=ends_at).exists():
        raise Refused(
            _("Deze cliënt staat als ongeoorloofd afwezig. Leg eerst zijn terugkeer vast."), field="starts_day"
        )
    other = (
        client.leaves.filter(withdrawn_at=None, starts_at__lt=ends_at)
        .filter(Q(returned_at=None, ends_at__gt=starts_at) | Q(returned_at__gt=starts_at))
        .exclude(form_token=token)
        .first()
    )
    if other is not None:
        raise Refused(
            _("Er staat al een verlof van %(start)s tot %(end)s. Trek dat eerst in, of kies andere dagen.")
            % {"start": _moment(other.starts_at), "end": _moment(other.returned_at or other.ends_at)},
            field="starts_day",
        )


def _refuse_in_hours(client: Client, stay: Stay, starts_at: datetime, ends_at: datetime) -> None:
    clash = first_clash(client, starts_at, ends_at)
    if clash is not None:
        window, begins = clash
        raise Refused(
            _(
                "Dit verlof valt in de tijden van een voorwaarde: %(condition)s, thuis %(days)s %(begins)s-%(ends)s "
                "(eerste keer %(first)s). Vul in welke toezichthouder dat goed vond, of kies andere tijden."
            )
            % {
                "condition": window.condition.kind,
                "days": days_in_words(window.days),
                "begins": window.begins.strftime("%H:%M"),
                "ends": window.ends.strftime("%H:%M"),
                "first": _moment(begins),
            },
            field="despite_window",
        )
    rules = rules_on(stay.location, timezone.localtime(starts_at).date())
    if rules is not None and rules.home_from is not None and rules.home_until is not None:
        for moment in (starts_at, ends_at):
            if in_house_hours(rules, moment):
                raise Refused(
                    _(
                        "%(moment)s valt na de avondklok van het huis (%(begins)s-%(ends)s). Kies een andere tijd, of "
                        "vul in wie dat goed vond."
                    )
                    % {
                        "moment": _moment(moment),
                        "begins": rules.home_from.strftime("%H:%M"),
                        "ends": rules.home_until.strftime("%H:%M"),
                    },
                    field="despite_window",
                )


def _moment(moment: datetime) -> str:
    return timezone.localtime(moment).strftime("%d-%m-%Y %H:%M")


@transaction.atomic
def return_from_leave(*, leave: Leave, returned_at: datetime, acting_user: User) -> Leave:
    """Record that a client is back from leave; a second call changes nothing.

    Raises ``Refused`` for a moment in the future or before he left, and for a leave that was withdrawn.
    """
    locked = Leave.objects.select_for_update().select_related("client").get(pk=leave.pk)
    if locked.returned_at is not None:
        return locked
    if locked.withdrawn_at is not None:
        raise Refused(_("Dit verlof is ingetrokken; hij is niet weg geweest."))
    if returned_at > timezone.now():
        raise Refused(_("De terugkeer ligt in de toekomst. Controleer de tijd."), field="returned_time")
    locked.returned_at, locked.returned_to = returned_at, acting_user
    refuse_if_invalid(locked)
    locked.save(update_fields=["returned_at", "returned_to"])
    record(
        AuditAction.UPDATE,
        acting_user=acting_user,
        client_number=locked.client.number,
        obj=locked,
        details={"returned": returned_at.isoformat()},
    )
    return locked


@transaction.atomic
def withdraw_leave(*, leave: Leave, reason: str, acting_user: User) -> Leave:
    """Withdraw a leave that does not happen, with the reason.

    Raises ``Refused`` without a reason, and when he came back from it already.
    """
    locked = Leave.objects.select_for_update().select_related("client").get(pk=leave.pk)
    if locked.withdrawn_at is not None:
        return locked
    if locked.returned_at is not None:
        raise Refused(_("Hij is van dit verlof al terug; het kan niet meer worden ingetrokken."))
    if not reason.strip():
        raise Refused(_("Schrijf op waarom het verlof niet doorgaat."), field="reason")
    locked.withdrawn_at, locked.withdrawn_by, locked.withdrawn_reason = timezone.now(), acting_user, reason.strip()
    refuse_if_invalid(locked)
    locked.save(update_fields=["withdrawn_at", "withdrawn_by", "withdrawn_reason"])
    record(
        AuditAction.UPDATE,
        acting_user=acting_user,
        client_number=locked.client.number,
        obj=locked,
        details={"withdrawn": True},
    )
    return locked


@transaction.atomic
def add_window(
    *,
    condition: SpecialCondition,
    form_token: UUID,
    days: str,
    begins: time,
    ends: time,
    valid_from: date,
    acting_user: User,
    valid_until: date | None = None,
) -> ConditionWindow:
    """Record the hours in which a condition wants the client at home.

    Raises ``Refused`` for days outside the condition, without a day, or without length.
    """
    if valid_from < condition.valid_from or (condition.valid_until is not None and valid_from > condition.valid_until):
        raise Refused(_("De tijden beginnen buiten de looptijd van de voorwaarde."), field="valid_from")
    window, new = create_once(
        ConditionWindow,
        form_token,
        condition=condition,
        days=days,
        begins=begins,
        ends=ends,
        valid_from=valid_from,
        valid_until=valid_until,
        recorded_by=acting_user,
    )
    if window.condition_id != condition.pk:
        raise Refused(_("Dit formulier is al gebruikt bij een andere voorwaarde. Open het opnieuw."))
    if new:
        record(
            AuditAction.CREATE,
            acting_user=acting_user,
            client_number=condition.client.number,
            obj=window,
            details={"days": days, "begins": begins.isoformat(), "ends": ends.isoformat()},
        )
    return window


@transaction.atomic
def end_window(*, window: ConditionWindow, valid_until: date, acting_user: User) -> ConditionWindow:
    """Record the last day on which hours hold, such as when the officer gives more free hours.

    Raises ``Refused`` when that lies before they began.
    """
    locked = ConditionWindow.objects.select_for_update().select_related("condition__client").get(pk=window.pk)
    locked.valid_until = valid_until
    refuse_if_invalid(locked)
    locked.save(update_fields=["valid_until"])
    record(
        AuditAction.UPDATE,
        acting_user=acting_user,
        client_number=locked.condition.client.number,
        obj=locked,
        details={"until": valid_until.isoformat()},
    )
    return locked
