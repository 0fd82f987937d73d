"""Titles and special conditions of a client."""

from __future__ import annotations

import datetime as dt
from uuid import uuid4

import pytest
from django.utils import timezone

from accounts.errors import Refused
from accounts.models import AuditEntry
from casework.events import legal_frame_changed
from casework.models import ConditionKind, ForensicTitle, SpecialCondition, TitleKind
from casework.selectors import current_title, open_conditions
from casework.services.legal import add_condition, add_title
from casework.services.titles import confirm_end

pytestmark = pytest.mark.django_db


def day(offset: int) -> dt.date:
    return timezone.localdate() + dt.timedelta(days=offset)


@pytest.fixture
def heard():
    found = []

    def listen(sender, client, acting_user, **kwargs):
        found.append(client)

    legal_frame_changed.connect(listen)
    yield found
    legal_frame_changed.disconnect(listen)


def new_title(client, acting_user, **changes):
    fields = {
        "client": client,
        "form_token": uuid4(),
        "kind": TitleKind.objects.get(key="vi"),
        "valid_from": day(-10),
        "valid_until": day(355),
        "acting_user": acting_user,
    }
    return add_title(**{**fields, **changes})


def new_condition(client, title, acting_user, **changes):
    fields = {
        "client": client,
        "form_token": uuid4(),
        "title": title,
        "kind": ConditionKind.objects.get(key="meldplicht"),
        "text": "Zich melden bij de reclassering zo vaak die dat nodig vindt.",
        "acting_user": acting_user,
    }
    return add_condition(**{**fields, **changes})


def test_a_title_keeps_its_calculated_end_until_it_is_confirmed(client_file, counsellor, heard):
    title = new_title(client_file, counsellor)
    assert (title.calculated_end, title.end_is_confirmed, title.days_left) == (day(355), False, 355)
    assert heard == [client_file]
    confirmed = confirm_end(
        title=title,
        form_token=uuid4(),
        valid_until=day(380),
        confirmed_by=" Openbaar Ministerie ",
        acting_user=counsellor,
    )
    assert (confirmed.valid_until, confirmed.calculated_end) == (day(380), day(355))
    assert (confirmed.confirmed_by, confirmed.end_is_confirmed) == ("Openbaar Ministerie", True)
    assert heard == [client_file, client_file]
    created, changed = AuditEntry.objects.order_by("pk")
    assert created.details == {"kind": "vi", "from": day(-10).isoformat(), "until": day(355).isoformat()}
    assert changed.details == {"until": day(380).isoformat(), "before": day(355).isoformat(), "state": "confirmed"}
    assert {created.client_number, changed.client_number} == {client_file.number}


def test_a_title_without_an_end_has_no_days_left(client_file, counsellor):
    title = new_title(client_file, counsellor, valid_until=None)
    assert (title.days_left, title.calculated_end) == (None, None)


@pytest.mark.parametrize(
    ("changes", "field", "words"),
    [
        ({"valid_until": day(-11)}, "valid_until", "voor de begindatum"),
        ({"valid_until": None, "confirmed_by": "OM"}, "valid_until", "einddatum in die is bevestigd"),
        ({"valid_from": dt.date(1989, 1, 1)}, "valid_from", "geboortedatum"),
        ({"note": "x" * 301}, "note", "300"),
    ],
)
def test_a_title_that_cannot_be_is_refused(client_file, counsellor, heard, changes, field, words):
    with pytest.raises(Refused) as refusal:
        new_title(client_file, counsellor, **changes)
    assert refusal.value.field == field
    assert words in refusal.value.sentence
    assert not ForensicTitle.objects.exists()
    assert not heard


def test_a_second_click_gives_one_title_and_tells_once(client_file, counsellor, heard):
    token = uuid4()
    assert new_title(client_file, counsellor, form_token=token) == new_title(client_file, counsellor, form_token=token)
    assert ForensicTitle.objects.count() == 1
    assert len(heard) == 1
    assert AuditEntry.objects.count() == 1


def test_a_token_of_another_clients_form_is_refused(client_file, other_client, counsellor):
    token = uuid4()
    new_title(client_file, counsellor, form_token=token)
    with pytest.raises(Refused, match="andere cliënt"):
        new_title(other_client, counsellor, form_token=token)


def test_titles_may_overlap_and_the_one_that_ends_last_is_current(client_file, counsellor, title):
    later = new_title(client_file, counsellor, valid_until=title.valid_until + dt.timedelta(days=1))
    assert current_title(client_file) == later
    endless = new_title(client_file, counsellor, valid_from=day(-200), valid_until=None)
    assert current_title(client_file) == endless
    assert current_title(client_file, day(-150)) == endless
    assert current_title(client_file, day(-201)) is None


def test_confirming_needs_a_name_and_an_end_after_the_start(title, counsellor):
    with pytest.raises(Refused) as refusal:
        confirm_end(title=title, form_token=uuid4(), valid_until=day(10), confirmed_by=" ", acting_user=counsellor)
    assert refusal.value.field == "confirmed_by"
    with pytest.raises(Refused, match="voor de begindatum"):
        confirm_end(title=title, form_token=uuid4(), valid_until=day(-101), confirmed_by="OM", acting_user=counsellor)
    title.refresh_from_db()
    assert (title.valid_until, title.confirmed_by) == (day(265), "")


def test_a_condition_starts_with_its_title_and_takes_the_usual_check(client_file, title, counsellor, heard):
    condition = new_condition(client_file, title, counsellor)
    assert (condition.valid_from, condition.valid_until) == (title.valid_from, None)
    assert condition.check_method == condition.kind.check_method != ""
    assert heard == [client_file]
    assert AuditEntry.objects.get().object_type == "casework.specialcondition"


def test_a_condition_of_somebody_elses_title_is_refused(other_client, title, counsellor):
    with pytest.raises(Refused, match="hoort niet bij deze cliënt") as refusal:
        new_condition(other_client, title, counsellor)
    assert refusal.value.field == "title"
    assert not SpecialCondition.objects.exists()


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"valid_from": day(-101)}, "valid_from"),
        ({"valid_from": day(266)}, "valid_from"),
        ({"valid_from": day(-5), "valid_until": day(-6)}, "valid_until"),
        ({"valid_until": day(266)}, "valid_until"),
        ({"text": "   "}, "text"),
    ],
)
def test_a_condition_stays_within_its_title_and_has_words(client_file, title, counsellor, changes, field):
    with pytest.raises(Refused) as refusal:
        new_condition(client_file, title, counsellor, **changes)
    assert refusal.value.field == field
    assert not SpecialCondition.objects.exists()


def test_a_second_click_gives_one_condition(client_file, title, counsellor, heard):
    token = uuid4()
    new_condition(client_file, title, counsellor, form_token=token)
    new_condition(client_file, title, counsellor, form_token=token)
    assert SpecialCondition.objects.count() == 1
    assert len(heard) == 1


def test_a_condition_ends_with_its_title(client_file, condition, title):
    assert list(open_conditions(client_file)) == [condition]
    assert list(open_conditions(client_file, day(265))) == [condition]
    assert list(open_conditions(client_file, day(266))) == []
