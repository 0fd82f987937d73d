"""What belongs to a meeting that was held: who was there, what was said per point, and what came after."""

from __future__ import annotations

from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from casework.models import Document, LifeDomain
from chain.enums import Channel, Seat
from chain.models.meetings import ThreePartyMeeting
from chain.models.written_once import WrittenOnce


class MeetingAttendee(WrittenOnce):
    """Somebody who was there or was missed; who was not there has the reason, and each may have his own words."""

    record = models.ForeignKey(ThreePartyMeeting, on_delete=models.PROTECT, related_name="attendees")
    seat = models.CharField(_("als"), max_length=12, choices=Seat)
    name = models.CharField(_("wie"), max_length=160)
    present = models.BooleanField(_("was erbij"), default=True)
    reason = models.CharField(_("waarom niet"), max_length=300, blank=True)
    words = models.TextField(_("hoe hij het ziet, in eigen woorden"), blank=True)

    class Meta:
        verbose_name = _("aanwezige")
        verbose_name_plural = _("aanwezigen")
        ordering = ("pk",)
        constraints = (
            models.CheckConstraint(
                condition=Q(present=True) | ~Q(reason=""),
                name="chain_attendee_absence_explained",
                violation_error_message=_("Schrijf op waarom hij er niet bij was."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.record}: {self.name}"


class MeetingAnswer(WrittenOnce):
    """What was said on one point of the agenda, under the heading that it had that day."""

    record = models.ForeignKey(ThreePartyMeeting, on_delete=models.PROTECT, related_name="answers")
    key = models.CharField(_("punt"), max_length=40)
    order = models.PositiveSmallIntegerField(_("volgorde"))
    heading = models.CharField(_("kopje"), max_length=160)
    text = models.TextField(_("wat is gezegd"))

    class Meta:
        verbose_name = _("besproken punt")
        verbose_name_plural = _("besproken punten")
        ordering = ("order", "pk")
        constraints = (
            models.UniqueConstraint(fields=("record", "key"), name="chain_answer_once_per_point"),
            models.CheckConstraint(condition=~Q(text=""), name="chain_answer_not_empty"),
        )

    def __str__(self) -> str:
        return f"{self.record}: {self.heading}"


class MeetingDomain(WrittenOnce):
    """Who is active on one life domain, so that the plans of the parties fit together."""

    record = models.ForeignKey(ThreePartyMeeting, on_delete=models.PROTECT, related_name="domains")
    domain = models.ForeignKey(LifeDomain, on_delete=models.PROTECT, related_name="+", verbose_name=_("leefgebied"))
    client_active = models.BooleanField(_("cliënt"), default=False)
    organisation_active = models.BooleanField(_("begeleiding"), default=False)
    probation_active = models.BooleanField(_("reclassering"), default=False)
    others = models.CharField(_("anderen"), max_length=120, blank=True)
    text = models.CharField(_("wat er gebeurt"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("leefgebied in een overleg")
        verbose_name_plural = _("leefgebieden in een overleg")
        ordering = ("domain__order", "pk")
        constraints = (models.UniqueConstraint(fields=("record", "domain"), name="chain_domain_once_per_meeting"),)

    def __str__(self) -> str:
        return f"{self.record}: {self.domain}"


class OwnView(WrittenOnce):
    """What one party adds afterwards, in his own words and at his own account. It changes nothing of the record."""

    record = models.ForeignKey(ThreePartyMeeting, on_delete=models.PROTECT, related_name="own_views")
    seat = models.CharField(_("van"), max_length=12, choices=Seat)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    text = models.TextField(_("in eigen woorden"))
    written_at = models.DateTimeField(_("geschreven op"), auto_now_add=True)
    form_token = models.UUIDField(unique=True, editable=False)

    class Meta:
        verbose_name = _("eigen visie")
        verbose_name_plural = _("eigen visies")
        ordering = ("written_at", "pk")

    def __str__(self) -> str:
        return f"{self.record}: {self.get_seat_display()}"


class MeetingFeedback(WrittenOnce):
    """What the client heard of a meeting that he did not attend, and his reaction (field source S5)."""

    record = models.ForeignKey(ThreePartyMeeting, on_delete=models.PROTECT, related_name="feedback")
    told_at = models.DateTimeField(_("verteld op"))
    told = models.TextField(_("wat is verteld"))
    reaction = models.TextField(_("reactie van de cliënt"))
    told_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(_("vastgelegd op"), auto_now_add=True)
    form_token = models.UUIDField(unique=True, editable=False)

    class Meta:
        verbose_name = _("terugkoppeling aan de cliënt")
        verbose_name_plural = _("terugkoppelingen aan de cliënt")
        ordering = ("told_at", "pk")
        constraints = (
            models.CheckConstraint(
                condition=~Q(reaction=""),
                name="chain_feedback_has_reaction",
                violation_error_message=_("Schrijf op hoe de cliënt reageerde, ook als hij niets zei."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.record}: {self.told_at:%Y-%m-%d}"


class MinutesCopy(WrittenOnce):
    """The minutes as one party got them: the issued paper, how and when."""

    record = models.ForeignKey(ThreePartyMeeting, on_delete=models.PROTECT, related_name="copies")
    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="+")
    seat = models.CharField(_("aan"), max_length=12, choices=Seat)
    channel = models.CharField(_("hoe"), max_length=10, choices=Channel)
    given_at = models.DateTimeField(_("gegeven op"))
    given_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    form_token = models.UUIDField(unique=True, editable=False, default=uuid4)

    class Meta:
        verbose_name = _("verslag aan een partij")
        verbose_name_plural = _("verslagen aan partijen")
        ordering = ("given_at", "pk")
        constraints = (models.UniqueConstraint(fields=("record", "seat"), name="chain_minutes_once_per_party"),)

    def __str__(self) -> str:
        return f"{self.record}: {self.get_seat_display()}"
