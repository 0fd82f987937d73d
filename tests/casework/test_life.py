"""Life domains, strengths, day activities and debts: dated, never overwritten, on one page."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.errors import Refused
from accounts.models import AuditEntry
from casework.enums import GoalOrigin, HandoverPurpose
from casework.enums.life import DayActivityKind, DebtArrangement, StrengthFactor
from casework.models import DayActivity, DebtPlan, DomainEntry, LifeDomain, Strength
from casework.registry import HandoverFrame, registry
from casework.selectors.life import domain_states, strength_groups
from casework.selectors.life_entries import life_entries
from casework.services.life import (
    arrange_debts,
    describe_domain,
    end_day_activity,
    end_strength,
    note_strength,
    start_day_activity,
)
from casework.services.plans import add_goal

pytestmark = pytest.mark.django_db


def day(offset=0):
    return timezone.localdate() + dt.timedelta(days=offset)


def domain(key="wonen"):
    return LifeDomain.objects.get(key=key)


def describe(client, user, key="wonen", ago=0, **more):
    fields = {"client": client, "domain": domain(key), "form_token": uuid4(), "valid_from": day(-ago)}
    return describe_domain(**{**fields, "now": "Woont in het huis.", "acting_user": user, **more})


def goal(client, user, origin=GoalOrigin.OWN):
    return add_goal(
        client=client, form_token=uuid4(), origin=origin, text="Werk", domain=domain("werk"), acting_user=user
    )


def strength(client, user, **more):
    fields = {"client": client, "form_token": uuid4(), "factor": StrengthFactor.WORTH, "words": "Ik houd vol."}
    return note_strength(**{**fields, "noted_on": day(-10), "acting_user": user, **more})


def activity(client, user, **more):
    fields = {"client": client, "form_token": uuid4(), "kind": DayActivityKind.PAID, "name": "Fietsenfabriek"}
    return start_day_activity(
        **{**fields, "hours": Decimal("24.5"), "valid_from": day(-30), "acting_user": user, **more}
    )


def debts(client, user, **more):
    fields = {"client": client, "form_token": uuid4(), "arrangement": DebtArrangement.BUDGET_HELP}
    return arrange_debts(**{**fields, "valid_from": day(-20), "acting_user": user, **more})


# --- life domains --------------------------------------------------------------------------------------------------------
def test_there_are_twelve_domains_with_their_names_elsewhere():
    rows = LifeDomain.objects.filter(in_use=True)
    assert len(rows) == 12
    assert domain("wonen").zrm == "Huisvesting"
    assert (domain("zingeving").zrm, domain("zingeving").positive_health) == ("", "zingeving")
    assert all(row.zrm or row.eight_phases or row.risc or row.positive_health for row in rows)


def test_a_new_entry_leaves_the_earlier_one_readable(client_file, counsellor):
    old = describe(client_file, counsellor, ago=30)
    new = describe(client_file, counsellor, now="Woont op zichzelf.", active=["probation", "client"])
    state = next(one for one in domain_states(client_file) if one.domain.key == "wonen")
    assert (state.entry, state.earlier) == (new, (old,))
    assert new.active_labels == ["cliënt", "reclassering"]
    then = next(one for one in domain_states(client_file, day(-1)) if one.domain.key == "wonen")
    assert then.entry == old
    with pytest.raises(TypeError, match="immutable"):
        old.save()
    assert AuditEntry.objects.order_by("pk").last().details == {"domain": "wonen", "on": day().isoformat()}


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"valid_from": dt.date(2999, 1, 1)}, "valid_from"),
        ({"ago": 40}, "valid_from"),
        ({"now": " "}, "now"),
        ({"active": ["other"]}, "active_words"),
        ({"must_change": "x"}, "must_change"),
    ],
)
def test_an_entry_that_cannot_be_is_refused(client_file, counsellor, changes, field):
    describe(client_file, counsellor, ago=30)
    with pytest.raises(Refused) as caught:
        describe(client_file, counsellor, **changes)
    assert caught.value.field == field
    assert DomainEntry.objects.count() == 1


def test_a_domain_out_of_use_stays_in_sight_where_something_was_said(client_file, counsellor):
    describe(client_file, counsellor)
    LifeDomain.objects.filter(key__in=("wonen", "geld")).update(in_use=False)
    keys = [state.domain.key for state in domain_states(client_file)]
    assert "wonen" in keys
    assert "geld" not in keys


# --- strengths -----------------------------------------------------------------------------------------------------------
def test_strengths_stand_by_factor_until_they_hold_no_longer(client_file, counsellor):
    one, two = strength(client_file, counsellor), strength(client_file, counsellor, factor=StrengthFactor.RESOURCES)
    groups = strength_groups(client_file.strengths.all())
    assert [group.strengths for group in groups] == [(two,), (one,)]
    ended = end_strength(strength=one, ended_why="Hij ziet het nu anders.", acting_user=counsellor)
    assert ended.ended_on == day()
    assert end_strength(strength=one, ended_why="Iets anders", acting_user=counsellor).ended_why == ended.ended_why


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"ended_why": " "}, "ended_why"),
        ({"ended_on": dt.date(2999, 1, 1)}, "ended_on"),
        ({"ended_on": dt.date(2001, 1, 1)}, "ended_on"),
    ],
)
def test_an_end_of_a_strength_says_why_and_when(client_file, counsellor, changes, field):
    row = strength(client_file, counsellor)
    with pytest.raises(Refused) as caught:
        end_strength(strength=row, **{"ended_why": "Nee", "acting_user": counsellor, **changes})
    assert caught.value.field == field
    row.refresh_from_db()
    assert row.ended_on is None


@pytest.mark.parametrize(("changes", "field"), [({"words": " "}, "words"), ({"noted_on": day(1)}, "noted_on")])
def test_a_strength_has_words_and_a_day(client_file, counsellor, changes, field):
    with pytest.raises(Refused) as caught:
        strength(client_file, counsellor, **changes)
    assert caught.value.field == field
    assert not Strength.objects.exists()


# --- day activities and debts ----------------------------------------------------------------------------------------------
def test_work_that_stops_says_why_once(client_file, counsellor):
    row = activity(client_file, counsellor, goal=goal(client_file, counsellor))
    with pytest.raises(Refused) as caught:
        end_day_activity(activity=row, valid_until=day(), ended_why=" ", acting_user=counsellor)
    assert caught.value.field == "ended_why"
    end_day_activity(activity=row, valid_until=day(), ended_why="Contract liep af.", acting_user=counsellor)
    end_day_activity(activity=row, valid_until=day(), ended_why="Iets anders", acting_user=counsellor)
    row.refresh_from_db()
    assert row.ended_why == "Contract liep af."
    with pytest.raises(Refused, match="al beëindigd"):
        end_day_activity(activity=row, valid_until=day(-1), ended_why="Eerder", acting_user=counsellor)


@pytest.mark.parametrize(("until", "field"), [(day(1), "valid_until"), (day(-31), None)])
def test_work_stops_between_its_start_and_today(client_file, counsellor, until, field):
    row = activity(client_file, counsellor)
    with pytest.raises(Refused) as caught:
        end_day_activity(activity=row, valid_until=until, ended_why="Klaar", acting_user=counsellor)
    assert caught.value.field == field
    row.refresh_from_db()
    assert row.valid_until is None


@pytest.mark.parametrize(
    ("changes", "field"),
    [({"hours": Decimal(101)}, "hours"), ({"hours": Decimal(-1)}, "hours"), ({"name": ""}, "name")],
)
def test_work_has_a_name_and_hours_that_fit_a_week(client_file, counsellor, changes, field):
    with pytest.raises(Refused) as caught:
        activity(client_file, counsellor, **changes)
    assert caught.value.field == field
    assert not DayActivity.objects.exists()


@pytest.mark.parametrize("make", [activity, debts])
def test_it_serves_an_own_goal_of_the_same_client_alone(client_file, other_client, counsellor, make):
    own = goal(client_file, counsellor)
    assert make(client_file, counsellor, goal=own).goal == own
    for wrong in (goal(other_client, counsellor), goal(client_file, counsellor, GoalOrigin.IMPOSED)):
        with pytest.raises(Refused) as caught:
            make(client_file, counsellor, goal=wrong)
        assert caught.value.field == "goal"


def test_another_arrangement_leaves_the_earlier_one_readable(client_file, counsellor):
    old = debts(client_file, counsellor, valid_from=day(-40))
    token = uuid4()
    new = debts(client_file, counsellor, arrangement=DebtArrangement.MUNICIPAL, form_token=token)
    assert debts(client_file, counsellor, arrangement=DebtArrangement.MUNICIPAL, form_token=token) == new
    assert list(client_file.debt_plans.all()) == [new, old]
    for wrong in (day(-21), day(1)):
        with pytest.raises(Refused) as caught:
            debts(client_file, counsellor, valid_from=wrong)
        assert caught.value.field == "valid_from"
    assert DebtPlan.objects.count() == 2


# --- where it shows ------------------------------------------------------------------------------------------------------
def test_it_stands_on_the_timeline(client_file, counsellor):
    describe(client_file, counsellor)
    strength(client_file, counsellor)
    row = activity(client_file, counsellor)
    end_day_activity(activity=row, valid_until=day(), ended_why="Contract liep af.", acting_user=counsellor)
    debts(client_file, counsellor)
    titles = {entry.title for entry in life_entries(client_file, counsellor, timezone.now(), 20)}
    assert titles == {
        "Leefgebied bijgewerkt: Wonen en huishouden",
        "Kracht: Ik houd vol.",
        "Begint: Fietsenfabriek",
        "Gestopt: Fietsenfabriek",
        "Schulden: budgetbeheer",
    }


def test_a_handover_takes_domains_strengths_work_and_debts(client_file, counsellor):
    describe(client_file, counsellor, wanted="Eigen voordeur", active=["other"], active_words="Wijkteam")
    row = activity(client_file, counsellor)
    end_day_activity(activity=row, valid_until=day(), ended_why="Contract liep af.", acting_user=counsellor)
    debts(client_file, counsellor, administrator="Stichting Op Orde")
    strength(client_file, counsellor)
    ended = strength(client_file, counsellor, words="Niet meer zo")
    end_strength(strength=ended, ended_why="Nee", acting_user=counsellor)
    frame = HandoverFrame(HandoverPurpose.WARM, day(-90), day())
    told = registry.handover_sections["domains"].propose(client_file, counsellor, frame).text
    for words in ("nu (", "Eigen voordeur", "iemand anders (Wijkteam)", "24,5 uur per week", "Contract liep af"):
        assert words in told
    assert "schulden: budgetbeheer; Stichting Op Orde" in told
    strong = registry.handover_sections["went-well"].propose(client_file, counsellor, frame).text
    assert "“Ik houd vol.”" in strong
    assert "Niet meer zo" not in strong


def test_all_domains_stand_on_one_page_that_costs_the_same_with_more(client, client_file, counsellor, own_frame):
    def more(ago):
        describe(client_file, counsellor, ago=ago)
        strength(client_file, counsellor)
        activity(client_file, counsellor, goal=goal(client_file, counsellor))
        debts(client_file, counsellor)

    def look():
        with CaptureQueriesContext(connection) as queries:
            page = client.get(reverse("casework:life", args=[client_file.number])).content.decode()
        return page, len(queries)

    client.force_login(counsellor)
    more(9)
    look()
    one, cost_of_one = look()
    more(8)
    more(7)
    _three, cost_of_three = look()
    assert cost_of_one == cost_of_three <= 22
    assert all(str(row) in one.replace("&amp;", "&") for row in LifeDomain.objects.all())


def test_everything_is_written_on_its_page_and_a_refusal_keeps_what_was_typed(client, client_file, counsellor):
    client.force_login(counsellor)
    number, own = client_file.number, goal(client_file, counsellor)

    def post(view, *args, **data):
        return client.post(reverse(f"casework:{view}", args=[number, *args]), {"form_token": str(uuid4()), **data})

    today = day().isoformat()
    entry = {"wanted": "Rust in mijn hoofd", "must_change": "yes", "active": ["other"], "valid_from": today}
    page = post("domain_describe", "psyche", **entry).content.decode()
    assert "Schrijf op wie er nog meer actief is." in page
    assert "Rust in mijn hoofd" in page
    assert post("domain_describe", "psyche", **entry, active_words="Huisarts").status_code == 302
    assert "Huisarts" in client.get(reverse("casework:domain_describe", args=[number, "psyche"])).content.decode()
    assert post("strength_create", words="Ik kook goed", factor="worth", noted_on=today).status_code == 302
    row = client_file.strengths.get()
    assert post("strength_end", row.pk, ended_why="Nee", ended_on=today).status_code == 302
    work = {"kind": "paid", "name": "Bakker", "hours": "12,5", "valid_from": today, "goal": own.pk}
    assert post("day_activity_create", **work).status_code == 302
    job = client_file.day_activities.get()
    assert (job.hours, job.goal) == (Decimal("12.5"), own)
    assert post("day_activity_end", job.pk, valid_until=today, ended_why="Dicht").status_code == 302
    plan = {"arrangement": "municipal", "living_money": "60,50", "valid_from": today, "goal": own.pk}
    assert post("debts_arrange", **plan).status_code == 302
    assert client_file.debt_plans.get().living_money == Decimal("60.50")
    page = client.get(reverse("casework:life", args=[number])).content.decode()
    for words in ("Rust in mijn hoofd", "Ik kook goed", "Bakker", "60,50", "Helpt bij"):
        assert words in page
