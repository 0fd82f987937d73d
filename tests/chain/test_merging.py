"""What of the work with partners and of the risk work is in the way of a merge, and what goes along."""

from __future__ import annotations

import datetime as dt
from uuid import uuid4

import pytest
from django.utils import timezone

from casework.selectors.merging import obstacles
from casework.services.merging import merge_clients
from chain.models import Agreement, Involvement
from chain.services.involvements import name_officer
from riskplans.enums import PhaseLevel
from riskplans.models import SignallingPlan
from riskplans.services.monitoring import set_phase
from tests.conftest import make_client
from tests.riskplans.conftest import make_active_plan

pytestmark = pytest.mark.django_db


@pytest.fixture
def stays(team):
    """The file that stays: empty."""
    return make_client("S-0009", team, first_name="Jeroen", last_name="Dekkers")


def test_an_agreement_that_holds_or_is_proposed_keeps_its_file(stays, client_file, drafted):
    assert "samenwerkingsafspraken" in obstacles(stays, client_file)[0]
    Agreement.objects.filter(pk=drafted.pk).update(status="ended", ended_at=timezone.now(), end_reason="Afgelopen")
    assert obstacles(stays, client_file) == ()


def test_a_notification_that_waits_is_sent_first(stays, client_file, notification):
    assert any("melding klaar" in sentence for sentence in obstacles(stays, client_file))


def test_the_officer_goes_along_and_the_second_one_ends(
    stays, client_file, involvement, other_officer, counsellor, team_lead
):
    name_officer(
        client=stays,
        officer=other_officer,
        form_token=uuid4(),
        since=timezone.localdate() - dt.timedelta(days=3),
        acting_user=counsellor,
    )
    merge_clients(survivor=stays, absorbed=client_file, reason="Zelfde man.", form_token=uuid4(), acting_user=team_lead)
    rows = Involvement.objects.filter(client=stays)
    assert rows.count() == 2
    assert rows.get(valid_until=None).officer == other_officer


def test_the_only_plan_keeps_its_file(stays, client_file, counsellor):
    make_active_plan(client_file, counsellor)
    assert any("Alleen dossier S-0001" in sentence for sentence in obstacles(stays, client_file))
    make_active_plan(stays, counsellor)
    assert obstacles(stays, client_file) == ()


def test_a_plan_that_is_being_written_is_established_first(stays, client_file, counsellor):
    make_active_plan(client_file, counsellor)
    SignallingPlan.objects.filter(client=client_file).update(status="draft", established_on=None, evaluate_on=None)
    assert any("concept" in sentence for sentence in obstacles(stays, client_file))


def test_a_file_that_is_orange_is_settled_first(stays, client_file, counsellor):
    for one in (stays, client_file):
        make_active_plan(one, counsellor)
    set_phase(client=client_file, level=PhaseLevel.ORANGE, reason="Slaapt slecht.", acting_user=counsellor)
    assert any("niet op groen" in sentence for sentence in obstacles(stays, client_file))
    assert obstacles(client_file, stays) == ()
