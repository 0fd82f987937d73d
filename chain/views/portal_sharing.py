"""What a partner gives in the portal: notes, and papers made elsewhere."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.access import current_user
from accounts.errors import Refused
from casework.services.documents import read_document
from chain.access import get_partner_paper, get_shared_client, partner_agreement_of
from chain.enums import Seat
from chain.forms.portal import NoteForm, PaperForm
from chain.services.portal import bring_in_paper, write_shared_note
from chain.views.portal import file_response, show

if TYPE_CHECKING:
    from django.http import HttpRequest

GET_AND_POST = ["GET", "HEAD", "POST"]


@require_http_methods(GET_AND_POST)
def portal_note(request: HttpRequest, number: str) -> HttpResponse:
    """Write a note that the counsellor and the client may read."""
    user = current_user(request)
    client = get_shared_client(user, number)
    form = NoteForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        agreement = partner_agreement_of(user, client)
        try:
            write_shared_note(agreement=agreement, seat=Seat.PROBATION, acting_user=user, **form.values())
        except Refused as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("De notitie is gedeeld met de begeleider. De cliënt mag haar lezen."))
            return redirect("chain:portal_client", number=client.number)
    return show(request, "chain/portal_note.html", client=client, form=form)


@require_http_methods(GET_AND_POST)
def portal_paper_create(request: HttpRequest, number: str) -> HttpResponse:
    """Bring in a paper; it is kept as made elsewhere."""
    user = current_user(request)
    client = get_shared_client(user, number)
    posted = request.method == "POST"
    form = PaperForm(request.POST if posted else None, request.FILES if posted else None)
    if form.is_bound and form.is_valid():
        agreement = partner_agreement_of(user, client)
        try:
            bring_in_paper(agreement=agreement, acting_user=user, **form.values())
        except Refused as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("Het stuk is gedeeld met de begeleiding. De cliënt mag het lezen."))
            return redirect("chain:portal_client", number=client.number)
    return show(request, "chain/portal_paper.html", client=client, form=form)


@require_safe
def portal_paper(request: HttpRequest, pk: int) -> HttpResponse:
    """Give the partner the paper that he brought in himself."""
    user = current_user(request)
    paper = get_partner_paper(user, pk)
    try:
        content = read_document(document=paper.document, acting_user=user)
    except Refused as refusal:
        messages.error(request, refusal.sentence)
        return redirect("chain:portal_home")
    return file_response(paper.document, content)
