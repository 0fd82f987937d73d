"""The papers as the file proposes them: what they carry over, what they say is missing, and what never leaves the house."""

from __future__ import annotations

import datetime as dt
from functools import partial
from typing import Any, cast
from uuid import uuid4

import pytest
from django.utils import timezone, translation
from django.utils.formats import date_format

from accounts.enums import SubstancePolicy
from accounts.models import LocationPolicy
from casework.enums import CommitmentOwner, ConditionOutcome, GoalOrigin, HandoverPurpose, NoteKind, StayEnd
from casework.models import Commitment, ForensicTitle, LifeDomain, Stay
from casework.registry import registry
from casework.services.documents import issue_document, read_document
from casework.services.notes import write_note
from casework.services.plans import add_goal, establish_support_plan
from chain.enums import Channel, Ground, MeetingKind, Party
from chain.models import Disclosure
from chain.services.meetings import record_meeting
from chain.services.staleness import mark_stale
from riskplans.enums import CheckKind, CheckResult, PhaseLevel
from riskplans.models import Check
from riskplans.services.monitoring import set_phase
from tests.casework.test_handover_sections import propose
from tests.pdf import assert_is_a_paper, text_of
from tests.riskplans.conftest import make_active_plan

pytestmark = pytest.mark.django_db


def gaps_of(client_file, user):
    return registry.document_kinds["handover"].context(client_file, user)["gaps"]


def issue(client_file, user, kind="handover", **fields):
    return issue_document(client=client_file, kind_key=kind, form_token=uuid4(), acting_user=user, **fields)


def days_ago(days, hour=10):
    moment = timezone.localtime() - dt.timedelta(days=days)
    return moment.replace(hour=hour, minute=0, second=0, microsecond=0)


@pytest.fixture
def full_file(client_file, counsellor, condition, house, in_force):
    """A client about whom every part of the report says something."""
    today = timezone.localdate()
    client_file.horizon = "Weer aan het werk als stukadoor"
    client_file.save()
    by = {"client": client_file, "acting_user": counsellor}
    own = add_goal(
        **by,
        form_token=uuid4(),
        origin=GoalOrigin.OWN,
        text="Drie ochtenden werken",
        domain=LifeDomain.objects.get(key="werk"),
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
    make_active_plan(client_file, counsellor)
    Stay.objects.create(
        client=client_file,
        location=house,
        valid_from=today - dt.timedelta(days=300),
        valid_until=today - dt.timedelta(days=200),
        end_kind=StayEnd.NEGATIVE,
        end_reason="De groep was te druk voor hem.",
    )
    Stay.objects.create(client=client_file, location=house, valid_from=today - dt.timedelta(days=90))
    write_note(
        **by,
        form_token=uuid4(),
        kind=NoteKind.TALK,
        occurred_at=timezone.now() - dt.timedelta(hours=2),
        duration_minutes=30,
        text="Dit gesprek blijft in het dossier.",
        went_well="Hij meldde het zelf.",
        client_view="Ik ben opgelucht.",
        touches=[(condition, ConditionOutcome.NOT_KEPT)],
    )
    Check.objects.create(
        client=client_file,
        kind=CheckKind.URINE,
        taken_at=days_ago(20),
        result=CheckResult.POSITIVE,
        substance="cocaïne",
        explanation="Zelf gemeld.",
        recorded_by=counsellor,
        form_token=uuid4(),
    )
    record_meeting(
        **by,
        form_token=uuid4(),
        kind=MeetingKind.FIRST,
        held_at=days_ago(10),
        place="zijn kamer",
        present="Jeroen, Noor en Tom",
        client_present=True,
        absent="",
        proud_of="Elf schuldeisers gebeld.",
        client_view="Fijn dat Tom ook hoort wat goed ging.",
        lead=Party.ORGANISATION,
        next_on=today + dt.timedelta(days=80),
    )
    Commitment.objects.create(
        client=client_file,
        text="Schuldhulp bellen",
        owner=CommitmentOwner.COUNSELLOR,
        owner_name="Noor Öztürk",
        due_on=today - dt.timedelta(days=2),
        recorded_by=counsellor,
    )
    return client_file


def test_the_handover_carries_the_file_over(full_file, counsellor, condition):
    document = issue(full_file, counsellor, recipient="Iris Bakker, De Haven")
    content = read_document(document=document, acting_user=counsellor)
    assert document.number.startswith("OR-")
    assert document.pages >= 3
    assert_is_a_paper(
        content, title="Overdrachtsrapport", number=document.number, day=date_format(timezone.localdate(), "j F Y")
    )
    words = text_of(content)
    for part in (
        "voor Iris Bakker, De Haven",
        "Weer aan het werk als stukadoor",
        "Tom Hendriks",
        "Huis aan de Vaart",
        "Hij meldde het zelf.",
        "Mijn zus, sport.",
        "Even naar buiten.",
        "Mij vastpakken.",
        "Voorwaardelijke veroordeling",
        condition.text,
        "Waarom het niet paste op Huis aan de Vaart",
        "De groep was te druk voor hem.",
        "Drie ochtenden werken",
        "opgelegd, en helpt hierbij: Niet gebruiken",
        "Elke ochtend een bericht.",
        "Ik zeg afspraken af",
        "Bel de crisisdienst",
        "1 controle: 1 positief.",
        "positief, cocaïne. Zelf gemeld.",
        "Jeroen en Tom spreken elkaar elke twee weken.",
        "Schuldhulp bellen: Noor Öztürk",
        "over de datum",
        "Ik ben opgelucht.",
        "Vraag door.",
        "heeft dit verslag nog niet gelezen",
    ):
        assert part in words, part
    assert "Dit gesprek blijft in het dossier." not in words
    assert words.index("Wat goed ging, en krachten") < words.index("Geldend signaleringsplan")
    assert words.index("Geldend signaleringsplan") < words.index("Waar op te letten")


def test_a_handover_on_paper_leaves_a_disclosure_and_one_inside_the_house_none(full_file, counsellor):
    issue(full_file, counsellor)
    assert not Disclosure.objects.exists(), "nobody was named"
    issue(full_file, counsellor, kind="handover_inside", recipient="Team Zuid")
    assert not Disclosure.objects.exists(), "a colleague is no third party"
    document = issue(full_file, counsellor, recipient="Iris Bakker, De Haven")
    given = Disclosure.objects.get()
    assert given.what == f"Document: Overdrachtsrapport ({document.number})"
    assert (given.channel, given.ground, given.recipient_name) == (Channel.PAPER, Ground.LAW, "Iris Bakker, De Haven")
    assert "art. 6.3 lid 2" in given.ground_text


@pytest.mark.parametrize("purpose", sorted(HandoverPurpose))
def test_every_paper_keeps_back_what_its_reader_may_not_have(full_file, counsellor, purpose):
    context = {kind.key: kind for kind in registry.document_kinds.values() if kind.compose_url == "chain:report_create"}
    assert len(context) == len(HandoverPurpose)
    kind = next(one for one in context.values() if cast("partial[Any]", one.context).keywords["purpose"] == purpose)
    told = {part.key for part in kind.context(full_file, counsellor)["parts"]}
    allowed = {key for key, section in registry.handover_sections.items() if purpose in section.grounds}
    assert told <= allowed


def test_an_empty_file_gives_a_report_that_says_what_is_missing(client_file, counsellor):
    missing = gaps_of(client_file, counsellor)
    for sentence in (
        "Er staat geen geldende titel in het dossier.",
        "Er is nog geen contact vastgelegd.",
        "Er staat geen eigen doel van de cliënt in het dossier.",
        "Er is geen begeleidingsplan vastgesteld.",
        "Er is geen geldend signaleringsplan.",
        "Er zijn geen samenwerkingsafspraken van kracht.",
    ):
        assert sentence in missing
    words = text_of(read_document(document=issue(client_file, counsellor), acting_user=counsellor))
    assert all(sentence in words for sentence in missing)
    assert "Waar op te letten" not in words


def test_the_sentences_are_in_dutch_whatever_the_language_of_the_screen(client_file, counsellor):
    with translation.override("en"):
        document = issue(client_file, counsellor)
    assert document.title == "Overdrachtsrapport"
    words = text_of(read_document(document=document, acting_user=counsellor))
    assert "Er zijn geen samenwerkingsafspraken van kracht." in words


def test_a_file_that_is_up_to_date_lacks_only_what_no_file_has(full_file, counsellor):
    ForensicTitle.objects.update(confirmed_by="Tom Hendriks")
    assert [sentence[:29] for sentence in gaps_of(full_file, counsellor)] == [
        "Er is niet afgesproken wie na",
        "Er is geen risicotaxatie vast",
        "1 afspraak is over de datum.",
    ]


def test_what_is_old_is_said_with_its_date(rewritable, full_file, counsellor, in_force):
    today = timezone.localdate()
    past = today - dt.timedelta(days=3)
    full_file.support_plans.update(evaluate_on=past, established_on=past - dt.timedelta(days=183))
    full_file.signalling_plans.update(evaluate_on=past, established_on=past - dt.timedelta(days=183))
    full_file.notes.update(occurred_at=days_ago(30))
    full_file.meetings.update(next_on=past)
    mark_stale(client=full_file, reason="titel gewijzigd", acting_user=counsellor)
    full_file.agreements.update(evaluate_on=past)
    day = date_format(past, "j F Y")
    found = gaps_of(full_file, counsellor)
    for sentence in (
        f"Het begeleidingsplan had voor {day} geëvalueerd moeten zijn.",
        f"Het signaleringsplan had voor {day} geëvalueerd moeten zijn.",
        f"Het laatste contact was op {date_format(today - dt.timedelta(days=30), 'j F Y')}.",
        f"Het driegesprek van {day} is nog niet gehouden.",
        "De samenwerkingsafspraken zijn verouderd: titel gewijzigd.",
        f"De samenwerkingsafspraken hadden op {day} geëvalueerd moeten zijn.",
    ):
        assert sentence in found


def test_a_title_near_its_end_is_the_first_thing_to_watch(full_file, counsellor):
    end = timezone.localdate() + dt.timedelta(days=40)
    full_file.titles.update(valid_until=end)
    told = propose("watch", full_file, counsellor).text
    assert told.startswith(f"- De titel eindigt op {date_format(end, 'j F Y')}, over 40 dagen.")
    full_file.titles.update(valid_until=timezone.localdate() + dt.timedelta(days=200))
    assert "De titel eindigt" not in propose("watch", full_file, counsellor).text


def test_what_to_watch_follows_from_the_file(full_file, counsellor):
    set_phase(client=full_file, level=PhaseLevel.ORANGE, reason="slaapt slecht", acting_user=counsellor)
    told = propose("watch", full_file, counsellor).text
    assert "Onder druk: Drugs- of alcoholverbod met controle" in told
    assert "Het stoplicht staat op oranje sinds" in told
    assert "1 afspraak is over de datum." in told


@pytest.mark.parametrize(
    ("policy", "clashes"),
    [(SubstancePolicy.TOLERATED, True), (SubstancePolicy.REGULATED, True), (SubstancePolicy.ABSTINENT, False)],
)
def test_a_house_where_use_is_allowed_clashes_with_a_ban(full_file, counsellor, house, policy, clashes):
    LocationPolicy.objects.create(location=house, substance_policy=policy, valid_from=dt.date(2020, 1, 1))
    told = propose("watch", full_file, counsellor).text
    assert ("Het middelenbeleid van Huis aan de Vaart" in told) is clashes


def test_a_house_clashes_with_no_ban_that_there_is_not(full_file, counsellor, house, condition):
    LocationPolicy.objects.create(
        location=house, substance_policy=SubstancePolicy.TOLERATED, valid_from=dt.date(2020, 1, 1)
    )
    full_file.conditions.update(valid_until=timezone.localdate() - dt.timedelta(days=1))
    assert "middelenbeleid" not in propose("watch", full_file, counsellor).text


def test_what_works_in_approaching_him_comes_from_his_plans_with_a_hint(full_file, counsellor):
    told = propose("approach", full_file, counsellor)
    assert "Even naar buiten." in told.text
    assert "Jeroen leidt het zoeken naar werk." in told.text
    assert told.hint
    assert told.warnings == ()
