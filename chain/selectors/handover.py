"""What a handover report says that stands nowhere else: what went well, what is missing, what to watch for."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.enums import SubstancePolicy
from accounts.models import LocationPolicy
from accounts.querysets import holds_on
from alliance.enums import Sharing, Stage
from alliance.selectors.results import check_ins_of, result_of
from casework.enums import GoalOrigin
from riskplans.enums import CheckResult, PhaseLevel

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from accounts.models import User
    from alliance.selectors.signals import TalkingPoint
    from casework.models import Client, Commitment, ContactNote, ForensicTitle, Goal, LifeDomain, Stay, SupportPlan
    from casework.selectors import ConditionState
    from chain.models import Agreement
    from chain.selectors.meetings import NextMeeting
    from riskplans.models import Check, PhaseChange, SignallingPlan
    from riskplans.selectors import PhaseSpan

LOOK_BACK = timedelta(days=183)
CHECKS_BACK = timedelta(days=365)
TALKED_BACK = timedelta(days=365)  # an older check-in says little about how it goes now
OLD_CONTACT = timedelta(days=14)
TURNING_POINT = timedelta(days=180)
MOST_READ = 60
MOST_NOTES = 8
MOST_QUOTES = 4
SUBSTANCES_FORBIDDEN = "middelenverbod"


@dataclass(frozen=True)
class DomainGoals:
    """The goals of one life domain."""

    domain: LifeDomain
    own: tuple[Goal, ...]
    imposed: tuple[Goal, ...]
    closed: tuple[Goal, ...]


@dataclass(frozen=True)
class ChecksHeld:
    """The checks of a year: how many with which result, and those that were not negative, newest first."""

    total: int
    counts: tuple[tuple[str, int], ...]
    notable: tuple[Check, ...]


@dataclass(frozen=True)
class Handover:
    """The facts of the file that the gaps and the points to watch follow from."""

    today: date
    title: ForensicTitle | None
    conditions: Sequence[ConditionState]
    stay: Stay | None
    counsellor: User | None
    plan: SupportPlan | None
    signalling: SignallingPlan | None
    phase: PhaseChange | None
    agreement: Agreement | None
    next_meeting: NextMeeting | None
    last_contact: ContactNote | None
    commitments: Sequence[Commitment]
    has_own_goal: bool


def goals_by_domain(client: Client) -> list[DomainGoals]:
    """Return the goals of a client by life domain, in the order of the domains. One query."""
    goals = list(client.goals.select_related("domain", "serves").order_by("domain__order", "started_on", "pk"))
    domains: dict[int, list[Goal]] = {}
    for goal in goals:
        domains.setdefault(goal.domain_id, []).append(goal)
    return [
        DomainGoals(
            domain=mine[0].domain,
            own=tuple(goal for goal in mine if goal.ended_on is None and goal.origin == GoalOrigin.OWN),
            imposed=tuple(goal for goal in mine if goal.ended_on is None and goal.origin == GoalOrigin.IMPOSED),
            closed=tuple(goal for goal in mine if goal.ended_on is not None),
        )
        for mine in domains.values()
    ]


def notes_with(client: Client, field: str, today: date, most: int) -> list[ContactNote]:
    """Return the latest contacts of half a year in which a text was filled in, newest first, each text once. One query."""
    rows = client.notes.for_everyone().filter(occurred_at__date__gte=today - LOOK_BACK).exclude(**{field: ""})
    found: dict[str, ContactNote] = {}
    for note in rows.order_by("-occurred_at", "-pk")[:MOST_READ]:
        found.setdefault(getattr(note, field), note)
    return list(found.values())[:most]


def checks_held(client: Client, today: date) -> ChecksHeld:
    """Return the checks of the last year. One query."""
    checks = list(client.checks.filter(taken_at__date__gte=today - CHECKS_BACK))
    counts = [(str(result.label), sum(one.result == result for one in checks)) for result in CheckResult]
    return ChecksHeld(
        total=len(checks),
        counts=tuple((label, count) for label, count in counts if count),
        notable=tuple(one for one in checks if one.result != CheckResult.NEGATIVE),
    )


def unrest(spans: Iterable[PhaseSpan]) -> list[PhaseSpan]:
    """Return the stretches of time that were not green, newest first; no query."""
    return [span for span in reversed(list(spans)) if span.level != PhaseLevel.GREEN]


def points_to_talk_about(client: Client, user: User, today: date) -> tuple[TalkingPoint, ...]:
    """Return what the latest check-in gave to talk about; never a value, and never what the client keeps to himself.

    Empty unless the one who issues the report held that check-in, both sides answered it within the year, and the
    client chose to show his answers. At most four queries.
    """
    for row in check_ins_of(client, user):
        if row.stage == Stage.COMPLETE:
            latest = row.check_in
            recent = timezone.localdate(latest.started_at) >= today - TALKED_BACK
            if row.mine and recent and latest.client_sharing == Sharing.ANSWERS:
                return result_of(latest, client, user).talking_points
            break
    return ()


def _day(day: date) -> str:
    return date_format(day, "j F Y")


def gaps(known: Handover) -> list[str]:
    """Return in sentences what is missing in the file, or too old to rely on; no query."""
    return [*_gaps_in_frame(known), *_gaps_in_plans(known), *_gaps_in_chain(known)]


def _gaps_in_frame(known: Handover) -> Iterable[str]:
    if known.title is None:
        yield _("Er staat geen geldende titel in het dossier.")
    elif known.title.valid_until is None:
        yield _("De einddatum van de titel is niet bekend.")
    elif not known.title.end_is_confirmed:
        yield _("De einddatum van de titel is berekend en door niemand bevestigd.")
    if known.title is not None and not known.conditions:
        yield _("Er staan geen bijzondere voorwaarden bij de titel. Ga na of dat klopt.")
    if known.counsellor is None:
        yield _("Er is nu geen persoonlijk begeleider.")
    if known.last_contact is None:
        yield _("Er is nog geen contact vastgelegd.")
    elif timezone.localdate(known.last_contact.occurred_at) < known.today - OLD_CONTACT:
        day = _day(timezone.localdate(known.last_contact.occurred_at))
        yield _("Het laatste contact was op %(day)s.") % {"day": day}


def _gaps_in_plans(known: Handover) -> Iterable[str]:
    if not known.has_own_goal:
        yield _("Er staat geen eigen doel van de cliënt in het dossier.")
    if known.plan is None:
        yield _("Er is geen begeleidingsplan vastgesteld.")
    elif known.plan.evaluate_on < known.today:
        yield _("Het begeleidingsplan had voor %(day)s geëvalueerd moeten zijn.") % {
            "day": _day(known.plan.evaluate_on)
        }
    if known.signalling is None:
        yield _("Er is geen geldend signaleringsplan.")
        return
    if known.signalling.evaluate_on and known.signalling.evaluate_on < known.today:
        day = _day(known.signalling.evaluate_on)
        yield _("Het signaleringsplan had voor %(day)s geëvalueerd moeten zijn.") % {"day": day}
    if known.signalling.refusal_reason:
        reason = known.signalling.refusal_reason.rstrip(".")
        yield _("De cliënt heeft het signaleringsplan niet getekend: %(reason)s.") % {"reason": reason}


def _gaps_in_chain(known: Handover) -> Iterable[str]:
    if known.agreement is None:
        yield _("Er zijn geen samenwerkingsafspraken van kracht.")
    else:
        if known.agreement.is_stale:
            reason = known.agreement.stale_reason.rstrip(".")
            yield _("De samenwerkingsafspraken zijn verouderd: %(reason)s.") % {"reason": reason}
        if known.agreement.evaluate_on < known.today:
            day = _day(known.agreement.evaluate_on)
            yield _("De samenwerkingsafspraken hadden op %(day)s geëvalueerd moeten zijn.") % {"day": day}
    if known.next_meeting is not None and known.next_meeting.due_on < known.today:
        yield _("Het driegesprek van %(day)s is nog niet gehouden.") % {"day": _day(known.next_meeting.due_on)}
    yield _(
        "Risicotaxatie en diagnostiek staan niet in dit dossier. Vraag ze op, en let op voor welke situatie ze zijn gemaakt."
    )


def points_to_watch(known: Handover) -> list[str]:
    """Return in sentences what whoever takes over should keep an eye on. At most one query."""
    points = []
    if known.title is not None and known.title.valid_until is not None:
        left = (known.title.valid_until - known.today).days
        if 0 <= left <= TURNING_POINT.days:
            points.append(
                ngettext(
                    "De titel eindigt op %(day)s, over %(left)s dag. Rond dat moment verandert gedrag vaak. Plan extra contact, "
                    "en houd forensische deskundigheid daarna nog minstens drie maanden betrokken.",
                    "De titel eindigt op %(day)s, over %(left)s dagen. Rond dat moment verandert gedrag vaak. Plan extra contact, "
                    "en houd forensische deskundigheid daarna nog minstens drie maanden betrokken.",
                    left,
                )
                % {"day": _day(known.title.valid_until), "left": left}
            )
    points += [
        _("Onder druk: %(condition)s (laatst gezien op %(day)s).")
        % {"condition": one.label, "day": _day(timezone.localdate(one.seen_at))}
        for one in known.conditions
        if one.state == "at_stake" and one.seen_at is not None
    ]
    if known.phase is not None and known.phase.level != PhaseLevel.GREEN:
        points.append(
            _("Het stoplicht staat op %(phase)s sinds %(day)s.")
            % {"phase": known.phase.get_level_display(), "day": _day(timezone.localdate(known.phase.at))}
        )
    points += _house_against_condition(known)
    late = sum(one.due_on < known.today for one in known.commitments)
    if late:
        points.append(
            ngettext("%(count)s afspraak is over de datum.", "%(count)s afspraken zijn over de datum.", late)
            % {"count": late}
        )
    return points


def _house_against_condition(known: Handover) -> list[str]:
    """Return the sentence that a clean client lives where use is tolerated (docs/domain/practice.md, section 9)."""
    if known.stay is None or not any(one.condition.kind.key == SUBSTANCES_FORBIDDEN for one in known.conditions):
        return []
    policy = LocationPolicy.objects.filter(holds_on(known.today), location=known.stay.location_id).first()
    if policy is None or policy.substance_policy == SubstancePolicy.ABSTINENT:
        return []
    return [
        _("Het middelenbeleid van %(house)s (%(policy)s) botst met de voorwaarde om niet te gebruiken.")
        % {"house": known.stay.location, "policy": policy.get_substance_policy_display()}
    ]
