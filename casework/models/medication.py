"""What a client uses, as others prescribed it: an overview with its source, and nothing more.

Samenspoor does not prescribe and gives no advice on dose (docs/decisions.md); it is no medical record.
"""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from casework.enums import MedicationKeeper, MedicationSource
from casework.models.clients import Client
from casework.models.recorded import RecordedOnce


class Medication(RecordedOnce):
    """A medicine as it stood in a source on a day. A change of dose or keeper is a new row that replaces the old one."""

    MAY_CHANGE = frozenset({"stopped_on", "stop_source", "stop_recorded_by", "stop_recorded_at"})

    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="medications")
    name = models.CharField(_("wat"), max_length=120)
    dose = models.CharField(_("dosering zoals voorgeschreven"), max_length=160)
    since = models.DateField(_("sinds"))
    prescriber = models.CharField(_("voorschrijver"), max_length=120)
    kept_by = models.CharField(_("wie beheert het"), max_length=12, choices=MedicationKeeper)
    source = models.CharField(_("bron"), max_length=12, choices=MedicationSource)
    source_on = models.DateField(_("datum van de bron"))
    # A word on what a check may show because of it, as the source says it; a person reads it beside the result.
    check_effect = models.CharField(_("kan te zien zijn in een controle als"), max_length=160, blank=True)
    note = models.CharField(_("bijzonderheden"), max_length=300, blank=True)
    replaces = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="replaced_by", verbose_name=_("vervangt")
    )
    stopped_on = models.DateField(_("gestopt op"), null=True, blank=True)
    stop_source = models.CharField(_("van wie weten we dat"), max_length=160, blank=True)
    stop_recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    stop_recorded_at = models.DateTimeField(_("stoppen vastgelegd op"), null=True, blank=True)

    class Meta:
        verbose_name = _("medicijn")
        verbose_name_plural = _("medicatieoverzicht")
        ordering = ("name", "-since", "-pk")
        constraints = (
            models.CheckConstraint(
                condition=Q(stopped_on=None) | Q(stopped_on__gte=F("since")),
                name="casework_medication_stops_later",
                violation_error_message=_("Het is gestopt voordat het begon. Controleer de datum."),
            ),
            models.CheckConstraint(
                condition=Q(stopped_on=None) | ~Q(stop_source=""),
                name="casework_medication_stop_has_source",
                violation_error_message=_("Schrijf op van wie u weet dat het is gestopt."),
            ),
        )

    def __str__(self) -> str:
        return self.name

    @property
    def is_used(self) -> bool:
        """Return whether it is still used, as far as we were told."""
        return self.stopped_on is None


class MedicationRefusal(RecordedOnce):
    """A time that the client did not want his medicine; what he said about it stands beside it."""

    medication = models.ForeignKey(
        Medication, on_delete=models.PROTECT, related_name="refusals", verbose_name=_("medicijn")
    )
    refused_at = models.DateTimeField(_("wanneer"))
    reason = models.CharField(_("in de woorden van de cliënt"), max_length=300)
    told_to = models.CharField(_("aan wie verteld"), max_length=160, blank=True)

    class Meta:
        verbose_name = _("geweigerde medicatie")
        verbose_name_plural = _("geweigerde medicatie")
        ordering = ("-refused_at", "-pk")

    def __str__(self) -> str:
        return f"{self.medication}: {self.refused_at:%Y-%m-%d}"
