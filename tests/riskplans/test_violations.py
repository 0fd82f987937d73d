"""Conditions that were not kept: the fact apart from what one thinks of it, and what followed."""

from __future__ import annotations

import datetime as dt
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from accounts.errors import Refused
from casework.enums import ConditionOutcome, NoteKind
from casework.services.appointments import plan_appointment, tell_outcome
from casework.services.notes import write_note
from riskplans.enums import CheckResult
from riskplans.models import Reaction, Violation, ViolationStep
from riskplans.models.violations import ViolationSource, ViolationStepKind
from riskplans.selectors.violations import condition_lanes, origins_for
from riskplans.services.checks import record_check
from riskplans.services.violations import record_violation, take_step

pytestmark = pytest.mark.django_db


def ago(hours: float) -> dt.datetime:
    return timezone.now() - dt.timedelta(hours=hours)


def violate(client, condition, user, **more):
    fields = {"form_token": uuid4(), "happened_at": ago(3), "fact": " Niet thuis om elf uur. ", **more}
    return record_violation(client=client, condition=condition, acting_user=user, **fields)


def step(violation, user, kind, **more):
    fields = {"form_token": uuid4(), "taken_at": ago(1), "text": "Hij legt uit hoe het kwam.", **more}
    return take_step(violation=violation, kind=kind, acting_user=user, **fields)


def test_a_violation_is_written_once(client_file, condition, counsellor):
    token = uuid4()
    one = violate(client_file, condition, counsellor, form_token=token)
    assert violate(client_file, condition, counsellor, form_token=token) == one
    assert one.fact == "Niet thuis om elf uur."
    with pytest.raises(TypeError):
        one.save()


@pytest.mark.parametrize(
    ("change", "field"),
    [({"happened_at": ago(-2)}, "day"), ({"fact": " "}, "fact"), ({"happened_at": ago(24 * 4000)}, "condition")],
)
def test_what_cannot_be_is_refused_at_its_field(client_file, condition, counsellor, change, field):
    with pytest.raises(Refused) as refusal:
        violate(client_file, condition, counsellor, **change)

    assert refusal.value.field == field
    assert not Violation.objects.exists()


def test_one_check_gives_one_violation_of_a_condition(client_file, condition, counsellor):
    check = record_check(
        client=client_file,
        form_token=uuid4(),
        kind="urine",
        taken_at=ago(5),
        result=CheckResult.POSITIVE,
        substance="cannabis",
        acting_user=counsellor,
    )
    assert [one.key for one in origins_for(client_file)] == [f"check-{check.pk}"]
    violate(client_file, condition, counsellor, source=ViolationSource.CHECK, origin=check)
    with pytest.raises(Refused, match="al een overtreding vastgelegd"):
        violate(client_file, condition, counsellor, source=ViolationSource.CHECK, origin=check)


def test_what_follows_is_added_and_says_to_whom_and_which_rung(client_file, condition, counsellor):
    one = violate(client_file, condition, counsellor)
    step(one, counsellor, ViolationStepKind.DISCUSSED)
    with pytest.raises(Refused, match="aan wie"):
        step(one, counsellor, ViolationStepKind.TOLD)
    with pytest.raises(Refused, match="Kies de reactie"):
        step(one, counsellor, ViolationStepKind.REACTION)
    step(one, counsellor, ViolationStepKind.TOLD, told_to="Tom Hendriks, reclassering")
    step(one, counsellor, ViolationStepKind.REACTION, reaction=Reaction.objects.get(key="mondelinge-waarschuwing"))
    with pytest.raises(Refused, match="voor de overtreding"):
        step(one, counsellor, ViolationStepKind.OUTCOME, taken_at=ago(60))
    with pytest.raises(TypeError):
        one.steps.get(kind="told").save()
    with pytest.raises(IntegrityError), transaction.atomic():
        ViolationStep.objects.filter(kind="told").update(told_to="")

    assert [row.kind for row in one.steps.all()] == ["discussed", "told", "reaction"]


def test_others_hear_it_after_the_client_or_with_him(client_file, condition, counsellor):
    one = violate(client_file, condition, counsellor)
    told = {"told_to": "Tom Hendriks, reclassering", "taken_at": ago(2)}
    with pytest.raises(Refused, match="De cliënt hoort het eerst") as refusal:
        step(one, counsellor, ViolationStepKind.TOLD, **told)
    assert refusal.value.field == "exception_reason"
    step(one, counsellor, ViolationStepKind.DISCUSSED, taken_at=ago(1.5))
    with pytest.raises(Refused, match="De cliënt hoort het eerst"):
        step(one, counsellor, ViolationStepKind.TOLD, **told)
    with_him = one.steps.get().taken_at
    assert step(one, counsellor, ViolationStepKind.TOLD, **{**told, "taken_at": with_him}).exception_reason == ""
    late = step(one, counsellor, ViolationStepKind.TOLD, exception_reason=" Hij was onvindbaar. ", **told)
    assert late.exception_reason == "Hij was onvindbaar."
    assert (
        step(one, counsellor, ViolationStepKind.TOLD, exception_reason="Nodig?", told_to="Ouders").told_to == "Ouders"
    )
    assert one.steps.get(told_to="Ouders").exception_reason == ""


def test_the_page_asks_why_the_client_was_not_told_first(client, client_file, condition, counsellor):
    one = violate(client_file, condition, counsellor)
    client.force_login(counsellor)
    now = timezone.localtime()
    typed = {
        "form_token": str(uuid4()),
        "kind": "told",
        "day": now.date().isoformat(),
        "time": f"{now:%H:%M}",
        "text": "Gebeld over gisteren.",
        "told_to": "Tom Hendriks",
    }
    page = client.post(one.get_absolute_url(), typed)
    assert page.context["form"].errors.keys() == {"exception_reason"}
    assert "Gebeld over gisteren." in page.content.decode()
    assert client.post(one.get_absolute_url(), {**typed, "exception_reason": "Hij is weg."}).status_code == 302
    assert "De cliënt hoorde het niet eerst: Hij is weg." in client.get(one.get_absolute_url()).content.decode()


def test_kept_and_not_kept_stand_in_one_strip(client_file, condition, counsellor):
    write_note(
        client=client_file,
        form_token=uuid4(),
        kind=NoteKind.TALK,
        occurred_at=ago(30),
        duration_minutes=10,
        text="Negatief.",
        touches=[(condition, ConditionOutcome.KEPT)],
        acting_user=counsellor,
    )
    violate(client_file, condition, counsellor)
    lane = next(one for one in condition_lanes(client_file) if one.condition == condition)

    assert [mark.state for mark in lane.marks] == ["kept", "not-kept"]
    assert (lane.kept, lane.not_kept) == (1, 1)


def test_not_at_issue_is_neither_kept_nor_not_kept(client_file, condition, counsellor):
    write_note(
        client=client_file,
        form_token=uuid4(),
        kind=NoteKind.PHONE,
        occurred_at=ago(30),
        duration_minutes=10,
        text="Gebeld over de trein.",
        touches=[(condition, ConditionOutcome.NOT_RAISED)],
        acting_user=counsellor,
    )
    lane = next(one for one in condition_lanes(client_file) if one.condition == condition)
    assert (lane.marks, lane.kept, lane.not_kept) == ((), 0, 0)


def test_from_a_missed_appointment_to_a_violation_and_its_steps(client, client_file, condition, counsellor):
    missed = plan_appointment(
        client=client_file,
        form_token=uuid4(),
        user=counsellor,
        purpose="session",
        starts_at=ago(6),
        ends_at=ago(5),
        acting_user=counsellor,
    )
    tell_outcome(
        appointment=missed, form_token=uuid4(), result="missed", reason="Deed niet open.", acting_user=counsellor
    )
    client.force_login(counsellor)
    address = reverse("riskplans:violation_create", args=[client_file.number]) + f"?afspraak={missed.pk}"
    page = client.get(address)
    assert "Niet gekomen: gesprek (Deed niet open.)" in page.content.decode()
    form = page.context["form"]
    typed = {
        "form_token": str(uuid4()),
        "condition": condition.pk,
        "day": form["day"].value().isoformat(),
        "time": f"{form['time'].value():%H:%M}",
        "fact": form["fact"].value(),
    }
    assert client.post(address, {**typed, "fact": ""}).status_code == 200
    made = client.post(address, typed)["Location"]
    row = Violation.objects.get()
    assert (row.source, row.source_type, row.source_id) == ("appointment", "casework.appointment", missed.pk)

    now = timezone.localtime()
    answer = client.post(
        made,
        {
            "form_token": str(uuid4()),
            "kind": "discussed",
            "day": now.date().isoformat(),
            "time": f"{now - dt.timedelta(minutes=1):%H:%M}",
            "text": "Hij had zich verslapen.",
        },
    )
    assert answer.status_code == 302
    assert "Hij had zich verslapen." in client.get(made).content.decode()


@pytest.mark.parametrize("number", [1, 3])
def test_the_page_costs_the_same(client, client_file, condition, counsellor, number, django_assert_num_queries):
    for _count in range(number):
        step(violate(client_file, condition, counsellor), counsellor, ViolationStepKind.DISCUSSED)
    client.force_login(counsellor)
    address = reverse("riskplans:violations", args=[client_file.number])
    client.get(address)
    # Two of these are the savepoint around the session, which a request outside a test does not have.
    with django_assert_num_queries(17):
        client.get(address)
