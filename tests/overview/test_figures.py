"""The nine questions: a small world, answered by hand at several past days, as known now and as known then."""

from __future__ import annotations

import csv
import datetime as dt
import io
from unittest.mock import patch
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.enums import LocationKind, Role, SupportForm
from accounts.models import AuditEntry, Location, LocationProfile
from casework.enums import Gender
from casework.enums.background import Topic
from casework.models import BackgroundCode, Client, ClientTeam, StayDestination, TitleKind
from casework.services.background import add_background, end_background, withdraw_background
from casework.services.identity import change_client
from casework.services.legal import add_title
from casework.services.stays import end_stay, start_stay
from casework.services.tables import safe_cell
from casework.services.titles import confirm_end, end_suspension, suspend
from overview.selectors.figure_rows import Breakdown, Cell, Figures, Period
from overview.selectors.figures import figures
from tests.conftest import make_client, make_user

pytestmark = pytest.mark.django_db

D = dt.date
YEAR = timezone.localdate().year - 1  # a whole year that has passed
JAN, APR, MAY, AUG, OCT = D(YEAR, 1, 10), D(YEAR, 4, 10), D(YEAR, 5, 20), D(YEAR, 8, 15), D(YEAR, 10, 1)
AUG_NOON = timezone.make_aware(dt.datetime.combine(AUG, dt.time(12)))


def at(day, hour=12):
    moment = timezone.make_aware(dt.datetime.combine(day, dt.time(hour)))
    return patch("django.utils.timezone.now", return_value=moment)


class World:
    """Three clients of one team and one of another.

    Anna: house, conditional sentence January to 31 August (recorded in time; confirmed on 1 October to have ended on 30 June),
    violence; debt until 1 May. Bob: ambulatory, no title, forensic profile from 1 April, written down on 1 October.
    Cas: house until 14 August, then ambulatory from 15 August; no title. Dirk: other team, vi.
    """

    def __init__(self, team, other_team, user):
        self.user = user
        self.house = Location.objects.create(name="Huis", team=team, kind=LocationKind.HOUSE)
        self.street = Location.objects.create(name="Straat", team=team, kind=LocationKind.AMBULATORY)
        self.far = Location.objects.create(name="Ver", team=other_team, kind=LocationKind.HOUSE)
        with at(JAN):
            self.form(self.house, SupportForm.PROTECTED, JAN)
            self.form(self.street, SupportForm.INDEPENDENT, JAN)
        self.anna = self.person("S-1", team, Gender.FEMALE, D(YEAR - 30, 6, 1))
        self.bob = self.person("S-2", team, Gender.MALE, D(YEAR - 41, 1, 1))
        self.cas = self.person("S-3", team, Gender.MALE, D(YEAR - 50, 12, 31))
        self.dirk = self.person("S-4", other_team, Gender.MALE, D(YEAR - 20, 1, 1))
        with at(JAN):
            for one, where in (
                (self.anna, self.house),
                (self.bob, self.street),
                (self.cas, self.house),
                (self.dirk, self.far),
            ):
                start_stay(client=one, location=where, valid_from=JAN, acting_user=user)
            self.sentence = self.title(self.anna, "voorwaardelijke-veroordeling", JAN, D(YEAR, 8, 31))
            self.title(self.dirk, "vi", JAN, None)
            self.code(self.anna, "offence-violence", Topic.OFFENCE, JAN)
            self.code(self.anna, "offence-threat", Topic.OFFENCE, JAN)
            self.debt = self.code(self.anna, "problem-debt", Topic.PROBLEM, JAN)
            self.code(self.anna, "programme-conditional", Topic.PROGRAMME, JAN)
            self.code(self.anna, "stay-goal-work", Topic.STAY_GOAL, JAN)
        with at(MAY):
            end_background(entry=self.debt, valid_until=D(YEAR, 5, 1), acting_user=user)
        with at(AUG):
            stay = self.cas.stays.get()
            end_stay(stay=stay, valid_until=AUG - dt.timedelta(days=1), end_kind="moved", acting_user=user)
            start_stay(client=self.cas, location=self.street, valid_from=AUG, acting_user=user)
        with at(OCT):
            confirm_end(
                title=self.sentence,
                form_token=uuid4(),
                valid_until=D(YEAR, 6, 30),
                confirmed_by="OM",
                reason="Eerder geëindigd.",
                acting_user=user,
            )
            self.code(self.bob, "profile-at-risk", Topic.PROFILE, D(YEAR, 4, 1))

    def person(self, number, team, gender, birth_date):
        client = make_client(number, team)
        Client.objects.filter(pk=client.pk).update(gender=gender, birth_date=birth_date)
        client.refresh_from_db()
        return client

    def form(self, location, support_form, valid_from):
        return LocationProfile.objects.create(location=location, support_form=support_form, valid_from=valid_from)

    def title(self, client, kind, valid_from, valid_until):
        return add_title(
            client=client,
            form_token=uuid4(),
            kind=TitleKind.objects.get(key=kind),
            valid_from=valid_from,
            valid_until=valid_until,
            acting_user=self.user,
        )

    def code(self, client, key, topic, valid_from):
        code = BackgroundCode.objects.get(key=key)
        return add_background(
            client=client, form_token=uuid4(), topic=topic, code=code, valid_from=valid_from, acting_user=self.user
        )


@pytest.fixture
def world(team, other_team, counsellor):
    return World(team, other_team, counsellor)


def answers(team, first, last=None, **more):
    return figures(Period(first, last or first), team_ids={team.pk}, **more)


def rows(found: Figures, key: str) -> dict[str, tuple[int, int]]:
    part = next(one for one in found.breakdowns if one.key == key)
    return {row.label: (row.forensic.count, row.everybody.count) for row in part.rows}


def totals(found):
    return found.forensic, found.everybody


def test_a_day_in_the_spring(world, team):
    found = answers(team, APR)
    assert totals(found) == (2, 3)
    assert found.share == 67
    assert rows(found, "gender") == {"vrouw": (1, 1), "man": (1, 2)}
    assert rows(found, "location") == {"Huis": (1, 2), "Straat": (1, 1)}
    assert rows(found, "support") == {"beschermd wonen": (1, 2), "zelfstandig begeleid": (1, 1)}
    assert rows(found, "title") == {
        "Voorwaardelijke veroordeling": (1, 1),
        "geen titel, wel forensisch profiel": (1, 1),
        "geen titel": (0, 1),
    }
    assert rows(found, "offence") == {"Geweld": (1, 1), "Bedreiging of belaging": (1, 1), "niet vastgelegd": (1, 2)}
    assert rows(found, "programme")["Toezicht bij een voorwaardelijke veroordeling"] == (1, 1)
    assert rows(found, "stay_goal")["Werk of dagbesteding"] == (1, 1)
    assert rows(found, "problem") == {"Schulden": (1, 1), "niet vastgelegd": (1, 2)}
    # Anna turns thirty on 1 June, Bob turned 41, Cas is 49 until new year's eve.
    assert {age.label: (age.forensic, age.everybody) for age in found.ages} == {
        "intramuraal": (29.0, 39.0),
        "ambulant": (41.0, 41.0),
        "iedereen": (35.0, 39.7),
    }


def test_the_same_day_as_it_was_known_then(world, team):
    """Nobody knew of Bob's profile before October."""
    found = answers(team, APR, as_known=True)
    assert totals(found) == (1, 3)
    assert "geen titel, wel forensisch profiel" not in rows(found, "title")


def test_a_location_that_changed_counts_as_what_it_was_on_the_days_asked_for(world, team):
    """From 1 April the house is no longer protected housing but supports people in their own homes."""
    world.form(world.house, SupportForm.HOUSING_FIRST, APR)
    march, quarter = D(YEAR, 3, 31), (D(YEAR, 1, 15), D(YEAR, 4, 15))
    assert rows(answers(team, march), "support") == {"beschermd wonen": (1, 2), "zelfstandig begeleid": (0, 1)}
    assert rows(answers(team, APR), "support") == {"Housing First": (1, 2), "zelfstandig begeleid": (1, 1)}
    both = rows(answers(team, *quarter), "support")
    assert (both["beschermd wonen"], both["Housing First"]) == ((1, 2), (1, 2))
    ages = {age.label: age.everybody for age in answers(team, APR).ages}
    assert ages == {"intramuraal": None, "ambulant": 39.7, "iedereen": 39.7}


def test_a_form_that_was_written_down_later_was_not_known_then(world, team):
    with at(OCT):
        world.form(world.house, SupportForm.SHELTER, JAN)  # puts a mistake right
    assert "opvang" in rows(answers(team, APR), "support")
    assert "beschermd wonen" in rows(answers(team, APR, as_known=True), "support")


def test_a_location_of_which_nobody_said_the_form_is_not_guessed(world, team):
    LocationProfile.objects.filter(location=world.street).delete()
    assert rows(answers(team, APR), "support")["niet vastgelegd"] == (1, 1)


def test_a_title_that_turned_out_to_have_ended(world, team):
    """On 10 July the sentence ran as far as anybody knew; later it was confirmed to have ended in June."""
    july = D(YEAR, 7, 10)
    assert totals(answers(team, july)) == (1, 3)  # Bob alone
    then = answers(team, july, as_known=True)
    assert totals(then) == (1, 3)  # Anna alone
    assert rows(then, "title")["Voorwaardelijke veroordeling"] == (1, 1)
    assert totals(answers(team, OCT, as_known=True)) == (1, 3)


def test_a_suspension_that_was_recorded_later_leaves_what_was_known_before(world, team):
    """Known until October: it ended on 31 August. Then it turned out to stand still from August on, and moved."""
    september, october, kind = D(YEAR, 9, 15), D(YEAR, 10, 5), "Voorwaardelijke veroordeling"
    with at(JAN):
        title = world.title(world.cas, "voorwaardelijke-veroordeling", JAN, D(YEAR, 8, 31))
    with at(OCT):
        row = suspend(
            title=title, form_token=uuid4(), valid_from=D(YEAR, 8, 1), reason="Detentie", acting_user=world.user
        )
    assert kind not in rows(answers(team, september, as_known=True), "title")
    with at(D(YEAR, 10, 10)):
        end_suspension(suspension=row, valid_until=D(YEAR, 9, 30), acting_user=world.user)
    title.refresh_from_db()
    assert title.valid_until == D(YEAR, 10, 31)
    assert rows(answers(team, september), "title")[kind] == (1, 1)
    assert kind not in rows(answers(team, september, as_known=True), "title")
    assert rows(answers(team, october, as_known=True), "title")[kind] == (1, 1)
    last_day_known = answers(team, D(YEAR, 11, 1), as_known=True)
    assert kind not in rows(last_day_known, "title")


def test_an_end_counts_from_the_day_it_was_written_down(world, team):
    tenth_of_may = D(YEAR, 5, 10)
    assert "Schulden" not in rows(answers(team, tenth_of_may), "problem")
    assert rows(answers(team, tenth_of_may, as_known=True), "problem")["Schulden"] == (1, 1)


def test_a_quarter_counts_everybody_once_and_under_each_kind(world, team):
    quarter = Period.around(AUG, "kwartaal", timezone.localdate())
    assert (quarter.start, quarter.until) == (D(YEAR, 7, 1), D(YEAR, 9, 30))
    found = answers(team, quarter.start, quarter.until)
    assert totals(found) == (1, 3)
    assert rows(found, "location") == {"Straat": (1, 2), "Huis": (0, 2)}  # Cas is under both
    whole = answers(team, D(YEAR, 1, 1), D(YEAR, 12, 31))
    assert totals(whole) == (2, 3)


def test_before_anybody_came_there_is_nobody(world, team):
    found = answers(team, D(YEAR - 1, 12, 31))
    assert totals(found) == (0, 0)
    assert found.share is None
    assert found.ages[0].forensic is None


def test_a_stay_that_ended_before_the_title_began_is_not_forensic(world, team):
    with at(D(YEAR, 11, 1)):
        world.title(world.cas, "vi", D(YEAR, 10, 20), None)
        stay = world.cas.stays.get(valid_until=None)
        end_stay(
            stay=stay,
            valid_until=D(YEAR, 10, 10),
            end_kind="planned",
            destination=StayDestination.objects.get(key="own-home"),
            acting_user=world.user,
        )
    found = answers(team, D(YEAR, 10, 1), D(YEAR, 12, 31))
    assert totals(found) == (1, 3)
    assert "Voorwaardelijke invrijheidstelling" not in str(rows(found, "title"))


def test_what_was_withdrawn_counts_only_for_what_was_known_before(world, team):
    entry = world.anna.background.get(code__key="offence-threat")
    withdraw_background(entry=entry, reason="Vrijgesproken", acting_user=world.user)
    assert "Bedreiging of belaging" not in rows(answers(team, APR), "offence")
    assert "Bedreiging of belaging" in rows(answers(team, APR, as_known=True), "offence")


def test_the_whole_organisation_and_a_team_apart(world, team, other_team):
    assert totals(figures(Period(APR, APR), team_ids=None)) == (3, 4)
    assert totals(answers(other_team, APR)) == (1, 1)
    assert totals(figures(Period(APR, APR), team_ids=())) == (0, 0)


def genders(team, first, last=None, **more):
    found = next(one for one in answers(team, first, last, **more).breakdowns if one.key == "gender")
    return {row.label: row.everybody.count for row in found.rows}


def becomes(client, user, gender, on, *, since=None, born=None):
    with at(on):
        change_client(
            client=client,
            form_token=uuid4(),
            first_name=client.first_name,
            last_name=client.last_name,
            birth_date=born or client.birth_date,
            gender=gender,
            gender_from=since,
            reason="Zo staat het in het paspoort.",
            somebody_else=True,
            acting_user=user,
        )
    client.refresh_from_db()


def test_a_gender_counts_on_the_days_on_which_it_held_and_a_mistake_nowhere(world, team):
    becomes(world.bob, world.user, Gender.FEMALE, OCT, since=AUG)
    assert genders(team, JAN) == {"man": 2, "vrouw": 1}
    assert genders(team, AUG) == {"man": 1, "vrouw": 2}
    assert genders(team, JAN, OCT) == {"man": 2, "vrouw": 2}  # bob under both
    assert genders(team, AUG, as_known=True) == {"man": 2, "vrouw": 1}
    becomes(world.cas, world.user, Gender.FEMALE, MAY)  # a mistake: never a man
    assert genders(team, JAN) == {"man": 1, "vrouw": 2}
    assert genders(team, JAN, as_known=True) == {"man": 2, "vrouw": 1}
    assert genders(team, MAY, as_known=True) == {"man": 1, "vrouw": 2}


def test_a_change_that_was_a_mistake_or_gets_an_earlier_day_counts_as_put_right(world, team):
    becomes(world.bob, world.user, Gender.FEMALE, AUG, since=AUG)
    becomes(world.bob, world.user, Gender.MALE, OCT)  # it never changed
    assert genders(team, AUG) == {"man": 2, "vrouw": 1}
    assert genders(team, AUG, as_known=True) == {"man": 1, "vrouw": 2}
    becomes(world.bob, world.user, Gender.FEMALE, OCT, since=AUG)
    becomes(world.bob, world.user, Gender.OTHER, OCT, since=APR)
    assert genders(team, AUG) == {"man": 1, "vrouw": 1, "anders": 1}
    assert genders(team, JAN) == {"man": 2, "vrouw": 1}


def test_a_date_of_birth_as_it_was_known(world, team):
    before = answers(team, AUG, as_known=True).ages
    becomes(world.bob, world.user, Gender.MALE, OCT, born=world.bob.birth_date.replace(year=YEAR - 60))
    assert answers(team, AUG, as_known=True).ages == before
    assert answers(team, AUG).ages != before


def test_the_queries_do_not_grow_with_the_population(world, team, other_team):
    counts = []
    for teams in ({other_team.pk}, None):
        with CaptureQueriesContext(connection) as queries:
            figures(Period(APR, APR), team_ids=teams, as_known=True)
        counts.append(len(queries))
    assert counts == [8, 7]  # of some teams besides: who belonged to them when


@pytest.mark.parametrize(
    ("day", "span", "first", "last"),
    [
        (D(2024, 2, 29), "dag", D(2024, 2, 29), D(2024, 2, 29)),
        (D(2024, 2, 29), "kwartaal", D(2024, 1, 1), D(2024, 3, 31)),
        (D(2023, 12, 31), "kwartaal", D(2023, 10, 1), D(2023, 12, 31)),
        (D(2023, 6, 30), "jaar", D(2023, 1, 1), D(2023, 12, 31)),
        (D(2024, 5, 5), "kwartaal", D(2024, 4, 1), D(2024, 5, 9)),
    ],
)
def test_a_period_is_the_day_its_quarter_or_its_year_as_far_as_it_passed(day, span, first, last):
    assert Period.around(day, span, D(2024, 5, 9)) == Period(first, last)


# --- small groups ------------------------------------------------------------------------------------------------------
def small(*counts):
    part = Breakdown.of("k", "t", [(str(place), count, 0) for place, count in enumerate(counts)]).without_small()
    return [str(row.forensic) for row in part.rows]


def test_a_group_below_five_is_hidden_and_cannot_be_found_by_subtraction():
    assert small(20, 3, 2) == ["20", "verborgen", "verborgen"]
    assert small(20, 8, 2) == ["20", "verborgen", "verborgen"]
    assert small(20, 5, 0) == ["20", "5", "0"]
    assert small(4) == ["verborgen"]
    assert Cell(4) != Cell(4, hidden=True)


# --- the pages ---------------------------------------------------------------------------------------------------------
PAGE = "/cijfers/"


def test_a_team_lead_sees_his_teams_and_an_administrator_everything_without_small_groups(client, world, team_lead):
    client.force_login(team_lead)
    page = client.get(PAGE, {"datum": APR.isoformat(), "over": "dag"}).content.decode()
    assert "Team Noord" in page
    assert "67%" in page
    client.force_login(make_user("beheer", Role.ADMINISTRATOR))
    page = client.get(PAGE, {"datum": APR.isoformat(), "over": "dag"}).content.decode()
    assert "hele organisatie" in page
    assert "verborgen" in page
    assert "niet te zeggen" in page
    assert "67%" not in page
    for name in ("de Vries", "Jan", "S-1"):
        assert f">{name}" not in page


def test_a_page_of_figures_leaves_one_row_without_clients(client, world, team_lead):
    client.force_login(team_lead)
    client.get(PAGE, {"datum": APR.isoformat(), "over": "jaar", "toen": "on"})
    row = AuditEntry.objects.get(object_type="overview.figures")
    assert row.details == {
        "from": D(YEAR, 1, 1).isoformat(),
        "until": D(YEAR, 12, 31).isoformat(),
        "as_known": True,
        "small_hidden": False,
    }
    assert not row.subjects.exists()


@pytest.mark.parametrize("day", ["2999-01-01", "onzin", "", "0001-01-01", "2024-02-31"])
def test_a_day_that_cannot_be_is_said_at_its_field(client, world, team_lead, day):
    client.force_login(team_lead)
    answer = client.get(PAGE, {"datum": day, "over": "dag"})
    assert answer.status_code == 200
    assert 'aria-invalid="true"' in answer.content.decode()
    assert client.get(reverse("overview:figures_file"), {"datum": day}).status_code == 200


def test_the_file_holds_the_same_figures_and_no_formula(client, world, team_lead):
    Location.objects.filter(pk=world.house.pk).update(name="=HYPERLINK(1)")
    client.force_login(team_lead)
    answer = client.get(reverse("overview:figures_file"), {"datum": APR.isoformat(), "over": "dag"})
    assert answer["Content-Disposition"] == f'attachment; filename="cijfers-{APR.isoformat()}.csv"'
    lines = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig")), delimiter=";"))
    assert ["totaal", "cliënten, ieder één keer", "2", "3"] in lines
    assert ["Per locatie", "'=HYPERLINK(1)", "1", "2"] in lines
    assert ["gemiddelde leeftijd", "intramuraal", "29,0", "39,0"] in lines
    assert AuditEntry.objects.filter(object_type="overview.figures", action="export").exists()


@pytest.mark.parametrize("text", ["=1", "+1", "-1", "@a", "\tx", "\rx"])
def test_a_cell_that_would_be_a_formula_is_quoted(text):
    assert safe_cell(text) == "'" + text
    assert safe_cell("Huis =1") == "Huis =1"


def test_two_files_that_became_one_count_once(world, team, team_lead):
    twin = world.person("S-5", team, Gender.MALE, world.bob.birth_date)
    with at(JAN):
        start_stay(client=twin, location=world.street, valid_from=JAN, acting_user=world.user)
        stay = twin.stays.get()
    with at(APR, 15):
        end_stay(
            stay=stay,
            valid_until=APR,
            end_kind="planned",
            destination=StayDestination.objects.get(key="own-home"),
            acting_user=world.user,
        )
    assert totals(answers(team, APR)) == (2, 4)
    Client.objects.filter(pk=twin.pk).update(merged_into=world.bob)
    assert totals(answers(team, APR)) == (2, 3)


def test_a_client_who_changed_teams_counts_where_he_was_on_each_day(world, team, other_team):
    """Anna went to the other team on 20 May; recorded in August."""
    ClientTeam.objects.create(client=world.anna, team=team, valid_from=JAN, valid_until=MAY - dt.timedelta(days=1))
    with at(AUG):
        ClientTeam.objects.create(
            client=world.anna,
            team=other_team,
            valid_from=MAY,
            decided_by=world.user,
            reason="Zelfstandig.",
            began_at=AUG_NOON,
        )
    Client.objects.filter(pk=world.anna.pk).update(team=other_team)

    def there(where, first, last=None, **more):
        found = figures(Period(first, last or first), team_ids={where.pk}, **more)
        return rows(found, "gender").get("vrouw", (0, 0))[1]

    before, after = MAY - dt.timedelta(days=1), MAY
    assert (there(team, before), there(other_team, before)) == (1, 0)
    assert (there(team, after), there(other_team, after)) == (0, 1)
    assert (there(team, APR, OCT), there(other_team, APR, OCT)) == (1, 1)
    assert (there(team, after, as_known=True), there(other_team, after, as_known=True)) == (1, 0)
    both = figures(Period(APR, OCT), team_ids={team.pk, other_team.pk})
    assert (both.everybody, rows(both, "gender")) == (4, rows(figures(Period(APR, OCT), team_ids=None), "gender"))
