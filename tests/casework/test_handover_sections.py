"""What the client file proposes for a handover: for whom, on which ground, and never a third person outside the house."""

from __future__ import annotations

import datetime as dt
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone

from casework.enums import CLOSED_LIST, CommitmentOwner, GoalOrigin, HandoverPurpose, NoteKind, StayEnd
from casework.models import Commitment, ConditionKind, LifeDomain, Stay
from casework.registry import HandoverFrame, in_order, registry
from casework.services.legal import add_condition
from casework.services.notes import add_addendum, write_note
from casework.services.plans import add_goal, close_goal, establish_support_plan

pytestmark = pytest.mark.django_db


def frame_for(purpose=HandoverPurpose.WARM, days=183):
    today = timezone.localdate()
    return HandoverFrame(HandoverPurpose(purpose), today - dt.timedelta(days=days), today)


def propose(key, client_file, user, purpose=HandoverPurpose.WARM):
    return registry.handover_sections[key].propose(client_file, user, frame_for(purpose))


def log(client_file, user, days=1, **texts):
    domains = texts.pop("domains", ())
    return write_note(
        client=client_file,
        form_token=uuid4(),
        kind=NoteKind.TALK,
        occurred_at=timezone.now() - dt.timedelta(days=days),
        duration_minutes=20,
        text="Dit gesprek blijft in het dossier.",
        domains=list(LifeDomain.objects.filter(key__in=domains)),
        acting_user=user,
        **texts,
    )


def test_every_section_says_for_whom_it_is_or_why_not():
    sections = in_order(registry.handover_sections)
    assert len(sections) >= 10
    for section in sections:
        assert section.grounds, section.key
        offered = section.only_for or set(HandoverPurpose) - CLOSED_LIST
        assert set(section.grounds) == set(offered) or section.why_not, section.key


def test_the_title_and_its_conditions_are_told_with_what_is_not_sure(client_file, counsellor, title, condition):
    told = propose("title", client_file, counsellor)
    assert "Voorwaardelijke veroordeling" in told.text
    assert condition.text in told.text
    assert told.sources[0].url == "/clienten/S-0001/plan/"
    title.__class__.objects.update(valid_until=None, calculated_end=None)
    assert "De einddatum van de titel is niet bekend." in propose("title", client_file, counsellor).warnings


def test_a_victim_is_not_named_outside_the_house(client_file, counsellor, title):
    add_condition(
        client=client_file,
        form_token=uuid4(),
        title=title,
        kind=ConditionKind.objects.get(key="contactverbod"),
        text="Geen contact met mevrouw De Wit.",
        acting_user=counsellor,
    )
    inside = propose("title", client_file, counsellor, HandoverPurpose.INSIDE).text
    assert "mevrouw De Wit" in inside
    for purpose in set(HandoverPurpose) - {HandoverPurpose.INSIDE, HandoverPurpose.COMPLIANCE}:
        told = propose("title", client_file, counsellor, purpose).text
        assert "De Wit" not in told
        assert "Contactverbod" in told


def test_own_words_and_what_went_well_come_from_the_period_each_once(client_file, counsellor):
    client_file.horizon = "Weer stukadoor"
    client_file.save()
    log(client_file, counsellor, 3, went_well="Hij begon zelf.", client_view="Ik ben opgelucht.")
    log(client_file, counsellor, 2, went_well="Hij begon zelf.")
    log(client_file, counsellor, 300, went_well="Lang geleden.", client_view="Oud.")
    words = propose("own-words", client_file, counsellor).text
    assert words.startswith("> Weer stukadoor (stip op de horizon)")
    assert "> Ik ben opgelucht. (gesprek, " in words
    well = propose("went-well", client_file, counsellor).text
    assert well.count("Hij begon zelf.") == 1
    assert "Lang geleden." not in well
    assert "Dit gesprek blijft in het dossier." not in words + well


def test_what_was_said_or_put_right_later_is_not_missed(client_file, counsellor):
    note = log(client_file, counsellor, 3, went_well="Hij begon zelf.", client_view="Ik ben opgelucht.")
    assert propose("own-words", client_file, counsellor).warnings == ()
    for kind, text, reason in (
        ("correction", "Niet hij maar zijn broer begon.", "Verwisseld"),
        ("client_view", "Bij nader inzien was het te snel.", ""),
    ):
        add_addendum(note=note, form_token=uuid4(), kind=kind, text=text, reason=reason, acting_user=counsellor)
    words, well = (propose(key, client_file, counsellor) for key in ("own-words", "went-well"))
    assert "> Bij nader inzien was het te snel. (bij het contact van " in words.text
    for told in (words, well):
        assert any("later aangevuld of verbeterd" in warning for warning in told.warnings)
        assert "zijn broer" not in told.text, "what stands in a note stays in the file"


def test_the_timeline_and_the_first_tab_show_what_was_put_right(client, client_file, counsellor):
    note = log(client_file, counsellor, 3)
    add_addendum(note=note, form_token=uuid4(), text="Het was dinsdag.", reason="Datum", acting_user=counsellor)
    client.force_login(counsellor)
    for page in ("casework:timeline", "casework:client"):
        assert "Het was dinsdag." in client.get(reverse(page, args=[client_file.number])).content.decode(), page


def test_the_period_is_told_by_life_domain(client_file, counsellor):
    goal = add_goal(
        client=client_file,
        form_token=uuid4(),
        origin=GoalOrigin.OWN,
        text="Drie ochtenden werken",
        domain=LifeDomain.objects.get(key="werk"),
        started_on=timezone.localdate() - dt.timedelta(days=60),
        acting_user=counsellor,
    )
    close_goal(
        goal=goal, result="reached", result_text="Lukt elke week", ended_on=timezone.localdate(), acting_user=counsellor
    )
    log(client_file, counsellor, 2, went_well="Op tijd op het werk.", domains=["werk", "geld"])
    told = propose("domains", client_file, counsellor).text
    assert told.count("## ") == 2
    assert "Drie ochtenden werken (eigen doel, behaald op" in told
    assert "Goed: Op tijd op het werk." in told
    assert "1 contact hierover" in told
    empty = registry.handover_sections["domains"].propose(
        client_file, counsellor, HandoverFrame(HandoverPurpose.WARM, dt.date(2001, 1, 1), dt.date(2001, 2, 1))
    )
    assert empty.warnings


def test_own_goals_carry_what_is_imposed_and_serves_them(client_file, counsellor):
    by = {"client": client_file, "acting_user": counsellor}
    own = add_goal(
        **by, form_token=uuid4(), origin=GoalOrigin.OWN, text="Werken", domain=LifeDomain.objects.get(key="werk")
    )
    add_goal(
        **by,
        form_token=uuid4(),
        origin=GoalOrigin.IMPOSED,
        text="Niet gebruiken",
        domain=LifeDomain.objects.get(key="middelen"),
        serves=[own],
    )
    establish_support_plan(**by, form_token=uuid4(), summary="Elke ochtend een bericht.", client_words="Vraag door.")
    told = propose("goals", client_file, counsellor)
    assert "- Werken; opgelegd, en helpt hierbij: Niet gebruiken" in told.text
    assert "Elke ochtend een bericht." in told.text
    assert told.warnings == ()


def test_why_a_stay_did_not_fit_and_what_is_still_open_are_told(client_file, counsellor, house):
    today = timezone.localdate()
    Stay.objects.create(
        client=client_file,
        location=house,
        valid_from=today - dt.timedelta(days=90),
        valid_until=today - dt.timedelta(days=9),
        end_kind=StayEnd.NEGATIVE,
        end_reason="De groep was te druk voor hem.",
    )
    told = propose("stay", client_file, counsellor).text
    assert f"## Waarom het niet paste op {house}\nDe groep was te druk voor hem." in told
    Commitment.objects.create(
        client=client_file,
        text="Schuldhulp bellen",
        owner=CommitmentOwner.COUNSELLOR,
        owner_name="Noor",
        due_on=today - dt.timedelta(days=2),
        recorded_by=counsellor,
    )
    open_ones = propose("commitments", client_file, counsellor)
    assert "Schuldhulp bellen: Noor, uiterlijk" in open_ones.text
    assert "(over de datum)" in open_ones.text
    assert open_ones.warnings == ("1 afspraak is over de datum.",)


def test_an_empty_file_says_what_is_missing(client_file, counsellor):
    told = [
        warning
        for section in in_order(registry.handover_sections)
        for warning in section.propose(client_file, counsellor, frame_for()).warnings
    ]
    for sentence in (
        "Er staat geen geldende titel in het dossier.",
        "Er is nog geen contact vastgelegd.",
        "Er staat geen eigen doel van de cliënt in het dossier.",
        "Er is geen begeleidingsplan vastgesteld.",
        "Er is geen geldend signaleringsplan.",
        "Er is geen verblijf vastgelegd.",
    ):
        assert sentence in told
