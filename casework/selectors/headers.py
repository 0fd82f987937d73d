"""The head of the client page: who he is, on which ground he is here, and who works with him."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import OuterRef, Subquery
from django.utils import timezone

from casework.enums import ConditionOutcome
from casework.enums.conditions import TELLING_OUTCOMES
from casework.models import Client, ConditionTouch, SpecialCondition
from casework.selectors.legal import last_to_end, open_conditions, title_that_ends
from casework.selectors.people import counsellor_of
from casework.selectors.titles import current_profile

if TYPE_CHECKING:
    from datetime import date, datetime

    from accounts.models import User
    from casework.models import ForensicTitle

CHIP_OF_OUTCOME = {ConditionOutcome.KEPT: "kept", ConditionOutcome.NOT_KEPT: "at_stake"}


@dataclass(frozen=True)
class ConditionState:
    """A condition that holds, and what the last contact showed that says something of it.

    ``state`` is ``kept``, ``at_stake`` or empty when no contact did yet; ``seen_at`` is when it was seen.
    """

    condition: SpecialCondition
    state: str
    seen_at: datetime | None

    @property
    def label(self) -> str:
        """Return the name of the kind of condition."""
        return self.condition.kind.name


@dataclass(frozen=True)
class ClientHeader:
    """What stands in the band of every page of a client. ``titles`` are all of his, newest first."""

    client: Client
    title: ForensicTitle | None
    titles: tuple[ForensicTitle, ...]
    conditions: tuple[ConditionState, ...]
    counsellor: User | None
    profile_since: date | None = None  # of the forensic profile of somebody without a title

    @property
    def ending(self) -> ForensicTitle | None:
        """Return the title whose end one looks at today, see ``title_that_ends``."""
        return title_that_ends(self.titles, timezone.localdate())


def conditions_with_state(client: Client, day: date | None = None) -> tuple[ConditionState, ...]:
    """Return the conditions that hold on ``day`` with what was last seen of each, in one query."""
    telling = ConditionTouch.objects.filter(condition=OuterRef("pk"), outcome__in=TELLING_OUTCOMES)
    last = telling.order_by("-note__occurred_at", "-pk")
    rows = open_conditions(client, day).annotate(
        last_outcome=Subquery(last.values("outcome")[:1]), last_seen=Subquery(last.values("note__occurred_at")[:1])
    )
    return tuple(ConditionState(row, CHIP_OF_OUTCOME.get(row.last_outcome, ""), row.last_seen) for row in rows)


def _profile_since(client: Client, day: date) -> date | None:
    if "profile_since" in client.__dict__:
        since: date | None = client.__dict__["profile_since"]
        return since
    profile = current_profile(client, day)
    return profile.valid_from if profile is not None else None


def client_header(client: Client) -> ClientHeader:
    """Return the head of the client page as it is today; three queries.

    One more for the profile of somebody without a title, unless the client came through the door (``with_profile``).
    """
    today = timezone.localdate()
    titles = tuple(client.titles.select_related("kind"))
    title = last_to_end(one for one in titles if one.held_on(today))
    return ClientHeader(
        client=client,
        title=title,
        profile_since=_profile_since(client, today) if title is None else None,
        titles=titles,
        conditions=conditions_with_state(client, today),
        counsellor=counsellor_of(client, today),
    )
