"""The tab on which everything about handing a client over stands."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.access import current_user
from casework.access import open_client
from casework.frame_context import client_frame
from chain.selectors.reports import reports_of
from chain.selectors.warm_handovers import handovers_of

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

TAB = "handover"


@require_safe
def handovers(request: HttpRequest, number: str) -> HttpResponse:
    """Show the reports, the warm handovers, and the track before the stay."""
    client = open_client(request, number, what="chain.handoverreport")
    reports, tracks = reports_of(client), list(client.pre_release_tracks.all())
    return render(
        request,
        "chain/handovers.html",
        {
            "client": client,
            "frame": client_frame(client, current_user(request), TAB),
            "drafts": [one for one in reports if one.document_id is None],
            "issued": [one for one in reports if one.document_id is not None],
            "handovers": handovers_of(client),
            "track": next((one for one in tracks if one.ended_on is None), None),
            "past_tracks": [one for one in tracks if one.ended_on is not None],
        },
    )
