"""Sharing documents with the officer, and the log of what went to whom."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.access import current_user
from accounts.errors import Refused
from casework.access import open_client
from casework.frame_context import client_frame
from chain.access import get_shared_item
from chain.enums import Ground
from chain.forms.sharing import ShareForm
from chain.services.sharing import end_sharing, share_document

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


@require_http_methods(["GET", "HEAD", "POST"])
def share(request: HttpRequest, number: str) -> HttpResponse:
    """Show what is shared with whom, and share a document."""
    user = current_user(request)
    client = open_client(request, number, write=True, what="chain.shareditem")
    document = request.GET.get("document", "")
    initial = {"document": document} if document.isdecimal() else {}
    form = ShareForm(request.POST if request.method == "POST" else None, client=client, initial=initial)
    if request.method == "POST" and form.is_valid():
        values = form.values()
        try:
            item = share_document(
                document=values["document"],
                agreement=values["agreement"],
                ground=Ground(values["ground"]),
                ground_text=values["ground_text"],
                form_token=values["form_token"],
                acting_user=user,
            )
        except Refused as refusal:
            form.refuse(refusal)
        else:
            messages.success(
                request,
                _("%(document)s is gedeeld met %(name)s.")
                % {"document": item.document.title, "name": item.shared_with},
            )
            return redirect("chain:share", number=client.number)
    today = timezone.localdate()
    items = list(client.shared_items.select_related("document", "shared_with__organisation"))
    return render(
        request,
        "chain/sharing.html",
        {
            "client": client,
            "frame": client_frame(client, user, "cooperation"),
            "form": form,
            "shared": [item for item in items if item.until is None or item.until >= today],
            "ended": [item for item in items if item.until is not None and item.until < today],
        },
    )


@require_POST
def share_end(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    """Stop sharing a document."""
    user = current_user(request)
    client, item = get_shared_item(user, number, pk)
    end_sharing(item=item, acting_user=user)
    messages.success(
        request,
        _("%(document)s wordt niet meer gedeeld met %(name)s.")
        % {"document": item.document.title, "name": item.shared_with},
    )
    return redirect("chain:share", number=client.number)
