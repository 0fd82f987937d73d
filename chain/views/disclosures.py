"""The log of what was told or given to others: read, printed for the client, and written by hand."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.access import current_user
from casework.access import open_client
from casework.frame_context import client_frame
from casework.views.form_page import FormPage, fill_in
from chain.access.handovers import get_disclosure
from chain.forms.disclosures import KNOWS, KNOWS_NOT, DisclosureForm
from chain.selectors.disclosures import disclosures_of
from chain.services.disclosures import enter_disclosure

if TYPE_CHECKING:
    from typing import Any

    from django.http import HttpRequest, HttpResponse

    from casework.models import Client
    from chain.models import Disclosure

TAB = "cooperation"
PER_PAGE = 50
GET_AND_POST = ["GET", "HEAD", "POST"]


@require_safe
def disclosures(request: HttpRequest, number: str) -> HttpResponse:
    """Show who was told what about this client, when and on what ground."""
    client = open_client(request, number, what="chain.disclosure")
    return render(
        request,
        "chain/disclosures.html",
        {
            "client": client,
            "frame": client_frame(client, current_user(request), TAB),
            "page": Paginator(disclosures_of(client), PER_PAGE).get_page(request.GET.get("page")),
            "today": timezone.localdate(),
        },
    )


def _form_page(
    request: HttpRequest, client: Client, form: DisclosureForm, *, corrects: Disclosure | None
) -> HttpResponse:
    page = FormPage(
        heading=_("Verstrekking verbeteren") if corrects else _("Verstrekking vastleggen"),
        submit=_("Verstrekking vastleggen"),
        done=_("De verstrekking staat in het overzicht."),
        back=reverse("chain:disclosures", args=[client.number]),
        lead=_(
            "Wat u zelf vertelde of gaf: aan de telefoon, in een gesprek of op papier. Wat via Samenspoor gaat, komt hier vanzelf."
        ),
        tab=TAB,
        gives_paper=True,
    )
    user = current_user(request)
    return fill_in(
        request,
        client,
        form,
        page,
        act=lambda values: enter_disclosure(client=client, corrects=corrects, acting_user=user, **values),
    )


@require_http_methods(GET_AND_POST)
def disclosure_create(request: HttpRequest, number: str) -> HttpResponse:
    """Write down by hand what was told or given; a document of the file can be named in the address."""
    client = open_client(request, number, write=True, what="chain.disclosure")
    document = request.GET.get("document", "")
    initial: dict[str, Any] = {}
    given = client.documents.filter(pk=document).first() if document.isdecimal() else None
    if given is not None:
        initial = {"channel": "paper", "document": given.pk, "recipient_name": given.recipient}
    form = DisclosureForm(request.POST if request.method == "POST" else None, client=client, initial=initial)
    return _form_page(request, client, form, corrects=None)


@require_http_methods(GET_AND_POST)
def disclosure_correct(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    """Correct an entry that was written by hand: a new one, with the old one beside it."""
    client, entry = get_disclosure(current_user(request), number, pk)
    if not entry.by_hand:
        messages.error(request, _("Deze regel is door het programma zelf geschreven en kan niet verbeterd worden."))
        return redirect("chain:disclosures", client.number)
    moment = timezone.localtime(entry.disclosed_at)
    initial = {
        "recipient_name": entry.recipient_name,
        "what": entry.what,
        "disclosed_on": moment.date(),
        "disclosed_time": moment.time().replace(second=0, microsecond=0),
        "channel": entry.channel,
        "ground": entry.ground,
        "ground_text": entry.ground_text,
        "client_knows": KNOWS if entry.client_knows else KNOWS_NOT,
        "untold_reason": entry.untold_reason,
    }
    form = DisclosureForm(request.POST if request.method == "POST" else None, client=client, initial=initial)
    return _form_page(request, client, form, corrects=entry)
