"""The end of a title: the checklist as dated rows, who stays involved after it, and what both make due."""

from __future__ import annotations

import datetime as dt
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.errors import Refused
from accounts.models import AuditEntry
from casework.enums import HandoverPurpose, TitleEndState
from casework.models import ForensicInvolvement, ForensicTitle, TitleEndItem, TitleEndStep
from casework.registry import HandoverFrame, registry
from casework.selectors.title_end_duties import involvement_duties, title_end_step_duties
from casework.selectors.title_ends import title_end_view
from casework.services.title_ends import arrange_involvement, close_involvement, record_end_step

pytestmark = pytest.mark.django_db


def day(ahead=0):
    return timezone.localdate() + dt.timedelta(days=ahead)


def item(key="diagnostics"):
    return TitleEndItem.objects.get(key=key)


def step(title, user, state=TitleEndState.PLANNED, key="diagnostics", **more):
    fields = {"form_token": uuid4(), "owner": user, **more}
    return record_end_step(title=title, item=item(key), state=state, acting_user=user, **fields)


def arrange(title, user, after=92, **more):
    fields = {"form_token": uuid4(), "who": "Noor, forensisch begeleider", "what": "Belt elke week.", **more}
    return arrange_involvement(
        title=title, valid_until=title.valid_until + dt.timedelta(days=after), acting_user=user, **fields
    )


def move_end(title, ahead):
    ForensicTitle.objects.filter(pk=title.pk).update(valid_until=day(ahead))
    title.refresh_from_db()


def test_the_latest_row_counts_and_the_earlier_ones_stay(client_file, title, counsellor):
    token = uuid4()
    first = step(title, counsellor, due_on=day(10), form_token=token)
    assert step(title, counsellor, due_on=day(10), form_token=token) == first
    step(title, counsellor, TitleEndState.DONE, happened_on=day(-1), note="Verslag van de polikliniek.")
    view = title_end_view(client_file, title)
    point = next(one for _label, rows in view.groups for one in rows if one.item.key == "diagnostics")

    assert [row.state for row in point.steps] == [TitleEndState.DONE, TitleEndState.PLANNED]
    assert (view.settled, view.total) == (1, TitleEndItem.objects.count())
    assert AuditEntry.objects.filter(object_type="casework.titleendstep").count() == 2
    with pytest.raises(TypeError):
        first.save()


@pytest.mark.parametrize(
    ("state", "more", "field"),
    [
        (TitleEndState.PLANNED, {}, "due_on"),
        (TitleEndState.PLANNED, {"due_on": -1}, "due_on"),
        (TitleEndState.DONE, {"happened_on": 1}, "happened_on"),
        (TitleEndState.NOT_NEEDED, {"note": "  "}, "note"),
    ],
)
def test_each_state_asks_what_belongs_to_it(title, counsellor, state, more, field):
    typed = {name: day(value) if isinstance(value, int) else value for name, value in more.items()}
    with pytest.raises(Refused) as refusal:
        step(title, counsellor, state, **typed)

    assert refusal.value.field == field
    assert not TitleEndStep.objects.exists()


def test_the_moments_show_the_signals_with_their_basis(client_file, title):
    view = title_end_view(client_file, title)

    assert [(one.day - title.valid_until).days for one in view.moments] == [-180, -90, -42, 0, 92]
    assert [one.state for one in view.moments] == ["next", "coming", "coming", "coming", "coming"]
    assert "Wfz art. 2.5" in view.moments[2].basis


def test_shorter_than_three_months_says_why_and_a_new_one_replaces_the_old(client_file, title, counsellor):
    with pytest.raises(Refused) as refusal:
        arrange(title, counsellor, 91)
    assert refusal.value.field == "why_shorter"
    first = arrange(title, counsellor, 30, why_shorter="Hij verhuist.")
    second = arrange(title, counsellor)
    view = title_end_view(client_file, title)

    assert second.replaces == first
    assert view.involvement == second
    assert view.earlier_involvements == (first,)
    with pytest.raises(Refused, match="nieuwste"):
        close_involvement(involvement=first, closed_on=day(), closing="Klaar.", acting_user=counsellor)


def test_it_is_closed_once_with_words_after_it_began(title, counsellor):
    move_end(title, -30)
    row = arrange(title, counsellor)
    for closed_on, closing, field in (
        (day(1), "x", "closed_on"),
        (day(-30), "x", "closed_on"),
        (day(), " ", "closing"),
    ):
        with pytest.raises(Refused) as refusal:
            close_involvement(involvement=row, closed_on=closed_on, closing=closing, acting_user=counsellor)
        assert refusal.value.field == field
    closed = close_involvement(involvement=row, closed_on=day(), closing="Het gaat goed.", acting_user=counsellor)

    assert (closed.closed_on, closed.closed_by) == (day(), counsellor)
    closed.what = "Anders"
    with pytest.raises(TypeError):
        closed.save()


def test_points_nobody_took_up_are_one_duty_and_a_planned_one_is_its_owners(client_file, title, counsellor, team_lead):
    assert title_end_step_duties(day()) == []
    move_end(title, 160)
    (waiting,) = title_end_step_duties(day())
    assert (waiting.due_on, waiting.owner_ids) == (day(-5), (counsellor.pk,))
    for key in ("follow-on-choice", "municipality"):
        step(title, team_lead, due_on=day(10), key=key)
    planned = title_end_step_duties(day())

    assert {(one.due_on, one.owner_ids) for one in planned} == {(day(10), (team_lead.pk,))}
    step(title, team_lead, TitleEndState.DONE, key="municipality")
    assert len(title_end_step_duties(day())) == 1


def test_involvement_is_due_from_six_weeks_before_and_again_when_the_end_moves(title, counsellor):
    move_end(title, 43)
    assert involvement_duties(day()) == []
    move_end(title, 42)
    (duty,) = involvement_duties(day())
    assert (duty.due_on, duty.owner_ids) == (day(42), (counsellor.pk,))
    arrange(title, counsellor)
    assert involvement_duties(day()) == []
    ForensicInvolvement.objects.update(valid_until=title.valid_until + dt.timedelta(days=91))
    assert [one.key for one in involvement_duties(day())] == [f"casework.involvement-arrange:{title.pk}"]


def test_the_end_of_the_involvement_is_due_until_it_is_closed(title, counsellor):
    move_end(title, -85)
    row = arrange(title, counsellor)
    (duty,) = involvement_duties(day())
    assert (duty.key, duty.due_on) == (f"casework.involvement-end:{row.pk}", row.valid_until)
    close_involvement(involvement=row, closed_on=day(), closing="Het gaat goed.", acting_user=counsellor)

    assert involvement_duties(day()) == []


def test_a_title_that_another_one_follows_makes_nothing_due(client_file, title, counsellor):
    move_end(title, 20)
    ForensicTitle.objects.create(
        client=client_file, kind=title.kind, valid_from=day(21), recorded_by=counsellor, form_token=uuid4()
    )

    assert involvement_duties(day()) == title_end_step_duties(day()) == []
    assert title_end_view(client_file, title).follows is not None


def test_the_page_leads_through_the_checklist(client, client_file, title, counsellor):
    client.force_login(counsellor)
    page = reverse("casework:title_end_page", args=[client_file.number, title.pk])
    assert page in client.get(reverse("casework:plan", args=[client_file.number])).content.decode()
    url = reverse("casework:title_end_step", args=[client_file.number, title.pk, "community-police"])
    token = str(uuid4())
    data = {"form_token": token, "state": "planned", "owner": counsellor.pk, "note": "Samen met hem."}
    refused = client.post(url, data)
    assert "Kies voor wanneer dit gedaan is." in refused.content.decode()
    assert "Samen met hem." in refused.content.decode()
    assert client.post(url, {**data, "due_on": day(20).isoformat()}).status_code == 302

    assert "Samen met hem." in client.get(page).content.decode()


@pytest.mark.parametrize("rows", [1, 3])
def test_the_page_costs_the_same_with_more_rows(
    client, client_file, title, counsellor, own_frame, django_assert_max_num_queries, rows
):
    for ahead in range(rows):
        step(title, counsellor, due_on=day(10 + ahead))
        arrange(title, counsellor)
    client.force_login(counsellor)
    url = reverse("casework:title_end_page", args=[client_file.number, title.pk])
    client.get(url)
    with django_assert_max_num_queries(15):
        assert client.get(url).status_code == 200


def test_a_handover_tells_how_it_stands_without_our_words_outside(client_file, title, counsellor):
    step(title, counsellor, TitleEndState.DONE, note="Bij dokter Janssen.")
    section = registry.handover_sections["title-end"]
    frames = [HandoverFrame(purpose, day(-90), day()) for purpose in (HandoverPurpose.INSIDE, HandoverPurpose.WARM)]
    inside, outside = (section.propose(client_file, counsellor, frame) for frame in frames)

    assert "Bij dokter Janssen." in inside.text
    assert "Diagnostiek aanwezig" in outside.text
    assert "Janssen" not in outside.text
    assert outside.warnings
