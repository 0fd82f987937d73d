"""The client's pages: large, one thing per screen, with nothing of other clients on them.

The answers travel from screen to screen in the form itself and are saved only with the last one, so that a side that
was left half-way leaves nothing behind, neither in the file nor in the session of the counsellor.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from accounts.access import current_user
from accounts.errors import Refused
from alliance.access import get_check_in
from alliance.enums import Aspect
from alliance.forms import ClientSide, SharingForm, StatementForm
from alliance.instruments import Instrument, get_instrument
from alliance.services.check_ins import answer_as_client, decline

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from alliance.models import AllianceCheckIn


def _counsellor_name(check_in: AllianceCheckIn) -> str:
    return check_in.started_by.first_name or str(check_in.started_by)


@never_cache
@require_http_methods(["GET", "POST"])
def client_side(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    """Hand over with a GET; every POST is one screen further, one back, or the choice not to take part."""
    user = current_user(request)
    client, check_in = get_check_in(user, number, pk, write=True)
    if check_in.client_done or check_in.client_declined_at is not None:
        return redirect("alliance:client_done", number, pk)
    context = {"client": client, "check_in": check_in, "counsellor": _counsellor_name(check_in)}
    if request.method == "GET":
        return render(request, "alliance/client_handover.html", context)
    go = request.POST.get("go")
    if go == "decline":
        decline(check_in=check_in, acting_user=user)
        return redirect("alliance:client_done", number, pk)
    side = ClientSide(request.POST)
    if go == "back":
        if side.step <= 1:
            return redirect("alliance:client_side", number, pk)
        return _show(request, context, side, side.step - 1)
    return _forward(request, context, side)


def _forward(request: HttpRequest, context: dict[str, Any], side: ClientSide) -> HttpResponse:
    """Check the screen that was sent; show the next one, the same one again, or save when it was the last."""
    check_in: AllianceCheckIn = context["check_in"]
    if side.step == ClientSide.BEGIN:
        return _show(request, context, side, 1)
    if side.step < ClientSide.LAST:
        statement = _statement_form(request, check_in, side.step)
        if not statement.is_valid():
            return _show(request, context, side, side.step, statement)
        return _show(request, context, side, side.step + 1)
    if side.first_missing is not None:
        return _show(request, context, side, side.first_missing)
    form = SharingForm(request.POST, counsellor=context["counsellor"])
    if form.is_valid():
        try:
            answer_as_client(
                check_in=check_in,
                scores=side.answers,
                shares_answers=form.cleaned_data["shares_answers"],
                remark=form.cleaned_data["remark"],
                acting_user=current_user(request),
            )
        except Refused as refusal:
            form.add_error(None, refusal.sentence)
        else:
            return redirect("alliance:client_done", context["client"].number, check_in.pk)
    return _show(request, context, side, ClientSide.LAST, form)


def _instrument(check_in: AllianceCheckIn) -> Instrument:
    return get_instrument(check_in.instrument_key, check_in.instrument_version)


def _statement_form(request: HttpRequest, check_in: AllianceCheckIn, step: int) -> StatementForm:
    return StatementForm(request.POST, instrument=_instrument(check_in), aspect=ClientSide.aspect_at(step))


def _show(
    request: HttpRequest,
    context: dict[str, Any],
    side: ClientSide,
    step: int,
    form: StatementForm | SharingForm | None = None,
) -> HttpResponse:
    """Show one screen, with the other answers carried along; ``form`` when it goes back with a fault."""
    check_in: AllianceCheckIn = context["check_in"]
    instrument = _instrument(check_in)
    here = None if step == ClientSide.LAST else ClientSide.aspect_at(step)
    if form is None and here is None:
        form = SharingForm(counsellor=context["counsellor"])
    elif form is None and here is not None:
        form = StatementForm(instrument=instrument, aspect=here, initial=side.answers)
    carried = [(aspect, side.answers[aspect]) for aspect in Aspect if aspect != here and aspect in side.answers]
    return render(
        request,
        "alliance/client_sharing.html" if here is None else "alliance/client_statement.html",
        {
            **context,
            "form": form,
            "step": step,
            "steps": len(Aspect),
            "carried": carried,
            "mirrored": here is not None and instrument.statement(here).negative,
        },
    )


@never_cache
@require_safe
def client_done(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    """Thank the client, whatever he chose, and give the counsellor the way back."""
    client, check_in = get_check_in(current_user(request), number, pk, write=True)
    if not check_in.client_done and check_in.client_declined_at is None:
        return redirect("alliance:client_side", number, pk)
    return render(
        request,
        "alliance/client_done.html",
        {"client": client, "check_in": check_in, "counsellor": _counsellor_name(check_in)},
    )
