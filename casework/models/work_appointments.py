"""What stands in somebody's calendar without a client: a team meeting, peer consultation, a training day."""

from __future__ import annotations

from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from casework.enums.duty_calendar import WorkPurpose


class WorkAppointment(models.Model):
    """An appointment among ourselves. It says nothing about clients, and never holds one.

    The days of a series share their ``series``; each is a row of its own, so that one of them can move.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="work_appointments")
    colleagues = models.ManyToManyField(settings.AUTH_USER_MODEL, blank=True, related_name="+")
    purpose = models.CharField(_("waarvoor"), max_length=12, choices=WorkPurpose, default=WorkPurpose.TEAM)
    subject = models.CharField(_("waarover"), max_length=120, blank=True)
    starts_at = models.DateTimeField(_("van"))
    ends_at = models.DateTimeField(_("tot"))
    place = models.CharField(_("waar"), max_length=120, blank=True)
    series = models.UUIDField(null=True, blank=True, editable=False, db_index=True)
    uid = models.UUIDField(default=uuid4, unique=True, editable=False)
    sequence = models.PositiveIntegerField(default=0, editable=False)
    cancelled_at = models.DateTimeField(_("afgezegd op"), null=True, blank=True, editable=False)
    changed_at = models.DateTimeField(_("gewijzigd op"), auto_now=True)
    form_token = models.UUIDField(unique=True, editable=False, default=uuid4)

    class Meta:
        verbose_name = _("werkafspraak")
        verbose_name_plural = _("werkafspraken")
        ordering = ("starts_at", "pk")
        indexes = (models.Index(fields=("user", "starts_at"), name="casework_work_by_user"),)
        constraints = (
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")),
                name="casework_work_ends_later",
                violation_error_message=_("De afspraak eindigt voor zij begint. Kies een latere eindtijd."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.get_purpose_display()} {self.starts_at:%Y-%m-%d %H:%M}"

    def get_absolute_url(self) -> str:
        """Return the address of the appointment."""
        return reverse("casework:work_appointment", args=[self.pk])

    @property
    def is_open(self) -> bool:
        """Return whether it can still be moved or called off."""
        return self.cancelled_at is None and self.starts_at > timezone.now()

    @property
    def minutes(self) -> int:
        """Return how long it takes, in minutes."""
        return int((self.ends_at - self.starts_at).total_seconds() // 60)
