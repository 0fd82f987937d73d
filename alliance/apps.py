"""Two-sided check-ins on the working alliance."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AllianceConfig(AppConfig):
    """Two-sided check-ins on the working alliance."""

    name = "alliance"
    verbose_name = _("Werkalliantie")

    def ready(self) -> None:
        """Register what this app puts in the frame."""
        from alliance import frame, receivers  # noqa: F401, PLC0415 -- apps must be loaded first

        frame.fill()
