"""Bringing in a client file that was exported elsewhere: upload, see what would come in, confirm. A task does the work."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import require_role
from accounts.enums import Role
from accounts.errors import Refused
from overview.forms.file_arrivals import ClientFileForm
from overview.models import FileArrival
from overview.services.file_arrivals import bring_in_client_file, drop_client_file, take_client_file, told_of

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from accounts.models import User

LISTED = 10


def _open(request: HttpRequest, pk: int) -> tuple[User, FileArrival]:
    """Return the user and a file that he uploaded himself; ``Http404`` for the file of anybody else."""
    user = require_role(request, Role.ADMINISTRATOR)
    arrival: FileArrival = get_object_or_404(FileArrival, pk=pk, uploaded_by=user)
    return user, arrival


@require_http_methods(["GET", "HEAD", "POST"])
def file_arrivals(request: HttpRequest) -> HttpResponse:
    """Take a client file, or show what this user brought in lately; what is no client file is said beside the field."""
    user = require_role(request, Role.ADMINISTRATOR)
    form = ClientFileForm(request.POST, request.FILES) if request.method == "POST" else ClientFileForm()
    if form.is_valid():
        values = form.values()
        file = values["upload"]
        try:
            return redirect(
                take_client_file(file=file.file, name=file.name, form_token=values["form_token"], acting_user=user)
            )
        except Refused as refusal:
            form.add_error("upload", refusal.sentence)
    arrivals = FileArrival.objects.filter(uploaded_by=user).defer("told")[:LISTED]
    return render(request, "overview/file_arrivals.html", {"form": form, "arrivals": arrivals})


@never_cache
@require_safe
def file_arrival(request: HttpRequest, pk: int) -> HttpResponse:
    """Show how far it is and what would come in; a poll gets that part alone."""
    user, arrival = _open(request, pk)
    context = {"arrival": arrival, "found": told_of(arrival, acting_user=user)}
    poll = bool(request.headers.get("HX-Request"))
    return render(request, "overview/_file_arrival.html" if poll else "overview/file_arrival.html", context)


@require_POST
def file_arrival_accept(request: HttpRequest, pk: int) -> HttpResponse:
    """Have it brought in."""
    user, arrival = _open(request, pk)
    try:
        bring_in_client_file(arrival=arrival, acting_user=user)
    except Refused as refusal:
        messages.error(request, refusal.sentence)
    return redirect(arrival)


@require_POST
def file_arrival_drop(request: HttpRequest, pk: int) -> HttpResponse:
    """Throw it away."""
    user, arrival = _open(request, pk)
    try:
        drop_client_file(arrival=arrival, acting_user=user)
    except Refused as refusal:
        messages.error(request, refusal.sentence)
        return redirect(arrival)
    messages.success(request, _("Het bestand is weggegooid."))
    return redirect("overview:file_arrivals")
