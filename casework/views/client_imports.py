"""Bringing in a list of clients: upload, columns, report, all or nothing. Each step is an address that can be come back to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.access import require_role
from accounts.errors import Refused
from accounts.selectors import standing_of
from casework.enums.imports import UploadState
from casework.forms.imports import ClientListForm, ColumnsForm
from casework.models import ClientUpload
from casework.registry.imports import ways_in
from casework.selectors.client_columns import grouped_columns, template_rows
from casework.services.client_imports import IMPORTERS
from casework.services.client_uploads import (
    bring_in,
    choose_columns,
    drop_upload,
    report_file,
    suggested_columns,
    take_upload,
)
from casework.services.tables import csv_text, excel_file

if TYPE_CHECKING:
    from django.http import HttpRequest

    from accounts.models import User

SHOWN = 100  # mistakes on the page; the report holds all of them
LISTED = 10
TYPES = {"csv": "text/csv; charset=utf-8", "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"}


def _open(request: HttpRequest, pk: int) -> tuple[User, ClientUpload]:
    """Return the user and a list that he uploaded himself; ``Http404`` for the list of anybody else."""
    user = require_role(request, *IMPORTERS)
    upload: ClientUpload = get_object_or_404(
        ClientUpload.objects.select_related("uploaded_by"), pk=pk, uploaded_by=user
    )
    return user, upload


def _file(content: bytes, name: str, ending: str) -> HttpResponse:
    response = HttpResponse(content, content_type=TYPES[ending])
    response["Content-Disposition"] = f'attachment; filename="{name}.{ending}"'
    response["Cache-Control"] = "private, no-store"
    return response


@require_http_methods(["GET", "HEAD", "POST"])
def client_imports(request: HttpRequest) -> HttpResponse:
    """Show where a list is uploaded, and the lists of this user; or take one."""
    user = require_role(request, *IMPORTERS)
    form = ClientListForm(request.POST, request.FILES) if request.method == "POST" else ClientListForm()
    if form.is_valid():
        values = form.values()
        file = values["upload"]
        try:
            upload = take_upload(name=file.name, content=file.read(), form_token=values["form_token"], acting_user=user)
        except Refused as refusal:
            form.add_error("upload", refusal.sentence)
        else:
            return redirect("casework:client_import_columns", upload.pk)
    uploads = ClientUpload.objects.filter(uploaded_by=user).defer("sealed", "head", "told")[:LISTED]
    standing = standing_of(user)
    context = {
        "form": form,
        "uploads": uploads,
        "groups": grouped_columns(),
        "ways_in": [way for way in ways_in.values() if standing.has(*way.roles)],
    }
    return render(request, "casework/client_imports.html", context)


@require_GET
def client_import_example(request: HttpRequest, ending: str) -> HttpResponse:
    """Give the example: every column, and one client."""
    require_role(request, *IMPORTERS)
    if ending not in TYPES:
        raise Http404
    rows = template_rows()
    content = excel_file(rows) if ending == "xlsx" else csv_text(rows).encode("utf-8-sig")
    return _file(content, "clienten-voorbeeld", ending)


@require_http_methods(["GET", "HEAD", "POST"])
def client_import_columns(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask which column each heading is, and have the list checked."""
    user, upload = _open(request, pk)
    if upload.has_ended or upload.is_busy:
        return redirect(upload)
    suggested = suggested_columns(upload)
    form = ColumnsForm(request.POST if request.method == "POST" else None, head=upload.head, suggested=suggested)
    if form.is_valid():
        try:
            return redirect(choose_columns(upload=upload, acting_user=user, **form.values()))
        except Refused as refusal:
            form.refuse(refusal)
    return render(request, "casework/client_import_columns.html", {"upload": upload, "form": form})


@never_cache
@require_GET
def client_import(request: HttpRequest, pk: int) -> HttpResponse:
    """Show how far a list is and what is wrong in it; a poll gets that part alone."""
    _user, upload = _open(request, pk)
    if upload.state == UploadState.COLUMNS:
        return redirect("casework:client_import_columns", upload.pk)
    headings = {key: name for name, key in upload.chosen.items() if key}
    context = {
        "upload": upload,
        "shown": [(row, headings.get(key) or key, told) for row, key, told in upload.problems[:SHOWN]],
        "more": max(len(upload.problems) - SHOWN, 0),
    }
    poll = bool(request.headers.get("HX-Request"))
    return render(request, "casework/_client_import.html" if poll else "casework/client_import.html", context)


@require_POST
def client_import_act(request: HttpRequest, pk: int, act: str) -> HttpResponse:
    """Bring the list in, or throw the file away."""
    user, upload = _open(request, pk)
    acts = {"inlezen": bring_in, "weggooien": drop_upload}
    if act not in acts:
        raise Http404
    try:
        upload = acts[act](upload=upload, acting_user=user)
    except Refused as refusal:
        messages.error(request, refusal.sentence)
    else:
        if upload.state == UploadState.DROPPED:
            messages.success(request, _("Het bestand is weggegooid."))
            return redirect(reverse("casework:client_imports"))
    return redirect(upload)


@require_GET
def client_import_report(request: HttpRequest, pk: int, ending: str) -> HttpResponse:
    """Give every mistake as a sheet."""
    _user, upload = _open(request, pk)
    if ending not in TYPES or not upload.problems:
        raise Http404
    return _file(report_file(upload, ending), "wat-er-niet-klopt", ending)
