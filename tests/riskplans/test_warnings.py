"""Warnings: rung by rung, known beforehand, taken back with a reason."""

from __future__ import annotations

import datetime as dt
from typing import Any
from uuid import uuid4

import pytest
from django.utils import timezone

from accounts.errors import Refused
from riskplans.models import ClientWarning, WarningRung
from riskplans.selectors.warnings import ladder, warnings_of, warnings_that_count
from riskplans.services.warnings import give_warning, withdraw_warning

TODAY = timezone.localdate


def give(client, user, rung="gesprek", **changes) -> ClientWarning:
    values: dict[str, Any] = {
        "form_token": uuid4(),
        "given_on": TODAY(),
        "reason": "Hij rookte binnen.",
        "foretold": "De ladder, bij de start",
        "foretold_on": TODAY() - dt.timedelta(days=60),
        "decided_by": "Noor en Karin",
    } | changes
    return give_warning(client=client, rung=WarningRung.objects.get(key=rung), acting_user=user, **values)


def test_the_ladder_goes_rung_by_rung(client_file, counsellor):
    give(client_file, counsellor)
    give(client_file, counsellor, "eerste")

    steps = ladder(warnings_of(client_file))

    assert [(step.rung.key, step.warning is not None) for step in steps] == [
        ("gesprek", True),
        ("eerste", True),
        ("tweede", False),
        ("laatste", False),
    ]


def test_a_skipped_rung_needs_a_reason(client_file, counsellor):
    give(client_file, counsellor)
    with pytest.raises(Refused) as refusal:
        give(client_file, counsellor, "laatste")
    assert refusal.value.field == "skipped_rungs"
    assert "eerste waarschuwing" in refusal.value.sentence

    warning = give(client_file, counsellor, "laatste", skipped_rungs="Geweld tegen een huisgenoot")

    assert warning.holds_until == TODAY() + dt.timedelta(days=365)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"given_on": dt.date(2999, 1, 1)}, "given_on"),
        ({"given_on": dt.date(1950, 1, 1)}, "given_on"),
        ({"foretold_on": dt.date(1950, 1, 1)}, "foretold_on"),
        ({"foretold_on": dt.date(2998, 1, 1)}, "foretold_on"),
        ({"reason": " "}, "reason"),
        ({"foretold": ""}, "foretold"),
        ({"decided_by": ""}, "decided_by"),
    ],
)
def test_what_cannot_be_is_refused(client_file, counsellor, changes, field):
    with pytest.raises(Refused) as refusal:
        give(client_file, counsellor, **changes)

    assert refusal.value.field == field
    assert not ClientWarning.objects.exists()


def test_a_warning_that_is_taken_back_stays_and_does_not_count(client_file, counsellor):
    warning, token = give(client_file, counsellor), uuid4()
    with pytest.raises(Refused):
        withdraw_warning(warning=warning, form_token=uuid4(), reason="", acting_user=counsellor)

    for _press in range(2):
        withdraw_warning(warning=warning, form_token=token, reason="Hij was het niet", acting_user=counsellor)

    assert warnings_that_count(client_file) == []
    assert warnings_of(client_file) == [warning]
    with pytest.raises(Refused):
        withdraw_warning(warning=warning, form_token=uuid4(), reason="Nog eens", acting_user=counsellor)


def test_an_old_warning_counts_no_more_and_the_ladder_begins_again(client_file, counsellor):
    give(client_file, counsellor, given_on=TODAY() - dt.timedelta(days=92), foretold_on=TODAY() - dt.timedelta(days=99))

    assert warnings_that_count(client_file) == []
    with pytest.raises(Refused):
        give(client_file, counsellor, "eerste")
