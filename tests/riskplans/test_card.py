"""The stoplight card: one sheet, whatever stands in the plan."""

from __future__ import annotations

from dataclasses import replace
from uuid import uuid4

import pytest
from django.utils import timezone
from django.utils.formats import date_format

from accounts.errors import Refused
from casework.models import Document
from casework.services.documents import issue_document, read_document
from riskplans.enums import Actor, NoticedBy, PhaseLevel
from riskplans.selectors import ActionText, PhaseText, SignText
from tests.pdf import assert_is_a_paper, text_of
from tests.riskplans.conftest import FULL, make_active_plan

pytestmark = pytest.mark.django_db


def issue(client, user) -> Document:
    return issue_document(client=client, kind_key="stoplight_card", form_token=uuid4(), acting_user=user)


def words_of(document, user) -> str:
    return text_of(read_document(document=document, acting_user=user)).replace("\N{NO-BREAK SPACE}", " ")


def long_phase(level, lines):
    """A phase with many signs and actions."""
    signs = tuple(
        SignText(
            f"Signaal {number}: ik slaap slecht en ik zeg dat er niets is",
            (NoticedBy.CLIENT, NoticedBy.OTHERS)[number % 2],
        )
        for number in range(lines)
    )
    actions = tuple(
        ActionText(
            (Actor.CLIENT, Actor.COUNSELLOR)[number % 2], f"Stap {number}: samen naar buiten", phone="06 12 34 56 78"
        )
        for number in range(lines)
    )
    return PhaseText(level, "Zo ben ik dan.", signs, actions)


def test_the_card_is_one_page_of_a_paper(client_file, counsellor, active):
    document = issue(client_file, counsellor)
    content = read_document(document=document, acting_user=counsellor)
    assert document.pages == 1
    assert document.number.startswith("SK-")
    assert_is_a_paper(
        content, title="Stoplichtkaart", number=document.number, day=date_format(timezone.localdate(), "j F Y")
    )


def test_it_says_in_words_what_the_colours_say(client_file, counsellor, active):
    words = words_of(issue(client_file, counsellor), counsellor)
    assert words.index("Groen") < words.index("Oranje") < words.index("Rood")
    for part in (
        "Ik zeg afspraken af",
        "Hij loopt veel heen en weer (zijn zus)",
        "Ik bel mijn zus 06-12345678",
        "Noor belt mij 050-1234567",
        "Bel de crisisdienst 0800-1234",
        "Wie ik bel, op volgorde",
        "Anja (zus)",
        "Is er direct gevaar? Bel 112.",
        "Even naar buiten.",
        "Mij vastpakken.",
        "Mijn zus, sport.",
    ):
        assert part in words


def test_a_fourth_phase_has_its_place(client_file, counsellor):
    phases = (FULL.phases[0], long_phase(PhaseLevel.YELLOW, 4), *FULL.phases[1:])
    make_active_plan(client_file, counsellor, replace(FULL, phases=phases))
    document = issue(client_file, counsellor)
    words = words_of(document, counsellor)
    assert document.pages == 1
    assert words.index("Groen") < words.index("Geel") < words.index("Oranje") < words.index("Rood")
    assert "Anja (zus)" in words


def test_a_long_plan_is_set_smaller_and_loses_nothing(client_file, counsellor):
    phases = (FULL.phases[0], long_phase(PhaseLevel.ORANGE, 10), long_phase(PhaseLevel.RED, 10))
    make_active_plan(client_file, counsellor, replace(FULL, phases=phases))
    document = issue(client_file, counsellor)
    words = words_of(document, counsellor)
    assert document.pages == 1
    for number in range(10):
        assert words.count(f"Signaal {number}:") == words.count(f"Stap {number}:") == 2


def test_a_plan_that_fits_no_page_is_refused_with_what_to_do(client_file, counsellor):
    phases = (FULL.phases[0], long_phase(PhaseLevel.ORANGE, 60), long_phase(PhaseLevel.RED, 60))
    make_active_plan(client_file, counsellor, replace(FULL, phases=phases))
    with pytest.raises(Refused, match="te veel in om op één bladzijde te passen"):
        issue(client_file, counsellor)
    assert not Document.objects.exists()


def test_somebody_who_does_not_know_that_he_may_be_called_is_marked(client_file, counsellor):
    contacts = (replace(FULL.contacts[0], agreed_on=None),)
    make_active_plan(client_file, counsellor, replace(FULL, contacts=contacts))
    assert "nog niet met deze persoon afgesproken" in words_of(issue(client_file, counsellor), counsellor)


def test_without_a_plan_that_holds_there_is_no_card(client_file, counsellor, draft):
    with pytest.raises(Refused, match="nog geen geldend signaleringsplan"):
        issue(client_file, counsellor)
