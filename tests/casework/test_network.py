"""The network: dated and never overwritten, the order of questions, children first, consent, and what leaves the house."""

from __future__ import annotations

import datetime as dt
from uuid import uuid4

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.errors import Refused
from accounts.models import AuditEntry
from casework.enums import (
    ChildInformed,
    ConsentGiver,
    ConsentScope,
    HandoverPurpose,
    Influence,
    InvolvementQuestion,
    Relation,
)
from casework.models import InvolvementStep, NetworkMember, NetworkVersion
from casework.papers import network_context
from casework.registry import HandoverFrame, registry
from casework.selectors.network import cards_on, network_on, uninformed_children
from casework.selectors.network_drawing import genogram, sociogram
from casework.services.network import (
    add_member,
    answer_question,
    change_member,
    end_membership,
    give_consent,
    withdraw_consent,
)
from casework.services.network_drawings import draw_network

pytestmark = pytest.mark.django_db
CHILD = {"impact": "Slaapt slecht.", "safety": "Woont bij haar moeder.", "child_informed": ChildInformed.NO}


def ago(days: int) -> dt.date:
    return timezone.localdate() - dt.timedelta(days=days)


def add(client, user, name="Anna", relation=Relation.SIBLING, days=30, token=None, **facts):
    return add_member(
        client=client,
        form_token=token or uuid4(),
        facts={"name": name, "relation": relation, **facts},
        valid_from=ago(days),
        acting_user=user,
    )


def change(member, user, days=0, **facts):
    return change_member(member=member, form_token=uuid4(), facts=facts, valid_from=ago(days), acting_user=user)


def ask(member, user, question, said_yes):
    return answer_question(
        member=member, form_token=uuid4(), question=question, said_yes=said_yes, words="", acting_user=user
    )


def consent(member, user, scope=ConsentScope.CONTACT, by=ConsentGiver.CLIENT, **more):
    fields = {"valid_from": ago(10), "valid_until": None, "words": "", **more}
    return give_consent(member=member, form_token=uuid4(), scope=scope, given_by=by, acting_user=user, **fields)


def card_of(client):
    return cards_on(client, timezone.localdate())[0]


def page(client, name, client_file, *args):
    return client.get(reverse(f"casework:{name}", args=[client_file.number, *args])).content.decode()


def test_a_change_is_a_new_version_and_the_past_stays(client_file, counsellor):
    token = uuid4()
    member = add(client_file, counsellor, ring=3, token=token)
    assert add(client_file, counsellor, token=token) == member
    change(member, counsellor, days=5, influence=Influence.PROMOTING, ring=1)

    assert [row.ring for row in network_on(client_file, ago(6))] == [3]
    now = network_on(client_file, timezone.localdate())[0]
    assert (now.ring, now.influence, now.name) == (1, Influence.PROMOTING, "Anna")
    now.name = "Iemand anders"
    with pytest.raises(TypeError):
        now.save()
    with pytest.raises(Refused, match="vorige wijziging"):
        change(member, counsellor, days=9, ring=2)
    with pytest.raises(Refused, match="toekomst"):
        change(member, counsellor, days=-1, ring=2)
    assert AuditEntry.objects.filter(object_type="casework.networkversion").count() == 2


def test_who_left_stands_in_the_past_alone(client_file, counsellor):
    member = add(client_file, counsellor)
    end_membership(member=member, form_token=uuid4(), left_on=ago(3), why="Verhuisd.", acting_user=counsellor)
    assert network_on(client_file, timezone.localdate()) == []
    assert len(network_on(client_file, ago(4))) == 1
    with pytest.raises(Refused, match="niet meer in het netwerk"):
        change(member, counsellor, ring=1)


def test_the_order_of_questions_stops_with_advice_at_a_no_and_begins_anew(client_file, counsellor):
    member = add(client_file, counsellor)
    with pytest.raises(Refused, match="al beantwoord"):
        ask(member, counsellor, InvolvementQuestion.WILLING, said_yes=True)
    ask(member, counsellor, InvolvementQuestion.WANTED, said_yes=True)
    ask(member, counsellor, InvolvementQuestion.INFLUENCE, said_yes=False)
    state = card_of(client_file).involvement
    assert state.question is None
    assert state.stopped.question == InvolvementQuestion.INFLUENCE
    assert "Betrek hem of haar niet" in state.advice

    for question in InvolvementQuestion:
        ask(member, counsellor, question, said_yes=question != InvolvementQuestion.OVERBURDENED)
    state = card_of(client_file).involvement
    assert (state.turn, state.is_done, state.advice) == (2, True, "")


def test_being_overburdened_stops_at_a_yes(client_file, counsellor):
    member = add(client_file, counsellor)
    for question in InvolvementQuestion:
        ask(member, counsellor, question, said_yes=True)
    assert card_of(client_file).involvement.stopped.question == InvolvementQuestion.OVERBURDENED


def test_a_child_bypasses_the_order_and_needs_impact_and_safety_at_once(client_file, counsellor):
    with pytest.raises(Refused, match="Kind toevoegen"):
        add(client_file, counsellor, "Fleur", Relation.CHILD, birth_date=ago(2000))
    with pytest.raises(Refused, match="veiligheid"):
        add(client_file, counsellor, "Fleur", Relation.CHILD, birth_date=ago(2000), **(CHILD | {"safety": ""}))
    assert not NetworkMember.objects.exists()
    child = add(client_file, counsellor, "Fleur", Relation.CHILD, birth_date=ago(2000), **CHILD)
    with pytest.raises(Refused, match="impact en veiligheid gaan voor"):
        ask(child, counsellor, InvolvementQuestion.WANTED, said_yes=True)


def test_a_paper_warns_until_the_child_knows(client, client_file, counsellor):
    child = add(client_file, counsellor, "Fleur", Relation.CHILD, birth_date=ago(2000), **CHILD)
    add(client_file, counsellor, "Bas", Relation.CHILD, birth_date=ago(9000))
    client.force_login(counsellor)
    issue = page(client, "document_issue", client_file, "care-plan")
    assert "Fleur is een kind" in issue
    assert "weet het niet" in issue
    change(child, counsellor, child_informed=ChildInformed.YES)
    assert uninformed_children(client_file) == []
    assert "is een kind" not in page(client, "document_issue", client_file, "care-plan")


def test_from_sixteen_somebody_consents_himself(client_file, counsellor):
    older = add(client_file, counsellor, "Lotte", Relation.CHILD, birth_date=ago(365 * 17), **CHILD)
    younger = add(client_file, counsellor, "Fleur", Relation.CHILD, birth_date=ago(365 * 9), **CHILD)
    with pytest.raises(Refused, match="Vanaf 16"):
        consent(older, counsellor, by=ConsentGiver.GUARDIAN)
    with pytest.raises(Refused, match="Onder de 16"):
        consent(younger, counsellor, by=ConsentGiver.SELF)
    consent(older, counsellor, by=ConsentGiver.SELF)
    consent(younger, counsellor, by=ConsentGiver.GUARDIAN)


def test_contact_with_parents_of_an_adult_asks_his_consent_and_ends_with_it(client_file, counsellor):
    mother = add(client_file, counsellor, "Moeder", Relation.PARENT)
    assert "18 of ouder" in card_of(client_file).contact_needs
    given = consent(mother, counsellor)
    assert card_of(client_file).contact_needs == "Vraag het ook hem of haar zelf."
    consent(mother, counsellor, by=ConsentGiver.SELF)
    assert card_of(client_file).contact_needs == ""
    with pytest.raises(Refused, match="ingetrokken voordat"):
        withdraw_consent(consent=given, withdrawn_on=ago(11), why="", acting_user=counsellor)
    withdraw_consent(consent=given, withdrawn_on=ago(0), why="Ruzie.", acting_user=counsellor)
    assert "18 of ouder" in card_of(client_file).contact_needs
    assert cards_on(client_file, ago(1))[0].contact_needs == ""


def test_a_victim_is_kept_narrow(client_file, counsellor):
    with pytest.raises(Refused, match="alleen een aanduiding"):
        add(client_file, counsellor, "De ex-partner", Relation.VICTIM, phone="0612345678")
    victim = add(client_file, counsellor, "De ex-partner", Relation.VICTIM, note="Contactverbod.")
    with pytest.raises(ValidationError):
        NetworkVersion(
            member=victim, valid_from=ago(1), name="X", relation=Relation.VICTIM, own_need="x", recorded_by=counsellor
        ).full_clean(exclude={"form_token"})
    rows = network_on(client_file, timezone.localdate())
    assert sociogram(rows).nodes == ()
    assert genogram(rows) is None
    assert network_context(client_file, counsellor)["network"].rows == []
    with pytest.raises(Refused, match="gedragsdeskundige"):
        ask(victim, counsellor, InvolvementQuestion.WANTED, said_yes=True)
    with pytest.raises(Refused, match="gedragsdeskundige"):
        consent(victim, counsellor, ConsentScope.HANDOVER)


def test_a_handover_names_who_agreed_and_nobody_else(client_file, counsellor):
    section = registry.handover_sections["network"]
    assert set(section.grounds) == {HandoverPurpose.WARM, HandoverPurpose.INSIDE}
    frame = HandoverFrame(HandoverPurpose.WARM, ago(90), timezone.localdate())
    sister = add(client_file, counsellor, "Anna", support=["emotional"])
    add(client_file, counsellor, "Kees", Relation.FRIEND)
    add(client_file, counsellor, "De buurvrouw", Relation.VICTIM)
    assert section.propose(client_file, counsellor, frame).text == ""
    consent(sister, counsellor, ConsentScope.HANDOVER, ConsentGiver.SELF)
    told = section.propose(client_file, counsellor, frame)
    assert "Anna (broer of zus)" in told.text
    assert "emotioneel" in told.text
    assert "Kees" not in told.text
    assert "buurvrouw" not in told.text + "".join(told.warnings)
    assert any("Van 1 in het netwerk" in one for one in told.warnings)


def test_the_drawing_is_edited_by_form_and_writes_what_moved(client, client_file, counsellor):
    anna = add(client_file, counsellor)
    kees = add(client_file, counsellor, "Kees", Relation.FRIEND, influence=Influence.HINDERING)
    client.force_login(counsellor)
    address = reverse("casework:network_drawing", args=[client_file.number])
    sent: dict[str, object] = {"form_token": str(uuid4()), "valid_from": str(ago(0))}
    for member, ring in ((anna, 1), (kees, 2)):
        sent |= {f"ring_{member.pk}": ring, f"angle_{member.pk}": "", f"seen_{member.pk}": member.versions.first().pk}
    sent |= {f"influence_{anna.pk}": "promoting", f"influence_{kees.pk}": "hindering"}
    assert client.post(address, sent | {f"angle_{anna.pk}": "x"}).status_code == 200
    assert client.post(address, sent).status_code == 302
    assert client.post(address, sent).status_code == 302
    assert (anna.versions.count(), kees.versions.count()) == (2, 1)
    nodes = {node.label: node for node in sociogram(network_on(client_file, timezone.localdate())).nodes}
    assert (nodes["Anna"].tie, nodes["Kees"].tie) == ("strong", "broken")
    assert (
        draw_network(client=client_file, form_token=uuid4(), places={}, valid_from=ago(0), acting_user=counsellor) == 0
    )


def test_the_genogram_stands_in_generations(client_file, counsellor):
    for name, relation in (("Moeder", Relation.PARENT), ("Anna", Relation.SIBLING), ("Eva", Relation.PARTNER)):
        add(client_file, counsellor, name, relation)
    add(client_file, counsellor, "Fleur", Relation.CHILD, birth_date=ago(2000), **CHILD)
    drawing = genogram(network_on(client_file, timezone.localdate()))
    at = {node.label: node for node in drawing.nodes}
    assert at["Moeder"].y < at["Anna"].y == drawing.y == at["Eva"].y < at["Fleur"].y
    assert at["Anna"].x < drawing.x < at["Eva"].x


def test_the_flow_on_screen(client, client_file, counsellor):
    member = add(client_file, counsellor)
    client.force_login(counsellor)
    address = reverse("casework:network_question", args=[client_file.number, member.pk])
    assert "Wil de cliënt" in client.get(address).content.decode()
    sent = {"form_token": str(uuid4()), "question": "wanted", "answer": "no", "words": "Nu niet."}
    assert (
        "Kies" in client.post(address, sent | {"answer": ""}).content.decode() or not InvolvementStep.objects.exists()
    )
    body = client.post(address, sent, follow=True).content.decode()
    assert "Stop hier." in body
    assert "Nu niet." in body
    assert "Vraag 1 van 5" in client.get(address, {"opnieuw": 1}).content.decode()
    assert InvolvementStep.objects.count() == 1


def test_a_child_is_added_on_screen_and_shown_first(client, client_file, counsellor):
    client.force_login(counsellor)
    address = reverse("casework:network_child_create", args=[client_file.number])
    sent = {
        "form_token": str(uuid4()), "valid_from": str(ago(1)), "name": "Fleur", "relation": "child", "gender": "female",
        "birth_date": str(ago(365 * 30)), "ring": "1", **CHILD,
    }  # fmt: skip
    assert "geen kind meer" in client.post(address, sent).content.decode()
    body = client.post(address, sent | {"birth_date": str(ago(2500))}, follow=True).content.decode()
    assert "Slaapt slecht." in body
    assert "Genogram" in body
    past = client.get(reverse("casework:network", args=[client_file.number]), {"op": str(ago(2))}).content.decode()
    assert "Fleur" not in past
    assert client.get(reverse("casework:network", args=[client_file.number]), {"op": "gisteren"}).status_code == 200


MOST_QUERIES = {"network": 19, "network_member": 20}


@pytest.mark.parametrize("name", ["network", "network_member"])
def test_the_pages_ask_no_more_with_three(client, client_file, counsellor, name):
    first = add(client_file, counsellor)
    consent(first, counsellor)
    client.force_login(counsellor)
    args = () if name == "network" else (first.pk,)
    page(client, name, client_file, *args)
    with CaptureQueriesContext(connection) as one:
        page(client, name, client_file, *args)
    for person in ("Kees", "Eva"):
        member = add(client_file, counsellor, person)
        consent(member, counsellor)
        ask(member, counsellor, InvolvementQuestion.WANTED, said_yes=True)
    with CaptureQueriesContext(connection) as three:
        page(client, name, client_file, *args)
    assert len(three) == len(one) <= MOST_QUERIES[name]


def test_another_clients_member_is_not_found(client, client_file, other_client, counsellor):
    member = add(other_client, counsellor)
    client.force_login(counsellor)
    assert client.get(reverse("casework:network_member", args=[client_file.number, member.pk])).status_code == 404
