"""The timeline: one column out of everything that is registered."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from casework.registry import TimelineEntry, registry
from casework.selectors.merging import family
from casework.selectors.moments import newest_moments

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime

    from accounts.models import User
    from casework.models import Client
    from casework.registry import TimelineSource

ONE_TICK = timedelta(microseconds=1)


@dataclass(frozen=True)
class TimelinePage:
    """A stretch of the timeline, newest first. ``before`` is where the next stretch starts; None at the end."""

    entries: tuple[TimelineEntry, ...]
    before: datetime | None


def timeline(
    client: Client,
    user: User,
    *,
    before: datetime,
    kinds: Collection[str] = (),
    since: datetime | None = None,
    limit: int = 30,
) -> TimelinePage:
    """Return what happened before a moment, out of the registered sources named in ``kinds`` (all when empty).

    With ``since`` nothing older than that moment. What happened in a file that was merged into this one is in it.

    Entries of one moment are never split over two stretches, so that a stretch may be a little shorter than ``limit``.
    One query says what may be where (``casework.selectors.moments``); then a query or a few for each source that may have
    something in the stretch.
    """
    found: list[TimelineEntry] = []
    for newest, one, source in _worth_asking(client, before, kinds, since):
        if len(found) > limit and sorted(entry.occurred_at for entry in found)[-limit - 1] > newest:
            break  # what is left is older than all that fits, and this one too
        found.extend(source.entries(one, user, before, limit + 1))
    if since is not None:
        found = [entry for entry in found if entry.occurred_at >= since]
    found.sort(key=lambda entry: entry.occurred_at, reverse=True)
    if len(found) <= limit:
        return TimelinePage(tuple(found), None)
    # Every source gave one more than fits, so that nothing newer than this one can be missing.
    first_left_out = found[limit].occurred_at
    shown = tuple(entry for entry in found if entry.occurred_at > first_left_out)
    if shown:
        return TimelinePage(shown, first_left_out + ONE_TICK)
    return TimelinePage(tuple(entry for entry in found if entry.occurred_at == first_left_out), first_left_out)


def _worth_asking(
    client: Client, before: datetime, kinds: Collection[str], since: datetime | None
) -> list[tuple[datetime, Client, TimelineSource]]:
    """Return the sources that may have something in a period, whose newest comes first."""
    sources = [one for one in registry.timeline_sources.values() if not kinds or one.key in kinds]
    known = []
    for one in family(client):
        newest = newest_moments(one, sources, before)
        for source in sources:
            at = newest[source.key]
            if at is not None and (since is None or at >= since):
                known.append((at, one, source))
    return sorted(known, key=lambda item: item[0], reverse=True)
