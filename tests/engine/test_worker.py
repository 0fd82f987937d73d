"""Jobs through Redis and a worker process, on PostgreSQL."""

import datetime as dt

import pytest
from django.utils import timezone

from accounts.enums import AuditAction
from accounts.models import AuditEntry, AuditSeal
from accounts.services.audit import record, verify
from accounts.tasks import seal_audit_trail
from config import probe
from overview.models import Reminder
from overview.services.reminders import sweep
from overview.tasks import sweep_reminders
from tests.engine.conftest import wait_until

pytestmark = pytest.mark.engine


@pytest.fixture
def ending_title(start_worker, title):
    """A title that ends within a month, so that something is due."""
    title.valid_until = title.calculated_end = timezone.localdate() + dt.timedelta(days=30)
    title.save()
    return title


def reminders():
    return sorted(Reminder.objects.values_list("duty_key", "due_on"))


def test_probe_sees_the_worker_come_and_go(start_worker):
    worker = start_worker()
    assert probe.main(["worker"]) == 0
    worker.stop()
    assert probe.main(["worker"]) == 1


def test_worker_seals_what_was_written_here(start_worker, counsellor, client_file):
    record(AuditAction.READ, acting_user=counsellor, client_number=client_file.number)
    written = AuditEntry.objects.latest("pk").pk
    start_worker()
    seal_audit_trail.delay()
    wait_until(lambda: AuditSeal.objects.filter(last_entry_id__gte=written).exists(), "the row is sealed")
    assert verify().broken == ""


def test_worker_makes_the_reminders_that_are_due_once(ending_title, start_worker):
    start_worker()
    for _ in range(5):
        sweep_reminders.delay()
    wait_until(Reminder.objects.exists, "a reminder is made")
    made = reminders()
    again = sweep(on=timezone.localdate())
    assert (again["created"], again["closed"]) == (0, 0)
    assert reminders() == made


def test_killed_worker_loses_no_reminder_and_doubles_none(ending_title, start_worker):
    worker = start_worker()
    for _ in range(10):
        sweep_reminders.delay()
    worker.kill()
    start_worker()
    sweep_reminders.delay()
    wait_until(Reminder.objects.exists, "the next sweep makes what the killed one owed")
    again = sweep(on=timezone.localdate())
    assert (again["created"], again["closed"]) == (0, 0)
    assert len(set(reminders())) == len(reminders())
