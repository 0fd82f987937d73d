"""The background of a client: coded, dated, never overwritten."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.access import current_user
from casework.access import open_client
from casework.enums.background import SINGLE, Topic
from casework.forms.background import BackgroundEndForm, BackgroundForm, BackgroundWithdrawForm
from casework.frame_context import client_frame
from casework.models import BackgroundCode
from casework.selectors.background import background_of, numbers_of
from casework.services.background import add_background, end_background, withdraw_background
from casework.views.form_page import FormPage, fill_in

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from casework.models import Client

WHAT = "casework.background"
TAB = "overview"
FORM = ["GET", "HEAD", "POST"]


@require_safe
def background(request: HttpRequest, number: str) -> HttpResponse:
    """Show what is coded about the client: what holds, what held, and what was taken back."""
    client = open_client(request, number, what=WHAT)
    return render(
        request,
        "casework/background.html",
        {
            "client": client,
            "frame": client_frame(client, current_user(request), TAB),
            "topics": background_of(client),
            "numbers": numbers_of(client),
        },
    )


def _page(number: str, heading: str, done: str, lead: str = "") -> FormPage:
    back = reverse("casework:background", args=[number])
    return FormPage(heading=heading, submit=heading, done=done, lead=lead, back=back, tab=TAB)


@require_http_methods(FORM)
def background_create(request: HttpRequest, number: str, topic: str) -> HttpResponse:
    """Record what holds from a day on."""
    client = open_client(request, number, write=True, what=WHAT)
    user = current_user(request)
    if topic not in Topic.values:
        raise Http404
    subject = Topic(topic)
    initial = _after_title(client, request.GET.get("titel", "")) if subject == Topic.PROFILE else {}
    form = BackgroundForm(request.POST if request.method == "POST" else None, topic=subject, initial=initial)
    single = _("Wat nu geldt, eindigt de dag ervoor en blijft leesbaar.") if subject in SINGLE else ""
    page = _page(number, _("Vastleggen: %(topic)s") % {"topic": subject.label}, _("Het is vastgelegd."), single)
    return fill_in(
        request,
        client,
        form,
        page,
        act=lambda values: add_background(client=client, topic=subject, acting_user=user, **values),
    )


@require_http_methods(FORM)
def background_end(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    """Record the last day on which it held."""
    client = open_client(request, number, write=True, what=WHAT)
    entry = get_object_or_404(client.background.select_related("code"), pk=pk)
    user = current_user(request)
    form = BackgroundEndForm(request.POST if request.method == "POST" else None)
    page = _page(number, _("Afsluiten"), _("Het is afgesloten en blijft leesbaar."), entry.label)
    return fill_in(
        request, client, form, page, act=lambda values: end_background(entry=entry, acting_user=user, **values)
    )


@require_http_methods(FORM)
def background_withdraw(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    """Take back what was a mistake."""
    client = open_client(request, number, write=True, what=WHAT)
    entry = get_object_or_404(client.background.select_related("code"), pk=pk)
    user = current_user(request)
    form = BackgroundWithdrawForm(request.POST if request.method == "POST" else None)
    page = _page(number, _("Intrekken"), _("Het is ingetrokken."), entry.label)
    return fill_in(
        request, client, form, page, act=lambda values: withdraw_background(entry=entry, acting_user=user, **values)
    )


def _after_title(client: Client, asked: str) -> dict[str, object]:
    """Return what a profile is filled in with for the day after a title of the client that has ended; nothing otherwise."""
    title = (
        client.titles.filter(pk=int(asked), valid_until__lt=timezone.localdate()).first() if asked.isdecimal() else None
    )
    if title is None or title.valid_until is None:
        return {}
    code = BackgroundCode.objects.filter(key="profile-expired", in_use=True).first()
    return {
        "code": code,
        "valid_from": title.valid_until + timedelta(days=1),
        "note": _("Na: %(kind)s") % {"kind": title.kind},
    }
