"""What the plan says to do now, recorded as it is done; and life events."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.access import current_user
from accounts.errors import Refused
from casework.access import open_client
from casework.frame_context import client_frame
from casework.views.form_page import FormPage, fill_in
from riskplans.enums import ActionResult
from riskplans.forms.checklists import ActionDoneForm, LifeEventForm
from riskplans.models import PhaseAction
from riskplans.selectors import current_phase, signs_behind
from riskplans.selectors.checklists import checklist
from riskplans.services.checklists import record_action, record_event

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

TAB = "signalling-plan"


@require_http_methods(["GET", "HEAD", "POST"])
def checklist_page(request: HttpRequest, number: str) -> HttpResponse:
    """Show what the plan says to do in the phase of now; a POST records what became of one action."""
    writes = request.method == "POST"
    client = open_client(request, number, write=writes, what="riskplans.actiondone")
    form = ActionDoneForm(request.POST if writes else None)
    if form.is_valid():
        values = form.values()
        action = (
            PhaseAction.objects.filter(pk=values.pop("action"), phase__plan__client=client)
            .select_related("phase__plan")
            .first()
        )
        if action is None:
            raise Http404
        try:
            record_action(client=client, action=action, acting_user=current_user(request), **values)
        except Refused as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("Vastgelegd: {action}").format(action=action.text))
            return redirect("riskplans:checklist", number=number)
    change = current_phase(client)
    return render(
        request,
        "riskplans/checklist.html",
        {
            "client": client,
            "frame": client_frame(client, current_user(request), TAB),
            "change": change,
            "seen": signs_behind([change]).get(change.pk) if change else None,
            "checklist": checklist(change),
            "form": form,
            "fresh": ActionDoneForm(auto_id=False),
            "results": ActionResult,
        },
    )


@require_http_methods(["GET", "HEAD", "POST"])
def event_create(request: HttpRequest, number: str) -> HttpResponse:
    """Write down a life event."""
    client = open_client(request, number, write=True, what="riskplans.lifeevent")
    user = current_user(request)
    page = FormPage(
        heading=_("Levensgebeurtenis vastleggen"),
        submit=_("Gebeurtenis vastleggen"),
        done=_("De gebeurtenis is vastgelegd."),
        back=reverse("riskplans:course", args=[number]),
        tab=TAB,
    )
    form = LifeEventForm(request.POST if request.method == "POST" else None)
    return fill_in(
        request, client, form, page, act=lambda values: record_event(client=client, acting_user=user, **values)
    )
