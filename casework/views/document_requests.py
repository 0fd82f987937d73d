"""How far a long paper is: a page that asks again by itself; without a script a button does."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import Http404
from django.shortcuts import render
from django.views.decorators.http import require_GET

from accounts.access import current_user
from casework.access import get_client
from casework.frame_context import client_frame
from casework.registry import registry

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

STEPS = ("waiting", "working", "done")


@require_GET
def document_request(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    """Show how far the paper is, and where to fetch it. A poll shows no client data, and leaves no row in the trail."""
    user = current_user(request)
    poll = bool(request.headers.get("HX-Request"))
    client = get_client(user, number, write=True, what="casework.documentrequest", silent=poll)
    asked = client.document_requests.select_related("document").filter(pk=pk).first()
    if asked is None:
        raise Http404
    kind = registry.document_kinds.get(asked.kind)
    context = {
        "client": client,
        "asked": asked,
        "kind": kind,
        "step": STEPS.index(asked.state) if asked.state in STEPS else 0,
        "again": kind is not None and not kind.compose_url,
    }
    if poll:
        return render(request, "casework/_document_progress.html", context)
    return render(
        request, "casework/document_request.html", {**context, "frame": client_frame(client, user, "documents")}
    )
