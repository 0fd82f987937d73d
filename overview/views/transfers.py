"""Handing a caseload over: whose, to whom, and what came of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import require_role
from accounts.enums import AuditAction, Role
from accounts.errors import Refused
from accounts.selectors import standing_of
from accounts.services.audit import record
from casework.models import Appointment
from overview.forms import TransferForm
from overview.selectors import counsellors_of
from overview.selectors.team_moves import arrivals_for, not_coming
from overview.selectors.transfers import (
    alone_for,
    carriers_for,
    clients_of,
    leavers_for,
    open_work,
    overlaps,
    parts_for,
    received_lately,
    transfers_for,
)
from overview.services.transfers import end_transfer, transfer_caseload

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from accounts.models import User
    from overview.models import CaseloadTransfer

LARGEST_ID = 2**63 - 1
LATEST = 20


def _keeper(request: HttpRequest) -> User:
    return require_role(request, Role.COUNSELLOR, Role.TEAM_LEAD)


@require_safe
def transfers(request: HttpRequest) -> HttpResponse:
    """Show whose caseload this user may hand over, what came to him, who has nobody, and what was handed over."""
    user = _keeper(request)
    leads = standing_of(user).has(Role.TEAM_LEAD)
    received, alone = received_lately(user), list(alone_for(user)) if leads else []
    arrivals, withdrawn = arrivals_for(user), not_coming(user)
    record(
        AuditAction.LIST,
        acting_user=user,
        object_type="overview.caseloadtransfer",
        subjects=sorted(
            {one.client.number for one in received}
            | {one.number for one in alone}
            | {one.move.client.number for one in arrivals}
            | {one.client.number for one in withdrawn}
        ),
    )
    context = {
        "carriers": carriers_for(user),
        "received": received,
        "arrivals": arrivals,
        "withdrawn": withdrawn,
        "alone": alone,
        "leads": leads,
        "made": transfers_for(user)[:LATEST],
    }
    return render(request, "overview/transfers.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def transfer_create(request: HttpRequest, leaver: int) -> HttpResponse:
    """Show what is open for each client of somebody, and hand them over."""
    user = _keeper(request)
    found = leavers_for(user).filter(pk=leaver).first() if leaver <= LARGEST_ID else None
    if found is None:
        raise Http404(_("Deze collega heeft geen cliënten die u kunt overdragen."))
    clients = list(clients_of(found, user))
    work = open_work(clients, found, user)
    record(
        AuditAction.LIST,
        acting_user=user,
        object_type="overview.caseloadtransfer",
        subjects=[client.number for client in clients],
    )
    people = [one for one in counsellors_of(user) if one.pk != found.pk]
    form = TransferForm(request.POST if request.method == "POST" else None, clients=clients, people=people)
    if form.is_valid():
        try:
            made = transfer_caseload(leaver=found, acting_user=user, **form.values())
        except Refused as refusal:
            form.refuse(refusal)
        else:
            number = made.parts.count()
            done = ngettext("%(number)s cliënt is overgedragen.", "%(number)s cliënten zijn overgedragen.", number)
            messages.success(request, done % {"number": number})
            return redirect(made)
    rows = [(fields, work[fields.client.pk]) for fields in form.rows()]
    return render(request, "overview/transfer_create.html", {"form": form, "leaver": found, "rows": rows})


def _open_transfer(request: HttpRequest, pk: int) -> tuple[User, CaseloadTransfer]:
    user = _keeper(request)
    if pk > LARGEST_ID:
        raise Http404
    return user, get_object_or_404(transfers_for(user), pk=pk)


@require_safe
def transfer(request: HttpRequest, pk: int) -> HttpResponse:
    """Show who went to whom, what the successor must know, and what is open now."""
    user, found = _open_transfer(request, pk)
    parts = parts_for(found, user)
    clients = [part.client for part in parts]
    record(
        AuditAction.READ,
        acting_user=user,
        obj=found,
        subjects=[client.number for client in clients],
        rule="transfers_for",
    )
    by_successor = {part.client_id: part.successor for part in parts}
    coming = Appointment.objects.without_outcome().filter(
        client__in=clients, user__in=set(by_successor.values()), starts_at__gt=timezone.now()
    )
    appointments: dict[int, list[tuple[Appointment, bool]]] = {}
    rows = list(coming.select_related("client").order_by("starts_at"))
    double = {one.pk for one in overlaps(rows)}
    for row in rows:
        if row.user_id == by_successor[row.client_id].pk:
            appointments.setdefault(row.client_id, []).append((row, row.pk in double))
    work = open_work(clients, found.leaver, user)
    context = {
        "transfer": found,
        "rows": [(part, appointments.get(part.client_id, []), work[part.client_id]) for part in parts],
        "may_end": found.may_be_ended and leavers_for(user).filter(pk=found.leaver_id).exists(),
    }
    return render(request, "overview/transfer.html", context)


@require_POST
def transfer_end(request: HttpRequest, pk: int) -> HttpResponse:
    """End a temporary transfer before its day."""
    user, found = _open_transfer(request, pk)
    try:
        end_transfer(transfer=found, acting_user=user)
    except Refused as refusal:
        messages.error(request, refusal.sentence)
    else:
        messages.success(request, _("De overdracht is beëindigd. De cliënten en hun afspraken zijn terug."))
    return redirect(found)
