"""The rhythm of contact with one client: how much was agreed, and the light contacts of morning and evening."""

from django.conf import settings
from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Dated, ends_after_start
from casework.enums import DayPart, Initiative
from casework.models.clients import Client
from casework.models.recorded import RecordedOnce

MOST_A_WEEK = 28


class ContactRhythm(Dated):
    """What contact was agreed from a day on: planned contacts a week, and a light one in the morning or the evening."""

    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="contact_rhythms")
    per_week = models.PositiveSmallIntegerField(
        _("geplande contacten per week"), default=0, validators=[MaxValueValidator(MOST_A_WEEK)]
    )
    morning = models.TimeField(_("kort contact in de ochtend"), null=True, blank=True)
    evening = models.TimeField(_("kort contact aan het einde van de dag"), null=True, blank=True)
    why = models.CharField(_("waarom dit ritme"), max_length=200)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    form_token = models.UUIDField(unique=True, editable=False)

    class Meta:
        verbose_name = _("contactritme")
        verbose_name_plural = _("contactritmes")
        ordering = ("-valid_from", "-pk")
        constraints = (
            ends_after_start(),
            models.UniqueConstraint(fields=("client",), condition=Q(valid_until=None), name="casework_one_open_rhythm"),
        )

    def __str__(self) -> str:
        return f"{self.client.number}: {self.valid_from}"

    def parts(self) -> tuple[DayPart, ...]:
        """Return the parts of the day for which a light contact was agreed."""
        return tuple(part for part in DayPart if getattr(self, part) is not None)


class LightContact(RecordedOnce):
    """A light contact of one part of a day, who began it, and a few words. A mistake is corrected by a new one."""

    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="light_contacts")
    day = models.DateField(_("dag"))
    part = models.CharField(_("dagdeel"), max_length=10, choices=DayPart)
    initiative = models.CharField(_("wie begon"), max_length=10, choices=Initiative)
    words = models.CharField(_("in een paar woorden"), max_length=200, blank=True)
    corrects = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="corrected_by"
    )

    class Meta:
        verbose_name = _("kort contact")
        verbose_name_plural = _("korte contacten")
        ordering = ("-day", "-part", "-pk")
        constraints = (
            models.UniqueConstraint(
                fields=("client", "day", "part"),
                condition=Q(corrects=None),
                name="casework_light_contact_once",
                violation_error_message=_("Dit contact is al vastgelegd."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.client.number}: {self.day} {self.part}"
