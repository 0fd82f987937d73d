"""Who walks along with a client as expert by experience."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.access import current_user
from casework.access import open_client
from casework.enums import AssignmentRole
from casework.forms.clients import WalkForm
from casework.services.walks import begin_walk, end_walk
from casework.views.form_page import FormPage, fill_in

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


@require_http_methods(["GET", "HEAD", "POST"])
def walk(request: HttpRequest, number: str) -> HttpResponse:
    """Show who walks along, and let another begin."""
    client = open_client(request, number, write=True, what="casework.assignment")
    user = current_user(request)
    walking = client.assignments.filter(role=AssignmentRole.EXPERT_BY_EXPERIENCE, valid_until=None)
    page = FormPage(
        heading=_("Ervaringsdeskundige"),
        lead=_("Loopt mee als de cliënt dat wil. Hij ziet de stip op de horizon en de eigen doelen, niet het dossier."),
        submit=_("Toewijzen"),
        done=_("De ervaringsdeskundige is toegewezen."),
        back=reverse("casework:walk", args=[number]),
        tab="overview",
        template="casework/walk.html",
        context={"walking": walking.select_related("user")},
    )
    form = WalkForm(request.POST if request.method == "POST" else None, team_ids={client.team_id})
    return fill_in(
        request, client, form, page, act=lambda values: begin_walk(client=client, acting_user=user, **values)
    )


@require_POST
def walk_end(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    """End the walk of one expert by experience."""
    client = open_client(request, number, write=True, what="casework.assignment")
    assignment = get_object_or_404(client.assignments.filter(role=AssignmentRole.EXPERT_BY_EXPERIENCE), pk=pk)
    end_walk(assignment=assignment, acting_user=current_user(request))
    messages.success(request, _("Hij loopt niet meer mee."))
    return redirect("casework:walk", number)
