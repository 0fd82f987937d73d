"""The agenda on the screen that the counsellor shares with the client: what he wants to talk about, in his words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.access import current_user
from accounts.errors import Refused
from chain.access.meetings import get_planned
from chain.enums import PointKind, Seat
from chain.forms.planning import PointForm
from chain.selectors.agendas import NOT, agenda_of
from chain.selectors.planning import prepared
from chain.services.planning import add_point

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

START, TALK, SAY, DONE = "start", "praten", "zeggen", "klaar"
KINDS = {TALK: PointKind.POINT, SAY: PointKind.SAY}
NEXT = {START: TALK, TALK: SAY, SAY: DONE}
STEPS = {TALK: 1, SAY: 2}


@require_http_methods(["GET", "HEAD", "POST"])
def planned_client(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    """Ask the client, one thing per screen, what he wants on the agenda and what he wants said."""
    user = current_user(request)
    client, meeting = get_planned(user, number, pk, write=True)
    if agenda_of(meeting.kind).client == NOT or not meeting.is_open:
        return redirect(meeting)
    step = request.GET.get("stap", START)
    if step not in {START, TALK, SAY, DONE}:
        step = START
    kind = KINDS.get(step, PointKind.POINT)
    form = PointForm(request.POST if request.method == "POST" else None, initial={"kind": kind})
    if request.method == "POST" and form.is_valid():
        values = form.values()
        try:
            add_point(meeting=meeting, seat=Seat.CLIENT, acting_user=user, **{**values, "kind": kind})
        except Refused as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("Dit staat erbij."))
            return redirect(f"{reverse('chain:planned_client', args=[client.number, meeting.pk])}?stap={step}")
    elif request.method == "POST" and step not in KINDS:
        step = TALK
    table = prepared(meeting)
    rows = table.to_say if kind == PointKind.SAY else table.points
    return render(
        request,
        "chain/planned_client.html",
        {
            "client": client,
            "meeting": meeting,
            "form": form,
            "page": step,
            "step": STEPS.get(step, 0),
            "steps": len(STEPS),
            "forward": f"?stap={NEXT.get(step, DONE)}",
            "own": [one for one in rows if one.seat == Seat.CLIENT],
        },
    )
