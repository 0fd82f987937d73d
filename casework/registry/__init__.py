"""The frame of the client page: what it shows is registered here, by casework itself and by the apps above it.

Each app fills these in ``AppConfig.ready``. A lower template renders what is registered and never names an upper app.
Every ``context`` callable gets the client and the user who looks, and returns the context of its template.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

from casework.registry.handover import (
    USUAL_GROUNDS,
    HandoverFrame,
    HandoverProposal,
    HandoverSection,
    HandoverSource,
    grounds_for,
)
from casework.registry.moments import Moments

if TYPE_CHECKING:
    from uuid import UUID

    from django.utils.functional import _StrPromise

    from accounts.models import User
    from casework.models import Client

# A handover is a topic of its own; everybody asks for its pieces here.
__all__ = ["USUAL_GROUNDS", "HandoverFrame", "HandoverProposal", "HandoverSection", "HandoverSource", "grounds_for"]

Context = dict[str, Any]
T = TypeVar(
    "T", "Action", "Fragment", "Tab", "TimelineSource", "DocumentKind", "HandoverSection", "CalendarSource", "HouseTab"
)


class ContextMaker(Protocol):
    """Makes the context of a registered template."""

    def __call__(self, client: Client, user: User) -> Context:
        """Return the context; may query, at most three times."""
        ...


@dataclass(frozen=True)
class Fragment:
    """A piece of a page: a band item, a panel of the overview, or a section of a document."""

    key: str
    order: int
    template: str
    context: ContextMaker


@dataclass(frozen=True)
class Tab:
    """A tab of the client page. ``url_name`` takes the client number."""

    key: str
    order: int
    label: str | _StrPromise
    url_name: str


@dataclass(frozen=True)
class HouseTab:
    """A tab of the pages of a house, shown to those who hold one of the roles. ``url_name`` takes the id of the house.

    The first tab of a user is where a house opens.
    """

    key: str
    order: int
    label: str | _StrPromise
    url_name: str
    roles: frozenset[str]


@dataclass(frozen=True)
class Action:
    """A button at the top of the client page, offered to those who may write in the file.

    ``url_name`` takes the client number; ``icon`` is a name of the sprite. At most one action is ``primary``. With
    ``roles`` only who holds one of them sees it; with ``tab`` it stands on the pages of that tab alone.
    """

    key: str
    order: int
    label: str | _StrPromise
    url_name: str
    icon: str = ""
    primary: bool = False
    roles: frozenset[str] = frozenset()
    tab: str = ""


@dataclass(frozen=True)
class TimelineEntry:
    """One line of the timeline. ``icon`` is a name of the sprite; ``phase`` only for the stoplight."""

    kind: str
    label: str | _StrPromise
    icon: str
    occurred_at: datetime
    title: str
    body: str = ""
    url: str = ""
    author: str = ""
    phase: str = ""


@dataclass(frozen=True)
class TimelineSource:
    """A kind of timeline entry. ``entries`` returns at most ``limit`` entries before ``before``, newest first.

    ``moments`` says where its moments stand, so that it is asked only when it may have something for the stretch that is
    shown; without them it is always asked.
    """

    key: str
    label: str | _StrPromise
    entries: Callable[[Client, User, datetime, int], Iterable[TimelineEntry]]
    order: int = 50
    moments: tuple[Moments, ...] = ()


@dataclass(frozen=True)
class Duty:
    """Something that is due. Unique by ``key`` and ``due_on``: ``key`` names the duty and the row it is about.

    ``owner_ids`` are the users who carry it; ``basis`` says where the term comes from.
    """

    key: str
    kind: str
    label: str
    client_id: int
    due_on: date
    owner_ids: tuple[int, ...] = ()
    basis: str = ""
    url: str = ""


@dataclass(frozen=True)
class DutySource:
    """Computes from the records what is due on a day, looking ``ahead`` days further for warnings."""

    key: str
    label: str | _StrPromise
    duties: Callable[[date], Iterable[Duty]]


@dataclass(frozen=True)
class DocumentKind:
    """A paper that can be issued as PDF. ``slug`` is its name on the command line, ``about`` says for whom it is good.

    ``check`` may raise ``Refused`` when the paper cannot be made yet; ``after_issue`` acts in the transaction of the
    issue (a disclosure row, say), and gets ``document``, ``acting_user`` and ``subject_id``. ``most_pages`` is how many
    pages it may have (0: any): its template gets a ``paper_step`` from 0 up, and sets its type smaller at each step
    until the paper fits. A ``long`` kind is laid out by a task. ``compose_url`` (takes the client number) is the page on
    which the paper is written first, instead of being issued at once; ``subject_context`` then gives the context of one
    written row, and ``check`` is not asked again. A paper ``for_client`` is made easier for a client who reads with
    difficulty (casework/selectors/personal.py). ``title`` names the paper of one written row; without it it is called
    as its kind.
    """

    key: str
    slug: str
    label: str | _StrPromise
    template: str
    context: ContextMaker
    about: str | _StrPromise = ""
    order: int = 50
    prefix: str = "D"
    recipient: str | _StrPromise = ""
    most_pages: int = 0
    check: Callable[[Client, User], None] | None = None
    after_issue: Callable[..., None] | None = None
    long: bool = False
    compose_url: str = ""
    subject_context: Callable[[Client, User, int], Context] | None = None
    for_client: bool = False
    title: Callable[[Client, int], str] | None = None


@dataclass(frozen=True)
class DraftForm:
    """A form whose typing is kept on the server. ``label`` is what its author reads in the list of unfinished work.

    A form about several clients at once says in ``named`` how the ids of those of whom something was typed are read from
    its fields, and in ``quoted`` which field the list may quote: one that is about none of them in particular.
    """

    key: str
    label: str | _StrPromise
    named: Callable[[Mapping[str, Sequence[str]]], frozenset[int]] | None = None
    quoted: str = ""


@dataclass(frozen=True)
class CalendarEntry:
    """Something in the calendar of a user. ``uid`` and ``sequence`` are what other calendars know it by.

    ``kind`` is what it is for, in one word; it is all that leaves the house: client, place and company stay inside.
    ``client`` is None for what we do among ourselves.
    ``user_ids`` are those of ours who are at it, ``who`` their names. ``result`` is how it ended, for the eye (empty while
    that is not known), and ``needs_outcome`` says that somebody still has to tell.
    """

    uid: UUID
    starts_at: datetime
    ends_at: datetime
    kind: str
    icon: str
    client: Client | None
    user_ids: tuple[int, ...]
    url: str
    who: str = ""
    place: str = ""
    with_whom: str = ""
    sequence: int = 0
    changed_at: datetime | None = None
    cancelled: bool = False
    result: str = ""
    missed: bool = False
    needs_outcome: bool = False


@dataclass(frozen=True)
class RhythmAdvice:
    """How much contact something above asks for a client: so many in so many weeks, and why in a sentence."""

    contacts: int
    per_weeks: int
    why: str


@dataclass(frozen=True)
class CalendarSource:
    """A kind of entry in the calendar.

    ``of_users(user_ids, start, end, *, cancelled)`` returns the entries of these users that overlap the stretch between
    the two moments, ``of_client(client, start, end, *, cancelled)`` those of one client; what was called off is left out
    unless ``cancelled`` asks for it. One query each. ``tells_outcomes``: its entries are told afterwards how they ended.
    """

    key: str
    label: str | _StrPromise
    of_users: Callable[..., Iterable[CalendarEntry]]
    of_client: Callable[..., Iterable[CalendarEntry]]
    order: int = 50
    tells_outcomes: bool = False


@dataclass
class Registry:
    """Everything that is registered, by key, so that registering twice changes nothing."""

    band_marks: dict[str, Fragment] = field(default_factory=dict)
    band_items: dict[str, Fragment] = field(default_factory=dict)
    panels: dict[str, Fragment] = field(default_factory=dict)
    tabs: dict[str, Tab] = field(default_factory=dict)
    house_tabs: dict[str, HouseTab] = field(default_factory=dict)
    actions: dict[str, Action] = field(default_factory=dict)
    appointment_actions: dict[str, Action] = field(default_factory=dict)
    document_actions: dict[str, Action] = field(default_factory=dict)
    rhythm_advisers: dict[str, Callable[[Client], RhythmAdvice | None]] = field(default_factory=dict)
    timeline_sources: dict[str, TimelineSource] = field(default_factory=dict)
    duty_sources: dict[str, DutySource] = field(default_factory=dict)
    calendar_sources: dict[str, CalendarSource] = field(default_factory=dict)
    document_kinds: dict[str, DocumentKind] = field(default_factory=dict)
    plan_sections: dict[str, Fragment] = field(default_factory=dict)  # sections of the care plan PDF from above
    handover_sections: dict[str, HandoverSection] = field(default_factory=dict)
    draft_forms: dict[str, DraftForm] = field(default_factory=dict)

    def add_band_mark(self, mark: Fragment) -> None:
        """Put a mark in the line of the name: the one line of the band that stays in view on a phone."""
        self.band_marks[mark.key] = mark

    def add_band_item(self, item: Fragment) -> None:
        """Put an item in the band of the client page."""
        self.band_items[item.key] = item

    def add_panel(self, panel: Fragment) -> None:
        """Put a panel on the overview tab."""
        self.panels[panel.key] = panel

    def add_tab(self, tab: Tab) -> None:
        """Add a tab to the client page."""
        self.tabs[tab.key] = tab

    def add_house_tab(self, tab: HouseTab) -> None:
        """Add a tab to the pages of a house."""
        self.house_tabs[tab.key] = tab

    def add_action(self, action: Action) -> None:
        """Offer a button at the top of the client page."""
        self.actions[action.key] = action

    def add_rhythm_adviser(self, key: str, adviser: Callable[[Client], RhythmAdvice | None]) -> None:
        """Let an app say how much contact a client asks, by his risk level for instance; one query."""
        self.rhythm_advisers[key] = adviser

    def add_appointment_action(self, action: Action) -> None:
        """Offer a button on the page of an appointment that was; its address gets ``?afspraak=`` and the id."""
        self.appointment_actions[action.key] = action

    def add_document_action(self, action: Action) -> None:
        """Offer a link beside every document in the list; its address gets ``?document=`` and the id."""
        self.document_actions[action.key] = action

    def add_timeline_source(self, source: TimelineSource) -> None:
        """Add a kind of entry to the timeline."""
        self.timeline_sources[source.key] = source

    def add_duty_source(self, source: DutySource) -> None:
        """Add a source of due duties to the sweep."""
        self.duty_sources[source.key] = source

    def add_calendar_source(self, source: CalendarSource) -> None:
        """Add a kind of entry to the calendars of users and clients, and to their feeds."""
        self.calendar_sources[source.key] = source

    def add_document_kind(self, kind: DocumentKind) -> None:
        """Add a kind of paper that can be issued."""
        self.document_kinds[kind.key] = kind

    def add_plan_section(self, section: Fragment) -> None:
        """Add a section to the care plan on paper."""
        self.plan_sections[section.key] = section

    def add_handover_section(self, section: HandoverSection) -> None:
        """Add a part that a handover or a report may have."""
        self.handover_sections[section.key] = section

    def add_draft_form(self, form: DraftForm) -> None:
        """Let a form keep what is typed on the server while it is typed."""
        self.draft_forms[form.key] = form


registry = Registry()


def in_order(items: dict[str, T]) -> list[T]:
    """Return registered items in their order."""
    return sorted(items.values(), key=lambda item: (item.order, item.key))
