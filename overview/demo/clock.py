"""Telling history: services run as if it were then, so that what is recorded carries the date of its day."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING
from unittest.mock import patch

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime


@contextmanager
def as_if_it_were(moment: datetime) -> Iterator[datetime]:
    """Let Django's clock stand at ``moment`` inside the block. For the demo only, in a process of its own."""
    with patch("django.utils.timezone.now", return_value=moment):
        yield moment
