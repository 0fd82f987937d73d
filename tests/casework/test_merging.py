"""Two files of one person: noticed while registering, made one, read as one, and made two again."""

from __future__ import annotations

import datetime as dt
from uuid import uuid4

import pytest
from django.apps import apps
from django.urls import reverse
from django.utils import timezone

from accounts.enums import AuditAction, Role
from accounts.errors import Refused
from accounts.models import AuditEntry
from casework.enums import AssignmentRole, GoalOrigin, NoteKind
from casework.models import Assignment, Client, ClientMerge, Goal, LifeDomain, MergeChange
from casework.registry.merging import merging
from casework.selectors import counsellor_of
from casework.selectors.duplicates import known_ones, look_alikes
from casework.selectors.merging import family, merge_preview
from casework.services.clients import LookAlikes, create_client
from casework.services.merging import merge_clients, undo_merge
from casework.services.notes import write_note
from casework.services.plans import add_goal
from casework.services.stays import start_stay
from tests.conftest import PASSWORD, make_client, make_user

pytestmark = pytest.mark.django_db


def day(ahead=0):
    return timezone.localdate() + dt.timedelta(days=ahead)


def note(client, author, text="Samen gewandeld."):
    return write_note(
        client=client,
        form_token=uuid4(),
        kind=NoteKind.TALK,
        occurred_at=timezone.now() - dt.timedelta(hours=2),
        duration_minutes=30,
        text=text,
        acting_user=author,
    )


def goal(client, author, text="Weer werken"):
    return add_goal(
        client=client,
        form_token=uuid4(),
        text=text,
        origin=GoalOrigin.OWN,
        domain=LifeDomain.objects.order_by("pk")[0],
        acting_user=author,
    )


@pytest.fixture
def double(team, colleague):
    """The same man, registered twice: with a counsellor of his own, a note and a goal."""
    client = make_client("S-0009", team, first_name="Jeroen", last_name="Dekkers")
    Assignment.objects.create(client=client, user=colleague, role=AssignmentRole.COUNSELLOR, valid_from=day(-30))
    note(client, colleague, "Kennisgemaakt bij de inloop.")
    goal(client, colleague)
    return client


def merge(survivor, absorbed, user, **more):
    return merge_clients(
        survivor=survivor,
        absorbed=absorbed,
        acting_user=user,
        **{"form_token": uuid4(), "reason": "Zelfde man, hij zegt het zelf.", **more},
    )


# ---------------------------------------------------------------------------------------------- noticed in time


@pytest.mark.parametrize(
    ("first", "last", "called", "born"),
    [
        ("Jeroen", "Dekker", "", dt.date(1990, 5, 17)),
        ("jeroen", "dekkér", "", dt.date(1990, 5, 17)),
        ("Gerrit", "Dekkers", "", dt.date(1990, 5, 17)),
        ("Johannes", "Bos", "Jeroen", dt.date(1990, 5, 17)),
        ("Jeroen", "Dekker", "", dt.date(1991, 5, 17)),
        ("Jeroen", "Dekker", "", dt.date(1990, 6, 17)),
    ],
    ids=["the same", "other letters", "born that day", "called so", "another year", "another month"],
)
def test_somebody_like_a_known_client_is_noticed(client_file, first, last, called, born):
    assert look_alikes(first_name=first, last_name=last, preferred_name=called, birth_date=born) == [client_file]


@pytest.mark.parametrize(
    ("first", "last", "born"),
    [
        ("Ahmed", "Yilmaz", dt.date(1990, 5, 17)),
        ("Jeroen", "Dekker", dt.date(1971, 11, 2)),
        ("Jeroen", "Visser", dt.date(1990, 6, 17)),
    ],
    ids=["born that day, another name", "same name, another date", "first name alone"],
)
def test_somebody_else_is_not_noticed(client_file, first, last, born):
    assert look_alikes(first_name=first, last_name=last, preferred_name="", birth_date=born) == []


def test_day_and_month_that_changed_places_are_noticed(team):
    known = make_client("S-0003", team)
    Client.objects.filter(pk=known.pk).update(birth_date=dt.date(1990, 5, 7))
    found = look_alikes(first_name="Jan", last_name="de Vries", preferred_name="", birth_date=dt.date(1990, 7, 5))
    assert found == [known]


def test_registering_somebody_known_asks_for_a_second_look(client_file, team, counsellor):
    fields = {
        "first_name": "Jeroen",
        "last_name": "Dekker",
        "birth_date": client_file.birth_date,
        "team": team,
        "acting_user": counsellor,
    }
    with pytest.raises(LookAlikes) as refused:
        create_client(form_token=uuid4(), **fields)
    assert refused.value.found == (client_file,)
    assert Client.objects.count() == 1
    assert create_client(form_token=uuid4(), somebody_else=True, **fields).number != client_file.number


def test_a_file_of_another_team_is_named_by_its_team_alone(client_file, other_client, counsellor):
    known = known_ones(counsellor, [client_file, other_client])
    assert known.visible == (client_file,)
    assert known.teams == (other_client.team,)


def test_the_page_shows_who_it_may_be_and_keeps_what_was_typed(client, counsellor, client_file, other_team, team):
    hidden = make_client("S-0007", other_team, first_name="Jeroen", last_name="Dekker")
    client.force_login(counsellor)
    typed = {
        "first_name": "Jeroen",
        "last_name": "Dekker",
        "birth_date": "17-05-1990",
        "gender": "male",
        "team": team.pk,
        "horizon": "Een eigen huis",
        "form_token": str(uuid4()),
    }
    page = client.post(reverse("casework:client_create"), typed).content.decode()
    assert client_file.get_absolute_url() in page
    assert hidden.number not in page
    assert f"{other_team} heeft misschien al een dossier" in page
    assert "Een eigen huis" in page
    assert set(AuditEntry.objects.get(rule="look_alikes").subjects.values_list("client_number", flat=True)) == {
        client_file.number,
        hidden.number,
    }
    answer = client.post(reverse("casework:client_create"), {**typed, "somebody_else": "on"})
    assert answer.status_code == 302
    assert Client.objects.filter(last_name="Dekker").count() == 3


# ---------------------------------------------------------------------------------------------- made one


def test_every_kind_of_record_of_a_client_has_a_rule():
    related = {rel.related_model._meta.label for rel in Client._meta.related_objects if rel.field.name == "client"}
    assert related == {*merging.moves, *merging.stays}
    assert set(merging.moves) & set(merging.stays) == set()
    assert {apps.get_model(label)._meta.label for label in merging.moves} == set(merging.moves)


def test_what_may_change_goes_along_and_what_is_sealed_stays(client_file, double, team_lead, counsellor):
    merge(client_file, double, team_lead)
    double.refresh_from_db()
    assert double.merged_into == client_file
    assert [one.text for one in client_file.goals.all()] == ["Weer werken"]
    assert double.notes.get().text == "Kennisgemaakt bij de inloop."
    assert not double.assignments.exists()
    assert counsellor_of(client_file) == counsellor


def test_the_second_counsellor_ends_the_day_before(client_file, double, team_lead, colleague):
    merge(client_file, double, team_lead)
    assert client_file.assignments.get(user=colleague).valid_until == day(-1)


def test_a_counsellor_goes_along_when_the_other_file_has_none(team, double, team_lead, colleague):
    stays = make_client("S-0001", team, first_name="Jeroen", last_name="Dekker")
    merge(stays, double, team_lead)
    assert counsellor_of(stays) == colleague


def test_a_merge_stands_in_the_log_of_both_files_without_content(client_file, double, team_lead):
    merge(client_file, double, team_lead)
    rows = AuditEntry.objects.filter(object_type="casework.clientmerge", action=AuditAction.UPDATE)
    assert {row.client_number for row in rows} == {client_file.number, double.number}
    assert {row.details["with"] for row in rows} == {client_file.number, double.number}


def test_a_second_click_merges_once(client_file, double, team_lead):
    token = uuid4()
    first = merge(client_file, double, team_lead, form_token=token)
    assert merge(client_file, double, team_lead, form_token=token) == first
    assert ClientMerge.objects.count() == 1


def test_a_file_that_took_up_another_can_go_up_itself(client_file, double, team, team_lead):
    third = make_client("S-0010", team, first_name="Jeroen", last_name="Dekker")
    merge(double, client_file, team_lead)
    merge(third, double, team_lead)
    client_file.refresh_from_db()
    assert client_file.merged_into == third
    assert {one.number for one in family(third)} == {third.number, double.number, client_file.number}


@pytest.mark.parametrize("who", ["counsellor", "expert"])
def test_only_a_team_lead_merges(client_file, double, request, who):
    with pytest.raises(Refused, match="teamleider"):
        merge(client_file, double, request.getfixturevalue(who))
    assert not ClientMerge.objects.exists()


def test_a_file_is_not_merged_with_itself_nor_twice_nor_with_one_out_of_sight(
    client_file, double, other_client, team_lead, team
):
    with pytest.raises(Refused, match="hetzelfde dossier"):
        merge(client_file, client_file, team_lead)
    with pytest.raises(Refused, match="allebei mag zien"):
        merge(client_file, other_client, team_lead)
    merge(client_file, double, team_lead)
    double.refresh_from_db()
    third = make_client("S-0010", team)
    with pytest.raises(Refused):
        merge(third, double, team_lead)
    assert ClientMerge.objects.count() == 1


def test_two_stays_at_once_are_settled_first(client_file, double, house, team_lead, counsellor):
    for one in (client_file, double):
        start_stay(client=one, form_token=uuid4(), location=house, valid_from=day(-20), acting_user=counsellor)
    assert len(merge_preview(client_file, double).obstacles) == 1
    with pytest.raises(Refused, match="verblijf in dezelfde tijd"):
        merge(client_file, double, team_lead)
    double.refresh_from_db()
    assert double.merged_into is None
    assert Goal.objects.get().client == double


def test_rows_that_would_break_a_rule_of_the_database_stop_the_whole_merge(
    client_file, double, house, team_lead, counsellor, monkeypatch
):
    for one in (client_file, double):
        start_stay(client=one, form_token=uuid4(), location=house, valid_from=day(-20), acting_user=counsellor)
    monkeypatch.setattr(merging, "obstacles", {})
    with pytest.raises(Refused, match="verblijven"):
        merge(client_file, double, team_lead)
    double.refresh_from_db()
    assert double.merged_into is None
    assert not MergeChange.objects.exists()


# ---------------------------------------------------------------------------------------------- read as one


@pytest.fixture
def merged(client_file, double, team_lead):
    done = merge(client_file, double, team_lead)
    double.refresh_from_db()
    return done


def test_the_old_number_leads_to_the_file_that_stayed(client, counsellor, merged):
    client.force_login(counsellor)
    answer = client.get(merged.absorbed.get_absolute_url(), follow=True)
    assert answer.redirect_chain == [(merged.survivor.get_absolute_url(), 302)]
    assert "Dossier S-0009 is samengevoegd met dit dossier." in answer.content.decode()


def test_old_notes_are_read_in_the_timeline_the_search_and_by_their_own_address(client, counsellor, merged):
    client.force_login(counsellor)
    old = merged.absorbed.notes.get()
    timeline = client.get(reverse("casework:timeline", args=[merged.survivor.number])).content.decode()
    assert old.get_absolute_url() in timeline
    assert client.get(old.get_absolute_url()).status_code == 200
    for address in (reverse("casework:note_search"), reverse("casework:client_search", args=[merged.survivor.number])):
        assert old.get_absolute_url() in client.post(address, {"words": "inloop"}).content.decode()


def test_an_addition_to_an_old_note_is_written_from_the_file_that_stayed(client, counsellor, merged):
    client.force_login(counsellor)
    old = merged.absorbed.notes.get()
    address = reverse("casework:note_addendum", args=[merged.absorbed.number, old.pk])
    typed = {"kind": "correction", "text": "Hij was toen verkouden.", "reason": "Vergeten", "form_token": str(uuid4())}
    assert client.post(address, typed).status_code == 302
    assert old.addenda.get().text == "Hij was toen verkouden."


def test_a_form_that_was_still_open_is_written_in_the_file_that_stayed(client, counsellor, merged):
    client.force_login(counsellor)
    client.post(reverse("casework:horizon", args=[merged.absorbed.number]), {"horizon": "Naar mijn dochter"})
    merged.survivor.refresh_from_db()
    assert merged.survivor.horizon == "Naar mijn dochter"


def test_the_old_file_is_in_no_list_and_offers_no_buttons(client, counsellor, merged):
    client.force_login(counsellor)
    assert merged.absorbed not in Client.objects.visible_to(counsellor)
    assert merged.absorbed.number not in client.get(reverse("casework:client_list")).content.decode()
    page = client.get(reverse("casework:timeline", args=[merged.absorbed.number])).content.decode()
    assert "verder in S-0001" in page
    assert "Contact vastleggen" not in page


def test_a_stranger_to_the_file_that_stayed_is_a_stranger_to_the_old_one(client, outsider, merged):
    client.force_login(outsider)
    assert client.get(merged.absorbed.get_absolute_url()).status_code == 404
    assert client.get(merged.absorbed.notes.get().get_absolute_url()).status_code == 404


def test_who_saw_the_old_file_stands_in_the_log_of_the_file_that_stayed(client, counsellor, team, merged):
    client.force_login(counsellor)
    client.get(merged.absorbed.notes.get().get_absolute_url())
    assert AuditEntry.objects.about("S-0009").count() < AuditEntry.objects.about("S-0001", "S-0009").count()
    page = client.get(reverse("casework:access_log", args=["S-0001"])).content.decode()
    assert page.count("<tr") > AuditEntry.objects.about("S-0001").count()


# ---------------------------------------------------------------------------------------------- made two again


def test_undoing_puts_everything_back_and_keeps_the_trail(client_file, merged, team_lead, counsellor, colleague):
    later = goal(client_file, counsellor, "Sporten")
    undo_merge(merge=merged, reason="Het zijn broers.", acting_user=team_lead)
    double = Client.objects.get(number="S-0009")
    assert double.merged_into is None
    assert [one.text for one in double.goals.all()] == ["Weer werken"]
    assert list(client_file.goals.all()) == [later]
    assert counsellor_of(double) == colleague
    assert double.assignments.get().valid_until is None
    merged.refresh_from_db()
    assert (merged.undone_by, merged.undone_reason) == (team_lead, "Het zijn broers.")
    assert merged.changes.exists()
    assert undo_merge(merge=merged, reason="Nog eens.", acting_user=team_lead).undone_reason == "Het zijn broers."


def test_what_was_changed_since_stays_as_it_is(merged, client_file, team, team_lead, colleague):
    Assignment.objects.filter(user=colleague).update(valid_until=day(-5))
    undo_merge(merge=merged, reason="Het zijn broers.", acting_user=team_lead)
    assert Assignment.objects.get(user=colleague).valid_until == day(-5)


def test_undoing_is_for_the_team_lead_of_the_file(merged, counsellor, other_team):
    elsewhere = make_user("kees", Role.TEAM_LEAD, team=other_team)
    for user in (counsellor, elsewhere):
        with pytest.raises(Refused, match="teamleider"):
            undo_merge(merge=merged, reason="Toch niet.", acting_user=user)
    assert ClientMerge.objects.get().undone_at is None


def test_undoing_that_no_longer_fits_says_so(merged, double, house, team_lead, colleague):
    # Meanwhile the old file got a counsellor again, which only somebody past the pages could do.
    Assignment.objects.create(client=double, user=team_lead, role=AssignmentRole.COUNSELLOR, valid_from=day())
    with pytest.raises(Refused, match="botst"):
        undo_merge(merge=merged, reason="Het zijn broers.", acting_user=team_lead)
    assert ClientMerge.objects.get().undone_at is None


# ---------------------------------------------------------------------------------------------- in the browser


def test_the_team_lead_compares_confirms_and_undoes(client, team_lead, client_file, double):
    assert client.login(username=team_lead.username, password=PASSWORD)
    address = reverse("casework:client_merge", args=[client_file.number])
    assert address in client.get(client_file.get_absolute_url()).content.decode()
    typed = {"other": "S-0009", "reason": "Zelfde man.", "form_token": str(uuid4())}
    compared = client.post(address, typed).content.decode()
    assert "Doelen: 1" in compared or "doelen: 1" in compared
    assert "contacten: 1" in compared.lower()
    assert not ClientMerge.objects.exists()
    assert client.post(address, {**typed, "sure": "on"}, follow=True).status_code == 200
    made = ClientMerge.objects.get()
    undo = reverse("casework:client_merge_undo", args=[client_file.number, made.pk])
    assert undo in client.get(client_file.get_absolute_url()).content.decode()
    client.post(undo, {"reason": "Het zijn broers."})
    made.refresh_from_db()
    assert made.undone_reason == "Het zijn broers."
    assert client.get(undo).status_code == 404


@pytest.mark.parametrize(
    ("other", "words"),
    [("S-0001", "hetzelfde dossier"), ("S-0002", "niet bij de dossiers"), ("bestaat-niet", "niet bij de dossiers")],
)
def test_a_wrong_number_is_refused_at_its_field(client, team_lead, client_file, other_client, other, words):
    client.force_login(team_lead)
    address = reverse("casework:client_merge", args=[client_file.number])
    page = client.post(address, {"other": other, "reason": "Zelfde man.", "form_token": str(uuid4())}).content.decode()
    assert words in page
    assert "Zelfde man." in page


def test_a_file_that_is_merged_already_is_refused(client, team_lead, team, merged):
    third = make_client("S-0010", team)
    client.force_login(team_lead)
    typed = {"other": merged.absorbed.number, "reason": "Zelfde man.", "form_token": str(uuid4())}
    page = client.post(reverse("casework:client_merge", args=[third.number]), typed).content.decode()
    assert "al samengevoegd" in page
