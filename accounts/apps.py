"""The ground floor of the house."""

from django.apps import AppConfig
from django.contrib.admin.apps import AdminConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    """Users, roles, teams, organisations and the audit trail."""

    name = "accounts"
    verbose_name = _("Gebruikers en toezicht")

    def ready(self) -> None:
        """Keep the append-only triggers in place: SQLite drops them when a table is altered."""
        from accounts import frame, receivers  # noqa: F401, PLC0415 -- models first
        from accounts.append_only import ensure_triggers  # noqa: PLC0415 -- models first

        frame.fill()
        post_migrate.connect(ensure_triggers, dispatch_uid="accounts.append_only")


class HouseAdminConfig(AdminConfig):
    """Django's admin, behind our own door."""

    default_site = "accounts.admin_site.HouseAdminSite"
