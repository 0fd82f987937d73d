"""Signalling plan, the stoplight that follows from it, and checks."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class RiskplansConfig(AppConfig):
    """Signalling plan, the stoplight that follows from it, and checks."""

    name = "riskplans"
    verbose_name = _("Signaleringsplannen")

    def ready(self) -> None:
        """Register what this app puts in the frame."""
        from riskplans import frame, frame_timeline  # noqa: PLC0415 -- apps must be loaded first

        frame.fill()
        frame_timeline.fill()
