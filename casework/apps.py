"""The client file."""

from django.apps import AppConfig
from django.core.checks import register
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class CaseworkConfig(AppConfig):
    """Client, titles, conditions, notes, goals, documents; and the frame that upper apps fill."""

    name = "casework"
    verbose_name = _("Cliëntdossier")

    def ready(self) -> None:
        """Register what this app itself puts in the frame, and keep the triggers on the notes in place."""
        from casework import (  # noqa: PLC0415 -- apps must be loaded first
            checks,
            frame,
            frame_documents,
            frame_people,
            frame_stays,
            frame_timeline,
        )
        from casework.append_only import ensure  # noqa: PLC0415 -- apps must be loaded first

        register(checks.check_press)
        frame.fill()
        frame_timeline.fill()
        frame_people.fill()
        frame_stays.fill()
        frame_documents.fill()
        post_migrate.connect(ensure, sender=self, dispatch_uid="casework.append_only")
