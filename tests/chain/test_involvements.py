"""Who the probation officer is: named, followed up, and what that does to the agreements."""

from __future__ import annotations

import datetime as dt
from uuid import uuid4

import pytest
from django.db import IntegrityError
from django.urls import reverse
from django.utils import timezone

from accounts.enums import AuditAction
from accounts.errors import Refused
from accounts.models import AuditEntry
from chain.models import Involvement
from chain.selectors.officers import officer_of, officers_to_choose
from chain.services.involvements import name_officer


def days_ago(days: int) -> dt.date:
    return timezone.localdate() - dt.timedelta(days=days)


def test_officer_is_named_with_an_audit_row(client_file, officer, counsellor):
    name_officer(client=client_file, form_token=uuid4(), officer=officer, since=days_ago(5), acting_user=counsellor)

    assert officer_of(client_file).officer == officer
    entry = AuditEntry.objects.get(action=AuditAction.CREATE, object_type="chain.involvement")
    assert entry.client_number == client_file.number


def test_successor_ends_the_earlier_officer_the_day_before(client_file, involvement, other_officer, counsellor):
    name_officer(
        client=client_file, form_token=uuid4(), officer=other_officer, since=days_ago(2), acting_user=counsellor
    )

    involvement.refresh_from_db()
    assert involvement.valid_until == days_ago(3)
    assert officer_of(client_file).officer == other_officer
    assert officer_of(client_file, days_ago(10)).officer == involvement.officer


def test_successor_makes_the_agreements_stale(client_file, in_force, other_officer, counsellor):
    name_officer(
        client=client_file, form_token=uuid4(), officer=other_officer, since=days_ago(0), acting_user=counsellor
    )

    in_force.refresh_from_db()
    assert in_force.is_stale
    assert in_force.status == "in_force"
    assert "toezichthouder" in in_force.stale_reason


def test_double_click_names_the_officer_once(client_file, officer, counsellor):
    token = uuid4()
    for _click in range(2):
        name_officer(client=client_file, form_token=token, officer=officer, since=days_ago(1), acting_user=counsellor)

    assert Involvement.objects.count() == 1
    assert AuditEntry.objects.filter(object_type="chain.involvement").count() == 1


@pytest.mark.parametrize(
    ("who", "days", "field"),
    [
        ("officer", 5, "officer"),
        ("other_officer", 30, "since"),
        ("other_officer", -1, "since"),
        ("colleague", 1, "officer"),
    ],
    ids=["same officer", "not after the earlier one", "future", "no partner"],
)
def test_impossible_successor_is_refused(client_file, involvement, counsellor, request, who, days, field):
    with pytest.raises(Refused) as refusal:
        name_officer(
            client=client_file,
            form_token=uuid4(),
            officer=request.getfixturevalue(who),
            since=days_ago(days),
            acting_user=counsellor,
        )
    assert refusal.value.field == field
    assert Involvement.objects.get() == involvement


def test_database_keeps_one_open_officer(client_file, involvement, other_officer, counsellor):
    with pytest.raises(IntegrityError):
        Involvement.objects.create(
            client=client_file,
            officer=other_officer,
            valid_from=timezone.localdate(),
            recorded_by=counsellor,
            form_token=uuid4(),
        )


def test_only_active_probation_partners_can_be_chosen(officer, other_officer, colleague):
    other_officer.is_active = False
    other_officer.save()

    assert list(officers_to_choose()) == [officer]


def test_page_names_the_officer_and_keeps_what_was_typed(client, client_file, counsellor, officer):
    client.force_login(counsellor)
    url = reverse("chain:officer", args=[client_file.number])

    wrong = client.post(url, {"form_token": uuid4(), "officer": officer.pk, "since": "32-1-2026"})
    right = client.post(url, {"form_token": uuid4(), "officer": officer.pk, "since": days_ago(1).strftime("%d-%m-%Y")})

    assert 'value="32-1-2026"' in wrong.content.decode()
    assert right.status_code == 302
    assert officer_of(client_file).valid_from == days_ago(1)
