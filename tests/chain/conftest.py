"""What the tests of the chain stand on: a client with an officer, and an agreement in each of its states."""

from __future__ import annotations

import datetime as dt
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from casework.models import Signature
from chain.enums import Decision, Party, RuleEvent
from chain.models import Agreement, Involvement, Notification
from chain.services.agreements import Clauses, RuleLine, act_on_agreement, draft_agreement, offer_agreement
from chain.services.notifications import send_notification, tell_client
from riskplans.enums import CheckKind, CheckResult
from riskplans.events import check_recorded
from riskplans.models import Check


@pytest.fixture
def clauses() -> Clauses:
    return Clauses(
        roles="Noor begeleidt, Tom houdt toezicht, Jeroen zoekt werk.",
        contact_rhythm="Jeroen en Tom spreken elkaar elke twee weken.",
        control="Twee keer per week een urinecontrole.",
        client_leads="Jeroen leidt het zoeken naar werk.",
        sharing="Alleen wat over de voorwaarden gaat.",
        evaluate_on=timezone.localdate() + dt.timedelta(days=183),
    )


@pytest.fixture
def rules() -> list[RuleLine]:
    return [RuleLine(RuleEvent.POSITIVE_CHECK, 24), RuleLine(RuleEvent.RED_PHASE, 0)]


@pytest.fixture
def involvement(client_file, officer, counsellor) -> Involvement:
    """The officer, since a month."""
    return Involvement.objects.create(
        client=client_file,
        officer=officer,
        valid_from=timezone.localdate() - dt.timedelta(days=30),
        recorded_by=counsellor,
        form_token=uuid4(),
    )


@pytest.fixture
def drafted(client_file, title, condition, involvement, clauses, rules, counsellor) -> Agreement:
    """A draft, with a drugs ban to rest on."""
    return draft_agreement(client=client_file, form_token=uuid4(), clauses=clauses, rules=rules, acting_user=counsellor)


@pytest.fixture
def offered(drafted, counsellor) -> Agreement:
    return offer_agreement(agreement=drafted, acting_user=counsellor)


def typed(user) -> Signature:
    """Return the typed name of somebody, as a signature."""
    return Signature(name=str(user))


def sign_by_all(agreement: Agreement, counsellor, officer) -> Agreement:
    """Let the three parties agree; return the agreement as it stands then."""
    for party, user in (
        (Party.ORGANISATION, counsellor),
        (Party.CLIENT, counsellor),
        (Party.PROBATION, officer),
    ):
        act_on_agreement(
            agreement=agreement, party=party, decision=Decision.AGREED, acting_user=user, signature=typed(user)
        )
    agreement.refresh_from_db()
    return agreement


@pytest.fixture
def in_force(offered, counsellor, officer) -> Agreement:
    return sign_by_all(offered, counsellor, officer)


@pytest.fixture
def positive_check(client_file, counsellor) -> Check:
    """A urine check of the fourteenth that was positive; recorded, not yet heard of by anyone."""
    return Check.objects.create(
        client=client_file,
        kind=CheckKind.URINE,
        taken_at=dt.datetime(2026, 11, 14, 9, 30, tzinfo=ZoneInfo("Europe/Amsterdam")),
        result=CheckResult.POSITIVE,
        substance="cocaïne",
        explanation="Zegt het niet te begrijpen.",
        recorded_by=counsellor,
        form_token=uuid4(),
    )


@pytest.fixture
def notification(in_force, positive_check, counsellor) -> Notification:
    """What the agreement wants told of the positive check."""
    check_recorded.send(sender=Check, check=positive_check, acting_user=counsellor)
    return Notification.objects.get()


@pytest.fixture
def told(notification, counsellor) -> Notification:
    return tell_client(
        notification=notification, told_at=timezone.now(), reaction="Ik baal ervan.", acting_user=counsellor
    )


@pytest.fixture
def sent(told, counsellor) -> Notification:
    return send_notification(notification=told, facts=told.facts, acting_user=counsellor)
