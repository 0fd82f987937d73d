"""The drawings of the network on paper, as they were on a chosen day."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.access import current_user
from accounts.errors import Refused
from casework.access import open_client
from casework.forms.documents import IssueForm
from casework.frame_context import client_frame
from casework.registry import registry
from casework.selectors.network_changes import network_day
from casework.services.documents import issue_document
from casework.services.rendering import warm_up
from casework.views.network import TAB, day_of

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

KIND = "network"


@require_http_methods(["GET", "HEAD", "POST"])
def network_paper(request: HttpRequest, number: str) -> HttpResponse:
    """Say of which day (``op``) the drawings come on paper, or issue them."""
    client = open_client(request, number, write=True, what="casework.document")
    user, day, kind = current_user(request), day_of(request.GET.get("op", "")), registry.document_kinds[KIND]
    form = IssueForm(request.POST if request.method == "POST" else None, initial={"recipient": kind.recipient})
    obstacle = ""
    if not network_day(client, day).rows:
        obstacle = _("Op deze dag stond er nog niemand in het netwerk. Kies een latere dag.")
    elif form.is_valid():
        try:
            document = issue_document(
                client=client, kind_key=KIND, acting_user=user, subject_id=day.toordinal(), **form.values()
            )
        except Refused as refusal:
            form.refuse(refusal)
        else:
            messages.success(
                request, _("%(title)s %(number)s is uitgegeven.") % {"title": document.title, "number": document.number}
            )
            return redirect("casework:documents", client.number)
    elif not form.is_bound:
        warm_up()
    context = {"client": client, "frame": client_frame(client, user, TAB), "kind": kind, "form": form, "day": day}
    return render(request, "casework/document_issue.html", {**context, "obstacle": obstacle})
