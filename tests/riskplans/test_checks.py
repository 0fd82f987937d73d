"""Recording a check."""

import datetime as dt
from uuid import uuid4

import pytest
from django.utils import timezone

from accounts.errors import Refused
from accounts.models import AuditEntry
from riskplans.events import check_recorded
from riskplans.models import Check
from riskplans.selectors import checks_of
from riskplans.services.checks import record_check


@pytest.fixture
def heard():
    """Return the checks that the floors above were told of."""
    checks = []

    def receiver(sender, check, acting_user, **kwargs):
        checks.append(check)

    check_recorded.connect(receiver)
    yield checks
    check_recorded.disconnect(receiver)


def record(client, user, **changes):
    values = {
        "client": client,
        "form_token": uuid4(),
        "kind": "urine",
        "taken_at": timezone.now() - dt.timedelta(hours=1),
        "result": "negative",
        "acting_user": user,
    }
    return record_check(**(values | changes))


@pytest.mark.parametrize(
    ("result", "substance"), [("negative", ""), ("positive", "cannabis"), ("refused", ""), ("missed", "")]
)
def test_a_check_is_recorded_and_the_floors_above_hear_it(client_file, counsellor, heard, result, substance):
    check = record(client_file, counsellor, result=result, substance=substance, explanation="Gebruikt methadon")

    assert Check.objects.get() == check
    assert heard == [check]
    assert check.needs_attention == (result in {"positive", "refused"})
    assert AuditEntry.objects.get(object_type="riskplans.check").details == {"kind": "urine", "result": result}


def test_a_double_click_gives_one_check_and_one_event(client_file, counsellor, heard):
    token = uuid4()

    assert record(client_file, counsellor, form_token=token) == record(client_file, counsellor, form_token=token)

    assert Check.objects.count() == 1
    assert len(heard) == 1


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"taken_at": timezone.now() + dt.timedelta(days=400)}, "taken_at"),
        ({"taken_at": dt.datetime(1899, 1, 1, tzinfo=dt.UTC)}, "taken_at"),
        ({"result": "positive"}, "substance"),
        ({"result": "positive", "substance": "  "}, "substance"),
        ({"result": "perhaps"}, "result"),
    ],
)
def test_what_cannot_be_is_refused(client_file, counsellor, heard, changes, field):
    with pytest.raises(Refused) as refusal:
        record(client_file, counsellor, **changes)

    assert refusal.value.field == field
    assert not Check.objects.exists()
    assert heard == []


def test_a_listener_that_fails_undoes_the_check(client_file, counsellor):
    def receiver(sender, **kwargs):
        raise RuntimeError

    check_recorded.connect(receiver)
    try:
        with pytest.raises(RuntimeError):
            record(client_file, counsellor)
    finally:
        check_recorded.disconnect(receiver)

    assert not Check.objects.exists()
    assert not AuditEntry.objects.filter(object_type="riskplans.check").exists()


def test_the_latest_check_stands_first(client_file, counsellor, other_client):
    older = record(client_file, counsellor, taken_at=timezone.now() - dt.timedelta(days=3))
    newer = record(client_file, counsellor)
    record(other_client, counsellor)

    assert checks_of(client_file) == [newer, older]
