"""Instruments of the organisation itself: through the administrator's screen, and never before its permission."""

from __future__ import annotations

from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from accounts.models import AuditEntry
from alliance.models import InstrumentDefinition
from alliance.selectors.instruments import get_instrument, instruments_to_choose
from alliance.services.check_ins import start_check_in
from tests.alliance.test_instruments import twenty

ADD = "admin:alliance_instrumentdefinition_add"
LICENSED = twenty().replace("status: own", "status: licensed")
PERMISSION = {
    "permission_by": "De maker",
    "permission_on": "2026-01-05",
    "permission_reference": "overeenkomst 12",
}


def keep(client, user, definition=LICENSED, **fields):
    client.force_login(user)
    return client.post(reverse(ADD), {"definition": definition, **fields})


def test_the_administrator_keeps_a_definition_and_it_can_be_chosen(client, administrator):
    assert keep(client, administrator, active="on", **PERMISSION).status_code == 302
    kept = InstrumentDefinition.objects.get()
    assert (kept.key, kept.version, kept.name, kept.licence_status) == ("eigen-lijst", 1, "Eigen lijst", "licensed")
    assert [one.key for one in instruments_to_choose()][-1] == "eigen-lijst"
    assert AuditEntry.objects.filter(object_type="alliance.instrumentdefinition", action="authorise").exists()


def test_without_permission_a_licensed_one_stays_out_of_use(client, administrator):
    page = keep(client, administrator, active="on", permission_by="De maker")
    assert "Leg eerst vast van wie de toestemming is" in page.text
    assert not InstrumentDefinition.objects.exists()
    assert keep(client, administrator).status_code == 302  # not yet in use
    assert "eigen-lijst" not in [one.key for one in instruments_to_choose()]
    with pytest.raises(IntegrityError), transaction.atomic():
        InstrumentDefinition.objects.update(active=True)


def test_a_fault_is_named_with_its_line_and_the_text_is_kept(client, administrator):
    page = keep(client, administrator, definition=twenty(faulty=2))
    assert "regel 14: onbekend onderdeel" in page.text
    assert "Zin 20 over hem." in page.text
    assert not InstrumentDefinition.objects.exists()


def test_a_version_is_there_once_and_ours_are_not_taken(client, administrator):
    keep(client, administrator)
    assert "Geef de definitie een hogere versie" in keep(client, administrator).text
    ours = keep(client, administrator, definition=twenty().replace("key: eigen-lijst", "key: gespreksinstrument"))
    assert "van Samenspoor zelf" in ours.text


def test_what_was_used_keeps_its_text(client, administrator, client_file, counsellor):
    keep(client, administrator, active="on", **PERMISSION)
    kept = InstrumentDefinition.objects.get()
    start_check_in(client=client_file, form_token=uuid4(), acting_user=counsellor, instrument=kept.instrument)
    change = reverse("admin:alliance_instrumentdefinition_change", args=[kept.pk])
    client.force_login(administrator)
    client.post(change, {"definition": twenty(), "active": "", **PERMISSION})
    kept.refresh_from_db()
    assert kept.definition.strip() == LICENSED.strip()
    assert not kept.active
    assert get_instrument("eigen-lijst", 1).items, "what was held with it stays readable"


def test_a_check_in_with_an_instrument_of_the_organisation(client, administrator, client_file, counsellor):
    keep(client, administrator, active="on", **PERMISSION)
    client.force_login(counsellor)
    overview = reverse("alliance:overview", args=["S-0001"])
    assert "Eigen lijst" in client.get(overview).text
    begun = client.post(
        reverse("alliance:start", args=["S-0001"]), {"form_token": uuid4(), "instrument": "eigen-lijst:1"}
    )
    done = client.post(begun.url, {f"i{number}": "2" for number in range(1, 21)})
    assert done.status_code == 302
    check_in = client_file.alliance_check_ins.get()
    url = reverse("alliance:client_side", args=["S-0001", check_in.pk])
    page = client.post(url, {"step": "0", "go": "next"})
    assert "Zin 1 van 20" in page.text
    data = {f"i{number}": "1" for number in range(1, 21)}
    client.post(url, {**data, "step": "21", "go": "next", "sharing": "aspects"})
    values = dict(check_in.answers.values_list("side", "scores__value"))
    assert values == {"counsellor": 40, "client": 20}
    assert client.get(reverse("alliance:check_in", args=["S-0001", check_in.pk])).status_code == 200
    assert client.get(overview).status_code == 200
