"""The agreement on the organisation's side: writing it, putting it before the parties, and ending it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.access import current_user
from accounts.errors import Refused
from casework.access import open_client
from casework.frame_context import client_frame
from casework.views.drafts import take_up
from chain.access import get_agreement
from chain.forms.agreements import AgreementForm, EndForm, resumed_rules, rule_rows, typed_rules, with_habits
from chain.selectors.agreements import WAITING, agreement_text, starting_point, tracks_of
from chain.selectors.officers import officer_of
from chain.services.agreements import (
    change_draft,
    draft_agreement,
    end_agreement,
    offer_agreement,
)
from chain.views.cooperation import TAB

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

DRAFT = "chain.agreement"


def agreement_create(request: HttpRequest, number: str) -> HttpResponse:
    """Draft agreements; a new version starts from the text that is in force, or was proposed last."""
    client = open_client(request, number, write=True, what="chain.agreement")
    user = current_user(request)
    start = starting_point(client, meeting_pk=request.GET.get("overleg", ""))
    form, rows = AgreementForm(initial=start.initial), rule_rows(start.earlier)
    if request.method == "POST":
        form, rows = AgreementForm(request.POST), typed_rules(request.POST)
        if form.is_valid() & rows.is_valid():
            try:
                agreement = draft_agreement(
                    client=client,
                    form_token=form.values()["form_token"],
                    clauses=form.clauses,
                    rules=rows.lines,
                    meeting=start.meeting,
                    acting_user=user,
                )
            except Refused as refusal:
                form.refuse(refusal)
            else:
                messages.success(request, _("Het concept is klaar. Leg het voor als iedereen het kent."))
                return redirect(agreement)
    draft = take_up(request, form, client=client, key=DRAFT)
    if draft.resumed is not None:
        rows = resumed_rules(draft.resumed.fields)
    return render(
        request,
        "chain/agreement_form.html",
        {
            "client": client,
            "frame": client_frame(client, user, TAB),
            "form": form,
            "rows": with_habits(rows),
            "draft": draft,
            "start": start,
            "involvement": officer_of(client),
        },
    )


def agreement_edit(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    """Change a draft; what was offered stands fast."""
    user = current_user(request)
    client, agreement = get_agreement(user, number, pk, write=True)
    if agreement.offered_at is not None or not agreement.is_open:
        messages.warning(request, _("Deze tekst staat vast. Maak een nieuwe versie als er iets verandert."))
        return redirect(agreement)
    form, rows = AgreementForm.of(agreement), rule_rows(agreement)
    if request.method == "POST":
        form, rows = AgreementForm(request.POST), typed_rules(request.POST)
        if form.is_valid() & rows.is_valid():
            try:
                change_draft(agreement=agreement, clauses=form.clauses, rules=rows.lines, acting_user=user)
            except Refused as refusal:
                form.refuse(refusal)
            else:
                messages.success(request, _("Het concept is gewijzigd."))
                return redirect(agreement)
    draft = take_up(request, form, client=client, key=DRAFT)
    if draft.resumed is not None:
        rows = resumed_rules(draft.resumed.fields)
    return render(
        request,
        "chain/agreement_form.html",
        {
            "client": client,
            "frame": client_frame(client, user, TAB),
            "form": form,
            "rows": with_habits(rows),
            "draft": draft,
            "agreement": agreement,
            "involvement": officer_of(client),
        },
    )


@require_safe
def agreement(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    """Show one version: its text, what each party said, and the next step."""
    user = current_user(request)
    client, version = get_agreement(user, number, pk)
    text = agreement_text(version)
    tracks = tracks_of(version, text)
    return render(
        request,
        "chain/agreement.html",
        {
            "client": client,
            "frame": client_frame(client, user, TAB),
            "agreement": version,
            "text": text,
            "tracks": tracks,
            "tracks_acted": any(track.acted_at for track in tracks),
            "waiting_for": {track.party for track in tracks if track.state == WAITING},
            "blocked": any(track.line == "stops" for track in tracks),
            "proposal": client.agreements.proposals().exclude(pk=version.pk).first(),
        },
    )


@require_POST
def agreement_offer(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    """Put a draft before the three parties."""
    user = current_user(request)
    _client, version = get_agreement(user, number, pk, write=True)
    try:
        offer_agreement(agreement=version, acting_user=user)
    except Refused as refusal:
        messages.error(request, refusal.sentence)
    else:
        messages.success(request, _("De afspraken liggen voor. De tekst staat nu vast; elke partij reageert zelf."))
    return redirect(version)


def agreement_end(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    """End a version, or withdraw a proposal, with the reason."""
    user = current_user(request)
    client, version = get_agreement(user, number, pk, write=True)
    form = EndForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            end_agreement(agreement=version, reason=form.cleaned_data["reason"], acting_user=user)
        except Refused as refusal:
            form.refuse(refusal)
        else:
            messages.success(
                request, _("Het voorstel is ingetrokken.") if version.is_open else _("De afspraken zijn beëindigd.")
            )
            return redirect(version)
    return render(
        request,
        "chain/agreement_end.html",
        {"client": client, "frame": client_frame(client, user, TAB), "agreement": version, "form": form},
    )
