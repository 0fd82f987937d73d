"""A place in a house of another team: it can be chosen, whoever leads that team decides, and reads no more than that."""

from __future__ import annotations

import datetime as dt
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.enums import AuditOutcome, Role, SubstancePolicy
from accounts.models import AuditEntry, Deputy, Location, LocationPolicy
from casework.enums.placement import DecisionKind, IntakeState
from casework.forms.placement import ApplicationForm, DecisionForm, IntakeStepForm
from casework.forms.stays import StayForm
from casework.models import Application, Client, ClientTeam, IntakeItem, Stay
from casework.selectors.occupancy import occupancy
from casework.selectors.placement import applications_of_others, waiting_lists
from casework.selectors.placement_duties import intake_duties
from casework.services.placement import apply_for_place, decide_on_application, record_intake_step
from casework.services.stays import start_stay
from tests.conftest import make_client, make_user

pytestmark = pytest.mark.django_db


def day(ahead: int) -> dt.date:
    return timezone.localdate() + dt.timedelta(days=ahead)


@pytest.fixture
def far_house(other_team):
    return Location.objects.create(name="Huis Zuid", team=other_team, capacity=4)


@pytest.fixture
def other_lead(other_team):
    return make_user("anouk", Role.TEAM_LEAD, team=other_team, name="Anouk Vermeer")


@pytest.fixture
def application(client_file, far_house, counsellor):
    return apply_for_place(
        client=client_file,
        form_token=uuid4(),
        received_on=day(-3),
        source="probation",
        source_words="Reclassering, Tom",
        wish_location=far_house,
        wish_words="Een eigen voordeur.",
        acting_user=counsellor,
    )


def decide(application, user, kind, location=None, **more):
    return decide_on_application(
        application=application,
        form_token=uuid4(),
        kind=kind,
        decided_on=day(0),
        location=location,
        acting_user=user,
        **more,
    )


def decides(user, application) -> bool:
    return Application.objects.decided_by(user).filter(pk=application.pk).exists()


@pytest.mark.parametrize(
    ("form", "field"), [(ApplicationForm, "wish_location"), (DecisionForm, "location"), (StayForm, "location")]
)
def test_houses_are_offered_by_team_the_own_one_first(client_file, house, far_house, team, other_team, form, field):
    choices = list(form(client=client_file).fields[field].choices)
    assert [group for group, _houses in choices[1:]] == [team.name, other_team.name]
    assert choices[2][1] == [(far_house.pk, "Huis Zuid")]
    sent = form({field: far_house.pk}, client=client_file)
    assert field not in sent.errors


def test_the_lead_of_the_house_decides_and_nobody_else_of_her_team(
    client_file, application, other_lead, outsider, counsellor, team_lead, intake
):
    assert decides(other_lead, application)
    for user in (outsider, counsellor, team_lead, intake, make_user("los", Role.TEAM_LEAD)):
        assert not decides(user, application)
    assert [row.application for row in applications_of_others(other_lead)] == [application]
    assert applications_of_others(team_lead) == []
    assert not Client.objects.visible_to(other_lead).filter(pk=client_file.pk).exists()


@pytest.fixture
def intake(other_team):
    return make_user("ingrid", Role.INTAKE_OFFICER, team=other_team)


def test_who_takes_part_in_the_intake_there_reads_what_she_reads_and_decides_nothing(
    client, client_file, application, intake, outsider, other_team, other_lead
):
    expert = make_user("elke", Role.BEHAVIOURAL_EXPERT, team=other_team)
    elsewhere = make_user("eva", Role.INTAKE_OFFICER)
    decide_url = reverse("casework:house_application_decide", args=[application.pk])
    for user in (intake, expert):
        client.force_login(user)
        listed = client.get(reverse("casework:application_list")).content.decode()
        address = reverse("casework:house_application", args=[application.pk])
        assert address in listed
        page = client.get(address).content.decode()
        assert "Een eigen voordeur." in page
        assert "De teamleider van het huis beslist." in page
        assert decide_url not in page
        assert client.get(decide_url).status_code == 403
        assert AuditEntry.objects.filter(actor_id=user.pk, outcome=AuditOutcome.REFUSED, rule="decided_by").exists()
        assert client.get(client_file.get_absolute_url()).status_code == 404
    for user in (outsider, elsewhere):
        assert not Application.objects.weighed_by(user).exists()
    assert Application.objects.weighed_by(other_lead).get() == application


def test_who_stands_in_for_her_decides_too(application, other_lead):
    deputy = make_user("dirk", Role.TEAM_LEAD)
    Deputy.objects.create(absent=other_lead, deputy=deputy, valid_from=day(0), valid_until=day(3))
    assert decides(deputy, application)


def test_the_last_place_counts_and_a_closed_one_is_nobodys(application, other_lead, team_lead, house, far_house):
    decide(application, team_lead, DecisionKind.WAITING, house)
    assert not decides(other_lead, application)
    assert decides(team_lead, application)
    decide(application, team_lead, DecisionKind.ACCEPTED, far_house)
    assert decides(other_lead, application)
    decide(application, other_lead, DecisionKind.REFUSED, reason="Vol.")
    assert not decides(other_lead, application)


def test_a_file_that_was_merged_is_not_read_so(application, client_file, other_lead, team):
    Client.objects.filter(pk=client_file.pk).update(merged_into=make_client("S-77", team))
    assert not decides(other_lead, application)


def test_she_reads_the_application_and_nothing_more_of_the_file(
    client, client_file, application, title, other_lead, counsellor, house, far_house, condition
):
    LocationPolicy.objects.create(location=far_house, substance_policy=SubstancePolicy.TOLERATED, valid_from=day(-9))
    Stay.objects.create(client=client_file, location=house, valid_from=day(-60))
    record_intake_step(
        application=application,
        item=IntakeItem.objects.all()[0],
        form_token=uuid4(),
        state=IntakeState.ASKED,
        owner=counsellor,
        due_on=day(4),
        note="Een heel eigen verhaal.",
        acting_user=counsellor,
    )
    client.force_login(other_lead)
    page = client.get(reverse("casework:house_application", args=[application.pk])).content.decode()
    for shown in (str(client_file), client_file.number, "Een eigen voordeur.", str(counsellor), "middelen"):
        assert shown in page
    for hidden in (str(title.kind), condition.text, str(house), "Een heel eigen verhaal.", "/clienten/S-0001/"):
        assert hidden not in page
    entry = AuditEntry.objects.filter(client_number=client_file.number, rule="weighed_by").latest("pk")
    assert (entry.actor_id, entry.outcome) == (other_lead.pk, AuditOutcome.DONE)
    for name in ("casework:client", "casework:stays", "casework:application"):
        args = [client_file.number, application.pk] if name == "casework:application" else [client_file.number]
        assert client.get(reverse(name, args=args)).status_code == 404


def test_a_lead_of_another_team_is_refused_with_a_row(client, client_file, application, team_lead):
    client.force_login(team_lead)
    assert client.get(reverse("casework:house_application", args=[application.pk])).status_code == 404
    entry = AuditEntry.objects.filter(client_number=client_file.number, rule="weighed_by").latest("pk")
    assert entry.outcome == AuditOutcome.REFUSED
    assert client.get(reverse("casework:house_application", args=[99_999])).status_code == 404


def test_she_decides_on_her_own_page_for_her_own_houses(client, application, other_lead, house, far_house):
    client.force_login(other_lead)
    url = reverse("casework:house_application_decide", args=[application.pk])
    page = client.get(url).content.decode()
    assert far_house.name in page
    assert house.name not in page
    assert 'value="withdrawn"' not in page
    typed = {"kind": "accepted", "decided_on": day(0).isoformat(), "form_token": uuid4()}
    assert client.post(url, {**typed, "location": house.pk}).status_code == 200
    assert client.post(url, {**typed, "kind": "refused", "location": ""}).status_code == 200  # no reason
    assert not application.decisions.exists()
    done = client.post(url, {**typed, "location": far_house.pk})
    assert done.url == reverse("casework:house_application", args=[application.pk])
    assert application.decisions.get().recorded_by == other_lead
    refused = client.post(url, {**typed, "kind": "refused", "reason": "Toch vol.", "form_token": uuid4()})
    assert refused.url == reverse("casework:application_list")
    assert client.get(url).status_code == 404


def test_the_lists_name_him_to_who_decides_and_to_nobody_else(
    client, client_file, application, other_lead, outsider, far_house
):
    decide(application, other_lead, DecisionKind.WAITING, far_house)
    narrow = reverse("casework:house_application", args=[application.pk])
    (line,) = waiting_lists([far_house], other_lead)[far_house.pk]
    assert (line.client, line.url) == (client_file, narrow)
    (line,) = waiting_lists([far_house], outsider)[far_house.pk]
    assert (line.client, line.url) == (None, "")
    client.force_login(other_lead)
    page = client.get(reverse("casework:application_list")).content.decode()
    assert "Voor uw huizen" in page
    assert narrow in page
    assert client_file.get_absolute_url() not in page
    assert narrow in client.get(reverse("casework:occupancy")).content.decode()
    entry = AuditEntry.objects.filter(object_type="casework.application", rule="weighed_by").latest("pk")
    assert [one.client_number for one in entry.subjects.all()] == [client_file.number]


def test_the_list_costs_the_same_however_many_come(
    client, application, other_lead, far_house, team, counsellor, django_assert_max_num_queries
):
    client.force_login(other_lead)
    counts = []
    for number in range(3):
        with django_assert_max_num_queries(40) as queries:
            client.get(reverse("casework:application_list"))
        counts.append(len(queries))
        apply_for_place(
            client=make_client(f"S-8{number}", team),
            form_token=uuid4(),
            received_on=day(-1),
            source="prison",
            wish_location=far_house,
            acting_user=counsellor,
        )
    assert len(set(counts[1:])) == 1


def test_an_intake_officer_sees_to_a_point_until_the_file_closes_to_her(
    application, client_file, counsellor, team, house
):
    officer = make_user("inge", Role.INTAKE_OFFICER, team=team)
    item = IntakeItem.objects.get(key="diagnostics")
    form = IntakeStepForm(client=client_file, item=item, acting_user=counsellor)
    assert set(form.fields["owner"].queryset) >= {officer, counsellor}  # type: ignore[attr-defined]
    row = record_intake_step(
        application=application,
        item=item,
        form_token=uuid4(),
        state=IntakeState.ASKED,
        owner=officer,
        due_on=day(4),
        note="Gevraagd bij de kliniek.",
        acting_user=counsellor,
    )

    def owners():
        return {duty.key: duty.owner_ids for duty in intake_duties(day(0))}[f"casework.intake-step:{row.pk}"]

    assert owners() == (officer.pk,)
    start_stay(client=client_file, location=house, valid_from=day(0), acting_user=counsellor)
    assert owners() == (counsellor.pk,)


def test_a_stay_in_a_house_of_another_team_proposes_the_handing_over_and_does_not_do_it(
    client, client_file, far_house, team, other_team, counsellor, team_lead, other_lead
):
    start_stay(client=client_file, location=far_house, valid_from=day(-1), acting_user=counsellor)
    client_file.refresh_from_db()
    assert client_file.team == team
    assert occupancy(Location.objects.filter(pk=far_house.pk), day(0)).total.clients == 1
    url = reverse("casework:stays", args=[client_file.number])
    link = f"{reverse('overview:team_move', args=[client_file.number])}?team={other_team.pk}&amp;vanaf={day(0)}"
    client.force_login(counsellor)
    page = client.get(url).content.decode()
    assert "Huis Zuid hoort bij Team Zuid" in page
    assert link not in page
    client.force_login(team_lead)
    assert link in client.get(url).content.decode()
    form = client.get(link.replace("&amp;", "&")).content.decode()
    assert f'value="{other_team.pk}" selected' in form
    ClientTeam.objects.create(
        client=client_file, team=team, valid_from=day(-9), valid_until=day(4), began_at=timezone.now()
    )
    ClientTeam.objects.create(
        client=client_file, team=other_team, valid_from=day(5), decided_by=team_lead, reason="Onderweg."
    )
    assert "Huis Zuid hoort bij" not in client.get(url).content.decode()
