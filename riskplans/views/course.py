"""The stoplight over time, with what happened beside it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.access import current_user
from casework.access import open_client
from casework.frame_context import client_frame
from riskplans.selectors import phase_history
from riskplans.selectors.course import course_of

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

PERIODS = {"13": 91, "26": 183, "52": 365, "104": 730}  # weeks in the address; days
USUAL = "26"


@require_safe
def course(request: HttpRequest, number: str) -> HttpResponse:
    """Show the colour with contacts, incidents, checks, life events and title dates, for a period of choice."""
    client = open_client(request, number, what="riskplans.phasechange")
    weeks = request.GET.get("weken", USUAL)
    weeks = weeks if weeks in PERIODS else USUAL
    spans = phase_history(client)
    return render(
        request,
        "riskplans/course.html",
        {
            "client": client,
            "frame": client_frame(client, current_user(request), "signalling-plan"),
            "course": course_of(client, spans, days=PERIODS[weeks]),
            "history": [{"span": span} for span in reversed(spans)],
            "weeks": weeks,
            "periods": list(PERIODS),
        },
    )
