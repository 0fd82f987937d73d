"""The page for the next shift, who sees how much of it, and the narrow pages beside it."""

from __future__ import annotations

import datetime as dt
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.enums import Role
from accounts.models import AuditEntry, Deputy, Location
from casework.enums.personal import DetailKind
from casework.models import Commitment, ContactNote, HouseTaskDone, OnCallDuty, Remark, ShiftReading
from casework.services.notes import NoteDetails, write_note
from casework.services.personal import add_detail, confirm_detail
from casework.services.plans import make_commitment
from casework.services.shifts import plan_task
from casework.services.stays import start_stay
from casework.services.walks import begin_walk, end_walk
from overview.access import walked_with
from overview.selectors.shifts import shift_page, urgent_first
from riskplans.enums import Urgency
from riskplans.models import PhaseAction, PhaseChange
from riskplans.services.monitoring import set_phase
from tests.casework.test_absences import miss
from tests.conftest import make_client, make_user
from tests.riskplans.conftest import make_active_plan

pytestmark = pytest.mark.django_db


@pytest.fixture
def night_staff(team):
    return make_user("nico", Role.NIGHT_STAFF, team=team, name="Nico Nacht")


@pytest.fixture
def resident(client_file, house, counsellor):
    start_stay(
        client=client_file,
        location=house,
        valid_from=timezone.localdate() - dt.timedelta(days=60),
        acting_user=counsellor,
    )
    make_active_plan(client_file, counsellor)
    set_phase(client=client_file, level="orange", reason="Hij slaapt niet.", acting_user=counsellor, form_token=uuid4())
    return client_file


def page(house: Location) -> str:
    return reverse("overview:shift", args=[house.pk])


def test_the_next_shift_finds_each_thing_with_its_file(client, resident, house, counsellor, team):
    make_commitment(
        client=resident,
        text="Belt de bank",
        owner="client",
        due_on=timezone.localdate(),
        acting_user=counsellor,
        form_token=uuid4(),
    )
    absence = miss(resident, house, counsellor, hours=1)
    now = timezone.now()
    OnCallDuty.objects.create(
        team=team,
        name="Karin Postma",
        phone="06 0000 0001",
        starts_at=now - dt.timedelta(hours=1),
        ends_at=now + dt.timedelta(hours=8),
        recorded_by=counsellor,
        form_token=uuid4(),
    )
    client.force_login(counsellor)
    text = client.get(page(house)).content.decode()
    assert "Hij slaapt niet." in text
    assert "Karin Postma" in text
    assert "06 0000 0001" in text
    assert absence.get_absolute_url() in text
    assert reverse("casework:plan", args=[resident.number]) + "#afspraken" in text
    assert reverse("riskplans:plan", args=[resident.number]) in text
    entry = AuditEntry.objects.filter(object_type="overview.shift").get()
    assert [one.client_number for one in entry.subjects.all()] == [resident.number]


def test_night_staff_see_the_house_and_no_more_of_the_files(client, resident, house, counsellor, night_staff):
    ContactNote.objects.create(
        client=resident,
        author=counsellor,
        kind="talk",
        occurred_at=timezone.now(),
        duration_minutes=10,
        text="Geheim van de dag.",
        form_token=uuid4(),
    )
    make_commitment(
        client=resident,
        text="Belt de bank",
        owner="client",
        due_on=timezone.localdate(),
        acting_user=counsellor,
        form_token=uuid4(),
    )
    client.force_login(night_staff)
    text = client.get(page(house)).content.decode()
    assert "Jeroen Dekker" in text
    assert "Belt de bank" not in text
    assert "Gesprek met" not in text
    assert resident.get_absolute_url() not in text
    card = client.get(reverse("overview:emergency_card", args=[house.pk, resident.number]))
    assert "Wat we dan doen" in card.content.decode()
    assert client.get(resident.get_absolute_url()).status_code == 404
    assert client.get(reverse("riskplans:plan", args=[resident.number])).status_code == 404


def test_the_emergency_card_says_first_what_is_to_be_done_at_once(client, resident, house, night_staff):
    later, now, today = (PhaseAction(text=one, urgency=one) for one in (Urgency.WEEK, Urgency.NOW, Urgency.TODAY))
    assert urgent_first([later, now, today]) == [now, today, later]
    client.force_login(night_staff)
    card = client.get(reverse("overview:emergency_card", args=[house.pk, resident.number]))
    assert [phase.level for phase, _actions in card.context["phases"]] == ["red", "orange"]
    for phase, actions in card.context["phases"]:
        assert actions == urgent_first(phase.actions.all()) != []


def test_the_emergency_card_names_doctor_and_pharmacy_and_when_that_was_checked(
    client, resident, house, night_staff, counsellor
):
    client.force_login(night_staff)
    address = reverse("overview:emergency_card", args=[house.pk, resident.number])
    assert "Er staat geen nummer van de cliënt" in client.get(address).content.decode()
    details = [
        add_detail(
            client=resident,
            form_token=uuid4(),
            kind=kind,
            name=name,
            value=value,
            valid_from=timezone.localdate(),
            acting_user=counsellor,
        )
        for kind, name, value in (
            (DetailKind.PHONE, "", "06 12345678"),
            (DetailKind.DOCTOR, "dr. Wierda", "038 555 01-42"),
            (DetailKind.ADDRESS, "", "Dijk 1, Zwolle"),
        )
    ]
    confirm_detail(detail=details[1], form_token=uuid4(), acting_user=counsellor)
    text = client.get(address).content.decode()
    for words in ("dr. Wierda", 'href="tel:0385550142"', "gecontroleerd op", "sindsdien niet gecontroleerd"):
        assert words in text
    assert "Dijk 1" not in text


def test_a_page_of_another_house_is_not_found(client, other_team, night_staff):
    elsewhere = Location.objects.create(name="Huis Zuid", team=other_team)
    client.force_login(night_staff)
    assert client.get(page(elsewhere)).status_code == 404
    assert client.post(page(elsewhere), {"text": "x", "form_token": uuid4()}).status_code == 404
    assert client.get(page(Location(pk=2**63))).status_code == 404
    assert AuditEntry.objects.filter(object_id=str(elsewhere.pk), outcome="refused").count() == 2


def test_a_remark_lands_with_the_resident_or_with_the_house(client, resident, house, night_staff, counsellor):
    client.force_login(night_staff)
    for about, words in ((resident.pk, "Liep om drie uur door de gang."), ("", "De lamp in de hal is kapot.")):
        client.post(page(house), {"client": about, "text": words, "form_token": uuid4()})
    about_him, about_house = Remark.objects.order_by("pk")
    assert (about_him.client, about_house.client) == (resident, None)
    client.force_login(counsellor)
    timeline = client.get(reverse("casework:timeline", args=[resident.number])).content.decode()
    assert "Liep om drie uur door de gang." in timeline
    assert "lamp" not in timeline


def test_an_empty_remark_says_so_and_keeps_the_page(client, resident, house, night_staff):
    client.force_login(night_staff)
    answer = client.post(page(house), {"client": resident.pk, "text": "  ", "form_token": uuid4()})
    assert answer.status_code == 200
    assert "Schrijf de opmerking op." in answer.content.decode()
    assert not Remark.objects.exists()


def test_reading_is_written_down_and_moves_the_news_on(client, resident, house, counsellor):
    client.force_login(counsellor)
    token = uuid4()
    for _time in range(2):
        client.post(reverse("overview:shift_read", args=[house.pk]), {"form_token": token})
    assert "Noor Öztürk" in client.get(page(house)).content.decode()
    assert len(shift_page(house, counsellor, opens_files=True).changes) == 1, "what was just read stays to be printed"
    five_hours_ago = timezone.now() - dt.timedelta(hours=5)
    ShiftReading.objects.update(recorded_at=five_hours_ago)
    PhaseChange.objects.update(at=five_hours_ago - dt.timedelta(minutes=5))
    assert shift_page(house, counsellor, opens_files=True).since == five_hours_ago
    assert shift_page(house, counsellor, opens_files=True).changes == ()
    assert len(shift_page(house, counsellor, hours=24, opens_files=True).changes) == 1


def test_a_round_is_done_once_and_names_who_did_it(client, resident, house, counsellor, night_staff):
    today = timezone.localdate()
    task = plan_task(
        location=house,
        form_token=uuid4(),
        kind="round",
        name="Ronde",
        days="1234567",
        valid_from=today,
        acting_user=counsellor,
    )
    client.force_login(night_staff)
    address = reverse("casework:house_task_done", args=[house.pk, task.pk])
    assert client.post(address, {"day": today, "form_token": uuid4()}).url == page(house)
    client.force_login(counsellor)
    client.post(address, {"day": today, "form_token": uuid4()})
    assert HouseTaskDone.objects.get().recorded_by == night_staff
    client.post(address, {"day": today + dt.timedelta(days=1), "form_token": uuid4()})
    assert HouseTaskDone.objects.count() == 1


def test_the_page_costs_the_same_for_one_and_for_three(client, resident, house, team, counsellor):
    client.force_login(counsellor)
    client.get(page(house))
    costs = []
    for index in range(3):
        with CaptureQueriesContext(
            connection,
        ) as queries:
            client.get(page(house))
        costs.append(len(queries))
        other = make_client(f"S-20{index}", team)
        start_stay(client=other, location=house, valid_from=timezone.localdate(), acting_user=counsellor)
        set_phase(client=other, level="red", reason="Onrust.", acting_user=counsellor, form_token=uuid4())
    assert len(set(costs)) == 1, costs
    assert costs[0] <= 19


def test_an_expert_by_experience_sees_who_he_walks_with_and_only_as_long(client, client_file, team, counsellor):
    expert = make_user("xander", Role.EXPERT_BY_EXPERIENCE, team=team)
    standing_in = make_user("yara", Role.EXPERT_BY_EXPERIENCE, team=team)
    address = reverse("overview:person", args=[client_file.number])
    client.force_login(expert)
    assert client.get(address).status_code == 404
    began = timezone.localdate() - dt.timedelta(days=3)
    walk = begin_walk(client=client_file, expert=expert, starts_on=began, acting_user=counsellor)
    assert client.get(address).status_code == 200
    assert client.get(client_file.get_absolute_url()).status_code == 404
    Deputy.objects.create(absent=expert, deputy=standing_in, valid_from=began)
    assert list(walked_with(standing_in)) == [client_file]
    end_walk(assignment=walk, acting_user=counsellor)
    assert client.get(address).status_code == 404


def test_what_an_expert_by_experience_writes_lands_in_the_file(client, client_file, team, counsellor):
    expert = make_user("xander", Role.EXPERT_BY_EXPERIENCE, team=team)
    begin_walk(client=client_file, expert=expert, starts_on=timezone.localdate(), acting_user=counsellor)
    client.force_login(expert)
    sent = {
        "form_token": uuid4(),
        "kind": "activity",
        "day": timezone.localdate() - dt.timedelta(days=1),
        "time": "10:00",
        "duration_minutes": 60,
        "text": "Samen gevist.",
        "visibility": "named",
        "agreed_0_text": "Belt de bank",
        "agreed_0_owner": "client",
    }
    answer = client.post(reverse("overview:person", args=[client_file.number]), sent)
    assert answer.status_code == 302
    note = ContactNote.objects.get()
    assert (note.author, note.visibility) == (expert, "team"), "what the page does not ask is not taken from it"
    assert not Commitment.objects.exists()


@pytest.mark.parametrize(
    ("role", "where"),
    [
        (Role.NIGHT_STAFF, "casework:house_list"),
        (Role.INTAKE_OFFICER, "casework:client_list"),
        (Role.EXPERT_BY_EXPERIENCE, "overview:my_people"),
    ],
)
def test_each_role_begins_where_its_work_is(client, team, role, where):
    client.force_login(make_user("iemand", role, team=team))
    assert client.get("/").url == reverse(where)


def test_a_contact_for_named_readers_is_no_news_for_the_rest_of_the_house(resident, house, counsellor, colleague):
    write_note(
        client=resident,
        form_token=uuid4(),
        kind="talk",
        occurred_at=timezone.now() - dt.timedelta(hours=1),
        duration_minutes=10,
        text="Onder vier ogen.",
        acting_user=counsellor,
        details=NoteDetails(visibility="named"),
    )

    def contacts(user):
        events = shift_page(house, user, hours=8, opens_files=True).events
        return [line.text for line in events if line.icon == "note"]

    assert len(contacts(counsellor)) == 1
    assert contacts(colleague) == []
