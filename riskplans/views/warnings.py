"""Warnings on the ladder of the organisation."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.access import current_user
from casework.access import open_client
from casework.frame_context import client_frame
from casework.views.form_page import FormPage, fill_in
from riskplans.access import open_row
from riskplans.forms.warnings import WarningForm, WithdrawalForm
from riskplans.frame_context import TAB, risk_tabs
from riskplans.models import ClientWarning
from riskplans.selectors.warnings import ladder, warnings_of
from riskplans.services.warnings import give_warning, withdraw_warning

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

SHEET = "riskplans/record_form.html"


@require_safe
def warnings(request: HttpRequest, number: str) -> HttpResponse:
    """Show the ladder, where the client stands on it, and the warnings."""
    client = open_client(request, number, what="riskplans.clientwarning")
    rows = warnings_of(client)
    return render(
        request,
        "riskplans/warnings.html",
        {
            "client": client,
            "frame": client_frame(client, current_user(request), TAB),
            "inner": risk_tabs(client, "warnings"),
            "warnings": rows,
            "ladder": ladder(rows),
        },
    )


@require_http_methods(["GET", "HEAD", "POST"])
def create(request: HttpRequest, number: str) -> HttpResponse:
    """Give a warning."""
    client = open_client(request, number, write=True, what="riskplans.clientwarning")
    user = current_user(request)
    page = FormPage(
        heading=_("Waarschuwing vastleggen"),
        lead=_("De ladder is vooraf bekend. Leg ook vast wat de cliënt daarvan wist."),
        submit=_("Waarschuwing vastleggen"),
        done=_("De waarschuwing is vastgelegd."),
        back=reverse("riskplans:warnings", args=[number]),
        tab=TAB,
        template=SHEET,
    )
    form = WarningForm(request.POST if request.method == "POST" else None, client=client)
    return fill_in(
        request, client, form, page, act=lambda values: give_warning(client=client, acting_user=user, **values)
    )


@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    """Take a warning back."""
    rows = ClientWarning.objects.select_related("rung", "client")
    client, warning = open_row(request, number, rows, pk, write=True)
    user = current_user(request)
    page = FormPage(
        heading=_("Waarschuwing intrekken"),
        lead=_("{rung}. Ze blijft in het dossier staan en telt niet meer mee.").format(
            rung=warning.rung.name.capitalize()
        ),
        submit=_("Waarschuwing intrekken"),
        done=_("De waarschuwing is ingetrokken."),
        back=reverse("riskplans:warnings", args=[number]),
        tab=TAB,
        template=SHEET,
    )
    form = WithdrawalForm(request.POST if request.method == "POST" else None)
    return fill_in(
        request, client, form, page, act=lambda values: withdraw_warning(warning=warning, acting_user=user, **values)
    )
