"""Contact notes: immutable once written; a correction is an addendum."""

from typing import Any

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from casework.enums import ConditionOutcome, NoteKind
from casework.models.appointments import Appointment
from casework.models.clients import Client
from casework.models.legal import LifeDomain, SpecialCondition

LONGEST_CONTACT_MINUTES = 24 * 60


class ContactNote(models.Model):
    """What happened in one contact, and what went well."""

    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="notes")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="notes")
    kind = models.CharField(_("soort contact"), max_length=20, choices=NoteKind)
    occurred_at = models.DateTimeField(_("wanneer"))
    duration_minutes = models.PositiveSmallIntegerField(
        _("duur in minuten"),
        validators=[MinValueValidator(0), MaxValueValidator(LONGEST_CONTACT_MINUTES)],
    )
    domains = models.ManyToManyField(LifeDomain, blank=True, related_name="notes", verbose_name=_("leefgebieden"))
    text = models.TextField(_("wat is er besproken of gebeurd"))
    went_well = models.TextField(_("wat ging goed"), blank=True)
    client_view = models.TextField(_("in de woorden van de cliënt"), blank=True)
    appointment = models.ForeignKey(
        Appointment, on_delete=models.PROTECT, null=True, blank=True, related_name="notes", verbose_name=_("afspraak")
    )
    recorded_at = models.DateTimeField(_("vastgelegd op"), auto_now_add=True)
    form_token = models.UUIDField(unique=True, editable=False)

    class Meta:
        verbose_name = _("contact")
        verbose_name_plural = _("contacten")
        ordering = ("-occurred_at", "-pk")
        indexes = (models.Index(fields=("client", "-occurred_at"), name="casework_note_by_client"),)

    def __str__(self) -> str:
        return f"{self.client.number}: {self.get_kind_display()} {self.occurred_at:%Y-%m-%d}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Write the note once; raise ``TypeError`` on any change after that."""
        if not self._state.adding:
            msg = "A contact note is immutable; write an addendum."
            raise TypeError(msg)
        super().save(*args, **kwargs)

    def get_absolute_url(self) -> str:
        """Return the address of the note."""
        return reverse("casework:note", args=[self.client.number, self.pk])


class NoteAddendum(models.Model):
    """A correction or addition to a note, with who, when and why."""

    note = models.ForeignKey(ContactNote, on_delete=models.PROTECT, related_name="addenda")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    text = models.TextField(_("aanvulling"))
    reason = models.CharField(_("waarom"), max_length=200)
    recorded_at = models.DateTimeField(_("vastgelegd op"), auto_now_add=True)
    form_token = models.UUIDField(unique=True, editable=False)

    class Meta:
        verbose_name = _("aanvulling")
        verbose_name_plural = _("aanvullingen")
        ordering = ("recorded_at", "pk")

    def __str__(self) -> str:
        return f"{self.note}: {self.reason}"


class ConditionTouch(models.Model):
    """What a contact showed of a special condition."""

    note = models.ForeignKey(ContactNote, on_delete=models.PROTECT, related_name="condition_touches")
    condition = models.ForeignKey(SpecialCondition, on_delete=models.PROTECT, related_name="touches")
    outcome = models.CharField(_("uitkomst"), max_length=10, choices=ConditionOutcome)

    class Meta:
        verbose_name = _("voorwaarde in een contact")
        verbose_name_plural = _("voorwaarden in een contact")
        constraints = (models.UniqueConstraint(fields=("note", "condition"), name="casework_touch_once_per_note"),)

    def __str__(self) -> str:
        return f"{self.condition}: {self.get_outcome_display()}"
