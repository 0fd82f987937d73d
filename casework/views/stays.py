"""Where a client stays and stayed, in which phase of the track he is, and how a stay ends."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.access import current_user
from accounts.models import Location
from accounts.selectors import standing_of
from casework.access import open_client
from casework.enums.stays import PHASES, Track
from casework.forms.stays import PhaseForm, StayEndForm, StayForm, TransitionForm
from casework.frame_context import client_frame
from casework.selectors.network_entries import family_question
from casework.selectors.stays import stay_elsewhere, stay_page
from casework.services.stay_phases import enter_phase
from casework.services.stays import end_stay, start_stay
from casework.views.asked_first import ask_first
from casework.views.form_page import FormPage, fill_in

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

# The word of each track in an address.
TRACK_WORDS = {"track": Track.EIGHT, "transitie": Track.TRANSITION}


@require_safe
def stays(request: HttpRequest, number: str) -> HttpResponse:
    """Show where the client stays and stayed, and the phases of his track."""
    client = open_client(request, number, what="casework.stay")
    user, view = current_user(request), stay_page(client)
    context = {
        "client": client,
        "frame": client_frame(client, user, "plan"),
        "view": view,
        "elsewhere": stay_elsewhere(client, view.stays, user),
    }
    return render(request, "casework/stays.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def phase_create(request: HttpRequest, number: str, track: str) -> HttpResponse:
    """Record that a phase began; ``track`` is ``track`` for the eight phases or ``transitie``. Raises ``Http404`` else."""
    if track not in TRACK_WORDS:
        raise Http404
    client = open_client(request, number, write=True, what="casework.stayphase")
    user = current_user(request)
    chosen = TRACK_WORDS[track]
    page = FormPage(
        heading=_("Fase vastleggen") if chosen == Track.EIGHT else _("Transitie: fase vastleggen"),
        lead=_("De fase die nu loopt eindigt daarmee, en blijft in de geschiedenis staan."),
        submit=_("Fase vastleggen"),
        done=_("De fase is vastgelegd."),
        back=reverse("casework:stays", args=[number]),
    )
    form_class = PhaseForm if chosen == Track.EIGHT else TransitionForm
    form = form_class(request.POST if request.method == "POST" else None, phases=PHASES[chosen])
    return fill_in(
        request, client, form, page, act=lambda values: enter_phase(client=client, acting_user=user, **values)
    )


@require_http_methods(["GET", "HEAD", "POST"])
def stay_create(request: HttpRequest, number: str) -> HttpResponse:
    """Record that the client came to live somewhere."""
    client = open_client(request, number, write=True, what="casework.stay")
    user = current_user(request)
    asked = request.GET.get("locatie", "")
    wished = Location.objects.filter(pk=asked).first() if asked.isdecimal() else None
    initial = {"location": wished} if wished is not None else None
    form = StayForm(request.POST if request.method == "POST" else None, client=client, initial=initial)
    page = FormPage(
        heading=_("Verblijf starten"),
        submit=_("Verblijf starten"),
        done=_("Het verblijf is vastgelegd."),
        # To an intake officer the file closes with the placement.
        back=reverse("casework:stays", args=[number])
        if standing_of(user).reads_files
        else reverse("casework:client_list"),
        template="casework/stay_form.html",
        context=ask_first(form, client, wished),
    )
    return fill_in(
        request, client, form, page, act=lambda values: start_stay(client=client, acting_user=user, **values)
    )


@require_http_methods(["GET", "HEAD", "POST"])
def stay_end(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    """Record how a stay ended."""
    client = open_client(request, number, write=True, what="casework.stay")
    stay = get_object_or_404(client.stays.select_related("location"), pk=pk)
    stay.client = client
    user = current_user(request)
    page = FormPage(
        heading=_("Verblijf afsluiten"),
        lead=_("%(location)s, vanaf %(start)s.")
        % {"location": stay.location, "start": stay.valid_from.strftime("%d-%m-%Y")},
        submit=_("Verblijf afsluiten"),
        done=_("Het verblijf is afgesloten."),
        back=reverse("casework:stays", args=[number]),
        context={"open_question": family_question(stay, timezone.localdate())},
        template="casework/stay_end.html",
    )
    form = StayEndForm(request.POST if request.method == "POST" else None)
    return fill_in(request, client, form, page, act=lambda values: end_stay(stay=stay, acting_user=user, **values))
