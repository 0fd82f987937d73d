"""Steps on the ladder with their results, goals that serve each other, and what is celebrated."""

from __future__ import annotations

import datetime as dt
from importlib import import_module
from uuid import uuid4

import pytest
from django.apps import apps
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.errors import Refused
from accounts.models import AuditEntry
from casework.enums import GoalOrigin, NoteKind
from casework.enums.goals import StepOwner, StepResult
from casework.models import Celebration, GoalLink, GoalStep, LifeDomain
from casework.selectors import goals_tree
from casework.selectors.celebrations import to_celebrate
from casework.selectors.duties import step_duties
from casework.selectors.entries import goal_entries
from casework.services.notes import NoteDetails, write_note
from casework.services.plans import add_goal, close_goal
from casework.services.steps import add_step, celebrate, finish_step, link_goal

pytestmark = pytest.mark.django_db


def day(offset=0):
    return timezone.localdate() + dt.timedelta(days=offset)


def goal(client, user, origin=GoalOrigin.OWN, text="Werk vinden", **more):
    domain = LifeDomain.objects.get(key="werk")
    return add_goal(
        client=client, form_token=uuid4(), origin=origin, text=text, domain=domain, acting_user=user, **more
    )


def step(of, user, **changes):
    fields = {
        "goal": of,
        "form_token": uuid4(),
        "text": "Belt één bedrijf",
        "owner": StepOwner.ALONE,
        "started_on": day(-10),
        "due_on": day(-1),
        "acting_user": user,
    }
    return add_step(**{**fields, **changes})


def finish(row, user, result=StepResult.REACHED, **more):
    return finish_step(step=row, result=result, acting_user=user, **more)


def note(client, user, **details):
    return write_note(
        client=client,
        form_token=uuid4(),
        kind=NoteKind.TALK,
        occurred_at=timezone.now() - dt.timedelta(hours=1),
        duration_minutes=30,
        text="Gepraat.",
        details=NoteDetails(**details),
        acting_user=user,
    )


# --- goals that serve each other -----------------------------------------------------------------------------------------
def test_one_imposed_goal_serves_several_own_goals_and_several_serve_one(client_file, counsellor):
    work, home = goal(client_file, counsellor), goal(client_file, counsellor, text="Eigen huis")
    clean = goal(client_file, counsellor, GoalOrigin.IMPOSED, "Niet gebruiken", serves=[work, home])
    report = goal(client_file, counsellor, GoalOrigin.IMPOSED, "Melden", serves=[work])
    tree = goals_tree(client_file)
    assert {branch.goal: branch.served_by for branch in tree.own} == {work: (clean, report), home: (clean,)}
    assert tree.unlinked == ()


def test_links_are_changed_later_and_the_trail_says_what_stood_there(client_file, counsellor):
    work, home = goal(client_file, counsellor), goal(client_file, counsellor, text="Eigen huis")
    clean = goal(client_file, counsellor, GoalOrigin.IMPOSED, "Niet gebruiken", serves=[work])
    link_goal(goal=clean, serves=[home], acting_user=counsellor)
    assert list(clean.serves.all()) == [home]
    assert AuditEntry.objects.order_by("pk").last().details == {"serves": [home.pk], "before": [work.pk]}
    rows = AuditEntry.objects.count()
    link_goal(goal=clean, serves=[home], acting_user=counsellor)
    assert AuditEntry.objects.count() == rows


def test_a_link_with_an_own_goal_that_was_closed_stays(client_file, counsellor):
    work, home = goal(client_file, counsellor), goal(client_file, counsellor, text="Eigen huis")
    clean = goal(client_file, counsellor, GoalOrigin.IMPOSED, "Niet gebruiken", serves=[work])
    close_goal(goal=work, result="reached", acting_user=counsellor)
    link_goal(goal=clean, serves=[home], acting_user=counsellor)
    assert set(clean.serves.all()) == {work, home}


def test_only_an_open_imposed_goal_is_linked_and_only_to_open_own_goals(client_file, other_client, counsellor):
    own, clean = goal(client_file, counsellor), goal(client_file, counsellor, GoalOrigin.IMPOSED)
    with pytest.raises(Refused, match="Alleen een opgelegd"):
        link_goal(goal=own, serves=[], acting_user=counsellor)
    for wrong in (clean, goal(other_client, counsellor)):
        with pytest.raises(Refused, match="eigen doel van deze cliënt"):
            link_goal(goal=clean, serves=[wrong], acting_user=counsellor)
    close_goal(goal=clean, result="dropped", acting_user=counsellor)
    with pytest.raises(Refused, match="al afgesloten"):
        link_goal(goal=clean, serves=[own], acting_user=counsellor)


def test_the_old_single_link_comes_along(client_file, counsellor):
    """The filling migration reads ``serves_id``: checked on a stand-in, since the column is gone."""
    module = import_module("casework.migrations.0019_goal_links_filled")
    own, clean = goal(client_file, counsellor), goal(client_file, counsellor, GoalOrigin.IMPOSED)

    class Old:
        class objects:  # noqa: N801 -- stands in for a manager
            @staticmethod
            def exclude(**_kwargs):
                return type("Rows", (), {"values_list": staticmethod(lambda *_names: [(clean.pk, own.pk)])})

    class OldApps:
        @staticmethod
        def get_model(app, name):
            return Old if name == "Goal" else apps.get_model(app, name)

    module.fill(OldApps, None)
    assert GoalLink.objects.get().own == own


# --- steps ---------------------------------------------------------------------------------------------------------------
def test_a_step_has_an_owner_and_a_day_and_stands_under_its_goal(client_file, counsellor, django_assert_num_queries):
    work = goal(client_file, counsellor)
    one, two = step(work, counsellor), step(work, counsellor, owner=StepOwner.TOGETHER, due_on=day(5))
    finish(two, counsellor)
    with django_assert_num_queries(3):
        found = goals_tree(client_file, steps=True).own[0].goal
        assert (found.open_steps, found.ended_steps) == ([one], [two])
    assert one.is_late
    assert not two.is_late


@pytest.mark.parametrize(
    ("changes", "field"),
    [({"due_on": day(-11)}, "due_on"), ({"owner": "x"}, "owner"), ({"text": " "}, "text"), ({"owner": ""}, "owner")],
)
def test_a_step_that_cannot_be_is_refused(client_file, counsellor, changes, field):
    with pytest.raises(Refused) as caught:
        step(goal(client_file, counsellor), counsellor, **changes)
    assert caught.value.field == field
    assert not GoalStep.objects.exists()


def test_a_closed_goal_takes_no_steps_and_a_second_click_gives_no_second_step(client_file, counsellor):
    work, token = goal(client_file, counsellor), uuid4()
    assert step(work, counsellor, form_token=token) == step(work, counsellor, form_token=token)
    close_goal(goal=work, result="reached", acting_user=counsellor)
    with pytest.raises(Refused, match="afgesloten"):
        step(work, counsellor)


def test_partly_names_what_is_reached_and_what_remains_and_can_go_on(client_file, counsellor):
    row = step(goal(client_file, counsellor), counsellor)
    for given, field in (({}, "reached"), ({"reached": "Nummer opgezocht"}, "remains")):
        with pytest.raises(Refused) as caught:
            finish(row, counsellor, StepResult.PARTLY, **given)
        assert caught.value.field == field
    words = {"reached": "Nummer opgezocht", "remains": "Bellen"}
    finish(row, counsellor, StepResult.PARTLY, **words, next_due_on=day(7))
    onwards = client_file.steps.get(ended_on=None)
    assert (onwards.text, onwards.due_on, onwards.owner) == ("Bellen", day(7), StepOwner.ALONE)


def test_dropping_asks_why_and_a_result_is_written_once(client_file, counsellor):
    row = step(goal(client_file, counsellor), counsellor)
    with pytest.raises(Refused) as caught:
        finish(row, counsellor, StepResult.DROPPED)
    assert caught.value.field == "reason"
    ended = finish(row, counsellor, StepResult.DROPPED, reason="Hij wil iets anders.")
    assert finish(row, counsellor, StepResult.DROPPED, reason="Iets anders") == ended
    with pytest.raises(Refused, match="al afgerond"):
        finish(row, counsellor)
    ended.text = "Anders"
    with pytest.raises(TypeError, match="immutable"):
        ended.save()


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"ended_on": day(1)}, "ended_on"),
        ({"ended_on": day(-11)}, "ended_on"),
        ({"next_due_on": day(7)}, "next_due_on"),
        ({"result": StepResult.PARTLY, "reached": "A", "remains": "B", "next_due_on": day()}, "next_due_on"),
        ({"result": "x"}, "result"),
    ],
)
def test_a_result_that_cannot_be_is_refused_and_changes_nothing(client_file, counsellor, changes, field):
    row = step(goal(client_file, counsellor), counsellor)
    with pytest.raises(Refused) as caught:
        finish(row, counsellor, **changes)
    assert caught.value.field == field
    row.refresh_from_db()
    assert row.ended_on is None
    assert GoalStep.objects.count() == 1


def test_a_step_is_due_on_its_day_until_somebody_says_how_it_went(client_file, counsellor):
    work = goal(client_file, counsellor)
    row = step(work, counsellor)
    step(work, counsellor, due_on=day(3))
    duty = next(iter(step_duties(day())))
    assert (duty.key, duty.due_on, duty.owner_ids) == (f"casework.goal-step:{row.pk}", day(-1), (counsellor.pk,))
    assert "Werk vinden" in duty.basis
    finish(row, counsellor)
    assert not step_duties(day())


def test_a_note_touches_a_step_and_with_it_its_goal(client_file, other_client, counsellor):
    row = step(goal(client_file, counsellor), counsellor)
    written = note(client_file, counsellor, steps=[row])
    assert list(written.steps.all()) == [row]
    assert list(written.goals.all()) == [row.goal]
    with pytest.raises(Refused) as caught:
        note(other_client, counsellor, steps=[row])
    assert caught.value.field == "steps"


# --- celebrating ---------------------------------------------------------------------------------------------------------
def test_what_was_celebrated_stands_in_the_timeline_and_in_the_next_contact(client, client_file, counsellor):
    row = finish(step(goal(client_file, counsellor), counsellor), counsellor)
    assert to_celebrate(client_file).steps == (row,)
    one = celebrate(
        client=client_file,
        form_token=uuid4(),
        what="Eerste telefoontje",
        how="Taart met het huis",
        step=row,
        acting_user=counsellor,
    )
    assert one.goal == row.goal
    found = to_celebrate(client_file)
    assert (found.celebrated, found.steps) == ((one,), ())
    titles = [entry.title for entry in goal_entries(client_file, counsellor, timezone.now(), 20)]
    assert "Gevierd: Eerste telefoontje" in titles
    assert "Stap gelukt: Belt één bedrijf" in titles
    client.force_login(counsellor)
    page = client.get(reverse("overview:contact_create", args=[client_file.number])).content.decode()
    assert "Taart met het huis" in page


def test_what_was_celebrated_before_the_last_contact_is_no_news(client_file, counsellor):
    done = {"form_token": uuid4(), "what": "Taart", "how": "Samen", "acting_user": counsellor}
    celebrate(client=client_file, celebrated_on=day(-3), **done)
    assert to_celebrate(client_file).celebrated
    note(client_file, counsellor)
    assert not to_celebrate(client_file).celebrated


@pytest.mark.parametrize(("changes", "field"), [({"celebrated_on": day(1)}, "celebrated_on"), ({"how": " "}, "how")])
def test_a_celebration_says_how_and_lies_behind_us(client_file, counsellor, changes, field):
    fields = {"client": client_file, "form_token": uuid4(), "what": "Taart", "how": "Samen", "acting_user": counsellor}
    with pytest.raises(Refused) as caught:
        celebrate(**{**fields, **changes})
    assert caught.value.field == field
    assert not Celebration.objects.exists()


def test_nothing_of_somebody_else_is_celebrated(client_file, other_client, counsellor):
    with pytest.raises(Refused, match="hoort niet bij"):
        celebrate(
            client=client_file,
            form_token=uuid4(),
            what="Taart",
            how="Samen",
            goal=goal(other_client, counsellor),
            acting_user=counsellor,
        )


# --- pages ---------------------------------------------------------------------------------------------------------------
def test_the_plan_page_shows_goals_linked_and_costs_the_same_with_more(client, client_file, counsellor, own_frame):
    def more():
        work = goal(client_file, counsellor)
        goal(client_file, counsellor, GoalOrigin.IMPOSED, "Niet gebruiken", serves=[work])
        step(work, counsellor)
        celebrate(client=client_file, form_token=uuid4(), what="Taart", how="Samen", goal=work, acting_user=counsellor)

    def look():
        with CaptureQueriesContext(connection) as queries:
            page = client.get(reverse("casework:plan", args=[client_file.number])).content.decode()
        return page, len(queries)

    client.force_login(counsellor)
    more()
    look()
    one, cost_of_one = look()
    more()
    more()
    three, cost_of_three = look()
    assert (one.count("opgelegd, helpt hierbij"), three.count("opgelegd, helpt hierbij")) == (1, 3)
    assert one.index("Stip op de horizon") < one.index('id="doelen"')
    assert cost_of_one == cost_of_three


def test_a_result_that_is_refused_keeps_what_was_typed(client, client_file, counsellor):
    row = step(goal(client_file, counsellor), counsellor)
    client.force_login(counsellor)
    where = reverse("casework:step_finish", args=[client_file.number, row.pk])
    sent = {"result": "partly", "reached": "Nummer gevonden", "ended_on": day().isoformat()}
    page = client.post(where, sent).content.decode()
    assert "Schrijf op wat er nog overblijft." in page
    assert "Nummer gevonden" in page
    assert client.post(where, {**sent, "remains": "Bellen"}).status_code == 302
    row.refresh_from_db()
    assert row.result == StepResult.PARTLY


def test_goal_step_and_celebration_are_made_on_the_page(client, client_file, counsellor):
    own = goal(client_file, counsellor)
    client.force_login(counsellor)
    number = client_file.number

    def post(name, *args, **data):
        return client.post(reverse(f"casework:{name}", args=[number, *args]), {"form_token": str(uuid4()), **data})

    imposed = {"origin": "imposed", "text": "Clean", "domain": own.domain_id, "serves": [own.pk]}
    assert post("goal_create", **imposed).status_code == 302
    clean = client_file.goals.get(text="Clean")
    assert list(clean.serves.all()) == [own]
    assert post("goal_link", clean.pk, serves=[]).status_code == 302
    assert not clean.serves.exists()
    form = client.get(reverse("casework:step_create", args=[number, own.pk])).context["form"]
    assert form["due_on"].value() == day(14)
    assert post("step_create", own.pk, text="Bellen", owner="together", due_on=day(7).isoformat()).status_code == 302
    assert post("celebration_create", what="Taart", how="Samen", celebrated_on=day().isoformat()).status_code == 302
    assert (client_file.steps.count(), client_file.celebrations.count()) == (1, 1)
