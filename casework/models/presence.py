"""What was seen of residents: at the door, in the count of the night, and who came to see them.

Where a resident is at a moment is derived from these facts, from leave, absence and stays
(``casework.selectors.presence``).
"""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Location
from casework.enums import MarkKind, Whereabouts
from casework.models.clients import Client
from casework.models.recorded import RecordedOnce


class DoorMark(RecordedOnce):
    """Somebody was seen to leave, to come home, or to pick up his post."""

    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="door_marks")
    location = models.ForeignKey(Location, on_delete=models.PROTECT, related_name="+", verbose_name=_("locatie"))
    kind = models.CharField(_("wat"), max_length=10, choices=MarkKind)
    at = models.DateTimeField(_("wanneer"))
    note = models.CharField(_("waarheen, en hoe laat terug"), max_length=160, blank=True)

    class Meta:
        verbose_name = _("aan de deur")
        verbose_name_plural = _("aan de deur")
        ordering = ("-at", "-pk")
        indexes = (models.Index(fields=("client", "-at"), name="casework_mark_by_client"),)

    def __str__(self) -> str:
        return f"{self.client.number}: {self.get_kind_display()}"


class NightCount(RecordedOnce):
    """Who was seen in the house in a night; a later count of the same night stands beside the first.

    ``night`` is the day on which the night begins.
    """

    location = models.ForeignKey(Location, on_delete=models.PROTECT, related_name="night_counts")
    night = models.DateField(_("nacht van"))
    counted_at = models.DateTimeField(_("geteld om"))
    note = models.CharField(_("bijzonderheden"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("nachttelling")
        verbose_name_plural = _("nachttellingen")
        ordering = ("-night", "-counted_at", "-pk")
        indexes = (models.Index(fields=("location", "-night"), name="casework_count_by_house"),)

    def __str__(self) -> str:
        return f"{self.location}: {self.night:%Y-%m-%d}"


class NightLine(models.Model):
    """One resident in a count: whether he was seen, and where the file said he was. Written with its count."""

    count = models.ForeignKey(NightCount, on_delete=models.PROTECT, related_name="lines")
    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="night_lines")
    seen = models.BooleanField(_("gezien"))
    expected = models.CharField(_("volgens het dossier"), max_length=10, choices=Whereabouts)

    class Meta:
        verbose_name = _("regel van een nachttelling")
        verbose_name_plural = _("regels van nachttellingen")
        constraints = (models.UniqueConstraint(fields=("count", "client"), name="casework_night_line_once"),)

    def __str__(self) -> str:
        return f"{self.client.number}: {self.seen}"


class Visit(RecordedOnce):
    """Somebody who came to see a resident. A third person: no more about him than is needed."""

    MAY_CHANGE = frozenset({"left_at"})

    location = models.ForeignKey(Location, on_delete=models.PROTECT, related_name="visits")
    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="visits")
    visitor = models.CharField(_("naam van de bezoeker"), max_length=120)
    relation = models.CharField(_("wie is dat voor de cliënt"), max_length=80, blank=True)
    arrived_at = models.DateTimeField(_("gekomen"))
    left_at = models.DateTimeField(_("vertrokken"), null=True, blank=True)

    class Meta:
        verbose_name = _("bezoek")
        verbose_name_plural = _("bezoeken")
        ordering = ("-arrived_at", "-pk")
        constraints = (
            models.CheckConstraint(
                condition=Q(left_at=None) | Q(left_at__gte=F("arrived_at")),
                name="casework_visit_leaves_later",
                violation_error_message=_("Het bezoek kan niet weg zijn voordat het kwam."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.client.number}: {self.arrived_at:%Y-%m-%d}"
