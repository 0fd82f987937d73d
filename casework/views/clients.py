"""The list of clients, finding one, registering one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.access import current_user, require_role
from accounts.enums import AuditAction, Role
from accounts.errors import Refused
from accounts.selectors import standing_of
from accounts.services.audit import record
from casework.access import open_client
from casework.forms.clients import ClientForm, CounsellorForm, HorizonForm, SwitchForm
from casework.models import Client
from casework.selectors import client_rows
from casework.selectors.duplicates import known_ones
from casework.services.clients import LookAlikes, assign_counsellor, create_client, set_horizon
from casework.views.form_page import FormPage, fill_in

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.http import HttpRequest, HttpResponse

    from accounts.models import User

READERS = (Role.COUNSELLOR, Role.TEAM_LEAD, Role.BEHAVIOURAL_EXPERT, Role.INTAKE_OFFICER)
REGISTERS = (Role.COUNSELLOR, Role.TEAM_LEAD, Role.INTAKE_OFFICER)
PAGE_SIZE = 50
MOST_FOUND = 20
MINE, ALL = "mijn", "alle"


@require_safe
def client_list(request: HttpRequest) -> HttpResponse:
    """Show the clients this user may see: all of them, or his own (``bereik`` in the address)."""
    user = require_role(request, *READERS)
    standing = standing_of(user)
    mine = request.GET.get("bereik") == MINE
    clients = Client.objects.visible_to(user).select_related("team")
    if mine:
        clients = clients.of_counsellor(standing.acts_for, timezone.localdate())
    page = Paginator(clients, PAGE_SIZE).get_page(request.GET.get("page"))
    shown = list(page.object_list)
    record(
        AuditAction.LIST,
        acting_user=user,
        object_type="casework.client",
        subjects=[client.number for client in shown],
        rule="visible_to",
        details={"scope": MINE if mine else ALL, "page": page.number},
    )
    return render(
        request,
        "casework/client_list.html",
        {
            "rows": client_rows(shown),
            "page": page,
            "scope": MINE if mine else ALL,
            "may_write": standing.has(*REGISTERS),
        },
    )


@require_http_methods(["GET", "HEAD", "POST"])
def client_switch(request: HttpRequest) -> HttpResponse:
    """Find clients by name or number; a single hit opens the file. What was typed never stands in an address."""
    user = require_role(request, *READERS)
    if request.method != "POST":
        return redirect("casework:client_list")
    form = SwitchForm(request.POST)
    found: list[Client] = []
    if form.is_valid():
        matching = Client.objects.visible_to(user).matching(form.cleaned_data["q"]).select_related("team")
        found = list(matching[: MOST_FOUND + 1])
        record(
            AuditAction.SEARCH,
            acting_user=user,
            object_type="casework.client",
            subjects=[client.number for client in found],
            rule="visible_to",
            details={"found": len(found)},
        )
        if len(found) == 1:
            return redirect(found[0])
    return render(
        request,
        "casework/client_found.html",
        {"form": form, "rows": client_rows(found[:MOST_FOUND]), "more": len(found) > MOST_FOUND},
    )


def audit_look_alikes(user: User, found: Sequence[Client]) -> None:
    """Write down whose files were found because they look like what was typed."""
    record(
        AuditAction.SEARCH,
        acting_user=user,
        object_type="casework.client",
        subjects=[one.number for one in found],
        rule="look_alikes",
        details={"found": len(found)},
    )


@require_http_methods(["GET", "HEAD", "POST"])
def client_create(request: HttpRequest) -> HttpResponse:
    """Register a client in one of the user's own teams."""
    user = require_role(request, *REGISTERS)
    form = ClientForm(request.POST if request.method == "POST" else None, team_ids=standing_of(user).team_ids)
    found: tuple[Client, ...] = ()
    if form.is_bound and form.is_valid():
        try:
            client = create_client(**form.values(), acting_user=user)
        except LookAlikes as refusal:
            form.refuse(refusal)
            found = refusal.found
            audit_look_alikes(user, found)
        except Refused as refusal:
            form.refuse(refusal)
        else:
            messages.success(
                request,
                _("%(name)s is aangemeld onder nummer %(number)s.") % {"name": client.called, "number": client.number},
            )
            return redirect(client)
    return render(
        request, "casework/client_create.html", {"form": form, "known": known_ones(user, found) if found else None}
    )


@require_http_methods(["GET", "HEAD", "POST"])
def counsellor_set(request: HttpRequest, number: str) -> HttpResponse:
    """Assign the counsellor of a client from a day on."""
    client = open_client(request, number, write=True, what="casework.assignment")
    user = current_user(request)
    form = CounsellorForm(request.POST if request.method == "POST" else None, team_ids={client.team_id})
    page = FormPage(
        heading=_("Begeleider toewijzen"),
        submit=_("Begeleider toewijzen"),
        done=_("De begeleider is toegewezen."),
        back=reverse("casework:client", args=[number]),
        tab="overview",
    )
    return fill_in(
        request,
        client,
        form,
        page,
        act=lambda values: assign_counsellor(client=client, acting_user=user, **values),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def horizon(request: HttpRequest, number: str) -> HttpResponse:
    """Write down the dot on the horizon."""
    client = open_client(request, number, write=True)
    user = current_user(request)
    form = HorizonForm(request.POST if request.method == "POST" else None, initial={"horizon": client.horizon})
    page = FormPage(
        heading=_("Stip op de horizon"),
        submit=_("Stip op de horizon vastleggen"),
        done=_("De stip op de horizon is vastgelegd. Wat er stond, blijft te lezen."),
        back=reverse("casework:client", args=[number]),
        tab="overview",
        template="casework/horizon_form.html",
        context={"earlier": client.earlier_horizons.select_related("recorded_by")},
    )
    return fill_in(
        request, client, form, page, act=lambda values: set_horizon(client=client, acting_user=user, **values)
    )
