"""The rhythm of contact with one client: the strip, one tap for a light contact, and what was agreed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.access import current_user
from accounts.errors import Refused
from casework.access import open_client
from casework.forms.rhythms import LightContactForm, RhythmForm
from casework.frame_context import client_frame
from casework.selectors.rhythms import advice_for, current_rhythm, rhythm_of
from casework.services.rhythms import log_light_contact, set_rhythm
from casework.views.appointments import TAB, page_of_ours
from casework.views.form_page import FormPage, fill_in

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from casework.models import Client


@require_safe
def rhythm(request: HttpRequest, number: str) -> HttpResponse:
    """Show the rhythm of one client, with the keys for today."""
    client = open_client(request, number, what="casework.contactrhythm")
    return _page(request, client, LightContactForm())


@require_http_methods(["GET", "HEAD", "POST"])
def light_contact(request: HttpRequest, number: str) -> HttpResponse:
    """Log a light contact, and go back to where the tap was."""
    client = open_client(request, number, write=True, what="casework.lightcontact")
    form = LightContactForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        try:
            log_light_contact(client=client, acting_user=current_user(request), **form.values())
        except Refused as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("Het korte contact is vastgelegd."))
            return HttpResponseRedirect(page_of_ours(request, reverse("casework:rhythm", args=[number])))
    return _page(request, client, form)


def _page(request: HttpRequest, client: Client, form: LightContactForm) -> HttpResponse:
    context = {
        "client": client,
        "frame": client_frame(client, current_user(request), TAB),
        "view": rhythm_of(client),
        "form": form,
        "light_url": reverse("casework:light_contact", args=[client.number]),
    }
    return render(request, "casework/rhythm.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def rhythm_set(request: HttpRequest, number: str) -> HttpResponse:
    """Agree on the rhythm; what the risk level asks stands above it."""
    client = open_client(request, number, write=True, what="casework.contactrhythm")
    user = current_user(request)
    now, advice = current_rhythm(client), advice_for(client)
    initial: dict[str, object] = {}
    if now is not None:
        initial = {"per_week": now.per_week, "morning": now.morning, "evening": now.evening}
    elif advice is not None:
        initial = {"per_week": max(1, round(advice.contacts / advice.per_weeks)), "why": advice.why}
    page = FormPage(
        heading=_("Contactritme afspreken"),
        lead=advice.why if advice is not None else _("Laat alles leeg en nul om het ritme te beëindigen."),
        submit=_("Ritme vastleggen"),
        done=_("Het contactritme is vastgelegd."),
        back=reverse("casework:rhythm", args=[number]),
        tab=TAB,
    )
    form = RhythmForm(request.POST if request.method == "POST" else None, initial=initial)
    return fill_in(
        request, client, form, page, act=lambda values: set_rhythm(client=client, acting_user=user, **values)
    )
