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
from casework.selectors.legal import open_conditions, term_days, title_that_ends

if TYPE_CHECKING:
    from collections.abc import Iterator

    from accounts.models import Location
    from casework.models import Client, SpecialCondition

SUBSTANCES, AREA, SAME_OFFENCE, SHORT_TITLE, NEARBY = "substances", "area", "same-offence", "short-title", "nearby"
SUBSTANCE_BANS = frozenset({"middelenverbod"})
AREA_BANS = frozenset({"locatieverbod", "vestigingsverbod"})


@dataclass(frozen=True)
class Question:
    """One thing to look at together. ``answer`` is what somebody wrote last, ``earlier`` what was written before that."""

    key: str
    text: str
    basis: str
    answer: PlacementAnswer | None = None
    earlier: tuple[PlacementAnswer, ...] = ()


def questions_about(client: Client, location: Location) -> tuple[Question, ...]:
    """Return what to ask about this client at this location, each with its answers. Eight queries at most.

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


def _ask(client: Client, location: Location) -> Iterator[Question]:
    today = timezone.localdate()
    conditions = list(open_conditions(client))
    yield from _substances(conditions, location)
    yield from _areas(conditions, location)
    offences = BackgroundEntry.objects.active_on(today).filter(withdrawn_at=None, topic=Topic.OFFENCE)
    own = set(offences.filter(client=client).values_list("code_id", flat=True))
    if own:
        others = Stay.objects.sleeping_on(today).filter(location=location).exclude(client=client).values("client")
        if offences.filter(client__in=others, code_id__in=own).exists():
            yield Question(
                SAME_OFFENCE,
                _("Op %(place)s woont al iemand met hetzelfde soort delict. Kan dat samen, en wat is er dan nodig?")
                % {"place": location},
                _("plaatsing: de groep die er woont weegt mee"),
            )
        nearby = LocationProfile.objects.describing(location, today).values_list("nearby", flat=True).first()
        if nearby:
            yield Question(
                NEARBY,
                _("In de buurt van %(place)s: %(nearby)s. Past dat bij het delict van de cliënt?")
                % {"place": location, "nearby": nearby},
                _("plaatsing: het delict tegen de locatie"),
            )
    title, minimum = title_that_ends(client.titles.select_related("kind"), today), term_days("placement-minimum")
    if title is not None and title.days_left is not None and title.days_left < minimum:
        yield Question(
            SHORT_TITLE,
            _(
                "De titel duurt nog %(days)s dagen; gebruikelijk is minstens %(minimum)s. Is er tijd om te wennen en vervolg te regelen?"
            )
            % {"days": title.days_left, "minimum": minimum},
            _("termijn ‘Kortste titel bij een plaatsing’ van de organisatie"),
        )


def _substances(conditions: list[SpecialCondition], location: Location) -> Iterator[Question]:
    """Ask about a house that allows use while the client may not use, or stays clean by his own wish."""
    policy = (
        LocationPolicy.objects.active_on(timezone.localdate()).filter(location=location).order_by("-valid_from").first()
    )
    allows = policy is not None and policy.substance_policy != SubstancePolicy.ABSTINENT
    ban = next((one for one in conditions if one.kind.key in SUBSTANCE_BANS), None)
    if ban is not None and policy is not None and allows:
        yield Question(
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


def _areas(conditions: list[SpecialCondition], location: Location) -> Iterator[Question]:
    ban = next((one for one in conditions if one.kind.key in AREA_BANS), None)
    if ban is not None:
        where = f"{location}, {location.address}" if location.address else str(location)
        yield Question(
            AREA,
            _("Er geldt een ‘%(condition)s’: “%(text)s”. Ligt %(place)s in of bij dat gebied?")
            % {"condition": ban.kind, "text": ban.text, "place": where},
            _("plaatsing: het delict tegen de locatie"),
        )
