"""The count of the night, and who came to see a resident."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.access import current_user
from accounts.enums import AuditAction
from accounts.services.audit import record
from casework.access import open_house
from casework.forms.presence import NightCountForm, VisitForm
from casework.querysets import night_of
from casework.selectors.houses import board, last_counts, visits_of
from casework.selectors.presence import residents
from casework.selectors.windows import rules_on
from casework.services.presence import count_night, end_visit, record_visit
from casework.views.form_page import FormPage
from casework.views.house_page import fill_in_house

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from casework.models import Client
    from casework.selectors.houses import Board

MORNING = 12


@require_http_methods(["GET", "HEAD", "POST"])
def night_count(request: HttpRequest, house: int) -> HttpResponse:
    """Count who is in the house tonight; in the morning the night that just was."""
    place = open_house(request, house, write=True)
    user = current_user(request)
    now = timezone.localtime()
    night = night_of(now) if now.hour >= MORNING else now.date() - timedelta(days=1)
    shown = board(place)
    living = residents(place, night)
    record(AuditAction.LIST, acting_user=user, obj=place, subjects=shown.numbers, rule="houses_open_to")
    page = FormPage(
        heading=_("Nachttelling"),
        submit=_("Telling vastleggen"),
        done=_("De telling is vastgelegd."),
        back=reverse("casework:house", args=[place.pk]),
        tab="presence",
        template="casework/night_count.html",
        context={
            "night": night,
            "counts": last_counts(place),
        },
    )
    form = NightCountForm(
        request.POST if request.method == "POST" else None, residents=living, initial={"night": night}
    )
    form.fields["seen"].label_from_instance = lambda client: _named(client, shown)  # type: ignore[attr-defined]

    return fill_in_house(
        request, place, form, page, act=lambda values: count_night(location=place, acting_user=user, **values)
    )


def _named(client: Client, shown: Board) -> str:
    """Return the name of a resident with where he is by what was recorded."""
    row = next((one for one in shown.rows if one.client == client), None)
    return str(client) if row is None or row.place.is_home else f"{client} ({row.place.where.label})"


@require_http_methods(["GET", "HEAD", "POST"])
def visits(request: HttpRequest, house: int) -> HttpResponse:
    """Show who came to see a resident, and write down the next visitor."""
    place = open_house(request, house, write=True)
    user = current_user(request)
    living = residents(place, night_of(timezone.now()))
    listed = visits_of(place)
    record(
        AuditAction.LIST,
        acting_user=user,
        obj=place,
        object_type="casework.visit",
        subjects=sorted({visit.client.number for visit in listed}),
        rule="houses_open_to",
    )
    page = FormPage(
        heading=_("Bezoek"),
        submit=_("Bezoek opschrijven"),
        done=_("Het bezoek is opgeschreven."),
        back=reverse("casework:visits", args=[place.pk]),
        tab="presence",
        template="casework/visits.html",
        context={
            "there": [visit for visit in listed if visit.left_at is None],
            "gone": [visit for visit in listed if visit.left_at is not None],
            "rules": rules_on(place, timezone.localdate()),
        },
    )
    form = VisitForm(request.POST if request.method == "POST" else None, residents=living)
    return fill_in_house(
        request, place, form, page, act=lambda values: record_visit(location=place, acting_user=user, **values)
    )


@require_POST
def visit_end(request: HttpRequest, house: int, pk: int) -> HttpResponse:
    """Record in one tap that a visitor left."""
    place = open_house(request, house, write=True)
    visit = get_object_or_404(place.visits, pk=pk)
    end_visit(visit=visit, acting_user=current_user(request))
    messages.success(request, _("Het bezoek is vertrokken."))
    return redirect("casework:visits", place.pk)
