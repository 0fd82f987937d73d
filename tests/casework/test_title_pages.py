"""The pages of titles through time, suspensions and profiles: what stands there, refusals at their field, queries."""

from __future__ import annotations

from uuid import uuid4

import pytest
from django.urls import reverse

from accounts.models import AuditEntry
from casework.models import TitleKind, TitleSuspension
from casework.services.titles import suspend
from tests.casework.test_legal import day, new_title
from tests.casework.test_profiles import profile

pytestmark = pytest.mark.django_db


@pytest.fixture
def page(client, client_file, counsellor):
    client.force_login(counsellor)

    def get(name="titles", *args, **query):
        return client.get(reverse(f"casework:{name}", args=[client_file.number, *args]), query)

    return get


def conditional(client_file, counsellor, **changes):
    kind = TitleKind.objects.get(key="voorwaardelijke-veroordeling")
    return new_title(client_file, counsellor, **{"kind": kind, "valid_from": day(-100), **changes})


def test_the_page_tells_every_end_suspension_and_profile(page, client_file, counsellor):
    title = conditional(client_file, counsellor)
    suspend(
        title=title,
        form_token=uuid4(),
        valid_from=day(-20),
        reason="Detentie in Almere",
        acting_user=counsellor,
    )
    profile(client_file, counsellor, note="Oude vrienden")
    text = page().content.decode()
    for words in (
        "Detentie in Almere",
        "loopt nog",
        "geen einddatum",
        "Oude vrienden",
        "Einde vastleggen",
        "art. 14b Sr",
    ):
        assert words in text
    assert AuditEntry.objects.filter(object_type="casework.forensictitle", action="read").exists()
    then = page(op=day(-5).isoformat()).content.decode()
    assert "Wat later is vastgelegd" in then
    assert "Detentie in Almere" not in then


@pytest.mark.parametrize("typed", ["gisteren", "0026-01-01", "2999-01-01", ""])
def test_an_odd_day_to_look_at_shows_the_page_of_now(page, typed):
    answer = page(op=typed)
    assert answer.status_code == 200
    assert "U ziet wat het dossier" not in answer.content.decode()


def test_the_page_costs_the_same_with_one_title_and_with_three(
    page, own_frame, client_file, counsellor, django_assert_max_num_queries
):
    conditional(client_file, counsellor)
    profile(client_file, counsellor)
    page()
    with django_assert_max_num_queries(20) as one:
        page()
    for start in (-90, -80):
        title = conditional(client_file, counsellor, valid_from=day(start))
        suspend(
            title=title,
            form_token=uuid4(),
            valid_from=day(-20),
            valid_until=day(-10),
            reason="Detentie",
            acting_user=counsellor,
        )
    with django_assert_max_num_queries(20) as three:
        page()
    assert len(one) == len(three)


def test_a_suspension_is_typed_refused_kept_and_recorded(client, page, client_file, counsellor):
    title = conditional(client_file, counsellor)
    url = reverse("casework:suspension_create", args=[client_file.number, title.pk])
    assert "schuift de berekende einddatum op" in page("suspension_create", title.pk).content.decode()
    typed = {"form_token": str(uuid4()), "valid_from": day(-20).isoformat(), "reason": "Detentie", "valid_until": ""}
    refused = client.post(url, {**typed, "valid_from": day(-101).isoformat()}).content.decode()
    assert "De schorsing begint buiten de looptijd van de titel." in refused
    assert "Detentie" in refused
    for _click in range(2):
        assert client.post(url, typed).status_code == 302
    row = TitleSuspension.objects.get()
    end = reverse("casework:suspension_end", args=[client_file.number, row.pk])
    assert "voordat zij begint" in client.post(end, {"valid_until": day(-21).isoformat()}).content.decode()
    assert client.post(end, {"valid_until": day(-1).isoformat(), "note": ""}).status_code == 302
    title.refresh_from_db()
    assert title.valid_until == day(355 + 20)


def test_confirming_earlier_asks_for_a_reason_at_its_field(client, page, client_file, counsellor):
    title = conditional(client_file, counsellor)
    typed = {"form_token": str(uuid4()), "valid_until": day(10).isoformat(), "confirmed_by": "OM"}
    url = reverse("casework:title_end", args=[client_file.number, title.pk])
    assert "eerder dan berekend" in client.post(url, typed).content.decode()
    assert client.post(url, {**typed, "reason": "Verkort"}).status_code == 302


def test_a_stranger_finds_nothing_and_rows_of_another_client_are_not_his(
    client, page, client_file, outsider, counsellor
):
    title = conditional(client_file, counsellor)
    assert page("suspension_end", 999).status_code == 404
    assert page("suspension_create", title.pk + 999).status_code == 404
    client.force_login(outsider)
    assert page().status_code == 404
