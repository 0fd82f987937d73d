"""The end of a title as pages and duties show it: the signals, the checklist, and who stays involved after it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from casework.enums import TitleEndGroup, TitleEndState
from casework.models import Term, TitleEndItem
from casework.registry import HandoverFrame, HandoverProposal, HandoverSource
from casework.selectors.duties import TITLE_END_TERMS
from casework.selectors.handover import day_in_words, lines, points
from casework.selectors.legal import title_that_ends

if TYPE_CHECKING:
    from collections.abc import Iterable

    from accounts.models import User
    from casework.models import Client, ForensicInvolvement, ForensicTitle, TitleEndStep

AFTER = "title-end-after"


@dataclass(frozen=True)
class Moment:
    """A day on the way to the end or after it. ``state`` is ``past``, ``next`` (the first to come) or ``coming``."""

    day: date
    label: str
    basis: str
    state: str
    is_end: bool = False
    term: Term | None = None


@dataclass(frozen=True)
class Point:
    """A point of the checklist with how it stands. ``steps`` are all its rows, the latest first."""

    item: TitleEndItem
    steps: tuple[TitleEndStep, ...]
    due_on: date | None
    today: date

    @property
    def latest(self) -> TitleEndStep | None:
        """Return the row that counts, or None when nobody took it up."""
        return self.steps[0] if self.steps else None

    @property
    def earlier(self) -> tuple[TitleEndStep, ...]:
        """Return what stood there before."""
        return self.steps[1:]

    @property
    def is_settled(self) -> bool:
        """Return whether it was done or is not needed."""
        return self.latest is not None and self.latest.state != TitleEndState.PLANNED

    @property
    def is_late(self) -> bool:
        """Return whether its day has passed while it is not settled."""
        return not self.is_settled and self.due_on is not None and self.due_on < self.today


@dataclass(frozen=True)
class TitleEndView:
    """The page of the end of one title."""

    title: ForensicTitle
    moments: tuple[Moment, ...]
    groups: tuple[tuple[str, tuple[Point, ...]], ...]
    settled: int
    total: int
    involvement: ForensicInvolvement | None
    earlier_involvements: tuple[ForensicInvolvement, ...]
    too_short: bool
    follows: ForensicTitle | None
    has_ended: bool

    @property
    def late(self) -> int:
        """Return how many points are over their day."""
        return sum(point.is_late for _label, rows in self.groups for point in rows)


def goes_on(title: ForensicTitle, others: Iterable[ForensicTitle]) -> ForensicTitle | None:
    """Return the other title of the same client that holds on the day after this one ends, or None."""
    end = title.valid_until
    if end is None:
        return None
    after = end + timedelta(days=1)
    return next(
        (
            one
            for one in others
            if one.pk != title.pk
            and one.client_id == title.client_id
            and one.valid_from <= after
            and (one.valid_until is None or one.valid_until > end)
        ),
        None,
    )


def title_end_view(client: Client, title: ForensicTitle) -> TitleEndView:
    """Return the page of the end of one title; five queries."""
    today, end = timezone.localdate(), title.valid_until
    terms = list(Term.objects.filter(key__in=(*TITLE_END_TERMS, AFTER)).order_by("-days"))
    points_of = checklist(title, today)
    rows = list(title.involvements_after.select_related("recorded_by", "closed_by"))
    replaced = {row.replaces_id for row in rows}
    involvement = next((row for row in rows if row.pk not in replaced), None)
    return TitleEndView(
        title=title,
        moments=_moments(end, terms, involvement, today) if end else (),
        groups=tuple(
            (str(TitleEndGroup(group).label), tuple(found))
            for group, found in groupby(points_of, key=lambda point: point.item.group)
        ),
        settled=sum(point.is_settled for point in points_of),
        total=len(points_of),
        involvement=involvement,
        earlier_involvements=tuple(row for row in rows if row is not involvement),
        too_short=involvement is not None and is_too_short(involvement, end, days_after(terms)),
        follows=goes_on(title, client.titles.select_related("kind")),
        has_ended=end is not None and end < today,
    )


def checklist(title: ForensicTitle, today: date) -> list[Point]:
    """Return the points for this title, by group and in their order; two queries.

    A point that was taken out of use stays where something was recorded of it.
    """
    steps: dict[int, list[TitleEndStep]] = {}
    for step in title.end_steps.select_related("owner", "recorded_by"):
        steps.setdefault(step.item_id, []).append(step)
    order = list(TitleEndGroup.values)
    items = [item for item in TitleEndItem.objects.all() if item.in_use or item.pk in steps]
    items.sort(key=lambda item: (order.index(item.group), item.order, item.pk))
    return [
        Point(item, tuple(steps.get(item.pk, ())), _due_of(item, steps.get(item.pk), title), today) for item in items
    ]


def is_too_short(involvement: ForensicInvolvement, end: date | None, days: int) -> bool:
    """Return whether it no longer reaches the term after the end, and nobody said why it may be shorter."""
    return end is not None and not involvement.why_shorter and involvement.valid_until < end + timedelta(days=days)


def _due_of(item: TitleEndItem, steps: list[TitleEndStep] | None, title: ForensicTitle) -> date | None:
    if steps and steps[0].due_on is not None:
        return steps[0].due_on
    return None if title.valid_until is None else title.valid_until - timedelta(days=item.days_before)


def days_after(terms: Iterable[Term]) -> int:
    """Return how many days somebody stays involved after a title, as the organisation set it; 0 when it took that out."""
    return next((term.days for term in terms if term.key == AFTER), 0)


def _moments(end: date, terms: list[Term], involvement: ForensicInvolvement | None, today: date) -> tuple[Moment, ...]:
    found: list[tuple[date, str, str, bool, Term | None]] = [
        (end - timedelta(days=term.days), term.name, term.basis, False, term) for term in terms if term.key != AFTER
    ]
    found.append((end, _("Einde van de titel"), _("vanaf de dag erna is er geen toezicht meer"), True, None))
    after = next((term for term in terms if term.key == AFTER), None)
    if after is not None:
        until = involvement.valid_until if involvement is not None else end + timedelta(days=after.days)
        found.append((until, after.name, after.basis, False, None))
    found.sort(key=lambda one: one[0])
    first_to_come = next((place for place, one in enumerate(found) if one[0] >= today), len(found))
    return tuple(
        Moment(day, label, basis, _state(place, first_to_come), is_end, term)
        for place, (day, label, basis, is_end, term) in enumerate(found)
    )


def _state(place: int, first_to_come: int) -> str:
    if place < first_to_come:
        return "past"
    return "next" if place == first_to_come else "coming"


# --- handover ----------------------------------------------------------------------------------------------------------
def title_end_proposal(client: Client, user: User, frame: HandoverFrame) -> HandoverProposal:
    """Return how the end of the title is prepared and who stays involved, for a handover. Four queries.

    Names of our own people leave the house; what was written beside a point does not.
    """
    del user
    today = timezone.localdate()
    title = title_that_ends(client.titles.select_related("kind"), today)
    if title is None or title.valid_until is None:
        return HandoverProposal()
    rows = [point for point in checklist(title, today) if point.latest is not None]
    told = []
    for point in rows:
        step = point.latest
        if step is None:
            continue
        day = step.happened_on or step.due_on
        note = f" ({step.note})" if step.note and not frame.outside else ""
        told.append(f"{point.item.name}: {step.get_state_display()}{f', {day_in_words(day)}' if day else ''}{note}")
    involvement = title.involvements_after.filter(replaced_by=None).first()
    parts = [_("De titel eindigt op %(day)s.") % {"day": day_in_words(title.valid_until)}, points(told)]
    if involvement is not None:
        words = _("Na de titel blijft betrokken: %(who)s, tot en met %(day)s. %(what)s")
        parts.append(
            words % {"who": involvement.who, "day": day_in_words(involvement.valid_until), "what": involvement.what}
        )
    return HandoverProposal(
        lines(*parts),
        (HandoverSource(_("omklapmoment"), reverse("casework:title_end_page", args=[client.number, title.pk])),),
        tuple(_handover_warnings(sum(not point.is_settled for point in rows), involvement)),
    )


def _handover_warnings(checklist_open: int, involvement: ForensicInvolvement | None) -> Iterable[str]:
    if checklist_open:
        yield ngettext(
            "%(count)s punt van het omklapmoment is nog niet klaar.",
            "%(count)s punten van het omklapmoment zijn nog niet klaar.",
            checklist_open,
        ) % {"count": checklist_open}
    if involvement is None:
        yield _("Er is niet afgesproken wie na de titel betrokken blijft.")
