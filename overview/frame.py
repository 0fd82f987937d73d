"""What the top floor puts in the rail and on the client page."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.enums import Role
from accounts.navigation import NavigationItem, register
from accounts.registry import add_leaving_check
from casework.access import HOUSE_READERS
from casework.models.drafts import GROUP_CONTACT
from casework.registry import Action, DraftForm, DutySource, Fragment, HouseTab, TimelineSource, registry
from casework.registry.exports import export_rules
from casework.registry.imports import WayIn, add_way_in
from casework.registry.merging import merging
from casework.registry.moments import moments
from casework.registry.placement import add_team_move_page
from chain.services.inbox import Bell, add_bell
from overview.forms.group_contacts import clients_named
from overview.models import TeamMoveNotice, WithdrawnMoveNotice
from overview.selectors import due_for_client, late_count
from overview.selectors.team_moves import move_entries
from overview.selectors.transfers import counsellor_duties, still_carried, transfer_entries

if TYPE_CHECKING:
    from datetime import date

    from accounts.models import Team, User
    from casework.models import Client

KEEPERS = frozenset({Role.COUNSELLOR, Role.TEAM_LEAD})
AT_ONCE = 5  # lines of what is due that the first tab shows without unfolding
TEAM_MOVE_LOCK = 7_519  # first half of the advisory lock of one mail; the second half is its id
WITHDRAWN_MOVE_LOCK = 7_520


def due_context(client: Client, user: User) -> dict[str, Any]:
    """Return what is due for one client: all that is late and what comes first; what comes later can be unfolded."""
    del user
    reminders = list(due_for_client(client))
    shown = max(AT_ONCE, sum(reminder.is_late for reminder in reminders))
    if len(reminders) <= shown + 1:  # to fold away one line saves nothing
        shown = len(reminders)
    # What a file asks for is found by night; on its first day nothing means that nobody looked yet.
    came_today = timezone.localdate(client.created_at) == timezone.localdate()
    return {"reminders": reminders[:shown], "later": reminders[shown:], "came_today": came_today}


def _team_move_page(client: Client, team: Team, day: date) -> str:
    asked = urlencode({"team": team.pk, "vanaf": day.isoformat()})
    return f"{reverse('overview:team_move', args=[client.number])}?{asked}"


def fill() -> None:
    """Offer my day, the caseload and the reminders; put the main action and what is due on the client page."""
    registry.add_action(
        Action("contact", 10, _("Contact vastleggen"), "overview:contact_create", icon="note", primary=True)
    )
    registry.add_action(
        Action(
            "export",
            90,
            _("Dossier exporteren"),
            "overview:file_exports",
            icon="download",
            roles=frozenset({Role.TEAM_LEAD}),
            tab="overview",
        )
    )
    registry.add_action(
        Action(
            "team-move",
            80,
            _("Naar een ander team"),
            "overview:team_move",
            icon="team",
            roles=frozenset({Role.TEAM_LEAD}),
            tab="overview",
        )
    )
    registry.add_draft_form(DraftForm("contact", _("Contact vastleggen")))
    registry.add_draft_form(DraftForm(GROUP_CONTACT, _("Groepscontact vastleggen"), named=clients_named, quoted="text"))
    registry.add_appointment_action(
        Action("contact", 10, _("Verslag schrijven"), "overview:contact_create", icon="note", primary=True)
    )
    registry.add_panel(Fragment("due", 20, "overview/_client_due.html", due_context))
    register(NavigationItem(10, _("Mijn dag"), "overview:my_day", "day", frozenset({Role.COUNSELLOR})))
    register(NavigationItem(20, _("Caseload"), "overview:caseload", "caseload", frozenset({Role.TEAM_LEAD})))
    register(NavigationItem(40, _("Herinneringen"), "overview:reminders", "bell", KEEPERS, late_count))
    register(
        NavigationItem(46, _("Cijfers"), "overview:figures", "report", frozenset({Role.TEAM_LEAD, Role.ADMINISTRATOR}))
    )
    register(
        NavigationItem(48, _("Dossier inlezen"), "overview:file_arrivals", "inbox", frozenset({Role.ADMINISTRATOR}))
    )
    register(NavigationItem(48, _("Overdragen"), "overview:transfers", "team", KEEPERS))
    registry.add_timeline_source(
        TimelineSource(
            "transfer",
            _("Overdracht van begeleiding"),
            transfer_entries,
            65,
            moments=(moments("overview.TransferredClient", "transfer__recorded_at"),),
        )
    )
    registry.add_timeline_source(
        TimelineSource(
            "team-move",
            _("Naar een ander team"),
            move_entries,
            66,
            moments=(moments("casework.ClientTeam", "recorded_at"),),
        )
    )
    add_team_move_page(_team_move_page)
    add_way_in(
        "client-file",
        WayIn(
            _("Eén heel dossier inlezen"),
            _("Een dossier dat in een andere installatie van Samenspoor is geëxporteerd, met alles wat erin staat."),
            "overview:file_arrivals",
            frozenset({Role.ADMINISTRATOR}),
        ),
    )
    add_bell(Bell(TeamMoveNotice, TEAM_MOVE_LOCK, "overview:transfers"))
    add_bell(Bell(WithdrawnMoveNotice, WITHDRAWN_MOVE_LOCK, "overview:transfers"))
    for label in ("overview.TeamMoveNotice", "overview.WithdrawnMoveNotice"):
        export_rules.leave_out(label, "A mail without content to a team lead here.")
    # Reminders follow from the records: the sweep closes those of the old file and makes them for the other.
    merging.add_stays(
        "overview.FileExport", "overview.Reminder", "overview.TransferredClient", "overview.WithdrawnMoveNotice"
    )
    export_rules.leave_out(
        "overview.FileExport", "Who asked for a copy of the file stands in the log of what was given."
    )
    export_rules.leave_out("overview.Reminder", "Follows from the records: the sweep makes it again.")
    registry.add_duty_source(DutySource("no-counsellor", _("Begeleider toewijzen"), counsellor_duties))
    add_leaving_check("caseload", still_carried)
    registry.add_house_tab(HouseTab("shift", 10, _("Dienst"), "overview:shift", HOUSE_READERS))
    register(NavigationItem(5, _("Mijn mensen"), "overview:my_people", "users", frozenset({Role.EXPERT_BY_EXPERIENCE})))
