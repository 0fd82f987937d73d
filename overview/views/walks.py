"""The pages of an expert by experience: with whom he walks along, and what is that client's own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.access import current_user, require_role
from accounts.enums import AuditAction, Role
from accounts.errors import Refused
from accounts.services.audit import record
from casework.enums import GoalOrigin
from casework.querysets import night_of
from casework.selectors.houses import house_of
from casework.selectors.people import counsellor_of, counsellors
from overview.access import open_walk, walked_with
from overview.forms import ContactForm
from overview.services.contacts import log_contact

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse, QueryDict

OWN_NOTES_SHOWN = 10
ASKED = {"form_token", "kind", "day", "time", "duration_minutes", "text", "went_well", "client_view"}


@require_safe
def my_people(request: HttpRequest) -> HttpResponse:
    """Show an expert by experience with whom he walks along."""
    user = require_role(request, Role.EXPERT_BY_EXPERIENCE)
    clients = list(walked_with(user).order_by("last_name", "first_name", "pk"))
    carers = counsellors([client.pk for client in clients], timezone.localdate())
    record(
        AuditAction.LIST,
        acting_user=user,
        object_type="overview.walk",
        subjects=[client.number for client in clients],
        rule="walked_with",
    )
    return render(
        request,
        "overview/my_people.html",
        {"rows": [(client, carers.get(client.pk)) for client in clients]},
    )


def _asked(sent: QueryDict) -> QueryDict:
    """Return of what was sent only what the page asks: goals, readers and agreements are for who keeps the file."""
    asked = sent.copy()
    for name in set(sent) - ASKED:
        del asked[name]
    return asked


@require_http_methods(["GET", "HEAD", "POST"])
def person(request: HttpRequest, number: str) -> HttpResponse:
    """Show what is the client's own: horizon, own goals, what this expert wrote himself; and log a contact."""
    client = open_walk(request, number, what="overview.walk")
    user = current_user(request)
    form = ContactForm(
        _asked(request.POST) if request.method == "POST" else None,
        client=client,
        author=user,
        sign_groups=[],
        conditions=[],
    )
    if form.is_valid():
        try:
            log_contact(client=client, acting_user=user, **form.values())
        except Refused as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("Het contact is vastgelegd. De begeleider leest het in het dossier."))
            return redirect("overview:person", client.number)
    return render(
        request,
        "overview/person.html",
        {
            "client": client,
            "form": form,
            "goals": client.goals.filter(origin=GoalOrigin.OWN, ended_on=None),
            "notes": client.notes.filter(author=user)[:OWN_NOTES_SHOWN],
            "counsellor": counsellor_of(client),
            "house": house_of(client, night_of(timezone.now())),
        },
    )
