"""The sweep: reminders are the difference between what is due and what was done.

It reads the state of the files and writes the difference, so that a run that comes twice, late, or was killed half-way
ends in the same state.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import transaction
from django.utils import timezone, translation

from accounts.enums import AuditAction
from accounts.selectors import deputies_of
from accounts.services.audit import record
from accounts.services.users import service_account
from casework.registry import registry
from casework.selectors import client_stand_ins, duty_owners
from overview.models import Reminder, ReminderRecipient
from overview.selectors.team_moves import owners_after_moves

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import date

    from accounts.models import User
    from casework.registry import Duty

SWEEPER = "herinneringen"


@transaction.atomic
def sweep(*, on: date, acting_user: User | None = None) -> dict[str, int]:
    """Make a reminder for every duty that is due as seen on ``on``, and close those whose duty is gone.

    ``acting_user`` is who asked for it; the nightly job acts as a service account of its own. Returns the numbers
    ``due`` (duties that stand), ``created`` and ``closed``.
    """
    user = acting_user or service_account(SWEEPER)
    duties = _duties(on, settings.LANGUAGE_CODE)
    known = {
        (reminder.duty_key, reminder.due_on): reminder
        for reminder in Reminder.objects.select_for_update().filter(duty_key__in={key for key, _due in duties})
    }
    new = [identity for identity in duties if identity not in known]
    others = [language for language, _name in settings.LANGUAGES if language != settings.LANGUAGE_CODE]
    translated = {language: _duties(on, language) for language in others} if new else {}
    fresh = [
        _reminder(
            duties[identity],
            {language: there[identity].label for language, there in translated.items() if identity in there},
        )
        for identity in new
    ]
    Reminder.objects.bulk_create(fresh)
    back = [known[identity] for identity in duties if identity in known and known[identity].closed_at is not None]
    for reminder in back:
        reminder.closed_at = None
    Reminder.objects.bulk_update(back, ["closed_at"])
    gone = [
        reminder
        for reminder in Reminder.objects.open().select_for_update()
        if (reminder.duty_key, reminder.due_on) not in duties
    ]
    now = timezone.now()
    for reminder in gone:
        reminder.closed_at = now
    Reminder.objects.bulk_update(gone, ["closed_at"])
    standing = {(one.duty_key, one.due_on): one for one in Reminder.objects.open()}
    _address(duties, standing, on)
    counts = {"due": len(duties), "created": len(fresh) + len(back), "closed": len(gone)}
    if fresh or back or gone:
        record(
            AuditAction.CREATE,
            acting_user=user,
            object_type="overview.reminder",
            subjects=sorted({one.client.number for one in _with_clients([*fresh, *back, *gone])}),
            details={"on": on.isoformat(), **counts},
        )
    return counts


def _duties(on: date, language: str) -> dict[tuple[str, date], Duty]:
    """Return everything that is due, in the words of a language."""
    with translation.override(language):
        return {
            (duty.key, duty.due_on): duty for source in registry.duty_sources.values() for duty in source.duties(on)
        }


def _reminder(duty: Duty, translations: dict[str, str]) -> Reminder:
    return Reminder(
        duty_key=duty.key,
        kind=duty.kind,
        label=duty.label,
        translations=translations,
        client_id=duty.client_id,
        due_on=duty.due_on,
        basis=duty.basis,
        url=duty.url,
    )


def _with_clients(reminders: list[Reminder]) -> list[Reminder]:
    return list(Reminder.objects.filter(pk__in=[one.pk for one in reminders]).select_related("client"))


def _address(duties: dict[tuple[str, date], Duty], standing: dict[tuple[str, date], Reminder], on: date) -> None:
    """Give every open reminder to the owners of its duty, to their deputies and to nobody else.

    Whoever stands in for this client after a temporary transfer is an owner too.
    """
    deputies: dict[int, list[int]] = {}
    wanted: set[tuple[int, int]] = set()
    stand_ins = client_stand_ins({duty.client_id for duty in duties.values()}, on)
    owners = owners_after_moves(list(duties.values()), on)
    for identity, duty in duties.items():
        for owner in (*owners[duty.key], *stand_ins.get(duty.client_id, ())):
            if owner not in deputies:
                deputies[owner] = deputies_of(owner, on)
            wanted.update((standing[identity].pk, user) for user in (owner, *deputies[owner]))
    present = {
        (row.reminder_id, row.user_id): row.pk for row in ReminderRecipient.objects.filter(reminder__closed_at=None)
    }
    ReminderRecipient.objects.bulk_create(
        [ReminderRecipient(reminder_id=reminder, user_id=user) for reminder, user in sorted(wanted - present.keys())]
    )
    ReminderRecipient.objects.filter(pk__in=[present[pair] for pair in present.keys() - wanted]).delete()


@transaction.atomic
def readdress(*, on: date, client_ids: Collection[int], before: User) -> None:
    """Let the open reminders of these clients that one user has reach those who carry the clients now.

    For after a transfer, so that nobody waits for the night; what the sweep would do, for these clients alone.
    """
    owners, stand_ins = duty_owners(client_ids, on), client_stand_ins(client_ids, on)
    carriers: dict[int, set[int]] = {}
    deputies: dict[int, list[int]] = {}
    for client_id in client_ids:
        people = {*owners.get(client_id, ()), *stand_ins.get(client_id, ())}
        for user_id in people - deputies.keys():
            deputies[user_id] = deputies_of(user_id, on)
        carriers[client_id] = people.union(*(deputies[user_id] for user_id in people))
    rows = list(
        ReminderRecipient.objects.filter(
            reminder__closed_at=None, reminder__client_id__in=client_ids, user=before
        ).select_related("reminder")
    )
    ReminderRecipient.objects.bulk_create(
        [
            ReminderRecipient(reminder_id=row.reminder_id, user_id=user_id)
            for row in rows
            for user_id in sorted(carriers[row.reminder.client_id])
        ],
        ignore_conflicts=True,
    )
    ReminderRecipient.objects.filter(
        pk__in=[row.pk for row in rows if before.pk not in carriers[row.reminder.client_id]]
    ).delete()


@transaction.atomic
def remind_now(*, source: str, client_id: int, on: date) -> int:
    """Make the reminders of one source for one client that are not there yet; returns how many.

    For what cannot wait for the night; what the sweep would do, for this client alone.
    """
    language = settings.LANGUAGE_CODE
    others = [code for code, _name in settings.LANGUAGES if code != language]
    here = {one: _due_of(source, client_id, on, one) for one in (language, *others)}
    known = set(
        Reminder.objects.filter(duty_key__in=[key for key, _due in here[language]]).values_list("duty_key", "due_on")
    )
    fresh = [
        _reminder(duty, {code: here[code][identity].label for code in others if identity in here[code]})
        for identity, duty in here[language].items()
        if identity not in known
    ]
    Reminder.objects.bulk_create(fresh)
    stand_ins = client_stand_ins({client_id}, on).get(client_id, ())
    carried = owners_after_moves(list(here[language].values()), on)
    rows = []
    for reminder in fresh:
        owners = {*carried[reminder.duty_key], *stand_ins}
        people = owners.union(*(deputies_of(owner, on) for owner in owners))
        rows += [ReminderRecipient(reminder=reminder, user_id=user) for user in sorted(people)]
    ReminderRecipient.objects.bulk_create(rows)
    return len(fresh)


def _due_of(source: str, client_id: int, on: date, language: str) -> dict[tuple[str, date], Duty]:
    with translation.override(language):
        found = registry.duty_sources[source].duties(on)
        return {(duty.key, duty.due_on): duty for duty in found if duty.client_id == client_id}
