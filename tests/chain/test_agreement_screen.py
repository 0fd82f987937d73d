"""A representative who signs for the client on the shared screen, and the draft of a long agreement."""

from __future__ import annotations

import re
from uuid import uuid4

import pytest
from django.urls import reverse

from casework.services.drafts import keep_draft
from chain.enums import SigningWay
from chain.models import AgreementAct


def screen(agreement):
    return reverse("chain:agreement_client", args=[agreement.client.number, agreement.pk])


def test_representative_signs_for_the_client(client, offered, counsellor):
    client.force_login(counsellor)
    signed = {"decision": "agreed", "signature": "K. de Wit", "instead": "K. de Wit", "capacity": "mentor"}
    answers = [client.post(screen(offered), signed, follow=True) for _press in range(2)]

    act = offered.acts.get()
    assert (act.on_behalf, act.way) == ("K. de Wit (mentor), namens Jeroen Dekker", SigningWay.SCREEN)
    assert act.signature.name == "K. de Wit"
    assert all("Dank u wel" in answer.content.decode() for answer in answers)
    page = client.get(offered.get_absolute_url()).content.decode()
    assert "K. de Wit (mentor), namens Jeroen Dekker" in page


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"instead": "K. de Wit"}, "Kies wie dat voor u is."),
        ({"capacity": "mentor"}, "Vul de naam in van wie voor u tekent."),
        ({"instead": "K" * 81, "capacity": "mentor"}, "80"),
        ({"instead": "K. de Wit", "capacity": "buurman"}, "buurman"),
    ],
)
def test_half_a_representative_is_refused_and_kept(client, offered, counsellor, typed, sentence):
    client.force_login(counsellor)
    answer = client.post(screen(offered), {"decision": "agreed", "signature": "K. de Wit", **typed})
    page = answer.content.decode()

    assert answer.status_code == 200
    assert sentence in page
    assert re.search(r"<details[^>]* open", page)
    assert not AgreementAct.objects.exists()


def test_draft_of_an_agreement_is_taken_up_with_its_rules(client, client_file, involvement, counsellor):
    client.force_login(counsellor)
    url = reverse("chain:agreement_create", args=[client_file.number])
    page = client.get(url).content.decode()
    assert 'data-draft-form="chain.agreement"' in page
    token = uuid4()
    keep_draft(
        client=client_file,
        form_token=token,
        form="chain.agreement",
        path=url,
        fields={
            "roles": ["Noor begeleidt nog niet af"],
            "meldregels-TOTAL_FORMS": ["1"],
            "meldregels-0-event": ["absence"],
            "meldregels-0-wanted": ["on"],
            "meldregels-0-text": ["Ook overdag"],
        },
        acting_user=counsellor,
    )

    resumed = client.get(f"{url}?concept={token}").content.decode()

    assert "Noor begeleidt nog niet af" in resumed
    assert "Ook overdag" in resumed
    assert "field-error" not in resumed
    assert str(token) in resumed
