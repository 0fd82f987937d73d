"""The handover report: what it carries over, what it says is missing, and what it never tells."""

from __future__ import annotations

import datetime as dt
from uuid import uuid4

import pytest
from django.utils import timezone, translation
from django.utils.formats import date_format

from accounts.enums import SubstancePolicy
from accounts.models import LocationPolicy
from alliance.enums import Sharing
from alliance.services.check_ins import answer_as_client, answer_as_counsellor, start_check_in
from casework.enums import CommitmentOwner, ConditionOutcome, GoalOrigin, NoteKind, StayEnd
from casework.models import Commitment, ForensicTitle, LifeDomain, Stay
from casework.registry import registry
from casework.services.documents import issue_document, read_document
from casework.services.notes import write_note
from casework.services.plans import add_goal, establish_support_plan
from chain.enums import MeetingKind, Party
from chain.services.meetings import record_meeting
from chain.services.staleness import mark_stale
from riskplans.enums import CheckKind, CheckResult, PhaseLevel
from riskplans.models import Check, PhaseChange
from riskplans.services.monitoring import set_phase
from tests.pdf import assert_is_a_paper, text_of
from tests.riskplans.conftest import make_active_plan

pytestmark = pytest.mark.django_db


def context_of(client_file, user):
    return registry.document_kinds["handover"].context(client_file, user)


def issue(client_file, user, **fields):
    return issue_document(client=client_file, kind_key="handover", form_token=uuid4(), acting_user=user, **fields)


def days_ago(days, hour=10):
    moment = timezone.localtime() - dt.timedelta(days=days)
    return moment.replace(hour=hour, minute=0, second=0, microsecond=0)


def past_stay(client_file, location, **fields):
    today = timezone.localdate()
    return Stay.objects.create(
        client=client_file,
        location=location,
        valid_from=today - dt.timedelta(days=300),
        valid_until=today - dt.timedelta(days=200),
        form_token=uuid4(),
        **fields,
    )


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
        serves=own,
    )
    establish_support_plan(**by, form_token=uuid4(), summary="Elke ochtend een bericht.", client_words="Vraag door.")
    make_active_plan(client_file, counsellor)
    past_stay(client_file, house, end_kind=StayEnd.NEGATIVE, end_reason="De groep was te druk voor hem.")
    Stay.objects.create(
        client=client_file, location=house, valid_from=today - dt.timedelta(days=90), form_token=uuid4()
    )
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


def test_the_report_carries_the_file_over(full_file, counsellor, condition):
    document = issue(full_file, counsellor, recipient="Iris Bakker, Team Zuid")
    content = read_document(document=document, acting_user=counsellor)
    assert document.number.startswith("OR-")
    assert document.pages >= 3
    assert_is_a_paper(
        content, title="Overdrachtsrapport", number=document.number, day=date_format(timezone.localdate(), "j F Y")
    )
    words = text_of(content)
    for part in (
        "voor Iris Bakker, Team Zuid",
        "Weer aan het werk als stukadoor",
        "Tom Hendriks",
        "Huis aan de Vaart",
        "Hij meldde het zelf.",
        "Elf schuldeisers gebeld.",
        "Mijn zus, sport.",
        "Even naar buiten.",
        "Mij vastpakken.",
        "Voorwaardelijke veroordeling",
        condition.text,
        "Waarom het niet paste op Huis aan de Vaart",
        "De groep was te druk voor hem.",
        "Drie ochtenden werken",
        "helpt bij: Drie ochtenden werken",
        "Elke ochtend een bericht.",
        "Ik zeg afspraken af",
        "Bel de crisisdienst",
        "1 controle in het laatste jaar: 1 positief.",
        "positief, cocaïne. Zelf gemeld.",
        "Jeroen en Tom spreken elkaar elke twee weken.",
        "Jeroen, Noor en Tom",
        "Schuldhulp bellen Noor Öztürk",
        "over de datum",
        "Ik ben opgelucht.",
        "Vraag door.",
        "Fijn dat Tom ook hoort wat goed ging.",
    ):
        assert part in words, part
    assert "Dit gesprek blijft in het dossier." not in words
    assert (
        words.index("Wat goed ging, en krachten") < words.index("Signaleringsplan") < words.index("Waar op te letten")
    )


def test_an_empty_file_gives_a_report_that_says_what_is_missing(client_file, counsellor):
    missing = context_of(client_file, counsellor)["gaps"]
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
    assert "Er is nog geen contact vastgelegd." in words


def test_a_title_without_a_known_end_and_a_plan_that_was_not_signed_are_said(full_file, counsellor):
    full_file.titles.update(valid_until=None, calculated_end=None)
    full_file.conditions.update(valid_until=timezone.localdate() - dt.timedelta(days=1))
    full_file.assignments.update(valid_until=timezone.localdate() - dt.timedelta(days=1))
    full_file.signalling_plans.update(client_signed_on=None, refusal_reason="Staat erachter, tekent niet.")
    found = context_of(full_file, counsellor)["gaps"]
    for sentence in (
        "De einddatum van de titel is niet bekend.",
        "Er staan geen bijzondere voorwaarden bij de titel. Ga na of dat klopt.",
        "Er is nu geen persoonlijk begeleider.",
        "De cliënt heeft het signaleringsplan niet getekend: Staat erachter, tekent niet.",
    ):
        assert sentence in found


def test_a_file_that_is_up_to_date_lacks_only_what_no_file_has(full_file, counsellor):
    ForensicTitle.objects.update(confirmed_by="Tom Hendriks")
    assert [sentence[:29] for sentence in context_of(full_file, counsellor)["gaps"]] == [
        "Risicotaxatie en diagnostiek "
    ]


def test_what_is_old_is_said_with_its_date(full_file, counsellor, in_force):
    today = timezone.localdate()
    past = today - dt.timedelta(days=3)
    full_file.support_plans.update(evaluate_on=past, established_on=past - dt.timedelta(days=183))
    full_file.signalling_plans.update(evaluate_on=past, established_on=past - dt.timedelta(days=183))
    full_file.notes.update(occurred_at=days_ago(30))
    full_file.meetings.update(next_on=past)
    mark_stale(client=full_file, reason="titel gewijzigd", acting_user=counsellor)
    full_file.agreements.update(evaluate_on=past)
    day = date_format(past, "j F Y")
    found = context_of(full_file, counsellor)["gaps"]
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
    first = context_of(full_file, counsellor)["watch"][0]
    assert first.startswith(f"De titel eindigt op {date_format(end, 'j F Y')}, over 40 dagen.")
    full_file.titles.update(valid_until=timezone.localdate() + dt.timedelta(days=200))
    assert not any("De titel eindigt" in point for point in context_of(full_file, counsellor)["watch"])


def test_what_to_watch_follows_from_the_file(full_file, counsellor):
    set_phase(client=full_file, level=PhaseLevel.ORANGE, reason="slaapt slecht", acting_user=counsellor)
    points = " ".join(context_of(full_file, counsellor)["watch"])
    assert "Onder druk: Drugs- of alcoholverbod met controle" in points
    assert "Het stoplicht staat op oranje sinds" in points
    assert "1 afspraak is over de datum." in points


@pytest.mark.parametrize(
    ("policy", "clashes"),
    [(SubstancePolicy.TOLERATED, True), (SubstancePolicy.REGULATED, True), (SubstancePolicy.ABSTINENT, False)],
)
def test_a_house_where_use_is_allowed_clashes_with_a_ban(full_file, counsellor, house, policy, clashes):
    LocationPolicy.objects.create(location=house, substance_policy=policy, valid_from=dt.date(2020, 1, 1))
    points = " ".join(context_of(full_file, counsellor)["watch"])
    assert ("Het middelenbeleid van Huis aan de Vaart" in points) is clashes


def test_a_house_clashes_with_no_ban_that_there_is_not(full_file, counsellor, house, condition):
    LocationPolicy.objects.create(
        location=house, substance_policy=SubstancePolicy.TOLERATED, valid_from=dt.date(2020, 1, 1)
    )
    full_file.conditions.update(valid_until=timezone.localdate() - dt.timedelta(days=1))
    assert "middelenbeleid" not in " ".join(context_of(full_file, counsellor)["watch"])


def test_unrest_of_the_last_half_year_is_told_newest_first(full_file, counsellor):
    PhaseChange.objects.bulk_create(
        PhaseChange(
            client=full_file, level=level, at=days_ago(days), source="override", reason="x", recorded_by=counsellor
        )
        for days, level in [(400, "red"), (390, "green"), (60, "orange"), (50, "red"), (40, "green")]
    )
    assert [span.level for span in context_of(full_file, counsellor)["unrest"]] == ["red", "orange"]


def test_what_went_well_is_told_once_in_the_words_of_the_latest_contact(full_file, counsellor):
    for days in (3, 2):
        write_note(
            client=full_file,
            form_token=uuid4(),
            kind=NoteKind.PHONE,
            occurred_at=days_ago(days),
            duration_minutes=5,
            text="Ochtendbericht.",
            went_well="Hij begon zelf.",
            acting_user=counsellor,
        )
    told = context_of(full_file, counsellor)["went_well"]
    assert [(note.went_well, note.occurred_at.date()) for note in told[1:]] == [("Hij begon zelf.", days_ago(2).date())]


# --- the working alliance: what to talk about, never a score -----------------------------------------------------------


def check_in(client_file, user, *, days, shares=True, own=(4, 4, 4, 1), theirs=(4, 4, 4, 1)):
    at = timezone.now() - dt.timedelta(days=days)
    aspects = ("direction", "trust", "bond", "friction")
    one = start_check_in(client=client_file, form_token=uuid4(), acting_user=user, at=at)
    answer_as_counsellor(check_in=one, answers=dict(zip(aspects, own, strict=True)), acting_user=user, at=at)
    answer_as_client(
        check_in=one,
        answers=dict(zip(aspects, theirs, strict=True)),
        sharing=Sharing.ANSWERS if shares else Sharing.TOPICS,
        acting_user=user,
        at=at,
    )


def test_the_alliance_gives_what_to_talk_about_and_no_score(full_file, counsellor):
    check_in(full_file, counsellor, days=90)
    check_in(full_file, counsellor, days=20, theirs=(4, 2, 4, 1))
    points = context_of(full_file, counsellor)["talking_points"]
    assert len(points) == 1
    words = text_of(read_document(document=issue(full_file, counsellor), acting_user=counsellor))
    assert "Om over te praten in de samenwerking" in words
    assert points[0].text[:40] in words


@pytest.mark.parametrize(
    ("shares", "days", "by"), [(False, 20, "counsellor"), (True, 400, "counsellor"), (True, 20, "colleague")]
)
def test_nothing_of_the_alliance_when_it_is_not_for_others(
    full_file, counsellor, colleague, team_lead, shares, days, by
):
    """The client keeps it to himself, it is too long ago, or somebody else held the check-in."""
    check_in(full_file, counsellor, days=days + 60)
    check_in(full_file, counsellor, days=days, shares=shares, theirs=(4, 2, 4, 1))
    user = {"counsellor": counsellor, "colleague": colleague}[by]
    assert context_of(full_file, user)["talking_points"] == ()
