"""The tabs inside the risk tab of a client."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext as _

if TYPE_CHECKING:
    from casework.models import Client

TAB = "risk"


@dataclass(frozen=True)
class InnerTab:
    """A tab inside the page."""

    label: str
    url: str
    active: bool


def risk_tabs(client: Client, active: str) -> list[InnerTab]:
    """Return the tabs of the risk page; ``active`` is the name of the page that is open."""
    pages = (
        ("risk", _("Risicotaxatie")),
        ("checks", _("Controles")),
        ("lapses", _("Terugval")),
        ("incidents", _("Incidenten")),
        ("warnings", _("Waarschuwingen")),
        ("meldcodes", _("Meldcode")),
    )
    return [
        InnerTab(label, reverse(f"riskplans:{name}", args=[client.number]), name == active) for name, label in pages
    ]
