"""Life domains, strengths, day activities and debts: every change is a new row, an end is written once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.enums import AuditAction
from accounts.errors import Refused
from accounts.services.audit import record
from casework.enums import GoalOrigin, KnownAnswer
from casework.enums.life import ActiveParty
from casework.events import day_activity_ended
from casework.models import Client, DayActivity, DebtPlan, DomainEntry, Goal, LifeDomain, Strength
from casework.services.once import create_once, refuse_if_invalid

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date
    from decimal import Decimal
    from uuid import UUID

    from django.db.models import Model

    from accounts.models import User


def _refuse_future(day: date, field: str) -> None:
    if day > timezone.localdate():
        raise Refused(_("Deze dag ligt in de toekomst. Leg vast hoe het nu is."), field=field)


def _refuse_goal_of_another(client: Client, goal: Goal | None) -> None:
    """Refuse a goal that is not an own goal of this client."""
    if goal is not None and (goal.client_id != client.pk or goal.origin != GoalOrigin.OWN):
        raise Refused(_("Kies een eigen doel van deze cliënt."), field="goal")


def _made(row: Model, client: Client, acting_user: User, **details: Any) -> None:
    record(AuditAction.CREATE, acting_user=acting_user, client_number=client.number, obj=row, details=details)


@transaction.atomic
def describe_domain(
    *,
    client: Client,
    domain: LifeDomain,
    form_token: UUID,
    valid_from: date,
    acting_user: User,
    now: str = "",
    wanted: str = "",
    how: str = "",
    must_change: str = KnownAnswer.UNKNOWN,
    active: Sequence[str] = (),
    active_words: str = "",
) -> DomainEntry:
    """Write down how it is in a life domain on a day; what stood there stays readable.

    ``active`` names parties of ``ActiveParty``. Raises ``Refused`` for a day in the future, for a day before the entry
    that holds, when nothing is said, and when somebody else is active who is not named.
    """
    Client.objects.select_for_update().get(pk=client.pk)
    _refuse_future(valid_from, "valid_from")
    sent = DomainEntry.objects.filter(form_token=form_token).exists()
    newest = client.domain_entries.filter(domain=domain).first()
    if newest is not None and not sent and valid_from < newest.valid_from:
        raise Refused(_("Dit ligt voor de vorige keer. Kies een latere dag."), field="valid_from")
    if not any(text.strip() for text in (now, wanted, how)):
        raise Refused(_("Schrijf op hoe het nu is, wat de cliënt wil of hoe jullie daar komen."), field="now")
    if ActiveParty.OTHER in active and not active_words.strip():
        raise Refused(_("Schrijf op wie er nog meer actief is."), field="active_words")
    row, new = create_once(
        DomainEntry,
        form_token,
        client=client,
        domain=domain,
        valid_from=valid_from,
        now=now.strip(),
        wanted=wanted.strip(),
        how=how.strip(),
        must_change=must_change,
        active=[str(one.value) for one in ActiveParty if one in active],
        active_words=active_words.strip(),
        recorded_by=acting_user,
    )
    if new:
        _made(row, client, acting_user, domain=domain.key, on=valid_from.isoformat())
    return row


@transaction.atomic
def note_strength(
    *, client: Client, form_token: UUID, factor: str, words: str, acting_user: User, noted_on: date | None = None
) -> Strength:
    """Write down a strength in the client's words. Raises ``Refused`` for a day in the future."""
    Client.objects.select_for_update().get(pk=client.pk)
    day = noted_on or timezone.localdate()
    _refuse_future(day, "noted_on")
    row, new = create_once(
        Strength,
        form_token,
        client=client,
        factor=factor,
        words=words.strip(),
        noted_on=day,
        recorded_by=acting_user,
    )
    if new:
        _made(row, client, acting_user, factor=factor)
    return row


@transaction.atomic
def end_strength(*, strength: Strength, ended_why: str, acting_user: User, ended_on: date | None = None) -> Strength:
    """Say that a strength holds no longer, and why; it stays readable. Doing it twice changes nothing.

    Raises ``Refused`` without a reason, and for a day in the future or before it was written down.
    """
    locked = Strength.objects.select_for_update().select_related("client").get(pk=strength.pk)
    if locked.ended_on is not None:
        return locked
    day = ended_on or timezone.localdate()
    _refuse_future(day, "ended_on")
    if day < locked.noted_on:
        raise Refused(_("Dit ligt voor de dag waarop het is opgeschreven."), field="ended_on")
    if not ended_why.strip():
        raise Refused(_("Schrijf op waarom dit niet meer geldt."), field="ended_why")
    locked.ended_on, locked.ended_why, locked.ended_by = day, ended_why.strip(), acting_user
    refuse_if_invalid(locked)
    locked.save(update_fields=sorted(Strength.MAY_CHANGE))
    record(
        AuditAction.UPDATE,
        acting_user=acting_user,
        client_number=locked.client.number,
        obj=locked,
        details={"ended": day.isoformat()},
    )
    return locked


@transaction.atomic
def start_day_activity(
    *,
    client: Client,
    form_token: UUID,
    kind: str,
    name: str,
    hours: Decimal,
    valid_from: date,
    acting_user: User,
    goal: Goal | None = None,
) -> DayActivity:
    """Record work or day activity from a day on. Raises ``Refused`` for a goal that is not an own one of this client."""
    Client.objects.select_for_update().get(pk=client.pk)
    _refuse_goal_of_another(client, goal)
    row, new = create_once(
        DayActivity,
        form_token,
        client=client,
        kind=kind,
        name=name.strip(),
        hours=hours,
        valid_from=valid_from,
        goal=goal,
        recorded_by=acting_user,
    )
    if new:
        _made(row, client, acting_user, kind=kind, hours=str(hours), start=valid_from.isoformat())
    return row


@transaction.atomic
def end_day_activity(*, activity: DayActivity, valid_until: date, ended_why: str, acting_user: User) -> DayActivity:
    """Record the last day of work or day activity and why it stopped; the same again changes nothing.

    Sends ``day_activity_ended``. Raises ``Refused`` when it ended before, without a reason, and for a day in the future
    or before the start.
    """
    locked = DayActivity.objects.select_for_update().select_related("client").get(pk=activity.pk)
    if locked.valid_until == valid_until:
        return locked
    if locked.valid_until is not None:
        raise Refused(_("Dit is al beëindigd."))
    _refuse_future(valid_until, "valid_until")
    if not ended_why.strip():
        raise Refused(_("Schrijf op waarom het stopte."), field="ended_why")
    locked.valid_until, locked.ended_why = valid_until, ended_why.strip()
    refuse_if_invalid(locked)
    locked.save(update_fields=["valid_until", "ended_why"])
    record(
        AuditAction.UPDATE,
        acting_user=acting_user,
        client_number=locked.client.number,
        obj=locked,
        details={"until": valid_until.isoformat()},
    )
    day_activity_ended.send(DayActivity, activity=locked, acting_user=acting_user)
    return locked


@transaction.atomic
def arrange_debts(
    *,
    client: Client,
    form_token: UUID,
    valid_from: date,
    arrangement: str,
    acting_user: User,
    administrator: str = "",
    living_money: Decimal | None = None,
    contact: str = "",
    note: str = "",
    goal: Goal | None = None,
) -> DebtPlan:
    """Write down what is arranged for debts from a day on; the earlier arrangement stays readable.

    Raises ``Refused`` for a day in the future or before the arrangement that holds, and for a goal of somebody else.
    """
    Client.objects.select_for_update().get(pk=client.pk)
    _refuse_future(valid_from, "valid_from")
    _refuse_goal_of_another(client, goal)
    newest = client.debt_plans.first()
    if newest is not None and newest.form_token != form_token and valid_from < newest.valid_from:
        raise Refused(_("Dit ligt voor de vorige regeling. Kies een latere dag."), field="valid_from")
    row, new = create_once(
        DebtPlan,
        form_token,
        client=client,
        valid_from=valid_from,
        arrangement=arrangement,
        administrator=administrator.strip(),
        living_money=living_money,
        contact=contact.strip(),
        note=note.strip(),
        goal=goal,
        recorded_by=acting_user,
    )
    if new:
        _made(row, client, acting_user, arrangement=arrangement, start=valid_from.isoformat())
    return row
