"""What a shift leaves to the next one: remarks, recurring tasks, who is on call, who read it."""

from __future__ import annotations

from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Dated, Location, Team, ends_after_start
from casework.enums import HouseTaskKind
from casework.models.clients import Client
from casework.models.leaves import WHOLE_WEEK, days_in_words
from casework.models.recorded import RecordedOnce


class Remark(RecordedOnce):
    """A short remark about a resident or about the house. It lands there, and is found there again."""

    location = models.ForeignKey(Location, on_delete=models.PROTECT, related_name="remarks")
    client = models.ForeignKey(Client, on_delete=models.PROTECT, null=True, blank=True, related_name="remarks")
    text = models.CharField(_("opmerking"), max_length=400)

    class Meta:
        verbose_name = _("opmerking")
        verbose_name_plural = _("opmerkingen")
        ordering = ("-recorded_at", "-pk")
        indexes = (models.Index(fields=("location", "-recorded_at"), name="casework_remark_by_house"),)

    def __str__(self) -> str:
        return f"{self.location}: {self.recorded_at:%Y-%m-%d %H:%M}"


class HouseTask(Dated):
    """A round or a task that comes back in a house, on some days of the week."""

    location = models.ForeignKey(Location, on_delete=models.PROTECT, related_name="tasks", verbose_name=_("locatie"))
    kind = models.CharField(_("soort"), max_length=10, choices=HouseTaskKind, default=HouseTaskKind.TASK)
    name = models.CharField(_("wat"), max_length=120)
    days = models.CharField(_("op welke dagen"), max_length=7, default=WHOLE_WEEK)
    at = models.TimeField(_("hoe laat"), null=True, blank=True)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    form_token = models.UUIDField(unique=True, editable=False)

    class Meta:
        verbose_name = _("ronde of huistaak")
        verbose_name_plural = _("rondes en huistaken")
        ordering = ("at", "name", "pk")
        constraints = (
            ends_after_start(),
            models.CheckConstraint(
                condition=~Q(days=""),
                name="casework_task_has_days",
                violation_error_message=_("Kies minstens één dag."),
            ),
        )

    def __str__(self) -> str:
        return self.name

    @property
    def days_in_words(self) -> str:
        """Return the days as they are said: "elke dag", "ma, di"."""
        return days_in_words(self.days)

    def falls_on(self, day: date) -> bool:
        """Return whether it is to be done on ``day``."""
        return self.held_on(day) and str(day.isoweekday()) in self.days


class HouseTaskDone(RecordedOnce):
    """A round or task that was done, for the day on which it fell."""

    task = models.ForeignKey(HouseTask, on_delete=models.PROTECT, related_name="done")
    day = models.DateField(_("van"))
    note = models.CharField(_("bijzonderheden"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("gedane taak")
        verbose_name_plural = _("gedane taken")
        ordering = ("-day", "-pk")
        constraints = (models.UniqueConstraint(fields=("task", "day"), name="casework_task_done_once_a_day"),)

    def __str__(self) -> str:
        return f"{self.task}: {self.day:%Y-%m-%d}"


class OnCallDuty(RecordedOnce):
    """Who is on call for a team, from when until when, with the number to dial."""

    MAY_CHANGE = frozenset({"ends_at"})

    team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="on_call", verbose_name=_("team"))
    name = models.CharField(_("wie"), max_length=120)
    phone = models.CharField(_("telefoon"), max_length=30)
    starts_at = models.DateTimeField(_("van"))
    ends_at = models.DateTimeField(_("tot"))

    class Meta:
        verbose_name = _("achterwacht")
        verbose_name_plural = _("achterwachten")
        ordering = ("starts_at", "pk")
        constraints = (
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")),
                name="casework_on_call_ends_later",
                violation_error_message=_("De dienst eindigt voor hij begint. Kies een latere dag of tijd."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.name}, {self.phone}"


class ShiftReading(RecordedOnce):
    """Somebody read the shift page of a house."""

    location = models.ForeignKey(Location, on_delete=models.PROTECT, related_name="shift_readings")

    class Meta:
        verbose_name = _("gelezen dienstpagina")
        verbose_name_plural = _("gelezen dienstpagina's")
        ordering = ("-recorded_at", "-pk")
        indexes = (models.Index(fields=("location", "-recorded_at"), name="casework_reading_by_house"),)

    def __str__(self) -> str:
        return f"{self.location}: {self.recorded_at:%Y-%m-%d %H:%M}"
