"""What casework itself puts in the frame of the client page, and in the rail."""

from django.utils.translation import gettext_lazy as _

from accounts.enums import Role
from accounts.navigation import NavigationItem, register
from casework import papers
from casework.registry import CalendarSource, DraftForm, DutySource, Tab, TimelineSource, registry
from casework.selectors import calendars, duties, entries

READERS = frozenset({Role.COUNSELLOR, Role.TEAM_LEAD, Role.BEHAVIOURAL_EXPERT, Role.INTAKE_OFFICER})

KEEPERS = frozenset({Role.COUNSELLOR, Role.TEAM_LEAD})


def fill() -> None:
    """Register the pages, tabs, timeline entries and duties of the client file."""
    register(NavigationItem(40, _("Cliënten"), "casework:client_list", "person", READERS))
    registry.add_tab(Tab("overview", 10, _("Overzicht"), "casework:client"))
    registry.add_tab(Tab("timeline", 20, _("Tijdlijn"), "casework:timeline"))
    registry.add_tab(Tab("plan", 30, _("Plan"), "casework:plan"))
    registry.add_tab(Tab("agenda", 25, _("Agenda"), "casework:client_agenda"))
    register(NavigationItem(15, _("Agenda"), "casework:agenda", "calendar", KEEPERS))
    registry.add_calendar_source(
        CalendarSource(
            "appointment", _("Afspraken"), calendars.appointments_of_users, calendars.appointments_of_client, 10
        )
    )
    registry.add_timeline_source(TimelineSource("contact", _("Contacten"), entries.contact_entries, 10))
    registry.add_timeline_source(TimelineSource("goal", _("Doelen en plan"), entries.goal_entries, 60))
    registry.add_timeline_source(TimelineSource("title", _("Titel en voorwaarden"), entries.title_entries, 70))
    registry.add_timeline_source(TimelineSource("stay", _("Verblijf"), entries.stay_entries, 80))
    registry.add_duty_source(DutySource("title-end", _("Einde van de titel"), duties.title_end_duties))
    registry.add_duty_source(DutySource("plan", _("Begeleidingsplan"), duties.plan_duties))
    registry.add_duty_source(DutySource("commitment", _("Afspraken"), duties.commitment_duties))
    registry.add_draft_form(DraftForm("addendum", _("Aanvulling bij een contact")))
    registry.add_draft_form(DraftForm("support-plan", _("Begeleidingsplan vaststellen")))
    papers.fill()
