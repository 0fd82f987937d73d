"""What the ground floor puts in the rail."""

from django.utils.translation import gettext_lazy as _

from accounts.enums import Role
from accounts.navigation import NavigationItem, register


def fill() -> None:
    """Offer the pages of the administrator and the privacy officer."""
    register(NavigationItem(80, _("Uitnodigen"), "accounts:invite", "users", frozenset({Role.ADMINISTRATOR})))
    register(
        NavigationItem(
            70,
            _("Vervanging"),
            "accounts:deputies",
            "users",
            frozenset({Role.COUNSELLOR, Role.TEAM_LEAD, Role.PARTNER}),
        )
    )
    register(NavigationItem(81, _("Beheer"), "admin:index", "manage", frozenset({Role.ADMINISTRATOR})))
    register(NavigationItem(90, _("Toegangslog"), "accounts:audit_trail", "audit", frozenset({Role.PRIVACY_OFFICER})))
