"""One contact, and what was added to it later."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.access import current_user
from casework.access import get_note
from casework.enums import NoteVisibility
from casework.forms.notes import AddendumForm
from casework.frame_context import note_pieces
from casework.services.notes import add_addendum
from casework.views.form_page import FormPage, fill_in

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from casework.models import Client, ContactNote


@require_safe
def note(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    """Show one contact with its additions, and the form for another one."""
    client, found = get_note(current_user(request), number, pk)
    return _answer(request, client, found, AddendumForm())


@require_http_methods(["GET", "HEAD", "POST"])
def note_addendum(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    """Add a correction or addition to a contact."""
    client, found = get_note(current_user(request), number, pk, write=True)
    return _answer(request, client, found, AddendumForm(request.POST if request.method == "POST" else None))


def _answer(request: HttpRequest, client: Client, found: ContactNote, form: AddendumForm) -> HttpResponse:
    user = current_user(request)
    return fill_in(
        request,
        client,
        form,
        _addendum_page(client, found),
        act=lambda values: add_addendum(note=found, acting_user=user, **values),
    )


def _addendum_page(client: Client, found: ContactNote) -> FormPage:
    return FormPage(
        heading=_("Contact"),
        submit=_("Aanvulling vastleggen"),
        done=_("De aanvulling is vastgelegd."),
        back=reverse("casework:note", args=[client.number, found.pk]),
        tab="timeline",
        draft="addendum",
        template="casework/note.html",
        context={
            "note": found,
            "domains": found.domains.all(),
            "touches": found.condition_touches.select_related("condition__kind"),
            "parts": note_pieces(found),
            "goals": found.goals.all(),
            "steps": found.steps.all(),
            "agreed": client.commitments.filter(origin_type=found._meta.label_lower, origin_id=found.pk),
            "participants": found.participants.all(),
            "readers": found.readers.all() if found.visibility == NoteVisibility.NAMED else (),
            "addenda": found.addenda.select_related("author"),
        },
    )
