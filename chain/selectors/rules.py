"""What others usually agree on, so that an agreement without such a rule is something to talk about."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Case, Count, IntegerField, When

from chain.enums import MADE_BY_HAND, AgreementStatus, RuleEvent
from chain.models import Agreement, NotificationRule, RuleHint

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from casework.models import Client

# What nearly every agreement has (docs/domain/practice.md, section 6), until the organisation has enough of its own.
USUAL = (
    RuleEvent.POSITIVE_CHECK,
    RuleEvent.MISSED_APPOINTMENT,
    RuleEvent.CONDITION_NOT_KEPT,
    RuleEvent.RED_PHASE,
    RuleEvent.ABSENCE,
)
ENOUGH = 10  # agreements in force; with fewer, a share says nothing
HALF = 2


@dataclass(frozen=True)
class Habit:
    """In how many of the agreements in force an event has a rule."""

    event: RuleEvent
    count: int
    total: int

    @property
    def is_usual(self) -> bool:
        """Return whether others usually agree on it: at least half of them, or by the list while they are few."""
        if self.total < ENOUGH:
            return self.event in USUAL
        return self.count * HALF >= self.total


def rules_in_force(client: Client) -> QuerySet[NotificationRule]:
    """Return the rules of the agreements in force with a client, what is made by hand first."""
    by_hand = Case(When(event__in=MADE_BY_HAND, then=0), default=1, output_field=IntegerField())
    return (
        NotificationRule.objects.filter(agreement__client=client, agreement__status=AgreementStatus.IN_FORCE)
        .select_related("agreement")
        .order_by(by_hand, "pk")
    )


def open_hints(client: Client) -> list[RuleHint]:
    """Return the events without a rule that nobody settled yet, newest first. One query."""
    return list(
        client.rule_hints.filter(settled_at=None, agreement__status=AgreementStatus.IN_FORCE).order_by("-occurred_at")
    )


def habits() -> dict[RuleEvent, Habit]:
    """Return for each event in how many agreements in force it has a rule; two queries."""
    total = Agreement.objects.in_force().count()
    counts = dict(
        NotificationRule.objects.filter(agreement__status=AgreementStatus.IN_FORCE)
        .values_list("event")
        .annotate(count=Count("agreement", distinct=True))
        .order_by()
    )
    return {event: Habit(event, counts.get(event, 0), total) for event in RuleEvent}
