"""The end of a title: its page, the points of the checklist, and who stays involved after it."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.access import current_user
from casework.access import open_client
from casework.forms.title_ends import EndStepForm, InvolvementCloseForm, InvolvementForm
from casework.frame_context import client_frame
from casework.models import TitleEndItem
from casework.selectors.legal import term_days
from casework.selectors.title_ends import AFTER, title_end_view
from casework.services.title_ends import arrange_involvement, close_involvement, record_end_step
from casework.views.form_page import FormPage, fill_in

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from casework.models import Client, ForensicTitle


@require_safe
def title_end_page(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    """Show the way to the end of a title, the checklist, and what comes after."""
    client = open_client(request, number, what="casework.titleendstep")
    title = _title_of(client, pk)
    context = {
        "client": client,
        "frame": client_frame(client, current_user(request), "plan"),
        "view": title_end_view(client, title),
    }
    return render(request, "casework/title_end.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def title_end_step(request: HttpRequest, number: str, pk: int, item: str) -> HttpResponse:
    """Record how one point of the checklist stands."""
    client = open_client(request, number, write=True, what="casework.titleendstep")
    title = _title_of(client, pk)
    point = get_object_or_404(TitleEndItem, key=item)
    user = current_user(request)
    page = FormPage(
        heading=point.name,
        lead=point.hint,
        submit=_("Vastleggen"),
        done=_("Vastgelegd bij het omklapmoment."),
        back=_page(client, title, "#checklist"),
    )
    initial: dict[str, object] = {}
    if request.method != "POST" and title.valid_until is not None:
        initial["due_on"] = title.valid_until - timedelta(days=point.days_before)
    form = EndStepForm(
        request.POST if request.method == "POST" else None, client=client, acting_user=user, initial=initial
    )
    return fill_in(
        request,
        client,
        form,
        page,
        act=lambda values: record_end_step(title=title, item=point, acting_user=user, **values),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def involvement_create(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    """Arrange who stays involved after the title, or put something else in its place."""
    client = open_client(request, number, write=True, what="casework.forensicinvolvement")
    title = _title_of(client, pk)
    user = current_user(request)
    page = FormPage(
        heading=_("Forensische betrokkenheid na de titel"),
        lead=_("Het toezicht stopt, de deskundigheid niet: spreek af wie er nog minstens drie maanden bij blijft."),
        submit=_("Betrokkenheid afspreken"),
        done=_("Afgesproken wie na de titel betrokken blijft."),
        back=_page(client, title, "#daarna"),
    )
    before = title.involvements_after.filter(replaced_by=None).first()
    initial: dict[str, object] = {}
    if before is not None:
        initial = {"who": before.who, "what": before.what, "why_shorter": before.why_shorter}
    if title.valid_until is not None:
        initial["valid_until"] = title.valid_until + timedelta(days=term_days(AFTER))
    form = InvolvementForm(request.POST if request.method == "POST" else None, initial=initial)
    return fill_in(
        request, client, form, page, act=lambda values: arrange_involvement(title=title, acting_user=user, **values)
    )


@require_http_methods(["GET", "HEAD", "POST"])
def involvement_close(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    """Close the involvement after a title."""
    client = open_client(request, number, write=True, what="casework.forensicinvolvement")
    title = _title_of(client, pk)
    involvement = title.involvements_after.filter(replaced_by=None).first()
    if involvement is None:
        raise Http404
    user = current_user(request)
    page = FormPage(
        heading=_("Betrokkenheid afsluiten"),
        lead=_("%(who)s, tot en met %(day)s.")
        % {"who": involvement.who, "day": date_format(involvement.valid_until, "j F Y")},
        submit=_("Betrokkenheid afsluiten"),
        done=_("De betrokkenheid is afgesloten."),
        back=_page(client, title, "#daarna"),
    )
    form = InvolvementCloseForm(request.POST if request.method == "POST" else None)
    return fill_in(
        request,
        client,
        form,
        page,
        act=lambda values: close_involvement(involvement=involvement, acting_user=user, **values),
    )


def _title_of(client: Client, pk: int) -> ForensicTitle:
    title: ForensicTitle = get_object_or_404(client.titles.select_related("kind", "client"), pk=pk)
    return title


def _page(client: Client, title: ForensicTitle, part: str) -> str:
    return reverse("casework:title_end_page", args=[client.number, title.pk]) + part
