"""What this app puts in the frame of the client page."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING

from django.db.models import Prefetch
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from casework.registry import (
    Action,
    Context,
    DutySource,
    Fragment,
    RhythmAdvice,
    Tab,
    TimelineEntry,
    TimelineSource,
    registry,
)
from riskplans import papers
from riskplans.enums import Presence
from riskplans.models import Check, LifeEvent, PhaseChange, RiskAssessment, SignReview, SignReviewLine
from riskplans.registry import course_registry
from riskplans.selectors import (
    active_plan,
    current_phase,
    phase_chart,
    phase_history,
    plan_duties,
    signs_behind,
    what_to_do,
)
from riskplans.selectors.checklists import red_duties
from riskplans.selectors.duties import after_event_duties, review_duties
from riskplans.selectors.marks import MARK_SOURCES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from accounts.models import User
    from casework.models import Client

PANEL_DAYS = 183


def band_context(client: Client, user: User) -> Context:
    """Return the phase of now. One query."""
    del user
    return {"change": current_phase(client)}


def panel_context(client: Client, user: User) -> Context:
    """Return the stoplight of the last half year, why it is so, and what the plan says to do now. Three queries."""
    del user
    spans = phase_history(client)
    change = spans[-1].change if spans else None
    return {
        "change": change,
        "seen": signs_behind([change]).get(change.pk) if change else None,
        "todo": what_to_do(change),
        "chart": phase_chart(spans, days=PANEL_DAYS),
    }


def plan_section_context(client: Client, user: User) -> Context:
    """Return the plan that holds and the phase of now, for the care plan on paper."""
    del user
    return {"plan": active_plan(client), "change": current_phase(client)}


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
            occurred_at=timezone.make_aware(datetime.combine(event.happened_on, time.min)),
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
            title=check.summary,
            body=check.explanation,
            author=str(check.recorded_by),
        )


def rhythm_advice(client: Client) -> RhythmAdvice | None:
    """Return the contact that the level of the latest assessment asks (RNR: intensity follows risk). One query."""
    latest = RiskAssessment.objects.latest_of([client.pk]).select_related("judgement__level").first()
    level = latest.judgement.level if latest is not None else None
    if level is None:
        return None
    why = _("Risiconiveau %(level)s: %(contacts)s contacten per %(weeks)s weken.") % {
        "level": level.name,
        "contacts": level.contacts,
        "weeks": level.per_weeks,
    }
    return RhythmAdvice(level.contacts, level.per_weeks, why)


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


def fill() -> None:
    """Register the tab, the badge, the panel, the timeline entries, the duties and the section of the care plan."""
    registry.add_tab(Tab("signalling-plan", 40, gettext_lazy("Signaleringsplan"), "riskplans:plan"))
    registry.add_band_mark(Fragment("stoplight", 10, "riskplans/_band.html", band_context))
    registry.add_panel(Fragment("stoplight", 20, "riskplans/_panel.html", panel_context))
    registry.add_timeline_source(TimelineSource("phase", gettext_lazy("Stoplicht"), phase_entries))
    registry.add_timeline_source(TimelineSource("check", gettext_lazy("Controle"), check_entries))
    registry.add_duty_source(DutySource("signalling-plan", gettext_lazy("Signaleringsplan"), plan_duties))
    registry.add_timeline_source(TimelineSource("life-event", gettext_lazy("Levensgebeurtenis"), event_entries))
    registry.add_timeline_source(TimelineSource("sign-review", gettext_lazy("Signalen doorgenomen"), review_entries))
    registry.add_duty_source(DutySource("sign-review", gettext_lazy("Signalen doornemen"), review_duties))
    registry.add_duty_source(
        DutySource("signalling-plan-after", gettext_lazy("Signaleringsplan evalueren"), after_event_duties)
    )
    registry.add_duty_source(DutySource("red-phase", gettext_lazy("Rood"), red_duties))
    for source in MARK_SOURCES:
        course_registry.add(source)
    registry.add_plan_section(Fragment("signalling-plan", 30, "riskplans/pdf/_plan_section.html", plan_section_context))
    registry.add_tab(Tab("conditions", 45, gettext_lazy("Voorwaarden"), "riskplans:violations"))
    registry.add_timeline_source(TimelineSource("violation", gettext_lazy("Overtredingen"), violation_entries))
    registry.add_appointment_action(
        Action("violation", 20, gettext_lazy("Overtreding vastleggen"), "riskplans:violation_create", icon="condition")
    )
    registry.add_rhythm_adviser("risk-level", rhythm_advice)
    papers.fill()
