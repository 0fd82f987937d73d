"""The client's pages on his own device, by a one-time link; and the counsellor's page that gives the link out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import current_user
from accounts.errors import Refused
from accounts.views.links import by_link, visitor
from alliance.access import CLIENT_LINK, check_in_of, get_check_in
from alliance.services.links import give_client_link, take_back_client_link
from alliance.views.check_ins import TAB
from alliance.views.screens import Sitting, serve, thanks
from casework.frame_context import client_frame

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from accounts.models import OneTimeLink


def _sitting(request: HttpRequest, link: OneTimeLink) -> Sitting:
    return Sitting(
        request=request,
        check_in=check_in_of(link),
        here=reverse("alliance:by_link"),
        done=reverse("alliance:by_link_done"),
        user=visitor(request),
        link=link,
    )


@require_http_methods(["GET", "POST"])
@by_link(CLIENT_LINK)
def client_by_link(request: HttpRequest, link: OneTimeLink) -> HttpResponse:
    """Let the client answer on the device on which he opened the link."""
    return serve(_sitting(request, link))


@require_safe
@by_link(CLIENT_LINK, also_used=True)
def client_by_link_done(request: HttpRequest, link: OneTimeLink) -> HttpResponse:
    """Thank the client; he may close the page."""
    sitting = _sitting(request, link)
    if not sitting.check_in.client_done and sitting.check_in.client_declined_at is None:
        return redirect(sitting.here)
    return thanks(sitting)


@never_cache
@require_POST
def link_create(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    """Make the client's link and show it, with its code: now, and never again."""
    user = current_user(request)
    client, check_in = get_check_in(user, number, pk, write=True)
    try:
        issued = give_client_link(check_in=check_in, acting_user=user)
    except Refused as refusal:
        messages.warning(request, refusal.sentence)
        return redirect(check_in)
    return render(
        request,
        "alliance/link.html",
        {
            "client": client,
            "frame": client_frame(client, user, TAB),
            "check_in": check_in,
            "link": issued.link,
            "address": request.build_absolute_uri(issued.path),
        },
    )


@require_POST
def link_revoke(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    """Take the client's link back."""
    user = current_user(request)
    _client, check_in = get_check_in(user, number, pk, write=True)
    if take_back_client_link(check_in=check_in, acting_user=user):
        messages.success(request, _("De link werkt niet meer."))
    return redirect(check_in)
