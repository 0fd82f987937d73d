"""What the apps above register: what one-time links are for, and what somebody who leaves still carries."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.utils.functional import _StrPromise

    from accounts.models import User


@dataclass(frozen=True)
class LinkPurpose:
    """Something that may be done by link, without an account.

    ``url_name`` is the page it leads to: without arguments, since the link itself says what it is about, and below
    ``link/``, where no second factor is asked. ``lifetime`` is how long a link works when nobody says otherwise.
    ``ask`` says in words whom to ask for a new one.
    """

    key: str
    url_name: str
    ask: str | _StrPromise
    lifetime: dt.timedelta = dt.timedelta(days=7)


link_purposes: dict[str, LinkPurpose] = {}


def add_link_purpose(purpose: LinkPurpose) -> None:
    """Register a purpose; called from ``AppConfig.ready``. A second registration of the same key replaces the first."""
    link_purposes[purpose.key] = purpose


# What an app knows that somebody still carries: given a user and his last day, a sentence for each thing.
leaving_checks: dict[str, Callable[[User, dt.date], list[str]]] = {}


def add_leaving_check(key: str, check: Callable[[User, dt.date], list[str]]) -> None:
    """Register what must be handed over before an account ends; called from ``AppConfig.ready``."""
    leaving_checks[key] = check
