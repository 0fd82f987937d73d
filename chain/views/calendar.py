"""A planned meeting as a file for the own calendar: when it is, and nothing of the client."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from accounts.access import current_user
from casework.services.calendars import calendar_file
from chain.access import get_partner_planned
from chain.access.meetings import get_planned
from chain.selectors.calendar import calendar_entry

if TYPE_CHECKING:
    from django.http import HttpRequest

    from chain.models import PlannedMeeting


def _file(meeting: PlannedMeeting) -> HttpResponse:
    return HttpResponse(
        calendar_file([calendar_entry(meeting)]),
        headers={
            "Content-Type": "text/calendar; charset=utf-8",
            "Content-Disposition": f'attachment; filename="overleg-{meeting.starts_at:%Y%m%d}.ics"',
            "Cache-Control": "private, no-store",
        },
    )


@require_safe
def planned_calendar(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    """Give a planned meeting as an iCalendar file, to the organisation."""
    _client, meeting = get_planned(current_user(request), number, pk)
    return _file(meeting)


@require_safe
def portal_calendar(request: HttpRequest, pk: int) -> HttpResponse:
    """Give a planned meeting as an iCalendar file, to a partner."""
    return _file(get_partner_planned(current_user(request), pk))
