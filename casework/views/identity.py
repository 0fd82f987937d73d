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
from casework.services.identity import IdentityConflict, change_client, last_change
from casework.views.clients import audit_look_alikes

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from casework.models import Client


@require_http_methods(["GET", "HEAD", "POST"])
def identity_change(request: HttpRequest, number: str) -> HttpResponse:
    """Put names, date of birth or gender right, with the reason."""
    client = open_client(request, number, write=True, what="casework.client")
    user = current_user(request)
    last = last_change(client)
    initial = {name: getattr(client, name) for name in IdentityField.values} | {"seen": last.pk if last else 0}
    form = IdentityForm(request.POST if request.method == "POST" else None, initial=initial)
    found: tuple[Client, ...] = ()
    theirs: Client | None = None
    if form.is_bound and form.is_valid():
        try:
            change_client(client=client, acting_user=user, **form.values())
        except LookAlikes as refusal:
            form.refuse(refusal)
            found = refusal.found
            audit_look_alikes(user, found)
        except IdentityConflict as conflict:
            theirs = conflict.client
            typed = request.POST.copy()
            typed["seen"] = str(conflict.seen)  # sending again is meant, with both read
            form = IdentityForm(typed)
            form.is_valid()
            form.refuse(conflict)
        except Refused as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("De gegevens zijn gewijzigd. Wat er stond, blijft leesbaar."))
            return redirect("casework:personal", client.number)
    context = {
        "client": client,
        "frame": client_frame(client, user, "overview"),
        "form": form,
        "theirs": theirs,
        "known": known_ones(user, found) if found else None,
    }
    return render(request, "casework/identity_form.html", context)
