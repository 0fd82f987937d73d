"""Language, reading and contact details of a client: one page, and a form for each act."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import current_user
from accounts.errors import Refused
from casework.access import open_client
from casework.enums.personal import SEVERAL, DetailKind
from casework.forms.personal import DetailEndForm, DetailForm, DetailWithdrawForm, ReadingForm
from casework.forms.shifts import TokenForm
from casework.frame_context import client_frame
from casework.selectors.personal import details_of, reading_of, reading_profiles
from casework.selectors.photos import photos_of
from casework.services.personal import add_detail, confirm_detail, end_detail, record_reading, withdraw_detail
from casework.views.form_page import FormPage, fill_in

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

WHAT = "casework.contactdetail"
TAB = "overview"
FORM = ["GET", "HEAD", "POST"]


@require_safe
def personal(request: HttpRequest, number: str) -> HttpResponse:
    """Show where the client can be reached and how he reads, with what was before."""
    client = open_client(request, number, what=WHAT)
    profiles = reading_profiles(client)
    context = {
        "client": client,
        "changes": client.changes.select_related("recorded_by"),
        "frame": client_frame(client, current_user(request), TAB),
        "kinds": details_of(client),
        "photos": photos_of(client),
        "profile": profiles[0] if profiles else None,
        "earlier_profiles": profiles[1:],
    }
    return render(request, "casework/personal.html", context)


def _page(number: str, heading: str, done: str, lead: str = "") -> FormPage:
    back = reverse("casework:personal", args=[number])
    return FormPage(heading=heading, submit=_("Vastleggen"), done=done, lead=lead, back=back, tab=TAB)


@require_http_methods(FORM)
def reading_set(request: HttpRequest, number: str) -> HttpResponse:
    """Write down the languages and how the client reads."""
    client = open_client(request, number, write=True, what="casework.readingprofile")
    user, present = current_user(request), reading_of(client)
    initial = (
        {name: getattr(present, name) for name in ("languages", "interpreter", "level", "lvb", "note")}
        if present
        else {}
    )
    form = ReadingForm(request.POST if request.method == "POST" else None, initial=initial)
    page = _page(
        number,
        _("Taal en lezen"),
        _("Het is vastgelegd. Nieuwe papieren voor de cliënt volgen het."),
        _("Dit stuurt hoe papieren voor de cliënt eruitzien. Wat er eerder stond, blijft leesbaar."),
    )
    return fill_in(
        request, client, form, page, act=lambda values: record_reading(client=client, acting_user=user, **values)
    )


@require_http_methods(FORM)
def detail_create(request: HttpRequest, number: str, kind: str) -> HttpResponse:
    """Write down where the client, his doctor or his pharmacy can be reached."""
    client = open_client(request, number, write=True, what=WHAT)
    user = current_user(request)
    if kind not in DetailKind.values:
        raise Http404
    of_kind = DetailKind(kind)
    form = DetailForm(request.POST if request.method == "POST" else None, kind=of_kind)
    lead = "" if of_kind in SEVERAL else _("Wat nu geldt, eindigt de dag ervoor en blijft leesbaar.")
    page = _page(number, _("Vastleggen: %(topic)s") % {"topic": of_kind.label}, _("Het is vastgelegd."), lead)
    return fill_in(
        request,
        client,
        form,
        page,
        act=lambda values: add_detail(client=client, kind=of_kind, acting_user=user, **values),
    )


@require_http_methods(FORM)
def detail_end(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    """Write down the last day on which it held."""
    client = open_client(request, number, write=True, what=WHAT)
    detail = get_object_or_404(client.contact_details, pk=pk)
    user = current_user(request)
    form = DetailEndForm(request.POST if request.method == "POST" else None)
    page = _page(number, _("Afsluiten"), _("Het is afgesloten en blijft leesbaar."), detail.label)
    return fill_in(
        request, client, form, page, act=lambda values: end_detail(detail=detail, acting_user=user, **values)
    )


@require_http_methods(FORM)
def detail_withdraw(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    """Take back what was a mistake."""
    client = open_client(request, number, write=True, what=WHAT)
    detail = get_object_or_404(client.contact_details, pk=pk)
    user = current_user(request)
    form = DetailWithdrawForm(request.POST if request.method == "POST" else None)
    page = _page(number, _("Intrekken"), _("Het is ingetrokken."), detail.label)
    return fill_in(
        request, client, form, page, act=lambda values: withdraw_detail(detail=detail, acting_user=user, **values)
    )


@require_POST
def detail_confirm(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    """Record that a detail was checked today and still holds."""
    client = open_client(request, number, write=True, what=WHAT)
    detail = get_object_or_404(client.contact_details, pk=pk)
    form = TokenForm(request.POST)
    if form.is_valid():
        try:
            confirm_detail(detail=detail, acting_user=current_user(request), **form.values())
        except Refused as refusal:
            messages.error(request, refusal.sentence)
        else:
            messages.success(request, _("Vandaag gecontroleerd: %(what)s.") % {"what": detail.label})
    return redirect("casework:personal", client.number)
