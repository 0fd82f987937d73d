"""The timeline: one column out of everything that is registered."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from casework.registry import TimelineEntry, registry
from casework.selectors.merging import family

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime

    from accounts.models import User
    from casework.models import Client

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
    Each source costs one query or a few.
    """
    found: list[TimelineEntry] = []
    for one in family(client):
        for source in registry.timeline_sources.values():
            if not kinds or source.key in kinds:
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
