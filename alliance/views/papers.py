"""The papers of the alliance, straight from the press."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.access import current_user, require_role
from accounts.enums import Role
from accounts.errors import Refused
from alliance.access import get_check_in, holds
from alliance.services.papers import conversation_sheet, supervision_sheet

if TYPE_CHECKING:
    from django.http import HttpRequest

    from casework.services.rendering import Paper


@require_safe
def sheet(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    """Give the conversation sheet of a check-in to the counsellor who held it."""
    user = current_user(request)
    client, check_in = get_check_in(user, number, pk)
    if not holds(user, check_in):
        raise PermissionDenied(_("Alleen de begeleider die deze check-in hield, maakt het gespreksblad."))
    try:
        paper = conversation_sheet(check_in=check_in, client=client, acting_user=user)
    except Refused as refusal:
        messages.warning(request, refusal.sentence)
        return redirect(check_in)
    return _pdf(paper, "gespreksblad.pdf")


@require_safe
def supervision_pdf(request: HttpRequest) -> HttpResponse:
    """Give a counsellor the sheet for peer consultation."""
    user = require_role(request, Role.COUNSELLOR)
    try:
        paper = supervision_sheet(acting_user=user)
    except Refused as refusal:
        messages.warning(request, refusal.sentence)
        return redirect("alliance:supervision")
    return _pdf(paper, "intervisieblad.pdf")


def _pdf(paper: Paper, name: str) -> HttpResponse:
    response = HttpResponse(paper.content, content_type="application/pdf")
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    response.headers["Cache-Control"] = "private, no-store"
    return response
