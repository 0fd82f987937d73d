"""The client file."""

from django.apps import AppConfig
from django.core.checks import register
from django.utils.translation import gettext_lazy as _


class CaseworkConfig(AppConfig):
    """Client, titles, conditions, notes, goals, documents; and the frame that upper apps fill."""

    name = "casework"
    verbose_name = _("Cliëntdossier")

    def ready(self) -> None:
        """Register what this app itself puts in the frame."""
        from casework import checks, frame, frame_documents, frame_people, frame_stays  # noqa: PLC0415 -- apps must be loaded first

        register(checks.check_press)
        frame.fill()
        frame_people.fill()
        frame_stays.fill()
        frame_documents.fill()
