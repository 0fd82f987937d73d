"""The drawings of the network on paper: whole on a page, with what the lines mean, and in words for who cannot see them."""

from __future__ import annotations

import datetime as dt
from io import BytesIO
from uuid import uuid4

import pikepdf
import pytest
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format

from accounts.errors import Refused
from casework.enums import ConsentGiver, ConsentScope, GoalOrigin, HandoverPurpose, Relation
from casework.enums.network import SupportDirection, TieKind
from casework.models import LifeDomain, NetworkMember
from casework.registry import HandoverFrame
from casework.selectors.network import network_proposal
from casework.selectors.network_changes import network_day
from casework.services.documents import issue_document, read_document
from casework.services.network import add_member, change_member, give_consent
from casework.services.network_drawings import TieLine, draw_ecogram
from casework.services.plans import add_goal
from tests.pdf import figures_of, pages_of, text_of

pytestmark = pytest.mark.django_db
KINDS = (TieKind.STRONG, TieKind.WEAK, TieKind.STRESSFUL, TieKind.BROKEN)


def fill(client, user, count):
    """Put so many people around a client, each with a tie on a life domain."""
    day = timezone.localdate() - dt.timedelta(days=3)
    domains, ties = list(LifeDomain.objects.all()), {}
    for index in range(count):
        relation = (Relation.SIBLING, Relation.PARENT, Relation.FRIEND, Relation.ORGANISATION)[index % 4]
        facts = {"name": f"Persoon {index + 1}", "relation": relation, "ring": index % 3 + 1}
        member = add_member(client=client, form_token=uuid4(), facts=facts, valid_from=day, acting_user=user)
        kind = KINDS[index % 4]
        direction = SupportDirection.NONE if kind == TieKind.BROKEN else SupportDirection.TO_CLIENT
        ties[member.pk, domains[index % len(domains)].pk] = TieLine(kind, direction)
    draw_ecogram(client=client, form_token=uuid4(), ties=ties, valid_from=day, acting_user=user)


def issue(client, user, kind):
    document = issue_document(client=client, kind_key=kind, form_token=uuid4(), acting_user=user)
    return read_document(document=document, acting_user=user)


def test_the_paper_has_the_drawings_their_legend_and_the_same_in_words(client_file, counsellor):
    fill(client_file, counsellor, 4)
    victim = {"name": "De buurvrouw", "relation": Relation.VICTIM}
    add_member(
        client=client_file, form_token=uuid4(), facts=victim, valid_from=timezone.localdate(), acting_user=counsellor
    )
    content = issue(client_file, counsellor, "network")
    text = text_of(content)
    for words in (
        "Wie staat dichtbij?",
        "Dichtbij Persoon 1: broer of zus, nog niet besproken",
        "Dikke lijn: helpt vooruit",
        "zigzag: gespannen",
        "pijl: welke kant de steun op gaat",
        "Persoon 3 (vriend of vriendin): gespannen, steun naar u toe",
        "Persoon 4 (organisatie): verbroken",
        "Uw familie",
        "Vierkant: man.",
    ):
        assert words in text, words
    assert "buurvrouw" not in text
    with pikepdf.open(BytesIO(content)) as pdf:
        told = {str(one.get("/Alt", "")) for one in figures_of(pdf)}
    assert {
        "Sociogram: wie dichtbij staat en wie ver weg",
        "Ecogram: mensen en organisaties per leefgebied",
        "Genogram: de familie in generaties",
    } <= told


def test_many_people_still_fit_on_their_page(client_file, counsellor):
    fill(client_file, counsellor, 24)
    pages = pages_of(issue(client_file, counsellor, "network"))
    assert len(pages) <= 5
    assert all("Persoon" in page for page in pages)  # no page is left empty by a drawing that did not fit


def test_the_care_plan_draws_the_ecogram_too(client_file, counsellor):
    fill(client_file, counsellor, 2)
    add_goal(
        client=client_file,
        form_token=uuid4(),
        origin=GoalOrigin.OWN,
        text="Vaker naar mijn zus.",
        domain=LifeDomain.objects.all()[0],
        acting_user=counsellor,
    )
    text = text_of(issue(client_file, counsellor, "care_plan"))
    assert "Per leefgebied" in text
    assert "Persoon 2 (ouder of opvoeder): zwak, steun naar u toe" in text
    assert "Daartussen Persoon 2: ouder of opvoeder" in text


def test_without_anybody_there_is_no_paper(client, client_file, counsellor):
    with pytest.raises(Refused, match="Er staat nog niemand in het netwerk"):
        issue(client_file, counsellor, "network")
    client.force_login(counsellor)
    page = client.get(reverse("casework:document_issue", args=[client_file.number, "network"])).content.decode()
    assert "Er staat nog niemand in het netwerk" in page


def test_the_paper_of_a_chosen_day_shows_that_day_and_says_so(client, client_file, counsellor):
    day = timezone.localdate() - dt.timedelta(days=2)
    fill(client_file, counsellor, 2)
    new = {"name": "Nieuwe buur", "relation": Relation.NEIGHBOUR}
    add_member(
        client=client_file, form_token=uuid4(), facts=new, valid_from=timezone.localdate(), acting_user=counsellor
    )
    client.force_login(counsellor)
    address = f"{reverse('casework:network_paper', args=[client_file.number])}?op={day:%Y-%m-%d}"
    words = date_format(day, "j F Y")
    assert f"Zoals het was op {words}" in client.get(address).content.decode()
    answer = client.post(address, {"form_token": uuid4(), "recipient": "x" * 161})
    assert "recipient" in answer.context["form"].errors
    assert client.post(address, {"form_token": uuid4(), "recipient": "Jeroen"}).status_code == 302
    document = client_file.documents.get()
    assert document.title == f"Tekeningen van het netwerk op {words}"
    text = text_of(read_document(document=document, acting_user=counsellor))
    assert f"Zo was het op {words}" in text
    assert "Persoon 1" in text
    assert "Nieuwe buur" not in text
    page = client.get(f"{reverse('casework:network', args=[client_file.number])}?op={day:%Y-%m-%d}").content.decode()
    assert f"/netwerk/papier/?op={day:%Y-%m-%d}" in page


def test_a_day_on_which_nobody_stood_there_gives_no_paper(client, client_file, counsellor):
    fill(client_file, counsellor, 1)
    client.force_login(counsellor)
    address = f"{reverse('casework:network_paper', args=[client_file.number])}?op=2020-01-01"
    assert "stond er nog niemand" in client.get(address).content.decode()
    assert client.post(address, {"form_token": uuid4()}).status_code == 200
    assert not client_file.documents.exists()


def test_who_became_a_victim_is_on_no_paper_of_an_earlier_day(client_file, counsellor):
    fill(client_file, counsellor, 2)
    member = NetworkMember.objects.get(versions__name="Persoon 2")
    give_consent(
        member=member,
        form_token=uuid4(),
        scope=ConsentScope.HANDOVER,
        given_by=ConsentGiver.CLIENT,
        valid_from=timezone.localdate() - dt.timedelta(days=3),
        valid_until=None,
        words="",
        acting_user=counsellor,
    )
    before = timezone.localdate() - dt.timedelta(days=1)
    frame = HandoverFrame(HandoverPurpose.WARM, before, before)
    assert "Persoon 2" in network_proposal(client_file, counsellor, frame).text
    change_member(
        member=member,
        form_token=uuid4(),
        facts={"relation": Relation.VICTIM},
        valid_from=timezone.localdate(),
        acting_user=counsellor,
    )
    assert "Persoon 2" not in network_proposal(client_file, counsellor, frame).text
    drawn = network_day(client_file, before)
    assert [row.name for row in drawn.rows] == ["Persoon 1"]
    assert len(drawn.ties) == 1
