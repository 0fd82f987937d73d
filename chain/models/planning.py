"""A meeting that is coming: when and where, who is invited, and what each party wants on the table."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import uuid4

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from casework.models import Client
from chain.enums import InvitationAnswer, MeetingKind, PointKind, Seat
from chain.querysets import PlannedMeetingQuerySet

SHORTEST, LONGEST = 10, 480  # minutes


class PlannedMeeting(models.Model):
    """A meeting with a day, before it is held. What was said in it is a ``ThreePartyMeeting`` that points back here.

    ``uid`` and ``sequence`` are those of the calendar invitation (RFC 5545): a meeting that moved is the same meeting.
    """

    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="planned_meetings")
    kind = models.CharField(_("soort overleg"), max_length=10, choices=MeetingKind)
    starts_at = models.DateTimeField(_("begint"))
    minutes = models.PositiveSmallIntegerField(
        _("duurt (minuten)"), default=60, validators=(MinValueValidator(SHORTEST), MaxValueValidator(LONGEST))
    )
    place = models.CharField(_("waar"), max_length=120)
    purpose = models.CharField(_("waar het over gaat"), max_length=300, blank=True)
    proposed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    proposed_as = models.CharField(_("voorgesteld door"), max_length=12, choices=Seat)
    created_at = models.DateTimeField(_("gepland op"), auto_now_add=True)
    cancelled_at = models.DateTimeField(_("afgezegd op"), null=True, editable=False)
    cancel_reason = models.CharField(_("waarom afgezegd"), max_length=300, blank=True)
    uid = models.UUIDField(unique=True, editable=False, default=uuid4)
    sequence = models.PositiveSmallIntegerField(default=0, editable=False)
    form_token = models.UUIDField(unique=True, editable=False)

    objects = PlannedMeetingQuerySet.as_manager()

    class Meta:
        verbose_name = _("gepland overleg")
        verbose_name_plural = _("geplande overleggen")
        ordering = ("starts_at", "pk")
        indexes = (models.Index(fields=("client", "starts_at"), name="chain_planned_by_client"),)
        constraints = (
            models.UniqueConstraint(
                fields=("client", "starts_at"),
                condition=Q(cancelled_at=None),
                name="chain_planned_once_per_moment",
                violation_error_message=_("Op dit tijdstip is al een overleg over deze cliënt gepland."),
            ),
            models.CheckConstraint(
                condition=Q(cancelled_at=None) | ~Q(cancel_reason=""),
                name="chain_planned_cancel_explained",
                violation_error_message=_("Schrijf op waarom het overleg niet doorgaat."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.client.number}: {self.get_kind_display()} {self.starts_at:%Y-%m-%d}"

    def get_absolute_url(self) -> str:
        """Return the address of the meeting on the organisation's side."""
        return reverse("chain:planned", args=[self.client.number, self.pk])

    @property
    def ends_at(self) -> datetime:
        """Return when it ends."""
        return self.starts_at + timedelta(minutes=self.minutes)

    @property
    def is_held(self) -> bool:
        """Return whether what was said is recorded. A query, unless ``record`` was selected along."""
        return hasattr(self, "record")

    @property
    def is_open(self) -> bool:
        """Return whether it was not cancelled and not held yet. See ``is_held`` on its query."""
        return self.cancelled_at is None and not self.is_held

    @property
    def is_past(self) -> bool:
        """Return whether its end has passed."""
        return self.ends_at < timezone.now()


class Invitation(models.Model):
    """Somebody who is invited. ``user`` is empty for who has no account: the client, a relative, another partner."""

    meeting = models.ForeignKey(PlannedMeeting, on_delete=models.CASCADE, related_name="invitations")
    seat = models.CharField(_("als"), max_length=12, choices=Seat)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="meeting_invitations"
    )
    name = models.CharField(_("wie"), max_length=160)
    # Who was invited before a caseload was handed over; so that a temporary transfer gives it back.
    handed_from = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, editable=False, related_name="+"
    )
    answer = models.CharField(_("antwoord"), max_length=10, choices=InvitationAnswer, default=InvitationAnswer.WAITING)
    remark = models.CharField(_("opmerking"), max_length=300, blank=True)
    answered_at = models.DateTimeField(_("gereageerd op"), null=True, blank=True)

    class Meta:
        verbose_name = _("uitnodiging")
        verbose_name_plural = _("uitnodigingen")
        ordering = ("pk",)
        constraints = (
            models.UniqueConstraint(
                fields=("meeting", "user"), condition=Q(user__isnull=False), name="chain_invited_once"
            ),
            models.CheckConstraint(
                condition=Q(answer=InvitationAnswer.WAITING) | Q(answered_at__isnull=False),
                name="chain_invitation_answer_has_moment",
            ),
            models.CheckConstraint(
                condition=~Q(answer=InvitationAnswer.DECLINED) | ~Q(remark=""),
                name="chain_invitation_decline_explained",
                violation_error_message=_("Schrijf op waarom niet, of wanneer wel."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.meeting}: {self.name}"


class AgendaPoint(models.Model):
    """What one party puts on the table. Everybody at the table reads it, and who put it there.

    ``source`` names the open matter of the file that it came from (a duty, a commitment); empty for an own point.
    """

    meeting = models.ForeignKey(PlannedMeeting, on_delete=models.PROTECT, related_name="points")
    seat = models.CharField(_("van"), max_length=12, choices=Seat)
    kind = models.CharField(_("soort"), max_length=6, choices=PointKind, default=PointKind.POINT)
    text = models.CharField(_("waar het over gaat"), max_length=500)
    source = models.CharField(max_length=80, blank=True)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(_("toegevoegd op"), auto_now_add=True)
    withdrawn_at = models.DateTimeField(_("ingetrokken op"), null=True, editable=False)
    form_token = models.UUIDField(unique=True, editable=False, default=uuid4)

    class Meta:
        verbose_name = _("agendapunt")
        verbose_name_plural = _("agendapunten")
        ordering = ("created_at", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=("meeting", "source"),
                condition=Q(withdrawn_at=None) & ~Q(source=""),
                name="chain_matter_once_on_agenda",
                violation_error_message=_("Dit staat al op de agenda."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.meeting}: {self.get_kind_display()}"
