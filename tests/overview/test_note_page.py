"""The page of one contact shows all that was written of it, the signs of the plan included."""

from __future__ import annotations

import datetime as dt
from uuid import uuid4

import pytest
from django.utils import timezone

from casework.enums import GoalOrigin
from casework.enums.goals import StepOwner
from casework.models import LifeDomain
from casework.services.notes import AgreedInNote, NoteDetails, add_addendum
from casework.services.plans import add_goal
from casework.services.steps import add_step
from overview.services.contacts import log_contact
from riskplans.selectors import seen_at
from tests.overview.conftest import sign

pytestmark = pytest.mark.django_db


def log(client_file, acting_user, **changes):
    fields = {
        "client": client_file,
        "form_token": uuid4(),
        "kind": "talk",
        "occurred_at": timezone.now() - dt.timedelta(hours=1),
        "duration_minutes": 45,
        "text": "We liepen zijn week door.",
        "went_well": "",
        "client_view": "",
        "domains": [],
        "signs": [],
        "touches": [],
        "acting_user": acting_user,
    }
    return log_contact(**{**fields, **changes})


def page_of(client, note):
    return " ".join(client.get(note.get_absolute_url()).content.decode().split())


def test_a_contact_shows_everything_that_was_written(client, client_file, counsellor, colleague, plan, condition):
    work = LifeDomain.objects.get(key="werk")
    goal = add_goal(
        client=client_file,
        form_token=uuid4(),
        origin=GoalOrigin.OWN,
        text="Werk vinden",
        domain=work,
        acting_user=counsellor,
    )
    due = timezone.localdate() + dt.timedelta(days=5)
    step = add_step(
        goal=goal,
        form_token=uuid4(),
        text="Een briefje ophangen",
        owner=StepOwner.TOGETHER,
        due_on=due,
        acting_user=counsellor,
    )
    note = log(
        client_file,
        counsellor,
        went_well="Hij kwam op tijd.",
        client_view="Het was een goede week.",
        domains=[work],
        signs=[sign(plan, "orange"), sign(plan, "green")],
        own_signs=[sign(plan, "orange")],
        touches=[(condition, "not_raised")],
        details=NoteDetails(
            place="In het park",
            participants=["client", "volunteer"],
            names="maatje Joop",
            goals=[goal],
            steps=[step],
            commitments=[AgreedInNote("Belt het uitzendbureau", "other", due, owner_name="zijn zus Anja")],
            visibility="named",
            readers=[colleague],
        ),
    )
    add_addendum(note=note, form_token=uuid4(), text="Het was dinsdag.", reason="Datum", acting_user=colleague)
    client.force_login(counsellor)
    page = page_of(client, note)
    for words in (
        "We liepen zijn week door.",
        "45 minuten",
        "Hij kwam op tijd.",
        "Het was een goede week.",
        f"{condition.kind}: niet aan de orde",
        "Aan deze doelen is gewerkt",
        "Aan deze stappen is gewerkt",
        "Een briefje ophangen",
        "Belt het uitzendbureau · zijn zus Anja, uiterlijk",
        "cliënt, vrijwilliger of maatje · maatje Joop",
        "<dt>Waar</dt> <dd>In het park</dd>",
        f"Dit verslag lezen alleen de schrijver, de teamleider en {colleague}.",
        "Aanvulling of correctie",
        "Het was dinsdag.",
        f"{colleague} · ",
        "· Datum</p>",
    ):
        assert words in page, words
    orange, green = sign(plan, "orange").text, sign(plan, "green").text
    assert page.index(green) < page.index(orange), "the calmest phase stands first"
    assert f"{orange} <span" in page
    assert "volgens begeleiding en de cliënt zelf" in page
    assert "Het stoplicht ging hierna op oranje." in page


def test_a_contact_without_signs_says_nothing_of_them(client, client_file, counsellor, plan):
    note = log(client_file, counsellor)
    client.force_login(counsellor)
    page = page_of(client, note)
    assert ">Signalen</h2>" not in page
    assert sign(plan, "orange").text not in page


def test_only_the_signs_of_this_contact_are_shown_and_each_once(client_file, counsellor, plan):
    earlier = log(client_file, counsellor, signs=[sign(plan, "orange")])
    note = log(client_file, counsellor, signs=[sign(plan, "green")], own_signs=[sign(plan, "green")])
    assert seen_at(note).signs == ((sign(plan, "green"), ("begeleiding", "de cliënt zelf")),)
    assert seen_at(note).change is None, "green came after orange and lowers nothing"
    assert seen_at(earlier).change.level == "orange"


def test_the_signs_cost_one_query(client_file, counsellor, plan, django_assert_num_queries):
    note = log(client_file, counsellor, signs=[sign(plan, "green"), sign(plan, "orange"), sign(plan, "red")])
    with django_assert_num_queries(1):
        seen = seen_at(note)
        assert [one.phase.level for one, _by in seen.signs] == ["green", "orange", "red"]
        assert seen.change.level == "red"
