"""What looks across clients, and acts that span rooms."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class OverviewConfig(AppConfig):
    """What looks across clients, and acts that span rooms."""

    name = "overview"
    verbose_name = _("Overzicht")

    def ready(self) -> None:
        """Register what this app puts in the frame."""
        from overview import frame  # noqa: PLC0415 -- apps must be loaded first

        frame.fill()
