"""Definitions of the organisation itself: a licensed instrument is used only after its permission was recorded."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from alliance.enums import LicenceStatus
from alliance.instruments import Instrument, InstrumentError, read_instrument, shipped

PERMISSION_FIRST = _(
    "Leg eerst vast van wie de toestemming is, sinds wanneer en waar hij ligt. Daarna kan het instrument in gebruik."
)


class InstrumentDefinition(models.Model):
    """One version of an instrument, as text in YAML. Once a check-in was held with it, its text stays as it is."""

    key = models.SlugField(_("sleutel"), max_length=40, editable=False)
    version = models.PositiveIntegerField(_("versie"), editable=False)
    name = models.CharField(_("naam"), max_length=160, editable=False)
    licence_status = models.CharField(_("licentie"), max_length=10, choices=LicenceStatus, editable=False)
    definition = models.TextField(
        _("definitie"),
        help_text=_(
            "In YAML. Een fout wordt genoemd met de regel waarin hij staat; docs/operations.md beschrijft de velden."
        ),
    )
    permission_by = models.CharField(_("toestemming van"), max_length=160, blank=True)
    permission_on = models.DateField(_("toestemming gegeven op"), null=True, blank=True)
    permission_reference = models.CharField(
        _("waar de toestemming ligt"),
        max_length=200,
        blank=True,
        help_text=_("Bijvoorbeeld het nummer van de overeenkomst of van de brief."),
    )
    active = models.BooleanField(_("in gebruik"), default=False)

    class Meta:
        verbose_name = _("instrument")
        verbose_name_plural = _("instrumenten")
        ordering = ("key", "-version")
        constraints = (
            models.UniqueConstraint(fields=("key", "version"), name="alliance_definition_once"),
            models.CheckConstraint(
                condition=Q(active=False)
                | ~Q(licence_status=LicenceStatus.LICENSED)
                | (~Q(permission_by="") & ~Q(permission_reference="") & Q(permission_on__isnull=False)),
                name="alliance_permission_before_use",
                violation_error_message=PERMISSION_FIRST,
            ),
        )

    def __str__(self) -> str:
        return f"{self.name} ({self.version})"

    @property
    def instrument(self) -> Instrument:
        """Return the definition, read."""
        return read_instrument(self.definition, self.name or _("definitie"))

    def clean(self) -> None:
        """Read the definition, and take key, version, name and licence from it."""
        super().clean()
        try:
            read = read_instrument(self.definition, _("definitie"))
        except InstrumentError as error:
            raise ValidationError({"definition": str(error)}) from error
        if (read.key, read.version) in shipped():
            raise ValidationError(
                {"definition": _("Deze sleutel en versie horen bij een instrument van Samenspoor zelf.")}
            )
        others = InstrumentDefinition.objects.filter(key=read.key, version=read.version).exclude(pk=self.pk)
        if others.exists():
            raise ValidationError(
                {"definition": _("Deze versie van dit instrument is er al. Geef de definitie een hogere versie.")}
            )
        self.key, self.version, self.name, self.licence_status = read.key, read.version, read.name, read.licence.status
        permission = (self.permission_by.strip(), self.permission_on, self.permission_reference.strip())
        if self.active and self.licence_status == LicenceStatus.LICENSED and not all(permission):
            missing = ("permission_by", "permission_on", "permission_reference")[
                [bool(one) for one in permission].index(False)
            ]
            raise ValidationError({missing: PERMISSION_FIRST})
