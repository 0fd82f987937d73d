"""Facts that are written once: as they are, or until they end or are taken back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.querysets import DatedQuerySet

if TYPE_CHECKING:
    from datetime import date


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


class HeldOnce(RecordedOnce):
    """Abstract: what held from a day on. An end or a withdrawal is added once, and nothing is overwritten."""

    MAY_CHANGE = frozenset({"valid_until", "ended_by", "ended_at", "withdrawn_by", "withdrawn_at", "withdrawn_reason"})

    valid_from = models.DateField(_("vanaf"))
    valid_until = models.DateField(_("tot en met"), null=True, blank=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    ended_at = models.DateTimeField(_("einde vastgelegd op"), null=True, blank=True)
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    withdrawn_at = models.DateTimeField(_("ingetrokken op"), null=True, blank=True)
    withdrawn_reason = models.CharField(_("waarom ingetrokken"), max_length=300, blank=True)

    objects = DatedQuerySet.as_manager()

    class Meta(RecordedOnce.Meta):
        abstract = True

    def holds_on(self, day: date) -> bool:
        """Return whether it held on a day, as is known now."""
        return (
            self.withdrawn_at is None
            and self.valid_from <= day
            and (self.valid_until is None or day <= self.valid_until)
        )
