"""Across clients: that it happens and where a talk is needed; no value, no small group, no name."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.models import AuditEntry
from alliance.selectors.team import peer_cases, team_page
from casework.models import Assignment
from tests.alliance.conftest import scores
from tests.conftest import make_client
from tests.pdf import text_of

CALM, LESS = scores(4, 4, 4, 2), scores(4, 2, 4, 2)
TEAM, PEERS = "alliance:team", "alliance:supervision"


@pytest.fixture
def make_clients(team, counsellor, make_check_in):
    def make(count, *, start=10, theirs=LESS):
        made = []
        for number in range(start, start + count):
            client = make_client(f"S-{number:04}", team, first_name="Anton", last_name=f"Achternaam{number}")
            Assignment.objects.create(
                client=client,
                user=counsellor,
                role="counsellor",
                valid_from=timezone.localdate() - dt.timedelta(days=90),
            )
            make_check_in(60, own=CALM, theirs=CALM, client=client)
            make_check_in(1, own=CALM, theirs=theirs, client=client)
            made.append(client)
        return made

    return make


def test_a_group_under_five_is_not_counted(client_file, make_clients, team_lead):
    make_clients(4)
    (row,) = team_page(team_lead, timezone.localdate()).rows
    assert (row.clients, row.held, row.talks, row.open_talks) == (5, 4, None, None)
    make_clients(1, start=20)
    (row,) = team_page(team_lead, timezone.localdate()).rows
    assert (row.clients, row.held, row.talks, row.open_talks) == (6, 5, 5, 5)
    assert [pair.client.number for pair in row.late] == ["S-0001"]


def test_the_team_lead_sees_no_value_and_the_row_names_who_was_shown(client, client_file, make_clients, team_lead):
    make_clients(5)
    client.force_login(team_lead)
    page = client.get(reverse(TEAM)).text
    assert "bij 5 cliënten" in page
    assert "Jeroen Dekker" in page
    assert "Achternaam10" not in page
    assert "chart" not in page
    row = AuditEntry.objects.get(object_type="alliance.team")
    assert [one.client_number for one in row.subjects.all()] == ["S-0001"]


def test_an_empty_team_says_what_to_do(client, team_lead):
    client.force_login(team_lead)
    assert "Nog geen cliënten met een begeleider" in client.get(reverse(TEAM)).text


@pytest.mark.parametrize("page", [TEAM, PEERS])
def test_the_pages_cost_the_same_for_one_client_and_for_three(client, make_clients, team_lead, counsellor, page):
    client.force_login(team_lead if page == TEAM else counsellor)
    counts = []
    for start, count in ((10, 1), (20, 2)):
        make_clients(count, start=start)
        client.get(reverse(page))
        with CaptureQueriesContext(connection) as captured:
            client.get(reverse(page))
        counts.append(sum("SAVEPOINT" not in query["sql"] for query in captured))
    assert counts[0] == counts[1]
    assert counts[0] <= 15


def test_for_peers_a_client_is_a_letter(client, client_file, make_clients, counsellor, colleague):
    make_clients(2)
    cases = peer_cases(counsellor, timezone.localdate())
    assert [one.letter for one in cases] == ["A", "B", "C"]
    client.force_login(counsellor)
    page = client.get(reverse(PEERS)).text
    paper = text_of(client.get(reverse("alliance:supervision_pdf")).content)
    for told in (page[page.index("<main") :], paper):
        assert "Cliënt A" in told
        for name in ("Anton", "Achternaam", "Jeroen", "Dekker", "S-00"):
            assert name not in told
    assert AuditEntry.objects.filter(object_type="alliance.supervision", action="print").exists()
    client.force_login(colleague)
    assert "Nu niets om in te brengen" in client.get(reverse(PEERS)).text


def test_the_sheet_is_one_page_and_shows_what_the_client_shows(client, make_check_in, counsellor, team_lead):
    from io import BytesIO

    from pypdf import PdfReader

    for days in (300, 200, 100):
        make_check_in(days, own=CALM, theirs=CALM)
    check_in = make_check_in(1, own=scores(2, 2, 2, 5), theirs=scores(1, 1, 1, 5))
    client.force_login(counsellor)
    sheet = client.get(reverse("alliance:sheet", args=["S-0001", check_in.pk]))
    assert sheet.headers["Content-Type"] == "application/pdf"
    assert "no-store" in sheet.headers["Cache-Control"]
    assert len(PdfReader(BytesIO(sheet.content)).pages) == 1
    text = text_of(sheet.content)
    assert "Dit spreken wij af" in text
    assert "Waar werken wij aan?" in text
    assert "Dekker" not in text
    client.force_login(team_lead)
    assert client.get(reverse("alliance:sheet", args=["S-0001", check_in.pk])).status_code == 403


def test_a_half_check_in_has_no_sheet_yet(client, make_check_in, counsellor):
    check_in = make_check_in(1, own=CALM)
    client.force_login(counsellor)
    answer = client.get(reverse("alliance:sheet", args=["S-0001", check_in.pk]), follow=True)
    assert "als beide kanten zijn ingevuld" in answer.text
