"""Who may see which file: the rule as a table, and what the doors do with it."""

from __future__ import annotations

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.utils import timezone

from accounts.enums import AuditOutcome, Role
from accounts.models import AuditEntry, Deputy, RoleAssignment, TeamMembership
from casework.access import get_client, get_note, may_write
from casework.enums import AssignmentRole
from casework.models import Assignment, Client
from casework.services.stays import start_stay
from tests.conftest import make_client, make_user

pytestmark = pytest.mark.django_db


def day(offset: int) -> dt.date:
    return timezone.localdate() + dt.timedelta(days=offset)


def sees(user, client_file) -> bool:
    return Client.objects.visible_to(user).filter(pk=client_file.pk).exists()


@pytest.mark.parametrize(
    ("who", "visible"),
    [
        ("counsellor", True),
        ("colleague", True),
        ("team_lead", True),
        ("expert", True),
        ("outsider", False),
        ("officer", False),
        ("volunteer", False),
        ("coordinator", False),
        ("administrator", False),
        ("privacy_officer", False),
    ],
)
def test_the_team_and_those_assigned_see_a_file(client_file, who, visible, request):
    assert sees(request.getfixturevalue(who), client_file) is visible


def test_a_superuser_is_no_reader(client_file, team):
    user = make_user("root")
    user.is_superuser = user.is_staff = True
    user.save()
    TeamMembership.objects.create(user=user, team=team, valid_from=day(-9))
    assert not sees(user, client_file)


def test_an_assignment_reaches_over_teams_while_it_lasts(other_client, counsellor):
    row = Assignment.objects.create(
        client=other_client, user=counsellor, role=AssignmentRole.SECOND, valid_from=day(-5), valid_until=day(0)
    )
    assert sees(counsellor, other_client)
    row.valid_until = day(-1)
    row.save()
    assert not sees(counsellor, other_client)


def test_an_assignment_that_has_yet_to_begin_shows_nothing(other_client, counsellor):
    Assignment.objects.create(client=other_client, user=counsellor, role=AssignmentRole.SECOND, valid_from=day(1))
    assert not sees(counsellor, other_client)


def test_an_assignment_without_a_reading_role_shows_nothing(client_file, volunteer):
    Assignment.objects.create(
        client=client_file, user=volunteer, role=AssignmentRole.EXPERT_BY_EXPERIENCE, valid_from=day(-5)
    )
    assert not sees(volunteer, client_file)


@pytest.mark.parametrize(("until", "visible"), [(0, True), (-1, False)])
def test_a_membership_counts_up_to_and_including_its_last_day(client_file, colleague, until, visible):
    colleague.memberships.update(valid_until=day(until))
    assert sees(colleague, client_file) is visible


@pytest.mark.parametrize(("until", "visible"), [(0, True), (-1, False)])
def test_a_role_counts_up_to_and_including_its_last_day(client_file, colleague, until, visible):
    colleague.role_assignments.update(valid_until=day(until))
    assert sees(colleague, client_file) is visible


@pytest.mark.parametrize(
    ("begins", "until", "visible"), [(-3, None, True), (0, 0, True), (-3, -1, False), (1, None, False)]
)
def test_a_deputy_sees_what_the_absent_one_sees_while_he_stands_in(
    client_file, counsellor, outsider, begins, until, visible
):
    Deputy.objects.create(
        absent=counsellor,
        deputy=outsider,
        valid_from=day(begins),
        valid_until=None if until is None else day(until),
    )
    assert sees(outsider, client_file) is visible


def test_a_deputy_without_a_role_of_his_own_sees_nothing(client_file, counsellor, volunteer):
    Deputy.objects.create(absent=counsellor, deputy=volunteer, valid_from=day(-3))
    assert not sees(volunteer, client_file)


def test_an_ended_account_sees_nothing(client_file, counsellor):
    counsellor.is_active = False
    counsellor.save()
    assert not sees(counsellor, client_file)


def test_a_second_role_adds_its_own_sight(client_file, officer, team):
    RoleAssignment.objects.create(user=officer, role=Role.COUNSELLOR, valid_from=day(-3))
    TeamMembership.objects.create(user=officer, team=team, valid_from=day(-3))
    assert sees(officer, client_file)


def test_the_door_records_a_reading_and_by_which_rule(client_file, counsellor):
    assert get_client(counsellor, client_file.number, what="casework.plan") == client_file
    row = AuditEntry.objects.get()
    assert (row.object_type, row.rule, row.outcome) == ("casework.plan", "visible_to", AuditOutcome.DONE)


def test_a_silent_door_leaves_the_row_to_its_caller(client_file, counsellor):
    get_client(counsellor, client_file.number, silent=True)
    assert not AuditEntry.objects.exists()


def test_a_reader_gets_in_to_read_and_not_to_write(client_file, expert):
    get_client(expert, client_file.number)
    with pytest.raises(PermissionDenied):
        get_client(expert, client_file.number, write=True)
    assert list(AuditEntry.objects.order_by("pk").values_list("outcome", flat=True)) == ["done", "refused"]


def test_a_stranger_cannot_tell_whether_a_number_exists(client_file, outsider):
    with pytest.raises(Http404) as existing:
        get_client(outsider, client_file.number)
    with pytest.raises(Http404) as invented:
        get_client(outsider, "S-1234")
    assert str(existing.value) == str(invented.value)
    assert AuditEntry.objects.get().client_number == client_file.number


@pytest.mark.parametrize("number", ["\x00", "S-\x00", "x" * 21, "", "S-0001\n"])
def test_what_cannot_be_a_number_is_not_looked_up(client_file, counsellor, number):
    with pytest.raises(Http404):
        get_client(counsellor, number)


def test_a_note_is_reached_through_its_own_client_only(client_file, counsellor, expert, team):
    with pytest.raises(Http404):
        get_note(counsellor, client_file.number, 12345)
    with pytest.raises(PermissionDenied):
        get_note(expert, client_file.number, 12345, write=True)


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("jer", True),
        ("JEROEN dek", True),
        ("S-0001", True),
        ("s-00", True),
        ("jeroen vries", False),
        ("roen", False),
        ("%", False),
    ],
)
def test_a_client_is_found_by_the_start_of_each_word(client_file, words, found):
    assert Client.objects.matching(words).exists() is found


def test_a_family_name_is_found_behind_its_prefix(team):
    make_client("S-0009", team, last_name="van der Berg")
    assert Client.objects.matching("berg").count() == 1
    assert Client.objects.matching("jan van").count() == 1


def test_in_care_is_who_has_somebody_a_place_or_a_title(client_file, other_client, title, house):
    def numbers():
        return sorted(Client.objects.in_care(day(0)).values_list("number", flat=True))

    assert numbers() == ["S-0001"]
    client_file.assignments.update(valid_until=day(-1))
    assert numbers() == ["S-0001"]
    title.valid_until = day(-1)
    title.save()
    assert numbers() == []
    other_client.stays.create(location=house, valid_from=day(-2))
    assert numbers() == ["S-0002"]


def test_an_intake_officer_opens_and_writes_in_a_file_until_the_client_comes_to_live_here(team, other_team, house):
    officer = make_user("ina", Role.INTAKE_OFFICER, team=team)
    coming, elsewhere = make_client("S-0101", team), make_client("S-0102", other_team)
    seen = Client.objects.visible_to(officer)
    assert list(seen) == [coming]
    assert may_write(officer, coming)
    start_stay(client=coming, location=house, valid_from=timezone.localdate(), acting_user=officer)
    assert not seen.all().exists()
    assert not may_write(officer, coming)
    assert elsewhere not in seen


@pytest.mark.parametrize("role", [Role.NIGHT_STAFF, Role.EXPERT_BY_EXPERIENCE])
def test_night_staff_and_experts_by_experience_see_no_file(team, client_file, role):
    assert not Client.objects.visible_to(make_user("nico", role, team=team)).exists()
