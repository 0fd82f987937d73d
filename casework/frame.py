"""What casework itself puts in the frame of the client page, and in the rail."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.enums import Role
from accounts.navigation import NavigationItem, register
from accounts.selectors import standing_of
from casework import papers
from casework.access import HOUSE_READERS, HOUSE_STAFF, PLACERS
from casework.enums import NARROW_RELATIONS
from casework.querysets import night_of
from casework.registry import (
    CalendarSource,
    Context,
    DraftForm,
    DutySource,
    Fragment,
    HouseTab,
    Tab,
    registry,
)
from casework.registry.exports import Sealed, export_rules
from casework.registry.merging import merging
from casework.selectors import (
    calendars,
    duties,
    house_duties,
    merge_obstacles,
    network_entries,
    title_end_duties,
)
from casework.selectors.agenda import coming_up
from casework.selectors.houses import house_of
from casework.selectors.merging import merges_of
from casework.selectors.network_attention import attention_of
from casework.selectors.personal import current_details, reading_of
from casework.selectors.presence import places
from casework.selectors.rhythm_duties import rhythm_duties
from casework.selectors.rhythms import current_rhythm
from casework.services import identifiers

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from accounts.models import User
    from casework.models import Client

READERS = frozenset({Role.COUNSELLOR, Role.TEAM_LEAD, Role.BEHAVIOURAL_EXPERT, Role.INTAKE_OFFICER})
HOUSE_FILE_READERS = frozenset({Role.COUNSELLOR, Role.TEAM_LEAD, Role.BEHAVIOURAL_EXPERT})


def presence_context(client: Client, user: User) -> Context:
    """Return where the client is now, with the links that his house offers. Six queries at most."""
    del user
    now = timezone.now()
    house = house_of(client, night_of(now))
    return {"house": house, "place": places([client.pk], now)[client.pk] if house else None}


def merged_panel(client: Client, user: User) -> Context:
    """Return the files that went up in this one, and whether this user may merge another. One query."""
    merges = merges_of(client)
    return {
        "client": client,
        "merges": [one for one in merges if one.undone_at is None],
        "undone": [one for one in merges if one.undone_at is not None],
        "may_merge": standing_of(user).has(Role.TEAM_LEAD),
    }


def merged_mark(client: Client, user: User) -> Context:
    """Return the file in which this one was merged. No query: the door has fetched it."""
    del user
    return {"stayed": client.merged_into}


def network_panel(client: Client, user: User) -> Context:
    """Return what the network asks today, for the overview; four queries at most."""
    del user
    return {"attention": attention_of(client), "client_number": client.number}


def personal_panel(client: Client, user: User) -> Context:
    """Return where the client can be reached and how he reads; three queries."""
    del user
    return {"details": current_details(client), "profile": reading_of(client), "client_number": client.number}


KEEPERS = frozenset({Role.COUNSELLOR, Role.TEAM_LEAD})


def agenda_panel(client: Client, user: User) -> Context:
    """Return the next appointments of a client and the rhythm of contact that was agreed; two queries."""
    del user
    return {
        "coming": coming_up(client),
        "rhythm": current_rhythm(client),
        "client_number": client.number,
    }


def fill() -> None:
    """Register the pages, tabs, timeline entries and duties of the client file."""
    register(NavigationItem(40, _("Cliënten"), "casework:client_list", "person", READERS))
    register(NavigationItem(45, _("Zoeken in contacten"), "casework:note_search", "search", READERS))
    importers = frozenset({Role.TEAM_LEAD, Role.ADMINISTRATOR})
    register(NavigationItem(47, _("Cliënten inlezen"), "casework:client_imports", "inbox", importers))
    registry.add_tab(Tab("overview", 10, _("Overzicht"), "casework:client"))
    registry.add_tab(Tab("timeline", 20, _("Tijdlijn"), "casework:timeline"))
    registry.add_tab(Tab("plan", 30, _("Plan"), "casework:plan"))
    registry.add_tab(Tab("network", 70, _("Netwerk"), "casework:network"))
    registry.add_tab(Tab("agenda", 25, _("Agenda"), "casework:client_agenda"))
    register(NavigationItem(15, _("Agenda"), "casework:agenda", "calendar", KEEPERS))
    registry.add_panel(Fragment("personal", 70, "casework/_personal_panel.html", personal_panel))
    registry.add_panel(Fragment("agenda", 60, "casework/_agenda_panel.html", agenda_panel))
    registry.add_panel(Fragment("network", 65, "casework/_network_panel.html", network_panel))
    registry.add_calendar_source(
        CalendarSource(
            "appointment",
            _("Afspraken"),
            calendars.appointments_of_users,
            calendars.appointments_of_client,
            order=10,
            tells_outcomes=True,
        )
    )
    registry.add_calendar_source(
        CalendarSource("work", _("Zonder cliënt"), calendars.work_of_users, calendars.nothing_of_clients, order=20)
    )
    registry.add_duty_source(DutySource("title-end", _("Einde van de titel"), duties.title_end_duties))
    registry.add_duty_source(DutySource("title-end-step", _("Omklapmoment"), title_end_duties.title_end_step_duties))
    registry.add_duty_source(DutySource("title-end-after", _("Na de titel"), title_end_duties.involvement_duties))
    registry.add_duty_source(DutySource("plan", _("Begeleidingsplan"), duties.plan_duties))
    registry.add_duty_source(DutySource("contact-rhythm", _("Contactritme"), rhythm_duties))
    registry.add_duty_source(DutySource("commitment", _("Afspraken"), duties.commitment_duties))
    registry.add_duty_source(DutySource("goal-step", _("Stappen"), duties.step_duties))
    registry.add_draft_form(DraftForm("plan-evaluation", _("Begeleidingsplan evalueren")))
    registry.add_draft_form(DraftForm("domain-entry", _("Leefgebied vastleggen")))
    registry.add_draft_form(DraftForm("debt-plan", _("Schuldenplan vastleggen")))
    registry.add_duty_source(DutySource("consent-end", _("Toestemming"), network_entries.consent_duties))
    registry.add_draft_form(DraftForm("addendum", _("Aanvulling bij een contact")))
    registry.add_draft_form(DraftForm("support-plan", _("Begeleidingsplan vaststellen")))
    registry.add_panel(Fragment("merged", 90, "casework/_merged_panel.html", merged_panel))
    registry.add_band_mark(Fragment("merged", 5, "casework/_merged_mark.html", merged_mark))
    _fill_houses()
    _fill_merging()
    _fill_exports()
    papers.fill()


def _fill_merging() -> None:
    """Say what becomes of each kind of record when two files become one."""
    merging.add_moves("casework.Assignment", one_open=("role",))
    merging.add_moves("casework.ContactRhythm", one_open=())
    merging.add_moves(
        "casework.BackgroundEntry", one_open=("lane",), narrow=lambda rows: rows.filter(withdrawn_at=None)
    )
    merging.add_moves("casework.ContactDetail", one_open=("kind",), narrow=lambda rows: rows.filter(withdrawn_at=None))
    merging.add_moves(
        "casework.Stay",
        "casework.StayPhase",
        "casework.ForensicTitle",
        "casework.SpecialCondition",
        "casework.TitleEndStep",
        "casework.ForensicInvolvement",
        "casework.TitleEnd",
        "casework.TitleSuspension",
        "casework.NetworkMember",
        "casework.Goal",
        "casework.GoalStep",
        "casework.Celebration",
        "casework.DomainEntry",
        "casework.Strength",
        "casework.DayActivity",
        "casework.DebtPlan",
        "casework.Commitment",
        "casework.FormDraft",
    )
    merging.add_moves("casework.ClientIdentifier", narrow=lambda rows: rows.filter(replaced_at=None))
    merging.add_obstacle("identifiers", merge_obstacles.other_numbers)
    merging.add_moves("casework.Appointment", narrow=lambda rows: rows.without_outcome())
    merging.add_moves("casework.AppointmentSeries")
    merging.add_stays(
        "casework.Absence",
        "casework.ClientChange",
        "casework.ClientTeam",
        "casework.ContactNote",
        "casework.Document",
        "casework.DocumentRequest",
        "casework.DoorMark",
        "casework.EarlierHorizon",
        "casework.Leave",
        "casework.LightContact",
        "casework.Medication",
        "casework.NightLine",
        "casework.ReadingProfile",
        "casework.Remark",
        "casework.RulesTold",
        "casework.SupportPlan",
        "casework.Visit",
    )
    merging.add_obstacle("stays", merge_obstacles.overlapping_stays)
    merging.add_obstacle("absence", merge_obstacles.running_absence)
    merging.add_obstacle("medication", merge_obstacles.running_medication)
    merging.add_obstacle("papers", merge_obstacles.papers_on_their_way)


def _readable_notes(rows: Any, user: User) -> QuerySet[Any]:  # noqa: ANN401 -- a queryset of notes
    readable: QuerySet[Any] = rows.readable_by(user)
    return readable


def _not_narrow(rows: Any) -> QuerySet[Any]:  # noqa: ANN401 -- a queryset of members
    """Leave out whoever was ever a victim or third person here."""
    kept: QuerySet[Any] = rows.exclude(versions__relation__in=NARROW_RELATIONS)
    return kept


def _fill_exports() -> None:
    """Say what is different when a file is exported; all the rest goes along by itself."""
    export_rules.leave_out("casework.FormDraft", "Unfinished typing, for its author only.")
    export_rules.leave_out("casework.DocumentRequest", "Work in progress; the paper that came out of it goes along.")
    export_rules.leave_out(
        "casework.ClientMerge",
        "The trail to undo a merge works in this house only; the merged files themselves go along.",
    )
    export_rules.only_readable("casework.ContactNote", _readable_notes, "A note for named readers is for them alone.")
    export_rules.keep_from_client("casework.NetworkMember", _not_narrow, "A victim or third person is somebody else.")
    export_rules.add_pointer("casework.Commitment", "origin_type", "origin_id")
    export_rules.keep_sealed(
        "casework.ClientIdentifier",
        Sealed(
            narrow=lambda rows: rows.filter(replaced_at=None),
            opened=identifiers.opened,
            closed=identifiers.closed,
            reason="Readable in the file and encrypted anew where it comes in; a number that was replaced stays behind.",
        ),
    )


def _fill_houses() -> None:
    """Register the pages of a house, and what happens there on the timeline and among the duties."""
    register(NavigationItem(35, _("Huizen"), "casework:house_list", "place", PLACERS))
    registry.add_house_tab(HouseTab("presence", 20, _("Aanwezig"), "casework:house", HOUSE_READERS))
    registry.add_house_tab(HouseTab("nights", 40, _("Nachten"), "casework:house_nights", HOUSE_FILE_READERS))
    registry.add_house_tab(HouseTab("rules", 50, _("Huisregels"), "casework:house_rules", PLACERS))
    registry.add_house_tab(HouseTab("tasks", 60, _("Rondes en taken"), "casework:house_tasks", HOUSE_STAFF))
    registry.add_house_tab(HouseTab("on-call", 70, _("Achterwacht"), "casework:on_call", HOUSE_STAFF))
    registry.add_duty_source(DutySource("absence", _("Ongeoorloofd afwezig"), house_duties.absence_duties))
    registry.add_duty_source(DutySource("pick-up", _("Post ophalen"), house_duties.pick_up_duties))
    registry.add_duty_source(DutySource("rules-told", _("Huisregels vertellen"), house_duties.rules_duties))
    registry.add_panel(Fragment("presence", 15, "casework/_presence_panel.html", presence_context))
