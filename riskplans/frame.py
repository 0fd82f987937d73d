"""What this app puts in the frame of the client page."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING

from django.db.models import Prefetch
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.enums import Role
from accounts.navigation import NavigationItem, register
from casework.registry import (
    Action,
    Context,
    DraftForm,
    DutySource,
    Fragment,
    RhythmAdvice,
    Tab,
    TimelineEntry,
    TimelineSource,
    registry,
)
from casework.registry.exports import export_rules
from casework.registry.merging import merging
from casework.registry.placement import add_place_asker
from riskplans import papers
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
from riskplans.selectors import merging as obstacles
from riskplans.selectors.assessments import assessment_duties, rhythms_for
from riskplans.selectors.checklists import red_duties
from riskplans.selectors.checks import asked_of_own_wish
from riskplans.selectors.duties import after_event_duties, review_duties
from riskplans.selectors.incidents import WITH_INCIDENT, incident_duties
from riskplans.selectors.lapses import lapse_duties
from riskplans.selectors.marks import MARK_SOURCES

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from accounts.models import User
    from casework.models import Client

PANEL_DAYS = 183
LEADS = frozenset({Role.TEAM_LEAD})


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
            url=reverse("riskplans:check", args=[client.number, check.pk]),
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


def rhythm_context(client: Client, user: User) -> Context:
    """Return planned against delivered contact. Two queries."""
    del user
    return {"rhythm": rhythms_for([client.pk])[client.pk]}


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


def _midnight(day: date) -> datetime:
    """Return the moment that shows no time in the timeline."""
    return timezone.make_aware(datetime.combine(day, time.min))


def assessment_entries(client: Client, user: User, before: datetime, limit: int) -> Iterator[TimelineEntry]:
    """Yield the risk assessments, newest first. One query."""
    del user
    rows = RiskAssessment.objects.standing().filter(client=client, assessed_on__lte=timezone.localdate(before))
    for one in rows.select_related("instrument", "judgement", "client")[:limit]:
        at = _midnight(one.assessed_on)
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
        at = _midnight(one.given_on)
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


def fill_risk() -> None:
    """Register the risk tab, its panel, timeline entries and duties, and the page of open responses."""
    add_place_asker("own-wish", asked_of_own_wish)
    registry.add_tab(Tab("risk", 45, gettext_lazy("Risico"), "riskplans:risk"))
    registry.add_panel(Fragment("risk", 25, "riskplans/_risk_panel.html", rhythm_context))
    registry.add_timeline_source(TimelineSource("incident", gettext_lazy("Incidenten"), incident_entries))
    registry.add_timeline_source(TimelineSource("lapse", gettext_lazy("Terugval"), lapse_entries))
    registry.add_timeline_source(TimelineSource("assessment", gettext_lazy("Risicotaxatie"), assessment_entries))
    registry.add_timeline_source(TimelineSource("warning", gettext_lazy("Waarschuwingen"), warning_entries))
    registry.add_duty_source(DutySource("risk-assessment", gettext_lazy("Risicotaxatie"), assessment_duties))
    registry.add_duty_source(DutySource("lapse", gettext_lazy("Terugval"), lapse_duties))
    registry.add_duty_source(DutySource("incident", gettext_lazy("Incidenten"), incident_duties))
    registry.add_draft_form(DraftForm("incident", gettext_lazy("Incident vastleggen")))
    registry.add_draft_form(DraftForm("risk-assessment", gettext_lazy("Risicotaxatie vastleggen")))
    register(NavigationItem(35, gettext_lazy("Terugval"), "riskplans:lapses_open", "heart", LEADS))


def fill() -> None:
    """Register the tab, the badge, the panel, the timeline entries, the duties and the section of the care plan."""
    registry.add_tab(Tab("signalling-plan", 40, gettext_lazy("Signaleringsplan"), "riskplans:plan"))
    registry.add_band_mark(Fragment("stoplight", 10, "riskplans/_band.html", band_context))
    registry.add_panel(Fragment("stoplight", 12, "riskplans/_panel.html", panel_context))
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
    fill_risk()
    _fill_merging()
    _fill_exports()


def _fill_merging() -> None:
    """Say what becomes of the risk work when two files become one: facts stay where they were written."""
    merging.add_moves("riskplans.SubstanceAgreement")
    merging.add_stays(
        "riskplans.ActionDone",
        "riskplans.Check",
        "riskplans.ClientWarning",
        "riskplans.FunctionAnalysis",
        "riskplans.IncidentPart",
        "riskplans.LapseResponse",
        "riskplans.LifeEvent",
        "riskplans.Meldcode",
        "riskplans.PhaseChange",
        "riskplans.PlanEvaluation",
        "riskplans.RiskAssessment",
        "riskplans.SignObservation",
        "riskplans.SignReview",
        "riskplans.SignallingPlan",
        "riskplans.Violation",
    )
    merging.add_obstacle("signalling-plan", obstacles.plan_left_behind)
    merging.add_obstacle("stoplight", obstacles.not_green)
    merging.add_obstacle("steps", obstacles.steps_under_way)


def _fill_exports() -> None:
    """Say what is different when a file is exported; all the rest goes along by itself."""
    shared = "It is about an incident as a whole, in which other clients may have a part."
    for label in ("riskplans.IncidentReport", "riskplans.CalamityDecision"):
        export_rules.reach_through(label, "incident__parts__client", shared)
    export_rules.add_pointer("riskplans.Violation", "source_type", "source_id")
