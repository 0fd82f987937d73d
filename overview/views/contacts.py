"""Logging a contact."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.access import current_user
from accounts.errors import Refused
from casework.access import open_client
from casework.frame_context import client_frame
from casework.models import Client
from casework.selectors import open_conditions
from casework.views.drafts import take_up
from overview.forms import ContactForm
from overview.services.contacts import log_contact
from riskplans.enums import LEVELS_TO_ACT_ON
from riskplans.selectors import current_phase, tickable_signs


@require_http_methods(["GET", "POST"])
def contact_create(request: HttpRequest, number: str) -> HttpResponse:
    """Show the contact form with the client's own signs and conditions, or log the contact."""
    client = open_client(request, number, write=True, what="casework.contactnote")
    user = current_user(request)
    form = ContactForm(
        request.POST if request.method == "POST" else None,
        client=client,
        author=user,
        sign_groups=tickable_signs(client),
        conditions=list(open_conditions(client)),
    )
    draft = take_up(request, form, client=client, key="contact")
    if form.is_valid():
        before = current_phase(client)
        try:
            log_contact(client=client, acting_user=user, **form.values())
        except Refused as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _logged(before.level if before else "", client))
            return _onwards(before.pk if before else None, client)
    return render(
        request,
        "overview/contact_create.html",
        {"client": client, "form": form, "draft": draft, "frame": client_frame(client, user, "overview")},
    )


def _onwards(before: int | None, client: Client) -> HttpResponse:
    """Go to what the plan says to do when the contact brought orange or red, and to the client otherwise."""
    now = current_phase(client)
    if now is not None and now.pk != before and now.level in LEVELS_TO_ACT_ON:
        return redirect("riskplans:checklist", number=client.number)
    return redirect(client)


def _logged(before: str, client: Client) -> str:
    now = current_phase(client)
    if now is not None and now.level != before:
        return _("Het contact is vastgelegd. Het stoplicht staat nu op {phase}.").format(phase=now.get_level_display())
    return _("Het contact is vastgelegd.")
