"""The end dates of a title and its suspensions: each stays, the latest counts, and what was known is answerable."""

from __future__ import annotations

import datetime as dt
from uuid import uuid4

import pytest
from django.utils import timezone

from accounts.errors import Refused
from accounts.models import AuditEntry
from casework.enums.titles import EndState, SuspensionRule
from casework.models import ForensicTitle, TitleKind, TitleSuspension
from casework.selectors.titles import titles_view
from casework.services.titles import confirm_end, end_suspension, suspend
from tests.casework.test_legal import day, heard, new_title  # noqa: F401 -- a fixture

pytestmark = pytest.mark.django_db


@pytest.fixture
def conditional(client_file, counsellor):
    """A suspended sentence: the kind of which a source says that detention moves its end."""
    return new_title(
        client_file,
        counsellor,
        kind=TitleKind.objects.get(key="voorwaardelijke-veroordeling"),
        valid_from=day(-100),
        valid_until=day(200),
    )


def confirm(title, user, **changes):
    fields = {"title": title, "form_token": uuid4(), "valid_until": day(250), "confirmed_by": "OM", "acting_user": user}
    return confirm_end(**{**fields, **changes})


def stop(title, user, **changes):
    fields = {
        "title": title,
        "form_token": uuid4(),
        "valid_from": day(-30),
        "valid_until": day(-11),
        "reason": "Detentie",
        "acting_user": user,
    }
    return suspend(**{**fields, **changes})


def move_back(rows, days):
    """Let rows have been recorded so many days ago."""
    for row in rows:
        type(row).objects.filter(pk=row.pk).update(recorded_at=row.recorded_at - dt.timedelta(days=days))


def counts(title):
    """Return the end that counts in the title, and check that it repeats the latest row."""
    title = ForensicTitle.objects.get(pk=title.pk)
    latest = title.ends.first()
    assert (title.valid_until, title.confirmed_by) == (latest.ends_on, latest.decided_by)
    return title.valid_until, latest.state


def test_every_end_that_was_determined_stays(conditional, counsellor, team_lead):
    confirm(conditional, counsellor, valid_until=day(250), basis="Brief")
    confirm(conditional, team_lead, valid_until=day(300))
    assert [(end.ends_on, end.state, end.recorded_by) for end in conditional.ends.all()] == [
        (day(300), EndState.CONFIRMED, team_lead),
        (day(250), EndState.CONFIRMED, counsellor),
        (day(200), EndState.CALCULATED, counsellor),
    ]
    assert counts(conditional) == (day(300), EndState.CONFIRMED)
    with pytest.raises(TypeError, match="immutable"):
        conditional.ends.first().save()


def test_confirming_twice_with_one_token_or_the_same_end_makes_one_row(conditional, counsellor, heard):  # noqa: F811
    token = uuid4()
    confirm(conditional, counsellor, form_token=token)
    confirm(conditional, counsellor, form_token=token)
    confirm(conditional, counsellor)
    assert conditional.ends.count() == 2
    assert len(heard) == 1


def test_earlier_than_calculated_needs_a_reason(conditional, counsellor):
    with pytest.raises(Refused, match="eerder dan berekend") as refusal:
        confirm(conditional, counsellor, valid_until=day(199))
    assert refusal.value.field == "reason"
    confirm(conditional, counsellor, valid_until=day(199), reason="Verkort door de rechter.")
    assert conditional.ends.first().reason == "Verkort door de rechter."


def test_a_suspension_moves_the_calculated_end_by_its_days(conditional, counsellor, heard):  # noqa: F811
    row = stop(conditional, counsellor)
    assert row.days == 20
    assert counts(conditional) == (day(220), EndState.CALCULATED)
    assert (conditional.ends.first().suspension, len(heard)) == (row, 1)
    stop(conditional, counsellor, valid_from=day(-5), valid_until=day(-5))
    assert counts(conditional) == (day(221), EndState.CALCULATED)
    assert AuditEntry.objects.filter(object_type="casework.titlesuspension").count() == 2


def test_a_suspension_after_a_confirmation_counts_on_from_what_was_confirmed(conditional, counsellor):
    confirm(conditional, counsellor, valid_until=day(260))
    stop(conditional, counsellor)
    assert counts(conditional) == (day(280), EndState.CALCULATED)


def test_while_it_runs_no_end_is_known_and_nobody_can_confirm_one(conditional, counsellor):
    row = stop(conditional, counsellor, valid_until=None)
    assert counts(conditional) == (None, EndState.CALCULATED)
    with pytest.raises(Refused, match="loopt een schorsing"):
        confirm(conditional, counsellor)
    with pytest.raises(Refused, match="loopt al een schorsing"):
        stop(conditional, counsellor, valid_from=day(-60), valid_until=day(-50))
    end_suspension(suspension=row, valid_until=day(-1), acting_user=counsellor, note="Vrij")
    end_suspension(suspension=row, valid_until=day(-2), acting_user=counsellor)
    assert counts(conditional) == (day(230), EndState.CALCULATED)
    row.refresh_from_db()
    assert (row.valid_until, row.ended_by, row.end_note) == (day(-1), counsellor, "Vrij")
    assert conditional.ends.count() == 3


@pytest.mark.parametrize("rule", [SuspensionRule.KEEPS, SuspensionRule.UNKNOWN])
def test_where_no_source_says_so_the_end_stays(conditional, counsellor, heard, rule):  # noqa: F811
    TitleKind.objects.filter(pk=conditional.kind_id).update(suspension=rule)
    row = stop(conditional, counsellor, valid_until=None)
    end_suspension(suspension=row, valid_until=day(-1), acting_user=counsellor)
    assert counts(conditional) == (day(200), EndState.CALCULATED)
    assert heard == []
    course = titles_view(conditional.client).titles[0]
    assert course.ask_to_confirm is (rule == SuspensionRule.UNKNOWN)


def test_a_title_without_a_known_end_stays_without_one(client_file, counsellor):
    title = new_title(
        client_file,
        counsellor,
        kind=TitleKind.objects.get(key="voorwaardelijke-veroordeling"),
        valid_from=day(-90),
        valid_until=None,
    )
    row = stop(title, counsellor, valid_until=None)
    end_suspension(suspension=row, valid_until=day(-1), acting_user=counsellor)
    assert counts(title) == (None, EndState.CALCULATED)


@pytest.mark.parametrize(
    ("changes", "field", "words"),
    [
        ({"valid_from": day(-101)}, "valid_from", "buiten de looptijd"),
        ({"valid_from": day(201), "valid_until": None}, "valid_from", "buiten de looptijd"),
        ({"valid_from": day(1), "valid_until": None}, "valid_from", "moet nog komen"),
        ({"valid_until": day(-31)}, "valid_until", "voordat zij begint"),
        ({"reason": " "}, "reason", "waarom"),
        ({"reason": "x" * 301}, "reason", "300"),
    ],
)
def test_a_suspension_that_cannot_be_is_refused(conditional, counsellor, changes, field, words):
    with pytest.raises(Refused) as refusal:
        stop(conditional, counsellor, **changes)
    assert refusal.value.field == field
    assert words in refusal.value.sentence
    assert not TitleSuspension.objects.exists()
    assert counts(conditional) == (day(200), EndState.CALCULATED)


def test_a_suspension_outlasts_only_a_title_that_it_moves(conditional, counsellor):
    TitleKind.objects.filter(pk=conditional.kind_id).update(suspension=SuspensionRule.UNKNOWN)
    with pytest.raises(Refused, match="niet langer duren dan de titel"):
        stop(conditional, counsellor, valid_until=day(201))


@pytest.mark.parametrize(("first", "last"), [(-40, -30), (-11, -5), (-20, -15), (-50, None)])
def test_suspensions_of_one_title_never_overlap(conditional, counsellor, first, last):
    stop(conditional, counsellor)
    with pytest.raises(Refused, match="valt samen met") as refusal:
        stop(conditional, counsellor, valid_from=day(first), valid_until=None if last is None else day(last))
    assert refusal.value.field == "valid_from"


def test_the_end_of_a_suspension_is_checked_too(conditional, counsellor):
    row = stop(conditional, counsellor, valid_until=None)
    for wrong, words in ((day(-31), "voordat zij begint"), (day(1), "moet nog komen")):
        with pytest.raises(Refused, match=words) as refusal:
            end_suspension(suspension=row, valid_until=wrong, acting_user=counsellor)
        assert refusal.value.field == "valid_until"
    row.refresh_from_db()
    assert row.valid_until is None


def test_a_second_click_gives_one_suspension_and_moves_once(conditional, counsellor):
    token = uuid4()
    assert stop(conditional, counsellor, form_token=token) == stop(conditional, counsellor, form_token=token)
    assert counts(conditional) == (day(220), EndState.CALCULATED)


def test_a_token_of_another_title_is_refused(conditional, client_file, counsellor):
    token = uuid4()
    stop(conditional, counsellor, form_token=token)
    other = new_title(client_file, counsellor, valid_from=day(-100))
    with pytest.raises(Refused, match="andere titel"):
        stop(other, counsellor, form_token=token)


def test_what_the_file_told_on_an_earlier_day(conditional, client_file, counsellor):
    """Calculated forty days ago, suspended twenty days ago, confirmed today."""
    move_back([conditional, *conditional.ends.all()], 40)
    row = stop(conditional, counsellor, valid_until=None)
    end_suspension(suspension=row, valid_until=day(-11), acting_user=counsellor)
    opened, moved = conditional.ends.get(ends_on=None), conditional.ends.get(ends_on=day(220))
    move_back([opened, row], 20)
    move_back([moved], 10)
    TitleSuspension.objects.update(ended_at=timezone.now() - dt.timedelta(days=10))
    confirm(conditional, counsellor, valid_until=day(240))
    told = {ago: titles_view(client_file, day(-ago)) for ago in (45, 30, 15, 5)}
    assert told[45].titles == ()
    assert [(told[ago].titles[0].until, told[ago].titles[0].is_confirmed) for ago in (30, 15, 5)] == [
        (day(200), False),
        (None, False),
        (day(220), False),
    ]
    assert told[30].titles[0].suspensions == ()
    assert told[15].titles[0].running == row
    assert told[5].titles[0].running is None
    now = titles_view(client_file).titles[0]
    assert (now.until, now.is_confirmed, len(now.ends)) == (day(240), True, 4)


def test_titles_stand_in_order_and_those_that_overlap_are_counted(conditional, client_file, counsellor):
    later = new_title(client_file, counsellor, valid_from=day(-50), valid_until=None)
    over = new_title(client_file, counsellor, valid_from=day(-400), valid_until=day(-150))
    view = titles_view(client_file)
    assert [course.title for course in view.titles] == [over, conditional, later]
    assert (view.overlapping, view.first) == (2, day(-400))
    assert [course.bar.is_open for course in view.titles] == [False, False, True]
    assert all(0 <= c.bar.x <= 100 and c.bar.x + c.bar.width <= 100.1 for c in view.titles)
    assert view.titles[0].bar.x == 0


def test_a_client_without_anything_has_an_empty_strip(client_file):
    view = titles_view(client_file)
    assert (view.titles, view.profiles, view.first) == ((), (), None)
