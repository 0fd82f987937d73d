"""The pages of risk: what they show, what they refuse, and what they cost."""

from __future__ import annotations

import datetime as dt
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from casework.models import FormDraft
from riskplans.models import (
    Check,
    CheckFinding,
    ClientWarning,
    Incident,
    IncidentKind,
    IncidentPart,
    Judgement,
    LabConfirmation,
    LapseResponse,
    Meldcode,
    RiskAssessment,
    Substance,
    WarningRung,
)
from tests.access_risk import make_risk
from tests.conftest import make_client
from tests.riskplans.browsing import CHECK, found, text, url

TABS = ["risk", "checks", "lapses", "incidents", "warnings", "meldcodes"]


@pytest.fixture
def rows(client, client_file, counsellor):
    """One of everything, with the counsellor logged in."""
    client.force_login(counsellor)
    return make_risk(client_file, counsellor)


def queries_of(client, address):
    """Return how often the database is asked; the savepoints of a test are no questions. The session is kept alive before."""
    client.get(address)
    with CaptureQueriesContext(connection) as queries:
        assert client.get(address).status_code == 200
    return sum(not one["sql"].startswith(("SAVEPOINT", "RELEASE")) for one in queries)


@pytest.mark.parametrize("name", TABS)
def test_an_empty_page_says_what_to_do(client, client_file, counsellor, name):
    client.force_login(counsellor)

    response = client.get(url(name, client_file))

    assert response.status_code == 200
    assert 'class="empty"' in text(response)


@pytest.mark.parametrize("name", TABS)
def test_a_page_costs_the_same_with_one_row_and_with_three(client, client_file, counsellor, rows, name):
    one = queries_of(client, url(name, client_file))
    for _time in range(2):
        make_risk(client_file, counsellor)

    assert queries_of(client, url(name, client_file)) == one
    assert one <= 15


@pytest.mark.parametrize("name", ["assessment", "check", "lapse", "incident", "meldcode"])
def test_the_page_of_one_row_costs_fifteen_queries_at_most(client, client_file, rows, name):
    assert queries_of(client, url(name, client_file, rows[name].pk)) <= 15


def test_the_list_of_open_responses_costs_the_same_for_one_and_for_three(
    client, client_file, team, team_lead, counsellor
):
    make_risk(client_file, counsellor)
    client.force_login(team_lead)
    one = queries_of(client, "/terugval/")
    for number in ("S-0401", "S-0402"):
        make_risk(make_client(number, team), counsellor)

    assert queries_of(client, "/terugval/") == one
    assert one <= 15
    assert text(client.get("/terugval/")).count("Stap 1: praten") == 3


def assessment_data(**changes):
    judgement = Judgement.objects.get(key="hkt-r-hoog")
    return {
        "form_token": uuid4(),
        "judgement": judgement.pk,
        "assessed_on": "1-9-2026",
        "next_on": "1-9-2027",
        "made_by": "clinic",
        "organisation_name": "FPK De Kijvelanden",
        "assessor": "R. Meijer",
        "setting": "clinic",
        "sources": "Dossier",
        "protective_factors": "Zijn zus",
        "risk_factors": "Gebruik",
        "meaning": "Vaker contact",
    } | changes


def test_a_taken_over_assessment_is_marked_and_asks_renewal(client, client_file, counsellor):
    client.force_login(counsellor)

    assert client.post(url("assessment_create", client_file), assessment_data()).status_code == 302

    page = text(client.get(url("risk", client_file)))
    assert "overgenomen" in page
    assert "gemaakt voor een andere situatie: kliniek" in page
    assert "0 van 16 contacten in vier weken" in page
    assert "minder dan gepland" in text(client.get(client_file.get_absolute_url()))


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"assessed_on": "1-1-1950"}, "Dit ligt voor de geboortedatum van de cliënt."),
        ({"assessed_on": "1-1-2099", "next_on": "1-1-2100"}, "in de toekomst"),
        ({"next_on": "1-1-2026"}, "De volgende taxatie ligt na deze."),
        ({"organisation_name": ""}, "Vul in welke organisatie de taxatie maakte."),
        ({"judgement": ""}, "Kies het instrument met zijn eindoordeel."),
        ({"judgement": "999999"}, "geldige keuze"),
        ({"setting": ""}, "Maak een keuze."),
    ],
)
def test_an_assessment_that_cannot_be_is_refused_and_kept_on_the_page(
    client, client_file, counsellor, changes, sentence
):
    client.force_login(counsellor)

    response = client.post(url("assessment_create", client_file), assessment_data(**changes))

    assert response.status_code == 200
    assert sentence in text(response)
    assert "Zijn zus" in text(response)
    assert not RiskAssessment.objects.exists()


def test_a_correction_shows_both(client, client_file, rows):
    old = rows["assessment"]
    page = text(client.get(url("assessment_correct", client_file, old.pk)))
    assert "R. Meijer" in page

    data = assessment_data(made_by="own", setting="residential", correction_reason="Verkeerd oordeel")
    client.post(url("assessment_correct", client_file, old.pk), data)

    assert "Verkeerd oordeel" in text(client.get(old.get_absolute_url()))
    assert client.get(url("assessment_correct", client_file, old.pk)).status_code == 404
    assert RiskAssessment.objects.count() == 2


def test_a_positive_check_leads_to_its_page_and_on_to_the_five_steps(client, client_file, counsellor):
    client.force_login(counsellor)
    cocaine = Substance.objects.get(key="cocaine")
    data = CHECK | found(cocaine="positive", cannabis="negative") | {"form_token": uuid4()}

    response = client.post(url("check_create", client_file), data, follow=True)

    check = Check.objects.get()
    assert (check.result, check.substance) == ("positive", "cocaïne")
    assert "Terugvalrespons beginnen" in text(response)
    finding = CheckFinding.objects.get(substance=cocaine)
    lab = {"form_token": uuid4(), "outcome": "confirmed", "received_on": "8-1-2026", "laboratory": "Streeklab"}
    client.post(url("check_lab", client_file, check.pk, finding.pk), lab)
    assert LabConfirmation.objects.get().finding == finding
    assert "bevestigd" in text(client.get(url("checks", client_file)))
    assert "Laboratorium Streeklab" in text(client.get(check.get_absolute_url()))

    for _press in range(2):
        response = client.post(url("lapse_from_check", client_file, check.pk))
    assert response.url == LapseResponse.objects.get().get_absolute_url()


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"received_on": "4-1-2026"}, "De uitslag kan niet van voor de controle zijn."),
        ({"received_on": "4-1-2099"}, "in de toekomst"),
        ({"outcome": ""}, "Maak een keuze."),
    ],
)
def test_a_laboratory_result_that_cannot_be_is_refused(client, client_file, counsellor, changes, sentence):
    client.force_login(counsellor)
    client.post(url("check_create", client_file), CHECK | found(cannabis="positive") | {"form_token": uuid4()})
    finding = CheckFinding.objects.get()
    data = {"form_token": uuid4(), "outcome": "confirmed", "received_on": "8-1-2026", "laboratory": "Streeklab"}

    response = client.post(url("check_lab", client_file, finding.check_row_id, finding.pk), data | changes)

    assert sentence in text(response)
    assert "Streeklab" in text(response)
    assert not LabConfirmation.objects.exists()


@pytest.mark.parametrize(
    ("results", "changes", "sentence"),
    [
        ({}, {}, "Vul van minstens één middel de uitslag in"),
        ({"cannabis": "positive"}, {"outcome": "missed"}, "Deze controle is niet gehouden, dus er is geen uitslag."),
    ],
)
def test_a_result_goes_with_a_check_that_was_held(client, client_file, counsellor, results, changes, sentence):
    client.force_login(counsellor)
    data = CHECK | found(**results) | {"form_token": uuid4(), "explanation": "Hij kwam later"} | changes

    response = client.post(url("check_create", client_file), data)

    assert sentence in text(response)
    assert "Hij kwam later" in text(response)
    assert not Check.objects.exists()


def test_prescribed_medication_explains_what_was_found_and_nothing_else(client, client_file, counsellor):
    client.force_login(counsellor)
    opiates = Substance.objects.get(key="opiaten")
    data = CHECK | found(opiaten="negative") | {"form_token": uuid4(), f"medication_{opiates.pk}": "methadon"}
    assert "Medicatie verklaart een uitslag" in text(client.post(url("check_create", client_file), data))

    client.post(url("check_create", client_file), data | found(opiaten="positive"))

    check = Check.objects.get()
    assert check.explanation == "opiaten: verklaard door methadon"
    page = text(client.get(check.get_absolute_url()))
    assert "Verklaard door voorgeschreven medicatie: methadon" in page


def test_a_house_that_allows_what_a_condition_forbids_is_said(client, client_file, counsellor, condition, house):
    house.policies.create(substance_policy="tolerated", valid_from=dt.date(2020, 1, 1))
    client_file.stays.create(location=house, valid_from=timezone.localdate())
    client.force_login(counsellor)

    assert "dit huis is niet abstinent" in text(client.get(url("checks", client_file)))


def incident_data(**changes):
    return {
        "form_token": uuid4(),
        "kind": IncidentKind.objects.get(key="fysiek-persoon").pk,
        "seriousness": "serious",
        "occurred_at": "20-11-2026",
        "occurred_at_time": "22.15",
        "established_at": "20-11-2026",
        "established_at_time": "22:30",
        "place": "huiskamer",
        "role": "involved",
        "facts": "Hij sloeg een huisgenoot.",
        "interpretation": "Hij voelde zich bedreigd.",
        "injury": "none",
        "police": "called",
        "calamity": "yes",
        "wmo_support": "on",
    } | changes


@pytest.fixture
def after_the_incident(monkeypatch):
    """It is 25 November 2026, whatever day it is."""
    now = dt.datetime(2026, 11, 25, 11, tzinfo=dt.UTC)
    monkeypatch.setattr(timezone, "now", lambda: now)


def test_an_incident_shows_who_must_hear_it_by_when_and_why(client, client_file, counsellor, after_the_incident):
    client.force_login(counsellor)

    response = client.post(url("incident_create", client_file), incident_data(), follow=True)

    page = text(response)
    assert "Uiterlijk woensdag 25 november 2026" in page  # three working days after Friday
    assert "Uiterlijk maandag 23 november 2026" in page  # the next working day, and past
    assert "te laat" in page
    assert "Wkkgz: binnen drie werkdagen" in page
    part = IncidentPart.objects.get()
    report = {
        "form_token": uuid4(),
        "body": "igj",
        "told_at": "24-11-2026",
        "told_at_time": "10:00",
        "how": "Formulier",
    }
    client.post(url("incident_report", client_file, part.pk), report)
    assert "Gedaan op 24 november 2026, 10:00" in text(client.get(part.get_absolute_url()))


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"occurred_at": "1-1-1950"}, "voor de geboortedatum"),
        ({"occurred_at": "1-1-2099"}, "in de toekomst"),
        ({"established_at": "19-11-2026"}, "Vaststellen kan niet voor het incident."),
        ({"established_at_time": ""}, "verplicht"),
        ({"facts": ""}, "Schrijf op wat er is gezien en gehoord."),
        ({"kind": ""}, "Kies wat voor incident het was."),
    ],
)
def test_an_incident_that_cannot_be_is_refused_and_kept_on_the_page(
    client, client_file, counsellor, after_the_incident, changes, sentence
):
    client.force_login(counsellor)

    response = client.post(url("incident_create", client_file), incident_data(**changes))

    assert response.status_code == 200
    assert sentence in text(response)
    assert "Hij voelde zich bedreigd." in text(response)
    assert not Incident.objects.exists()
    assert not FormDraft.objects.exists()


def test_another_client_gets_his_own_part_in_his_own_file(
    client, client_file, counsellor, team, other_client, after_the_incident
):
    piet = make_client("S-0501", team, first_name="Piet", last_name="Zwart")
    client.force_login(counsellor)
    client.post(url("incident_create", client_file), incident_data())
    part = IncidentPart.objects.get()

    to_form = client.post(url("incident_other_choose", client_file, part.pk), {"client": piet.number})
    data = {"form_token": uuid4(), "role": "harmed", "facts": "Hij kreeg een klap.", "injury": "doctor"}
    client.post(to_form.url, data)

    theirs = IncidentPart.objects.get(client=piet)
    assert "Hij sloeg een huisgenoot." not in text(client.get(theirs.get_absolute_url()))
    own = text(client.get(part.get_absolute_url()))
    assert "Hij kreeg een klap." not in own
    assert "Zwart" not in own
    assert "Er waren ook anderen bij." in own
    refused = client.post(url("incident_other_choose", client_file, part.pk), {"client": other_client.number})
    assert "Kies een cliënt uit de lijst." in text(refused)
    assert IncidentPart.objects.count() == 2


def test_an_incident_of_files_one_does_not_see_cannot_be_taken_over(
    client, client_file, other_client, outsider, counsellor
):
    from tests.riskplans.test_incidents import record

    foreign = record(other_client, outsider)
    client.force_login(counsellor)

    assert client.get(url("incident_other", client_file, foreign.incident_id)).status_code == 404


def step_url(client_file, response, stage):
    return url("lapse_step", client_file, response.pk, stage)


TALK = {
    "revision": 0,
    "talked_at": "20-11-2026",
    "talked_at_time": "10:00",
    "happened": "Gebruikt na ruzie",
    "cause": "Ruzie",
    "needs": "Rust",
    "still_good": "Werk",
}


def test_a_step_is_saved_half_way_and_finished_later(client, client_file, rows, after_the_incident):
    address = step_url(client_file, rows["lapse"], "talk")
    client.post(address, {"revision": 0, "happened": "Gebruikt", "do": "save"})
    page = text(client.get(address))
    assert "Gebruikt" in page

    unfinished = client.post(address, {"revision": 1, "happened": "Gebruikt na ruzie", "do": "finish"})
    assert "Vul dit in om de stap af te ronden." in text(unfinished)
    assert "Gebruikt na ruzie" in text(unfinished)
    client.post(address, TALK | {"revision": 1, "do": "finish"})

    page = text(client.get(rows["lapse"].get_absolute_url()))
    assert "Verder met stap 2" in page
    assert client.get(address).status_code == 302  # finished: nothing to write any more


def test_who_saved_meanwhile_is_shown_beside_what_was_typed(client, client_file, rows, after_the_incident):
    address = step_url(client_file, rows["lapse"], "talk")
    client.post(address, {"revision": 0, "happened": "De eerste", "do": "save"})

    response = client.post(address, {"revision": 0, "happened": "De tweede", "do": "save"})

    page = text(response)
    assert "heeft deze stap intussen bewaard" in page
    assert "De eerste" in page
    assert "De tweede" in page
    client.post(address, {"revision": response.context["form"]["revision"].value(), "happened": "Samen", "do": "save"})
    assert LapseResponse.objects.get().talk.happened == "Samen"


def test_skipping_asks_for_a_reason_and_an_unknown_step_is_not_found(client, client_file, rows):
    address = url("lapse_skip", client_file, rows["lapse"].pk, "talk")
    assert "Schrijf op waarom u deze stap overslaat." in text(client.post(address, {"skipped_because": ""}))

    client.post(address, {"skipped_because": "Hij is opgenomen"})

    assert "Overgeslagen, omdat: Hij is opgenomen" in text(client.get(rows["lapse"].get_absolute_url()))
    assert client.get(step_url(client_file, rows["lapse"], "blame")).status_code == 404


def test_a_response_without_a_check_begins_by_itself(client, client_file, counsellor):
    client.force_login(counsellor)
    then = timezone.localtime() - dt.timedelta(hours=1)
    data = {
        "form_token": uuid4(),
        "trigger": "told",
        "known_at": then.date(),
        "known_at_time": then.strftime("%H:%M"),
        "about": "cannabis",
    }

    response = client.post(url("lapse_create", client_file), data)

    assert response.url == LapseResponse.objects.get().get_absolute_url()


def test_a_warning_is_given_by_the_ladder(client, client_file, counsellor):
    client.force_login(counsellor)
    today = timezone.localdate()
    data = {
        "form_token": uuid4(),
        "rung": WarningRung.objects.get(key="tweede").pk,
        "given_on": today,
        "reason": "Hij rookte weer binnen",
        "decided_by": "Noor en Karin",
        "foretold": "De ladder",
        "foretold_on": today,
    }
    refused = text(client.post(url("warning_create", client_file), data))
    assert "De ladder heeft eerst nog" in refused
    assert "Hij rookte weer binnen" in refused

    client.post(url("warning_create", client_file), data | {"skipped_rungs": "Al drie keer besproken"})

    warning = ClientWarning.objects.get()
    assert "telt mee tot en met" in text(client.get(url("warnings", client_file)))
    client.post(
        url("warning_withdraw", client_file, warning.pk),
        {"form_token": uuid4(), "withdrawn_on": today, "reason": "Hij was het niet"},
    )
    assert "Hij was het niet" in text(client.get(url("warnings", client_file)))


def test_the_reporting_code_is_written_step_by_step(client, client_file, counsellor):
    client.force_login(counsellor)
    data = {"form_token": uuid4(), "about": "child", "concerns": "dochter van 6"}
    response = client.post(url("meldcode_create", client_file), data)
    row = Meldcode.objects.get()
    assert response.url == row.get_absolute_url()
    signals = {"revision": 0, "signals": "Blauwe plek", "seen_by": "Noor", "children": "concern", "do": "finish"}

    client.post(url("meldcode_step", client_file, row.pk, "signals"), signals)

    page = text(client.get(row.get_absolute_url()))
    assert "Blauwe plek" in page
    assert "wel kinderen, wel zorgen" in page
    assert "Verder met stap 2" in page


@pytest.mark.parametrize(
    "name",
    [
        "assessment_create",
        "check_create",
        "substance_agreement_create",
        "lapse_create",
        "incident_create",
        "warning_create",
        "meldcode_create",
    ],
)
def test_nonsense_is_refused_without_a_crash(client, client_file, counsellor, name):
    client.force_login(counsellor)
    fields = client.get(url(name, client_file)).context["form"].fields

    for nonsense in ("\x00", "9" * 500, "1-1-0001", "€" * 20):
        response = client.post(url(name, client_file), dict.fromkeys(fields, nonsense))
        assert response.status_code == 200
