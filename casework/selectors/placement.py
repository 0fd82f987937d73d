"""Applications, waiting lists and intakes as pages show them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils import timezone

from casework.enums.placement import DecisionKind, IntakeState
from casework.models import Application, ApplicationDecision, Client, EarlierWish, IntakeItem, IntakeStep

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date, datetime

    from django.db.models import QuerySet

    from accounts.models import Location, User
    from casework.models import Stay


@dataclass(frozen=True)
class IntakePoint:
    """A point of the intake with its rows, the latest first, and the day by which it is wanted."""

    item: IntakeItem
    steps: tuple[IntakeStep, ...]
    due_on: date

    @property
    def latest(self) -> IntakeStep | None:
        """Return the row that counts, or None while nobody took it up."""
        return self.steps[0] if self.steps else None

    @property
    def is_missing(self) -> bool:
        """Return whether it is neither in nor declared not needed."""
        return self.latest is None or self.latest.state == IntakeState.ASKED

    @property
    def is_late(self) -> bool:
        """Return whether it is missing while its day has passed."""
        return self.is_missing and self.due_on < timezone.localdate()


@dataclass(frozen=True)
class WishBefore:
    """A wish that was changed, with who wrote it down when, and what was said when it changed."""

    wish: EarlierWish
    author: User
    since: datetime


@dataclass(frozen=True)
class ApplicationView:
    """The page of one application. ``wishes`` are the wishes before that of now, the latest first."""

    application: Application
    decisions: tuple[ApplicationDecision, ...]
    points: tuple[IntakePoint, ...]
    earlier: tuple[Application, ...]
    earlier_stays: tuple[Stay, ...]
    wishes: tuple[WishBefore, ...] = ()

    @property
    def latest(self) -> ApplicationDecision | None:
        """Return the decision that counts, or None."""
        return self.decisions[0] if self.decisions else None

    @property
    def missing(self) -> int:
        """Return how many points are missing."""
        return sum(point.is_missing for point in self.points)

    @property
    def location(self) -> Location | None:
        """Return the location it is about: of the last decision, or as wished while none was made or since it was."""
        return place_of(self.application, self.latest, self.wishes[0].wish if self.wishes else None)


def place_of(
    application: Application, latest: ApplicationDecision | None, changed: EarlierWish | None
) -> Location | None:
    """Return the place that an application is about, given its latest decision and the latest change of its wish."""
    wished = application.wish_location
    if latest is None or latest.location is None:
        return wished
    return wished if wished and changed is not None and changed.recorded_at > latest.recorded_at else latest.location


def intake_points(application: Application, items: Iterable[IntakeItem]) -> tuple[IntakePoint, ...]:
    """Return the points of an intake: those in use, and those taken out of use that have rows. One query."""
    steps: dict[int, list[IntakeStep]] = {}
    for step in application.intake_steps.select_related("owner", "recorded_by", "document"):
        steps.setdefault(step.item_id, []).append(step)
    found = []
    for item in items:
        rows = tuple(steps.get(item.pk, ()))
        if item.in_use or rows:
            due = rows[0].due_on if rows and rows[0].due_on else application.received_on + timedelta(days=item.days)
            found.append(IntakePoint(item, rows, due))
    return tuple(found)


def application_view(client: Client, application: Application) -> ApplicationView:
    """Return the page of one application, with its earlier wishes, the earlier ones and the stays before it. Six queries."""
    stays = client.stays.filter(valid_from__lt=application.received_on).select_related("location", "destination")
    others = client.applications.filter(recorded_at__lt=application.recorded_at).prefetch_related("decisions__location")
    return ApplicationView(
        application,
        tuple(application.decisions.select_related("location", "recorded_by")),
        intake_points(application, IntakeItem.objects.all()),
        tuple(others),
        tuple(stays),
        wishes_before(application),
    )


def wishes_before(application: Application) -> tuple[WishBefore, ...]:
    """Return the wishes that were changed, the latest first. One query."""
    author, since, found = application.recorded_by, application.recorded_at, []
    for one in application.earlier_wishes.select_related("wish_location", "recorded_by").order_by("pk"):
        found.append(WishBefore(one, author, since))
        author, since = one.recorded_by, one.recorded_at
    return tuple(reversed(found))


@dataclass(frozen=True)
class Waiting:
    """One line of a waiting list. ``client`` is empty for who may not see the file and does not weigh it for the house.

    ``url`` is the page of the application for who may see it.
    """

    rank: int
    client: Client | None
    application: Application
    since: date
    url: str = ""


def waiting_lists(locations: Iterable[Location], user: User) -> dict[int, list[Waiting]]:
    """Return the waiting list of each location, by its id. Four queries at most.

    The order follows from the decisions alone: each puts somebody at the place it names, or at the end; whoever was
    accepted, refused or withdrawn is no longer in it.
    """
    ids = {location.pk for location in locations}
    rows = (
        ApplicationDecision.objects.filter(application__closed_on=None, application__client__merged_into=None)
        .select_related("application__client__team")
        .order_by("recorded_at", "pk")
    )
    lists: dict[int, list[int]] = {}
    since: dict[int, date] = {}
    applications: dict[int, Application] = {}
    for row in rows:
        applications[row.application_id] = row.application
        was_here = False
        for place, listed in lists.items():
            if row.application_id in listed:
                listed.remove(row.application_id)
                was_here = was_here or place == row.location_id
        if row.kind != DecisionKind.WAITING or row.location_id not in ids:
            continue
        listed = lists.setdefault(row.location_id, [])
        listed.insert(row.place - 1 if row.place else len(listed), row.application_id)
        if not was_here:
            since[row.application_id] = row.decided_on
    shown = {pk for listed in lists.values() for pk in listed}
    readable = set(
        Client.objects.visible_to(user)
        .filter(pk__in={applications[pk].client_id for pk in shown})
        .values_list("pk", flat=True)
    )
    weighed = set(Application.objects.weighed_by(user).filter(pk__in=shown).values_list("pk", flat=True))

    def line(rank: int, pk: int) -> Waiting:
        one = applications[pk]
        if one.client_id in readable:
            return Waiting(rank, one.client, one, since[pk], one.get_absolute_url())
        if pk in weighed:
            return Waiting(rank, one.client, one, since[pk], reverse("casework:house_application", args=[pk]))
        return Waiting(rank, None, one, since[pk])

    return {place: [line(rank, pk) for rank, pk in enumerate(listed, start=1)] for place, listed in lists.items()}


@dataclass(frozen=True)
class OpenApplication:
    """One open application in the list: how it stands and how much of its intake is missing."""

    application: Application
    latest: ApplicationDecision | None
    missing: int
    late: int


def open_applications(user: User) -> list[OpenApplication]:
    """Return the open applications of the clients this user may see, the oldest first. Four queries."""
    return _as_they_stand(Application.objects.filter(closed_on=None, client__in=Client.objects.visible_to(user)))


def applications_of_others(user: User) -> list[OpenApplication]:
    """Return the applications that he weighs for a house of his teams, of clients whose file he may not see. Four queries."""
    theirs = Application.objects.weighed_by(user).exclude(client__in=Client.objects.visible_to(user))
    return _as_they_stand(theirs)


def _as_they_stand(applications: QuerySet[Application]) -> list[OpenApplication]:
    rows = list(applications.select_related("client__team", "wish_location").order_by("received_on", "pk"))
    if not rows:
        return []
    latest: dict[int, ApplicationDecision] = {}
    for decision in ApplicationDecision.objects.filter(application__in=rows).select_related("location"):
        latest.setdefault(decision.application_id, decision)
    items = [item for item in IntakeItem.objects.all() if item.in_use]
    newest: dict[tuple[int, int], IntakeStep] = {}
    for step in IntakeStep.objects.filter(application__in=rows):
        newest.setdefault((step.application_id, step.item_id), step)
    today = timezone.localdate()
    found = []
    for row in rows:
        points = []
        for item in items:
            known = newest.get((row.pk, item.pk))
            due = known.due_on if known is not None else None
            points.append(
                IntakePoint(item, (known,) if known else (), due or row.received_on + timedelta(days=item.days))
            )
        missing = [point for point in points if point.is_missing]
        found.append(
            OpenApplication(row, latest.get(row.pk), len(missing), sum(point.due_on < today for point in missing))
        )
    return found


def intake_panel(client: Client) -> dict[str, object]:
    """Return the context of the panel on the first tab: the last application while something of its intake is missing.

    It stays there after the placement. Three queries at most, one for a client without application.
    """
    application = client.applications.select_related("wish_location").first()
    if application is None:
        return {"application": None}
    points = intake_points(application, IntakeItem.objects.all())
    latest = application.decisions.select_related("location").first() if application.closed_on is None else None
    missing = [point for point in points if point.is_missing]
    return {"application": application, "missing": missing, "latest": latest}
