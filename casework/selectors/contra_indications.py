"""What the system asks about a client at a location: questions for people, never a verdict (docs/domain/practice.md, "Placement")."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.enums import SubstancePolicy
from accounts.models import LocationPolicy, LocationProfile
from casework.enums.background import Topic
from casework.models import BackgroundEntry, PlacementAnswer, Stay
from casework.registry.placement import PlaceQuestion, place_askers
from casework.selectors.legal import last_to_end, lasting_conditions, term_days

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from accounts.models import Location
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
    answers: dict[str, list[PlacementAnswer]] = {}
    for row in client.placement_answers.filter(location=location).select_related("recorded_by"):
        answers.setdefault(row.question, []).append(row)
    found = []
    for one in _ask(client, location):
        rows = answers.get(one.key, [])
        found.append(Question(one.key, one.text, one.basis, rows[0] if rows else None, tuple(rows[1:])))
    return tuple(found)


def _ask(client: Client, location: Location) -> Iterator[PlaceQuestion]:
    today = timezone.localdate()
    policy = LocationPolicy.objects.active_on(today).filter(location=location).order_by("-valid_from").first()
    conditions = list(lasting_conditions(client, today))
    yield from _substances(conditions, location, policy)
    yield from _areas(conditions, location)
    for ask in place_askers.values():
        yield from ask(client, location, policy)
    offences = BackgroundEntry.objects.active_on(today).filter(withdrawn_at=None, topic=Topic.OFFENCE)
    own = set(offences.filter(client=client).values_list("code_id", flat=True))
    if own:
        others = Stay.objects.sleeping_on(today).filter(location=location).exclude(client=client).values("client")
        if offences.filter(client__in=others, code_id__in=own).exists():
            yield PlaceQuestion(
                SAME_OFFENCE,
                _("Op %(place)s woont al iemand met hetzelfde soort delict. Kan dat samen, en wat is er dan nodig?")
                % {"place": location},
                _("plaatsing: de groep die er woont weegt mee"),
            )
        nearby = LocationProfile.objects.describing(location, today).values_list("nearby", flat=True).first()
        if nearby:
            yield PlaceQuestion(
                NEARBY,
                _("In de buurt van %(place)s: %(nearby)s. Past dat bij het delict van de cliënt?")
                % {"place": location, "nearby": nearby},
                _("plaatsing: het delict tegen de locatie"),
            )
    yield from _short_title(client, today)


def _short_title(client: Client, today: date) -> Iterator[PlaceQuestion]:
    """Ask about a title that ends soon, counted from the day on which it can be served here."""
    title = last_to_end(one for one in client.titles.all() if one.valid_until is None or one.valid_until >= today)
    minimum = term_days("placement-minimum")
    if title is None or title.valid_until is None:
        return
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
