"""Setting the phase and recording a check in the browser."""

from __future__ import annotations

import datetime as dt
from uuid import uuid4

import pytest
from django.utils import timezone

from riskplans.models import Check, PhaseChange
from riskplans.selectors import current_phase
from riskplans.services.monitoring import set_phase
from tests.conftest import make_client
from tests.riskplans.browsing import CHECK, found, text, url


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


def test_a_check_is_recorded_as_people_type_it_and_once(client, client_file, counsellor):
    client.force_login(counsellor)
    data = CHECK | found(cannabis="positive") | {"form_token": uuid4()}

    for _press in range(2):
        assert client.post(url("check_create", client_file), data).status_code == 302

    check = Check.objects.get()
    assert timezone.localtime(check.taken_at).strftime("%Y-%m-%d %H:%M") == "2026-01-05 09:30"
    assert check.substance == "cannabis"


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"taken_at": "2099-01-01"}, "Deze controle ligt in de toekomst"),
        ({"taken_at": "1950-01-01"}, "voor de geboorte"),
        ({"taken_at": "0001-01-01"}, "kan niet kloppen"),
        ({"taken_at": "9999-12-31"}, "kan niet kloppen"),
        ({"taken_at": ""}, "verplicht"),
        ({"taken_at_time": "half tien"}, "Schrijf de tijd als 14:30."),
        ({"outcome": "refused"}, "Deze controle is niet gehouden, dus er is geen uitslag."),
        ({"outcome": ""}, "Kies of de controle is gehouden."),
        ({"kind": "bloed"}, "bloed"),
        ({"explanation": "x" * 201}, "200"),
        ({"form_token": "x"}, "UUID"),
    ],
)
def test_a_check_that_cannot_be_is_refused_and_kept_on_the_page(client, client_file, counsellor, changes, sentence):
    client.force_login(counsellor)
    data = CHECK | found(cannabis="negative") | {"explanation": "Gebruikt methadon", "form_token": uuid4()} | changes

    response = client.post(url("check_create", client_file), data)

    assert response.status_code == 200
    assert sentence in text(response)
    assert data["explanation"] in text(response)
    assert not Check.objects.exists()


def test_a_form_of_another_client_is_not_used_again(client, client_file, counsellor, team):
    other = make_client("S-0009", team)
    client.force_login(counsellor)
    data = CHECK | found(cannabis="negative") | {"form_token": uuid4()}
    client.post(url("check_create", other), data)

    response = client.post(url("check_create", client_file), data)

    assert "al gebruikt bij een andere cliënt" in text(response)
    assert Check.objects.count() == 1
    assert Check.objects.get().taken_at < timezone.now() - dt.timedelta(days=1)
