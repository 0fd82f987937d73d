"""Titles, conditions and terms as they hold on a day."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from django.db.models import Q
from django.utils import timezone

from accounts.querysets import holds_on
from casework.models import Client, ForensicTitle, SpecialCondition, Term
from casework.selectors.merging import family

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from django.db.models import QuerySet


def term(key: str) -> Term:
    """Return a term of the organisation with its days and basis. Raises ``Term.DoesNotExist`` for an unknown key."""
    return Term.objects.get(key=key)


def term_days(key: str) -> int:
    """Return the length of a term in days. Raises ``Term.DoesNotExist`` for an unknown key."""
    return term(key).days


def last_to_end(titles: Iterable[ForensicTitle]) -> ForensicTitle | None:
    """Return the title that counts of those that overlap: the one that ends last, without a known end before all."""
    return max(titles, key=lambda title: (title.valid_until or date.max, title.valid_from, title.pk), default=None)


ENDED_LATELY = timedelta(days=183)


def title_that_ends(titles: Iterable[ForensicTitle], day: date) -> ForensicTitle | None:
    """Return the title whose end one looks at on ``day``: the one that counts, or the last that ended in half a year.

    None when the title that counts has no known end, and when there is none.
    """
    known = list(titles)
    holding = last_to_end(title for title in known if title.held_on(day))
    if holding is not None:
        return holding if holding.valid_until is not None else None
    return last_to_end(
        title for title in known if title.valid_until is not None and day - ENDED_LATELY <= title.valid_until < day
    )


def current_title(client: Client, day: date | None = None) -> ForensicTitle | None:
    """Return the title that holds on ``day`` (today when left out), or None. Of those that overlap, see ``last_to_end``."""
    return last_to_end(client.titles.active_on(day or timezone.localdate()).select_related("kind"))


def open_conditions(client: Client, day: date | None = None) -> QuerySet[SpecialCondition]:
    """Return the special conditions that hold on ``day`` (today when left out), with their kind.

    A condition ends with its title, whether or not an end of its own was recorded.
    """
    on = day or timezone.localdate()
    return client.conditions.standing().active_on(on).filter(holds_on(on, prefix="title__")).select_related("kind")


def open_conditions_of(clients: Collection[Client], day: date | None = None) -> dict[int, list[SpecialCondition]]:
    """Return the special conditions of each client that hold on ``day``, see ``open_conditions``; one query for all."""
    on = day or timezone.localdate()
    rows = SpecialCondition.objects.filter(holds_on(on, prefix="title__"), client__in=clients)
    found: dict[int, list[SpecialCondition]] = {}
    for row in rows.standing().active_on(on).select_related("kind"):
        found.setdefault(row.client_id, []).append(row)
    return found


def lasting_conditions(client: Client, day: date) -> QuerySet[SpecialCondition]:
    """Return the special conditions that hold on ``day`` or begin later, with their kind and title."""
    lasts = Q(valid_until=None) | Q(valid_until__gte=day)
    of_title = Q(title__valid_until=None) | Q(title__valid_until__gte=day)
    return client.conditions.standing().filter(lasts, of_title).select_related("kind", "title")


def conditions_through_time(client: Client) -> list[SpecialCondition]:
    """Return every condition of a file, also what is over, still to come or taken back; the latest first. Two queries."""
    related = ("kind", "title__kind", "recorded_by", "ended_by", "withdrawn_by", "replaces", "replaced_by")
    rows = SpecialCondition.objects.filter(client__in=family(client)).select_related(*related)
    return list(rows.order_by("-valid_from", "kind__order", "-pk"))
