"""What crosses the border of the organisation: partners, meetings, agreements, notifications, handover."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ChainConfig(AppConfig):
    """What crosses the border of the organisation: partners, meetings, agreements, notifications, handover."""

    name = "chain"
    verbose_name = _("Keten")

    def ready(self) -> None:
        """Register what this app puts in the frame, and listen to the apps below."""
        from chain import frame, receivers  # noqa: F401, PLC0415 -- models first; importing the receivers connects them

        frame.fill()
