"""What was done with a signal. Never changed: who thinks of it differently later writes another one."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from alliance.enums import Handling
from casework.models import Client


class AllianceFollowUp(models.Model):
    """What the counsellor did with one signal. ``signal`` names it: reason, aspect and the check-in it came from."""

    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="alliance_follow_ups")
    signal = models.SlugField(_("signaal"), max_length=120)
    handling = models.CharField(_("wat is ermee gedaan"), max_length=12, choices=Handling)
    text = models.TextField(_("toelichting"), max_length=1000, blank=True)
    recorded_at = models.DateTimeField(_("vastgelegd op"))
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    form_token = models.UUIDField(unique=True, editable=False)

    class Meta:
        verbose_name = _("wat met een signaal is gedaan")
        verbose_name_plural = _("wat met signalen is gedaan")
        ordering = ("-recorded_at", "-pk")
        indexes = (models.Index(fields=("client", "signal"), name="alliance_follow_up_by_signal"),)

    def __str__(self) -> str:
        return self.signal

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Write it once; raise ``TypeError`` on any change after that."""
        if not self._state.adding:
            msg = "What was done with a signal is immutable; write another one."
            raise TypeError(msg)
        super().save(*args, **kwargs)
