"""What documents put in the rail and among the duties."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from accounts.enums import Role
from accounts.navigation import NavigationItem, register
from casework.registry import DutySource, registry
from casework.registry.exports import export_rules
from casework.selectors.filing import validity_duties


def fill() -> None:
    """Register the list of what runs out, and the duty before a document does."""
    register(
        NavigationItem(
            47, _("Documenten die verlopen"), "casework:documents_running_out", "document", frozenset({Role.TEAM_LEAD})
        )
    )
    export_rules.leave_out("casework.DocumentScan", "The scanner of the house where the file comes in looks again.")
    registry.add_duty_source(DutySource("document-validity", _("Documenten"), validity_duties))
