"""What this app puts in the frame of the client page."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.enums import Role
from accounts.navigation import NavigationItem, register
from accounts.registry import LinkPurpose, add_link_purpose
from casework.enums.letters import LetterTo
from casework.registry import (
    Action,
    CalendarSource,
    Context,
    DraftForm,
    DutySource,
    Fragment,
    Tab,
    TimelineEntry,
    TimelineSource,
    registry,
)
from casework.registry.exports import export_rules
from casework.registry.letters import LetterField, letter_parts
from casework.registry.merging import merging
from casework.registry.moments import moments
from chain import papers
from chain.models import ThreePartyMeeting
from chain.selectors import merging as obstacles
from chain.selectors.agreements import agreement_text, cooperation_of, tracks_of
from chain.selectors.calendar import meetings_of_client, meetings_of_users
from chain.selectors.duties import (
    agreement_duties,
    evaluation_duties,
    feedback_duties,
    meeting_duties,
    record_duties,
)
from chain.selectors.exchange import note_entries, paper_entries
from chain.selectors.meetings import next_meeting
from chain.selectors.notifications import notification_duties, notification_entries, open_notifications
from chain.selectors.officers import officer_addressees, officer_of, officer_words, probation_words
from chain.selectors.partner import waiting_count
from chain.selectors.pre_release import track_duties
from chain.selectors.warm_handovers import handover_duties, talks_of_client, talks_of_users
from chain.services.signatures import LINK_PURPOSE
from riskplans.registry import add_agreed

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from accounts.models import User
    from casework.models import Client


def band_context(client: Client, user: User) -> Context:
    """Return the probation officer of today. One query."""
    del user
    return {"involvement": officer_of(client)}


def panel_context(client: Client, user: User) -> Context:
    """Return where the agreements stand. Two queries."""
    del user
    return {"state": cooperation_of(client)}


def plan_context(client: Client, user: User) -> Context:
    """Return for the care plan on paper the agreement that holds, what each party said, and the next meeting."""
    del user
    holding = cooperation_of(client).in_force
    text = agreement_text(holding) if holding else None
    return {
        "agreement": holding,
        "text": text,
        "tracks": tracks_of(holding, text) if holding and text else [],
        "involvement": officer_of(client),
        "next_meeting": next_meeting(client),
    }


def agreed_context(client: Client, user: User) -> Context:
    """Return for the step ‘do what was agreed’ of a lapse response the agreement that holds. Three queries."""
    del user
    holding = cooperation_of(client).in_force
    return {"agreement": holding, "text": agreement_text(holding) if holding else None}


def meeting_entries(client: Client, user: User, before: datetime, limit: int) -> Iterator[TimelineEntry]:
    """Yield the three-party meetings of a client for the timeline. One query."""
    del user
    rows = (
        ThreePartyMeeting.objects.filter(client=client, held_at__lt=before)
        .select_related("recorded_by")
        .order_by("-held_at", "-pk")[:limit]
    )
    for meeting in rows:
        meeting.client = client
        yield TimelineEntry(
            kind="meeting",
            label=_("Overleg"),
            icon="meeting",
            occurred_at=meeting.held_at,
            title=meeting.get_kind_display().capitalize(),
            body=meeting.proud_of,
            url=meeting.get_absolute_url(),
            author=str(meeting.recorded_by),
        )


def fill() -> None:
    """Register the tab, the officer in the band, the panels, the timeline entries, the duties, the plan section and the rail."""
    registry.add_tab(Tab("cooperation", 50, gettext_lazy("Samenwerking"), "chain:cooperation"))
    registry.add_band_item(Fragment("officer", 30, "chain/_band.html", band_context))
    registry.add_panel(Fragment("notifications", 20, "chain/_notifications.html", open_notifications))
    registry.add_panel(Fragment("cooperation", 70, "chain/_panel.html", panel_context))
    registry.add_timeline_source(
        TimelineSource(
            "meeting",
            gettext_lazy("Overleg"),
            meeting_entries,
            moments=(moments("chain.ThreePartyMeeting", "held_at"),),
        )
    )
    registry.add_timeline_source(
        TimelineSource(
            "notification",
            gettext_lazy("Melding"),
            notification_entries,
            moments=(moments("chain.Notification", "created_at", "sent_at", "dropped_at"),),
        )
    )
    registry.add_timeline_source(
        TimelineSource(
            "shared-note",
            gettext_lazy("Gedeelde notitie"),
            note_entries,
            moments=(moments("chain.SharedNote", "written_at"),),
        )
    )
    registry.add_timeline_source(
        TimelineSource(
            "partner-paper",
            gettext_lazy("Stuk van een ketenpartner"),
            paper_entries,
            moments=(moments("chain.PartnerDocument", "brought_at"),),
        )
    )
    registry.add_duty_source(
        DutySource("meeting-feedback", gettext_lazy("Terugkoppeling van een overleg"), feedback_duties)
    )
    registry.add_duty_source(DutySource("meeting-record", gettext_lazy("Overleg vastleggen"), record_duties))
    registry.add_duty_source(
        DutySource("agreement-evaluation", gettext_lazy("Evaluatie van de samenwerkingsafspraken"), evaluation_duties)
    )
    registry.add_duty_source(
        DutySource("agreement", gettext_lazy("Tekenen en vernieuwen van samenwerkingsafspraken"), agreement_duties)
    )
    registry.add_duty_source(DutySource("three-party-meeting", gettext_lazy("Driegesprek"), meeting_duties))
    registry.add_duty_source(DutySource("notification", gettext_lazy("Melding"), notification_duties))
    registry.add_calendar_source(
        CalendarSource("meeting", gettext_lazy("Overleg"), meetings_of_users, meetings_of_client)
    )
    registry.add_calendar_source(
        CalendarSource("warm-handover", gettext_lazy("Warme overdracht"), talks_of_users, talks_of_client)
    )
    registry.add_draft_form(DraftForm("chain.agreement", gettext_lazy("Samenwerkingsafspraken opstellen")))
    add_agreed(Fragment("agreement", 10, "chain/_agreed.html", agreed_context))
    registry.add_draft_form(DraftForm("chain.meeting", gettext_lazy("Overleg vastleggen")))
    registry.add_document_action(
        Action("given-by-hand", 10, gettext_lazy("Zelf gegeven"), "chain:disclosure_create", "handshake")
    )
    registry.add_draft_form(DraftForm("chain.report", gettext_lazy("Onderdelen van een overdracht of verslag")))
    registry.add_tab(Tab("handover", 70, gettext_lazy("Overdracht"), "chain:handovers"))
    registry.add_duty_source(DutySource("warm-handover", gettext_lazy("Warme overdracht"), handover_duties))
    registry.add_duty_source(DutySource("pre-release", gettext_lazy("Bajes-uit"), track_duties))
    registry.add_plan_section(Fragment("cooperation", 50, "chain/pdf/_plan_section.html", plan_context))
    keepers = frozenset({Role.COUNSELLOR, Role.TEAM_LEAD})
    register(NavigationItem(45, gettext_lazy("Te melden"), "chain:to_report", "send", keepers))
    register(NavigationItem(70, gettext_lazy("Ketenpartners"), "chain:partner_list", "organisation", keepers))
    partner = frozenset({Role.PARTNER})
    register(NavigationItem(10, gettext_lazy("Mijn cliënten"), "chain:portal_home", "handshake", partner))
    register(NavigationItem(20, gettext_lazy("Meldingen"), "chain:portal_inbox", "inbox", partner, waiting_count))
    add_link_purpose(
        LinkPurpose(
            LINK_PURPOSE,
            "chain:sign_by_link",
            gettext_lazy("Vraag de begeleider van wie u de link kreeg om een nieuwe."),
            timedelta(days=14),
        )
    )
    register(NavigationItem(30, gettext_lazy("Overleggen"), "chain:portal_meetings", "calendar", partner))
    papers.fill()
    letter_parts.add_field(LetterField("toezichthouder", gettext_lazy("naam van de toezichthouder"), officer_words))
    letter_parts.add_field(
        LetterField("reclassering", gettext_lazy("organisatie van de toezichthouder"), probation_words)
    )
    letter_parts.add_addressees(LetterTo.OFFICER, officer_addressees)
    _fill_merging()
    _fill_exports()


def _fill_merging() -> None:
    """Say what becomes of the work with partners when two files become one: what was signed or sent stays."""
    merging.add_moves("chain.Involvement", one_open=("role",))
    merging.add_moves("chain.ClientPartner", one_open=("person_id", "role"))
    merging.add_moves("chain.PlannedMeeting", narrow=lambda rows: rows.still_to_come())
    merging.add_stays(
        "chain.Agreement",
        "chain.Disclosure",
        "chain.HandoverReport",
        "chain.Notification",
        "chain.PartnerDocument",
        "chain.PreReleaseTrack",
        "chain.RuleHint",
        "chain.SharedItem",
        "chain.SharedNote",
        "chain.ThreePartyMeeting",
        "chain.WarmHandover",
    )
    merging.add_obstacle("agreement", obstacles.living_agreement)
    merging.add_obstacle("notifications", obstacles.unsent_notifications)
    merging.add_obstacle("unfinished", obstacles.unfinished_papers)


def _fill_exports() -> None:
    """Say what is different when a file is exported; all the rest goes along by itself."""
    export_rules.put_apart("chain.Disclosure", "The log of what was given is this house's own account of what it did.")
    export_rules.leave_out("chain.PortalAlert", "A mail without content that said that something was waiting.")
    export_rules.leave_out("chain.Escalation", "A mail without content to a team lead here.")
    export_rules.add_pointer("chain.Notification", "event_ref")
    export_rules.add_pointer("chain.RuleHint", "event_ref")
    export_rules.blank("chain.AgendaPoint", "source", "It names a duty of this house by its number here.")
