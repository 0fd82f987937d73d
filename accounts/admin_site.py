"""The site behind the administrator's screens: the role opens it, not a flag, and login is the house's own."""

from __future__ import annotations

from typing import Any

from django.contrib.admin import AdminSite
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from accounts.access import to_login
from accounts.enums import Role
from accounts.selectors import standing_of


def administers(request: HttpRequest) -> bool:
    """Return whether this user may use the administrator's screens: the role decides, not a flag."""
    return request.user.is_authenticated and standing_of(request.user).has(Role.ADMINISTRATOR)


class HouseAdminSite(AdminSite):
    """Reference data and users, for administrators. Superusers are not readers, and no administrators either."""

    site_header = _("Beheer")
    site_title = _("Beheer")
    index_title = _("Gegevens van de organisatie")

    def has_permission(self, request: HttpRequest) -> bool:
        """Return whether the role is held and the account still active."""
        return administers(request)

    def login(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """Send whoever is not logged in to the house's own login; raise ``PermissionDenied`` for another role."""
        if request.user.is_authenticated:
            raise PermissionDenied(_("Deze pagina hoort niet bij uw rol."))
        return to_login(request)
