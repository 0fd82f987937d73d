"""A notification on the organisation's side: tell the client, check the text, send it, or let it lapse."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.access import current_user
from accounts.errors import Refused
from casework.access import may_write
from casework.frame_context import client_frame
from chain.access import get_notification
from chain.forms.notifications import DropForm, ExceptionForm, SendForm, ToldForm
from chain.selectors.notifications import basis_of
from chain.services.notifications import drop_notification, send_notification, tell_client

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
    """Send the text to the officer."""
    user = current_user(request)
    client, notification = get_notification(user, number, pk, write=True)
    form = SendForm(request.POST)
    if form.is_valid():
        try:
            send_notification(notification=notification, facts=form.cleaned_data["facts"], acting_user=user)
        except Refused as refusal:
            form.refuse(refusal)
            notification.refresh_from_db()
        else:
            messages.success(
                request, _("De melding is verstuurd aan %(name)s.") % {"name": notification.agreement.officer}
            )
            return redirect(notification)
    return _page(request, client, notification, send_form=form)


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
