"""The drawings of the network: changed by hand, by keyboard or by form, and two days side by side."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.http import HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.access import current_user
from casework.access import open_client
from casework.forms.network_drawings import DrawingForm, EcogramForm, GenogramForm, SociogramForm
from casework.frame_context import client_frame
from casework.models import LifeDomain
from casework.selectors.network import days_of, network_on
from casework.selectors.network_changes import changes_between, network_day
from casework.selectors.network_drawing import family_of, genogram, sociogram
from casework.selectors.network_ecogram import ecogram, ties_on
from casework.services.network_drawings import draw_ecogram, draw_network
from casework.views.form_page import FormPage, fill_in
from casework.views.network import FORM, TAB, WHAT, day_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest, HttpResponse

    from casework.models import Client

JSON = "application/json"


def _draw(
    request: HttpRequest,
    client: Client,
    form: DrawingForm,
    heading: str,
    lead: str,
    act: Callable[[dict[str, Any]], object],
    **context: Any,
) -> HttpResponse:
    """Show a drawing with its form, or save it. A script that sends it hears where to go, or that it was refused."""
    page = FormPage(
        heading=heading,
        lead=lead,
        submit=_("Tekening bewaren"),
        done=_("De tekening is bijgewerkt. Hoe zij was, blijft te zien."),
        back=reverse("casework:network", args=[client.number]),
        tab=TAB,
        template="casework/network_drawing.html",
        context=context,
    )
    answer = fill_in(request, client, form, page, act=act)
    if request.method == "POST" and request.headers.get("Accept") == JSON:
        if isinstance(answer, HttpResponseRedirect):
            return JsonResponse({"next": answer.url})
        return JsonResponse({"refused": True}, status=409)
    return answer


@require_http_methods(FORM)
def network_drawing(request: HttpRequest, number: str) -> HttpResponse:
    """Place everybody in the sociogram."""
    client = open_client(request, number, write=True, what=WHAT)
    user = current_user(request)
    rows = [row for row in network_on(client, timezone.localdate()) if not row.is_narrow]
    return _draw(
        request,
        client,
        SociogramForm(request.POST if request.method == "POST" else None, rows=rows),
        _("Sociogram aanpassen"),
        _("Doe dit samen met de cliënt: wie staat dichtbij, wie ver weg, en wat doet het contact?"),
        lambda values: draw_network(client=client, acting_user=user, **values),
        mode="rings",
        drawing=sociogram(rows) if rows else None,
    )


@require_http_methods(FORM)
def network_genogram(request: HttpRequest, number: str) -> HttpResponse:
    """Place the family in its generations, and from left to right."""
    client = open_client(request, number, write=True, what=WHAT)
    user = current_user(request)
    rows = family_of(network_on(client, timezone.localdate()))
    return _draw(
        request,
        client,
        GenogramForm(request.POST if request.method == "POST" else None, rows=rows),
        _("Genogram aanpassen"),
        _("Wie staat in welke generatie, en in welke volgorde? Zonder keuze volgt de generatie uit de relatie."),
        lambda values: draw_network(client=client, acting_user=user, **values),
        mode="rows",
        drawing=genogram(rows, to_change=True),
    )


@require_http_methods(FORM)
def network_ecogram(request: HttpRequest, number: str) -> HttpResponse:
    """Say on which life domains somebody or something stands around the client, and how the tie is."""
    client = open_client(request, number, write=True, what=WHAT)
    user = current_user(request)
    today = timezone.localdate()
    rows = [row for row in network_on(client, today) if not row.is_narrow]
    ties = ties_on(client, today, rows, ended=True)
    domains = list(LifeDomain.objects.filter(in_use=True))
    form = EcogramForm(request.POST if request.method == "POST" else None, ties=ties, rows=rows, domains=domains)
    return _draw(
        request,
        client,
        form,
        _("Ecogram aanpassen"),
        _("Per leefgebied: wie of wat is er, hoe is de band, en welke kant gaat de steun op?"),
        lambda values: draw_ecogram(client=client, acting_user=user, **values),
        mode="areas",
        drawing=ecogram(form.ties, domains) if rows else None,
    )


@require_safe
def network_compare(request: HttpRequest, number: str) -> HttpResponse:
    """Show the drawings of two days side by side (``van`` and ``tot``), and in words what changed."""
    client = open_client(request, number, what=WHAT)
    days = days_of(client)
    today = timezone.localdate()
    first = day_of(request.GET["van"]) if request.GET.get("van") else min(days, default=today)
    last = day_of(request.GET.get("tot", ""))
    first, last = min(first, last), max(first, last)
    one, other = network_day(client, first), network_day(client, last)
    return render(
        request,
        "casework/network_compare.html",
        {
            "client": client,
            "frame": client_frame(client, current_user(request), TAB),
            "first": first,
            "last": last,
            "sides": (one, other),
            "changes": changes_between(one.rows, other.rows, one.ties, other.ties),
            "days": days[:12],
        },
    )
