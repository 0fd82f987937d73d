"""Incidents: the list of a file, one incident with its terms, and what is added to it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.access import current_user
from casework.access import get_client, open_client
from casework.frame_context import client_frame
from casework.models import Client
from casework.selectors import current_title
from casework.views.form_page import FormPage, fill_in
from riskplans.access import open_row
from riskplans.forms.incidents import CalamityForm, FollowUpForm, IncidentForm, OtherClientForm, PartForm, ReportForm
from riskplans.frame_context import TAB, risk_tabs
from riskplans.models import Incident, IncidentPart
from riskplans.selectors.incidents import WITH_INCIDENT, incident_in_file, incidents_of, parts_with_others
from riskplans.services.incidents import (
    add_follow_up,
    add_part,
    decide_calamity,
    record_incident,
    record_report,
)

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

SHEET = "riskplans/record_form.html"
ROWS = IncidentPart.objects.select_related(*WITH_INCIDENT)


@require_safe
def incidents(request: HttpRequest, number: str) -> HttpResponse:
    """Show the incidents of a client."""
    client = open_client(request, number, what="riskplans.incidentpart")
    return render(
        request,
        "riskplans/incidents.html",
        {
            "client": client,
            "frame": client_frame(client, current_user(request), TAB),
            "inner": risk_tabs(client, "incidents"),
            "parts": incidents_of(client),
        },
    )


@require_http_methods(["GET", "HEAD", "POST"])
def create(request: HttpRequest, number: str) -> HttpResponse:
    """Record an incident in this file."""
    client = open_client(request, number, write=True, what="riskplans.incidentpart")
    user = current_user(request)
    page = FormPage(
        heading=_("Incident vastleggen"),
        lead=_("Eerst de feiten, daarna wat u ervan denkt. Waren er andere cliënten bij, dan voegt u die hierna toe."),
        submit=_("Incident vastleggen"),
        done=_("Het incident is vastgelegd. Kijk op de pagina van het incident wie het nog moet horen."),
        back=reverse("riskplans:incidents", args=[number]),
        tab=TAB,
        onward=True,
        draft="incident",
        template=SHEET,
    )
    form = IncidentForm(
        request.POST if request.method == "POST" else None,
        initial={"forensic_care": current_title(client) is not None} if request.method != "POST" else None,
    )
    return fill_in(
        request, client, form, page, act=lambda values: record_incident(client=client, acting_user=user, **values)
    )


@require_safe
def incident(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    """Show an incident as this file keeps it, with by when which body is told."""
    client, part = open_row(request, number, parts_with_others(), pk)
    return render(
        request,
        "riskplans/incident.html",
        {
            "client": client,
            "frame": client_frame(client, current_user(request), TAB),
            "shown": incident_in_file(part),
            "part": part,
            "follow_ups": part.follow_ups.select_related("recorded_by"),
        },
    )


@require_http_methods(["GET", "HEAD", "POST"])
def other_choose(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    """Choose another client who was in it too, of the same team, and go on in that file."""
    client, part = open_row(request, number, ROWS, pk, write=True)
    user = current_user(request)
    seen = Client.objects.visible_to(user).filter(team=client.team_id)
    clients = seen.exclude(incident_parts__incident=part.incident_id).order_by("last_name", "first_name")
    form = OtherClientForm(request.POST if request.method == "POST" else None, clients=clients)
    if form.is_valid():
        chosen = form.cleaned_data["client"]
        return redirect("riskplans:incident_other", number=chosen.number, incident=part.incident_id)
    page = FormPage(
        heading=_("Andere cliënt toevoegen"),
        lead=_("Elke cliënt krijgt een eigen deel in zijn eigen dossier. Hier komt niets over een ander te staan."),
        submit=_("Verder in dat dossier"),
        done="",
        back=part.get_absolute_url(),
    )
    context = {"client": client, "frame": client_frame(client, user, TAB), "form": form, "page": page}
    return render(request, "riskplans/record_form.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def other(request: HttpRequest, number: str, incident: int) -> HttpResponse:
    """Record the part of this client in an incident that stands in another file of the user's.

    The user must be able to write in this file and to read one in which the incident stands.
    """
    user = current_user(request)
    client = get_client(user, number, write=True, what="riskplans.incidentpart")
    known = get_object_or_404(Incident.objects.select_related("kind"), pk=incident)
    if not known.parts.filter(client__in=Client.objects.visible_to(user)).exists():
        raise Http404
    page = FormPage(
        heading=_("Incident vastleggen in dit dossier"),
        lead=_("{kind}, {place}. Schrijf alleen op wat over deze cliënt gaat.").format(
            kind=known.kind, place=known.place
        ),
        submit=_("Vastleggen in dit dossier"),
        done=_("Het incident staat nu ook in dit dossier."),
        back=reverse("riskplans:incidents", args=[number]),
        tab=TAB,
        onward=True,
        template=SHEET,
    )
    form = PartForm(request.POST if request.method == "POST" else None)
    return fill_in(
        request,
        client,
        form,
        page,
        act=lambda values: add_part(incident=known, client=client, acting_user=user, **values),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def report(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    """Record who was told."""
    client, part = open_row(request, number, ROWS, pk, write=True)
    user = current_user(request)
    page = FormPage(
        heading=_("Vastleggen wie is ingelicht"),
        lead=_(
            "Wat een inspectie of toezichthouder hoorde, geldt voor het hele incident. De rest geldt voor dit dossier."
        ),
        submit=_("Vastleggen"),
        done=_("Vastgelegd wie is ingelicht."),
        back=part.get_absolute_url(),
        tab=TAB,
        template=SHEET,
    )
    form = ReportForm(
        request.POST if request.method == "POST" else None,
        initial={"body": request.GET.get("wie", "")} if request.method != "POST" else None,
    )
    return fill_in(request, client, form, page, act=lambda values: record_report(part=part, acting_user=user, **values))


@require_http_methods(["GET", "HEAD", "POST"])
def calamity(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    """Decide whether it is a calamity."""
    client, part = open_row(request, number, ROWS, pk, write=True)
    user = current_user(request)
    page = FormPage(
        heading=_("Beslissen of het een calamiteit is"),
        lead=_("Is het er een, dan lopen de drie werkdagen voor de melding vanaf nu."),
        submit=_("Beslissing vastleggen"),
        done=_("De beslissing is vastgelegd."),
        back=part.get_absolute_url(),
        tab=TAB,
        template=SHEET,
    )
    form = CalamityForm(request.POST if request.method == "POST" else None)
    return fill_in(
        request, client, form, page, act=lambda values: decide_calamity(part=part, acting_user=user, **values)
    )


@require_http_methods(["GET", "HEAD", "POST"])
def follow_up(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    """Add an analysis, what followed, or a correction."""
    client, part = open_row(request, number, ROWS, pk, write=True)
    user = current_user(request)
    page = FormPage(
        heading=_("Iets toevoegen aan het incident"),
        lead=_("Wat er staat blijft staan; wat u toevoegt komt eronder."),
        submit=_("Toevoegen"),
        done=_("Toegevoegd."),
        back=part.get_absolute_url(),
        tab=TAB,
        template=SHEET,
    )
    form = FollowUpForm(request.POST if request.method == "POST" else None)
    return fill_in(request, client, form, page, act=lambda values: add_follow_up(part=part, acting_user=user, **values))
