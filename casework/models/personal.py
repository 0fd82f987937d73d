"""How a client reads and speaks, and where he and his doctor can be reached: written once, the history stays."""

from __future__ import annotations

import re

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import ends_after_start
from casework.enums.personal import EASIER, OF_OTHERS, SEVERAL, DetailKind, ReadingLevel
from casework.models.clients import Client
from casework.models.recorded import HeldOnce, RecordedOnce


class ReadingProfile(RecordedOnce):
    """Which languages a client speaks and how he reads. The latest row counts; it steers the papers made for him."""

    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="reading_profiles")
    languages = models.CharField(_("talen"), max_length=120)
    interpreter = models.CharField(_("tolk nodig voor"), max_length=60, blank=True)
    level = models.CharField(_("lezen"), max_length=8, choices=ReadingLevel, default=ReadingLevel.UNKNOWN)
    lvb = models.BooleanField(_("licht verstandelijke beperking (LVB)"), default=False)
    note = models.CharField(_("wat helpt"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("taal en lezen")
        verbose_name_plural = _("taal en lezen")
        ordering = ("-recorded_at", "-pk")

    def __str__(self) -> str:
        return f"{self.client_id}: {self.level}"

    @property
    def is_easy(self) -> bool:
        """Return whether papers for this client are made easier."""
        return self.lvb or self.level in EASIER


class ContactDetail(HeldOnce):
    """Where a client, his doctor or his pharmacy can be reached, from a day on; an end or a withdrawal comes once."""

    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="contact_details")
    kind = models.CharField(_("soort"), max_length=8, choices=DetailKind)
    name = models.CharField(_("naam en praktijk"), max_length=120, blank=True)
    value = models.CharField(_("gegeven"), max_length=200)
    note = models.CharField(_("toelichting"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("contactgegeven")
        verbose_name_plural = _("contactgegevens")
        ordering = ("kind", "-valid_from", "-pk")
        constraints = (
            ends_after_start(),
            models.CheckConstraint(
                condition=~Q(kind__in=sorted(OF_OTHERS)) | ~Q(name=""),
                name="casework_contact_detail_named",
                violation_error_message=_("Vul de naam in."),
            ),
            models.UniqueConstraint(
                fields=("client", "kind"),
                condition=Q(valid_until=None, withdrawn_at=None) & ~Q(kind__in=sorted(SEVERAL)),
                name="casework_contact_detail_one_open",
                violation_error_message=_("Dit staat er al. Sluit het eerst af."),
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at=None) | ~Q(withdrawn_reason=""),
                name="casework_contact_detail_withdrawn_explained",
            ),
        )

    def __str__(self) -> str:
        return f"{self.client_id}: {self.kind}"

    @property
    def dialled(self) -> str:
        """Return a telephone number as a telephone wants it."""
        return re.sub(r"[^\d+]", "", self.value)

    @property
    def label(self) -> str:
        """Return the detail in one line."""
        return f"{self.name}, {self.value}" if self.name else self.value


class DetailConfirmation(RecordedOnce):
    """Somebody checked with the client that a detail still holds. The latest row counts."""

    detail = models.ForeignKey(ContactDetail, on_delete=models.PROTECT, related_name="confirmations")

    class Meta:
        verbose_name = _("controle van een contactgegeven")
        verbose_name_plural = _("controles van contactgegevens")
        ordering = ("-recorded_at", "-pk")

    def __str__(self) -> str:
        return f"{self.detail_id}: {self.recorded_at:%Y-%m-%d}"
