"""Reminders are the difference between what is due and what was done."""

import datetime as dt
import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from accounts.enums import AuditAction
from accounts.models import AuditEntry, Deputy
from casework.registry import Duty, DutySource, Registry
from overview.models import Reminder, ReminderRecipient
from overview.services import reminders as service
from overview.services.reminders import sweep

pytestmark = pytest.mark.django_db

DAY = dt.date(2026, 11, 2)


@pytest.fixture
def due(monkeypatch, client_file, counsellor):
    """A house with one source of duties, whose list the test fills."""
    duties: list[Duty] = []
    registry = Registry()
    registry.add_duty_source(DutySource("proef", "proef", lambda on: [duty for duty in duties if duty.due_on >= on]))
    monkeypatch.setattr(service, "registry", registry)

    def add(key="plan:1", due_on=DAY + dt.timedelta(days=5), owners=None):
        duty = Duty(
            key=key,
            kind="plan",
            label="Plan evalueren",
            client_id=client_file.pk,
            due_on=due_on,
            owner_ids=(counsellor.pk,) if owners is None else owners,
            basis="Eigen termijn",
        )
        duties.append(duty)
        return duty

    add.duties = duties  # type: ignore[attr-defined] # what is due, for the test to change
    return add


def test_a_duty_becomes_a_reminder_for_its_owner(due, counsellor):
    due()
    assert sweep(on=DAY) == {"due": 1, "created": 1, "closed": 0}
    reminder = Reminder.objects.get()
    assert (reminder.label, reminder.due_on, reminder.basis) == (
        "Plan evalueren",
        DAY + dt.timedelta(days=5),
        "Eigen termijn",
    )
    assert [row.user for row in reminder.recipients.all()] == [counsellor]


def test_a_second_run_changes_nothing(due):
    due()
    sweep(on=DAY)
    before = list(Reminder.objects.values()), list(ReminderRecipient.objects.values()), AuditEntry.objects.count()
    assert sweep(on=DAY) == {"due": 1, "created": 0, "closed": 0}
    assert before == (
        list(Reminder.objects.values()),
        list(ReminderRecipient.objects.values()),
        AuditEntry.objects.count(),
    )


def test_what_is_done_closes_and_what_comes_back_opens_the_same_row(due):
    duty = due()
    sweep(on=DAY)
    due.duties.clear()
    assert sweep(on=DAY) == {"due": 0, "created": 0, "closed": 1}
    assert Reminder.objects.get().closed_at is not None
    due.duties.append(duty)
    assert sweep(on=DAY)["created"] == 1
    assert Reminder.objects.get().closed_at is None


def test_a_new_date_is_a_new_reminder(due):
    due()
    sweep(on=DAY)
    due.duties.clear()
    due(due_on=DAY + dt.timedelta(days=40))
    assert sweep(on=DAY) == {"due": 1, "created": 1, "closed": 1}


def test_a_deputy_gets_it_while_he_stands_in(due, counsellor, colleague):
    due()
    absence = Deputy.objects.create(absent=counsellor, deputy=colleague, valid_from=DAY, valid_until=DAY)
    sweep(on=DAY)
    assert set(Reminder.objects.get().recipients.values_list("user_id", flat=True)) == {counsellor.pk, colleague.pk}
    assert absence.valid_until == DAY
    sweep(on=DAY + dt.timedelta(days=1))
    assert set(Reminder.objects.get().recipients.values_list("user_id", flat=True)) == {counsellor.pk}


def test_a_duty_without_owner_still_reaches_the_team_lead(due, team_lead, outsider):
    due(owners=())
    sweep(on=DAY)
    assert Reminder.objects.visible_to(team_lead).count() == 1
    assert Reminder.objects.visible_to(outsider).count() == 0


def test_a_colleague_does_not_see_the_reminders_of_another(due, colleague, counsellor):
    due()
    sweep(on=DAY)
    assert Reminder.objects.visible_to(counsellor).count() == 1
    assert Reminder.objects.visible_to(colleague).count() == 0


def test_the_sweep_names_who_asked_for_it(due, counsellor):
    due()
    sweep(on=DAY)
    row = AuditEntry.objects.get(object_type="overview.reminder")
    assert (row.action, row.actor_name) == (AuditAction.CREATE, "Taak herinneringen")
    assert [subject.client_number for subject in row.subjects.all()] == ["S-0001"]


def test_the_command_prints_numbers(due):
    due()
    out = StringIO()
    call_command("sweep_reminders", "--on", DAY.isoformat(), stdout=out)
    assert json.loads(out.getvalue()) == {"on": "2026-11-02", "due": 1, "created": 1, "closed": 0}


@pytest.mark.parametrize("options", [["--on", "2-11-2026"], ["--as", "niemand"]])
def test_the_command_refuses_what_it_cannot_read(options):
    with pytest.raises(CommandError):
        call_command("sweep_reminders", *options, stdout=StringIO())


def test_the_task_sweeps_for_today(due):
    from overview.tasks import sweep_reminders

    due(due_on=timezone.localdate() + dt.timedelta(days=1))
    sweep_reminders()
    assert Reminder.objects.count() == 1


def test_the_real_sources_find_the_end_of_a_title(title, client_file, counsellor):
    sweep(on=title.valid_until - dt.timedelta(days=41))
    labels = set(Reminder.objects.filter(client=client_file, kind__contains="title").values_list("due_on", flat=True))
    assert labels, "a title that ends within six weeks is due"
    first = list(Reminder.objects.values_list("duty_key", "due_on"))
    sweep(on=title.valid_until - dt.timedelta(days=41))
    assert list(Reminder.objects.values_list("duty_key", "due_on")) == first
