"""A fact that is written once."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class RecordedOnce(models.Model):
    """Abstract: who recorded it and when; never changed afterwards, save for the fields in ``MAY_CHANGE``."""

    MAY_CHANGE: frozenset[str] = frozenset()

    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("vastgelegd door")
    )
    recorded_at = models.DateTimeField(_("vastgelegd op"), auto_now_add=True)
    form_token = models.UUIDField(unique=True, editable=False)

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Write the fact once; raise ``TypeError`` on any change after that, except of what may follow it."""
        if not self._state.adding and not (
            kwargs.get("update_fields") and set(kwargs["update_fields"]) <= self.MAY_CHANGE
        ):
            msg = f"A row of {self._meta.label} is immutable; record what is new."
            raise TypeError(msg)
        super().save(*args, **kwargs)
