"""What this app puts in the frame of the client page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.enums import Role
from accounts.navigation import NavigationItem, register
from accounts.registry import LinkPurpose, add_link_purpose
from alliance.access import CLIENT_LINK
from alliance.models import AllianceCheckIn
from alliance.selectors.handover import talking_proposal
from alliance.selectors.results import stage_of, trends_for
from alliance.selectors.rhythm import due_check_ins, rhythm_of
from casework.enums import HandoverPurpose
from casework.registry import (
    Context,
    DutySource,
    Fragment,
    HandoverSection,
    Tab,
    TimelineEntry,
    TimelineSource,
    grounds_for,
    registry,
)
from casework.registry.exports import export_rules
from casework.registry.merging import merging
from casework.registry.moments import moments

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator

    from accounts.models import User
    from casework.models import Client


def panel_context(client: Client, user: User) -> Context:
    """Return the alliance as two small lines an aspect, and when the next check-in is. Three queries."""
    trends = trends_for(client, user)
    latest = [trend for trend in trends if trend.family == trends[0].family]
    return {"trends": latest, "rhythm": rhythm_of(client, timezone.localdate())}


def timeline_entries(client: Client, user: User, before: dt.datetime, limit: int) -> Iterator[TimelineEntry]:
    """Yield that a check-in took place, never what was answered. One query."""
    del user
    rows = (
        AllianceCheckIn.objects.filter(client=client, started_at__lt=before)
        .begun()
        .with_states()
        .select_related("started_by")
        .order_by("-started_at", "-pk")[:limit]
    )
    for check_in in rows:
        check_in.client = client
        yield TimelineEntry(
            kind="alliance",
            label=_("Werkalliantie"),
            icon="alliance",
            occurred_at=check_in.started_at,
            title=_("Check-in: %(stage)s") % {"stage": stage_of(check_in).label},
            url=check_in.get_absolute_url(),
            author=str(check_in.started_by),
        )


def fill() -> None:
    """Register the tab, the panel, the timeline entries, the duties and the part of a handover of the working alliance."""
    add_link_purpose(
        LinkPurpose(
            CLIENT_LINK,
            "alliance:by_link",
            gettext_lazy("Vraag uw begeleider om een nieuwe link, of vul het samen in op de tablet."),
        )
    )
    register(
        NavigationItem(45, gettext_lazy("Werkalliantie"), "alliance:team", "alliance", frozenset({Role.TEAM_LEAD}))
    )
    register(
        NavigationItem(
            46, gettext_lazy("Intervisie"), "alliance:supervision", "handshake", frozenset({Role.COUNSELLOR})
        )
    )
    merging.add_stays("alliance.AllianceCheckIn", "alliance.AllianceFollowUp")
    between_two = "What was answered is between the client and one counsellor."
    for label in ("alliance.AllianceAnswers", "alliance.AllianceFollowUp"):
        export_rules.keep_private(label, lambda rows: rows.none(), between_two)
    export_rules.leave_out("alliance.AllianceDraft", "Answers that were never given.")
    registry.add_tab(Tab("alliance", 60, gettext_lazy("Werkalliantie"), "alliance:overview"))
    registry.add_panel(Fragment("alliance", 60, "alliance/_panel.html", panel_context))
    registry.add_timeline_source(
        TimelineSource(
            "alliance",
            gettext_lazy("Werkalliantie"),
            timeline_entries,
            moments=(moments("alliance.AllianceCheckIn", "started_at"),),
        )
    )
    registry.add_duty_source(DutySource("alliance", gettext_lazy("Werkalliantie"), due_check_ins))
    registry.add_handover_section(
        HandoverSection(
            "alliance",
            110,
            gettext_lazy("Om over te praten in de samenwerking"),
            talking_proposal,
            grounds_for(HandoverPurpose.WARM, HandoverPurpose.INSIDE),
            gettext_lazy("Wat de cliënt over de samenwerking zegt, is tussen hem en zijn begeleider."),
        )
    )
