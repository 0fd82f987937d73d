"""The address book of the chain: organisations, their people, invitations, and who follows up whom."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import current_user, require_role
from accounts.enums import AuditAction, OrganisationKind, Role
from accounts.errors import Refused
from accounts.models import Organisation, User
from accounts.services.audit import record
from casework.access import open_client
from casework.views.form_page import FormPage, fill_in
from chain.forms.involvements import (
    ClientPartnerForm,
    FollowUpForm,
    InvitePartnerForm,
    LinkAccountForm,
    OrganisationForm,
    PersonForm,
)
from chain.models import PartnerPerson
from chain.selectors.partners import accounts_of, current_clients, history_of, organisations, people_of
from chain.selectors.seats import organisations_of
from chain.services.involvements import follow_up
from chain.services.partners import (
    add_organisation,
    add_person,
    end_partner,
    invite_again,
    invite_partner,
    name_partner,
    person_left,
)
from chain.services.seats import link_account
from chain.views.cooperation import TAB

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from django.http import HttpRequest, HttpResponse

    from casework.forms import ActForm

GET_AND_POST = ["GET", "HEAD", "POST"]
KEEPERS = (Role.COUNSELLOR, Role.TEAM_LEAD)


def _organisation(pk: int) -> Organisation:
    found = Organisation.objects.exclude(kind=OrganisationKind.OWN).filter(pk=pk).first()
    if found is None:
        raise Http404(_("Deze organisatie bestaat niet."))
    return found


@require_safe
def partner_list(request: HttpRequest) -> HttpResponse:
    """Show the organisations of the chain."""
    require_role(request, *KEEPERS)
    return render(request, "chain/partner_list.html", {"organisations": organisations()})


def _form(
    request: HttpRequest,
    form: ActForm,
    *,
    heading: str,
    submit: str,
    lead: str,
    back: str,
    done: str,
    act: Callable[[dict[str, Any]], object],
) -> HttpResponse:
    """Show a form of the address book, or carry out its act and go back."""
    if form.is_bound and form.is_valid():
        try:
            act(form.values())
        except Refused as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, done)
            return redirect(back)
    words = {"heading": heading, "submit": submit, "lead": lead, "back": back}
    return render(request, "chain/partner_form.html", {"form": form, "page": words})


@require_http_methods(GET_AND_POST)
def organisation_create(request: HttpRequest) -> HttpResponse:
    """Add an organisation."""
    user = require_role(request, *KEEPERS)
    return _form(
        request,
        OrganisationForm(request.POST if request.method == "POST" else None),
        heading=_("Organisatie toevoegen"),
        submit=_("Organisatie toevoegen"),
        lead=_("Een organisatie waarmee u samenwerkt rond cliënten."),
        back=reverse("chain:partner_list"),
        done=_("De organisatie staat erbij."),
        act=lambda values: add_organisation(acting_user=user, **values),
    )


@require_safe
def organisation(request: HttpRequest, pk: int) -> HttpResponse:
    """Show an organisation with its people, and for whom they work as far as the reader may know."""
    user = require_role(request, *KEEPERS)
    found = _organisation(pk)
    people = people_of(found, user)
    shown = sorted({one.client.number for person in people for one in person.current})  # type: ignore[attr-defined]
    if shown:
        record(AuditAction.LIST, acting_user=user, object_type="chain.clientpartner", subjects=shown, rule="visible_to")
    return render(
        request,
        "chain/organisation.html",
        {"organisation": found, "accounts": accounts_of(found, user), "people": people},
    )


@require_http_methods(GET_AND_POST)
def person_create(request: HttpRequest, pk: int) -> HttpResponse:
    """Add somebody at an organisation."""
    user = require_role(request, *KEEPERS)
    found = _organisation(pk)
    return _form(
        request,
        PersonForm(request.POST if request.method == "POST" else None),
        heading=_("Contactpersoon toevoegen"),
        submit=_("Contactpersoon toevoegen"),
        lead=str(found),
        back=reverse("chain:organisation", args=[found.pk]),
        done=_("De contactpersoon staat erbij."),
        act=lambda values: add_person(organisation=found, acting_user=user, **values),
    )


@require_http_methods(GET_AND_POST)
def partner_invite(request: HttpRequest, pk: int) -> HttpResponse:
    """Give somebody of an organisation an account in the portal."""
    user = require_role(request, *KEEPERS)
    found = _organisation(pk)
    return _form(
        request,
        InvitePartnerForm(request.POST if request.method == "POST" else None),
        heading=_("Uitnodigen voor het portaal"),
        submit=_("Uitnodiging versturen"),
        lead=_("%(name)s. Een account alleen geeft nergens toegang toe: dat doen de samenwerkingsafspraken.")
        % {"name": found},
        back=reverse("chain:organisation", args=[found.pk]),
        done=_("De uitnodiging is verstuurd. Bij de eerste keer inloggen stelt hij een tweede stap in."),
        act=lambda values: invite_partner(organisation=found, acting_user=user, **values),
    )


@require_http_methods(GET_AND_POST)
def account_link(request: HttpRequest, pk: int) -> HttpResponse:
    """Link the account of a partner to this organisation: one account may be of several."""
    user = require_role(request, *KEEPERS)
    found = _organisation(pk)
    chosen = {"person": request.GET.get("contactpersoon", "")}
    return _form(
        request,
        LinkAccountForm(request.POST if request.method == "POST" else None, organisation=found, initial=chosen),
        heading=_("Account koppelen"),
        submit=_("Account koppelen"),
        lead=_(
            "%(name)s. Voor wie al een account heeft en ook hier werkt: hij houdt één account. "
            "Koppelen geeft nergens toegang toe: dat doen de samenwerkingsafspraken."
        )
        % {"name": found},
        back=reverse("chain:organisation", args=[found.pk]),
        done=_("Het account is gekoppeld. U kunt hem nu namens deze organisatie als toezichthouder kiezen."),
        act=lambda values: link_account(organisation=found, acting_user=user, **values),
    )


@require_POST
def partner_person_left(request: HttpRequest, pk: int) -> HttpResponse:
    """Record that a contact person works there no longer."""
    user = require_role(request, *KEEPERS)
    person = PartnerPerson.objects.exclude(organisation__kind=OrganisationKind.OWN).filter(pk=pk).first()
    if person is None:
        raise Http404(_("Deze contactpersoon bestaat niet."))
    person_left(person=person, acting_user=user)
    messages.success(request, _("Vastgelegd: deze contactpersoon werkt daar niet meer."))
    return redirect("chain:organisation", pk=person.organisation_id)


def _partner(pk: int) -> User:
    found: User | None = User.objects.exclude(organisation=None).select_related("organisation").filter(pk=pk).first()
    if found is None:
        raise Http404(_("Deze ketenpartner bestaat niet."))
    return found


@require_POST
def partner_invite_again(request: HttpRequest, pk: int) -> HttpResponse:
    """Send the invitation once more."""
    user = require_role(request, *KEEPERS)
    partner = _partner(pk)
    try:
        invite_again(partner=partner, acting_user=user)
    except Refused as refusal:
        messages.error(request, refusal.sentence)
    else:
        messages.success(request, _("De uitnodiging is opnieuw verstuurd."))
    return redirect("chain:organisation", pk=partner.organisation_id)


@require_http_methods(GET_AND_POST)
def officer_page(request: HttpRequest, pk: int) -> HttpResponse:
    """Show for whom an officer works and worked; a post lets a successor follow him up, for all chosen clients at once."""
    user = require_role(request, *KEEPERS)
    partner = _partner(pk)
    clients = current_clients(partner, user)
    form = FollowUpForm(request.POST if request.method == "POST" else None, from_officer=partner, clients=clients)
    if form.is_bound and form.is_valid():
        try:
            rows = follow_up(from_officer=partner, acting_user=user, **form.values())
        except Refused as refusal:
            form.refuse(refusal)
        else:
            count = len(rows)
            messages.success(
                request,
                ngettext(
                    "Vastgelegd voor %(count)s cliënt. De opvolger krijgt een mail zonder inhoud.",
                    "Vastgelegd voor %(count)s cliënten. De opvolger krijgt een mail zonder inhoud.",
                    count,
                )
                % {"count": count},
            )
            return redirect("chain:officer_page", pk=partner.pk)
    history = history_of(partner, user)
    numbers = sorted({row.client.number for row in history})
    if numbers:
        record(AuditAction.LIST, acting_user=user, object_type="chain.involvement", subjects=numbers, rule="visible_to")
    return render(
        request,
        "chain/officer_page.html",
        {
            "partner": partner,
            "organisations": organisations_of(partner),
            "history": history,
            "form": form,
            "has_clients": bool(form.fields["clients"].initial),
        },
    )


@require_http_methods(GET_AND_POST)
def client_partner(request: HttpRequest, number: str) -> HttpResponse:
    """Name a partner of a client beside the officer."""
    user = current_user(request)
    client = open_client(request, number, write=True, what="chain.clientpartner")
    page = FormPage(
        heading=_("Ketenpartner vastleggen"),
        lead=_("Wie van een andere organisatie werkt met hem. Het geeft geen toegang tot het dossier."),
        submit=_("Ketenpartner vastleggen"),
        done=_("De ketenpartner staat erbij."),
        back=reverse("chain:cooperation", args=[client.number]),
        tab=TAB,
    )
    form = ClientPartnerForm(request.POST if request.method == "POST" else None)
    return fill_in(
        request, client, form, page, act=lambda values: name_partner(client=client, acting_user=user, **values)
    )


@require_POST
def client_partner_end(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    """Record that a partner works for the client no longer."""
    user = current_user(request)
    client = open_client(request, number, write=True, what="chain.clientpartner")
    partner = client.partners.filter(pk=pk).first()
    if partner is None:
        raise Http404(_("Deze ketenpartner bestaat niet."))
    end_partner(partner=partner, acting_user=user)
    messages.success(request, _("Vastgelegd tot wanneer deze ketenpartner erbij was."))
    return redirect("chain:cooperation", client.number)
