"""Special conditions through time: all of them, and ending, changing or taking back one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.access import current_user
from casework.access import open_client
from casework.forms.conditions import ConditionEndForm, ConditionReplaceForm, ConditionWithdrawForm
from casework.frame_context import client_frame
from casework.selectors.legal import conditions_through_time
from casework.services.conditions import end_condition, replace_condition, withdraw_condition
from casework.views.form_page import FormPage, fill_in

if TYPE_CHECKING:
    from typing import Any

    from django.http import HttpRequest, HttpResponse

    from casework.models import Client, SpecialCondition

WHAT = "casework.specialcondition"
FORM = ["GET", "HEAD", "POST"]


@require_safe
def conditions(request: HttpRequest, number: str) -> HttpResponse:
    """Show every condition of a client: now, to come, over, and what was taken back."""
    client = open_client(request, number, what=WHAT)
    context = {
        "client": client,
        "frame": client_frame(client, current_user(request), "plan"),
        "conditions": conditions_through_time(client),
        "today": timezone.localdate(),
    }
    return render(request, "casework/conditions.html", context)


def _opened(request: HttpRequest, number: str, pk: int) -> tuple[Client, SpecialCondition]:
    client = open_client(request, number, write=True, what=WHAT)
    related = ("kind", "title", "client")
    return client, get_object_or_404(client.conditions.standing().select_related(*related), pk=pk)


def _page(number: str, condition: SpecialCondition, **words: Any) -> FormPage:
    return FormPage(
        lead=f"{condition.kind}: “{condition.text}”", back=reverse("casework:conditions", args=[number]), **words
    )


@require_http_methods(FORM)
def condition_end(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    """Record until when a condition holds."""
    client, found = _opened(request, number, pk)
    user = current_user(request)
    page = _page(
        number,
        found,
        heading=_("Voorwaarde beëindigen"),
        submit=_("Voorwaarde beëindigen"),
        done=_("Vastgelegd tot wanneer de voorwaarde geldt."),
    )
    form = ConditionEndForm(request.POST if request.method == "POST" else None)
    return fill_in(
        request, client, form, page, act=lambda values: end_condition(condition=found, acting_user=user, **values)
    )


@require_http_methods(FORM)
def condition_replace(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    """Record how a condition reads from a day on."""
    client, found = _opened(request, number, pk)
    user = current_user(request)
    page = _page(
        number,
        found,
        heading=_("Voorwaarde wijzigen"),
        submit=_("Wijziging vastleggen"),
        done=_("De voorwaarde is gewijzigd. Wat er stond, blijft te lezen."),
    )
    initial = {name: getattr(found, name) for name in ("text", "check_method", "checked_by", "valid_until")}
    form = ConditionReplaceForm(request.POST if request.method == "POST" else None, initial=initial)
    return fill_in(
        request, client, form, page, act=lambda values: replace_condition(condition=found, acting_user=user, **values)
    )


@require_http_methods(FORM)
def condition_withdraw(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    """Take back a condition that was typed by mistake."""
    client, found = _opened(request, number, pk)
    user = current_user(request)
    page = _page(
        number,
        found,
        heading=_("Voorwaarde intrekken"),
        submit=_("Voorwaarde intrekken"),
        done=_("De voorwaarde is ingetrokken en telt nergens meer mee."),
    )
    form = ConditionWithdrawForm(request.POST if request.method == "POST" else None)
    return fill_in(
        request, client, form, page, act=lambda values: withdraw_condition(condition=found, acting_user=user, **values)
    )
