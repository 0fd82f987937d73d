"""The portal: what a partner sees and does, item by item what was shared with him."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import current_user, require_role
from accounts.enums import AuditAction, Role
from accounts.errors import Refused
from accounts.services.audit import record
from casework.selectors import counsellor_of
from casework.services.documents import read_document
from chain.access import (
    get_partner_agreement,
    get_partner_document,
    get_partner_notification,
    get_partner_takeover,
    get_shared_client,
    shared_clients,
)
from chain.enums import AgreementStatus, Party
from chain.forms.signatures import OfficerSigningForm
from chain.selectors.agreements import agreement_text, tracks_of
from chain.selectors.partner import exchange_with, inbox, partner_home, shared_file
from chain.services.agreements import act_on_agreement
from chain.services.notifications import acknowledge
from chain.services.takeovers import confirm_takeover

if TYPE_CHECKING:
    from django.http import HttpRequest

    from casework.models import Document

GET_AND_POST = ["GET", "HEAD", "POST"]


def show(request: HttpRequest, template: str, **context: Any) -> HttpResponse:
    """Render a page of the portal: a partner has no file to search for."""
    return render(request, template, {"client_switcher": False, **context})


@require_safe
def portal_home(request: HttpRequest) -> HttpResponse:
    """Show a partner his clients and what waits for him."""
    user = require_role(request, Role.PARTNER)
    home = partner_home(user)
    record(AuditAction.LIST, acting_user=user, object_type="chain.portal", subjects=home.numbers, rule="shared_clients")
    return show(request, "chain/portal_home.html", home=home)


@require_safe
def portal_inbox(request: HttpRequest) -> HttpResponse:
    """Show a partner the notifications he was sent, those that wait for him first."""
    user = require_role(request, Role.PARTNER)
    rows = inbox(user)
    record(
        AuditAction.LIST,
        acting_user=user,
        object_type="chain.notification",
        subjects=sorted({row.client.number for row in rows}),
        rule="readable_notifications",
    )
    return show(request, "chain/portal_inbox.html", notifications=rows)


@require_safe
def portal_client(request: HttpRequest, number: str) -> HttpResponse:
    """Show what was shared of one client."""
    user = current_user(request)
    client = get_shared_client(user, number)
    return show(
        request,
        "chain/portal_client.html",
        client=client,
        shared=shared_file(user, client),
        exchange=exchange_with(user, client),
        counsellor=counsellor_of(client),
    )


@require_http_methods(GET_AND_POST)
def portal_agreement(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the frozen text of an agreement; the officer says yes, or no because."""
    user = current_user(request)
    agreement = get_partner_agreement(user, pk)
    form = OfficerSigningForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            act_on_agreement(agreement=agreement, party=Party.PROBATION, acting_user=user, **form.cleaned_data)
        except Refused as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("Uw besluit is vastgelegd."))
            return redirect("chain:portal_agreement", pk=agreement.pk)
    text = agreement_text(agreement)
    acts = {act.party for act in agreement.acts.all()}
    return show(
        request,
        "chain/portal_agreement.html",
        agreement=agreement,
        client=agreement.client,
        text=text,
        tracks=tracks_of(agreement, text),
        tracks_acted=bool(acts),
        form=form,
        may_act=agreement.status == AgreementStatus.OFFERED and not agreement.is_stale and Party.PROBATION not in acts,
        instead_of="" if agreement.officer_id == user.pk else agreement.officer,
        takeovers=agreement.takeovers.select_related("from_officer", "to_officer"),
    )


@require_POST
def portal_takeover(request: HttpRequest, pk: int) -> HttpResponse:
    """Record that the successor read the agreement he took over."""
    user = current_user(request)
    takeover = get_partner_takeover(user, pk)
    confirm_takeover(takeover=takeover, acting_user=user)
    messages.success(request, _("Vastgelegd. De begeleiding ziet dat u de afspraken hebt gelezen."))
    return redirect("chain:portal_client", number=takeover.agreement.client.number)


@require_http_methods(GET_AND_POST)
def portal_notification(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a notification as it was sent; a post acknowledges it."""
    user = current_user(request)
    notification = get_partner_notification(user, pk)
    if request.method == "POST":
        try:
            acknowledge(notification=notification, acting_user=user)
        except Refused as refusal:
            messages.error(request, refusal.sentence)
        else:
            messages.success(request, _("De ontvangst is bevestigd. De begeleider ziet dat u het gelezen hebt."))
        return redirect("chain:portal_notification", pk=notification.pk)
    return show(
        request,
        "chain/portal_notification.html",
        notification=notification,
        client=notification.client,
        still_shared=shared_clients(user).filter(pk=notification.client_id).exists(),
        instead_of="" if notification.agreement.officer_id == user.pk else notification.agreement.officer,
    )


@require_safe
def portal_document(request: HttpRequest, pk: int) -> HttpResponse:
    """Give the partner the file of a shared document, to keep; its content was compared with its digest."""
    user = current_user(request)
    item = get_partner_document(user, pk)
    try:
        content = read_document(document=item.document, acting_user=user)
    except Refused as refusal:
        messages.error(request, refusal.sentence)
        return redirect("chain:portal_home")
    return file_response(item.document, content)


def file_response(document: Document, content: bytes) -> HttpResponse:
    """Return a file to keep, named by its number alone."""
    suffix = str(document.file.name).rpartition(".")[2]
    return HttpResponse(
        content,
        headers={
            "Content-Type": document.media_type,
            "Content-Disposition": f'attachment; filename="{document.number}.{suffix}"',
            "Cache-Control": "private, no-store",
        },
    )
