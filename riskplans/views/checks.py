"""Checks: the series, one check, what the laboratory said, and agreements on substances."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.db.models import Prefetch
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.access import current_user
from accounts.errors import Refused
from casework.access import open_client
from casework.frame_context import client_frame
from casework.views.form_page import FormPage, fill_in
from riskplans.access import open_row
from riskplans.forms.checks import CheckForm, LabForm, SubstanceAgreementEndForm, SubstanceAgreementForm
from riskplans.frame_context import TAB, risk_tabs
from riskplans.models import Check, CheckFinding, LabConfirmation, SubstanceAgreement
from riskplans.selectors.checks import check_lines, check_strip, substance_rules
from riskplans.services.checks import agree_on_substances, confirm_finding, end_substance_agreement, record_check

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

SHEET = "riskplans/record_form.html"


@require_safe
def checks(request: HttpRequest, number: str) -> HttpResponse:
    """Show the checks of a client as a strip and a list, with the rules on substances beside them."""
    client = open_client(request, number, what="riskplans.check")
    rows = check_lines(client)
    return render(
        request,
        "riskplans/checks.html",
        {
            "client": client,
            "frame": client_frame(client, current_user(request), TAB),
            "inner": risk_tabs(client, "checks"),
            "lines": rows,
            "strip": check_strip([row.check for row in rows]),
            "rules": substance_rules(client),
        },
    )


@require_safe
def check(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    """Show one check with its findings, and what may follow."""
    said = Prefetch("confirmations", LabConfirmation.objects.select_related("recorded_by"))
    found = Prefetch("findings", CheckFinding.objects.select_related("substance").prefetch_related(said))
    rows = Check.objects.select_related("recorded_by", "lapse_response").prefetch_related(found)
    client, shown = open_row(request, number, rows, pk)
    return render(
        request,
        "riskplans/check.html",
        {
            "client": client,
            "frame": client_frame(client, current_user(request), TAB),
            "check": shown,
            "response": getattr(shown, "lapse_response", None),
            "rules": substance_rules(client) if shown.needs_attention else None,
        },
    )


@require_http_methods(["GET", "HEAD", "POST"])
def create(request: HttpRequest, number: str) -> HttpResponse:
    """Record a check and what it showed."""
    client = open_client(request, number, write=True, what="riskplans.check")
    form = CheckForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        try:
            recorded = record_check(client=client, acting_user=current_user(request), **form.values())
        except Refused as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("De controle is vastgelegd."))
            if recorded.needs_attention:
                return redirect(recorded.get_absolute_url())
            return redirect("riskplans:checks", number=number)
    return render(
        request,
        "riskplans/check_create.html",
        {"client": client, "frame": client_frame(client, current_user(request), TAB), "form": form},
    )


@require_http_methods(["GET", "HEAD", "POST"])
def lab(request: HttpRequest, number: str, pk: int, finding_pk: int) -> HttpResponse:
    """Record what the laboratory said of one finding."""
    client, of_check = open_row(request, number, Check.objects.all(), pk, write=True)
    finding = get_object_or_404(CheckFinding.objects.select_related("substance"), check_row=of_check, pk=finding_pk)
    finding.check_row = of_check
    user = current_user(request)
    page = FormPage(
        heading=_("Laboratoriumuitslag vastleggen"),
        lead=_("Uitslag van de test: {finding}.").format(finding=finding),
        submit=_("Laboratoriumuitslag vastleggen"),
        done=_("De uitslag van het laboratorium is vastgelegd."),
        back=of_check.get_absolute_url(),
        tab=TAB,
        template=SHEET,
    )
    form = LabForm(request.POST if request.method == "POST" else None)
    return fill_in(
        request, client, form, page, act=lambda values: confirm_finding(finding=finding, acting_user=user, **values)
    )


@require_http_methods(["GET", "HEAD", "POST"])
def agreement_create(request: HttpRequest, number: str) -> HttpResponse:
    """Record an agreement on substances."""
    client = open_client(request, number, write=True, what="riskplans.substanceagreement")
    user = current_user(request)
    page = FormPage(
        heading=_("Afspraak over middelen maken"),
        lead=_("Naast het beleid van het huis en de voorwaarden van de titel."),
        submit=_("Afspraak vastleggen"),
        done=_("De afspraak over middelen is vastgelegd."),
        back=reverse("riskplans:checks", args=[number]),
        tab=TAB,
        template=SHEET,
    )
    form = SubstanceAgreementForm(request.POST if request.method == "POST" else None)
    return fill_in(
        request, client, form, page, act=lambda values: agree_on_substances(client=client, acting_user=user, **values)
    )


@require_http_methods(["GET", "HEAD", "POST"])
def agreement_end(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    """End an agreement on substances."""
    client, agreement = open_row(request, number, SubstanceAgreement.objects.all(), pk, write=True)
    user = current_user(request)
    page = FormPage(
        heading=_("Afspraak over middelen beëindigen"),
        lead=agreement.text,
        submit=_("Afspraak beëindigen"),
        done=_("De afspraak is beëindigd. Ze blijft in het dossier staan."),
        back=reverse("riskplans:checks", args=[number]),
        tab=TAB,
    )
    form = SubstanceAgreementEndForm(request.POST if request.method == "POST" else None)
    return fill_in(
        request,
        client,
        form,
        page,
        act=lambda values: end_substance_agreement(agreement=agreement, acting_user=user, **values),
    )
