"""What the part of one client in a group has beside the rest: his steps, his own words, and who reads his note."""

from __future__ import annotations

import datetime as dt
import re
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.enums import Role
from accounts.errors import Refused
from casework.enums import GoalOrigin, NoteVisibility
from casework.enums.goals import StepOwner
from casework.models import ContactNote, FormDraft, LifeDomain
from casework.services.group_contacts import GroupPart
from casework.services.notes import NoteDetails
from casework.services.plans import add_goal
from casework.services.steps import add_step
from tests.conftest import make_user
from tests.overview.test_group_details import PAGE, log, second, typed

__all__ = ["second"]  # a fixture

pytestmark = pytest.mark.django_db


@pytest.fixture
def step(client_file, counsellor):
    goal = add_goal(
        client=client_file,
        form_token=uuid4(),
        origin=GoalOrigin.OWN,
        text="Werk vinden",
        domain=LifeDomain.objects.get(key="werk"),
        acting_user=counsellor,
    )
    return add_step(
        goal=goal,
        form_token=uuid4(),
        text="Een briefje ophangen in de supermarkt",
        owner=StepOwner.TOGETHER,
        due_on=timezone.localdate() + dt.timedelta(days=5),
        acting_user=counsellor,
    )


def test_through_the_page_a_part_has_steps_own_words_and_readers(
    client, client_file, second, counsellor, colleague, step
):
    client.force_login(counsellor)
    pk = client_file.pk
    client.post(
        PAGE,
        typed(
            client_file,
            second,
            participants=["volunteer"],
            **{
                f"steps_{pk}": [step.pk],
                f"client_view_{pk}": "Ik durf het wel te vragen.",
                f"visibility_{pk}": "named",
                f"readers_{pk}": [colleague.pk],
            },
        ),
    )
    mine, his = client_file.notes.get(), second.notes.get()
    assert (list(mine.steps.all()), list(mine.goals.all())) == ([step], [step.goal])
    assert (mine.client_view, his.client_view) == ("Ik durf het wel te vragen.", "")
    assert (mine.visibility, list(mine.readers.all())) == (NoteVisibility.NAMED, [colleague])
    assert (his.visibility, his.readers.count(), his.steps.count()) == (NoteVisibility.TEAM, 0, 0)
    assert [one.role for one in his.participants.all()] == ["client", "volunteer"]
    third = make_user("sanne", Role.COUNSELLOR, team=client_file.team)
    client.force_login(third)
    assert client.get(mine.get_absolute_url()).status_code == 404
    assert client.get(his.get_absolute_url()).status_code == 200


def test_steps_and_readers_are_those_of_the_client_himself(
    client, client_file, second, other_client, counsellor, colleague, outsider, step
):
    volunteer = make_user("mies", Role.VOLUNTEER, team=client_file.team)
    client.force_login(counsellor)
    parts = {part.client: part for part in client.get(PAGE).context["form"].parts}
    assert [tick.value for tick in parts[client_file].steps[1]] == [str(step.pk)]
    assert parts[second].steps is None
    offered = {tick.value for tick in parts[second].readers[1]}
    assert str(colleague.pk) in offered
    assert not {str(counsellor.pk), str(outsider.pk), str(volunteer.pk)} & offered
    sent = typed(client_file, second, **{f"steps_{second.pk}": [step.pk], f"readers_{second.pk}": [outsider.pk]})
    form = client.post(PAGE, sent).context["form"]
    assert set(form.errors) == {f"steps_{second.pk}", f"readers_{second.pk}"}
    assert not ContactNote.objects.exists()


def test_a_reader_without_the_tick_is_refused_at_that_part_with_all_that_was_typed(
    client, client_file, second, counsellor, colleague
):
    client.force_login(counsellor)
    pk = second.pk
    sent = typed(client_file, second, **{f"readers_{pk}": [colleague.pk], f"client_view_{pk}": "Ik was er graag."})
    answer = client.post(PAGE, sent)
    form = answer.context["form"]
    assert set(form.errors) == {f"visibility_{pk}"}
    assert "Willem Bos" in str(form.errors[f"visibility_{pk}"])
    assert form[f"client_view_{pk}"].value() == "Ik was er graag."
    page = answer.content.decode()
    assert re.search(rf'name="readers_{pk}" value="{colleague.pk}" id="[^"]+" checked>', page)
    assert next(part for part in form.parts if part.client == second).more_in_use
    assert not ContactNote.objects.exists()


@pytest.mark.parametrize("field", ["client_view_{pk}", "visibility_{pk}", "steps_{pk}", "readers_{pk}"])
def test_who_was_not_ticked_and_has_one_of_these_is_asked_about(
    client, client_file, second, counsellor, colleague, step, field
):
    client.force_login(counsellor)
    value = {"visibility_{pk}": "named", "steps_{pk}": str(step.pk), "readers_{pk}": str(colleague.pk)}
    answer = client.post(PAGE, typed(second, **{field.format(pk=client_file.pk): value.get(field, "Iets.")}))
    assert "Vink aan dat deze cliënt erbij was" in str(answer.context["form"].errors[f"present_{client_file.pk}"])
    assert not ContactNote.objects.exists()


def test_the_draft_brings_them_back(client, client_file, second, counsellor, colleague, step):
    client.force_login(counsellor)
    pk = client_file.pk
    given = {
        f"steps_{pk}": [str(step.pk)],
        f"client_view_{pk}": "Ik durf het wel te vragen.",
        f"readers_{pk}": [str(colleague.pk)],
    }
    sent = typed(**given, **{f"visibility_{pk}": "named"}, draft_form="group-contact", draft_client="", draft_path=PAGE)
    assert "saved" in client.post("/concepten/bewaren/", sent).json()
    page = client.get(FormDraft.objects.get().resume_url)
    form = page.context["form"]
    assert form.errors == {}
    assert [form[name].value() for name in given] == list(given.values())
    assert re.search(rf'name="visibility_{pk}" value="named" id="[^"]+" checked>', page.content.decode())
    assert next(part for part in form.parts if part.client == client_file).more_in_use


def test_a_tick_of_who_reads_names_nobody_by_itself(client, client_file, second, counsellor):
    """A part that was left alone sends nothing: otherwise everybody on the page would stand in the draft."""
    client.force_login(counsellor)
    page = client.get(PAGE).content.decode()
    for one in (client_file, second):
        assert re.search(rf'name="visibility_{one.pk}" value="named" id="[^"]+">', page)


@pytest.mark.parametrize("what", ["steps_{pk}", "client_view_{pk}", "visibility_{pk}", "readers_{pk}"])
def test_a_draft_with_one_of_these_of_a_closed_file_is_refused(client, other_client, counsellor, what):
    client.force_login(counsellor)
    sent = typed(draft_form="group-contact", draft_client="", draft_path=PAGE, **{what.format(pk=other_client.pk): "7"})
    assert client.post("/concepten/bewaren/", sent).status_code == 400
    assert not FormDraft.objects.exists()


def test_the_services_hold_it_too(client_file, second, other_client, counsellor, outsider, step):
    stranger = NoteDetails(visibility=NoteVisibility.NAMED, readers=[outsider])
    for details, field in ((stranger, "readers"), (NoteDetails(steps=[step]), "steps")):
        with pytest.raises(Refused, match=r"^Willem Bos: ") as refusal:
            log([GroupPart(client_file), GroupPart(second, details=details)], counsellor)
        assert refusal.value.field == f"{field}_{second.pk}"
    assert not ContactNote.objects.exists()


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_costs_the_same_with_more_colleagues_and_steps(
    client, client_file, second, counsellor, step, count, django_assert_max_num_queries
):
    for number in range(count):
        make_user(f"reader{number}", Role.COUNSELLOR, team=client_file.team)
        add_step(
            goal=step.goal,
            form_token=uuid4(),
            text=f"Stap {number}",
            owner=StepOwner.ALONE,
            due_on=timezone.localdate(),
            acting_user=counsellor,
        )
    client.force_login(counsellor)
    with django_assert_max_num_queries(19):
        client.get(reverse("overview:group_contact"))
