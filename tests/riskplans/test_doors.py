"""Who may open the pages of the signalling plan, the stoplight and the checks."""

from __future__ import annotations

from uuid import uuid4

import pytest

from accounts.models import AuditEntry
from riskplans.models import Check, PhaseChange, SignallingPlan
from tests.conftest import make_client
from tests.riskplans.browsing import CHECK, ESTABLISH, sheet_data, url


def pages(client, draft):
    """Return every address with whether it writes and what a sensible post is."""
    return {
        "plan": (url("plan", client), False, None),
        "plan_create": (url("plan_create", client), True, {"form_token": uuid4()}),
        "plan_version": (url("plan_version", client, draft.pk), False, None),
        "plan_edit": (url("plan_edit", client, draft.pk), True, sheet_data()),
        "plan_establish": (url("plan_establish", client, draft.pk), True, ESTABLISH | {"start_level": "green"}),
        "phase_set": (url("phase_set", client), True, {"level": "red", "reason": "Dreiging", "form_token": uuid4()}),
        "check_create": (url("check_create", client), True, CHECK | {"outcome": "refused", "form_token": uuid4()}),
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
