"""Appointments: with whom, where, for what, and how they ended."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from casework.enums import AppointmentPurpose, AppointmentResult, ChangeKind, SeriesStep
from casework.models.clients import Client
from casework.querysets import AppointmentQuerySet

LONGEST_APPOINTMENT = timedelta(days=1)
NOT_THERE = frozenset({AppointmentResult.MISSED_ACCEPTABLE, AppointmentResult.MISSED, AppointmentResult.LOGISTICS})


class AppointmentSeries(models.Model):
    """Appointments that come back. Its days are rows of their own, so that one of them can move without the others."""

    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="appointment_series")
    step = models.CharField(_("hoe vaak"), max_length=12, choices=SeriesStep)
    ends_on = models.DateField(_("tot en met"))
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(_("vastgelegd op"), auto_now_add=True)
    form_token = models.UUIDField(unique=True, editable=False)

    class Meta:
        verbose_name = _("reeks afspraken")
        verbose_name_plural = _("reeksen afspraken")
        ordering = ("-recorded_at", "-pk")

    def __str__(self) -> str:
        return f"{self.client.number}: {self.get_step_display()}"


class Appointment(models.Model):
    """One appointment of a client with somebody of ours. Past ones can be entered; a moved one keeps where it stood.

    ``uid`` and ``sequence`` are what a calendar knows it by: the sequence goes up with every change.
    """

    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="appointments")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="appointments", verbose_name=_("wie van ons")
    )
    series = models.ForeignKey(
        AppointmentSeries, on_delete=models.PROTECT, null=True, blank=True, related_name="appointments"
    )
    purpose = models.CharField(
        _("waarvoor"), max_length=12, choices=AppointmentPurpose, default=AppointmentPurpose.SESSION
    )
    starts_at = models.DateTimeField(_("van"))
    ends_at = models.DateTimeField(_("tot"))
    place = models.CharField(_("waar"), max_length=120, blank=True)
    with_whom = models.CharField(_("wie nog meer"), max_length=160, blank=True)
    uid = models.UUIDField(default=uuid4, unique=True, editable=False)
    sequence = models.PositiveIntegerField(default=0, editable=False)
    cancelled_at = models.DateTimeField(_("afgezegd op"), null=True, blank=True, editable=False)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(_("vastgelegd op"), auto_now_add=True)
    changed_at = models.DateTimeField(_("gewijzigd op"), auto_now=True)
    form_token = models.UUIDField(unique=True, editable=False, default=uuid4)

    objects = AppointmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("afspraak in de agenda")
        verbose_name_plural = _("afspraken in de agenda")
        ordering = ("starts_at", "pk")
        constraints = (
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")),
                name="casework_appointment_ends_later",
                violation_error_message=_("De afspraak eindigt voor zij begint. Kies een latere eindtijd."),
            ),
        )
        indexes = (
            models.Index(fields=("user", "starts_at"), name="casework_appointment_user"),
            models.Index(fields=("client", "starts_at"), name="casework_appointment_client"),
        )

    def __str__(self) -> str:
        return f"{self.client.number}: {self.get_purpose_display()} {self.starts_at:%Y-%m-%d %H:%M}"

    def get_absolute_url(self) -> str:
        """Return the address of the appointment."""
        return reverse("casework:appointment", args=[self.client.number, self.pk])

    @property
    def is_over(self) -> bool:
        """Return whether it has begun, so that how it ended can be told."""
        return self.starts_at <= timezone.now()

    @property
    def minutes(self) -> int:
        """Return how long it takes, in minutes."""
        return int((self.ends_at - self.starts_at).total_seconds() // 60)


class AppointmentColleague(models.Model):
    """A colleague who comes along to an appointment; whose it is, and who tells how it ended, stays its ``user``."""

    appointment = models.ForeignKey(Appointment, on_delete=models.CASCADE, related_name="colleagues")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("collega bij een afspraak")
        verbose_name_plural = _("collega’s bij afspraken")
        ordering = ("user__last_name", "user__first_name", "pk")
        constraints = (models.UniqueConstraint(fields=("appointment", "user"), name="casework_colleague_once"),)

    def __str__(self) -> str:
        return f"{self.appointment}: {self.user}"


class WrittenOnce(models.Model):
    """Abstract: a row that is written and never changed."""

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Write the row once; raise ``TypeError`` on any change after that."""
        if not self._state.adding:
            msg = f"{type(self).__name__} is immutable."
            raise TypeError(msg)
        super().save(*args, **kwargs)

    def delete(self, *_args: Any, **_kwargs: Any) -> tuple[int, dict[str, int]]:
        """Raise ``TypeError``: what was recorded stays."""
        msg = f"{type(self).__name__} is immutable."
        raise TypeError(msg)


class AppointmentChange(WrittenOnce):
    """An appointment that was moved or called off: where it stood, why, and who did it."""

    appointment = models.ForeignKey(Appointment, on_delete=models.PROTECT, related_name="changes")
    kind = models.CharField(_("wat"), max_length=10, choices=ChangeKind)
    was_from = models.DateTimeField(_("stond van"))
    was_until = models.DateTimeField(_("stond tot"))
    reason = models.CharField(_("waarom"), max_length=200)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(_("vastgelegd op"), auto_now_add=True)
    form_token = models.UUIDField(unique=True, editable=False, default=uuid4)

    class Meta:
        verbose_name = _("wijziging van een afspraak")
        verbose_name_plural = _("wijzigingen van afspraken")
        ordering = ("recorded_at", "pk")

    def __str__(self) -> str:
        return f"{self.appointment}: {self.get_kind_display()}"


class AppointmentOutcome(WrittenOnce):
    """How an appointment ended. The first one is a tap; a later one corrects it, with the reason why."""

    appointment = models.ForeignKey(Appointment, on_delete=models.PROTECT, related_name="outcomes")
    number = models.PositiveSmallIntegerField(default=1)  # 1 for the first, then each correction
    result = models.CharField(_("uitkomst"), max_length=20, choices=AppointmentResult)
    reason = models.CharField(_("in één zin"), max_length=200, blank=True)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(_("vastgelegd op"), auto_now_add=True)
    form_token = models.UUIDField(unique=True, editable=False)

    class Meta:
        verbose_name = _("uitkomst van een afspraak")
        verbose_name_plural = _("uitkomsten van afspraken")
        ordering = ("number",)
        constraints = (
            models.UniqueConstraint(fields=("appointment", "number"), name="casework_outcome_in_order"),
            models.CheckConstraint(
                condition=Q(result__in=(AppointmentResult.CAME, AppointmentResult.LATE)) | ~Q(reason=""),
                name="casework_missed_says_why",
                violation_error_message=_("Schrijf in één zin op waarom de afspraak niet doorging."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.appointment}: {self.get_result_display()}"

    @property
    def missed(self) -> bool:
        """Return whether the appointment did not take place."""
        return self.result in NOT_THERE
