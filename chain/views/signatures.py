"""Signing a version: for the organisation with one's own account, on paper with a scan, by a link that works once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import current_user
from accounts.enums import AuditAction, AuditOutcome, Role
from accounts.errors import Refused
from accounts.selectors import standing_of
from accounts.services.audit import record
from accounts.views.links import by_link, visitor
from casework.frame_context import client_frame
from chain.access import get_agreement
from chain.enums import Party
from chain.forms.signatures import LinkForm, LinkSigningForm, OfficerSigningForm, PaperForm, SigningForm
from chain.selectors.agreements import agreement_text, tracks_of
from chain.services.agreements import act_on_agreement
from chain.services.signatures import LINK_PURPOSE, agreement_of_link, offer_link, sign_by_link, sign_on_paper
from chain.views.cooperation import TAB

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from accounts.models import OneTimeLink
    from casework.models import Client
    from chain.models import Agreement


def _page(request: HttpRequest, template: str, client: Client, version: Agreement, **more: Any) -> HttpResponse:
    text = agreement_text(version)
    context = {
        "client": client,
        "frame": client_frame(client, current_user(request), TAB),
        "agreement": version,
        "text": text,
        "tracks": tracks_of(version, text),
        **more,
    }
    return render(request, template, context)


def agreement_act(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    """Say, for the organisation, whether it agrees with the frozen text."""
    user = current_user(request)
    client, version = get_agreement(user, number, pk, write=True)
    form = SigningForm(request.POST) if request.method == "POST" else SigningForm(initial={"signature": ""})
    if form.is_bound and form.is_valid():
        try:
            act_on_agreement(agreement=version, party=Party.ORGANISATION, acting_user=user, **form.cleaned_data)
        except Refused as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("Het standpunt van de begeleiding is ondertekend."))
            return redirect(version)
    return _page(request, "chain/agreement_act.html", client, version, form=form)


def agreement_paper(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    """Bring in a version that was signed on paper, with its scan."""
    user = current_user(request)
    client, version = get_agreement(user, number, pk, write=True)
    tracks = tracks_of(version, agreement_text(version))
    form = (
        PaperForm(request.POST, request.FILES, tracks=tracks) if request.method == "POST" else PaperForm(tracks=tracks)
    )
    if form.is_bound and form.is_valid():
        try:
            act = sign_on_paper(agreement=version, acting_user=user, **form.values())
        except Refused as refusal:
            form.refuse(refusal)
        else:
            messages.success(
                request,
                _("Vastgelegd wat er op papier staat van: %(party)s.") % {"party": act.get_party_display()},
            )
            return redirect(version)
    return _page(request, "chain/agreement_paper.html", client, version, form=form)


@require_POST
def agreement_link(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    """Make a link with which the client or the officer signs, and show it once, with its QR code."""
    user = current_user(request)
    client, version = get_agreement(user, number, pk, write=True)
    form = LinkForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Kies voor wie de link is."))
        return redirect(version)
    try:
        issued = offer_link(agreement=version, party=form.cleaned_data["party"], acting_user=user)
    except Refused as refusal:
        messages.error(request, refusal.sentence)
        return redirect(version)
    return _page(
        request,
        "chain/agreement_link.html",
        client,
        version,
        address=request.build_absolute_uri(issued.path),
        expires_at=issued.link.expires_at,
        for_client=issued.link.for_whom == Party.CLIENT,
    )


def _let_in(request: HttpRequest, link: OneTimeLink) -> Agreement:
    """Return the version of a link; raise ``Http404``, with an audit row, for a partner who holds the link of another.

    A link asks for nobody. But whoever is logged in as a partner is somebody: he signs for himself and for nobody else.
    """
    version = agreement_of_link(link)
    user = visitor(request)
    if user is not None and standing_of(user).has(Role.PARTNER):
        own = link.for_whom == Party.PROBATION and version.officer_id in standing_of(user).acts_for
        if not own:
            record(
                AuditAction.READ,
                acting_user=user,
                client_number=version.client.number,
                obj=version,
                outcome=AuditOutcome.REFUSED,
                rule=LINK_PURPOSE,
            )
            raise Http404(_("Deze link is voor iemand anders."))
    return version


@require_http_methods(["GET", "HEAD", "POST"])
@by_link(LINK_PURPOSE)
def sign_with_link(request: HttpRequest, *, link: OneTimeLink) -> HttpResponse:
    """Show the frozen text to the holder of a link, who says yes with his signature, or no because."""
    version = _let_in(request, link)
    kind = OfficerSigningForm if link.for_whom == Party.PROBATION else LinkSigningForm
    form = kind(request.POST) if request.method == "POST" else kind()
    if form.is_bound and form.is_valid():
        try:
            sign_by_link(link=link, **form.cleaned_data)
        except Refused as refusal:
            form.refuse(refusal)
        else:
            return redirect("chain:signed_by_link")
    return render(
        request,
        "chain/link_sign.html",
        {
            "agreement": version,
            "client": version.client,
            "text": agreement_text(version),
            "form": form,
            "for_client": link.for_whom == Party.CLIENT,
        },
    )


@require_safe
@by_link(LINK_PURPOSE, also_used=True)
def signed_with_link(request: HttpRequest, *, link: OneTimeLink) -> HttpResponse:
    """Say thank you, and what was said."""
    version = _let_in(request, link)
    act = version.acts.filter(party=link.for_whom).first()
    if act is None:
        return redirect("chain:sign_by_link")
    return render(request, "chain/link_signed.html", {"act": act, "for_client": link.for_whom == Party.CLIENT})
