"""Roles, teams and stand-ins hold from a day until a day."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from accounts.enums import Role
from accounts.models import Deputy, RoleAssignment, TeamMembership, User
from accounts.selectors import NOBODY, deputies_of, standing_of

pytestmark = pytest.mark.django_db

TODAY = timezone.localdate
DAY = dt.timedelta(days=1)


def fresh(user):
    return User.objects.get(pk=user.pk)


def test_a_role_holds_on_its_first_and_last_day_and_not_beside_them(counsellor):
    assignment = RoleAssignment.objects.get(user=counsellor)
    assignment.valid_from, assignment.valid_until = TODAY() - 3 * DAY, TODAY() - DAY
    assignment.save()
    held = [standing_of(fresh(counsellor), TODAY() - days * DAY).has(Role.COUNSELLOR) for days in (4, 3, 1, 0)]
    assert held == [False, True, True, False]


def test_an_ended_account_has_no_standing(counsellor):
    counsellor.is_active = False
    counsellor.save()
    assert standing_of(fresh(counsellor)) == NOBODY


def test_a_deputy_acts_for_the_absent_one_and_reaches_his_teams(counsellor, outsider, team):
    Deputy.objects.create(absent=counsellor, deputy=outsider, valid_from=TODAY(), valid_until=TODAY())
    standing = standing_of(fresh(outsider))
    assert standing.acts_for == {counsellor.pk, outsider.pk}
    assert team.pk in standing.team_ids
    assert deputies_of(counsellor.pk, TODAY()) == [outsider.pk]
    assert deputies_of(counsellor.pk, TODAY() + DAY) == []


def test_a_deputy_does_not_get_the_roles_of_the_absent_one(team_lead, counsellor):
    Deputy.objects.create(absent=team_lead, deputy=counsellor, valid_from=TODAY())
    assert standing_of(fresh(counsellor)).roles == {Role.COUNSELLOR}


def test_nobody_stands_in_for_himself(counsellor):
    with pytest.raises(ValidationError, match="niet zichzelf"):
        Deputy(absent=counsellor, deputy=counsellor, valid_from=TODAY()).full_clean()


def test_a_membership_does_not_end_before_it_starts(counsellor, team):
    row = TeamMembership(user=counsellor, team=team, valid_from=TODAY(), valid_until=TODAY() - DAY)
    with pytest.raises(ValidationError, match="einddatum ligt voor de begindatum"):
        row.full_clean()


def test_todays_standing_is_asked_for_once_a_request(counsellor, django_assert_num_queries):
    user = fresh(counsellor)
    with django_assert_num_queries(1):
        standing_of(user)
        standing_of(user)
