"""Numbers of a client: recorded in one form, shown in the answer to another and nowhere else."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from accounts.access import current_user
from accounts.errors import Refused
from casework.access import open_client
from casework.enums.identifiers import IdentifierKind
from casework.forms.identifiers import IdentifierForm, IdentifierShowForm
from casework.frame_context import client_frame
from casework.models import ClientIdentifier
from casework.services.identifiers import set_identifier, show_identifier
from casework.views.background import TAB
from casework.views.form_page import FormPage, fill_in

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

WHAT = "casework.clientidentifier"
FORM = ["GET", "HEAD", "POST"]


def _kind(text: str) -> IdentifierKind:
    if text not in IdentifierKind.values:
        raise Http404
    return IdentifierKind(text)


@never_cache
@sensitive_post_parameters("number")
@require_http_methods(FORM)
def identifier_set(request: HttpRequest, number: str, kind: str) -> HttpResponse:
    """Record a number, or another one in its place."""
    client = open_client(request, number, write=True, what=WHAT)
    user, of_kind = current_user(request), _kind(kind)
    form = IdentifierForm(request.POST if request.method == "POST" else None)
    page = FormPage(
        heading=_("Vastleggen: %(topic)s") % {"topic": of_kind.label},
        submit=_("Vastleggen"),
        done=_("Het nummer is versleuteld bewaard."),
        lead=_("Het wordt versleuteld bewaard en staat op geen enkele bladzijde of brief."),
        back=reverse("casework:background", args=[number]),
        tab=TAB,
    )
    return fill_in(
        request,
        client,
        form,
        page,
        act=lambda values: set_identifier(client=client, kind=of_kind, acting_user=user, **values),
    )


@never_cache
@require_http_methods(FORM)
def identifier(request: HttpRequest, number: str, kind: str) -> HttpResponse:
    """Ask why, and show the number in the answer to that."""
    client = open_client(request, number, write=True, what=WHAT)
    user, of_kind = current_user(request), _kind(kind)
    row: ClientIdentifier | None = client.identifiers.filter(kind=of_kind, replaced_at=None).first()
    if row is None:
        raise Http404
    row.client = client
    form = IdentifierShowForm(request.POST if request.method == "POST" else None)
    shown = ""
    if form.is_bound and form.is_valid():
        try:
            shown = show_identifier(identifier=row, acting_user=user, **form.values())
        except Refused as refusal:
            form.refuse(refusal)
    context = {
        "client": client,
        "frame": client_frame(client, user, TAB),
        "form": form,
        "label": of_kind.label,
        "shown": shown,
        "back": reverse("casework:background", args=[client.number]),
    }
    return render(request, "casework/identifier.html", context)
