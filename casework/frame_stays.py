"""What applications and the phases of a track put in the frame of the client page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from accounts.enums import Role
from accounts.navigation import NavigationItem, register
from casework.registry import Context, DutySource, Fragment, registry
from casework.registry.merging import merging
from casework.selectors.placement import intake_panel
from casework.selectors.placement_duties import intake_duties
from casework.selectors.stay_duties import phase_duties
from casework.selectors.stays import phase_panel

if TYPE_CHECKING:
    from accounts.models import User
    from casework.models import Client

PLACING = frozenset({Role.TEAM_LEAD, Role.BEHAVIOURAL_EXPERT, Role.INTAKE_OFFICER})


def _panel(client: Client, user: User) -> Context:
    del user
    return phase_panel(client)


def _intake(client: Client, user: User) -> Context:
    del user
    return intake_panel(client)


def fill() -> None:
    """Register the panels of the first tab, the page of applications, and what intakes and transitions make due."""
    registry.add_panel(Fragment("phase", 16, "casework/_phase_panel.html", _panel))
    registry.add_panel(Fragment("intake", 14, "casework/_intake_panel.html", _intake))
    registry.add_duty_source(DutySource("transition-phase", _("Transitie"), phase_duties))
    registry.add_duty_source(DutySource("intake", _("Intake"), intake_duties))
    register(NavigationItem(36, _("Aanmeldingen"), "casework:application_list", "inbox", PLACING))
    merging.add_moves("casework.Application", "casework.PlacementAnswer")
