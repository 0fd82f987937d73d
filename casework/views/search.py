"""Looking for words in contact notes: in one file, or in all that one may open."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from accounts.access import current_user, require_role
from accounts.enums import AuditAction, Role
from accounts.services.audit import record
from casework.access import open_client
from casework.forms.search import NoteSearchForm
from casework.frame_context import client_frame
from casework.selectors.search import NoteQuestion, search_notes

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from casework.models import Client
    from casework.selectors.search import NoteHits


@require_http_methods(["GET", "HEAD", "POST"])
def note_search(request: HttpRequest) -> HttpResponse:
    """Look for words in the notes of every file that the user may open."""
    require_role(request, Role.COUNSELLOR, Role.TEAM_LEAD, Role.BEHAVIOURAL_EXPERT, Role.INTAKE_OFFICER)
    form, found = _asked(request, None)
    return render(request, "casework/search.html", {"form": form, "found": found})


@require_http_methods(["GET", "HEAD", "POST"])
def client_search(request: HttpRequest, number: str) -> HttpResponse:
    """Look for words in the notes of one client."""
    client = open_client(request, number, what="casework.contactnote")
    form, found = _asked(request, client)
    frame = client_frame(client, current_user(request), "timeline")
    return render(
        request, "casework/client_search.html", {"client": client, "frame": frame, "form": form, "found": found}
    )


def _asked(request: HttpRequest, client: Client | None) -> tuple[NoteSearchForm, NoteHits | None]:
    """Return the form, and what was found when something was asked; the trail tells whose files were shown."""
    form = NoteSearchForm(request.POST if request.method == "POST" else None)
    if not form.is_valid():
        return form, None
    asked = form.values()
    page = asked.pop("page") or 1
    user = current_user(request)
    found = search_notes(user, NoteQuestion(client=client, **asked), page=page)
    record(
        AuditAction.SEARCH,
        acting_user=user,
        object_type="casework.contactnote",
        subjects=sorted({hit.note.client.number for hit in found.hits} | ({client.number} if client else set())),
        details={"page": page, "found": len(found.hits)},
    )
    return form, found
