"""Handing one client over to another team, and taking that back before its day."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.access import current_user
from accounts.errors import Refused
from casework.access import open_client
from casework.forms.client_teams import TeamMoveForm
from casework.selectors.client_teams import leads_team_of, team_history, waiting_move
from casework.views.form_page import FormPage, fill_in
from overview.selectors.team_moves import team_move_plan
from overview.services.team_moves import move_to_team, take_back_move

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from casework.models import Client

WHAT = "casework.clientteam"
FOUND = 302


def _open(request: HttpRequest, number: str) -> Client:
    """Return the client for who leads his present team; raise ``PermissionDenied`` to others who may write."""
    client = open_client(request, number, write=True, what=WHAT)
    _refuse_others(request, client)
    return client


def _refuse_others(request: HttpRequest, client: Client) -> None:
    if not leads_team_of(current_user(request), client):
        raise PermissionDenied(_("De teamleider van het huidige team draagt een cliënt over aan een ander team."))


@require_http_methods(["GET", "HEAD", "POST"])
def team_move(request: HttpRequest, number: str) -> HttpResponse:
    """Ask to which team and from which day, show what that changes, and carry it out when that was seen.

    ``?team=`` and ``?vanaf=`` fill the form in, for a link from a stay in a house of another team.
    """
    client = _open(request, number)
    user = current_user(request)
    initial = {"team": request.GET.get("team", ""), "valid_from": request.GET.get("vanaf") or timezone.localdate()}
    form = TeamMoveForm(request.POST if request.method == "POST" else None, client=client, initial=initial)
    plan = team_move_plan(client, form.chosen, form.day) if form.chosen is not None and form.day is not None else None
    form.weigh(plan.people if plan is not None else ())
    context = {
        "plan": plan,
        "waiting": waiting_move(client),
        "history": team_history(client),
    }
    page = FormPage(
        heading=_("Overdragen aan een ander team"),
        lead=_("Nu bij %(team)s.") % {"team": client.team},
        submit=_("Overdragen aan %(team)s") % {"team": plan.team} if plan is not None else _("Verder"),
        done=_("De overdracht is vastgelegd. De teamleider van het nieuwe team krijgt bericht."),
        back=reverse("casework:client", args=[number]),
        tab="overview",
        template="overview/team_move.html",
        context=context,
    )
    response = fill_in(
        request, client, form, page, act=lambda values: move_to_team(client=client, acting_user=user, **values)
    )
    # The file may be closed to her now.
    if response.status_code == FOUND and not leads_team_of(user, client):
        return redirect("overview:transfers")
    return response


@require_POST
def team_move_withdraw(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    """Take back a handing over that waits for its day."""
    client = open_client(request, number, write=True, what=WHAT)
    move = get_object_or_404(client.team_rows.select_related("team"), pk=pk, decided_by__isnull=False)
    _refuse_others(request, client)
    day = date_format(move.valid_from, "j F Y")
    try:
        take_back_move(move=move, acting_user=current_user(request))
    except Refused as refusal:
        messages.error(request, refusal.sentence)
    else:
        messages.success(
            request,
            _("De overdracht aan %(team)s op %(day)s is ingetrokken.") % {"team": move.team, "day": day},
        )
    return redirect("overview:team_move", number=number)
