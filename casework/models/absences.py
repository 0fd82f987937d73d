"""Somebody is missing: the clock with the steps of the organisation, and the return."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from accounts.models import Location
from casework.models.clients import Client
from casework.models.leaves import Leave
from casework.models.legal import ReferenceRow
from casework.models.recorded import RecordedOnce


class AbsenceStep(ReferenceRow):
    """A step that the organisation takes when somebody is missing, so many minutes after he was missed."""

    minutes = models.PositiveIntegerField(_("minuten na het moment van vermissing"), default=0)
    history = HistoricalRecords()

    class Meta(ReferenceRow.Meta):
        verbose_name = _("stap bij ongeoorloofde afwezigheid")
        verbose_name_plural = _("stappen bij ongeoorloofde afwezigheid")


class Absence(RecordedOnce):
    """An absence that nobody allowed. It starts a clock with the steps of the organisation, and ends with a talk."""

    MAY_CHANGE = frozenset({"returned_at", "returned_to", "return_talk", "return_recorded_at"})

    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="absences")
    location = models.ForeignKey(Location, on_delete=models.PROTECT, related_name="+", verbose_name=_("locatie"))
    leave = models.ForeignKey(Leave, on_delete=models.PROTECT, null=True, blank=True, related_name="absences")
    missed_at = models.DateTimeField(_("gemist vanaf"))
    circumstances = models.CharField(_("wat is er bekend"), max_length=500)
    returned_at = models.DateTimeField(_("terug"), null=True, blank=True)
    returned_to = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    return_talk = models.TextField(_("wat is er bij terugkomst besproken"), blank=True)
    return_recorded_at = models.DateTimeField(_("terugkeer vastgelegd op"), null=True, blank=True)

    class Meta:
        verbose_name = _("ongeoorloofde afwezigheid")
        verbose_name_plural = _("ongeoorloofde afwezigheden")
        ordering = ("-missed_at", "-pk")
        constraints = (
            models.UniqueConstraint(
                fields=("client",),
                condition=Q(returned_at=None),
                name="casework_one_open_absence",
                violation_error_message=_("Deze cliënt staat al als ongeoorloofd afwezig."),
            ),
            models.CheckConstraint(
                condition=Q(returned_at=None) | Q(returned_at__gte=F("missed_at")),
                name="casework_absence_returns_later",
                violation_error_message=_("Hij kan niet terug zijn voordat hij werd gemist. Controleer de tijd."),
            ),
            models.CheckConstraint(
                condition=Q(returned_at=None, return_talk="") | (Q(returned_at__isnull=False) & ~Q(return_talk="")),
                name="casework_absence_return_has_talk",
                violation_error_message=_("Schrijf op wat er bij terugkomst is besproken."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.client.number}: {self.missed_at:%Y-%m-%d}"

    def get_absolute_url(self) -> str:
        """Return the page of the absence, in the house from which he was missed."""
        return reverse("casework:absence", args=[self.location_id, self.client.number, self.pk])

    @property
    def is_open(self) -> bool:
        """Return whether he is still away."""
        return self.returned_at is None


class AbsenceStepDone(RecordedOnce):
    """A step that was taken: when, by whom, and what came of it."""

    absence = models.ForeignKey(Absence, on_delete=models.PROTECT, related_name="steps_done")
    step = models.ForeignKey(AbsenceStep, on_delete=models.PROTECT, related_name="+", verbose_name=_("stap"))
    note = models.CharField(_("wat kwam eruit"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("gezette stap")
        verbose_name_plural = _("gezette stappen")
        ordering = ("recorded_at", "pk")
        constraints = (models.UniqueConstraint(fields=("absence", "step"), name="casework_absence_step_once"),)

    def __str__(self) -> str:
        return f"{self.absence}: {self.step}"
