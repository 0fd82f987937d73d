"""What this app puts in the frame of the client page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from casework.registry import Context, DutySource, Fragment, Tab, TimelineEntry, TimelineSource, registry
from riskplans import papers
from riskplans.models import Check, PhaseChange
from riskplans.selectors import (
    active_plan,
    current_phase,
    phase_chart,
    phase_history,
    plan_duties,
    signs_behind,
    what_to_do,
)

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

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


def fill() -> None:
    """Register the tab, the badge, the panel, the timeline entries, the duties and the section of the care plan."""
    registry.add_tab(Tab("signalling-plan", 40, gettext_lazy("Signaleringsplan"), "riskplans:plan"))
    registry.add_band_mark(Fragment("stoplight", 10, "riskplans/_band.html", band_context))
    registry.add_panel(Fragment("stoplight", 20, "riskplans/_panel.html", panel_context))
    registry.add_timeline_source(TimelineSource("phase", gettext_lazy("Stoplicht"), phase_entries))
    registry.add_timeline_source(TimelineSource("check", gettext_lazy("Controle"), check_entries))
    registry.add_duty_source(DutySource("signalling-plan", gettext_lazy("Signaleringsplan"), plan_duties))
    registry.add_plan_section(Fragment("signalling-plan", 30, "riskplans/pdf/_plan_section.html", plan_section_context))
    papers.fill()
