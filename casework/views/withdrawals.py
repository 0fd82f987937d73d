"""Taking back a title or a stay that was typed by mistake."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.access import current_user
from casework.access import open_client
from casework.forms.withdrawals import WithdrawForm
from casework.services.withdrawals import withdraw_stay, withdraw_title
from casework.views.form_page import FormPage, fill_in

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

FORM = ["GET", "HEAD", "POST"]


@require_http_methods(FORM)
def title_withdraw(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    """Take back a title, and with it the conditions that were set with it."""
    client = open_client(request, number, write=True, what="casework.forensictitle")
    title = get_object_or_404(client.titles.select_related("kind"), pk=pk)
    user = current_user(request)
    conditions = ", ".join(str(one.kind) for one in title.conditions.standing().select_related("kind"))
    lead = _("%(kind)s, vanaf %(start)s.") % {"kind": title.kind, "start": date_format(title.valid_from, "j F Y")}
    if conditions:
        lead += " " + _("Deze voorwaarden worden mee ingetrokken: %(conditions)s.") % {"conditions": conditions}
    page = FormPage(
        heading=_("Titel intrekken"),
        lead=lead,
        submit=_("Titel intrekken"),
        done=_("De titel is ingetrokken en telt nergens meer mee."),
        back=reverse("casework:titles", args=[number]),
        tab="plan",
    )
    form = WithdrawForm(
        request.POST if request.method == "POST" else None,
        hint=_(
            "Bijvoorbeeld: hoort bij een andere cliënt. Eindigde de titel eerder, kies dan ‘Einddatum bevestigen’. "
            "Stukken en afspraken die al gemaakt zijn, veranderen niet."
        ),
    )
    return fill_in(
        request, client, form, page, act=lambda values: withdraw_title(title=title, acting_user=user, **values)
    )


@require_http_methods(FORM)
def stay_withdraw(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    """Take back a stay; an application that closed with it is open again."""
    client = open_client(request, number, write=True, what="casework.stay")
    stay = get_object_or_404(client.stays.select_related("location"), pk=pk)
    user = current_user(request)
    page = FormPage(
        heading=_("Verblijf intrekken"),
        lead=_("%(location)s, vanaf %(start)s.")
        % {"location": stay.location, "start": date_format(stay.valid_from, "j F Y")},
        submit=_("Verblijf intrekken"),
        done=_("Het verblijf is ingetrokken en telt nergens meer mee."),
        back=reverse("casework:stays", args=[number]),
        tab="plan",
    )
    form = WithdrawForm(
        request.POST if request.method == "POST" else None,
        hint=_(
            "Bijvoorbeeld: de verkeerde locatie of datum. Ging de cliënt weg, kies dan ‘Verblijf afsluiten’. "
            "Een aanmelding die met dit verblijf werd afgesloten, staat daarna weer open."
        ),
    )
    return fill_in(request, client, form, page, act=lambda values: withdraw_stay(stay=stay, acting_user=user, **values))
