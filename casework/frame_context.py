"""What a page inside the client frame needs around its own content (``templates/casework/client_base.html``)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.urls import reverse

from accounts.enums import Role
from accounts.selectors import standing_of
from casework.access import HOUSE_STAFF, may_write
from casework.registry import Context, Fragment, in_order, registry
from casework.registry.notes import note_parts
from casework.selectors import client_header

if TYPE_CHECKING:
    from accounts.models import Location, User
    from casework.models import Client, ContactNote
    from casework.selectors import ClientHeader


@dataclass(frozen=True)
class Piece:
    """A registered fragment with its context, ready for the ``{% fragment %}`` tag."""

    key: str
    template: str
    context: Context
    order: int = 0


@dataclass(frozen=True)
class FrameTab:
    """A tab as the template shows it."""

    label: str
    url: str
    active: bool


@dataclass(frozen=True)
class FrameAction:
    """A button at the top of the client page."""

    label: str
    url: str
    icon: str
    primary: bool


@dataclass(frozen=True)
class ClientFrame:
    """The band, the tabs and the actions around a page of one client."""

    client: Client
    header: ClientHeader
    marks: tuple[Piece, ...]
    band: tuple[Piece, ...]
    tabs: tuple[FrameTab, ...]
    actions: tuple[FrameAction, ...]
    may_write: bool


def pieces(fragments: dict[str, Fragment], client: Client, user: User) -> tuple[Piece, ...]:
    """Return registered fragments in their order, each with its context."""
    return tuple(Piece(one.key, one.template, one.context(client, user), one.order) for one in in_order(fragments))


def note_pieces(note: ContactNote) -> tuple[Piece, ...]:
    """Return what the apps above know of one contact, in their order, each with its context."""
    found = sorted(note_parts.values(), key=lambda one: (one.order, one.key))
    return tuple(Piece(one.key, one.template, one.context(note), one.order) for one in found)


def client_frame(client: Client, user: User, active_tab: str = "") -> ClientFrame:
    """Return the frame around a page of one client; ``active_tab`` is the key of the registered tab that is open.

    The caller has come through a door of ``casework.access`` already. Costs the queries of the header and of the band
    items; actions are offered to those who may write.
    """
    writes = may_write(user, client)
    standing = standing_of(user)
    actions = [
        one
        for one in in_order(registry.actions)
        if writes and (not one.roles or standing.has(*one.roles)) and one.tab in {"", active_tab}
    ]
    return ClientFrame(
        client=client,
        header=client_header(client),
        marks=pieces(registry.band_marks, client, user),
        band=pieces(registry.band_items, client, user),
        tabs=tuple(
            FrameTab(str(tab.label), reverse(tab.url_name, args=[client.number]), tab.key == active_tab)
            for tab in in_order(registry.tabs)
        ),
        actions=tuple(
            FrameAction(str(action.label), reverse(action.url_name, args=[client.number]), action.icon, action.primary)
            for action in actions
        ),
        may_write=writes,
    )


@dataclass(frozen=True)
class HouseFrame:
    """The tabs around a page of one house, and what this user may do there."""

    house: Location
    tabs: tuple[FrameTab, ...]
    works_here: bool
    leads: bool
    opens_files: bool


def house_frame(house: Location, user: User, active_tab: str = "") -> HouseFrame:
    """Return the frame around a page of a house. The caller has come through a door of ``casework.access`` already."""
    standing = standing_of(user)
    return HouseFrame(
        house=house,
        tabs=tuple(
            FrameTab(str(tab.label), reverse(tab.url_name, args=[house.pk]), tab.key == active_tab)
            for tab in in_order(registry.house_tabs)
            if tab.roles & standing.roles
        ),
        works_here=standing.has(*HOUSE_STAFF),
        leads=standing.has(Role.TEAM_LEAD),
        opens_files=standing.reads_files,
    )


def first_house_page(user: User) -> str:
    """Return the name of the page with which a house opens for this user."""
    standing = standing_of(user)
    mine = [tab for tab in in_order(registry.house_tabs) if tab.roles & standing.roles]
    return mine[0].url_name if mine else "casework:house_rules"
