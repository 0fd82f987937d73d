"""The way in by a one-time link: the token is looked at once, and after that it is in no address."""

from __future__ import annotations

from functools import wraps
from typing import TYPE_CHECKING

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.enums import LinkState
from accounts.errors import LinkRefused
from accounts.models import OneTimeLink
from accounts.registry import link_purposes
from accounts.services.links import open_link

if TYPE_CHECKING:
    from collections.abc import Callable

    from accounts.models import User

SESSION_KEY = "one_time_link:{purpose}"
GONE, NOT_FOUND = 410, 404
# An address that holds a token is told to nobody. The pages after it hold none, and have forms: with "no-referrer" a
# browser would send those without saying from where, and they would be refused as forged.
NEVER, OURS = "no-referrer", "same-origin"


def visitor(request: HttpRequest) -> User | None:
    """Return who is logged in on this device, if anybody is; a link asks for nobody."""
    return request.user if request.user.is_authenticated else None


@require_safe
def open_by_link(request: HttpRequest, token: str) -> HttpResponse:
    """Remember in the session which link was opened, and go on to its page, whose address says nothing."""
    try:
        link = open_link(token=token, acting_user=visitor(request))
    except LinkRefused as refusal:
        return refused_page(request, refusal.state)
    if visitor(request) is None:
        request.session.cycle_key()  # a session that was planted before gives nothing
    request.session[SESSION_KEY.format(purpose=link.purpose)] = link.pk
    return _private(redirect(link_purposes[link.purpose].url_name), NEVER)


def by_link(
    purpose: str, *, also_used: bool = False
) -> Callable[[Callable[..., HttpResponse]], Callable[..., HttpResponse]]:
    """Let in whoever opened a link for ``purpose`` on this device, and give the view that ``link``.

    Everybody else gets the plain page, and so does ``LinkRefused`` out of the view. ``also_used`` opens to whoever used
    the link up on this device: for the page that says thank you.
    """

    def decorate(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
        @wraps(view)
        def inside(request: HttpRequest) -> HttpResponse:
            pk = request.session.get(SESSION_KEY.format(purpose=purpose))
            link = OneTimeLink.objects.filter(pk=pk, purpose=purpose).first() if pk else None
            state = link.state_at(timezone.now()) if link is not None else LinkState.UNKNOWN
            if link is None or state not in ({LinkState.OPEN, LinkState.USED} if also_used else {LinkState.OPEN}):
                return refused_page(request, state, purpose)
            if request.method == "POST":
                request.session.modified = True  # somebody who is busy is not sent away
            try:
                return _private(view(request, link=link), OURS)
            except LinkRefused as refusal:
                return refused_page(request, refusal.state, purpose)

        return inside

    return decorate


def refused_page(request: HttpRequest, state: LinkState, purpose: str = "") -> HttpResponse:
    """Say in plain words that the link does not work, why not, and what to do."""
    known = link_purposes.get(purpose)
    status = NOT_FOUND if state == LinkState.UNKNOWN else GONE
    context = {"state": state.value, "ask": known.ask if known else ""}
    return _private(render(request, "accounts/link_over.html", context, status=status), NEVER)


def _private(response: HttpResponse, referrer: str) -> HttpResponse:
    """Keep the page in no cache and its address out of whatever is opened next."""
    response.headers["Cache-Control"] = "private, no-store"
    response.headers["Referrer-Policy"] = referrer
    return response
