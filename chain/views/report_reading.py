"""The report on the screen that the counsellor shares with the client: he reads it first, and says what he thinks of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from accounts.access import current_user
from accounts.errors import Refused
from chain.access.handovers import get_report
from chain.enums import ReadingOutcome
from chain.forms.reports import ClientReadingForm
from chain.selectors.reports import report_page
from chain.services.reports import record_reading

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from chain.selectors.reports import ReportPage

START, ANSWER, DONE, CLOSED, NO = "start", "answer", "done", "closed", "no"
LONGEST_STEP = 3  # digits


def _screen(request: HttpRequest, page: ReportPage) -> dict[str, Any]:
    """Return which screen is shown and where the keys lead: a start, a section a screen, an answer, thanks."""
    steps, step = len(page.taken_in), request.GET.get("stap", "")
    if request.GET.get("klaar") and page.reading is not None:
        return {"screen": DONE}
    if not page.report.is_draft or not steps:
        return {"screen": CLOSED}
    if request.GET.get("antwoord") == NO or request.POST.get("outcome") == ReadingOutcome.DISAGREES:
        return {"screen": NO, "back": f"?stap={steps + 1}"}
    number = int(step) if step.isdecimal() and len(step) <= LONGEST_STEP else 0
    if request.method == "POST" or number > steps:
        return {"screen": ANSWER, "back": f"?stap={steps}"}
    if number < 1:
        return {"screen": START, "forward": "?stap=1"}
    return {
        "screen": "part",
        "part": page.taken_in[number - 1],
        "step": number,
        "steps": steps,
        "back": f"?stap={number - 1}" if number > 1 else "?",
        "forward": f"?stap={number + 1}",
    }


@require_http_methods(["GET", "HEAD", "POST"])
def report_client(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    """Read it together, section by section; then he says whether it is right, in his own words."""
    user = current_user(request)
    client, found = get_report(user, number, pk, write=True)
    form = ClientReadingForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            record_reading(report=found, acting_user=user, **form.values())
        except Refused as refusal:
            form.refuse(refusal)
        else:
            return redirect(f"{request.path}?klaar=1")
    page = report_page(found)
    return render(
        request,
        "chain/report_client.html",
        {"client": client, "report": found, "page": page, "form": form, **_screen(request, page)},
    )
