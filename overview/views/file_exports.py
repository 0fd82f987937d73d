"""Exporting a whole client file: asked for with a reason, made by a task, fetched once by who asked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import current_user
from accounts.errors import Refused
from casework.access import get_client
from casework.frame_context import client_frame
from overview.forms import FileExportForm
from overview.models import FileExport
from overview.services.export_requests import drop_export, fetch_export, request_export
from overview.services.file_exports import has_numbers, may_export

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse
    from django.http.response import HttpResponseBase

    from accounts.models import User
    from casework.models import Client

LARGEST_ID = 2**63 - 1
LISTED = 10
WHAT = "overview.fileexport"


def _lead(user: User) -> None:
    """Raise ``PermissionDenied`` for who sees the file and may not give it."""
    if not may_export(user):
        raise PermissionDenied(_("Alleen de teamleider exporteert een heel dossier."))


def _asked(request: HttpRequest, number: str, pk: int, *, silent: bool = True) -> tuple[User, Client, FileExport]:
    """Return the user, the client and an export that this user asked for; ``Http404`` for anybody else's."""
    user = current_user(request)
    client = get_client(user, number, what=WHAT, silent=silent)
    found = FileExport.objects.filter(client=client, pk=pk).first() if pk <= LARGEST_ID else None
    if found is None:
        raise Http404
    _lead(user)
    if found.requested_by_id != user.pk:
        raise Http404
    return user, client, found


@require_http_methods(["GET", "HEAD", "POST"])
def file_exports(request: HttpRequest, number: str) -> HttpResponse:
    """Ask to whom the file goes and why, and have it made; or show what this user asked for lately."""
    user = current_user(request)
    client = get_client(user, number, what=WHAT)
    _lead(user)
    numbered = has_numbers(client)
    form = FileExportForm(request.POST if request.method == "POST" else None, numbered=numbered)
    if form.is_valid():
        try:
            return redirect(request_export(client=client, acting_user=user, **form.values()))
        except Refused as refusal:
            form.refuse(refusal)
    context = {
        "client": client,
        "frame": client_frame(client, user, "overview"),
        "form": form,
        "numbered": numbered,
        "asked": FileExport.objects.filter(client=client, requested_by=user)[:LISTED],
    }
    return render(request, "overview/file_exports.html", context)


@never_cache
@require_safe
def file_export(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    """Show how far it is, and where to fetch it; a poll gets that part alone and leaves no row in the trail."""
    poll = bool(request.headers.get("HX-Request"))
    user, client, asked = _asked(request, number, pk, silent=poll)
    context = {"client": client, "asked": asked}
    if poll:
        return render(request, "overview/_file_export.html", context)
    return render(request, "overview/file_export.html", {**context, "frame": client_frame(client, user, "overview")})


@require_POST
def file_export_fetch(request: HttpRequest, number: str, pk: int) -> HttpResponseBase:
    """Give the zip; from then on it is logged as given."""
    user, client, asked = _asked(request, number, pk)
    try:
        asked, pieces = fetch_export(export=asked, acting_user=user)
    except Refused as refusal:
        messages.error(request, refusal.sentence)
        return redirect(asked)
    response = StreamingHttpResponse(pieces, content_type="application/zip")
    response["Content-Disposition"] = f'attachment; filename="dossier-{client.number}.zip"'
    response["Content-Length"] = str(asked.size)
    response["Cache-Control"] = "private, no-store"
    return response


@require_POST
def file_export_drop(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    """Throw the file away."""
    user, client, asked = _asked(request, number, pk)
    try:
        drop_export(export=asked, acting_user=user)
    except Refused as refusal:
        messages.error(request, refusal.sentence)
        return redirect(asked)
    messages.success(request, _("Het bestand is weggegooid."))
    return redirect("overview:file_exports", client.number)
