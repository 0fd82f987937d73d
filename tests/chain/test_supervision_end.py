"""In the night: an agreement goes stale after one of its titles, and ends after the last one with supervision."""

from __future__ import annotations

import datetime as dt
from uuid import uuid4

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from accounts.models import AuditEntry
from casework.enums import Supervision
from casework.models import ForensicTitle, TitleKind
from chain.enums import AgreementStatus
from chain.frame import agreed_context
from chain.models import Agreement, PortalAlert
from chain.selectors.duties import agreement_duties
from chain.selectors.legal import legal_frame
from chain.selectors.partner import partner_home
from chain.services.staleness import sweep_ended, sweep_stale
from chain.tasks import sweep_agreements


def days(number: int) -> dt.timedelta:
    return dt.timedelta(days=number)


def ends_in_two_days(agreement: Agreement, title: ForensicTitle) -> None:
    """Let the title end, known when the agreement was offered."""
    ForensicTitle.objects.filter(pk=title.pk).update(valid_until=timezone.localdate() + days(2))
    frozen = {**(agreement.frozen or {}), "legal": legal_frame(agreement.client)}
    Agreement.objects.filter(pk=agreement.pk).update(frozen=frozen)


def another_title(title: ForensicTitle, **changed) -> None:
    title.pk, title._state.adding = None, True
    for name, value in {"valid_until": None, "calculated_end": None, "form_token": uuid4(), **changed}.items():
        setattr(title, name, value)
    ForensicTitle.objects.bulk_create([title])


@pytest.fixture
def ending(in_force: Agreement, title: ForensicTitle) -> Agreement:
    ends_in_two_days(in_force, title)
    return in_force


def test_agreement_ends_by_itself_the_day_after_the_last_supervision(ending, officer):
    now = timezone.now()
    with time_machine.travel(now + days(2)):
        sweep_agreements()  # its last day
        ending.refresh_from_db()
        assert (ending.status, ending.stale_since) == (AgreementStatus.IN_FORCE, None)
    with time_machine.travel(now + days(3)):
        sweep_agreements()
        sweep_agreements()  # twice changes nothing
        ending.refresh_from_db()
        assert ending.status == AgreementStatus.ENDED
        assert ending.end_reason.startswith("Het toezicht is voorbij: ")
        assert not list(agreement_duties(timezone.localdate()))
        (alert,) = PortalAlert.objects.all()
        assert (alert.recipient, alert.kind) == (officer, "ended")
    assert AuditEntry.objects.filter(actor_name="Taak afspraken", details__supervision="ended").count() == 1


def test_all_three_see_that_it_ended(client, ending, counsellor, officer):
    with time_machine.travel(timezone.now() + days(3), tick=True):
        sweep_ended()
        ending.refresh_from_db()
        client.force_login(counsellor)
        number = ending.client.number
        for page in (
            client.get(reverse("chain:cooperation", args=[number])),
            client.get(ending.get_absolute_url()),
            client.get(reverse("chain:agreement_client", args=[number, ending.pk])),
        ):
            assert "Het toezicht is voorbij" in page.content.decode()
        assert [one.pk for one in partner_home(officer).ended] == [ending.pk]
        assert number in partner_home(officer).numbers
    with time_machine.travel(timezone.now() + days(3 + 366)):
        assert not partner_home(officer).ended  # told long enough


def test_the_paper_says_that_it_ended(ending):
    from django.template.loader import render_to_string

    from chain.selectors.agreements import agreement_text

    with time_machine.travel(timezone.now() + days(3)):
        sweep_ended()
    ending.refresh_from_db()
    paper = render_to_string(
        "chain/pdf/agreement.html", {"agreement": ending, "text": agreement_text(ending), "tracks": []}
    )
    assert "Deze afspraken gelden niet meer sinds" in paper


def test_it_goes_stale_and_holds_while_other_supervision_runs(ending, title):
    another_title(title)
    with time_machine.travel(timezone.now() + days(3)):
        assert (sweep_ended(), sweep_stale()) == (0, 1)
        assert sweep_stale() == 0  # twice changes nothing
        ending.refresh_from_db()
        assert ending.status == AgreementStatus.IN_FORCE
        assert "titel afgelopen: " in ending.stale_reason
        (duty,) = agreement_duties(timezone.localdate())
        assert duty.label == "Samenwerkingsafspraken vernieuwen"


def test_a_title_without_supervision_does_not_keep_it(ending, title):
    another_title(title, kind=TitleKind.objects.filter(supervision=Supervision.NO)[0])
    with time_machine.travel(timezone.now() + days(3)):
        assert sweep_ended() == 1


def test_supervision_that_still_has_to_begin_keeps_it(ending, title):
    another_title(title, valid_from=timezone.localdate() + days(10))
    with time_machine.travel(timezone.now() + days(3)):
        assert sweep_ended() == 0


def test_what_holds_stands_beside_the_lapse_response(in_force, counsellor, django_assert_max_num_queries):
    with django_assert_max_num_queries(3):
        context = agreed_context(in_force.client, counsellor)
    assert context["agreement"] == in_force
    from riskplans.registry import besides

    assert "chain/_agreed.html" in {piece.template for piece in besides(in_force.client, counsellor)}
