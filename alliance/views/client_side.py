"""The client's pages on the counsellor's own device."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from accounts.access import current_user
from alliance.access import get_check_in
from alliance.views.screens import Sitting, serve, thanks

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


def _sitting(request: HttpRequest, number: str, pk: int) -> Sitting:
    user = current_user(request)
    _client, check_in = get_check_in(user, number, pk, write=True)
    return Sitting(
        request=request,
        check_in=check_in,
        here=reverse("alliance:client_side", args=[number, pk]),
        done=reverse("alliance:client_done", args=[number, pk]),
        user=user,
        back_url=reverse("alliance:check_in", args=[number, pk]),
    )


@never_cache
@require_http_methods(["GET", "POST"])
def client_side(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    """Let the client answer on this screen."""
    sitting = _sitting(request, number, pk)
    if sitting.check_in.client_done or sitting.check_in.client_declined_at is not None:
        return redirect(sitting.done)
    return serve(sitting)


@never_cache
@require_safe
def client_done(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    """Thank the client and give the counsellor the way back."""
    sitting = _sitting(request, number, pk)
    if not sitting.check_in.client_done and sitting.check_in.client_declined_at is None:
        return redirect(sitting.here)
    return thanks(sitting)
