"""The pages of the signalling plan, the stoplight and the checks, through the doors."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import replace
from uuid import uuid4

import pytest
from django.db import connection
from django.template.loader import render_to_string
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.models import AuditEntry
from riskplans.frame import band_context, panel_context, plan_section_context
from riskplans.models import Check, PhaseChange, SignallingPlan
from riskplans.selectors import content_of, current_phase
from riskplans.services.monitoring import observe_signs, set_phase
from riskplans.services.plans import create_plan, establish_plan, save_draft
from tests.conftest import make_client
from tests.riskplans.conftest import FULL, make_active_plan, sign_of


def url(name, client, *args):
    return reverse(f"riskplans:{name}", args=[client.number, *args])


def text(response):
    return response.content.decode()


def sheet_data(content=FULL, revision=0, **changes):
    """Return what the browser sends when the sheet was filled in as ``content`` says."""
    data = {**content.texts(), "revision": revision}
    for level in ("green", "yellow", "orange", "red"):
        phase = content.phase(level)
        data[f"{level}-how_i_am"] = phase.how_i_am
        data[f"{level}-signs_client"] = "\n".join(f"- {s.text}" for s in phase.signs if s.noticed_by == "client")
        data[f"{level}-signs_others"] = "\n".join(
            f"{s.text} ({s.noticed_who})" for s in phase.signs if s.noticed_by == "others"
        )
        rows = [*phase.actions, None]
        data |= {f"{level}-actions-TOTAL_FORMS": len(rows), f"{level}-actions-INITIAL_FORMS": 0}
        for place, action in enumerate(rows):
            row = f"{level}-actions-{place}"
            data[f"{row}-actor"] = action.actor if action else "client"
            data[f"{row}-text"] = action.text if action else ""
            data[f"{row}-urgency"] = action.urgency if action else "today"
            data[f"{row}-phone"] = action.phone if action else ""
    data |= {"contacts-TOTAL_FORMS": len(content.contacts) + 1, "contacts-INITIAL_FORMS": 0}
    for place, contact in enumerate(content.contacts):
        data[f"contacts-{place}-name"] = contact.name
        data[f"contacts-{place}-relation"] = contact.relation
        data[f"contacts-{place}-phone"] = contact.phone
        data[f"contacts-{place}-agreed_on"] = contact.agreed_on or ""
    return data | changes


ESTABLISH = {"established_on": "2026-01-05", "client_signs": "signs", "client_signed_on": "2026-01-05"}
CHECK = {"kind": "urine", "taken_at": "5-1-2026", "time": "9.30", "occasion": "planned", "result": "negative"}


# --- the doors ------------------------------------------------------------------------------------------------------


def pages(client, draft):
    """Return every address with whether it writes and what a sensible post is."""
    return {
        "plan": (url("plan", client), False, None),
        "plan_create": (url("plan_create", client), True, {"form_token": uuid4()}),
        "plan_version": (url("plan_version", client, draft.pk), False, None),
        "plan_edit": (url("plan_edit", client, draft.pk), True, sheet_data()),
        "plan_establish": (url("plan_establish", client, draft.pk), True, ESTABLISH | {"start_level": "green"}),
        "phase_set": (url("phase_set", client), True, {"level": "red", "reason": "Dreiging", "form_token": uuid4()}),
        "check_create": (url("check_create", client), True, CHECK | {"form_token": uuid4()}),
    }


PAGES = ["plan", "plan_create", "plan_version", "plan_edit", "plan_establish", "phase_set", "check_create"]
POST_ONLY = {"plan_create", "plan_establish"}


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize("who", ["outsider", "officer", "volunteer", "administrator"])
def test_a_stranger_finds_nothing(client, client_file, draft, request, name, who):
    address, writes, data = pages(client_file, draft)[name]
    client.force_login(request.getfixturevalue(who))
    before = (PhaseChange.objects.count(), Check.objects.count(), SignallingPlan.objects.get().revision)

    response = client.post(address, data) if writes else client.get(address)

    assert response.status_code == 404
    assert (PhaseChange.objects.count(), Check.objects.count(), SignallingPlan.objects.get().revision) == before


@pytest.mark.parametrize("name", PAGES)
def test_a_reader_reads_and_does_not_write(client, client_file, draft, expert, name):
    address, writes, data = pages(client_file, draft)[name]
    client.force_login(expert)

    if writes:
        assert client.post(address, data).status_code == 403
        assert not PhaseChange.objects.exists()
        assert not Check.objects.exists()
    else:
        assert client.get(address).status_code == 200


@pytest.mark.parametrize("name", PAGES)
def test_a_colleague_of_the_team_may_do_it_all(client, client_file, draft, colleague, name):
    address, writes, data = pages(client_file, draft)[name]
    client.force_login(colleague)

    response = client.post(address, data) if writes else client.get(address)

    assert response.status_code == (302 if writes else 200)


@pytest.mark.parametrize("name", PAGES)
def test_nobody_comes_in_without_logging_in(client, client_file, draft, name):
    address, writes, data = pages(client_file, draft)[name]

    response = client.post(address, data) if writes else client.get(address)

    assert response.status_code == 302
    assert "login" in response.url


@pytest.mark.parametrize("name", sorted(POST_ONLY))
def test_what_changes_something_does_not_listen_to_get(client, client_file, draft, counsellor, name):
    client.force_login(counsellor)

    assert client.get(pages(client_file, draft)[name][0]).status_code == 405


@pytest.mark.parametrize("name", ["plan_version", "plan_edit", "plan_establish"])
@pytest.mark.parametrize("pk", [999_999, 10**30])
def test_a_version_that_does_not_exist_is_not_found(client, client_file, draft, counsellor, name, pk):
    client.force_login(counsellor)
    address = url(name, client_file, pk)

    response = client.post(address, ESTABLISH) if name == "plan_establish" else client.get(address)

    assert response.status_code == 404


def test_a_version_of_another_client_is_not_found(client, client_file, draft, counsellor, team):
    other = make_client("S-0009", team)
    client.force_login(counsellor)

    assert client.get(url("plan_version", other, draft.pk)).status_code == 404
    assert client.post(url("plan_establish", other, draft.pk), ESTABLISH).status_code == 404


def test_who_reads_a_plan_stands_in_the_log(client, client_file, draft, counsellor):
    client.force_login(counsellor)

    client.get(url("plan", client_file))
    client.get(url("plan_version", client_file, draft.pk))

    rows = AuditEntry.objects.filter(action="read", client_number=client_file.number)
    assert list(rows.order_by("pk").values_list("object_type", "object_id")) == [
        ("riskplans.signallingplan", ""),
        ("riskplans.signallingplan", str(draft.pk)),
    ]


# --- reading --------------------------------------------------------------------------------------------------------


def test_the_tab_shows_the_plan_and_the_phase_with_word_and_number(client, client_file, active, counsellor):
    observe_signs(
        client=client_file, signs=[sign_of(active, "orange")], observed_at=timezone.now(), acting_user=counsellor
    )
    client.force_login(counsellor)

    page = text(client.get(url("plan", client_file)))

    assert "Hij loopt veel heen en weer" in page
    assert "Gezien: Ik zeg afspraken af." in page
    assert 'href="tel:0612345678"' in page
    assert "phase phase-orange phase-lg" in page


def test_without_a_plan_the_page_says_what_to_do(client, client_file, counsellor):
    client.force_login(counsellor)

    page = text(client.get(url("plan", client_file)))

    assert "Nog geen signaleringsplan" in page
    assert "Signaleringsplan maken" in page


def test_a_reader_sees_no_button_that_he_may_not_press(client, client_file, active, expert):
    client.force_login(expert)

    page = text(client.get(url("plan", client_file)))

    assert "Nieuwe versie maken" not in page
    assert url("phase_set", client_file) not in page
    assert url("check_create", client_file) not in page


def test_the_client_page_shows_what_the_plan_says_to_do(client, client_file, active, counsellor):
    client.force_login(counsellor)
    calm = text(client.get(client_file.get_absolute_url()))
    observe_signs(
        client=client_file, signs=[sign_of(active, "red")], observed_at=timezone.now(), acting_user=counsellor
    )

    page = text(client.get(client_file.get_absolute_url()))

    assert "Bel de crisisdienst" not in calm
    assert "Bel de crisisdienst" in page
    assert 'href="tel:08001234"' in page


def test_the_timeline_tells_of_the_stoplight_and_the_checks(client, client_file, active, counsellor):
    set_phase(client=client_file, level="orange", reason="Hij slaapt slecht", acting_user=counsellor)
    client.force_login(counsellor)
    client.post(url("check_create", client_file), CHECK | {"form_token": uuid4()})

    page = text(client.get(reverse("casework:timeline", args=[client_file.number])))

    assert "Hij slaapt slecht" in page
    assert "urinecontrole (UC): negatief" in page


def queries_of(client, address):
    with CaptureQueriesContext(connection) as queries:
        assert client.get(address).status_code == 200
    return len(queries)


def test_the_tab_takes_the_same_queries_however_much_there_is(client, client_file, counsellor):
    make_active_plan(client_file, counsellor)
    client.force_login(counsellor)
    counts = []
    for step in range(3):
        if step:
            make_next_version(client_file, counsellor)
        plan = SignallingPlan.objects.active().get()
        observe_signs(
            client=client_file, signs=[sign_of(plan, "red")], observed_at=timezone.now(), acting_user=counsellor
        )
        set_phase(client=client_file, level="green", reason=f"Reden {step}", acting_user=counsellor)
        client.post(url("check_create", client_file), CHECK | {"form_token": uuid4()})
        counts.append(queries_of(client, url("plan", client_file)))

    assert counts == [counts[0]] * 3


@pytest.mark.parametrize("make", [band_context, panel_context])
def test_a_piece_of_the_client_page_takes_three_queries_at_most(
    client_file, active, counsellor, make, django_assert_max_num_queries
):
    observe_signs(
        client=client_file, signs=[sign_of(active, "red")], observed_at=timezone.now(), acting_user=counsellor
    )

    with django_assert_max_num_queries(3 if make is panel_context else 1):
        make(client_file, counsellor)


def make_next_version(client_file, user):
    draft = create_plan(client=client_file, form_token=uuid4(), acting_user=user)
    establish_plan(plan=draft, client_signed_on=timezone.localdate(), acting_user=user)


# --- writing a plan -------------------------------------------------------------------------------------------------


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


def test_a_broken_token_makes_nothing(client, client_file, counsellor):
    client.force_login(counsellor)

    assert client.post(url("plan_create", client_file), {"form_token": "x"}).status_code == 302

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


# --- the phase ------------------------------------------------------------------------------------------------------


def test_the_phase_is_set_with_a_reason(client, client_file, active, counsellor):
    client.force_login(counsellor)
    form = client.get(url("phase_set", client_file)).context["form"]
    data = {
        "level": "orange",
        "reason": "Slaapt slecht",
        "seen": form["seen"].value(),
        "form_token": form["form_token"].value(),
    }

    for _press in range(2):
        assert client.post(url("phase_set", client_file), data).url == url("plan", client_file)

    assert PhaseChange.objects.count() == 2
    assert current_phase(client_file).reason == "Slaapt slecht"


def test_only_phases_of_the_plan_other_than_the_one_of_now_are_offered(client, client_file, active, counsellor):
    client.force_login(counsellor)

    form = client.get(url("phase_set", client_file)).context["form"]

    assert [value for value, _label in form.fields["level"].choices] == ["orange", "red"]


def test_leaving_red_asks_why_it_is_over(client, client_file, active, counsellor):
    set_phase(client=client_file, level="red", reason="Dreiging", acting_user=counsellor)
    client.force_login(counsellor)
    assert "Rood afsluiten" in text(client.get(url("phase_set", client_file)))
    seen = current_phase(client_file).pk

    response = client.post(
        url("phase_set", client_file), {"level": "green", "reason": " ", "seen": seen, "form_token": uuid4()}
    )

    assert "Schrijf op waarom rood voorbij is." in text(response)
    assert current_phase(client_file).level == "red"


def test_who_looked_at_an_older_phase_confirms_once_more(client, client_file, active, counsellor, colleague):
    seen = current_phase(client_file).pk
    set_phase(client=client_file, level="red", reason="Dreiging", acting_user=colleague)
    client.force_login(counsellor)
    data = {"level": "orange", "reason": "Slaapt slecht", "seen": seen, "form_token": uuid4()}

    response = client.post(url("phase_set", client_file), data)

    assert "Bas Wiersma heeft de fase intussen op rood gezet" in text(response)
    assert "Slaapt slecht" in text(response)
    assert current_phase(client_file).level == "red"
    confirmed = data | {"seen": response.context["form"]["seen"].value()}
    assert client.post(url("phase_set", client_file), confirmed).status_code == 302
    assert current_phase(client_file).level == "orange"


# --- checks ---------------------------------------------------------------------------------------------------------


def test_a_check_is_recorded_as_people_type_it_and_once(client, client_file, counsellor):
    client.force_login(counsellor)
    data = CHECK | {"result": "positive", "substance": "cannabis", "form_token": uuid4()}

    for _press in range(2):
        assert client.post(url("check_create", client_file), data).status_code == 302

    check = Check.objects.get()
    assert timezone.localtime(check.taken_at).strftime("%Y-%m-%d %H:%M") == "2026-01-05 09:30"
    assert check.substance == "cannabis"


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"taken_at": "2099-01-01"}, "Deze controle ligt in de toekomst"),
        ({"taken_at": "0001-01-01"}, "voor de geboorte"),
        ({"taken_at": "9999-12-31"}, "toekomst"),
        ({"taken_at": ""}, "verplicht"),
        ({"time": "half tien"}, "Schrijf de tijd als 14:30."),
        ({"result": "positive"}, "Schrijf op welk middel is gevonden."),
        ({"result": ""}, "verplicht"),
        ({"kind": "bloed"}, "bloed"),
        ({"explanation": "x" * 301}, "300"),
        ({"form_token": "x"}, "UUID"),
    ],
)
def test_a_check_that_cannot_be_is_refused_and_kept_on_the_page(client, client_file, counsellor, changes, sentence):
    client.force_login(counsellor)
    data = CHECK | {"explanation": "Gebruikt methadon", "form_token": uuid4()} | changes

    response = client.post(url("check_create", client_file), data)

    assert response.status_code == 200
    assert sentence in text(response)
    assert data["explanation"] in text(response)
    assert not Check.objects.exists()


def test_a_form_of_another_client_is_not_used_again(client, client_file, counsellor, team):
    other = make_client("S-0009", team)
    client.force_login(counsellor)
    data = CHECK | {"form_token": uuid4()}
    client.post(url("check_create", other), data)

    response = client.post(url("check_create", client_file), data)

    assert "al gebruikt bij een andere cliënt" in text(response)
    assert Check.objects.count() == 1
    assert Check.objects.get().taken_at < timezone.now() - dt.timedelta(days=1)


# --- the care plan on paper -----------------------------------------------------------------------------------------


def test_the_care_plan_carries_the_plan_that_holds(client_file, active, counsellor):
    page = render_to_string("riskplans/pdf/_plan_section.html", plan_section_context(client_file, counsellor))

    assert "Ik zeg afspraken af" in page
    assert "Bel de crisisdienst (0800-1234)" in page
    assert "De fase is groen" in page


def test_the_care_plan_says_so_when_there_is_no_plan(client_file, counsellor):
    page = render_to_string("riskplans/pdf/_plan_section.html", plan_section_context(client_file, counsellor))

    assert "Er is nog geen signaleringsplan vastgesteld." in page
