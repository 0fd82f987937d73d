"""What the phases of a track put in the frame of the client page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from casework.registry import Context, DutySource, Fragment, registry
from casework.selectors.stay_duties import phase_duties
from casework.selectors.stays import phase_panel

if TYPE_CHECKING:
    from accounts.models import User
    from casework.models import Client


def _panel(client: Client, user: User) -> Context:
    del user
    return phase_panel(client)


def fill() -> None:
    """Register the panel of the first tab, and the duty at the end of a transition phase."""
    registry.add_panel(Fragment("phase", 16, "casework/_phase_panel.html", _panel))
    registry.add_duty_source(DutySource("transition-phase", _("Transitie"), phase_duties))
