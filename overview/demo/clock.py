"""Telling history: services run as if it were then, so that what is recorded carries the date of its day."""

from __future__ import annotations

import datetime as dt
from contextlib import contextmanager
from typing import TYPE_CHECKING
from unittest.mock import patch

from django.utils import timezone

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime


def lately(moment: datetime, *, minutes: int) -> datetime:
    """Return the moment, or so many minutes ago when it lies ahead; never on the day before, just after midnight."""
    midnight = timezone.localtime(moment).replace(hour=0, minute=0, second=0, microsecond=0)
    return max(min(moment, dt.datetime.now(tz=dt.UTC) - dt.timedelta(minutes=minutes)), midnight)


@contextmanager
def as_if_it_were(moment: datetime) -> Iterator[datetime]:
    """Let Django's clock stand at ``moment`` inside the block. For the demo only, in a process of its own."""
    with patch("django.utils.timezone.now", return_value=moment):
        yield moment
