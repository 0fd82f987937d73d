"""The client list, finding a client, and who saw a file."""

from __future__ import annotations

import datetime as dt
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.enums import AuditAction, AuditOutcome
from accounts.models import AuditEntry, AuditSubject, Deputy
from accounts.services.audit import record
from casework.enums import AssignmentRole
from casework.models import Assignment, ForensicTitle, TitleKind
from casework.views import clients as views
from tests.conftest import make_client

pytestmark = pytest.mark.django_db

LIST = "/clienten/"


def latest():
    return AuditEntry.objects.latest("pk")


def full_client(number, team, counsellor):
    today = timezone.localdate()
    client = make_client(number, team, last_name=f"Naam {number}")
    Assignment.objects.create(client=client, user=counsellor, role=AssignmentRole.COUNSELLOR, valid_from=today)
    for days in (30, 60):
        ForensicTitle.objects.create(
            client=client,
            kind=TitleKind.objects.get(key="vi"),
            valid_from=today,
            valid_until=today + dt.timedelta(days=days),
            recorded_by=counsellor,
            form_token=uuid4(),
        )
    return client


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_costs_the_same_for_one_and_for_three(
    client, team, counsellor, own_frame, count, django_assert_num_queries
):
    rows = [full_client(f"S-000{number}", team, counsellor) for number in range(count)]
    client.force_login(counsellor)
    with django_assert_num_queries(14):
        response = client.get(LIST)
    assert [row.client for row in response.context["rows"]] == rows
    assert [row.title.days_left for row in response.context["rows"]] == [60] * count
    assert {row.counsellor for row in response.context["rows"]} == {counsellor}


def test_the_list_shows_own_teams_only_and_says_so_in_the_audit_trail(client, client_file, other_client, colleague):
    client.force_login(colleague)
    response = client.get(LIST)
    assert [row.client for row in response.context["rows"]] == [client_file]
    entry = latest()
    assert (entry.action, entry.details) == (AuditAction.LIST, {"scope": "alle", "page": 1})
    assert list(AuditSubject.objects.values_list("entry", "client_number")) == [(entry.pk, client_file.number)]


def test_mine_are_those_whose_counsellor_i_am_or_stand_in_for(client, client_file, team, counsellor, colleague):
    make_client("S-0003", team)
    client.force_login(counsellor)
    assert [row.client for row in client.get(LIST, {"bereik": "mijn"}).context["rows"]] == [client_file]
    client.force_login(colleague)
    empty = client.get(LIST, {"bereik": "mijn"})
    assert not empty.context["rows"]
    assert "van niemand de persoonlijk begeleider" in empty.content.decode()
    Deputy.objects.create(absent=counsellor, deputy=colleague, valid_from=timezone.localdate())
    assert [row.client for row in client.get(LIST, {"bereik": "mijn"}).context["rows"]] == [client_file]


def test_the_list_has_pages_and_any_page_number_is_answered(client, team, counsellor, monkeypatch):
    monkeypatch.setattr(views, "PAGE_SIZE", 2)
    for number in range(3):
        make_client(f"S-000{number}", team)
    client.force_login(counsellor)
    first = client.get(LIST, {"bereik": "alle"})
    assert "Pagina 1 van 2" in first.content.decode()
    assert "?bereik=alle&amp;page=2" in first.content.decode()
    second = client.get(LIST, {"page": 2})
    assert [row.client.number for row in second.context["rows"]] == ["S-0002"]
    assert AuditSubject.objects.filter(entry=latest()).count() == 1
    for page in ("99", "-1", "x", "9" * 40):
        assert client.get(LIST, {"page": page, "bereik": "iets"}).status_code == 200


def test_an_empty_list_says_what_to_do(client, counsellor, expert):
    client.force_login(counsellor)
    assert "Cliënt aanmelden" in client.get(LIST).content.decode()
    client.force_login(expert)
    body = client.get(LIST).content.decode()
    assert "Uw team heeft nog geen cliënten" in body
    assert reverse("casework:client_create") not in body


def test_one_hit_opens_the_file_and_the_words_stand_nowhere(client, client_file, counsellor):
    client.force_login(counsellor)
    response = client.post("/clienten/zoeken/", {"q": "Jeroen Dekker"})
    assert response.url == client_file.get_absolute_url()
    entry = latest()
    assert (entry.action, entry.details) == (AuditAction.SEARCH, {"found": 1})
    assert AuditSubject.objects.get(entry=entry).client_number == client_file.number


def test_several_hits_are_listed_and_too_many_say_so(client, team, counsellor, monkeypatch):
    monkeypatch.setattr(views, "MOST_FOUND", 2)
    for number in range(2):
        make_client(f"S-000{number}", team)
    client.force_login(counsellor)
    two = client.post("/clienten/zoeken/", {"q": "jan"})
    assert [row.client.number for row in two.context["rows"]] == ["S-0000", "S-0001"]
    assert not two.context["more"]
    make_client("S-0002", team)
    three = client.post("/clienten/zoeken/", {"q": "jan"})
    assert len(three.context["rows"]) == 2
    assert "Er zijn er meer." in three.content.decode()


def test_somebody_elses_client_is_not_found(client, other_client, counsellor):
    client.force_login(counsellor)
    response = client.post("/clienten/zoeken/", {"q": other_client.number})
    assert response.status_code == 200
    assert "Geen cliënt gevonden" in response.content.decode()
    assert latest().details == {"found": 0}


@pytest.mark.parametrize("words", ["", "x" * 101, "\x00"])
def test_words_that_cannot_be_searched_are_said_so(client, client_file, counsellor, words):
    client.force_login(counsellor)
    response = client.post("/clienten/zoeken/", {"q": words})
    assert response.status_code == 200
    assert response.context["form"].errors
    assert "Geen cliënt gevonden" not in response.content.decode()


def test_a_search_cannot_stand_in_an_address(client, client_file, counsellor):
    client.force_login(counsellor)
    assert client.get("/clienten/zoeken/", {"q": "Jeroen"}).url == LIST


def log_url(client_file):
    return reverse("casework:access_log", args=[client_file.number])


def test_the_access_log_says_in_words_who_saw_what(client, client_file, counsellor, colleague, outsider):
    client.force_login(colleague)
    client.get(client_file.get_absolute_url())
    client.get(LIST)
    client.post("/clienten/zoeken/", {"q": "Jeroen"})
    client.force_login(outsider)
    client.get(client_file.get_absolute_url())
    client.force_login(counsellor)
    response = client.get(log_url(client_file))
    lines = [(line.who, line.what, line.refused) for line in response.context["lines"]]
    assert lines == [
        ("Noor Öztürk", "overzicht van wie het dossier zag: ingezien", False),
        ("Iris Bakker", "voorblad van het dossier: ingezien", True),
        ("Bas Wiersma", "gevonden bij het zoeken van een cliënt", False),
        ("Bas Wiersma", "in een lijst met cliënten gezien", False),
        ("Bas Wiersma", "voorblad van het dossier: ingezien", False),
    ]
    assert response.context["lines"][0].roles == "begeleider"
    assert "geweigerd" in response.content.decode()


@pytest.mark.parametrize(
    ("object_type", "words"),
    [
        ("casework.contactnote", "contact: aangemaakt"),
        ("casework.plan", "plan, titels en voorwaarden: aangemaakt"),
        ("iets.anders", "onderdeel van het dossier: aangemaakt"),
        ("zomaar", "onderdeel van het dossier: aangemaakt"),
        ("", "onderdeel van het dossier: aangemaakt"),
    ],
)
def test_every_part_of_the_file_has_a_name(client, client_file, counsellor, object_type, words):
    record(AuditAction.CREATE, acting_user=None, client_number=client_file.number, object_type=object_type)
    client.force_login(counsellor)
    lines = client.get(log_url(client_file)).context["lines"]
    assert (lines[1].who, lines[1].roles, lines[1].what) == ("niemand ingelogd", "", words)


@pytest.mark.parametrize(
    ("who", "status"),
    [
        ("counsellor", 200),
        ("team_lead", 200),
        ("privacy_officer", 200),
        ("colleague", 403),
        ("expert", 403),
        ("outsider", 404),
        ("officer", 404),
        ("volunteer", 404),
        ("administrator", 404),
    ],
)
def test_who_may_open_the_access_log(client, client_file, who, status, request):
    client.force_login(request.getfixturevalue(who))
    assert client.get(log_url(client_file)).status_code == status
    done = AuditOutcome.DONE if status == 200 else AuditOutcome.REFUSED
    entry = latest()
    assert (entry.outcome, entry.object_type, entry.client_number) == (
        done,
        "casework.access_log",
        client_file.number,
    )


def test_a_deputy_of_the_counsellor_may_open_the_access_log(client, client_file, counsellor, colleague):
    Deputy.objects.create(absent=counsellor, deputy=colleague, valid_from=timezone.localdate())
    client.force_login(colleague)
    assert client.get(log_url(client_file)).status_code == 200


def test_the_privacy_officer_sees_this_page_and_not_the_file(client, client_file, privacy_officer):
    client.force_login(privacy_officer)
    assert client_file.get_absolute_url() + '"' not in client.get(log_url(client_file)).content.decode()
    assert client.get(client_file.get_absolute_url()).status_code == 404
    assert client.get(reverse("casework:access_log", args=["S-9999"])).status_code == 404


def test_the_link_to_the_access_log_is_offered_to_who_may_open_it(client, client_file, counsellor, colleague):
    client.force_login(counsellor)
    assert log_url(client_file) in client.get(client_file.get_absolute_url()).content.decode()
    client.force_login(colleague)
    assert log_url(client_file) not in client.get(client_file.get_absolute_url()).content.decode()


@pytest.mark.parametrize("count", [1, 3])
def test_the_access_log_costs_the_same_for_one_and_for_three(
    client, client_file, counsellor, own_frame, count, django_assert_num_queries
):
    client.force_login(counsellor)
    for _time in range(count):
        record(AuditAction.READ, acting_user=counsellor, client_number=client_file.number)
    with django_assert_num_queries(14):
        client.get(log_url(client_file))
