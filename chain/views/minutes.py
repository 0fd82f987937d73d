"""Making the minutes of a meeting, and giving them to the parties."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.access import current_user
from accounts.errors import Refused
from casework.forms import OnceForm
from chain.access.meetings import get_meeting
from chain.enums import Seat
from chain.services.minutes import give_minutes, share_minutes

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


@require_POST
def meeting_minutes(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    """Issue the minutes and share them with the officer, where the agreement lets him have them."""
    user = current_user(request)
    _client, record = get_meeting(user, number, pk, write=True)
    form = OnceForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Dit formulier is niet heel. Open het overleg opnieuw."))
        return redirect(record)
    try:
        share_minutes(meeting=record, acting_user=user, **form.values())
    except Refused as refusal:
        messages.error(request, refusal.sentence)
    else:
        shared = record.copies.filter(seat=Seat.PROBATION).exists()
        messages.success(
            request,
            _("Het verslag is gemaakt en gedeeld met de toezichthouder.")
            if shared
            else _("Het verslag is gemaakt. Geef het nu aan de cliënt."),
        )
    return redirect(record)


@require_POST
def minutes_give(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    """Record that a party got the minutes by hand."""
    user = current_user(request)
    _client, record = get_meeting(user, number, pk, write=True)
    try:
        give_minutes(
            meeting=record,
            seat=request.POST.get("seat", ""),
            channel=request.POST.get("channel", ""),
            acting_user=user,
        )
    except Refused as refusal:
        messages.error(request, refusal.sentence)
    else:
        messages.success(request, _("Vastgelegd wie het verslag heeft."))
    return redirect(record)
