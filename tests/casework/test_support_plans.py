"""The support plan as a document in versions: what it was made of, who signed, how it was evaluated, what differs."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone, translation

from accounts.enums import AuditAction
from accounts.errors import Refused
from accounts.models import AuditEntry
from casework.enums import GoalOrigin, SignatureKind
from casework.enums.life import DayActivityKind, DebtArrangement, StrengthFactor
from casework.enums.support_plans import PlanDecision, PlanParty, PlanStage
from casework.models import FormDraft, LifeDomain, PlanEvaluation, Signature, SupportPlan, SupportPlanAct
from casework.selectors.comparing import text_differences
from casework.selectors.duties import plan_duties
from casework.selectors.support_plans import content_of, digest_of, evaluation_due, snapshot_of, texts_of
from casework.services.documents import issue_document, read_document
from casework.services.drafts import keep_draft
from casework.services.life import arrange_debts, describe_domain, end_strength, note_strength, start_day_activity
from casework.services.plans import add_goal, close_goal, establish_support_plan
from casework.services.steps import add_step
from casework.services.support_plans import evaluate_support_plan, sign_support_plan
from tests.pdf import text_of

pytestmark = pytest.mark.django_db
DRAWN = Signature(SignatureKind.TYPED, "Jeroen Dekker")


def day(offset=0):
    return timezone.localdate() + dt.timedelta(days=offset)


def goal(client, user, origin=GoalOrigin.OWN, text="Werk vinden", **more):
    domain = LifeDomain.objects.get(key="werk")
    return add_goal(
        client=client, form_token=uuid4(), origin=origin, text=text, domain=domain, acting_user=user, **more
    )


def establish(client, user, **more):
    fields = {"client": client, "form_token": uuid4(), "summary": "Structuur en werk.", "acting_user": user}
    return establish_support_plan(**{**fields, **more})


def sign(plan, user, party=PlanParty.CLIENT, decision=PlanDecision.SIGNED, **more):
    fields = {"plan": plan, "form_token": uuid4(), "party": party, "decision": decision, "acting_user": user}
    return sign_support_plan(**{**fields, "signature": DRAWN, **more})


def evaluate(client, user, **more):
    fields = {
        "client": client,
        "form_token": uuid4(),
        "held_on": day(),
        "client_positive": "Ik sta op tijd op.",
        "counsellor_positive": "Hij belt zelf af als het niet lukt.",
        "went": "Twee van de drie stappen gelukt.",
        "acting_user": user,
    }
    return evaluate_support_plan(**{**fields, **more})


@pytest.fixture
def full_file(client_file, counsellor):
    """A client with something in every part of the plan."""
    client_file.horizon = "Een eigen voordeur"
    client_file.save()
    by = {"client": client_file, "acting_user": counsellor}
    own = goal(client_file, counsellor)
    goal(client_file, counsellor, GoalOrigin.IMPOSED, "Niet gebruiken", serves=[own])
    goal(client_file, counsellor, GoalOrigin.IMPOSED, "Melden")
    add_step(goal=own, form_token=uuid4(), text="Bellen", owner="alone", due_on=day(7), acting_user=counsellor)
    note_strength(**by, form_token=uuid4(), factor=StrengthFactor.COPING, words="Ik ga lopen.")
    describe_domain(
        **by, form_token=uuid4(), domain=LifeDomain.objects.get(key="wonen"), valid_from=day(), wanted="Rust"
    )
    start_day_activity(
        **by,
        form_token=uuid4(),
        kind=DayActivityKind.PAID,
        name="Fabriek",
        hours=Decimal(24),
        valid_from=day(),
        goal=own,
    )
    arrange_debts(**by, form_token=uuid4(), valid_from=day(), arrangement=DebtArrangement.BUDGET_HELP)
    return client_file


# --- what a version is made of -------------------------------------------------------------------------------------------
def test_a_version_keeps_what_the_file_said_and_never_changes(full_file, counsellor):
    plan = establish(full_file, counsellor)
    kept = content_of(plan, full_file)
    assert kept["horizon"] == "Een eigen voordeur"
    assert [one["text"] for one in kept["own"][0]["served_by"]] == ["Niet gebruiken"]
    assert [one["text"] for one in kept["unlinked"]] == ["Melden"]
    assert kept["own"][0]["steps"][0] == {"text": "Bellen", "owner": "cliënt zelf", "due": day(7)}
    assert (kept["day"][0]["what"], kept["day"][0]["goal"]) == ("Fabriek", "Werk vinden")
    assert kept["debts"]["arrangement"] == "budgetbeheer"
    close_goal(goal=full_file.goals.get(text="Werk vinden"), result="reached", acting_user=counsellor)
    plan.refresh_from_db()
    assert content_of(plan, full_file) == kept
    plan.summary = "Anders"
    with pytest.raises(TypeError, match="immutable"):
        plan.save()


def test_it_is_kept_in_dutch_whatever_the_language_of_the_page(full_file):
    with translation.override("en"):
        assert snapshot_of(full_file)["debts"]["arrangement"] == "budgetbeheer"


def test_a_version_from_before_shows_what_the_file_says_now(full_file, counsellor):
    plan = establish(full_file, counsellor)
    SupportPlan.objects.filter(pk=plan.pk).update(content=None)
    plan.refresh_from_db()
    assert content_of(plan, full_file)["summary"] == "Structuur en werk."
    assert texts_of(plan).keys() == {"Wat nodig is en hoe we dat doen", "In de woorden van de cliënt"}
    with pytest.raises(Refused, match="nieuwe versie"):
        sign(plan, counsellor)


def test_a_first_version_comes_before_the_definitive_one(client_file, counsellor):
    since = client_file.assignments.get().valid_from
    assert plan_duties(since + dt.timedelta(days=42))[0].key == f"casework.first-plan:{client_file.pk}"
    establish(client_file, counsellor, stage=PlanStage.FIRST)
    [duty] = plan_duties(since + dt.timedelta(days=91))
    assert (duty.key, duty.due_on) == (f"casework.definitive-plan:{client_file.pk}", since + dt.timedelta(days=91))
    assert "drie maanden" in duty.basis
    establish(client_file, counsellor)
    assert plan_duties(since + dt.timedelta(days=91)) == []
    with pytest.raises(Refused) as caught:
        establish(client_file, counsellor, stage=PlanStage.FIRST)
    assert caught.value.field == "stage"


# --- signing -------------------------------------------------------------------------------------------------------------
def test_client_and_counsellor_sign_what_lay_before_them(client_file, counsellor):
    plan = establish(client_file, counsellor)
    act = sign(plan, counsellor)
    sign(plan, counsellor, PlanParty.COUNSELLOR)
    assert (act.on_behalf, act.content_sha256) == (str(client_file), digest_of(plan.content))
    entry = AuditEntry.objects.filter(action=AuditAction.SIGN).earliest("pk")
    assert entry.details["sha256"] == act.content_sha256
    assert {one.party for one in plan.acts.all()} == {"client", "counsellor"}
    act.reason = "Toch niet"
    with pytest.raises(TypeError, match="immutable"):
        act.save()


def test_not_signing_says_why_and_the_plan_holds(client_file, counsellor):
    plan = establish(client_file, counsellor)
    for decision in (PlanDecision.REFUSED, PlanDecision.COULD_NOT):
        with pytest.raises(Refused) as caught:
            sign(plan, counsellor, decision=decision, reason=" ")
        assert caught.value.field == "reason"
    act = sign(plan, counsellor, decision=PlanDecision.REFUSED, reason="Hij zet nergens zijn naam onder.")
    assert (act.signed, act.signature) == (False, None)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"signature": None}, "signature"),
        ({"party": "counsellor", "decision": "could_not", "reason": "Ziek"}, "decision"),
        ({"party": "partner"}, "party"),
    ],
)
def test_a_signature_that_cannot_be_is_refused(client_file, counsellor, changes, field):
    plan = establish(client_file, counsellor)
    with pytest.raises(Refused) as caught:
        sign(plan, counsellor, **changes)
    assert caught.value.field == field
    assert not SupportPlanAct.objects.exists()


def test_one_answer_each_and_only_under_the_newest_version(client_file, counsellor):
    plan, token = establish(client_file, counsellor), uuid4()
    assert sign(plan, counsellor, form_token=token) == sign(plan, counsellor, form_token=token)
    with pytest.raises(Refused, match="al op gereageerd"):
        sign(plan, counsellor, decision=PlanDecision.REFUSED, reason="Toch niet")
    establish(client_file, counsellor)
    with pytest.raises(Refused, match="nieuwere versie"):
        sign(plan, counsellor, PlanParty.COUNSELLOR)


# --- evaluating ----------------------------------------------------------------------------------------------------------
def test_an_evaluation_sets_the_next_one_half_a_year_on(client_file, counsellor):
    plan = establish(client_file, counsellor, established_on=day(-100))
    token = uuid4()
    row = evaluate(client_file, counsellor, form_token=token)
    assert evaluate(client_file, counsellor, form_token=token) == row
    assert row.next_on == evaluation_due(plan) == day(183)
    assert plan_duties(day(168)) == []
    assert plan_duties(day(169))[0].due_on == day(183)
    newer = establish(client_file, counsellor, evaluate_on=day(30))
    assert evaluation_due(newer) == plan_duties(day(30))[0].due_on == day(30)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"client_positive": " "}, "client_positive"),
        ({"counsellor_positive": " "}, "counsellor_positive"),
        ({"went": " "}, "went"),
        ({"held_on": day(1)}, "held_on"),
        ({"held_on": day(-1)}, "held_on"),
        ({"next_on": day()}, "next_on"),
        ({"next_on": day(184)}, "next_on"),
    ],
)
def test_an_evaluation_without_something_positive_of_both_is_none(client_file, counsellor, changes, field):
    establish(client_file, counsellor)
    with pytest.raises(Refused) as caught:
        evaluate(client_file, counsellor, **changes)
    assert caught.value.field == field
    assert not PlanEvaluation.objects.exists()


def test_the_database_wants_something_positive_of_both_as_well(client_file, counsellor):
    row = evaluate(establish(client_file, counsellor).client, counsellor)
    with pytest.raises(IntegrityError), transaction.atomic():
        PlanEvaluation.objects.filter(pk=row.pk).update(client_positive="")


def test_without_a_plan_there_is_nothing_to_evaluate(client_file, counsellor):
    with pytest.raises(Refused, match="nog geen begeleidingsplan"):
        evaluate(client_file, counsellor)


# --- comparing -----------------------------------------------------------------------------------------------------------
def test_two_versions_show_what_was_added_changed_and_ended(full_file, counsellor):
    old = establish(full_file, counsellor)
    own = full_file.goals.get(text="Werk vinden")
    add_step(goal=own, form_token=uuid4(), text="Mailen", owner="together", due_on=day(9), acting_user=counsellor)
    close_goal(goal=full_file.goals.get(text="Melden"), result="reached", acting_user=counsellor)
    end_strength(strength=full_file.strengths.get(), ended_why="Nee", acting_user=counsellor)
    goal(full_file, counsellor, text="Sparen")
    new = establish(full_file, counsellor)
    found = {one.label: one.kind for one in text_differences(texts_of(new), texts_of(old))}
    assert found == {
        "eigen doel: Werk vinden": "gewijzigd",
        "eigen doel: Sparen": "erbij",
        "opgelegd doel: Melden": "vervallen",
        "afgesloten doel: Melden": "erbij",
        "kracht: Ik ga lopen.": "vervallen",
    }


# --- pages and paper -----------------------------------------------------------------------------------------------------
def test_the_paper_says_what_the_signed_version_says(full_file, counsellor):
    plan = establish(full_file, counsellor)
    sign(plan, counsellor)
    sign(plan, counsellor, PlanParty.COUNSELLOR, PlanDecision.REFUSED, reason="Eerst het rooster")
    full_file.horizon = "Iets anders"
    full_file.save()
    document = issue_document(client=full_file, kind_key="care_plan", form_token=uuid4(), acting_user=counsellor)
    words = " ".join(text_of(read_document(document=document, acting_user=counsellor)).split())
    for part in ("Een eigen voordeur", "Ik ga lopen.", "Bellen", "cliënt zelf", "Fabriek", "budgetbeheer", "Rust"):
        assert part in words
    assert "Iets anders" not in words
    assert "Jeroen Dekker" in words
    assert "tekende niet: Eerst het rooster" in words
    assert words.index("stip op de horizon") < words.index("Uw eigen doelen")


def test_a_plan_is_established_signed_evaluated_and_compared_on_its_pages(client, full_file, counsellor):
    client.force_login(counsellor)
    number = full_file.number

    def where(view, *args):
        return reverse(f"casework:{view}", args=[number, *args])

    def post(view, *args, **data):
        return client.post(where(view, *args), {"form_token": str(uuid4()), **data})

    assert client.get(where("support_plan_create")).context["form"]["stage"].value() == "first"
    assert "nog maar één versie" in client.get(where("support_plan_compare")).content.decode()
    today = day().isoformat()
    assert post("support_plan_create", summary="Rust", stage="first", established_on=today).status_code == 302
    assert post("support_plan_create", summary="Werk", stage="definitive", established_on=today).status_code == 302
    assert "gewijzigd" in client.get(where("support_plan_compare")).content.decode()
    assert client.get(where("support_plan_compare") + "?old=1&new=9").status_code == 200
    refused = post("support_plan_sign", 2, "client", decision="refused").content.decode()
    assert "Schrijf op waarom." in refused
    assert post("support_plan_sign", 2, "client", decision="signed", signature="Jeroen Dekker").status_code == 302
    assert client.get(where("support_plan_sign", 2, "iemand")).status_code == 404
    assert client.get(where("support_plan", 3)).status_code == 404
    refused = post("support_plan_evaluate", counsellor_positive="Op tijd", went="Goed", held_on=today).content.decode()
    assert "Op tijd" in refused
    assert not PlanEvaluation.objects.exists()
    sent = {"client_positive": "Ik slaap", "counsellor_positive": "Op tijd", "went": "Goed", "held_on": today}
    assert post("support_plan_evaluate", **sent).status_code == 302
    page = client.get(where("support_plan", 2)).content.decode()
    for words in ("Jeroen Dekker", "Ik slaap", "Niet gebruiken", "Fabriek"):
        assert words in page
    old = client.get(where("support_plan", 1)).content.decode()
    assert "Er is een nieuwere versie." in old
    assert "tekenen/client" not in old


def test_an_evaluation_is_kept_while_it_is_typed(client_file, counsellor):
    keep_draft(
        client=client_file,
        form_token=uuid4(),
        form="plan-evaluation",
        path="/",
        fields={"went": ["Half af"]},
        acting_user=counsellor,
    )
    assert FormDraft.objects.get().fields == {"went": ["Half af"]}


def test_a_reader_reads_and_does_not_sign(client, client_file, counsellor, expert, outsider):
    establish(client_file, counsellor)
    for user, read, write in ((expert, 200, 403), (outsider, 404, 404)):
        client.force_login(user)
        assert client.get(reverse("casework:support_plan", args=[client_file.number, 1])).status_code == read
        address = reverse("casework:support_plan_sign", args=[client_file.number, 1, "client"])
        assert client.get(address).status_code == write
