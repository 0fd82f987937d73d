"""Reading the plan and the stoplight, on the client page and on paper."""

from __future__ import annotations

from uuid import uuid4

import pytest
from django.db import connection
from django.template.loader import render_to_string
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from riskplans.frame import band_context, panel_context, plan_section_context
from riskplans.models import SignallingPlan
from riskplans.services.monitoring import observe_signs, set_phase
from riskplans.services.plans import create_plan, establish_plan
from tests.riskplans.browsing import CHECK, found, text, url
from tests.riskplans.conftest import make_active_plan, sign_of


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
    assert f'"{url("phase_set", client_file)}"' not in page
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
    client.post(url("check_create", client_file), CHECK | found(cannabis="negative") | {"form_token": uuid4()})

    page = text(client.get(reverse("casework:timeline", args=[client_file.number])))

    assert "Hij slaapt slecht" in page
    assert "Urinecontrole (UC): negatief" in page


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
        client.post(url("check_create", client_file), CHECK | found(cannabis="negative") | {"form_token": uuid4()})
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


def test_the_care_plan_carries_the_plan_that_holds(client_file, active, counsellor):
    page = render_to_string("riskplans/pdf/_plan_section.html", plan_section_context(client_file, counsellor))

    assert "Ik zeg afspraken af" in page
    assert "Bel de crisisdienst (0800-1234)" in page
    assert "De fase is groen" in page


def test_the_care_plan_says_so_when_there_is_no_plan(client_file, counsellor):
    page = render_to_string("riskplans/pdf/_plan_section.html", plan_section_context(client_file, counsellor))

    assert "Er is nog geen signaleringsplan vastgesteld." in page
