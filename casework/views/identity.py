"""Putting right who a client is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.access import current_user
from accounts.errors import Refused
from casework.access import open_client
from casework.enums.identity import IdentityField
from casework.forms.identity import IdentityForm
from casework.frame_context import client_frame
from casework.selectors.duplicates import known_ones
from casework.services.clients import LookAlikes
from casework.services.identity import change_client
from casework.views.clients import audit_look_alikes

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from casework.models import Client


@require_http_methods(["GET", "HEAD", "POST"])
def identity_change(request: HttpRequest, number: str) -> HttpResponse:
    """Put names, date of birth or gender right, with the reason."""
    client = open_client(request, number, write=True, what="casework.client")
    user = current_user(request)
    initial = {name: getattr(client, name) for name in IdentityField.values}
    form = IdentityForm(request.POST if request.method == "POST" else None, initial=initial)
    found: tuple[Client, ...] = ()
    if form.is_bound and form.is_valid():
        try:
            change_client(client=client, acting_user=user, **form.values())
        except LookAlikes as refusal:
            form.refuse(refusal)
            found = refusal.found
            audit_look_alikes(user, found)
        except Refused as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("De gegevens zijn gewijzigd. Wat er stond, blijft leesbaar."))
            return redirect("casework:personal", client.number)
    context = {
        "client": client,
        "frame": client_frame(client, user, "overview"),
        "form": form,
        "known": known_ones(user, found) if found else None,
    }
    return render(request, "casework/identity_form.html", context)
