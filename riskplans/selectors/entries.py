"""What the risk plans put on the timeline."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.db.models import Prefetch
from django.urls import reverse
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from casework.registry import TimelineEntry
from casework.selectors.entries import start_of
from riskplans.enums import Presence
from riskplans.models import (
    Check,
    ClientWarning,
    IncidentPart,
    LapseResponse,
    LifeEvent,
    PhaseChange,
    RiskAssessment,
    SignReview,
    SignReviewLine,
)
from riskplans.selectors.incidents import WITH_INCIDENT
from riskplans.selectors.monitoring import signs_behind

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from accounts.models import User
    from casework.models import Client


def phase_entries(client: Client, user: User, before: datetime, limit: int) -> Iterator[TimelineEntry]:
    """Yield the changes of the stoplight, newest first. Two queries."""
    del user
    changes = list(
        PhaseChange.objects.filter(client=client, at__lt=before).select_related("recorded_by").latest_first()[:limit]
    )
    seen = signs_behind(changes)
    for change in changes:
        yield TimelineEntry(
            kind="phase",
            label=_("Stoplicht"),
            icon="sign",
            occurred_at=change.at,
            title=change.meaning.capitalize(),
            body=change.reason or "; ".join(seen.get(change.pk, ())),
            author=str(change.recorded_by),
            phase=change.level,
        )


def event_entries(client: Client, user: User, before: datetime, limit: int) -> Iterator[TimelineEntry]:
    """Yield the life events that have come, newest first. One query."""
    del user
    last = timezone.localdate(before - timedelta(microseconds=1))
    rows = LifeEvent.objects.filter(client=client, happened_on__lte=last).select_related("recorded_by")
    for event in rows[:limit]:
        yield TimelineEntry(
            kind="life-event",
            label=_("Levensgebeurtenis"),
            icon="star",
            occurred_at=start_of(event.happened_on),
            title=event.text,
            body=event.get_meaning_display().capitalize(),
            author=str(event.recorded_by),
        )


def review_entries(client: Client, user: User, before: datetime, limit: int) -> Iterator[TimelineEntry]:
    """Yield the rounds through the signs, newest first. Two queries."""
    del user
    rows = SignReview.objects.filter(client=client, reviewed_at__lt=before).select_related("recorded_by")
    there = SignReviewLine.objects.exclude(presence=Presence.NO).select_related("sign")
    for review in rows.prefetch_related(Prefetch("lines", there, to_attr="there"))[:limit]:
        seen = "; ".join(line.sign.text for line in review.there)
        yield TimelineEntry(
            kind="sign-review",
            label=_("Signalen doorgenomen"),
            icon="sign",
            occurred_at=review.reviewed_at,
            title=_("Signalen doorgenomen: {by}").format(by=review.get_by_display()),
            body="\n".join(filter(None, (seen or _("Geen van de signalen was er."), review.remark))),
            author=str(review.recorded_by),
        )


def check_entries(client: Client, user: User, before: datetime, limit: int) -> Iterator[TimelineEntry]:
    """Yield the checks, newest first. One query."""
    del user
    rows = Check.objects.filter(client=client, taken_at__lt=before).select_related("recorded_by")[:limit]
    for check in rows:
        yield TimelineEntry(
            kind="check",
            label=_("Controle"),
            icon="sample",
            occurred_at=check.taken_at,
            title=capfirst(check.summary),
            body=check.explanation,
            url=reverse("riskplans:check", args=[client.number, check.pk]),
            author=str(check.recorded_by),
        )


def violation_entries(client: Client, user: User, before: datetime, limit: int) -> Iterator[TimelineEntry]:
    """Yield the conditions that were not kept, newest first. One query."""
    del user
    rows = client.violations.filter(happened_at__lt=before).select_related("condition__kind", "recorded_by", "client")
    for row in rows[:limit]:
        yield TimelineEntry(
            kind="violation",
            label=_("Overtreding"),
            icon="condition",
            occurred_at=row.happened_at,
            title=row.condition.kind.name,
            body=row.fact,
            url=row.get_absolute_url(),
            author=str(row.recorded_by),
        )


def incident_entries(client: Client, user: User, before: datetime, limit: int) -> Iterator[TimelineEntry]:
    """Yield the incidents of this file, newest first: what it was, never the words. One query."""
    del user
    rows = IncidentPart.objects.filter(client=client, incident__occurred_at__lt=before).select_related(*WITH_INCIDENT)
    for part in rows[:limit]:
        yield TimelineEntry(
            kind="incident",
            label=_("Incident"),
            icon="incident",
            occurred_at=part.incident.occurred_at,
            title=str(part.incident.kind).capitalize(),
            body=part.incident.get_seriousness_display(),
            url=part.get_absolute_url(),
            author=str(part.recorded_by),
        )


def lapse_entries(client: Client, user: User, before: datetime, limit: int) -> Iterator[TimelineEntry]:
    """Yield the lapse responses, newest first. One query."""
    del user
    rows = LapseResponse.objects.filter(client=client, known_at__lt=before).select_related("client", "started_by")
    for response in rows[:limit]:
        yield TimelineEntry(
            kind="lapse",
            label=_("Terugval"),
            icon="heart",
            occurred_at=response.known_at,
            title=_("Terugvalrespons"),
            body=response.about,
            url=response.get_absolute_url(),
            author=str(response.started_by),
        )


def assessment_entries(client: Client, user: User, before: datetime, limit: int) -> Iterator[TimelineEntry]:
    """Yield the risk assessments, newest first. One query."""
    del user
    rows = RiskAssessment.objects.standing().filter(client=client, assessed_on__lte=timezone.localdate(before))
    for one in rows.select_related("instrument", "judgement", "client")[:limit]:
        at = start_of(one.assessed_on)
        if at >= before:
            continue
        yield TimelineEntry(
            kind="assessment",
            label=_("Risicotaxatie"),
            icon="report",
            occurred_at=at,
            title=f"{one.instrument}: {one.judgement}",
            url=one.get_absolute_url(),
            author=one.maker,
        )


def warning_entries(client: Client, user: User, before: datetime, limit: int) -> Iterator[TimelineEntry]:
    """Yield the warnings, newest first. One query."""
    del user
    rows = ClientWarning.objects.filter(client=client, given_on__lte=timezone.localdate(before))
    for one in rows.select_related("rung", "recorded_by")[:limit]:
        at = start_of(one.given_on)
        if at >= before:
            continue
        yield TimelineEntry(
            kind="warning",
            label=_("Waarschuwing"),
            icon="flag",
            occurred_at=at,
            title=str(one.rung).capitalize(),
            url=reverse("riskplans:warnings", args=[client.number]),
            author=str(one.recorded_by),
        )
