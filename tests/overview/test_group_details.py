"""What the note of a group says of each client: signs, conditions, goals, life domains, agreements, in his file alone."""

from __future__ import annotations

import datetime as dt
import re
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.errors import Refused
from casework.enums import GoalOrigin
from casework.models import Commitment, ConditionTouch, ContactNote, FormDraft, GroupContact, LifeDomain
from casework.services.clients import assign_counsellor
from casework.services.group_contacts import GroupPart
from casework.services.notes import AgreedInNote, NoteDetails
from casework.services.plans import add_goal
from overview.services.group_contacts import SeenInGroup, log_group
from overview.views import group_contacts as view
from riskplans.models import PhaseChange, SignObservation
from riskplans.selectors import current_phase
from tests.conftest import make_client
from tests.overview.conftest import sign

pytestmark = pytest.mark.django_db
PAGE = "/contacten/groep/"


@pytest.fixture
def second(team, counsellor):
    other = make_client("S-0009", team, first_name="Willem", last_name="Bos")
    assign_counsellor(client=other, counsellor=counsellor, starts_on=timezone.localdate(), acting_user=counsellor)
    return other


def a_goal(client, acting_user, text="Werk vinden"):
    return add_goal(
        client=client,
        form_token=uuid4(),
        origin=GoalOrigin.OWN,
        text=text,
        domain=LifeDomain.objects.get(key="werk"),
        acting_user=acting_user,
    )


def log(parts, acting_user, **changes):
    fields = {
        "form_token": uuid4(),
        "kind": "group",
        "occurred_at": timezone.now() - dt.timedelta(hours=2),
        "duration_minutes": 60,
        "text": "Samen gekookt en gegeten.",
        "parts": parts,
        "acting_user": acting_user,
    }
    return log_group(**{**fields, **changes})


def typed(*there, **changes):
    now = timezone.localtime() - dt.timedelta(minutes=5)
    return {
        "form_token": str(uuid4()),
        "kind": "activity",
        "day": now.date().isoformat(),
        "time": now.strftime("%H:%M"),
        "duration_minutes": "45",
        "text": "Samen gekookt en gegeten.",
        **{f"present_{one.pk}": "on" for one in there},
        **changes,
    }


def rows_written():
    models = (GroupContact, ContactNote, SignObservation, PhaseChange, ConditionTouch, Commitment)
    return [model.objects.count() for model in models]


def test_through_the_page_each_file_gets_what_is_its_own(client, client_file, second, counsellor, plan, condition):
    goal = a_goal(client_file, counsellor)
    werk, wonen = LifeDomain.objects.get(key="werk"), LifeDomain.objects.get(key="wonen")
    due = timezone.localdate() + dt.timedelta(days=3)
    client.force_login(counsellor)
    pk, other = client_file.pk, second.pk
    answer = client.post(
        PAGE,
        typed(
            client_file,
            second,
            **{
                f"text_{pk}": "Hij sneed de uien.",
                f"went_well_{pk}": "Bleef tot het eind.",
                f"domains_{pk}": [werk.pk],
                f"goals_{pk}": [goal.pk],
                f"condition_{condition.pk}_{pk}": "kept",
                f"signs_{pk}": [sign(plan, "orange").pk],
                f"own_{pk}": [sign(plan, "orange").pk],
                f"domains_{other}": [wonen.pk],
                f"agreed_0_text_{other}": "Doet de boodschappen",
                f"agreed_0_owner_{other}": "other",
                f"agreed_0_owner_name_{other}": "zijn zus Anja",
                f"agreed_0_due_on_{other}": due.isoformat(),
            },
        ),
        follow=True,
    )
    said = " ".join(str(message) for message in answer.context["messages"])
    assert "vastgelegd in 2 dossiers" in said
    assert "Het stoplicht van Jeroen Dekker staat nu op oranje." in said
    mine, his = client_file.notes.get(), second.notes.get()
    assert (list(mine.domains.all()), list(mine.goals.all())) == ([werk], [goal])
    assert [(touch.condition, touch.outcome) for touch in mine.condition_touches.all()] == [(condition, "kept")]
    assert {seen.seen_by for seen in mine.sign_observations.all()} == {"counsellor", "client"}
    assert (list(his.domains.all()), his.sign_observations.count(), his.condition_touches.count()) == ([wonen], 0, 0)
    made = Commitment.objects.get()
    assert (made.client, made.origin_id, made.owner_name) == (second, his.pk, "zijn zus Anja")
    assert (current_phase(client_file).level, current_phase(second)) == ("orange", None)
    page = " ".join(client.get(his.get_absolute_url()).content.decode().split())
    assert "Doet de boodschappen · zijn zus Anja," in page
    for words in ("Werk vinden", "uien", "Jeroen", client_file.number, str(condition.kind)):
        assert words not in page


def test_only_what_is_a_clients_own_is_offered_to_him(client, client_file, second, counsellor, plan, condition):
    goal, other = a_goal(client_file, counsellor), a_goal(second, counsellor, "Een eigen fiets")
    client.force_login(counsellor)
    parts = {part.client: part for part in client.get(PAGE).context["form"].parts}
    mine, his = parts[client_file], parts[second]
    assert [tick.value for tick in mine.goals[1]] == [str(goal.pk)]
    assert [tick.value for tick in his.goals[1]] == [str(other.pk)]
    assert [level for level, _pairs in mine.signs()] == ["green", "orange", "red"]
    assert (list(his.signs()), his.conditions) == ([], [])
    assert [field.label for field, _options in mine.conditions] == [str(condition.kind)]


def test_what_is_somebody_elses_is_refused_at_his_field_and_nothing_is_written(
    client, client_file, second, counsellor, plan, condition
):
    goal = a_goal(client_file, counsellor)
    client.force_login(counsellor)
    answer = client.post(
        PAGE,
        typed(
            client_file,
            second,
            **{
                f"goals_{second.pk}": [goal.pk],
                f"signs_{second.pk}": [sign(plan, "red").pk],
                f"text_{second.pk}": "Ja.",
            },
        ),
    )
    form = answer.context["form"]
    assert set(form.errors) == {f"goals_{second.pk}", f"signs_{second.pk}"}
    assert form[f"text_{second.pk}"].value() == "Ja."
    assert rows_written() == [0, 0, 0, 0, 0, 0]
    # The condition of another is no field of his, and is not written.
    client.post(PAGE, typed(client_file, second, **{f"condition_{condition.pk}_{second.pk}": "not_kept"}))
    assert not ConditionTouch.objects.exists()


def test_what_is_wrong_says_whose_it_is_and_stands_open(client, client_file, second, counsellor):
    client.force_login(counsellor)
    answer = client.post(PAGE, typed(client_file, second, **{f"agreed_0_text_{second.pk}": "Belt zijn zus"}))
    page = " ".join(answer.content.decode().split())
    assert "Willem Bos, Wie: Kies wie dit doet." in page
    assert "Willem Bos, Uiterlijk: Vul in voor wanneer." in page
    parts = {part.client: part for part in answer.context["form"].parts}
    assert (parts[second].in_use, parts[second].more_in_use, parts[client_file].in_use) == (True, True, False)
    assert answer.context["form"][f"agreed_0_text_{second.pk}"].value() == "Belt zijn zus"
    assert not GroupContact.objects.exists()


@pytest.mark.parametrize(
    "field", ["text_{pk}", "went_well_{pk}", "agreed_0_text_{pk}", "condition_{condition}_{pk}", "signs_{pk}"]
)
def test_who_was_not_ticked_and_has_something_is_asked_about(
    client, client_file, second, counsellor, plan, condition, field
):
    client.force_login(counsellor)
    value = {"condition_{condition}_{pk}": "kept", "signs_{pk}": str(sign(plan, "green").pk)}.get(field, "Iets.")
    name = field.format(pk=client_file.pk, condition=condition.pk)
    answer = client.post(PAGE, typed(second, **{name: value}))
    assert "Vink aan dat deze cliënt erbij was" in str(answer.context["form"].errors[f"present_{client_file.pk}"])
    assert not ContactNote.objects.exists()


def test_another_agreement_of_one_client_keeps_the_rest_and_leaves_the_others_alone(
    client, client_file, second, counsellor
):
    client.force_login(counsellor)
    data = typed(
        client_file, text="", **{f"agreed_0_text_{client_file.pk}": "Belt", f"more_agreed_{client_file.pk}": "1"}
    )
    form = client.post(PAGE, data).context["form"]
    parts = {part.client: part for part in form.parts}
    assert (parts[client_file].agreed.count, parts[second].agreed.count) == (2, 1)
    assert (form.errors, form[f"agreed_0_text_{client_file.pk}"].value()) == ({}, "Belt")
    assert not ContactNote.objects.exists()


def test_on_a_long_list_what_is_his_comes_when_it_is_asked_for(
    client, client_file, second, counsellor, plan, monkeypatch
):
    monkeypatch.setattr(view, "MOST_WITH_OWN", 0)
    client.force_login(counsellor)
    page = client.get(PAGE)
    assert [part.own for part in page.context["form"].parts] == [None, None]
    assert f'name="more_{client_file.pk}"' in page.content.decode()
    form = client.post(PAGE, typed(text="", **{f"more_{client_file.pk}": "1"})).context["form"]
    parts = {part.client: part for part in form.parts}
    assert (parts[client_file].in_use, parts[client_file].more_in_use, form.errors) == (True, True, {})
    assert [level for level, _pairs in parts[client_file].signs()] == ["green", "orange", "red"]
    assert parts[second].own is None
    # Logged from that page: whoever is ticked is judged with what is his.
    client.post(PAGE, typed(client_file, second, **{f"signs_{client_file.pk}": [sign(plan, "green").pk]}))
    assert (ContactNote.objects.count(), SignObservation.objects.count()) == (2, 1)


def test_the_draft_brings_all_of_it_back(client, client_file, second, counsellor, plan, condition):
    goal = a_goal(client_file, counsellor)
    client.force_login(counsellor)
    pk = client_file.pk
    given = {
        f"goals_{pk}": [str(goal.pk)],
        f"signs_{pk}": [str(sign(plan, "orange").pk)],
        f"condition_{condition.pk}_{pk}": "not_kept",
        f"agreed_1_text_{pk}": "Belt de bank",
        f"agreed_1_owner_{pk}": "client",
    }
    sent = typed(**given, draft_form="group-contact", draft_client="", draft_path=PAGE)
    assert "saved" in client.post("/concepten/bewaren/", sent).json()
    page = client.get(FormDraft.objects.get().resume_url)
    form = page.context["form"]
    assert form.errors == {}
    assert [form[name].value() for name in given] == list(given.values())
    shown = page.content.decode()
    for name, value in ((f"goals_{pk}", goal.pk), (f"signs_{pk}", sign(plan, "orange").pk)):
        assert re.search(rf'name="{name}" value="{value}" id="[^"]+" checked>', shown)
    assert len(re.findall(r'type="checkbox"[^>]* checked>', shown)) == 2
    assert '<option value="not_kept" selected>' in shown
    assert next(part for part in form.parts if part.client == client_file).more_in_use


@pytest.mark.parametrize("what", ["goals_{pk}", "signs_{pk}", "condition_5_{pk}", "agreed_0_text_{pk}", "domains_{pk}"])
def test_a_draft_with_something_of_a_closed_file_is_refused(client, other_client, counsellor, what):
    client.force_login(counsellor)
    sent = typed(draft_form="group-contact", draft_client="", draft_path=PAGE, **{what.format(pk=other_client.pk): "7"})
    assert client.post("/concepten/bewaren/", sent).status_code == 400
    assert not FormDraft.objects.exists()


def test_when_one_part_is_refused_nothing_is_written_and_it_says_whose(client_file, second, counsellor, plan):
    early = AgreedInNote("Belt", "client", dt.date(2020, 1, 1))
    with pytest.raises(Refused, match=r"^Willem Bos: Deze datum is al voorbij\.") as refusal:
        log([GroupPart(client_file), GroupPart(second, details=NoteDetails(commitments=[early]))], counsellor)
    assert refusal.value.field == f"due_on_{second.pk}"
    foreign = [SeenInGroup(second, own_signs=[sign(plan, "red")])]
    with pytest.raises(Refused, match=r"^Willem Bos: Het signaleringsplan is intussen gewijzigd"):
        log([GroupPart(client_file), GroupPart(second)], counsellor, seen=foreign)
    future = timezone.now() + dt.timedelta(days=1)
    with pytest.raises(Refused, match="toekomst") as refusal:
        log([GroupPart(client_file), GroupPart(second)], counsellor, occurred_at=future)
    assert refusal.value.field == "occurred_at"
    assert rows_written() == [0, 0, 0, 0, 0, 0]


def test_sent_twice_it_ticks_once_and_with_other_words_it_is_refused(client_file, second, counsellor, plan):
    token = uuid4()
    parts = [GroupPart(client_file), GroupPart(second)]
    seen = [SeenInGroup(client_file, signs=[sign(plan, "orange")]), SeenInGroup(second)]
    changes = [log(parts, counsellor, form_token=token, seen=seen).changes for _click in range(2)]
    assert [len(found) for found in changes] == [1, 0]
    assert rows_written() == [1, 2, 1, 1, 0, 0]
    with pytest.raises(Refused, match="al verstuurd en vastgelegd"):
        log([GroupPart(client_file, "Nog iets."), GroupPart(second)], counsellor, form_token=token)


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_costs_the_same_with_goals_of_many(
    client, team, counsellor, plan, condition, count, django_assert_max_num_queries
):
    for number in range(count):
        one = make_client(f"S-20{number}", team)
        assign_counsellor(client=one, counsellor=counsellor, starts_on=timezone.localdate(), acting_user=counsellor)
        for goal in range(count):
            a_goal(one, counsellor, f"Doel {goal}")
    client.force_login(counsellor)
    with django_assert_max_num_queries(19) as asked:
        page = client.get(reverse("overview:group_contact"))
    assert len([query for query in asked.captured_queries if "SAVEPOINT" not in query["sql"]]) == 15
    assert len(page.context["form"].parts) == count + 1
