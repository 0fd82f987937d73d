"""Notes to the officer, and the page that shows the client what partners can see of him."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.access import current_user
from accounts.errors import Refused
from casework.access import open_client
from casework.frame_context import client_frame
from casework.views.form_page import FormPage, fill_in
from chain.enums import Seat
from chain.forms.portal import NoteForm
from chain.selectors.exchange import partner_sight
from chain.services.portal import write_shared_note
from chain.views.cooperation import TAB

if TYPE_CHECKING:
    from typing import Any

    from django.http import HttpRequest, HttpResponse

    from chain.models import SharedNote


@require_http_methods(["GET", "HEAD", "POST"])
def shared_note(request: HttpRequest, number: str) -> HttpResponse:
    """Write a note to the officer under the agreement that is in force."""
    user = current_user(request)
    client = open_client(request, number, write=True, what="chain.sharednote")
    form = NoteForm(request.POST if request.method == "POST" else None)
    page = FormPage(
        heading=_("Notitie delen met de toezichthouder"),
        lead=_("De toezichthouder leest dit in het portaal, en het staat bij de verstrekkingen."),
        submit=_("Notitie delen"),
        done=_("De notitie is gedeeld met de toezichthouder."),
        back=reverse("chain:cooperation", args=[client.number]),
        tab=TAB,
    )

    def write(values: dict[str, Any]) -> SharedNote:
        agreement = client.agreements.in_force().first()
        if agreement is None:
            raise Refused(_("Er zijn nu geen samenwerkingsafspraken van kracht. Bel, of stel eerst afspraken op."))
        return write_shared_note(agreement=agreement, seat=Seat.ORGANISATION, acting_user=user, **values)

    return fill_in(request, client, form, page, act=write)


@require_safe
def partner_view(request: HttpRequest, number: str) -> HttpResponse:
    """Show what partners can see of this client and who opened something; made to be printed for him."""
    client = open_client(request, number, what="chain.partner_sight")
    return render(
        request,
        "chain/partner_view.html",
        {
            "client": client,
            "frame": client_frame(client, current_user(request), TAB),
            "sight": partner_sight(client),
            "today": timezone.localdate(),
        },
    )
