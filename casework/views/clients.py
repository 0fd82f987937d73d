"""The client page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.shortcuts import render

from accounts.access import current_user
from casework.access import open_client
from casework.frame_context import client_frame, pieces
from casework.registry import registry

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


def client_page(request: HttpRequest, number: str) -> HttpResponse:
    """Show the overview tab of one client."""
    client = open_client(request, number)
    user = current_user(request)
    return render(
        request,
        "casework/client.html",
        {
            "client": client,
            "frame": client_frame(client, user, "overview"),
            "panels": pieces(registry.panels, client, user),
        },
    )
