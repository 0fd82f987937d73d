"""What this app puts in the frame of the client page."""

from __future__ import annotations

from typing import TYPE_CHECKING

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
    registry,
)
from casework.registry.exports import export_rules
from casework.registry.merging import merging
from casework.registry.notes import NotePart, add_note_part
from casework.registry.placement import add_place_asker
from riskplans import papers
from riskplans.models import (
    RiskAssessment,
)
from riskplans.registry import course_registry
from riskplans.selectors import (
    active_plan,
    current_phase,
    phase_chart,
    phase_history,
    plan_duties,
    seen_at,
    signs_behind,
    what_to_do,
)
from riskplans.selectors import merging as obstacles
from riskplans.selectors.assessments import assessment_duties, rhythms_for
from riskplans.selectors.checklists import red_duties
from riskplans.selectors.checks import asked_of_own_wish
from riskplans.selectors.duties import after_event_duties, review_duties
from riskplans.selectors.incidents import incident_duties
from riskplans.selectors.lapses import lapse_duties
from riskplans.selectors.marks import MARK_SOURCES

if TYPE_CHECKING:
    from accounts.models import User
    from casework.models import Client, ContactNote

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


def note_context(note: ContactNote) -> Context:
    """Return the signs that were ticked at a contact. One query."""
    return {"seen": seen_at(note)}


def plan_section_context(client: Client, user: User) -> Context:
    """Return the plan that holds and the phase of now, for the care plan on paper."""
    del user
    return {"plan": active_plan(client), "change": current_phase(client)}


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


def rhythm_context(client: Client, user: User) -> Context:
    """Return planned against delivered contact. Two queries."""
    del user
    return {"rhythm": rhythms_for([client.pk])[client.pk]}


def fill_risk() -> None:
    """Register the risk tab, its panel, timeline entries and duties, and the page of open responses."""
    add_place_asker("own-wish", asked_of_own_wish)
    registry.add_tab(Tab("risk", 45, gettext_lazy("Risico"), "riskplans:risk"))
    registry.add_panel(Fragment("risk", 25, "riskplans/_risk_panel.html", rhythm_context))
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
    add_note_part(NotePart("signs", 10, "riskplans/_note_signs.html", note_context))
    registry.add_duty_source(DutySource("signalling-plan", gettext_lazy("Signaleringsplan"), plan_duties))
    registry.add_duty_source(DutySource("sign-review", gettext_lazy("Signalen doornemen"), review_duties))
    registry.add_duty_source(
        DutySource("signalling-plan-after", gettext_lazy("Signaleringsplan evalueren"), after_event_duties)
    )
    registry.add_duty_source(DutySource("red-phase", gettext_lazy("Rood"), red_duties))
    for source in MARK_SOURCES:
        course_registry.add(source)
    registry.add_plan_section(Fragment("signalling-plan", 30, "riskplans/pdf/_plan_section.html", plan_section_context))
    registry.add_tab(Tab("conditions", 45, gettext_lazy("Voorwaarden"), "riskplans:violations"))
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
