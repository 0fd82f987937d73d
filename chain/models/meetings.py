"""A meeting that was held, first of all the three-party meeting (*driegesprek*): what was said by whom, what was agreed.

Its agreements with owner and date are rows of ``casework.Commitment`` with the meeting as their origin.
"""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from casework.models import Client, Commitment
from chain.enums import THREE_PARTY_KINDS, MeetingKind, Party
from chain.models.planning import PlannedMeeting
from chain.querysets import MeetingQuerySet

MEETING_ORIGIN = "chain.threepartymeeting"


class ThreePartyMeeting(models.Model):
    """A meeting that was held. Written once; who was not there, and why, belongs to it.

    The other kinds of meeting (``MeetingKind``) are kept in the same rows; what differs is their agenda.
    """

    planned = models.OneToOneField(
        PlannedMeeting,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="record",
        verbose_name=_("gepland overleg"),
    )
    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="meetings")
    kind = models.CharField(_("soort"), max_length=10, choices=MeetingKind)
    held_at = models.DateTimeField(_("wanneer"))
    place = models.CharField(_("waar"), max_length=120)
    present = models.TextField(_("wie waren erbij"))
    client_present = models.BooleanField(_("de cliënt was erbij"), default=True)
    absent = models.TextField(_("wie niet, en waarom niet"), blank=True)
    proud_of = models.TextField(_("waar de cliënt trots op is, en wat is bereikt"), blank=True)
    client_view = models.TextField(_("hoe de cliënt het ziet"), blank=True)
    counsellor_view = models.TextField(_("hoe de begeleider het ziet"), blank=True)
    officer_view = models.TextField(_("hoe de toezichthouder het ziet"), blank=True)
    lead = models.CharField(_("wie houdt de regie"), max_length=12, choices=Party)
    next_on = models.DateField(_("volgend overleg"), null=True, blank=True)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(_("vastgelegd op"), auto_now_add=True)
    form_token = models.UUIDField(unique=True, editable=False)

    objects = MeetingQuerySet.as_manager()

    class Meta:
        verbose_name = _("driegesprek")
        verbose_name_plural = _("driegesprekken")
        ordering = ("-held_at", "-pk")
        indexes = (models.Index(fields=("client", "-held_at"), name="chain_meeting_by_client"),)
        constraints = (
            models.UniqueConstraint(
                fields=("client", "held_at"),
                name="chain_meeting_once_per_moment",
                violation_error_message=_("Er is al een driegesprek vastgelegd op dit tijdstip."),
            ),
            models.CheckConstraint(
                condition=~Q(kind__in=THREE_PARTY_KINDS) | ~Q(proud_of=""),
                name="chain_meeting_pride_named",
                violation_error_message=_("Schrijf op waar de cliënt trots op is, en wat is bereikt."),
            ),
            models.CheckConstraint(
                condition=Q(client_present=True) | ~Q(absent=""),
                name="chain_meeting_absence_explained",
                violation_error_message=_("Schrijf op waarom de cliënt er niet bij was."),
            ),
            models.CheckConstraint(
                condition=Q(client_present=False) | ~Q(client_view=""),
                name="chain_meeting_client_heard",
                violation_error_message=_("Schrijf op hoe de cliënt het ziet, in zijn eigen woorden."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.client.number}: {self.get_kind_display()} {self.held_at:%Y-%m-%d}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Write the meeting once; raise ``TypeError`` on any change after that."""
        if not self._state.adding:
            msg = "A meeting that was held is immutable."
            raise TypeError(msg)
        super().save(*args, **kwargs)

    def get_absolute_url(self) -> str:
        """Return the address of the meeting."""
        return reverse("chain:meeting", args=[self.client.number, self.pk])

    @property
    def commitments(self) -> QuerySet[Commitment]:
        """Return what was agreed in this meeting."""
        return Commitment.objects.filter(origin_type=MEETING_ORIGIN, origin_id=self.pk)
