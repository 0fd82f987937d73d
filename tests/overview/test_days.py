"""My day, the caseload, the reminders: own clients, constant queries, one audit row with the numbers shown."""

import datetime as dt
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.enums import AuditAction
from accounts.models import AuditEntry, User
from casework.models import Assignment, Client
from casework.services.notes import write_note
from casework.services.rhythms import log_light_contact
from overview.frame import due_context
from overview.models import Reminder, ReminderRecipient
from overview.selectors import caseload, needs_attention, own_rows
from riskplans.models import PhaseChange
from tests.conftest import make_client, make_user

pytestmark = pytest.mark.django_db

TODAY = timezone.localdate


def give(client, user):
    Assignment.objects.create(client=client, user=user, role="counsellor", valid_from=TODAY() - dt.timedelta(days=9))


def remind(client, user, days):
    reminder = Reminder.objects.create(
        duty_key=f"proef:{client.pk}:{days}",
        kind="plan",
        label=f"Evaluatie {client.number}",
        client=client,
        due_on=TODAY() + dt.timedelta(days=days),
    )
    ReminderRecipient.objects.create(reminder=reminder, user=user)
    return reminder


def phase(client, level, user):
    PhaseChange.objects.create(
        client=client, level=level, at=timezone.now(), source="override", reason="proef", recorded_by=user
    )


@pytest.mark.parametrize(
    ("cast", "page"),
    [
        ("counsellor", "overview:my_day"),
        ("team_lead", "overview:caseload"),
        ("officer", "chain:portal_home"),
        ("privacy_officer", "accounts:audit_trail"),
        ("administrator", "accounts:invite"),
        ("expert", "casework:client_list"),
        ("volunteer", "casework:my_logbooks"),
    ],
)
def test_everybody_starts_where_his_day_begins(client, request, cast, page):
    client.force_login(request.getfixturevalue(cast))
    assert client.get(reverse("overview:home"))["Location"] == reverse(page)


def test_without_a_page_of_his_own_he_is_told_whom_to_ask(client, db):
    client.force_login(make_user("nieuw"))
    response = client.get(reverse("overview:home"))
    assert response.status_code == 200
    assert "Vraag de beheerder" in response.content.decode()


def test_nobody_logged_in_goes_to_the_login_page(client, db):
    response = client.get(reverse("overview:my_day"))
    assert response["Location"] == f"{reverse('account_login')}?next=/mijn-dag/"


def test_my_day_lists_own_clients_what_is_due_and_what_others_did(client, client_file, counsellor, colleague, team):
    unassigned = make_client("S-0003", team, last_name="Zonder")
    remind(client_file, counsellor, 3)
    remind(client_file, counsellor, 60)
    phase(client_file, "orange", colleague)
    client.force_login(counsellor)
    response = client.get(reverse("overview:my_day"))
    assert [row.client for row in response.context["rows"]] == [client_file]
    assert [reminder.due_on for reminder in response.context["due"]] == [TODAY() + dt.timedelta(days=3)]
    assert [item.text for item in response.context["news"]] == ["Het stoplicht ging naar oranje"]
    assert str(unassigned) not in response.content.decode()
    row = AuditEntry.objects.get(action=AuditAction.LIST)
    assert [subject.client_number for subject in row.subjects.all()] == ["S-0001"]


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize("page", ["overview:my_day", "overview:reminders"])
def test_pages_of_a_counsellor_cost_the_same_whatever_their_length(
    client, counsellor, team, count, page, django_assert_max_num_queries
):
    for index in range(count):
        one = make_client(f"S-10{index}", team)
        give(one, counsellor)
        remind(one, counsellor, -index - 1)
        phase(one, "red", counsellor)
    client.force_login(counsellor)
    with django_assert_max_num_queries(21) as asked:
        client.get(reverse(page))
    expected = {"overview:my_day": EXPECTED_MY_DAY, "overview:reminders": EXPECTED_REMINDERS}[page]
    assert len([query for query in asked.captured_queries if "SAVEPOINT" not in query["sql"]]) == expected


EXPECTED_MY_DAY = 17
EXPECTED_REMINDERS = 7


@pytest.mark.parametrize("count", [1, 3])
def test_the_caseload_costs_the_same_whatever_its_length(
    client, counsellor, team_lead, team, count, django_assert_max_num_queries
):
    for index in range(count):
        one = make_client(f"S-10{index}", team)
        give(one, counsellor)
        phase(one, "red", counsellor)
    client.force_login(team_lead)
    with django_assert_max_num_queries(19) as asked:
        response = client.get(reverse("overview:caseload"))
    assert len(response.context["rows"]) == count
    assert len([query for query in asked.captured_queries if "SAVEPOINT" not in query["sql"]]) == EXPECTED_CASELOAD


EXPECTED_CASELOAD = 13


def test_the_caseload_sorts_filters_and_says_what_asks_attention(client_file, title, team, team_lead, counsellor):
    calm = make_client("S-0004", team, last_name="Aalbers")
    phase(calm, "green", counsellor)
    phase(client_file, "red", counsellor)
    lead = User.objects.get(pk=team_lead.pk)
    assert [row.client for row in caseload(lead)] == [calm, client_file]
    assert [row.client for row in caseload(lead, sort="stoplicht")] == [client_file, calm]
    assert [row.client for row in caseload(lead, attention=True)] == [client_file]
    assert [row.client for row in caseload(lead, counsellor="noor")] == [client_file]
    row = caseload(lead, counsellor="noor")[0]
    assert (row.days_left, row.counsellor, row.phase.level) == (265, counsellor, "red")
    assert needs_attention(row)


def test_a_title_that_ends_within_ninety_days_asks_attention(title, client_file, team_lead):
    title.valid_until = TODAY() + dt.timedelta(days=90)
    title.save()
    row = caseload(User.objects.get(pk=team_lead.pk))[0]
    assert row.ends_soon
    assert needs_attention(row)


def test_what_is_late_is_counted(client_file, team_lead, counsellor):
    remind(client_file, counsellor, -1)
    remind(client_file, counsellor, 0)
    assert caseload(User.objects.get(pk=team_lead.pk))[0].late == 1


def test_the_page_of_another_role_is_refused(client, counsellor, team_lead, officer):
    for user, page in (
        (counsellor, "overview:caseload"),
        (team_lead, "overview:my_day"),
        (officer, "overview:reminders"),
    ):
        client.force_login(user)
        assert client.get(reverse(page)).status_code == 403


def test_a_team_lead_sees_no_other_team(client, other_client, client_file, team_lead):
    client.force_login(team_lead)
    page = client.get(reverse("overview:caseload")).content.decode()
    assert client_file.number in page
    assert other_client.number not in page


def test_last_contact_is_the_latest_one(client_file, counsellor):
    for days in (5, 2):
        write_note(
            client=client_file,
            form_token=uuid4(),
            kind="talk",
            text="x",
            duration_minutes=5,
            acting_user=counsellor,
            occurred_at=timezone.now() - dt.timedelta(days=days),
        )
    assert own_rows(User.objects.get(pk=counsellor.pk))[0].days_without_contact == 2


@pytest.mark.parametrize(("initiative", "days"), [("client", 1), ("us", 1), ("nobody", 4)])
def test_a_light_contact_counts_as_the_last_one_unless_nobody_answered(client_file, counsellor, initiative, days):
    write_note(
        client=client_file,
        form_token=uuid4(),
        kind="talk",
        text="x",
        duration_minutes=5,
        acting_user=counsellor,
        occurred_at=timezone.now() - dt.timedelta(days=4),
    )
    for ago, who, correct in ((1, "us", False), (1, initiative, True)):  # the correction is what counts
        log_light_contact(
            client=client_file,
            form_token=uuid4(),
            day=TODAY() - dt.timedelta(days=ago),
            part="morning",
            initiative=who,
            acting_user=counsellor,
            correct=correct,
        )
    assert own_rows(User.objects.get(pk=counsellor.pk))[0].days_without_contact == days


def test_the_first_tab_shows_what_is_late_and_folds_away_what_comes_later(client, client_file, counsellor):
    client.force_login(counsellor)
    for days in (-7, -6, -5, -4, -3, -2, 3, 4, 5):
        remind(client_file, counsellor, days)
    context = due_context(client_file, counsellor)
    assert (len(context["reminders"]), len(context["later"])) == (6, 3)
    assert all(one.is_late for one in context["reminders"])
    page = client.get(client_file.get_absolute_url()).content.decode()
    assert "Later: nog 3" in page
    Reminder.objects.filter(due_on__gt=TODAY() + dt.timedelta(days=3)).delete()
    assert due_context(client_file, counsellor)["later"] == []


def test_a_file_of_today_says_when_its_terms_will_stand_there(client, client_file, counsellor):
    client.force_login(counsellor)
    page = client.get(client_file.get_absolute_url())
    assert "Dit dossier is van vandaag" in page.content.decode()
    Client.objects.filter(pk=client_file.pk).update(created_at=timezone.now() - dt.timedelta(days=1))
    page = client.get(client_file.get_absolute_url())
    assert "Er loopt geen termijn af" in page.content.decode()
