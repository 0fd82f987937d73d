"""The titles of a client through time, their suspensions, and what the client reads of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.access import current_user
from casework.access import may_write, open_client
from casework.forms.titles import KnownOnForm, SuspensionEndForm, SuspensionForm
from casework.frame_context import client_frame
from casework.selectors.own_choice import own_choice
from casework.selectors.titles import titles_view
from casework.services.titles import end_suspension, suspend
from casework.views.form_page import FormPage, fill_in

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


@require_safe
def titles(request: HttpRequest, number: str) -> HttpResponse:
    """Show the titles and profiles of a client in order, each end that was determined, and what was known on a day."""
    client = open_client(request, number, what="casework.forensictitle")
    form = KnownOnForm(request.GET or None)
    known_on = form.cleaned_data["op"] if form.is_valid() else None
    if known_on is not None and known_on >= timezone.localdate():
        known_on = None
    context = {
        "client": client,
        "frame": client_frame(client, current_user(request), "plan"),
        "view": titles_view(client, known_on),
        "form": form,
    }
    return render(request, "casework/titles.html", context)


@require_safe
def must(request: HttpRequest, number: str) -> HttpResponse:
    """Show the client in plain words what he must and where he decides himself."""
    client = open_client(request, number, what="casework.own_choice")
    may_issue = may_write(current_user(request), client)
    return render(
        request, "casework/must.html", {"client": client, "plain": own_choice(client), "may_issue": may_issue}
    )


@require_http_methods(["GET", "HEAD", "POST"])
def suspension_create(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    """Record that a title stands still."""
    client = open_client(request, number, write=True, what="casework.titlesuspension")
    title = get_object_or_404(client.titles.select_related("kind"), pk=pk)
    user = current_user(request)
    page = FormPage(
        heading=_("Schorsing vastleggen"),
        lead=" ".join(
            filter(
                None,
                (
                    f"{title.kind}: {title.kind.get_suspension_display()}.",
                    title.kind.suspension_rule,
                    f"({title.kind.get_suspension_certainty_display()})" if title.kind.suspension_certainty else "",
                ),
            )
        ),
        submit=_("Schorsing vastleggen"),
        done=_("De schorsing is vastgelegd."),
        back=_page(number),
    )
    form = SuspensionForm(request.POST if request.method == "POST" else None)
    return fill_in(request, client, form, page, act=lambda values: suspend(title=title, acting_user=user, **values))


@require_http_methods(["GET", "HEAD", "POST"])
def suspension_end(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    """Record the last day of a suspension."""
    client = open_client(request, number, write=True, what="casework.titlesuspension")
    row = get_object_or_404(
        client.title_suspensions.filter(title__withdrawn_at=None).select_related("title__kind"), pk=pk
    )
    user = current_user(request)
    page = FormPage(
        heading=_("Einde van de schorsing"),
        lead=_("%(kind)s staat stil sinds %(day)s: %(reason)s")
        % {"kind": row.title.kind, "day": date_format(row.valid_from, "j F Y"), "reason": row.reason},
        submit=_("Einde vastleggen"),
        done=_("Het einde van de schorsing is vastgelegd."),
        back=_page(number),
    )
    form = SuspensionEndForm(request.POST if request.method == "POST" else None)
    return fill_in(
        request, client, form, page, act=lambda values: end_suspension(suspension=row, acting_user=user, **values)
    )


def _page(number: str) -> str:
    return reverse("casework:titles", args=[number])
