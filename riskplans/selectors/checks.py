"""Checks with what each showed, the strip of the series, and the rules on substances that stand beside them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.db.models import OuterRef, Subquery
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.enums import SubstancePolicy
from accounts.models import LocationPolicy
from casework.models import SpecialCondition
from casework.registry.placement import PlaceQuestion
from riskplans.enums import CheckResult, LabOutcome
from riskplans.models import Check, LabConfirmation, SubstanceAgreement

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date, datetime

    from accounts.models import Location
    from casework.models import Client, Stay

WIDTH = 240  # units of the drawing
STRIP_DAYS = 183
LANE = 20  # units between the lanes
TOP = 10
ABOUT_SUBSTANCES = ("middelenverbod",)
MOST = 60
# From top to bottom: what was found first, what was not found last.
LANES = (
    CheckResult.POSITIVE,
    CheckResult.UNCLEAR,
    CheckResult.REFUSED,
    CheckResult.MISSED,
    CheckResult.NEGATIVE,
)


@dataclass(frozen=True)
class StripMark:
    """A check in the strip: a shape on the lane of its result, so that no colour is needed."""

    x: int
    y: int
    result: str
    label: str


@dataclass(frozen=True)
class StripLane:
    """A lane with its word; ``y`` is its middle."""

    y: int
    label: str


@dataclass(frozen=True)
class CheckStrip:
    """The series of checks, from the oldest at the left to today at the right."""

    title: str
    lanes: tuple[StripLane, ...]
    marks: tuple[StripMark, ...]
    start: date
    end: date
    height: int


def check_strip(checks: Sequence[Check], now: datetime | None = None) -> CheckStrip | None:
    """Return the strip of the last half year; None when there was no check in it. No query."""
    end = now or timezone.now()
    start = end - timedelta(days=STRIP_DAYS)
    shown = [one for one in checks if start <= one.taken_at <= end]
    if not shown:
        return None
    present = [lane for lane in LANES if any(one.result == lane for one in shown)]
    place = {lane: TOP + number * LANE for number, lane in enumerate(present)}
    counts = [(lane, sum(one.result == lane for one in shown)) for lane in present]
    words = ", ".join(f"{count} {lane.label}" for lane, count in counts)
    return CheckStrip(
        title=ngettext(
            "{number} controle in een half jaar: {words}", "{number} controles in een half jaar: {words}", len(shown)
        ).format(number=len(shown), words=words),
        lanes=tuple(StripLane(place[lane], str(lane.label)) for lane in present),
        marks=tuple(
            StripMark(
                x=round(WIDTH * ((one.taken_at - start) / (end - start))),
                y=place[CheckResult(one.result)],
                result=one.result,
                label=f"{date_format(timezone.localtime(one.taken_at), 'j F Y')}: {one.get_result_display()}",
            )
            for one in reversed(shown)
        ),
        start=timezone.localdate(start),
        end=timezone.localdate(end),
        height=TOP + (len(present) - 1) * LANE + 30,
    )


@dataclass(frozen=True)
class CheckLine:
    """A check in the list, with the latest word of the laboratory about it."""

    check: Check
    lab: str


def check_lines(client: Client) -> list[CheckLine]:
    """Return the latest checks of a client, newest first. One query."""
    said = LabConfirmation.objects.filter(finding__check_row=OuterRef("pk")).order_by("-received_on", "-pk")
    # A column beside the model; the checker does not know it.
    rows: list[Any] = list(
        Check.objects.filter(client=client).annotate(lab=Subquery(said.values("outcome")[:1]))[:MOST]
    )
    return [CheckLine(one, str(LabOutcome(one.lab).label) if one.lab else "") for one in rows]


@dataclass(frozen=True)
class SubstanceRules:
    """What holds for a client about substances: the house, the conditions of his title, his own agreements."""

    stay: Stay | None
    policy: str
    conditions: tuple[SpecialCondition, ...]
    agreements: tuple[SubstanceAgreement, ...]

    @property
    def policy_words(self) -> str:
        """Return the policy of the house in words; empty when it is not recorded."""
        return str(SubstancePolicy(self.policy).label) if self.policy else ""

    @property
    def clash(self) -> str:
        """Return a sentence when the house allows what a condition forbids; a documented cause of failure."""
        if not self.policy or not self.conditions or self.policy == SubstancePolicy.ABSTINENT:
            return ""
        return _("Let op: dit huis is niet abstinent, en zijn voorwaarde verbiedt gebruik. Dat botst.")


def substance_rules(client: Client, day: date | None = None) -> SubstanceRules:
    """Return the rules on substances that hold for a client on ``day`` (today when left out). Three queries."""
    on = day or timezone.localdate()
    held = LocationPolicy.objects.active_on(on).filter(location=OuterRef("location")).order_by("-valid_from")
    # A column beside the model; the checker does not know it.
    stay: Any = (
        client.stays.active_on(on)
        .select_related("location")
        .annotate(policy=Subquery(held.values("substance_policy")[:1]))
        .first()
    )
    conditions = (
        client.conditions.standing()
        .active_on(on)
        .filter(kind__key__in=ABOUT_SUBSTANCES)
        .select_related("kind", "title__kind")
    )
    return SubstanceRules(
        stay=stay,
        policy=(stay.policy or "") if stay else "",
        conditions=tuple(one for one in conditions if one.title.held_on(on)),
        agreements=tuple(SubstanceAgreement.objects.active_on(on).filter(client=client)),
    )


def asked_of_own_wish(client: Client, location: Location, policy: LocationPolicy | None) -> Iterator[PlaceQuestion]:
    """Ask about a house that allows use while something else was agreed with the client about it. One query at most."""
    if policy is None or policy.substance_policy == SubstancePolicy.ABSTINENT:
        return
    agreed = SubstanceAgreement.objects.active_on(timezone.localdate()).filter(client=client).first()
    if agreed is not None:
        yield PlaceQuestion(
            "own-wish",
            _(
                "Met de cliënt is over middelen afgesproken: “%(text)s”. Het middelenbeleid van %(place)s is ‘%(policy)s’. "
                "Past dat bij elkaar, en wat vindt hij zelf?"
            )
            % {"text": agreed.text, "place": location, "policy": policy.get_substance_policy_display()},
            _("plaatsing: een nuchtere cliënt tussen gebruikers ging mis"),
        )
