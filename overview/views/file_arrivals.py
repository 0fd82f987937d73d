"""Bringing in a client file that was exported elsewhere: upload, see what would come in, confirm."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import require_role
from accounts.enums import Role
from accounts.errors import Refused
from overview.forms.file_arrivals import ClientFileForm
from overview.services.file_arrivals import bring_in_client_file, drop_client_file, take_client_file, waiting_file

if TYPE_CHECKING:
    from uuid import UUID

    from django.http import HttpRequest, HttpResponse


@require_http_methods(["GET", "HEAD", "POST"])
def file_arrivals(request: HttpRequest) -> HttpResponse:
    """Take a client file and look through it; what is wrong with it is said beside the field."""
    user = require_role(request, Role.ADMINISTRATOR)
    form = ClientFileForm(request.POST, request.FILES) if request.method == "POST" else ClientFileForm()
    if form.is_valid():
        values = form.values()
        try:
            take_client_file(file=values["upload"].file, form_token=values["form_token"], acting_user=user)
        except Refused as refusal:
            form.add_error("upload", refusal.sentence)
        else:
            return redirect("overview:file_arrival", values["form_token"])
    return render(request, "overview/file_arrivals.html", {"form": form})


@never_cache
@require_safe
def file_arrival(request: HttpRequest, token: UUID) -> HttpResponse:
    """Show what would come in."""
    user = require_role(request, Role.ADMINISTRATOR)
    try:
        found = waiting_file(token=token, acting_user=user)
    except Refused as refusal:
        messages.error(request, refusal.sentence)
        return redirect("overview:file_arrivals")
    return render(request, "overview/file_arrival.html", {"found": found, "token": token})


@require_POST
def file_arrival_accept(request: HttpRequest, token: UUID) -> HttpResponse:
    """Bring it in."""
    user = require_role(request, Role.ADMINISTRATOR)
    try:
        client = bring_in_client_file(token=token, acting_user=user)
    except Refused as refusal:
        messages.error(request, refusal.sentence)
    else:
        messages.success(request, _("Dossier %(number)s is ingelezen.") % {"number": client.number})
    return redirect("overview:file_arrivals")


@require_POST
def file_arrival_drop(request: HttpRequest, token: UUID) -> HttpResponse:
    """Throw it away."""
    user = require_role(request, Role.ADMINISTRATOR)
    drop_client_file(token=token, acting_user=user)
    messages.success(request, _("Het bestand is weggegooid."))
    return redirect("overview:file_arrivals")
