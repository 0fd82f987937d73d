"""Planning a warm handover, its checklist, and recording that it was held."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.access import current_user
from accounts.errors import Refused
from casework.access import open_client
from casework.frame_context import client_frame
from casework.views.form_page import FormPage, fill_in
from chain.access.handovers import get_warm_handover
from chain.forms.warm_handovers import CancelForm, CheckForm, HeldForm, LineForm, PlanForm
from chain.services.warm_handovers import (
    add_check,
    cancel_warm_handover,
    hold_warm_handover,
    plan_warm_handover,
    set_check,
)
from chain.views.handovers import TAB

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from casework.models import Client
    from chain.models import WarmHandover

GET_AND_POST = ["GET", "HEAD", "POST"]
USUALLY_REACHABLE = timedelta(days=91)


@require_http_methods(GET_AND_POST)
def warm_handover_create(request: HttpRequest, number: str) -> HttpResponse:
    """Plan the talk in which the client is passed on."""
    user = current_user(request)
    client = open_client(request, number, write=True, what="chain.warmhandover")
    report = request.GET.get("verslag", "")
    initial: dict[str, Any] = {
        "reachable_name": str(user),
        "reachable_phone": user.phone,
        "reachable_until": timezone.localdate() + USUALLY_REACHABLE,
    }
    if report.isdecimal():
        initial["report"] = report
    form = PlanForm(request.POST if request.method == "POST" else None, client=client, initial=initial)
    page = FormPage(
        heading=_("Warme overdracht plannen"),
        submit=_("Overdracht plannen"),
        done=_("De overdracht staat gepland, met een lijst van wat er geregeld moet zijn."),
        back=reverse("chain:handovers", args=[client.number]),
        lead=_("De cliënt is erbij, met de oude en de nieuwe begeleider. Vaak ook de toezichthouder."),
        tab=TAB,
    )
    return fill_in(
        request, client, form, page, act=lambda values: plan_warm_handover(client=client, acting_user=user, **values)
    )


def _page(request: HttpRequest, client: Client, found: WarmHandover, **forms: Any) -> HttpResponse:
    lines = list(found.checks.select_related("changed_by"))
    return render(
        request,
        "chain/warm_handover.html",
        {
            "client": client,
            "frame": client_frame(client, current_user(request), TAB),
            "handover": found,
            "lines": lines,
            "open_lines": sum(line.is_open for line in lines),
            "line_form": LineForm(),
            "cancel_form": CancelForm(),
            **forms,
        },
    )


@require_safe
def warm_handover(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    """Show the handover with its checklist."""
    client, found = get_warm_handover(current_user(request), number, pk)
    return _page(request, client, found)


@require_http_methods(["POST"])
def warm_handover_check(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    """Tick off a line, say that it is not needed, open it again, or add one."""
    user = current_user(request)
    client, found = get_warm_handover(user, number, pk, write=True)
    adding = "text" in request.POST
    form = LineForm(request.POST) if adding else CheckForm(request.POST)
    if form.is_valid():
        try:
            if adding:
                add_check(handover=found, acting_user=user, **form.values())
            else:
                set_check(handover=found, acting_user=user, **form.values())
        except Refused as refusal:
            form.refuse(refusal)
        else:
            return redirect(found.get_absolute_url() + "#lijst")
    return _page(request, client, found, **{"line_form" if adding else "check_form": form})


@require_http_methods(GET_AND_POST)
def warm_handover_held(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    """Record that the talk was held, with what the client says of it."""
    user = current_user(request)
    client, found = get_warm_handover(user, number, pk, write=True)
    planned = timezone.localtime(found.planned_at)
    initial = {"held_on": min(planned.date(), timezone.localdate()), "held_time": planned.time()}
    form = HeldForm(request.POST if request.method == "POST" else None, initial=initial)
    page = FormPage(
        heading=_("Warme overdracht vastleggen"),
        submit=_("Overdracht vastleggen"),
        done=_("De overdracht is vastgelegd."),
        back=found.get_absolute_url(),
        lead=_("Aan %(name)s. De lijst kunt u daarna nog afronden.") % {"name": found.new_side},
        tab=TAB,
    )
    return fill_in(
        request, client, form, page, act=lambda values: hold_warm_handover(handover=found, acting_user=user, **values)
    )


@require_http_methods(["POST"])
def warm_handover_cancel(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    """Say that the talk does not take place, and why."""
    user = current_user(request)
    client, found = get_warm_handover(user, number, pk, write=True)
    form = CancelForm(request.POST)
    if form.is_valid():
        try:
            cancel_warm_handover(handover=found, acting_user=user, **form.values())
        except Refused as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("Vastgelegd dat de overdracht niet doorgaat."))
            return redirect(found)
    return _page(request, client, found, cancel_form=form)
