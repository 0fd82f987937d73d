"""A notification on the organisation's side: tell the client, check the text, send it, or let it lapse."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.access import current_user, require_role
from accounts.enums import AuditAction, Role
from accounts.errors import Refused
from accounts.services.audit import record
from casework.access import may_write, open_client
from casework.frame_context import client_frame
from chain.access import get_notification
from chain.enums import Channel
from chain.forms.notifications import (
    ByHandForm,
    DropForm,
    ExceptionForm,
    HintForm,
    OutsideForm,
    SendForm,
    ToldForm,
)
from chain.selectors.escalation import waiting_for
from chain.selectors.notifications import basis_of
from chain.selectors.rules import rules_in_force
from chain.services.hints import settle_hint
from chain.services.notifications import (
    drop_notification,
    record_told_outside,
    send_notification,
    tell_and_send,
    tell_client,
)
from chain.services.rules import notify_by_hand

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from casework.models import Client
    from chain.models import Notification


def _page(request: HttpRequest, client: Client, notification: Notification, **forms: Any) -> HttpResponse:
    """Show the notification, with the forms of the steps that are still open; a form that was refused comes along."""
    user = current_user(request)
    context = {
        "client": client,
        "notification": notification,
        "officer": notification.agreement.officer,
        "basis": basis_of(notification),
        "frame": client_frame(client, user, "cooperation"),
        "told_form": ToldForm(prefix="told"),
        "exception_form": ExceptionForm(
            prefix="exception", initial={"exception_reason": notification.exception_reason}
        ),
        "send_form": SendForm(initial={"facts": notification.facts}),
        "drop_form": DropForm(),
        "outside_form": OutsideForm(
            prefix="outside",
            initial={
                "facts": notification.facts,
                "spoken_to": str(notification.agreement.officer),
                "channel": notification.rule.channel if notification.rule.channel != Channel.PORTAL else Channel.PHONE,
            },
        ),
        "by_phone": notification.rule.channel != Channel.PORTAL,
        "escalated_to": list(notification.escalations.select_related("recipient")) if notification.is_open else [],
        "may_write": may_write(user, client),
        "may_tell": notification.dropped_at is None
        and (notification.sent_at is None or notification.client_told_at is None),
        **forms,
    }
    return render(request, "chain/notification.html", context)


@require_safe
def notification_page(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    """Show one notification and what is still to be done with it."""
    client, notification = get_notification(current_user(request), number, pk)
    return _page(request, client, notification)


@require_POST
def notification_tell(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    """Record that the client knows, or why he cannot know yet."""
    user = current_user(request)
    client, notification = get_notification(user, number, pk, write=True)
    later = "exception" in request.POST
    form = ExceptionForm(request.POST, prefix="exception") if later else ToldForm(request.POST, prefix="told")
    if form.is_valid():
        values = form.cleaned_data
        try:
            tell_client(
                notification=notification,
                told_at=values.get("told_at"),
                reaction=values.get("reaction", ""),
                exception_reason=values.get("exception_reason", ""),
                acting_user=user,
            )
        except Refused as refusal:
            form.refuse(refusal)
        else:
            messages.success(
                request,
                _("De reden is vastgelegd.") if later else _("Vastgelegd dat de cliënt het weet."),
            )
            return redirect(notification)
    return _page(request, client, notification, **{"exception_form" if later else "told_form": form})


@require_POST
def notification_send(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    """Send the text to the officer; with the telling of the client in the same act, where that was not recorded yet."""
    user = current_user(request)
    client, notification = get_notification(user, number, pk, write=True)
    form = SendForm(request.POST)
    told = ToldForm(request.POST, prefix="told") if "told-told_at" in request.POST else None
    if form.is_valid() & (told is None or told.is_valid()):
        try:
            if told is None:
                send_notification(notification=notification, facts=form.cleaned_data["facts"], acting_user=user)
            else:
                tell_and_send(
                    notification=notification, acting_user=user, **told.cleaned_data, facts=form.cleaned_data["facts"]
                )
        except Refused as refusal:
            (told if told is not None and refusal.field in told.fields else form).refuse(refusal)
            notification.refresh_from_db()
        else:
            messages.success(
                request, _("De melding is verstuurd aan %(name)s.") % {"name": notification.agreement.officer}
            )
            return redirect(notification)
    more = {} if told is None else {"told_form": told}
    return _page(request, client, notification, send_form=form, **more)


@require_POST
def notification_outside(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    """Record that it was told by phone, in a talk or on paper."""
    user = current_user(request)
    client, notification = get_notification(user, number, pk, write=True)
    form = OutsideForm(request.POST, prefix="outside")
    if form.is_valid():
        try:
            record_told_outside(notification=notification, acting_user=user, **form.cleaned_data)
        except Refused as refusal:
            form.refuse(refusal)
            notification.refresh_from_db()
        else:
            messages.success(request, _("Vastgelegd wanneer en aan wie u het hebt gemeld."))
            return redirect(notification)
    return _page(request, client, notification, outside_form=form)


@require_POST
def notification_drop(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    """Let the notification lapse, with the reason."""
    user = current_user(request)
    client, notification = get_notification(user, number, pk, write=True)
    form = DropForm(request.POST)
    if form.is_valid():
        try:
            drop_notification(notification=notification, reason=form.cleaned_data["reason"], acting_user=user)
        except Refused as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("De melding is vervallen. De reden staat erbij."))
            return redirect(notification)
    return _page(request, client, notification, drop_form=form)


def notification_create(request: HttpRequest, number: str) -> HttpResponse:
    """Make a notification by hand, under a rule of the agreement in force."""
    user = current_user(request)
    client = open_client(request, number, write=True, what="chain.notification")
    rules = rules_in_force(client)
    form = ByHandForm(request.POST if request.method == "POST" else None, rules=rules)
    if form.is_valid():
        try:
            made = notify_by_hand(client=client, acting_user=user, **form.values())
        except Refused as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("De melding is gemaakt. Vertel het de cliënt en verstuur haar."))
            return redirect(made)
    return render(
        request,
        "chain/notification_form.html",
        {"client": client, "frame": client_frame(client, user, "cooperation"), "form": form, "rules": rules},
    )


@require_POST
def hint_settle(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    """Record what came of talking about an event without a rule."""
    user = current_user(request)
    client = open_client(request, number, write=True, what="chain.rulehint")
    hint = get_object_or_404(client.rule_hints, pk=pk)
    form = HintForm(request.POST)
    if form.is_valid():
        settle_hint(hint=hint, outcome=form.cleaned_data["outcome"], acting_user=user)
        messages.success(request, _("Vastgelegd wat u hebt besproken."))
    else:
        messages.error(request, _("Schrijf op wat u hebt besproken. Eén zin is genoeg."))
    return redirect("chain:cooperation", client.number)


@require_safe
def to_report(request: HttpRequest) -> HttpResponse:
    """List what still has to be told about the clients whose file one sees, soonest first."""
    user = require_role(request, Role.COUNSELLOR, Role.TEAM_LEAD)
    rows = waiting_for(user)
    record(
        AuditAction.LIST,
        acting_user=user,
        object_type="chain.notification",
        subjects=sorted({row.notification.client.number for row in rows}),
        rule="visible_to",
    )
    return render(request, "chain/to_report.html", {"rows": rows, "escalated": [row for row in rows if row.escalated]})
