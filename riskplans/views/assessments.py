"""Risk assessments, and the contact that the level asks against what was delivered."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.access import current_user
from casework.access import open_client
from casework.frame_context import client_frame
from casework.views.form_page import FormPage, fill_in
from riskplans.access import open_row
from riskplans.forms.assessments import AssessmentCorrectionForm, AssessmentForm
from riskplans.frame_context import TAB, risk_tabs
from riskplans.models import RiskAssessment
from riskplans.selectors.assessments import WEEKS, assessments_of, counting_of, reasons_to_renew, rhythms_at
from riskplans.services.assessments import record_assessment

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

SHEET = "riskplans/record_form.html"
ROWS = RiskAssessment.objects.select_related("instrument", "judgement__level", "recorded_by", "replaces", "replaced_by")


@require_safe
def risk(request: HttpRequest, number: str) -> HttpResponse:
    """Show the assessments of a client, and planned against delivered contact."""
    client = open_client(request, number, what="riskplans.riskassessment")
    views = assessments_of(client)
    counting = counting_of(views)
    level = counting.assessment.judgement.level if counting else None
    return render(
        request,
        "riskplans/risk.html",
        {
            "client": client,
            "frame": client_frame(client, current_user(request), TAB),
            "inner": risk_tabs(client, "risk"),
            "views": views,
            "counting": counting,
            "rhythm": rhythms_at({client.pk: level}, [client.pk])[client.pk],
            "weeks": WEEKS,
        },
    )


@require_safe
def assessment(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    """Show one assessment."""
    client, shown = open_row(request, number, ROWS, pk)
    today = timezone.localdate()
    stays = list(client.stays.with_support_form(today).select_related("location"))
    return render(
        request,
        "riskplans/assessment.html",
        {
            "client": client,
            "frame": client_frame(client, current_user(request), TAB),
            "shown": shown,
            "newer": getattr(shown, "replaced_by", None),
            "renew": reasons_to_renew(shown, stays, today),
        },
    )


@require_http_methods(["GET", "HEAD", "POST"])
def create(request: HttpRequest, number: str) -> HttpResponse:
    """Record the result of an assessment."""
    client = open_client(request, number, write=True, what="riskplans.riskassessment")
    user = current_user(request)
    page = FormPage(
        heading=_("Risicotaxatie vastleggen"),
        lead=_("Alleen de uitkomst en wat die betekent. De vragen van een instrument horen hier niet."),
        submit=_("Risicotaxatie vastleggen"),
        done=_("De risicotaxatie is vastgelegd."),
        back=reverse("riskplans:risk", args=[number]),
        tab=TAB,
        onward=True,
        draft="risk-assessment",
        template=SHEET,
    )
    form = AssessmentForm(request.POST if request.method == "POST" else None)
    return fill_in(
        request, client, form, page, act=lambda values: record_assessment(client=client, acting_user=user, **values)
    )


@require_http_methods(["GET", "HEAD", "POST"])
def correct(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    """Correct a slip: a new row replaces the old one, which stays readable."""
    client, old = open_row(request, number, ROWS, pk, write=True)
    if hasattr(old, "replaced_by"):
        raise Http404
    user = current_user(request)
    page = FormPage(
        heading=_("Risicotaxatie verbeteren"),
        lead=_("Voor een vergissing bij het overnemen. Is er opnieuw getaxeerd, leg dan een nieuwe taxatie vast."),
        submit=_("Verbetering vastleggen"),
        done=_("De verbetering is vastgelegd. De eerste staat er nog, met uw reden."),
        back=reverse("riskplans:risk", args=[number]),
        tab=TAB,
        onward=True,
        template=SHEET,
    )
    names = [name for name in AssessmentForm.base_fields if name != "form_token"]
    form = AssessmentCorrectionForm(
        request.POST if request.method == "POST" else None, initial={name: getattr(old, name) for name in names}
    )
    return fill_in(
        request,
        client,
        form,
        page,
        act=lambda values: record_assessment(client=client, acting_user=user, replaces=old, **values),
    )
