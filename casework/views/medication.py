"""The medication overview of a client: what a source says, and what he refused."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.forms.models import model_to_dict
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.access import current_user
from casework.access import open_client
from casework.forms.medication import MedicationForm, MedicationRefusalForm, MedicationStopForm
from casework.frame_context import client_frame
from casework.models import Medication, MedicationRefusal
from casework.services.medication import note_medication, record_refusal, stop_medication
from casework.views.form_page import FormPage, fill_in

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from casework.models import Client

REFUSALS_SHOWN = 20


@require_safe
def medication(request: HttpRequest, number: str) -> HttpResponse:
    """Show what a client uses, each line with its source and date, what he used before, and refusals."""
    client = open_client(request, number, what="casework.medication")
    rows = list(client.medications.select_related("recorded_by", "replaced_by"))
    refusals = MedicationRefusal.objects.filter(medication__client=client).select_related("medication", "recorded_by")
    return render(
        request,
        "casework/medication.html",
        {
            "client": client,
            "frame": client_frame(client, current_user(request), "overview"),
            "used": [row for row in rows if row.is_used],
            "before": [row for row in rows if not row.is_used],
            "refusals": refusals[:REFUSALS_SHOWN],
        },
    )


def _page(number: str, heading: str, submit: str, done: str, lead: str = "") -> FormPage:
    return FormPage(
        heading=heading,
        submit=submit,
        done=done,
        lead=lead or _("Dit is een overzicht. Samenspoor schrijft niets voor en geeft geen advies over dosering."),
        back=reverse("casework:medication", args=[number]),
        tab="overview",
    )


def _row(client: Client, pk: int) -> Medication:
    row: Medication = get_object_or_404(client.medications, pk=pk)
    row.client = client
    return row


@require_http_methods(["GET", "HEAD", "POST"])
def medication_create(request: HttpRequest, number: str) -> HttpResponse:
    """Note a medicine from a source."""
    client = open_client(request, number, write=True, what="casework.medication")
    user = current_user(request)
    page = _page(number, _("Medicatie noteren"), _("Noteren in het overzicht"), _("Het staat in het overzicht."))
    form = MedicationForm(request.POST if request.method == "POST" else None)
    return fill_in(
        request, client, form, page, act=lambda values: note_medication(client=client, acting_user=user, **values)
    )


@require_http_methods(["GET", "HEAD", "POST"])
def medication_change(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    """Note what a newer source says of a medicine; the earlier line stays readable."""
    client = open_client(request, number, write=True, what="casework.medication")
    row = _row(client, pk)
    user = current_user(request)
    page = _page(number, _("Wijziging noteren"), _("Wijziging noteren"), _("De wijziging staat in het overzicht."))
    kept = ("name", "dose", "prescriber", "kept_by", "check_effect")
    form = MedicationForm(request.POST if request.method == "POST" else None, initial=model_to_dict(row, fields=kept))
    return fill_in(
        request,
        client,
        form,
        page,
        act=lambda values: note_medication(client=client, replaces=row, acting_user=user, **values),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def medication_stop(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    """Note that a medicine is no longer used."""
    client = open_client(request, number, write=True, what="casework.medication")
    row = _row(client, pk)
    user = current_user(request)
    page = _page(number, _("Gestopt: %(name)s") % {"name": row.name}, _("Noteren dat het is gestopt"), _("Genoteerd."))
    form = MedicationStopForm(request.POST if request.method == "POST" else None)
    return fill_in(
        request, client, form, page, act=lambda values: stop_medication(medication=row, acting_user=user, **values)
    )


@require_http_methods(["GET", "HEAD", "POST"])
def medication_refused(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    """Record that the client did not want a medicine."""
    client = open_client(request, number, write=True, what="casework.medication")
    row = _row(client, pk)
    user = current_user(request)
    page = _page(
        number,
        _("Geweigerd: %(name)s") % {"name": row.name},
        _("Weigering vastleggen"),
        _("De weigering is vastgelegd."),
        lead=_("Schrijf op wat hij zei. Of het erg is, beslist de voorschrijver: bel bij twijfel."),
    )
    form = MedicationRefusalForm(request.POST if request.method == "POST" else None)
    return fill_in(
        request, client, form, page, act=lambda values: record_refusal(medication=row, acting_user=user, **values)
    )
