"""Handing a caseload over: for good or for a time, with one note for each client."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from casework.models import Client
from casework.models.recorded import RecordedOnce


class CaseloadTransfer(RecordedOnce):
    """Clients of one counsellor that go to others. With ``ends_on`` it is for a time and ends by itself."""

    MAY_CHANGE = frozenset({"ended_at", "ended_by"})

    leaver = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="transfers", verbose_name=_("van wie")
    )
    starts_on = models.DateField(_("vanaf"))
    ends_on = models.DateField(_("tot en met"), null=True, blank=True)
    # A temporary one that was ended before its day.
    ended_at = models.DateTimeField(_("eerder beëindigd op"), null=True, blank=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        verbose_name = _("overdracht van een caseload")
        verbose_name_plural = _("overdrachten van een caseload")
        ordering = ("-recorded_at", "-pk")
        constraints = (
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on")),
                name="overview_transfer_ends_later",
                violation_error_message=_("De laatste dag ligt voor de eerste. Kies een latere dag."),
            ),
            models.CheckConstraint(
                condition=Q(ended_at=None) | Q(ends_on__isnull=False),
                name="overview_only_temporary_ends_early",
                violation_error_message=_("Een blijvende overdracht eindigt niet: draag opnieuw over."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.leaver}: {self.starts_on:%Y-%m-%d}"

    def get_absolute_url(self) -> str:
        """Return the address of the transfer."""
        return reverse("overview:transfer", args=[self.pk])

    @property
    def is_temporary(self) -> bool:
        """Return whether the clients go back by themselves."""
        return self.ends_on is not None

    @property
    def may_be_ended(self) -> bool:
        """Return whether it is for a time, and that time is not over."""
        return self.ended_at is None and self.ends_on is not None and self.ends_on >= timezone.localdate()


class TransferredClient(models.Model):
    """One client in a transfer: to whom he goes, and what the successor must know. Written once."""

    transfer = models.ForeignKey(CaseloadTransfer, on_delete=models.PROTECT, related_name="parts")
    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="transfers", verbose_name=_("cliënt"))
    successor = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("naar wie")
    )
    note = models.TextField(_("wat de opvolger moet weten"))
    appointments = models.PositiveIntegerField(_("afspraken die meegingen"), default=0)

    class Meta:
        verbose_name = _("overgedragen cliënt")
        verbose_name_plural = _("overgedragen cliënten")
        ordering = ("client__last_name", "client__first_name", "pk")
        constraints = (
            models.UniqueConstraint(fields=("transfer", "client"), name="overview_client_once_a_transfer"),
            models.CheckConstraint(
                condition=~Q(note=""),
                name="overview_transfer_has_note",
                violation_error_message=_("Schrijf op wat de opvolger moet weten."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.client.number}: {self.successor}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Write the row once; raise ``TypeError`` on any change after that."""
        if not self._state.adding:
            msg = "A transferred client is immutable; hand over again."
            raise TypeError(msg)
        super().save(*args, **kwargs)
