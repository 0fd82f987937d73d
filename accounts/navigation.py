"""The rail: each app says which pages it offers to whom; a lower app never names an upper one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.urls import reverse

from accounts.selectors import standing_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest
    from django.utils.functional import _StrPromise

    from accounts.models import User


@dataclass(frozen=True)
class NavigationItem:
    """A page in the rail. ``count`` returns the number beside it (0 shows none); it costs a query."""

    order: int
    label: _StrPromise
    url_name: str
    icon: str
    roles: frozenset[str]
    count: Callable[[User], int] | None = None


@dataclass(frozen=True)
class RailEntry:
    """A page in the rail as the template shows it."""

    label: str
    url: str
    icon: str
    active: bool
    count: int


_items: dict[str, NavigationItem] = {}


def register(item: NavigationItem) -> None:
    """Offer a page; called from ``AppConfig.ready``. A second registration of the same page replaces the first."""
    _items[item.url_name] = item


def rail_for(request: HttpRequest) -> list[RailEntry]:
    """Return the pages this user may open, in order."""
    user = request.user
    if not user.is_authenticated:
        return []
    standing = standing_of(user)
    items = sorted((one for one in _items.values() if one.roles & standing.roles), key=lambda one: one.order)
    urls = [reverse(item.url_name) for item in items]
    here = max((url for url in urls if request.path.startswith(url)), key=len, default="")  # the most precise one
    return [
        RailEntry(
            label=str(item.label),
            url=url,
            icon=item.icon,
            active=url == here,
            count=item.count(user) if item.count else 0,
        )
        for item, url in zip(items, urls, strict=True)
    ]
