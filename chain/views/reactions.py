"""What is added to a meeting afterwards, on the organisation's side."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.access import current_user
from casework.views.form_page import FormPage, fill_in
from chain.access.meetings import get_meeting
from chain.enums import Seat
from chain.forms.reactions import FeedbackForm, TableViewForm
from chain.services.reactions import add_own_view, give_feedback
from chain.views.cooperation import TAB

if TYPE_CHECKING:
    from typing import Any

    from django.http import HttpRequest, HttpResponse

    from chain.models import OwnView

GET_AND_POST = ["GET", "HEAD", "POST"]


@require_http_methods(GET_AND_POST)
def meeting_feedback(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    """Record what the client heard of a meeting without him, and his reaction."""
    user = current_user(request)
    client, record = get_meeting(user, number, pk, write=True)
    now = timezone.localtime()
    form = FeedbackForm(request.POST if request.method == "POST" else None, initial={"told_time": now.time()})
    page = FormPage(
        heading=_("Terugkoppeling aan de cliënt"),
        lead=_("Wat er zonder hem is besproken, gaat naar hem terug. Zijn reactie hoort bij het overleg."),
        submit=_("Terugkoppeling vastleggen"),
        done=_("De terugkoppeling en de reactie zijn vastgelegd."),
        back=record.get_absolute_url(),
        tab=TAB,
    )
    return fill_in(
        request, client, form, page, act=lambda values: give_feedback(meeting=record, acting_user=user, **values)
    )


@require_http_methods(GET_AND_POST)
def meeting_view(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    """Add the own view of the client, or of the organisation, to a meeting that was recorded."""
    user = current_user(request)
    client, record = get_meeting(user, number, pk, write=True)
    form = TableViewForm(request.POST if request.method == "POST" else None)
    page = FormPage(
        heading=_("Eigen visie toevoegen"),
        lead=_("Het verslag verandert niet. Deze woorden staan er voortaan bij, met naam en tijd."),
        submit=_("Visie toevoegen"),
        done=_("De visie staat bij het overleg."),
        back=record.get_absolute_url(),
        tab=TAB,
    )

    def add(values: dict[str, Any]) -> OwnView:
        behalf = str(client) if values["seat"] == Seat.CLIENT else ""
        return add_own_view(meeting=record, acting_user=user, on_behalf_of=behalf, **values)

    return fill_in(request, client, form, page, act=add)
