"""Special conditions that end, change or were a mistake: what stood there stays, and what is over counts nowhere."""

from __future__ import annotations

import datetime as dt
from uuid import uuid4

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.errors import Refused
from accounts.models import AuditEntry
from casework.enums import ConditionOutcome, HandoverPurpose, NoteKind
from casework.models import SpecialCondition
from casework.registry import HandoverFrame
from casework.selectors import open_conditions
from casework.selectors.legal import conditions_through_time, lasting_conditions
from casework.selectors.own_choice import own_choice
from casework.services.conditions import end_condition, replace_condition, withdraw_condition
from casework.services.notes import write_note
from chain.selectors.compliance import violations_proposal
from chain.selectors.open_matters import open_matters
from riskplans.services.violations import record_violation

pytestmark = pytest.mark.django_db
BASIS = "De rechtbank hief haar op."


def day(ahead: int = 0) -> dt.date:
    return timezone.localdate() + dt.timedelta(days=ahead)


def end(condition, user, **facts):
    return end_condition(condition=condition, acting_user=user, **{"valid_until": day(-1), "end_basis": BASIS, **facts})


def replace(condition, user, **facts):
    return replace_condition(
        condition=condition,
        acting_user=user,
        **{
            "form_token": uuid4(),
            "valid_from": day(),
            "text": "Alleen geen harddrugs.",
            "end_basis": "De rechter versoepelde haar.",
            **facts,
        },
    )


def test_a_condition_that_ended_holds_no_more_and_says_who_decided(client_file, condition, counsellor):
    ended = end(condition, counsellor)
    assert not open_conditions(client_file).exists()
    assert own_choice(client_file).conditions == ()
    (row,) = conditions_through_time(client_file)
    assert (row.end_basis, row.ended_by, row.text) == (BASIS, counsellor, condition.text)
    assert end(ended, counsellor).ended_at == ended.ended_at, "a second press changes nothing"
    assert AuditEntry.objects.filter(object_type="casework.specialcondition", action="update").count() == 1


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"valid_until": day(-4000)}, "valid_until"),
        ({"valid_until": day(4000)}, "valid_until"),
        ({"end_basis": " "}, "end_basis"),
    ],
)
def test_an_end_that_cannot_be_is_refused(condition, counsellor, facts, field):
    with pytest.raises(Refused) as refused:
        end(condition, counsellor, **facts)
    assert refused.value.field == field
    condition.refresh_from_db()
    assert condition.ended_at is None


def test_a_change_is_a_new_row_and_the_old_words_stay(client_file, condition, counsellor):
    token = uuid4()
    new = replace(condition, counsellor, form_token=token)
    assert replace(condition, counsellor, form_token=token) == new
    condition.refresh_from_db()
    assert (condition.valid_until, new.valid_from, new.replaces) == (day(-1), day(), condition)
    assert (new.kind, new.title) == (condition.kind, condition.title)
    assert list(open_conditions(client_file)) == [new]
    assert [row.text for row in conditions_through_time(client_file)] == ["Alleen geen harddrugs.", condition.text]
    with pytest.raises(Refused, match="al vervangen"):
        replace(condition, counsellor)
    with pytest.raises(Refused, match="Trek eerst die in"):
        withdraw_condition(condition=condition, reason="Vergissing", acting_user=counsellor)


def test_a_change_that_is_refused_leaves_the_old_one_as_it_was(condition, counsellor):
    for facts in ({"valid_from": condition.valid_from}, {"valid_until": day(-3)}, {"end_basis": ""}):
        with pytest.raises(Refused):
            replace(condition, counsellor, **facts)
    condition.refresh_from_db()
    assert condition.valid_until is None
    assert SpecialCondition.objects.count() == 1


def test_what_was_a_mistake_counts_nowhere_and_stays_to_be_read(client_file, condition, counsellor):
    with pytest.raises(Refused, match="waarom dit niet klopt"):
        withdraw_condition(condition=condition, reason=" ", acting_user=counsellor)
    taken_back = withdraw_condition(condition=condition, reason="Andere cliënt.", acting_user=counsellor)
    assert not open_conditions(client_file, day(-50)).exists()
    assert not lasting_conditions(client_file, day()).exists()
    assert [row.withdrawn_reason for row in conditions_through_time(client_file)] == ["Andere cliënt."]
    for act in (end, replace):
        with pytest.raises(Refused, match="ingetrokken"):
            act(taken_back, counsellor)
    with pytest.raises(IntegrityError), transaction.atomic():
        SpecialCondition.objects.update(withdrawn_reason="")


def test_nobody_broke_a_condition_that_was_a_mistake(client_file, condition, counsellor):
    """What goes to probation and the public prosecutor rests on the conditions that there are."""
    moment = timezone.now() - dt.timedelta(days=2)
    write_note(
        client=client_file,
        form_token=uuid4(),
        kind=NoteKind.TALK,
        occurred_at=moment,
        duration_minutes=20,
        text="Hij rook naar drank.",
        touches=[(condition, ConditionOutcome.NOT_KEPT)],
        acting_user=counsellor,
    )
    broken = {"condition": condition, "happened_at": moment, "fact": "Positief op alcohol.", "acting_user": counsellor}
    record_violation(client=client_file, form_token=uuid4(), **broken)
    frame = HandoverFrame(HandoverPurpose.COMPLIANCE, day(-30), day())

    def told() -> str:
        return violations_proposal(client_file, counsellor, frame).text

    assert told().count("alcoholverbod") == 2
    assert [one.source for one in open_matters(client_file) if one.source.startswith("condition:")]
    withdraw_condition(condition=condition, reason="Andere cliënt.", acting_user=counsellor)
    assert "alcoholverbod" not in told()
    assert not [one.source for one in open_matters(client_file) if one.source.startswith("condition:")]
    condition.refresh_from_db()
    with pytest.raises(Refused, match="gold niet op die dag"):
        record_violation(client=client_file, form_token=uuid4(), **broken)


def test_a_change_after_the_end_is_a_new_condition(condition, counsellor):
    """Otherwise who decided it would be asked for and kept nowhere."""
    end(condition, counsellor, valid_until=day(-5))
    with pytest.raises(Refused, match="geldt op die dag niet meer") as refused:
        replace(condition, counsellor)
    assert refused.value.field == "valid_from"
    assert SpecialCondition.objects.count() == 1


@pytest.mark.parametrize("act", ["end", "replace", "withdraw"])
def test_on_screen_with_what_was_typed_kept(client, client_file, condition, counsellor, act):
    client.force_login(counsellor)
    pages: dict[str, tuple[str, dict[str, str], str]] = {
        "end": ("condition_end", {"valid_until": day(-1).isoformat(), "end_basis": BASIS}, "end_basis"),
        "replace": (
            "condition_replace",
            {
                "form_token": str(uuid4()),
                "valid_from": day().isoformat(),
                "text": "Geen harddrugs.",
                "end_basis": BASIS,
            },
            "end_basis",
        ),
        "withdraw": ("condition_withdraw", {"reason": "Andere cliënt."}, "reason"),
    }
    name, typed, needed = pages[act]
    address = reverse(f"casework:{name}", args=[client_file.number, condition.pk])
    assert condition.text in client.get(address).content.decode()
    refused = client.post(address, typed | {needed: ""})
    assert refused.status_code == 200
    listed = reverse("casework:conditions", args=[client_file.number])
    assert client.post(address, typed).url == listed
    page = client.get(listed).content.decode()
    assert condition.text in page
    assert {"end": BASIS, "replace": "Geen harddrugs.", "withdraw": "Andere cliënt."}[act] in page
    # What is over offers no act that would be refused.
    ended = f"voorwaarden/{condition.pk}/beeindigen/"
    assert ended not in page
    plan = client.get(reverse("casework:plan", args=[client_file.number])).content.decode()
    assert condition.text not in plan
    assert client.get(address).status_code == (404 if act == "withdraw" else 200)


def test_the_list_costs_the_same_for_one_and_for_three(client, client_file, condition, counsellor, title):
    client.force_login(counsellor)
    page = reverse("casework:conditions", args=[client_file.number])

    def counted() -> int:
        client.get(page)
        with CaptureQueriesContext(connection) as asked:
            client.get(page)
        return len(asked)

    one = counted()
    newer = replace(condition, counsellor, valid_from=day(-3))
    replace(newer, counsellor)
    assert counted() == one
    assert one <= 16  # two of them are the savepoint of the test around the audit row
