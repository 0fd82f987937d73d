"""What casework itself puts in the frame of the client page."""

from django.utils.translation import gettext_lazy as _

from casework.registry import Tab, registry


def fill() -> None:
    """Register the tabs, panels, timeline entries, duties and papers of the client file."""
    registry.add_tab(Tab("overview", 10, _("Overzicht"), "casework:client"))
