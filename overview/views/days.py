"""My day, the caseload of a team, the reminders."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.access import current_user, require_role
from accounts.enums import AuditAction, Role
from accounts.selectors import standing_of
from accounts.services.audit import record
from casework.enums.stays import EIGHT_PHASES
from casework.selectors.agenda import today_and_open
from casework.selectors.drafts import unfinished
from casework.selectors.rhythms import light_due
from overview.selectors import SORTS, caseload, counsellors_of, due_for, needs_attention, news_for, own_rows

DUE_DAYS = 14
# Where each role begins its day; the first that fits.
FIRST_PAGES = (
    (Role.COUNSELLOR, "overview:my_day"),
    (Role.TEAM_LEAD, "overview:caseload"),
    (Role.PARTNER, "chain:portal_home"),
    (Role.PRIVACY_OFFICER, "accounts:audit_trail"),
    (Role.ADMINISTRATOR, "accounts:invite"),
    (Role.BEHAVIOURAL_EXPERT, "casework:client_list"),
    (Role.NIGHT_STAFF, "casework:house_list"),
    (Role.INTAKE_OFFICER, "casework:client_list"),
    (Role.EXPERT_BY_EXPERIENCE, "overview:my_people"),
    (Role.VOLUNTEER_COORDINATOR, "casework:volunteer_list"),
    (Role.VOLUNTEER, "casework:my_logbooks"),
)


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Send everybody to the page where his day begins."""
    standing = standing_of(current_user(request))
    for role, page in FIRST_PAGES:
        if standing.has(role):
            return redirect(page)
    return render(request, "overview/no_role.html")


@require_safe
def my_day(request: HttpRequest) -> HttpResponse:
    """Show a counsellor his clients, what is due and what is new."""
    user = require_role(request, Role.COUNSELLOR)
    rows = own_rows(user)
    acts_for = standing_of(user).acts_for
    agenda, still_open = today_and_open(user, acts_for, {row.client.pk for row in rows})
    due = due_for(user, days=DUE_DAYS)
    record(
        AuditAction.LIST,
        acting_user=user,
        object_type="overview.my_day",
        subjects=sorted(
            {row.client.number for row in rows}
            | {reminder.client.number for reminder in due}
            | {line.entry.client.number for line in agenda.entries if line.entry.client is not None}
        ),
    )
    return render(
        request,
        "overview/my_day.html",
        {
            "rows": rows,
            "due": due,
            "agenda": agenda,
            "still_open": still_open,
            "light": light_due([row.client for row in rows]),
            "news": news_for(user, [row.client for row in rows]),
            "drafts": unfinished(user),
            "today": timezone.localdate(),
            "due_days": DUE_DAYS,
        },
    )


@require_safe
def caseload_review(request: HttpRequest) -> HttpResponse:
    """Show a team lead the clients of the team: stoplight, title end, last contact, what is late."""
    user = require_role(request, Role.TEAM_LEAD)
    sort = request.GET.get("sorteer", "")
    chosen = request.GET.get("begeleider", "")
    attention = request.GET.get("aandacht") == "ja"
    track_phase = request.GET.get("fase", "")
    rows = caseload(user, sort=sort, counsellor=chosen, attention=attention, track_phase=track_phase)
    record(
        AuditAction.LIST,
        acting_user=user,
        object_type="overview.caseload",
        subjects=[row.client.number for row in rows],
    )
    return render(
        request,
        "overview/caseload.html",
        {
            "rows": rows,
            "sort": sort if sort in SORTS else "naam",
            "chosen": chosen,
            "attention": attention,
            "track_phase": track_phase,
            "track_phases": EIGHT_PHASES,
            "counsellors": counsellors_of(user),
            "totals": {
                "clients": len(rows),
                "attention": sum(needs_attention(row) for row in rows),
                "late": sum(row.late for row in rows),
            },
        },
    )


@require_safe
def reminders(request: HttpRequest) -> HttpResponse:
    """Show everything that is due, with its term and its basis."""
    user = require_role(request, Role.COUNSELLOR, Role.TEAM_LEAD)
    due = due_for(user)
    record(
        AuditAction.LIST,
        acting_user=user,
        object_type="overview.reminder",
        subjects=sorted({reminder.client.number for reminder in due}),
    )
    return render(
        request,
        "overview/reminders.html",
        {
            "late": [reminder for reminder in due if reminder.is_late],
            "coming": [reminder for reminder in due if not reminder.is_late],
        },
    )
