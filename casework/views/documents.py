"""The documents of a client: listed, issued, brought in, opened."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlencode

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from accounts.access import current_user
from accounts.errors import Refused
from casework.access import get_document, open_client
from casework.forms.documents import IssueForm
from casework.forms.filing import FiledFilterForm, FiledUploadForm
from casework.frame_context import client_frame
from casework.models import Document
from casework.registry import DocumentKind, in_order, registry
from casework.selectors.filing import filed
from casework.selectors.letters import letters_of
from casework.selectors.merging import family
from casework.services.document_requests import request_document, takes_long
from casework.services.documents import PDF, UPLOAD, issue_document, read_document
from casework.services.filing import store_filed_upload
from casework.services.rendering import warm_up
from casework.views.filing import uploads_of

if TYPE_CHECKING:
    from django.http import HttpRequest

    from casework.models import Client, DocumentRequest

TAB = "documents"
WHAT = "casework.document"


@require_GET
def documents(request: HttpRequest, number: str) -> HttpResponse:
    """List what was issued and what was brought in, and offer the papers that can be issued."""
    client = open_client(request, number, what=WHAT)
    kept = list(Document.objects.filter(client__in=family(client)).select_related("issued_by", "scan"))
    uploads = filed([document for document in kept if document.kind == UPLOAD])
    narrow = FiledFilterForm(request.GET)
    kind, validity = narrow.chosen()
    return render(
        request,
        "casework/documents.html",
        {
            "client": client,
            "frame": client_frame(client, current_user(request), TAB),
            "kinds": in_order(registry.document_kinds),
            "issued": [document for document in kept if document.kind != UPLOAD],
            "uploads": [
                one
                for one in uploads
                if (not kind or (one.filing and one.filing.kind.key == kind)) and validity in {"", one.validity}
            ],
            "narrow": narrow,
            "scanned": bool(settings.VIRUS_SCANNER),
            "narrowed": bool(kind or validity),
            "any_uploads": bool(uploads),
            "waiting": _waiting(client),
            "letters": letters_of(client),
            "actions": in_order(registry.document_actions),
        },
    )


def _waiting(client: Client) -> list[tuple[DocumentRequest, DocumentKind]]:
    """Return the papers that are still to come, newest first. One query."""
    rows = client.document_requests.filter(document=None, failed_at=None)
    return [(one, registry.document_kinds[one.kind]) for one in rows if one.kind in registry.document_kinds]


def _kind(slug: str) -> DocumentKind:
    """Return the registered kind with this name in the address; raise ``Http404`` otherwise."""
    for kind in registry.document_kinds.values():
        if kind.slug == slug:
            return kind
    raise Http404


@require_http_methods(["GET", "POST"])
def document_issue(request: HttpRequest, number: str, kind: str) -> HttpResponse:
    """Say what will be issued and for whom, or issue it."""
    client = open_client(request, number, write=True, what=WHAT)
    user = current_user(request)
    paper = _kind(kind)
    if paper.compose_url:
        return redirect(f"{reverse(paper.compose_url, args=[client.number])}?{urlencode({'soort': paper.slug})}")
    form = IssueForm(request.POST if request.method == "POST" else None, initial={"recipient": paper.recipient})
    obstacle = ""
    if form.is_valid():
        try:
            if takes_long(client, paper):
                return redirect(request_document(client=client, kind_key=paper.key, acting_user=user, **form.values()))
            document = issue_document(client=client, kind_key=paper.key, acting_user=user, **form.values())
        except Refused as refusal:
            form.refuse(refusal)
        else:
            messages.success(
                request, _("%(title)s %(number)s is uitgegeven.") % {"title": document.title, "number": document.number}
            )
            return redirect("casework:documents", client.number)
    elif not form.is_bound:
        obstacle = _obstacle(request, client, paper)
        warm_up()
    return render(
        request,
        "casework/document_issue.html",
        {"client": client, "frame": client_frame(client, user, TAB), "kind": paper, "form": form, "obstacle": obstacle},
    )


def _obstacle(request: HttpRequest, client: Client, paper: DocumentKind) -> str:
    """Return why the paper cannot be made yet, so that nobody fills in a form for nothing."""
    if paper.check is None:
        return ""
    try:
        paper.check(client, current_user(request))
    except Refused as refusal:
        return refusal.sentence
    return ""


@require_http_methods(["GET", "POST"])
def document_upload(request: HttpRequest, number: str) -> HttpResponse:
    """Show the form for a file that is brought in, or keep the file."""
    client = open_client(request, number, write=True, what=WHAT)
    user = current_user(request)
    typed = (request.POST, request.FILES) if request.method == "POST" else ()
    form = FiledUploadForm(*typed, earlier=uploads_of(client))
    if form.is_valid():
        try:
            document = store_filed_upload(client=client, acting_user=user, **form.values())
        except Refused as refusal:
            form.refuse(refusal)
        else:
            messages.success(
                request,
                _("%(title)s staat nu in het dossier, als %(number)s.")
                % {"title": document.title, "number": document.number},
            )
            return redirect("casework:documents", client.number)
    return render(
        request,
        "casework/document_upload.html",
        {"client": client, "frame": client_frame(client, user, TAB), "form": form},
    )


@require_GET
def document(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    """Give the file itself, when it is still what was stored; go back to the list with the reason otherwise."""
    user = current_user(request)
    client, found = get_document(user, number, pk)
    try:
        content = read_document(document=found, acting_user=user)
    except Refused as refusal:
        messages.error(request, refusal.sentence)
        return redirect("casework:documents", client.number)
    return file_response(found, content)


def file_response(document: Document, content: bytes) -> HttpResponse:
    """Return the file so that no other page, cache or script can do anything with it.

    Our own papers open in the browser; what was brought in is only ever saved.
    """
    suffix = str(document.file.name).rpartition(".")[2]
    inline = document.kind != UPLOAD and document.media_type == PDF
    response = HttpResponse(content, content_type=document.media_type)
    response["Content-Disposition"] = f'{"inline" if inline else "attachment"}; filename="{document.number}.{suffix}"'
    response["Cache-Control"] = "private, no-store"
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = (
        "default-src 'none'; object-src 'self'; style-src 'unsafe-inline'; frame-ancestors 'none'; sandbox"
    )
    return response
