"""The pocket card and the whole plan on paper: everything is there, in words, and the pocket card is one sheet."""

from __future__ import annotations

from dataclasses import replace
from uuid import uuid4

import pytest

from accounts.errors import Refused
from casework.services.documents import issue_document, read_document
from riskplans.enums import PhaseLevel
from riskplans.services.evaluations import evaluate_plan
from tests.pdf import text_of
from tests.riskplans.conftest import FULL, make_active_plan
from tests.riskplans.test_card import long_phase
from tests.riskplans.test_evaluations import FORM, TODAY

pytestmark = pytest.mark.django_db


def issue(client, user, kind):
    document = issue_document(client=client, kind_key=kind, form_token=uuid4(), acting_user=user)
    words = text_of(read_document(document=document, acting_user=user))
    return document, words.replace("\N{NO-BREAK SPACE}", " ")


def test_the_pocket_card_is_one_sheet_with_the_own_words(client_file, counsellor, active):
    document, words = issue(client_file, counsellor, "pocket_card")
    assert document.pages == 1
    for part in ("Groen", "Oranje", "Rood", "Ik zeg afspraken af", "Ik bel mijn zus 06-12345678", "Anja", "112"):
        assert part in words
    for part in ("Even naar buiten.", "Mij vastpakken.", "Hij loopt veel heen en weer (zijn zus)", document.number):
        assert part in words


def test_a_fourth_colour_fits_and_a_long_plan_is_set_smaller(client_file, counsellor):
    phases = (FULL.phases[0], long_phase(PhaseLevel.YELLOW, 6), *FULL.phases[1:])
    make_active_plan(client_file, counsellor, replace(FULL, phases=phases))
    document, words = issue(client_file, counsellor, "pocket_card")
    assert document.pages == 1
    assert "Geel" in words
    assert words.count("Signaal") == 6
    assert "Anja" in words


def test_what_does_not_fit_in_a_pocket_is_refused(client_file, counsellor):
    phases = (FULL.phases[0], long_phase(PhaseLevel.ORANGE, 60), FULL.phases[2])
    make_active_plan(client_file, counsellor, replace(FULL, phases=phases))
    with pytest.raises(Refused, match="te veel in om op één bladzijde te passen"):
        issue(client_file, counsellor, "pocket_card")


def test_the_whole_plan_holds_everything(client_file, counsellor):
    contact = replace(FULL.contacts[0], reachable="overdag", may_know="dat het oranje is")
    orange = replace(FULL.phases[1], triggers="Post van de rechtbank")
    make_active_plan(
        client_file,
        counsellor,
        replace(FULL, contacts=(contact,), phases=(FULL.phases[0], orange, FULL.phases[2])),
    )
    evaluate_plan(
        client=client_file,
        acting_user=counsellor,
        form_token=uuid4(),
        **(FORM | {"held_on": TODAY}),  # type: ignore[arg-type]
    )
    document, words = issue(client_file, counsellor, "signalling_plan")
    assert document.number.startswith("SP-")
    for part in (
        "Terugval in cocaïne",
        "Lege avonden",
        "Mijn zus, sport.",
        "Post van de rechtbank",
        "Hij loopt veel heen en weer (zijn zus)",
        "Noor belt mij",
        "050-1234567",
        "overdag",
        "dat het oranje is",
        "Zo volgt het stoplicht dit plan",
        "Bellen hielp.",
        "Goed zo.",
        "akkoord",
    ):
        assert part in words, part


def test_without_a_plan_there_is_no_paper(client_file, counsellor):
    for kind in ("pocket_card", "signalling_plan"):
        with pytest.raises(Refused, match="nog geen geldend signaleringsplan"):
            issue(client_file, counsellor, kind)
