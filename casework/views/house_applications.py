"""What the team of a house reads of an application of another team's client, and what whoever leads it decides."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.access import current_user
from accounts.errors import Refused
from accounts.selectors import standing_of
from casework.access_places import decides_on, open_house_application
from casework.enums.placement import CLOSING
from casework.forms.placement import HouseDecisionForm
from casework.selectors.contra_indications import questions_about
from casework.selectors.people import counsellor_of
from casework.selectors.placement import application_view
from casework.services.placement import decide_on_application
from casework.views.asked_first import ask_first

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


@require_safe
def house_application(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the wish, the decisions, which points of the intake are in, and the questions at the house: nothing more."""
    application = open_house_application(request, pk)
    user, client = current_user(request), application.client
    view = application_view(client, application)
    context = {
        "view": view,
        "client": client,
        "counsellor": counsellor_of(client),
        "decides": decides_on(user, application),
        "questions": questions_about(client, view.location) if view.location is not None else (),
    }
    return render(request, "casework/house_application.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def house_application_decide(request: HttpRequest, pk: int) -> HttpResponse:
    """Record what is decided about a place in a house of one's own team."""
    application = open_house_application(request, pk, decide=True)
    user, client = current_user(request), application.client
    view = application_view(client, application)
    form = HouseDecisionForm(
        request.POST if request.method == "POST" else None,
        client=client,
        team_ids=standing_of(user).team_ids,
        initial={"location": view.location},
    )
    asked = ask_first(form, client, view.location)
    if form.is_bound and form.is_valid():
        try:
            made = decide_on_application(application=application, acting_user=user, **form.values())
        except Refused as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("Het besluit is vastgelegd."))
            # Refused, it is closed and no longer hers to read.
            closed = made.kind in CLOSING
            return redirect("casework:application_list") if closed else redirect("casework:house_application", pk=pk)
    context = {"view": view, "client": client, "form": form, **asked}
    return render(request, "casework/house_application_decide.html", context)
