"""What the risk plans put on the timeline, and where the moments of it stand."""

from __future__ import annotations

from django.utils.translation import gettext_lazy

from casework.registry import TimelineSource, registry
from casework.registry.moments import moments
from riskplans.selectors import entries


def fill() -> None:
    """Register the kinds of timeline entries of the stoplight, the checks, the events and the risk."""
    registry.add_timeline_source(
        TimelineSource(
            "incident",
            gettext_lazy("Incidenten"),
            entries.incident_entries,
            moments=(moments("riskplans.IncidentPart", "incident__occurred_at"),),
        )
    )
    registry.add_timeline_source(
        TimelineSource(
            "lapse",
            gettext_lazy("Terugval"),
            entries.lapse_entries,
            moments=(moments("riskplans.LapseResponse", "known_at"),),
        )
    )
    registry.add_timeline_source(
        TimelineSource(
            "assessment",
            gettext_lazy("Risicotaxatie"),
            entries.assessment_entries,
            moments=(moments("riskplans.RiskAssessment", "assessed_on"),),
        )
    )
    registry.add_timeline_source(
        TimelineSource(
            "warning",
            gettext_lazy("Waarschuwingen"),
            entries.warning_entries,
            moments=(moments("riskplans.ClientWarning", "given_on"),),
        )
    )
    registry.add_timeline_source(
        TimelineSource(
            "phase", gettext_lazy("Stoplicht"), entries.phase_entries, moments=(moments("riskplans.PhaseChange", "at"),)
        )
    )
    registry.add_timeline_source(
        TimelineSource(
            "check", gettext_lazy("Controle"), entries.check_entries, moments=(moments("riskplans.Check", "taken_at"),)
        )
    )
    registry.add_timeline_source(
        TimelineSource(
            "life-event",
            gettext_lazy("Levensgebeurtenis"),
            entries.event_entries,
            moments=(moments("riskplans.LifeEvent", "happened_on"),),
        )
    )
    registry.add_timeline_source(
        TimelineSource(
            "sign-review",
            gettext_lazy("Signalen doorgenomen"),
            entries.review_entries,
            moments=(moments("riskplans.SignReview", "reviewed_at"),),
        )
    )
    registry.add_timeline_source(
        TimelineSource(
            "violation",
            gettext_lazy("Overtredingen"),
            entries.violation_entries,
            moments=(moments("riskplans.Violation", "happened_at"),),
        )
    )
