"""Recording a three-party meeting, and reading it back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django.conf import settings
from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.access import current_user
from accounts.errors import Refused
from casework.access import may_write, open_client
from casework.frame_context import client_frame
from chain.access import get_meeting
from chain.enums import MeetingKind, Party
from chain.forms.meetings import MeetingForm, commitment_rows, with_more_rows
from chain.selectors.meetings import next_meeting
from chain.selectors.officers import party_names
from chain.services.meetings import record_meeting
from chain.views.cooperation import TAB

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from casework.models import Client


def _empty(client: Client, names: dict[str, str]) -> MeetingForm:
    """Return the empty page: everybody there, and the first meeting where there was none."""
    first = not client.meetings.exists()
    initial: dict[str, Any] = {
        "kind": MeetingKind.FIRST if first else MeetingKind.REGULAR,
        "attended": Party.values,
    }
    return MeetingForm(initial=initial, names=names)


def meeting_create(request: HttpRequest, number: str) -> HttpResponse:
    """Record a meeting that was held, with its agreements."""
    client = open_client(request, number, write=True, what="chain.threepartymeeting")
    names = party_names(client)
    form, rows = _empty(client, names), commitment_rows()
    if request.method == "POST" and "more" in request.POST:
        form, rows = with_more_rows(request.POST, names=names)
    elif request.method == "POST":
        form, rows = MeetingForm(request.POST, names=names), commitment_rows(request.POST)
        if form.is_valid() & rows.is_valid():
            with translation.override(settings.LANGUAGE_CODE):  # who was there is kept in words, with the file
                form.names = party_names(client)
            try:
                meeting = record_meeting(
                    client=client, commitments=rows.lines, acting_user=current_user(request), **form.values()
                )
            except Refused as refusal:
                form.refuse(refusal)
            else:
                messages.success(request, _("Het driegesprek is vastgelegd."))
                return redirect(meeting)
    return render(
        request,
        "chain/meeting_form.html",
        {
            "client": client,
            "frame": client_frame(client, current_user(request), TAB),
            "form": form,
            "rows": rows,
            "next": next_meeting(client),
        },
    )


@require_safe
def meeting(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    """Show a meeting with what was agreed in it."""
    client, held = get_meeting(current_user(request), number, pk)
    user = current_user(request)
    draft = reverse("chain:agreement_create", args=[client.number])
    return render(
        request,
        "chain/meeting.html",
        {
            "client": client,
            "frame": client_frame(client, user, TAB),
            "meeting": held,
            "commitments": list(held.commitments.order_by("due_on", "pk")),
            "lead": party_names(client)[held.lead],
            "draft_url": f"{draft}?{urlencode({'overleg': held.pk})}" if may_write(user, client) else "",
            "has_proposal": client.agreements.proposals().exists(),
        },
    )
