"""Names of other people do not leave the house: their relation stands in their place."""

from __future__ import annotations

import datetime as dt
from typing import Any
from uuid import uuid4

import pytest
from django.utils import timezone

from casework.enums import HandoverPurpose, Relation
from casework.services.network import add_member
from chain.selectors.third_persons import Named, people_around, without_names
from chain.services.reports import renew_part, start_report
from riskplans.models import EmergencyContact
from tests.riskplans.conftest import make_active_plan

HENK = Named(("Henk Brands", "Brands", "Henk"), "oom")
ROOS = Named(("Roos",), "broer of zus")


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Henk bellen en dan pas antwoorden", "[oom] bellen en dan pas antwoorden"),
        ("Mijn oom Henk.", "Mijn oom."),
        ("Mijn Oom Henk Brands belde", "Mijn Oom belde"),
        ("De auto van Henk Brands, en Henks brommer.", "De auto van [oom], en [oom] brommer."),
        ("Henk's huis", "[oom] huis"),
        ("Meneer Brands was er.", "Meneer [oom] was er."),
        ("Een hengel en een henkel, Henkie en McHenk.", "Een hengel en een henkel, Henkie en McHenk."),
        ("Roos plukte een roos.", "[broer of zus] plukte een roos."),
        ("- Belt Henk\n- Belt Roos", "- Belt [oom]\n- Belt [broer of zus]"),
        ("", ""),
    ],
)
def test_a_name_becomes_a_relation(text, told):
    assert without_names(text, [HENK, ROOS])[0] == told


def test_every_name_that_went_is_counted():
    assert without_names("Henk en Henk Brands en Roos", [HENK, ROOS])[1] == 3


pytestmark = pytest.mark.django_db


def add(client, user, name, relation):
    return add_member(
        client=client,
        form_token=uuid4(),
        facts={"name": name, "relation": relation},
        valid_from=timezone.localdate() - dt.timedelta(days=5),
        acting_user=user,
    )


def start(client, user, purpose, **fields):
    today = timezone.localdate()
    values: dict[str, Any] = {
        "form_token": uuid4(),
        "recipient_name": "Iris Bakker",
        "since": today - dt.timedelta(days=100),
        "until": today,
    } | fields
    return start_report(client=client, purpose=purpose, acting_user=user, **values)


def test_the_clients_own_name_and_a_shared_surname_stay(client_file, counsellor):
    add(client_file, counsellor, "Ria Dekker", Relation.SIBLING)
    add(client_file, counsellor, "mevrouw van der Berg", Relation.NEIGHBOUR)
    add(client_file, counsellor, "Leger des Heils", Relation.ORGANISATION)
    people = people_around(client_file)
    text, count = without_names(
        "Jeroen Dekker ziet Ria Dekker, Ria, mevrouw van der Berg en het Leger des Heils.", people
    )
    assert text == "Jeroen Dekker ziet [broer of zus], [broer of zus], [buur] en het Leger des Heils."
    assert count == 3


def test_our_own_people_on_a_call_list_keep_their_names(client_file, counsellor):
    plan = make_active_plan(client_file, counsellor)
    EmergencyContact.objects.bulk_create(
        [
            EmergencyContact(plan=plan, name=str(counsellor), relation="begeleider", phone="06 0000 0001", order=8),
            EmergencyContact(plan=plan, name="Henk Brands", relation="oom", phone="06 0000 0002", order=9),
        ]
    )
    names = {name for person in people_around(client_file) for name in person.names}
    assert "Henk" in names
    assert "Noor" not in names


@pytest.mark.parametrize(
    ("purpose", "named"),
    [(HandoverPurpose.WARM, False), (HandoverPurpose.END_REPORT, False), (HandoverPurpose.INSIDE, True)],
)
def test_a_report_that_leaves_the_house_names_nobody_and_tells_its_writer(client_file, counsellor, purpose, named):
    add(client_file, counsellor, "Henk Brands", Relation.FAMILY)
    client_file.horizon = "Samen met Henk een boot opknappen"
    client_file.save()
    part = start(client_file, counsellor, purpose).parts.get(key="own-words")
    assert ("Henk" in part.text) is named
    assert ("[andere familie]" in part.text) is not named
    assert ("vervangen door wie het is" in part.hint) is not named


def test_taking_a_part_from_the_file_again_brings_no_name_back(client_file, counsellor):
    add(client_file, counsellor, "Henk Brands", Relation.FAMILY)
    client_file.horizon = "Samen met Henk een boot opknappen"
    client_file.save()
    report = start(client_file, counsellor, HandoverPurpose.WARM)
    assert "Henk" not in renew_part(report=report, key="own-words", acting_user=counsellor).text


def test_the_network_section_names_by_consent_and_is_kept_back_without(client_file, counsellor):
    add(client_file, counsellor, "Henk Brands", Relation.FAMILY)
    end = start(client_file, counsellor, HandoverPurpose.END_REPORT).parts.get(key="network")
    assert not end.included


def test_a_victim_is_never_named(client_file, counsellor):
    add_member(
        client=client_file,
        form_token=uuid4(),
        facts={"name": "mevrouw Jansen", "relation": Relation.VICTIM, "note": "Contactverbod."},
        valid_from=timezone.localdate() - dt.timedelta(days=5),
        acting_user=counsellor,
    )
    client_file.horizon = "Excuses aan mevrouw Jansen"
    client_file.save()
    text = start(client_file, counsellor, HandoverPurpose.WARM).parts.get(key="own-words").text
    assert "Jansen" not in text
