"""Which assessment counts, whether it still fits, and the contact that its level asks against what was delivered.

RNR: intensity follows risk (docs/domain/practice.md, section 4). The level comes from the list of the instrument, the
number of contacts from the organisation's own table; nothing is computed from an instrument.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.enums import RESIDENTIAL_FORMS
from casework.enums import NoteKind
from casework.models import Client, ContactNote, Stay
from casework.registry import Duty
from casework.selectors import duty_owners, term
from casework.selectors.entries import start_of
from riskplans.enums import Setting
from riskplans.models import RiskAssessment

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date

    from riskplans.models import RiskLevel

WEEKS = 4
# Contact with the client himself, of whatever kind; a group or a talk with his network is not meant by the plan.
COUNTED = tuple(kind for kind in NoteKind if kind not in {NoteKind.NO_SHOW, NoteKind.WITH_NETWORK, NoteKind.GROUP})
RENEWAL_TERM = "risk-assessment-renewal"
AHEAD = timedelta(days=28)
WITH_LIST = ("client", "instrument", "judgement__level", "recorded_by")


@dataclass(frozen=True)
class Rhythm:
    """The contact of the last four weeks beside what the level asks; ``by_week`` from the oldest week to this one."""

    level: RiskLevel | None
    planned: int | None
    delivered: int
    by_week: tuple[tuple[date, int], ...]

    @property
    def is_short(self) -> bool:
        """Return whether less was delivered than the level asks."""
        return self.planned is not None and self.delivered < self.planned

    @property
    def words(self) -> str:
        """Return the comparison in words."""
        if self.planned is None:
            return _("{delivered} contacten, geen niveau").format(delivered=self.delivered)
        return _("{delivered} van {planned}").format(delivered=self.delivered, planned=self.planned)


def rhythms_for(client_ids: Iterable[int], day: date | None = None) -> dict[int, Rhythm]:
    """Return planned against delivered contacts over the last four weeks, for each of the clients. Two queries."""
    ids = list(client_ids)
    latest = RiskAssessment.objects.latest_of(ids).select_related("judgement__level")
    return rhythms_at({one.client_id: one.judgement.level for one in latest}, ids, day)


def rhythms_at(
    levels: Mapping[int, RiskLevel | None], client_ids: Iterable[int], day: date | None = None
) -> dict[int, Rhythm]:
    """Return the same where the levels are known. One query."""
    ids = list(client_ids)
    today = day or timezone.localdate()
    weeks = [today - timedelta(days=7 * back - 1) for back in range(WEEKS, 0, -1)]
    notes = ContactNote.objects.filter(
        client_id__in=ids,
        kind__in=COUNTED,
        occurred_at__gte=start_of(weeks[0]),
        occurred_at__lt=start_of(today + timedelta(days=1)),
    ).values_list("client_id", "occurred_at")
    counts: Counter[tuple[int, int]] = Counter(
        (client_id, (timezone.localdate(at) - weeks[0]).days // 7) for client_id, at in notes
    )
    return {
        client_id: Rhythm(
            level=(level := levels.get(client_id)),
            planned=level.planned_in(WEEKS) if level else None,
            delivered=sum(counts[client_id, place] for place in range(WEEKS)),
            by_week=tuple((start, counts[client_id, place]) for place, start in enumerate(weeks)),
        )
        for client_id in ids
    }


@dataclass(frozen=True)
class AssessmentView:
    """An assessment, and why it wants renewal, in sentences."""

    assessment: RiskAssessment
    renew: tuple[str, ...]

    @property
    def is_corrected(self) -> bool:
        """Return whether a later row replaces it."""
        return hasattr(self.assessment, "replaced_by")


def setting_of(stay: Stay | None) -> str:
    """Return the setting of a client: in a place of the organisation, or ambulatory (no stay among them).

    ``stay`` comes ``with_support_form``; where nobody recorded the form, a location with places is residential.
    """
    if stay is None:
        return Setting.AMBULATORY
    form = stay.support_form  # type: ignore[attr-defined] # annotated
    residential = form in RESIDENTIAL_FORMS if form else bool(stay.location.capacity)
    return Setting.RESIDENTIAL if residential else Setting.AMBULATORY


def reasons_to_renew(assessment: RiskAssessment, stays: Sequence[Stay], day: date) -> tuple[str, ...]:
    """Return why an assessment wants renewal: its date, or, when it was taken over, a stay or setting that changed.

    Dynamic factors are bound to a setting: what was taxed in a clinic says less of a house. ``stays`` are those of the
    client, with their location. No query.
    """
    reasons = []
    if assessment.next_on <= day:
        reasons.append(_("De afgesproken datum voor een nieuwe taxatie is voorbij."))
    if assessment.is_taken_over:
        here = next((one for one in stays if one.held_on(day)), None)
        if assessment.setting != setting_of(here):
            reasons.append(
                _("Overgenomen, en gemaakt voor een andere situatie: {setting}.").format(
                    setting=assessment.get_setting_display()
                )
            )
        if any(assessment.assessed_on < one.valid_from <= day for one in stays):
            reasons.append(_("Overgenomen, en het verblijf is sindsdien veranderd."))
    return tuple(reasons)


def assessments_of(client: Client) -> list[AssessmentView]:
    """Return the assessments of a client, the newest first; the first that stands is the one that counts. Two queries."""
    today = timezone.localdate()
    stays = list(client.stays.with_support_form(today).select_related("location"))
    rows = RiskAssessment.objects.filter(client=client).select_related(*WITH_LIST, "replaced_by")
    return [AssessmentView(one, reasons_to_renew(one, stays, today)) for one in rows]


def counting_of(views: Iterable[AssessmentView]) -> AssessmentView | None:
    """Return the one that counts: the newest that no correction replaced."""
    return next((one for one in views if not one.is_corrected), None)


def assessment_duties(on: date) -> list[Duty]:
    """Return the assessments that want renewal, of clients in care. Six queries."""
    of_term = term(RENEWAL_TERM)
    in_care = dict(Client.objects.in_care(on).values_list("pk", "number"))
    latest = {one.client_id: one for one in RiskAssessment.objects.latest_of(list(in_care))}
    stays: dict[int, list[Stay]] = {}
    for stay in Stay.objects.filter(client_id__in=latest).with_support_form(on).select_related("location"):
        stays.setdefault(stay.client_id, []).append(stay)
    due = []
    for client_id, one in latest.items():
        mine = stays.get(client_id, [])
        reasons = reasons_to_renew(one, mine, on)
        if not reasons and one.next_on > on + AHEAD:
            continue
        due_on = one.next_on
        if reasons and one.next_on > on:  # the stay or the setting changed
            changed = min(
                (stay.valid_from for stay in mine if stay.valid_from > one.assessed_on), default=one.assessed_on
            )
            due_on = min(due_on, changed + timedelta(days=of_term.days))
        due.append((client_id, one, due_on, reasons[0] if reasons else ""))
    owners = duty_owners({row[0] for row in due}, on)
    return [
        Duty(
            key=f"riskplans.assessment:{one.pk}",
            kind="risk-assessment",
            label=_("Risicotaxatie vernieuwen: {instrument}").format(instrument=one.instrument),
            client_id=client_id,
            due_on=due_on,
            owner_ids=owners.get(client_id, ()),
            basis=f"{reason} {of_term.basis}".strip(),
            url=reverse("riskplans:risk", args=[in_care[client_id]]) + "#risicotaxatie",
        )
        for client_id, one, due_on, reason in due
    ]
