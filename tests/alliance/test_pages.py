"""The pages: the whole way through, what each one may see, and what is refused."""

from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.models import AuditEntry
from alliance.models import AllianceAnswers, AllianceCheckIn
from alliance.services.check_ins import decline
from casework.registry import registry
from casework.services.network import add_member
from tests.alliance.conftest import scores

GOOD = scores(4, 4, 4, 2)
FORM = {"direction": "4", "trust": "4", "bond": "5", "friction": "2", "remark": "Rustig gesprek."}


def address(name, check_in=None):
    """Return the address of a page of the client file."""
    return reverse(f"alliance:{name}", args=["S-0001", *([check_in.pk] if check_in else [])])


def walk(client, check_in, *, last, upto=4):
    """Answer the client's screens one after another; return the last response."""
    url = address("client_side", check_in)
    data = {"step": "0", "go": "next"}
    response = client.post(url, data)
    for step, (aspect, value) in enumerate(scores(3, 2, 4, 5).items(), start=1):
        if step > upto:
            return response
        data = {**data, "step": str(step), aspect: str(value)}
        response = client.post(url, data)
    return client.post(url, {**data, "step": "5", **last}) if last else response


def test_the_whole_way_through(client, client_file, counsellor):
    client.force_login(counsellor)
    begun = client.post(address("start"), {"form_token": uuid4()})
    check_in = AllianceCheckIn.objects.get()
    assert begun.url == address("counsellor_side", check_in)

    answered = client.post(begun.url, FORM)
    assert answered.url == address("check_in", check_in)
    hub = client.get(answered.url)
    assert "Scherm aan Jeroen geven" in hub.text
    assert "Rustig gesprek" not in hub.text

    handed_over = client.get(address("client_side", check_in))
    assert "Dit scherm is nu voor u, Jeroen" in handed_over.text
    done = walk(client, check_in, last={"sharing": "answers", "remark": "Tot volgende week."})
    assert done.url == address("client_done", check_in)
    thanks = client.get(done.url)
    assert "Dank u wel, Jeroen" in thanks.text
    assert address("check_in", check_in) in thanks.text

    result = client.get(address("check_in", check_in))
    assert "Om over te praten" in result.text
    assert "Tot volgende week." in result.text
    assert "verschil 2" in result.text
    assert "gespreksinstrument, niet gevalideerd" in result.text
    assert "<svg" in result.text
    assert "otaalscore en geen grens" in result.text


def test_the_clients_screens_show_nothing_of_the_house(client, make_check_in, counsellor):
    check_in = make_check_in()
    client.force_login(counsellor)

    for response in (
        client.get(address("client_side", check_in)),
        walk(client, check_in, last=None, upto=2),
        walk(client, check_in, last=None),
    ):
        assert "client-switcher" not in response.text
        assert "data-menu" not in response.text
        assert "S-0001" not in response.text.replace("/clienten/S-0001/", "")
        assert "no-store" in response.headers["Cache-Control"]


def test_the_clients_side_may_come_first_and_stays_closed_until_the_other_is_in(client, make_check_in, counsellor):
    check_in = make_check_in()
    client.force_login(counsellor)
    walk(client, check_in, last={"sharing": "answers", "remark": "Alleen voor later."})

    for page in (address("check_in", check_in), address("counsellor_side", check_in), address("overview")):
        response = client.get(page)
        assert response.status_code == 200
        assert "Alleen voor later." not in response.text
        assert "chart-client" not in response.text
    assert "U ziet de antwoorden pas als de uwe er staan" in client.get(address("check_in", check_in)).text

    client.post(address("counsellor_side", check_in), FORM)
    assert "Alleen voor later." in client.get(address("check_in", check_in)).text


def test_what_the_client_keeps_to_himself_is_nowhere_on_the_page(client, make_check_in, counsellor):
    check_in = make_check_in(own=scores(3, 3, 3, 3), theirs=scores(3, 1, 3, 3), shares=False)
    client.force_login(counsellor)

    page = client.get(address("check_in", check_in)).text
    assert "houdt de eigen antwoorden voor zich" in page
    assert "1 · nee" not in page
    assert 'class="chart-client-point"' not in page
    assert "Vraag wat Jeroen liever voor zich houdt" in page


def test_half_way_leaves_nothing_behind(client, make_check_in, counsellor):
    check_in = make_check_in()
    client.force_login(counsellor)

    page = walk(client, check_in, last=None, upto=3)

    assert "Zin 4 van 4" in page.text
    assert AllianceAnswers.objects.count() == 0
    assert client.session.get("alliance") is None
    again = client.get(address("client_side", check_in))
    assert "Ik begin" in again.text


def test_a_screen_without_a_choice_comes_back_and_keeps_the_rest(client, make_check_in, counsellor):
    check_in = make_check_in()
    client.force_login(counsellor)

    page = client.post(address("client_side", check_in), {"step": "2", "go": "next", "direction": "3"})

    assert "Kies een gezichtje." in page.text
    assert "Zin 2 van 4" in page.text
    assert '<input type="hidden" name="direction" value="3">' in page.text


def test_back_shows_what_was_chosen(client, make_check_in, counsellor):
    check_in = make_check_in()
    client.force_login(counsellor)

    page = client.post(address("client_side", check_in), {"step": "2", "go": "back", "direction": "3"})

    assert "Zin 1 van 4" in page.text
    assert page.context["form"]["direction"].value() == 3
    start = client.post(address("client_side", check_in), {"step": "1", "go": "back"})
    assert start.url == address("client_side", check_in)


@pytest.mark.parametrize(
    "data",
    [
        {"step": "9", "go": "next", "sharing": "answers"},
        {"step": "-1", "go": "next"},
        {"step": "vijf", "go": "next", "direction": "drie"},
        {
            "step": "5",
            "go": "next",
            "direction": "9",
            "trust": "4",
            "bond": "4",
            "friction": "4",
            "sharing": "answers",
        },
        {},
    ],
)
def test_odd_input_leads_to_a_screen_that_is_still_open_and_saves_nothing(client, make_check_in, counsellor, data):
    check_in = make_check_in()
    client.force_login(counsellor)

    page = client.post(address("client_side", check_in), data)

    assert page.status_code == 200
    assert "Zin 1 van 4" in page.text
    assert AllianceAnswers.objects.count() == 0


def test_the_client_must_choose_who_sees_it(client, make_check_in, counsellor):
    check_in = make_check_in()
    client.force_login(counsellor)

    page = walk(client, check_in, last={"go": "next", "remark": "Nog iets."})

    assert "Kies wat u wilt." in page.text
    assert "Nog iets." in page.text
    assert AllianceAnswers.objects.count() == 0


@pytest.mark.parametrize("step", ["0", "3", "5"])
def test_not_now_is_an_answer_from_every_screen(client, make_check_in, counsellor, step):
    check_in = make_check_in(own=GOOD)
    client.force_login(counsellor)

    done = client.post(address("client_side", check_in), {"step": step, "go": "decline", "direction": "1"})

    assert "Dat is goed" in client.get(done.url).text
    assert "Dat is ook een antwoord" in client.get(address("check_in", check_in)).text
    assert AllianceAnswers.objects.filter(side="client").count() == 0
    assert client.get(address("client_side", check_in)).url == done.url


def test_sending_twice_changes_nothing(client, make_check_in, counsellor):
    check_in = make_check_in()
    client.force_login(counsellor)

    for _click in range(2):
        walk(client, check_in, last={"sharing": "answers"})
        client.post(address("counsellor_side", check_in), FORM)

    assert AllianceAnswers.objects.count() == 2


def test_the_counsellors_form_comes_back_with_what_was_chosen(client, make_check_in, counsellor):
    check_in = make_check_in()
    client.force_login(counsellor)

    page = client.post(address("counsellor_side", check_in), {"direction": "4", "remark": "Onthouden."})

    assert page.text.count("Kies een gezichtje.") == 6  # three in the summary, three at their statement
    assert "Onthouden." in page.text
    assert page.context["form"]["direction"].value() == "4"
    assert AllianceAnswers.objects.count() == 0


def test_whoever_reads_the_file_knows_that_it_was_held_and_not_what_was_said(
    client, make_check_in, colleague, team_lead, expert
):
    check_in = make_check_in(own=GOOD, theirs=scores(1, 1, 1, 5))

    for reader in (colleague, team_lead, expert):
        client.force_login(reader)
        page = client.get(address("check_in", check_in))
        assert page.status_code == 200
        assert "Zij alleen zien ze" in page.text
        for text in (page.text, client.get(address("overview")).text):
            assert "chart-client" not in text
            assert "Om over te praten" not in text


def test_only_the_counsellor_who_began_may_go_on(
    client, make_check_in, colleague, team_lead, expert, outsider, officer
):
    check_in = make_check_in()

    for user, status in ((colleague, 403), (team_lead, 403), (expert, 403), (outsider, 404), (officer, 404)):
        client.force_login(user)
        for name in ("counsellor_side", "client_side"):
            assert client.get(address(name, check_in)).status_code == status
            assert client.post(address(name, check_in), {"go": "decline", **FORM}).status_code == status
    assert AllianceAnswers.objects.count() == 0
    check_in.refresh_from_db()
    assert check_in.client_declined_at is None


def test_a_reader_cannot_begin_and_a_stranger_finds_nothing(client, client_file, expert, outsider):
    client.force_login(expert)
    assert client.post(address("start"), {"form_token": uuid4()}).status_code == 403
    assert "Check-in beginnen" not in client.get(address("overview")).text
    client.force_login(outsider)
    assert client.post(address("start"), {"form_token": uuid4()}).status_code == 404
    assert client.get(address("overview")).status_code == 404
    assert AllianceCheckIn.objects.count() == 0


def test_a_check_in_of_another_client_is_not_found_under_this_one(client, make_check_in, counsellor, other_client):
    other_client.team = counsellor.memberships.get().team
    other_client.save()
    strange = make_check_in(client=other_client)
    client.force_login(counsellor)

    assert client.get(address("check_in", strange)).status_code == 404


def test_beginning_by_get_is_refused_and_a_form_without_token_begins_nothing(client, client_file, counsellor):
    client.force_login(counsellor)

    assert client.get(address("start")).status_code == 405
    answer = client.post(address("start"), {}, follow=True)
    assert answer.redirect_chain == [(address("overview"), 302)]
    assert "Er is niets begonnen" in answer.content.decode()
    assert AllianceCheckIn.objects.count() == 0


def test_a_form_that_was_used_for_another_client_begins_nothing_and_says_so(
    client, client_file, make_check_in, counsellor, other_client
):
    strange = make_check_in(client=other_client)
    client.force_login(counsellor)

    answer = client.post(address("start"), {"form_token": strange.form_token}, follow=True)

    assert answer.redirect_chain == [(address("overview"), 302)]
    assert "al gebruikt bij een andere cliënt" in answer.content.decode()
    assert not client_file.alliance_check_ins.exists()


def test_an_empty_side_says_what_is_missing(client, make_check_in, counsellor):
    client.force_login(counsellor)
    assert "Kies een gezichtje." in client.post(address("counsellor_side", make_check_in())).content.decode()


def test_reading_a_check_in_leaves_a_row(client, make_check_in, counsellor):
    check_in = make_check_in(own=GOOD, theirs=GOOD)
    client.force_login(counsellor)
    client.get(address("check_in", check_in))

    row = AuditEntry.objects.filter(action="read").latest("pk")
    assert (row.object_type, row.object_id, row.client_number) == (
        "alliance.alliancecheckin",
        str(check_in.pk),
        "S-0001",
    )


def test_an_empty_tab_says_what_to_do(client, client_file, counsellor):
    client.force_login(counsellor)

    page = client.get(address("overview"))

    assert "Nog geen check-in gehouden" in page.text
    assert page.text.count("btn-primary") == 1


def test_a_declined_one_still_lets_the_counsellor_answer(client, make_check_in, counsellor):
    check_in = decline(check_in=make_check_in(), acting_user=counsellor)
    client.force_login(counsellor)

    assert client.post(address("counsellor_side", check_in), FORM).url == address("check_in", check_in)
    assert "Dat is ook een antwoord" in client.get(address("check_in", check_in)).text


def test_the_timeline_says_that_it_was_held(client_file, counsellor, make_check_in):
    make_check_in(3, own=GOOD, theirs=GOOD)
    make_check_in(2)

    source = registry.timeline_sources["alliance"]
    entries = list(source.entries(client_file, counsellor, timezone.now(), 10))
    assert [entry.title for entry in entries] == ["Check-in: beide kanten ingevuld"]
    assert list(source.entries(client_file, counsellor, entries[0].occurred_at, 10)) == []


def test_the_tab_costs_the_same_for_one_check_in_and_for_three(client, make_check_in, counsellor):
    client.force_login(counsellor)
    client.get(address("overview"))
    counts = []
    for number in (1, 2, 3):
        make_check_in(number * 30, own=GOOD, theirs=GOOD)
        with CaptureQueriesContext(connection) as captured:
            client.get(address("overview"))
        counts.append(sum("SAVEPOINT" not in query["sql"] for query in captured))

    assert len(set(counts)) == 1
    assert counts[0] <= 15


def test_the_client_page_shows_the_lines_to_the_counsellor_and_the_rhythm_to_everyone(
    client, make_check_in, counsellor, team_lead
):
    make_check_in(90, own=GOOD, theirs=GOOD)
    make_check_in(0, own=scores(4, 4, 4, 4), theirs=scores(3, 4, 4, 5))
    page = reverse("casework:client", args=["S-0001"])

    client.force_login(counsellor)
    mine = client.get(page).text
    assert "cliënt 3 · u 4" in " ".join(mine.split())
    assert mine.count('class="spark"') == 4

    client.force_login(team_lead)
    theirs = client.get(page).text
    assert 'class="spark"' not in theirs
    assert "Laatste check-in:" in theirs
    assert "Halfjaarlijkse check-in werkalliantie" in theirs


def test_the_sheet_comes_with_a_warning_while_a_child_does_not_know(client, client_file, make_check_in, counsellor):
    check_in = make_check_in(1, own=GOOD, theirs=GOOD)
    client.force_login(counsellor)
    assert "is een kind" not in client.get(address("check_in", check_in)).text
    day = timezone.localdate()
    facts = {"name": "Fleur", "relation": "child", "birth_date": day.replace(year=day.year - 6, day=1)}
    facts |= {"impact": "Mist hem.", "safety": "Bij haar moeder.", "child_informed": "no"}
    add_member(client=client_file, form_token=uuid4(), facts=facts, valid_from=day, acting_user=counsellor)
    assert "Let op: Fleur is een kind" in client.get(address("check_in", check_in)).text
