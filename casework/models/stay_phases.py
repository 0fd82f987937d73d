"""In which phase of the track a client is, and where somebody went who left."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from casework.enums.stays import EIGHT_PHASES, TRANSITION_TERMS, Track, TrackPhase
from casework.models.clients import Client
from casework.models.legal import ReferenceRow
from casework.models.recorded import RecordedOnce
from casework.querysets import StayPhaseQuerySet


class StayDestination(ReferenceRow):
    """Where somebody goes when a stay ends: an editable list."""

    history = HistoricalRecords()

    class Meta(ReferenceRow.Meta):
        verbose_name = _("bestemming na een verblijf")
        verbose_name_plural = _("bestemmingen na een verblijf")


class StayPhase(RecordedOnce):
    """A phase that began on a day, until a later row of the same track says otherwise. Rows are added, never changed.

    Of two rows of one track that began on the same day the one recorded last holds, which is how a mistake is put right.
    """

    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="stay_phases")
    track = models.CharField(_("soort"), max_length=12, choices=Track, editable=False)
    phase = models.CharField(_("fase"), max_length=12, choices=TrackPhase)
    since = models.DateField(_("vanaf"))
    planned_until = models.DateField(_("duurt tot en met"), null=True, blank=True)  # of a transition phase: its box
    why = models.CharField(_("toelichting"), max_length=500, blank=True)

    objects = StayPhaseQuerySet.as_manager()

    class Meta:
        verbose_name = _("fase van een verblijf")
        verbose_name_plural = _("fasen van een verblijf")
        ordering = ("-since", "-recorded_at", "-pk")
        indexes = (models.Index(fields=("client", "track", "-since"), name="casework_phase_of_track"),)
        constraints = (
            models.CheckConstraint(
                condition=Q(track=Track.EIGHT, phase__in=EIGHT_PHASES)
                | Q(track=Track.TRANSITION) & ~Q(phase__in=EIGHT_PHASES),
                name="casework_phase_of_its_track",
            ),
            models.CheckConstraint(
                condition=~Q(phase__in=tuple(TRANSITION_TERMS))
                | Q(planned_until__isnull=False, planned_until__gte=F("since")),
                name="casework_transition_phase_has_end",
                violation_error_message=_("Kies tot en met welke dag deze fase duurt."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.client.number}: {self.get_phase_display()}"

    def get_absolute_url(self) -> str:
        """Return the page of the stays and phases of the client."""
        return reverse("casework:stays", args=[self.client.number])
