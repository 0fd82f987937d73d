"""Recording a check."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.access import current_user
from accounts.errors import Refused
from casework.access import open_client
from casework.frame_context import client_frame
from riskplans.forms import CheckForm
from riskplans.services.checks import record_check


@require_http_methods(["GET", "HEAD", "POST"])
def create(request: HttpRequest, number: str) -> HttpResponse:
    """Record a check and its result."""
    client = open_client(request, number, write=True, what="riskplans.check")
    form = CheckForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            record_check(client=client, acting_user=current_user(request), **form.values())
        except Refused as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("De controle is vastgelegd."))
            return redirect("riskplans:plan", number=number)
    return render(
        request,
        "riskplans/check_create.html",
        {
            "client": client,
            "frame": client_frame(client, current_user(request), "signalling-plan"),
            "form": form,
        },
    )
