"""Titles and special conditions of a client."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.access import current_user
from casework.access import open_client
from casework.forms.legal import ConditionForm, TitleEndForm, TitleForm
from casework.services.legal import add_condition, add_title
from casework.services.titles import confirm_end
from casework.views.form_page import FormPage, fill_in

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


@require_http_methods(["GET", "HEAD", "POST"])
def title_create(request: HttpRequest, number: str) -> HttpResponse:
    """Record a title."""
    client = open_client(request, number, write=True, what="casework.forensictitle")
    user = current_user(request)
    page = FormPage(
        heading=_("Titel toevoegen"),
        lead=_("Verandert de grond, dan is dat een nieuwe titel. De oude blijft staan."),
        submit=_("Titel toevoegen"),
        done=_("De titel is toegevoegd."),
        back=reverse("casework:plan", args=[number]) + "#titels",
    )
    form = TitleForm(request.POST if request.method == "POST" else None)
    return fill_in(request, client, form, page, act=lambda values: add_title(client=client, acting_user=user, **values))


@require_http_methods(["GET", "HEAD", "POST"])
def title_end(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    """Record the end of a title as somebody confirmed it."""
    client = open_client(request, number, write=True, what="casework.forensictitle")
    title = get_object_or_404(client.titles.select_related("kind"), pk=pk)
    user = current_user(request)
    page = FormPage(
        heading=_("Einddatum bevestigen"),
        lead=_("%(kind)s, vanaf %(start)s. Wat eerder is vastgesteld, blijft staan.")
        % {"kind": title.kind, "start": title.valid_from.strftime("%d-%m-%Y")},
        submit=_("Einddatum bevestigen"),
        done=_("De einddatum is bevestigd."),
        back=reverse("casework:plan", args=[number]) + "#titels",
    )
    form = TitleEndForm(
        request.POST if request.method == "POST" else None,
        initial={"valid_until": title.valid_until, "confirmed_by": title.confirmed_by},
    )
    return fill_in(request, client, form, page, act=lambda values: confirm_end(title=title, acting_user=user, **values))


@require_http_methods(["GET", "HEAD", "POST"])
def condition_create(request: HttpRequest, number: str) -> HttpResponse:
    """Record a special condition of one of the client's titles."""
    client = open_client(request, number, write=True, what="casework.specialcondition")
    user = current_user(request)
    page = FormPage(
        heading=_("Voorwaarde toevoegen"),
        submit=_("Voorwaarde toevoegen"),
        done=_("De voorwaarde is toegevoegd."),
        back=reverse("casework:plan", args=[number]) + "#voorwaarden",
        context={
            "missing": ""
            if client.titles.exists()
            else _("Leg eerst de titel vast: een voorwaarde hoort bij een titel.")
        },
    )
    form = ConditionForm(request.POST if request.method == "POST" else None, client=client)
    return fill_in(
        request, client, form, page, act=lambda values: add_condition(client=client, acting_user=user, **values)
    )
