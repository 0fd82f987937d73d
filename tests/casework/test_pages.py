"""What the pages of a client show, to whom, and what they leave in the audit trail."""

from __future__ import annotations

import datetime as dt
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.enums import AuditAction, AuditOutcome
from accounts.models import AuditEntry
from casework.enums import ConditionOutcome, GoalOrigin, NoteKind
from casework.models import LifeDomain, StayDestination
from casework.registry import Action, Fragment, registry
from casework.selectors import timeline
from casework.services.notes import add_addendum, write_note
from casework.services.plans import add_goal, close_goal, establish_support_plan, make_commitment
from casework.services.stays import end_stay, start_stay
from tests.conftest import make_client

pytestmark = pytest.mark.django_db

GET_PAGES = ("client", "timeline", "plan")
FORMS = (
    "counsellor_set",
    "horizon",
    "title_create",
    "condition_create",
    "goal_create",
    "support_plan_create",
    "commitment_create",
    "stay_create",
)


def readings():
    """The audit rows of a test, its login left out."""
    return AuditEntry.objects.exclude(action=AuditAction.LOGIN)


def address(name, client_file, *rest):
    return reverse(f"casework:{name}", args=[client_file.number, *rest])


@pytest.fixture
def full_file(client_file, counsellor, condition, house):
    """A client about whom every part of the file says something."""
    client_file.horizon = "Weer aan het werk als stukadoor"
    client_file.save()
    work = LifeDomain.objects.get(key="werk")
    own = add_goal(
        client=client_file,
        form_token=uuid4(),
        origin=GoalOrigin.OWN,
        text="Drie ochtenden werken",
        domain=work,
        acting_user=counsellor,
    )
    add_goal(
        client=client_file,
        form_token=uuid4(),
        origin=GoalOrigin.IMPOSED,
        text="Niet gebruiken",
        domain=work,
        serves=[own],
        acting_user=counsellor,
    )
    done = add_goal(
        client=client_file,
        form_token=uuid4(),
        origin=GoalOrigin.OWN,
        text="Een fiets",
        domain=work,
        acting_user=counsellor,
    )
    close_goal(goal=done, result="reached", result_text="Gekocht van eigen geld", acting_user=counsellor)
    establish_support_plan(
        client=client_file,
        form_token=uuid4(),
        summary="Rust en een dagritme.",
        client_words="Laat mij het proberen.",
        acting_user=counsellor,
    )
    make_commitment(
        client=client_file,
        text="Sollicitatiebrief nakijken",
        owner="counsellor",
        due_on=timezone.localdate(),
        acting_user=counsellor,
    )
    start_stay(
        client=client_file,
        location=house,
        valid_from=timezone.localdate() - dt.timedelta(days=20),
        acting_user=counsellor,
    )
    note = write_note(
        client=client_file,
        form_token=uuid4(),
        kind=NoteKind.TALK,
        occurred_at=timezone.now() - dt.timedelta(hours=2),
        duration_minutes=40,
        text="Over de week gepraat.",
        went_well="Op tijd opgestaan.",
        client_view="Het gaat beter.",
        domains=[work],
        touches=[(condition, ConditionOutcome.NOT_KEPT)],
        acting_user=counsellor,
    )
    add_addendum(note=note, form_token=uuid4(), text="Het was 50 minuten.", reason="Vergist", acting_user=counsellor)
    client_file.note = note
    client_file.own_goal = own
    return client_file


def page(client, name, client_file, *rest):
    response = client.get(address(name, client_file, *rest))
    assert response.status_code == 200
    return response.content.decode()


def test_the_overview_shows_the_person_before_the_papers(client, full_file, counsellor, title):
    client.force_login(counsellor)
    body = page(client, "client", full_file)
    order = [
        "Weer aan het werk als stukadoor",
        "Drie ochtenden werken",
        "Niet gebruiken",
        "Over de week gepraat.",
        "Op tijd opgestaan.",
    ]
    assert [body.index(words) for words in order] == sorted(body.index(words) for words in order)
    assert "S-0001" in body
    assert f"nog {title.days_left} dagen" in body
    assert "Noor Öztürk" in body
    assert "Een fiets" not in body


def test_the_band_marks_a_condition_that_is_at_stake(client, full_file, counsellor):
    client.force_login(counsellor)
    assert "chip-at-stake" in page(client, "client", full_file)


def test_an_empty_file_says_what_to_do(client, client_file, counsellor):
    client.force_login(counsellor)
    body = page(client, "client", client_file)
    assert "Nog geen eigen doelen." in body
    assert address("goal_create", client_file) in body
    assert "Nog geen contact vastgelegd" in body
    assert "geen titel" in body
    assert "De tijdlijn is nog leeg" in page(client, "timeline", client_file)
    assert "Geen titel vastgelegd" in page(client, "plan", client_file)
    assert "Leg eerst de titel vast" in page(client, "condition_create", client_file)


def test_the_plan_says_what_must_and_what_is_his_own_choice(client, full_file, counsellor, condition):
    client.force_login(counsellor)
    body = page(client, "plan", full_file)
    for words in (
        condition.text,
        condition.kind.must,
        condition.kind.own_choice,
        "einde berekend, nog niet bevestigd",
        "Gekocht van eigen geld",
        "Rust en een dagritme.",
        "Laat mij het proberen.",
        "Sollicitatiebrief nakijken",
        "Huis aan de Vaart",
        "art. 14a Sr",
    ):
        assert words in body


def test_the_timeline_holds_what_happened_and_keeps_its_filter(client, full_file, counsellor):
    client.force_login(counsellor)
    body = page(client, "timeline", full_file)
    for words in (
        "Over de week gepraat.",
        "Begin titel",
        "Begin voorwaarde",
        "Komt wonen op",
        "Eigen doel",
        "versie 1",
    ):
        assert words in body
    only = client.get(address("timeline", full_file), {"soort": ["stay", "bestaat-niet"]}).content.decode()
    assert "Komt wonen op" in only
    assert "Over de week gepraat." not in only
    assert 'value="stay" id="soort-stay" checked' in only


def test_the_timeline_pages_back_in_time_without_losing_an_entry(client, full_file, counsellor):
    client.force_login(counsellor)
    yesterday = timezone.now() - dt.timedelta(days=1)
    for hours in range(35):
        write_note(
            client=full_file,
            form_token=uuid4(),
            kind=NoteKind.PHONE,
            occurred_at=yesterday - dt.timedelta(hours=hours // 2),
            duration_minutes=5,
            text=f"Gebeld, keer {hours}.",
            acting_user=counsellor,
        )
    first = client.get(address("timeline", full_file), {"soort": "contact"})
    second = client.get(f"{address('timeline', full_file)}?{first.context['older']}")
    seen = [entry.body for response in (first, second) for entry in response.context["entries"]]
    assert len(seen) == len(set(seen)) == 36
    assert "soort=contact" in first.context["older"]
    assert second.context["older"] == ""


@pytest.mark.parametrize(
    "when",
    [
        "gisteren",
        "2026-99-99T00:00",
        "",
        "2026-01-01T00:00",
        "2026-01-01T00:00:00+01:00",
        "0001-01-01",
        "0001-01-01T00:00:00+14:00",
        "9999-12-31T23:59:59-12:00",
    ],
)
def test_any_moment_in_the_address_is_answered(client, client_file, counsellor, when):
    client.force_login(counsellor)
    assert client.get(address("timeline", client_file), {"voor": when}).status_code == 200


def test_a_note_shows_its_words_its_conditions_and_what_was_added(client, full_file, expert):
    client.force_login(expert)
    body = page(client, "note", full_file, full_file.note.pk)
    for words in ("Over de week gepraat.", "Het gaat beter.", "niet nagekomen", "Het was 50 minuten.", "Vergist"):
        assert words in body
    assert "Aanvullen of corrigeren" not in body


def test_a_note_of_another_client_is_not_found_under_this_number(client, full_file, team, counsellor):
    other = make_client("S-0003", team)
    client.force_login(counsellor)
    assert client.get(address("note", other, full_file.note.pk)).status_code == 404
    assert client.get(address("note", full_file, 10**30)).status_code == 404


def test_what_upper_rooms_register_is_shown_in_order(client, client_file, counsellor, expert, own_frame):
    for key, order in (("late", 20), ("early", 10)):
        registry.add_panel(
            Fragment(key, order, "components/_empty.html", lambda _client, _user, key=key: {"title": f"Paneel {key}"})
        )
    registry.add_action(Action("goal", 10, "Doel erbij", "casework:goal_create", primary=True))
    client.force_login(counsellor)
    body = page(client, "client", client_file)
    assert body.index("Paneel early") < body.index("Paneel late")
    assert "Doel erbij" in body
    client.force_login(expert)
    assert "Doel erbij" not in page(client, "client", client_file)


@pytest.mark.parametrize("name", [*GET_PAGES, *FORMS])
def test_every_page_opens_leaves_an_audit_row_and_changes_nothing(client, full_file, counsellor, name):
    client.force_login(counsellor)
    before = AuditEntry.objects.latest("pk").pk
    page(client, name, full_file)
    rows = AuditEntry.objects.filter(pk__gt=before)
    assert [(row.action, row.client_number, row.outcome) for row in rows] == [
        (AuditAction.READ, full_file.number, AuditOutcome.DONE)
    ]


@pytest.mark.parametrize("name", [*GET_PAGES, *FORMS, "access_log"])
def test_a_stranger_finds_nothing_and_the_attempt_is_recorded(client, client_file, outsider, name):
    client.force_login(outsider)
    assert client.get(address(name, client_file)).status_code == 404
    row = readings().get()
    assert (row.outcome, row.actor_id, row.client_number) == (AuditOutcome.REFUSED, outsider.pk, client_file.number)


@pytest.mark.parametrize("name", FORMS)
def test_a_reader_may_not_write(client, client_file, expert, name):
    client.force_login(expert)
    assert client.get(address(name, client_file)).status_code == 403
    assert client.post(address(name, client_file), {}).status_code == 403
    assert set(readings().values_list("outcome", "rule")) == {(AuditOutcome.REFUSED, "may_write")}


@pytest.mark.parametrize("who", ["officer", "volunteer", "coordinator", "administrator", "privacy_officer"])
def test_a_partner_and_whoever_reads_no_files_finds_nothing(client, client_file, who, request):
    client.force_login(request.getfixturevalue(who))
    for name in GET_PAGES:
        assert client.get(address(name, client_file)).status_code == 404
    assert client.get(reverse("casework:client_list")).status_code == 403
    assert client.post(reverse("casework:client_switch"), {"q": "Jeroen"}).status_code == 403
    assert client.get(reverse("casework:client_create")).status_code == 403


@pytest.mark.parametrize("number", ["S-9999", "x" * 300, "S-0001-", "--"])
def test_a_number_that_does_not_exist_is_not_found(client, client_file, counsellor, number):
    client.force_login(counsellor)
    assert client.get(reverse("casework:client", args=[number])).status_code == 404
    assert not readings().exists()


def test_nobody_logged_in_is_sent_to_the_login_page(client, client_file):
    response = client.get(address("client", client_file))
    assert response.status_code == 302
    assert response.url.startswith(reverse("account_login"))


@pytest.mark.parametrize("name", GET_PAGES)
def test_the_pages_of_a_full_file_keep_to_the_budget(
    client, full_file, counsellor, own_frame, name, django_assert_max_num_queries
):
    client.force_login(counsellor)
    # Two of these are the savepoint around the session, which a request outside a test does not have.
    with django_assert_max_num_queries({"client": 17, "plan": 23, "timeline": 26}[name]):
        page(client, name, full_file)


def test_what_ended_stands_on_the_timeline_on_its_day(client, full_file, counsellor, condition, title):
    yesterday = timezone.localdate() - dt.timedelta(days=1)
    for row in (condition, title):
        row.valid_until = yesterday
        row.save()
    end_stay(
        stay=full_file.stays.get(),
        valid_until=yesterday,
        end_kind="negative",
        end_reason="De groep was te druk.",
        destination=StayDestination.objects.get(key="family"),
        acting_user=counsellor,
    )
    client.force_login(counsellor)
    body = page(client, "timeline", full_file)
    for words in (
        "Einde titel: Voorwaardelijke veroordeling",
        "Einde voorwaarde: Drugs- of alcoholverbod",
        "Vertrekt van Huis aan de Vaart, voortijdig of negatief",
        "De groep was te druk.",
    ):
        assert words in body


def test_many_entries_of_one_moment_stay_together(client_file, counsellor, own_frame):
    moment = timezone.now() - dt.timedelta(days=1)
    for number in range(5):
        write_note(
            client=client_file,
            form_token=uuid4(),
            kind=NoteKind.PHONE,
            occurred_at=moment,
            duration_minutes=5,
            text=f"Gebeld, keer {number}.",
            acting_user=counsellor,
        )
    first = timeline(client_file, counsellor, before=timezone.now(), kinds=["contact"], limit=4)
    assert len(first.entries) == 5
    assert first.before == moment
    assert timeline(client_file, counsellor, before=first.before, kinds=["contact"], limit=4).entries == ()
