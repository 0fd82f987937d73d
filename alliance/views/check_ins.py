"""The counsellor's pages: the tab, one check-in, and his own side of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import current_user
from accounts.errors import Refused
from alliance.access import get_check_in, holds
from alliance.enums import Stage
from alliance.forms import CounsellorSideForm, StartForm
from alliance.instruments import FULL_AID, conversation_aid
from alliance.selectors.instruments import get_instrument, instruments_to_choose
from alliance.selectors.overview import overview_of
from alliance.selectors.results import check_ins_of, result_of, stage_of, trends_for
from alliance.services.check_ins import answer_as_counsellor, start_check_in
from alliance.services.links import open_client_link
from casework.access import open_client
from casework.frame_context import client_frame

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

TAB = "alliance"


@never_cache
@require_safe
def overview(request: HttpRequest, number: str) -> HttpResponse:
    """Show the check-ins of a client, and to the counsellor who held them what came out over time."""
    client = open_client(request, number, what="alliance.alliancecheckin")
    user = current_user(request)
    frame = client_frame(client, user, TAB)
    return render(
        request,
        "alliance/overview.html",
        {
            "client": client,
            "frame": frame,
            "check_ins": check_ins_of(client, user),
            "overview": overview_of(client, user, timezone.localdate()),
            "instrument": conversation_aid(FULL_AID),
            "start_form": StartForm(instruments=instruments_to_choose()) if frame.may_write else None,
        },
    )


@require_POST
def start(request: HttpRequest, number: str) -> HttpResponse:
    """Begin a check-in and go to the counsellor's side of it."""
    client = open_client(request, number, write=True, what="alliance.alliancecheckin")
    form = StartForm(request.POST, instruments=instruments_to_choose())
    if not form.is_valid():
        messages.warning(request, _("Er is niets begonnen: het formulier kwam niet heel over. Probeer het opnieuw."))
        return redirect("alliance:overview", number)
    try:
        check_in = start_check_in(
            client=client,
            form_token=form.cleaned_data["form_token"],
            instrument=form.chosen(),
            acting_user=current_user(request),
        )
    except Refused as refusal:
        messages.warning(request, refusal.sentence)
        return redirect("alliance:overview", number)
    return redirect("alliance:counsellor_side", number, check_in.pk)


@never_cache
@require_safe
def check_in_page(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    """Show how far a check-in is, and what came out of it to the counsellor who held it."""
    user = current_user(request)
    client, check_in = get_check_in(user, number, pk)
    stage, mine = stage_of(check_in), holds(user, check_in)
    complete = mine and stage == Stage.COMPLETE
    return render(
        request,
        "alliance/check_in.html",
        {
            "client": client,
            "frame": client_frame(client, user, TAB),
            "check_in": check_in,
            "stage": stage,
            "mine": mine,
            "result": result_of(check_in, client, user) if complete else None,
            "trends": trends_for(client, user) if complete else (),
            "link": open_client_link(check_in) if mine and not complete else None,
        },
    )


@never_cache
@require_http_methods(["GET", "POST"])
def counsellor_side(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    """Let the counsellor answer his side; what was answered once is not shown again before both sides are in."""
    user = current_user(request)
    client, check_in = get_check_in(user, number, pk, write=True)
    if check_in.counsellor_done or check_in.imported_at is not None:
        return redirect(check_in)
    instrument = get_instrument(check_in.instrument_key, check_in.instrument_version)
    form = CounsellorSideForm(request.POST if request.method == "POST" else None, instrument=instrument)
    if request.method == "POST" and form.is_valid():
        try:
            answer_as_counsellor(
                check_in=check_in, answers=form.answers(), remark=form.cleaned_data["remark"], acting_user=user
            )
        except Refused as refusal:
            form.add_error(refusal.field, refusal.sentence)
        else:
            return redirect(check_in)
    return render(
        request,
        "alliance/counsellor_side.html",
        {
            "client": client,
            "frame": client_frame(client, user, TAB),
            "check_in": check_in,
            "stage": stage_of(check_in),
            "instrument": instrument,
            "form": form,
        },
    )
