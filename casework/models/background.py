"""Coded, dated facts about a client, and since when an end was known (docs/domain/figures.md)."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from accounts.models import ends_after_start
from casework.enums.background import CODED, PLACES, Topic
from casework.models.clients import Client, Stay
from casework.models.legal import ReferenceRow
from casework.models.recorded import HeldOnce


class BackgroundCode(ReferenceRow):
    """A value of one of the code lists. The organisation adds its own and takes them out of use."""

    topic = models.CharField(
        _("lijst"), max_length=12, choices=[(topic.value, topic.label) for topic in CODED], db_index=True
    )
    history = HistoricalRecords()

    class Meta(ReferenceRow.Meta):
        verbose_name = _("code van de achtergrond")
        verbose_name_plural = _("codes van de achtergrond")


class BackgroundEntry(HeldOnce):
    """What held of a client from a day on; an end or a withdrawal is added once, and nothing is overwritten.

    ``lane`` names what can hold only once at a time: the topic where there is one value, the topic with its code otherwise.
    """

    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="background")
    topic = models.CharField(_("onderwerp"), max_length=12, choices=Topic)
    code = models.ForeignKey(
        BackgroundCode, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("wat")
    )
    place = models.CharField(_("gemeente"), max_length=60, blank=True)
    note = models.CharField(_("toelichting"), max_length=300, blank=True)
    lane = models.CharField(max_length=80, editable=False)

    class Meta:
        verbose_name = _("achtergrond")
        verbose_name_plural = _("achtergrond")
        ordering = ("topic", "-valid_from", "-pk")
        constraints = (
            ends_after_start(),
            models.CheckConstraint(
                condition=Q(topic__in=sorted(PLACES), code=None) & ~Q(place="")
                | ~Q(topic__in=sorted(PLACES)) & Q(code__isnull=False, place=""),
                name="casework_background_code_or_place",
            ),
            models.UniqueConstraint(
                fields=("client", "lane"),
                condition=Q(valid_until=None, withdrawn_at=None),
                name="casework_background_one_open",
                violation_error_message=_("Dit staat er al. Sluit het eerst af."),
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at=None) | ~Q(withdrawn_reason=""), name="casework_background_withdrawn_explained"
            ),
        )

    def __str__(self) -> str:
        return f"{self.client_id}: {self.topic}"

    @property
    def label(self) -> str:
        """Return what it says: the name of the code, or the municipality."""
        return self.code.name if self.code is not None else self.place


class KnownEnd(models.Model):
    """Since when the end of a stay was known: one row each time an end was recorded. Those of titles are ``TitleEnd``.

    An end from before this table is known since its stay was recorded.
    """

    stay = models.ForeignKey(Stay, on_delete=models.PROTECT, related_name="known_ends")
    valid_until = models.DateField(_("tot en met"))
    recorded_at = models.DateTimeField(_("vastgelegd op"), auto_now_add=True)

    class Meta:
        verbose_name = _("bekend einde")
        verbose_name_plural = _("bekende eindes")
        ordering = ("recorded_at", "pk")

    def __str__(self) -> str:
        return f"{self.stay_id}: {self.valid_until}"
