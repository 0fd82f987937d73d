"""What the system asks about a client at a location: questions for people, never a verdict (docs/domain/practice.md, "Placement")."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Exists, OuterRef, Subquery
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.enums import SubstancePolicy
from accounts.models import Location, LocationPolicy, LocationProfile
from casework.enums.background import Topic
from casework.models import BackgroundEntry, PlacementAnswer, Stay
from casework.registry.placement import PlaceQuestion, place_askers
from casework.selectors.legal import last_to_end, lasting_conditions, term_days

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping
    from datetime import date

    from casework.models import Client, SpecialCondition

SUBSTANCES, AREA, SAME_OFFENCE, SHORT_TITLE, NEARBY = "substances", "area", "same-offence", "short-title", "nearby"
SUBSTANCE_BANS = frozenset({"middelenverbod"})
AREA_BANS = frozenset({"locatieverbod", "vestigingsverbod"})


@dataclass(frozen=True)
class Question(PlaceQuestion):
    """A question with its answers: ``answer`` is what somebody wrote last, ``earlier`` what was written before that."""

    answer: PlacementAnswer | None = None
    earlier: tuple[PlacementAnswer, ...] = ()


def questions_about(client: Client, location: Location) -> tuple[Question, ...]:
    """Return what to ask about this client at this location, each with its answers. Nine queries at most.

    Titles and conditions that are still to begin count: a place is decided on while somebody is in prison.

    Of other residents a question tells nothing but that there is somebody: no name, no number and no count.
    """
    return questions_at(client, (location,))[location.pk]


def open_questions(client: Client, locations: Collection[Location]) -> Mapping[int, int]:
    """Return how many questions about this client nobody answered yet, by location. See ``questions_at`` for the queries."""
    if not locations:
        return {}
    return {pk: sum(one.answer is None for one in asked) for pk, asked in questions_at(client, locations).items()}


def questions_at(client: Client, locations: Collection[Location]) -> Mapping[int, tuple[Question, ...]]:
    """Return the questions (``questions_about``) at each of several locations, by its id.

    Eight queries at most, and one more for each location where an app above asks.
    """
    ask = _Asking(client, locations)
    at_each = {location: list(ask.at(location)) for location in locations}
    answers: dict[tuple[int, str], list[PlacementAnswer]] = {}
    if any(at_each.values()):
        for row in client.placement_answers.filter(location__in=locations).select_related("recorded_by"):
            answers.setdefault((row.location_id, row.question), []).append(row)
    found: dict[int, tuple[Question, ...]] = {}
    for location, several in at_each.items():
        asked = []
        for one in several:
            rows = answers.get((location.pk, one.key), [])
            asked.append(Question(one.key, one.text, one.basis, rows[0] if rows else None, tuple(rows[1:])))
        found[location.pk] = tuple(asked)
    return found


class _Asking:
    """What is known of a client and of some places, to ask about him at each of them."""

    def __init__(self, client: Client, locations: Collection[Location]) -> None:
        """Read it once. Seven queries at most."""
        self.client, today = client, timezone.localdate()
        policies = LocationPolicy.objects.active_on(today).filter(location__in=locations).order_by("valid_from")
        self.policies = {row.location_id: row for row in policies}
        self.conditions = list(lasting_conditions(client, today))
        offences = BackgroundEntry.objects.active_on(today).filter(withdrawn_at=None, topic=Topic.OFFENCE)
        own = set(offences.filter(client=client).values_list("code_id", flat=True))
        self.same_offence: set[int] = set()
        self.nearby: dict[int, str] = {}
        if own:
            others = Stay.objects.sleeping_on(today).filter(location__in=locations).exclude(client=client)
            same = Exists(offences.filter(client=OuterRef("client"), code_id__in=own))
            self.same_offence = set(others.filter(same).values_list("location", flat=True))
            described = LocationProfile.objects.describing(OuterRef("pk"), today).values("nearby")[:1]
            rows = Location.objects.filter(pk__in=[one.pk for one in locations])
            self.nearby = dict(rows.annotate(nearby=Subquery(described)).values_list("pk", "nearby"))
        self.short_title = list(_short_title(client, today))

    def at(self, location: Location) -> Iterator[PlaceQuestion]:
        """Ask about the client at one of the places."""
        policy = self.policies.get(location.pk)
        yield from _substances(self.conditions, location, policy)
        yield from _areas(self.conditions, location)
        for ask in place_askers.values():
            yield from ask(self.client, location, policy)
        if location.pk in self.same_offence:
            yield PlaceQuestion(
                SAME_OFFENCE,
                _("Op %(place)s woont al iemand met hetzelfde soort delict. Kan dat samen, en wat is er dan nodig?")
                % {"place": location},
                _("plaatsing: de groep die er woont weegt mee"),
            )
        if self.nearby.get(location.pk):
            yield PlaceQuestion(
                NEARBY,
                _("In de buurt van %(place)s: %(nearby)s. Past dat bij het delict van de cliënt?")
                % {"place": location, "nearby": self.nearby[location.pk]},
                _("plaatsing: het delict tegen de locatie"),
            )
        yield from self.short_title


def _short_title(client: Client, today: date) -> Iterator[PlaceQuestion]:
    """Ask about a title that ends soon, counted from the day on which it can be served here."""
    title = last_to_end(one for one in client.titles.all() if one.valid_until is None or one.valid_until >= today)
    if title is None or title.valid_until is None:
        return
    minimum = term_days("placement-minimum")
    left = (title.valid_until - max(today, title.valid_from)).days
    if left < minimum:
        yield PlaceQuestion(
            SHORT_TITLE,
            _(
                "De titel duurt nog %(days)s dagen; gebruikelijk is minstens %(minimum)s. Is er tijd om te wennen en vervolg te regelen?"
            )
            % {"days": left, "minimum": minimum},
            _("termijn ‘Kortste titel bij een plaatsing’ van de organisatie"),
        )


def _substances(
    conditions: list[SpecialCondition], location: Location, policy: LocationPolicy | None
) -> Iterator[PlaceQuestion]:
    """Ask about a house that allows use while the client may not use."""
    allows = policy is not None and policy.substance_policy != SubstancePolicy.ABSTINENT
    ban = next((one for one in conditions if one.kind.key in SUBSTANCE_BANS), None)
    if ban is not None and policy is not None and allows:
        yield PlaceQuestion(
            SUBSTANCES,
            _(
                "De cliënt heeft de voorwaarde ‘%(condition)s’; het middelenbeleid van %(place)s is ‘%(policy)s’. Hoe blijft hij hier "
                "nuchter, wat vindt hij zelf, en is een ander huis mogelijk?"
            )
            % {
                "condition": ban.kind,
                "place": location,
                "policy": policy.get_substance_policy_display(),
            },
            _("plaatsing: een nuchtere cliënt tussen gebruikers ging mis"),
        )


def _areas(conditions: list[SpecialCondition], location: Location) -> Iterator[PlaceQuestion]:
    ban = next((one for one in conditions if one.kind.key in AREA_BANS), None)
    if ban is not None:
        where = f"{location}, {location.address}" if location.address else str(location)
        yield PlaceQuestion(
            AREA,
            _("Er geldt een ‘%(condition)s’: “%(text)s”. Ligt %(place)s in of bij dat gebied?")
            % {"condition": ban.kind, "text": ban.text, "place": where},
            _("plaatsing: het delict tegen de locatie"),
        )
