"""The population report: the nine questions about forensic clients, for any day or period (docs/domain/figures.md).

Eight queries at most, however many clients. A figure uses what held in the period; *as known then* leaves out what was recorded
after its last day.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, TypeVar

from django.db.models import Q, Value
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.enums import AMBULATORY_FORMS, RESIDENTIAL_FORMS, SupportForm
from accounts.models import LocationProfile
from casework.enums import Gender
from casework.enums.background import Topic
from casework.models import BackgroundEntry, Client, ClientTeam, ForensicTitle, KnownEnd, Stay, TitleEnd
from casework.selectors.identity import identities
from overview.selectors.figure_rows import AgeRow, Breakdown, Figures, Period

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Mapping, Sequence

    from django.db.models import QuerySet

Days = tuple[date, date]
T = TypeVar("T")
FAR = date(9999, 12, 31)
ALWAYS = ((date.min, FAR),)
BREAKDOWN_TOPICS = (
    Topic.OFFENCE,
    Topic.PROGRAMME,
    Topic.STAY_GOAL,
    Topic.PROBLEM,
    Topic.FRAME,
    Topic.ORIGIN,
    Topic.RESIDENCE,
)


@dataclass
class _Person:
    """What counts of one client in the period: each fact as its days inside it."""

    genders: Sequence[tuple[Days, str]]
    birth_date: date
    # Days, location, and the forms of support that it had on them.
    stays: list[tuple[Days, str, frozenset[str]]] = field(default_factory=list)
    titles: list[tuple[Days, str]] = field(default_factory=list)
    facts: dict[str, list[tuple[Days, str]]] = field(default_factory=lambda: defaultdict(list))

    def in_care(self, span: Days) -> bool:
        """Return whether he was in care on one of these days."""
        return any(_overlap(span, days) for days, _location, _forms in self.stays)

    @property
    def legal(self) -> list[Days]:
        """Return the days on which a title or a forensic profile held."""
        return [days for days, _kind in (*self.titles, *self.facts[Topic.PROFILE])]

    @property
    def is_forensic(self) -> bool:
        """Return whether a title or a forensic profile held on a day of care."""
        return any(self.in_care(days) for days in self.legal)

    def labels(self, rows: Iterable[tuple[Days, str]]) -> set[str]:
        """Return what held on a day of care."""
        return {label for days, label in rows if self.in_care(days)}

    def forms(self) -> set[str]:
        """Return the forms of support that he had; none where nobody recorded one."""
        return {form for _days, _location, forms in self.stays for form in forms}


def figures(period: Period, *, team_ids: Collection[int] | None, as_known: bool = False) -> Figures:
    """Return the answers for the clients of these teams; None is the whole organisation. At most eight queries.

    Of these teams a client counts on the days on which he belonged to one of them (``ClientTeam``).
    """
    known_at = _end_of(period.until) if as_known else None
    present = list(_people(period, team_ids, known_at).values())
    forensic = [one for one in present if one.is_forensic]
    return Figures(
        period=period,
        as_known=as_known,
        forensic=len(forensic),
        everybody=len(present),
        breakdowns=tuple(_breakdowns(present, forensic)),
        ages=tuple(_ages(present, forensic, period.until)),
    )


def _end_of(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day + timedelta(days=1), time()))


def _overlap(one: Days, other: Days) -> bool:
    return max(one[0], other[0]) <= min(one[1], other[1])


def _people(period: Period, team_ids: Collection[int] | None, known_at: datetime | None) -> dict[int, _Person]:
    """Return by client who stayed with us on one of these days."""
    stands_for, counted, teams = _clients(team_ids, known_at)
    spans = _days_in_teams(team_ids, teams, known_at)
    people: dict[int, _Person] = {}
    ends = _known_ends() if known_at else {}

    def inside(start: date, end: date | None) -> Days | None:
        span = (max(start, period.start), min(end or FAR, period.until))
        return span if span[0] <= span[1] else None

    def known(key: tuple[str, int], end: date | None) -> date | None:
        """Return the end of a stay or title as it was known at the moment asked for."""
        if known_at is None or key not in ends:
            return end
        then = [one for moment, one in ends[key] if moment < known_at]
        return then[-1] if then else None

    # What was known then may differ from the end that stands there now; otherwise what had ended before is left out here.
    held = Q(recorded_at__lt=known_at) if known_at else Q(valid_until=None) | Q(valid_until__gte=period.start)
    held &= Q(valid_from__lte=period.until)
    forms = _support_forms(period, known_at)
    columns = ("pk", "client", "valid_from", "valid_until")
    stays = (
        Stay.including_withdrawn.standing_at(known_at)
        .filter(held)
        .order_by("pk")
        .values_list(*columns, "location", "location__name")
    )
    for pk, client, start, end, location, name in stays:
        number = stands_for(client)
        for part in _within(inside(start, known(("stay", pk), end)), spans[number]):
            person = people.setdefault(number, _Person(*counted[number]))
            person.stays.append((part, name, _forms_on(part, forms[location])))
    titles = (
        ForensicTitle.including_withdrawn.standing_at(known_at)
        .filter(held)
        .order_by("kind__order")
        .values_list(*columns, "kind__name")
    )
    for pk, client, start, end, name in titles:
        span = inside(start, known(("title", pk), end))
        if span and (found := people.get(stands_for(client))):
            found.titles.append((span, name))
    for entry, end in _entries(period, known_at):
        span = inside(entry.valid_from, end)
        if span and (found := people.get(stands_for(entry.client_id))):
            found.facts[entry.topic].append((span, entry.label))
    return people


def _support_forms(period: Period, known_at: datetime | None) -> Mapping[int, list[tuple[date, str]]]:
    """Return by location from which day it had which form of support, as known at the moment asked for. One query.

    Of two rows of one day the one that was recorded last counts (``LocationProfile``).
    """
    rows = LocationProfile.objects.filter(valid_from__lte=period.until)
    if known_at is not None:
        rows = rows.filter(recorded_at__lt=known_at)
    found: dict[int, dict[date, str]] = defaultdict(dict)
    for location, day, form in rows.order_by("valid_from", "recorded_at", "pk").values_list(
        "location", "valid_from", "support_form"
    ):
        found[location][day] = form
    return defaultdict(list, {location: sorted(by_day.items()) for location, by_day in found.items()})


def _forms_on(span: Days, rows: list[tuple[date, str]]) -> frozenset[str]:
    """Return the forms that held on one of these days: that of the first day, and those that began later in them."""
    before = [form for day, form in rows if day <= span[0]]
    later = [form for day, form in rows if span[0] < day <= span[1]]
    return frozenset([*before[-1:], *later])


def _entries(period: Period, known_at: datetime | None) -> Iterable[tuple[BackgroundEntry, date | None]]:
    """Return the background that counts, each with its end as known at the moment asked for. One query."""
    rows = BackgroundEntry.objects.filter(valid_from__lte=period.until).select_related("code")
    if known_at is None:
        return [(row, row.valid_until) for row in rows.filter(withdrawn_at=None)]
    then = rows.filter(recorded_at__lt=known_at).exclude(withdrawn_at__lt=known_at)
    return [(row, None if row.ended_at and row.ended_at >= known_at else row.valid_until) for row in then]


def _clients(
    team_ids: Collection[int] | None, known_at: datetime | None
) -> tuple[Callable[[int], int], dict[int, tuple[Sequence[tuple[Days, str]], date]], dict[int, int]]:
    """Return which file stands for which (two that became one count once), and of who is in scope what counts and the team.

    What counts is the gender with its days and the date of birth. In scope of some teams is who belongs to one of them or ever
    did. Two queries.
    """
    scope = Q(merged_into=None)
    if team_ids is not None:
        scope &= Q(team__in=team_ids) | Q(pk__in=_ever_in(team_ids))
    clients = Client.objects.filter(scope | Q(merged_into__isnull=False)).order_by()
    rows = list(clients.values_list("pk", "merged_into", "gender", "birth_date", "team"))
    into = {pk: merged for pk, merged, *_rest in rows if merged is not None}

    def final(pk: int) -> int:
        while (merged := into.get(pk)) is not None:
            pk = merged
        return pk

    own = [row for row in rows if row[1] is None]
    then = identities({row[0]: (row[2], row[3]) for row in own}, known_at=known_at)
    counted: dict[int, tuple[Sequence[tuple[Days, str]], date]] = {
        pk: (_lasting(one.genders), one.birth_date) for pk, one in then.items()
    }
    return final, counted, {row[0]: row[4] for row in own}


def _lasting(rows: Sequence[tuple[date, T]]) -> list[tuple[Days, T]]:
    """Return each with the days on which it held: until the day before the next one begins."""
    ends = [*(day - timedelta(days=1) for day, _value in rows[1:]), FAR]
    return [((day, end), value) for (day, value), end in zip(rows, ends, strict=True)]


def _ever_in(team_ids: Collection[int]) -> QuerySet[ClientTeam, int]:
    """Return the clients who belonged to one of these teams on some day; for a subquery."""
    return ClientTeam.objects.filter(team__in=team_ids).order_by().values_list("client", flat=True)


def _days_in_teams(
    team_ids: Collection[int] | None, teams: Mapping[int, int], known_at: datetime | None
) -> Mapping[int, Sequence[Days]]:
    """Return by client the days on which he belonged to one of these teams, as known at the moment asked for. One query.

    All days of everybody for the whole organisation, and none for who is not in scope. Each row lasts until the next one begins. The first counts from before it began, whenever it was recorded: he was
    nowhere else. ``teams`` is the team of now.
    """
    found: dict[int, Sequence[Days]] = defaultdict(tuple)
    if team_ids is None:
        found.update(dict.fromkeys(teams, ALWAYS))
        return found
    rows: dict[int, list[tuple[date, int]]] = defaultdict(list)
    known = ClientTeam.objects.filter(client__in=_ever_in(team_ids)).order_by("client", "valid_from")
    for client, day, team, recorded in known.values_list("client", "valid_from", "team", "recorded_at"):
        if client not in rows or known_at is None or recorded < known_at:
            rows[client].append((day, team))
    for client in teams:
        mine = rows.get(client) or [(date.min, teams[client])]
        mine[0] = (date.min, mine[0][1])
        found[client] = [days for days, team in _lasting(mine) if team in team_ids]
    return found


def _within(span: Days | None, several: Iterable[Days]) -> list[Days]:
    """Return the parts of a stretch of days that lie in one of several."""
    if span is None:
        return []
    return [(max(span[0], one[0]), min(span[1], one[1])) for one in several if _overlap(span, one)]


def _known_ends() -> Mapping[tuple[str, int], list[tuple[datetime, date | None]]]:
    """Return every end that was recorded, with when, by kind and number of what ended, oldest first. One query.

    Of a title each end that was determined counts: the first one, and None while a suspension stops the clock.
    """
    of_stays = KnownEnd.objects.order_by().values_list(Value("stay"), "stay", "valid_until", "recorded_at", "pk")
    of_titles = TitleEnd.objects.order_by().values_list(Value("title"), "title", "ends_on", "recorded_at", "pk")
    found: dict[tuple[str, int], list[tuple[datetime, date | None]]] = defaultdict(list)
    for kind, row, end, moment, _pk in sorted(of_stays.union(of_titles, all=True), key=lambda one: one[3:]):
        found[kind, row].append((moment, end))
    return found


def _count(
    key: str,
    title: str,
    labels: Callable[[_Person], set[str]],
    people: tuple[list[_Person], list[_Person]],
) -> Breakdown:
    """Count each person once under each of his labels; who has none is under *niet vastgelegd*."""
    present, forensic = people
    counts: dict[str, list[int]] = {}
    none = [0, 0]
    for column, group in enumerate((forensic, present)):
        for person in group:
            mine = labels(person)
            none[column] += not mine
            for label in mine:
                counts.setdefault(label, [0, 0])[column] += 1
    rows = [(label, pair[0], pair[1]) for label, pair in counts.items()]
    rows.sort(key=lambda row: (-row[1], -row[2], row[0].lower()))
    if any(none):
        rows.append((_("niet vastgelegd"), none[0], none[1]))
    return Breakdown.of(key, title, rows)


def _breakdowns(present: list[_Person], forensic: list[_Person]) -> Iterable[Breakdown]:
    people = (present, forensic)
    # Words once, and not for each person.
    genders = {value: str(label) for value, label in Gender.choices}
    forms = {value: str(label) for value, label in SupportForm.choices}
    profile, neither = {_("geen titel, wel forensisch profiel")}, {_("geen titel")}

    def without_title(one: _Person) -> set[str]:
        return profile if one.labels(one.facts[Topic.PROFILE]) else neither

    yield _count(
        "gender", _("Mannen en vrouwen"), lambda one: {genders[key] for key in one.labels(one.genders)}, people
    )
    yield _count("location", _("Per locatie"), lambda one: {name for _days, name, _forms in one.stays}, people)
    yield _count("support", _("Per vorm van ondersteuning"), lambda one: {forms[form] for form in one.forms()}, people)
    yield _count(
        "title", _("Per soort forensische titel"), lambda one: one.labels(one.titles) or without_title(one), people
    )
    headings = {
        Topic.OFFENCE: _("Per soort delict"),
        Topic.PROGRAMME: _("Per verwijzend programma"),
        Topic.STAY_GOAL: _("Per doel van het verblijf"),
        Topic.PROBLEM: _("Per soort problematiek"),
        Topic.FRAME: _("Per kader van financiering"),
        Topic.ORIGIN: _("Per gemeente van herkomst"),
        Topic.RESIDENCE: _("Per gemeente van verblijf"),
    }
    for topic in BREAKDOWN_TOPICS:
        yield _count(topic.value, headings[topic], _on(topic), people)


def _on(topic: Topic) -> Callable[[_Person], set[str]]:
    """Return what gives the labels of one topic."""
    return lambda one: one.labels(one.facts[topic])


def _ages(present: list[_Person], forensic: list[_Person], on: date) -> Iterable[AgeRow]:
    """Return the mean age in whole years on the last day, residential and ambulatory; who was both counts in both."""
    for label, counted in ((_("intramuraal"), RESIDENTIAL_FORMS), (_("ambulant"), AMBULATORY_FORMS)):
        yield AgeRow.of(
            label, *([_age(one, on) for one in group if counted & one.forms()] for group in (forensic, present))
        )
    yield AgeRow.of(_("iedereen"), *([_age(one, on) for one in group] for group in (forensic, present)))


def _age(one: _Person, on: date) -> int:
    return on.year - one.birth_date.year - ((on.month, on.day) < (one.birth_date.month, one.birth_date.day))
