"""The tab on which the cooperation with the probation service stands, and who the officer is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.access import current_user
from accounts.errors import Refused
from casework.access import open_client
from casework.frame_context import client_frame
from chain.forms.involvements import OfficerForm
from chain.forms.notifications import HintForm
from chain.selectors.agreements import agreement_text, cooperation_of, tracks_of
from chain.selectors.meetings import meetings_of, next_meeting
from chain.selectors.notifications import open_notifications
from chain.selectors.officers import officer_among, officer_of
from chain.selectors.partners import officer_history, partners_of, takeovers_of
from chain.selectors.planning import planned_of
from chain.selectors.rules import open_hints
from chain.services.involvements import name_officer

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

TAB = "cooperation"


@require_safe
def cooperation(request: HttpRequest, number: str) -> HttpResponse:
    """Show the agreements and what each party said, the meetings, the officer and what was told to him."""
    client = open_client(request, number, what="chain.cooperation")
    user = current_user(request)
    state = cooperation_of(client)
    shown = state.in_force or state.proposal
    text = agreement_text(shown) if shown else None
    history = officer_history(client)
    return render(
        request,
        "chain/cooperation.html",
        {
            "client": client,
            "frame": client_frame(client, user, TAB),
            "state": state,
            "agreement": shown,
            "text": text,
            "tracks": tracks_of(shown, text) if shown and text else [],
            "involvement": officer_among(history),
            "next": next_meeting(client),
            "meetings": meetings_of(client),
            "planned": planned_of(client),
            "hints": open_hints(client),
            "hint_form": HintForm(),
            "history": history,
            "takeovers": takeovers_of(client),
            "partners": partners_of(client),
            **open_notifications(client, user),
        },
    )


def officer(request: HttpRequest, number: str) -> HttpResponse:
    """Name the probation officer, or his successor."""
    client = open_client(request, number, write=True, what="chain.involvement")
    current = officer_of(client)
    form = OfficerForm(request.POST if request.method == "POST" else None, followed_up=current is not None)
    if form.is_valid():
        values = form.values()
        try:
            name_officer(client=client, acting_user=current_user(request), **values)
        except Refused as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("Vastgelegd: %(name)s is de toezichthouder.") % {"name": values["officer"]})
            return redirect("chain:cooperation", client.number)
    return render(
        request,
        "chain/officer_form.html",
        {
            "client": client,
            "frame": client_frame(client, current_user(request), TAB),
            "form": form,
            "current": current,
        },
    )
