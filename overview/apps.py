"""What looks across clients, and acts that span rooms."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class OverviewConfig(AppConfig):
    """What looks across clients, and acts that span rooms."""

    name = "overview"
    verbose_name = _("Overzicht")

    def ready(self) -> None:
        """Register what this app puts in the frame, and listen to the apps below."""
        from overview import (  # noqa: PLC0415 -- models first
            frame,
            receivers,  # noqa: F401 -- importing the receivers connects them
        )

        frame.fill()
