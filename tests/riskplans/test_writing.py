"""Writing a plan in the browser, up to the moment it holds."""

from __future__ import annotations

import re
from dataclasses import replace
from uuid import uuid4

import pytest

from riskplans.models import PhaseChange, SignallingPlan
from riskplans.selectors import content_of, current_phase
from riskplans.services.plans import create_plan, save_draft
from tests.riskplans.browsing import ESTABLISH, sheet_data, text, url
from tests.riskplans.conftest import FULL


def test_a_plan_is_made_written_and_established_in_the_browser(client, client_file, counsellor):
    client.force_login(counsellor)
    page = text(client.get(url("plan", client_file)))
    token = re.search(r'name="form_token" value="([^"]+)"', page).group(1)

    begun = client.post(url("plan_create", client_file), {"form_token": token})
    draft = SignallingPlan.objects.get()
    assert begun.url == url("plan_edit", client_file, draft.pk)
    saved = client.post(begun.url, sheet_data())
    assert saved.url == url("plan_version", client_file, draft.pk)
    assert content_of(SignallingPlan.objects.get()) == FULL
    assert "In welke fase is de cliënt nu" in text(client.get(saved.url))
    held = client.post(url("plan_establish", client_file, draft.pk), ESTABLISH | {"start_level": "orange"}, follow=True)

    assert "Het signaleringsplan geldt. Evalueren voor 7 juli 2026." in text(held)
    assert current_phase(client_file).level == "orange"


def test_the_sheet_shows_what_was_saved_and_sends_it_back_the_same(client, client_file, draft, counsellor):
    client.force_login(counsellor)
    form = client.get(url("plan_edit", client_file, draft.pk)).context["sheet"]
    fields = [form.plan, *(p.texts for p in form.phases)]
    for rows in [*(p.actions for p in form.phases), form.contacts]:
        fields += [rows.management_form, *rows]
    data = {bound.html_name: value for one in fields for bound in one if (value := bound.value()) is not None}

    client.post(url("plan_edit", client_file, draft.pk), data)

    assert SignallingPlan.objects.get().revision == 1
    assert content_of(SignallingPlan.objects.get()) == FULL


def test_more_rows_come_by_saving(client, client_file, draft, counsellor):
    client.force_login(counsellor)

    response = client.post(url("plan_edit", client_file, draft.pk), sheet_data(more="1"))

    assert response.url == url("plan_edit", client_file, draft.pk)


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"orange-actions-2-phone": "06-1"}, "Schrijf op wat er gebeurt."),
        ({"orange-actions-0-phone": "bel maar"}, "Schrijf een telefoonnummer"),
        ({"orange-actions-0-actor": "iedereen"}, "iedereen"),
        ({"contacts-1-name": "Buurman"}, "Schrijf het telefoonnummer op."),
        ({"contacts-0-agreed_on": "gisteren"}, "geldige datum"),
        ({"red-signs_client": "x" * 300}, "is te lang"),
        ({"red-signs_others": "\n".join(f"signaal {n}" for n in range(30))}, "Dit zijn 30 signalen"),
        ({"revision": "geen getal"}, "Voer een geheel getal in"),
        ({"orange-actions-TOTAL_FORMS": "veel"}, ""),
        ({"orange-actions-TOTAL_FORMS": "1000000"}, ""),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_is_kept(client, client_file, draft, counsellor, changes, sentence):
    client.force_login(counsellor)

    response = client.post(url("plan_edit", client_file, draft.pk), sheet_data(triggers="Mijn eigen woorden") | changes)

    page = text(response)
    assert response.status_code == 200
    assert sentence in page
    assert "Dit klopt nog niet" in page
    assert "Mijn eigen woorden" in page
    assert "Hij loopt veel heen en weer (zijn zus)" in page
    assert SignallingPlan.objects.get().revision == 0


def test_the_second_writer_sees_both_texts_and_keeps_his_own(client, client_file, draft, counsellor, colleague):
    save_draft(plan=draft, revision=0, content=replace(FULL, wishes="Van Bas", contacts=()), acting_user=colleague)
    client.force_login(counsellor)
    address = url("plan_edit", client_file, draft.pk)

    response = client.post(address, sheet_data(wishes="Van Noor", revision=0))

    page = text(response)
    assert "Bas Wiersma heeft dit concept" in page
    assert "Van Bas" in page
    assert "Van Noor" in page
    assert [one.label for one in response.context["differences"]] == ["wat mij helpt in een crisis", "wie bel ik"]
    assert SignallingPlan.objects.get().wishes == "Van Bas"

    client.post(address, sheet_data(wishes="Van Noor", revision=response.context["sheet"].plan["revision"].value()))
    assert SignallingPlan.objects.get().wishes == "Van Noor"


def test_saving_twice_with_one_press_is_no_conflict(client, client_file, draft, counsellor):
    client.force_login(counsellor)
    address, data = url("plan_edit", client_file, draft.pk), sheet_data(wishes="Rust")

    assert client.post(address, data).status_code == 302
    assert client.post(address, data).status_code == 302

    assert SignallingPlan.objects.get().revision == 1


def test_a_plan_that_holds_is_not_edited(client, client_file, active, counsellor):
    client.force_login(counsellor)
    address = url("plan_edit", client_file, active.pk)

    assert client.get(address).url == url("plan", client_file)
    page = text(client.post(address, sheet_data(wishes="Anders", revision=active.revision)))

    assert "Maak een nieuwe versie" in page
    assert "Anders" in page
    assert SignallingPlan.objects.get().wishes == FULL.wishes


def test_a_second_draft_leads_to_the_one_that_is_open(client, client_file, draft, counsellor):
    client.force_login(counsellor)

    response = client.post(url("plan_create", client_file), {"form_token": uuid4()}, follow=True)

    assert "Er is al een concept" in text(response)
    assert url("plan_version", client_file, draft.pk) in text(response)


def test_a_broken_token_makes_nothing_and_says_so(client, client_file, counsellor):
    client.force_login(counsellor)

    response = client.post(url("plan_create", client_file), {"form_token": "x"}, follow=True)

    assert response.redirect_chain == [(url("plan", client_file), 302)]
    assert "Er is niets begonnen" in text(response)
    assert not SignallingPlan.objects.exists()


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"client_signs": ""}, "Kies of de cliënt tekent."),
        ({"client_signed_on": ""}, "Kies de dag waarop de cliënt tekende."),
        ({"client_signs": "refuses"}, "Schrijf op waarom de cliënt niet tekent."),
        ({"established_on": "2099-01-01"}, "niet in de toekomst vastgesteld"),
        ({"established_on": "morgen"}, "geldige datum"),
        ({"start_level": "paars"}, "paars"),
    ],
)
def test_establishing_says_what_is_missing_and_keeps_what_was_typed(
    client, client_file, draft, counsellor, changes, sentence
):
    client.force_login(counsellor)
    data = ESTABLISH | {"start_level": "green"} | changes

    response = client.post(url("plan_establish", client_file, draft.pk), data)

    assert response.status_code == 200
    assert sentence in text(response)
    assert f'value="{data["established_on"]}"' in text(response)
    assert SignallingPlan.objects.get().is_draft


def test_a_plan_without_actions_says_so_on_the_page(client, client_file, counsellor):
    empty = create_plan(client=client_file, form_token=uuid4(), acting_user=counsellor)
    client.force_login(counsellor)

    response = client.post(url("plan_establish", client_file, empty.pk), ESTABLISH | {"start_level": "green"})

    assert "Bij groen staat nog niet wat er dan gebeurt" in text(response)


def test_a_client_who_does_not_sign_is_told_so_in_the_plan(client, client_file, draft, counsellor):
    client.force_login(counsellor)
    data = ESTABLISH | {"client_signs": "refuses", "refusal_reason": "Hij vindt het onzin", "start_level": "green"}

    page = text(client.post(url("plan_establish", client_file, draft.pk), data, follow=True))

    assert "Wil niet tekenen: Hij vindt het onzin" in page
    assert SignallingPlan.objects.get().client_signed_on is None


def test_establishing_twice_with_one_press_is_one_plan(client, client_file, draft, counsellor):
    client.force_login(counsellor)
    data = ESTABLISH | {"start_level": "green"}

    for _press in range(2):
        assert client.post(url("plan_establish", client_file, draft.pk), data).status_code == 302

    assert PhaseChange.objects.count() == 1
