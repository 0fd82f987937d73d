"""What a meeting could be about: the open matters of the file, each in one sentence that may stand on the agenda.

They are proposals. Nothing of them is on the agenda, and so before the eyes of a partner, until somebody puts it there.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from casework.enums import ConditionOutcome
from casework.models import ConditionTouch
from casework.selectors import current_title
from casework.selectors.support_plans import evaluation_due
from chain.enums import AgreementStatus
from riskplans.enums import LEVELS_TO_ACT_ON
from riskplans.selectors import active_plan, current_phase

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from casework.models import Client

EVALUATED_WITHIN = timedelta(days=91)  # due before the next meeting: talk about it in this one
TITLE_END_WITHIN = timedelta(days=180)
LOOK_BACK = timedelta(days=91)
MOST = 25


@dataclass(frozen=True)
class Matter:
    """An open matter. ``source`` names what it is about; ``late`` when its day has passed."""

    source: str
    text: str
    icon: str
    late: bool = False


def open_matters(client: Client) -> list[Matter]:
    """Return the open matters of a client's file, what is late first; about eight queries."""
    today = timezone.localdate()
    last = client.meetings.three_party().first()
    since = last.held_at if last is not None else timezone.now() - LOOK_BACK
    matters = [
        *_commitments(client, today),
        *_conditions(client, since),
        *_evaluations(client, today),
        *_phase(client),
        *_title(client, today),
        *_notifications(client, since),
    ]
    return sorted(matters, key=lambda one: not one.late)[:MOST]


def _day(day: date) -> str:
    return date_format(day, "j F Y")


def _commitments(client: Client, today: date) -> Iterator[Matter]:
    for one in client.commitments.open()[:MOST]:
        late = one.due_on < today
        sentence = _("Afspraak, was uiterlijk %(day)s: %(text)s") if late else _("Afspraak voor %(day)s: %(text)s")
        yield Matter(
            f"commitment:{one.pk}", sentence % {"day": _day(one.due_on), "text": one.text}, "calendar-check", late
        )


def _conditions(client: Client, since: object) -> Iterator[Matter]:
    touches = (
        ConditionTouch.objects.filter(
            condition__client=client,
            condition__withdrawn_at=None,
            outcome=ConditionOutcome.NOT_KEPT,
            note__occurred_at__gte=since,
        )
        .select_related("condition__kind", "note")
        .order_by("-note__occurred_at")
    )
    seen: set[int] = set()
    for touch in touches:
        if touch.condition_id in seen:
            continue
        seen.add(touch.condition_id)
        yield Matter(
            f"condition:{touch.condition_id}:{touch.note_id}",
            _("Voorwaarde niet nagekomen op %(day)s: %(kind)s")
            % {"day": _day(timezone.localdate(touch.note.occurred_at)), "kind": touch.condition.kind.name},
            "condition",
        )


def _evaluations(client: Client, today: date) -> Iterator[Matter]:
    plan = client.support_plans.first()
    if plan is not None and (due := evaluation_due(plan)) <= today + EVALUATED_WITHIN:
        yield Matter(
            f"plan:{plan.pk}",
            _("Begeleidingsplan evalueren, uiterlijk %(day)s") % {"day": _day(due)},
            "document",
            due < today,
        )
    for agreement in client.agreements.filter(status__in=(AgreementStatus.IN_FORCE, AgreementStatus.OFFERED)):
        if agreement.is_stale:
            yield Matter(
                f"stale:{agreement.pk}",
                _("De samenwerkingsafspraken zijn verouderd: %(why)s") % {"why": agreement.stale_reason},
                "agreement",
                late=True,
            )
        elif agreement.evaluate_on <= today + EVALUATED_WITHIN:
            yield Matter(
                f"agreement:{agreement.pk}",
                _("Samenwerkingsafspraken evalueren, uiterlijk %(day)s") % {"day": _day(agreement.evaluate_on)},
                "agreement",
                agreement.evaluate_on < today,
            )
    if active_plan(client) is None:
        yield Matter("no-signalling-plan", _("Samen een signaleringsplan maken"), "signal")


def _phase(client: Client) -> Iterator[Matter]:
    phase = current_phase(client)
    if phase is not None and phase.level in LEVELS_TO_ACT_ON:
        yield Matter(
            f"phase:{phase.pk}",
            _("Wat nu nodig is: fase %(phase)s sinds %(day)s")
            % {"phase": phase.get_level_display(), "day": _day(timezone.localdate(phase.at))},
            "sign",
        )


def _title(client: Client, today: date) -> Iterator[Matter]:
    title = current_title(client, today)
    if title is not None and title.valid_until is not None and title.valid_until <= today + TITLE_END_WITHIN:
        yield Matter(
            f"title:{title.pk}",
            _("De titel loopt af op %(day)s: wat is er daarna nodig?") % {"day": _day(title.valid_until)},
            "title",
        )


def _notifications(client: Client, since: object) -> Iterator[Matter]:
    rows = client.notifications.filter(dropped_at=None, occurred_at__gte=since).order_by("occurred_at")
    for one in rows[:MOST]:
        yield Matter(
            f"notification:{one.pk}",
            _("Melding: %(event)s op %(day)s")
            % {"event": one.get_event_display(), "day": _day(timezone.localdate(one.occurred_at))},
            "bell",
            one.sent_at is None,
        )
