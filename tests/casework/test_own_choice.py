"""What the client must and where he decides himself: on screen and on paper, from his titles and conditions."""

from __future__ import annotations

from uuid import uuid4

import pytest
from django.core.management import call_command
from django.urls import reverse

from accounts.models import AuditEntry
from casework.models import ConditionKind
from casework.selectors.own_choice import own_choice
from casework.services.titles import suspend
from casework.templatetags.paper_pictogram import paper_pictogram
from tests.casework.test_legal import day, new_condition, new_title
from tests.casework.test_profiles import profile
from tests.pdf import text_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def drugs_ban(client_file, title, counsellor):
    return new_condition(
        client_file,
        title,
        counsellor,
        kind=ConditionKind.objects.get(key="middelenverbod"),
        text="Betrokkene gebruikt geen drugs.",
        checked_by="Tom Hendriks",
    )


def test_each_condition_says_who_controls_and_until_when(client_file, drugs_ban, title):
    one = own_choice(client_file).conditions[0]
    assert (one.name, one.checked_by, one.until, one.pictogram) == (
        drugs_ban.kind.name,
        "Tom Hendriks",
        title.valid_until,
        "middelen",
    )


def test_who_usually_controls_is_recorded_with_the_condition(client_file, title, counsellor):
    assert new_condition(client_file, title, counsellor).checked_by == "reclassering"


def test_how_it_is_controlled_in_this_case_stands_beside_what_is_usual(client_file, title, counsellor):
    kind = ConditionKind.objects.get(key="middelenverbod")
    usual = new_condition(client_file, title, counsellor, kind=kind)
    own = new_condition(client_file, title, counsellor, kind=kind, check_method="urinecontrole, twee keer per week.")
    found = {one.condition: one.own_method for one in own_choice(client_file).conditions}
    assert found == {usual: "", own: "urinecontrole, twee keer per week"}


def test_the_page_leads_to_the_paper(client, client_file, drugs_ban, counsellor):
    client.force_login(counsellor)
    page = client.get(reverse("casework:must", args=[client_file.number])).content.decode()
    paper = reverse("casework:document_issue", args=[client_file.number, "own-choice"])
    assert paper in page
    assert client.get(paper).status_code == 200


def test_what_ended_is_not_told(client_file, drugs_ban):
    assert own_choice(client_file, day(266)).nothing_must
    assert own_choice(client_file, day(266)).titles == ()


def test_the_page_tells_what_must_and_what_is_his_own(client, client_file, drugs_ban, counsellor):
    client.force_login(counsellor)
    text = client.get(reverse("casework:must", args=[client_file.number])).content.decode()
    for words in (
        drugs_ban.kind.must,
        drugs_ban.kind.own_choice,
        drugs_ban.kind.check_plain,
        "Tom Hendriks",
        drugs_ban.text,
    ):
        assert words in text
    assert "Die datum is nog niet zeker." in text
    assert "Op papier" in text
    assert AuditEntry.objects.filter(object_type="casework.own_choice", client_number=client_file.number).exists()


def test_without_anything_the_page_says_that_he_decides(client, client_file, counsellor):
    client.force_login(counsellor)
    url = reverse("casework:must", args=[client_file.number])
    assert "Wat u doet, beslist u zelf." in client.get(url).content.decode()
    profile(client_file, counsellor)
    assert "Wij blijven wel met u opletten" in client.get(url).content.decode()


def test_a_title_that_stands_still_and_one_without_an_end_are_said_plainly(client, client_file, title, counsellor):
    suspend(title=title, form_token=uuid4(), valid_from=day(-3), reason="Detentie", acting_user=counsellor)
    new_title(client_file, counsellor, valid_until=None)
    client.force_login(counsellor)
    text = client.get(reverse("casework:must", args=[client_file.number])).content.decode()
    assert "Deze titel staat nu stil." in text
    assert "We weten nog niet wanneer dit stopt." in text


def test_the_page_costs_the_same_with_one_condition_and_with_three(
    client, client_file, title, drugs_ban, counsellor, django_assert_max_num_queries
):
    client.force_login(counsellor)
    url = reverse("casework:must", args=[client_file.number])
    client.get(url)
    with django_assert_max_num_queries(15) as one:
        client.get(url)
    for key in ("meldplicht", "dagbesteding"):
        new_condition(client_file, title, counsellor, kind=ConditionKind.objects.get(key=key))
    with django_assert_max_num_queries(15) as three:
        client.get(url)
    assert len(one) == len(three)


def test_the_paper_says_the_same(client_file, drugs_ban, counsellor, tmp_path):
    paper = tmp_path / "paper.pdf"
    call_command(
        "issue_document", "own-choice", client_file.number, "--as", counsellor.username, "--output", str(paper)
    )
    text = " ".join(text_of(paper.read_bytes()).split())
    for words in (
        drugs_ban.kind.must,
        drugs_ban.kind.own_choice,
        "Tom Hendriks",
        "Wat hier niet staat, is geen voorwaarde",
    ):
        assert words in text


def test_a_drawing_that_is_not_there_leaves_nothing():
    assert paper_pictogram("bestaat-niet") == ""
    assert "<path" in paper_pictogram("praten")
