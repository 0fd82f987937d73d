"""Leave of a resident, and the hours in which a condition wants him at home."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.access import current_user
from accounts.errors import Refused
from casework.access import open_client, open_resident
from casework.forms.presence import LeaveForm, LeaveWithdrawForm, WindowForm
from casework.models import ConditionWindow
from casework.selectors.windows import rules_on, windows_of
from casework.services.leaves import add_window, end_window, grant_leave, return_from_leave, withdraw_leave
from casework.views.form_page import FormPage, fill_in
from casework.views.house_page import fill_in_house

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


@require_http_methods(["GET", "HEAD", "POST"])
def leave_create(request: HttpRequest, house: int, number: str) -> HttpResponse:
    """Record a leave; the hours in which he must be home stand beside the form."""
    place, client = open_resident(request, house, number, what="casework.leave")
    user = current_user(request)
    today = timezone.localdate()
    page = FormPage(
        heading=_("Verlof van %(name)s") % {"name": client.called},
        submit=_("Verlof vastleggen"),
        done=_("Het verlof van %(name)s is vastgelegd.") % {"name": client.called},
        back=reverse("casework:house", args=[place.pk]),
        tab="presence",
        template="casework/leave_form.html",
        context={
            "client": client,
            "windows": windows_of([client.pk], today).get(client.pk, []),
            "rules": rules_on(place, today),
        },
    )
    form = LeaveForm(request.POST if request.method == "POST" else None)
    return fill_in_house(
        request, place, form, page, act=lambda values: grant_leave(client=client, acting_user=user, **values)
    )


@require_POST
def leave_return(request: HttpRequest, house: int, number: str, pk: int) -> HttpResponse:
    """Record in one tap that he is back from leave."""
    place, client = open_resident(request, house, number, what="casework.leave")
    leave = get_object_or_404(client.leaves, pk=pk)
    try:
        return_from_leave(leave=leave, returned_at=timezone.now(), acting_user=current_user(request))
    except Refused as refusal:
        messages.error(request, refusal.sentence)
    else:
        messages.success(request, _("%(name)s is terug van verlof.") % {"name": client.called})
    return redirect("casework:house", place.pk)


@require_http_methods(["GET", "HEAD", "POST"])
def leave_withdraw(request: HttpRequest, house: int, number: str, pk: int) -> HttpResponse:
    """Withdraw a leave that does not happen."""
    place, client = open_resident(request, house, number, what="casework.leave")
    leave = get_object_or_404(client.leaves, pk=pk)
    user = current_user(request)
    page = FormPage(
        heading=_("Verlof intrekken"),
        lead=_("%(name)s, %(start)s naar %(destination)s.")
        % {
            "name": client.called,
            "start": timezone.localtime(leave.starts_at).strftime("%d-%m-%Y %H:%M"),
            "destination": leave.destination,
        },
        submit=_("Verlof intrekken"),
        done=_("Het verlof is ingetrokken."),
        back=reverse("casework:house", args=[place.pk]),
        tab="presence",
    )
    form = LeaveWithdrawForm(request.POST if request.method == "POST" else None)
    return fill_in_house(
        request, place, form, page, act=lambda values: withdraw_leave(leave=leave, acting_user=user, **values)
    )


@require_http_methods(["GET", "HEAD", "POST"])
def window_create(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    """Record the hours in which a condition wants the client at home; those that were recorded stand above."""
    client = open_client(request, number, write=True, what="casework.conditionwindow")
    condition = get_object_or_404(client.conditions.standing().select_related("kind", "title"), pk=pk)
    condition.client = client
    user = current_user(request)
    page = FormPage(
        heading=_("Tijden waarop hij thuis is"),
        lead=f"{condition.kind}: {condition.text}",
        submit=_("Tijden vastleggen"),
        done=_("De tijden zijn vastgelegd. Ze staan nu in het huis bij zijn naam."),
        back=reverse("casework:plan", args=[number]),
        template="casework/window_form.html",
        context={"windows": list(condition.windows.all()), "condition": condition},
    )
    form = WindowForm(
        request.POST if request.method == "POST" else None,
        initial={"valid_from": max(condition.valid_from, timezone.localdate())},
    )
    return fill_in(
        request, client, form, page, act=lambda values: add_window(condition=condition, acting_user=user, **values)
    )


@require_POST
def window_end(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    """Let hours hold for the last time today."""
    client = open_client(request, number, write=True, what="casework.conditionwindow")
    window = get_object_or_404(ConditionWindow.objects.filter(condition__client=client), pk=pk)
    try:
        end_window(window=window, valid_until=timezone.localdate(), acting_user=current_user(request))
    except Refused as refusal:
        messages.error(request, refusal.sentence)
    else:
        messages.success(request, _("Deze tijden gelden vandaag voor het laatst."))
    return redirect("casework:window_create", number, window.condition_id)
