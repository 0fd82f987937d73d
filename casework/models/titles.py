"""What follows a title through time: each end date that was determined, and each suspension.

Facts and certainty: docs/domain/law.md. Nothing here is overwritten; an open row gets its end once.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import ends_after_start
from casework.enums.titles import EndState
from casework.models.clients import Client
from casework.models.legal import ForensicTitle
from casework.models.recorded import RecordedOnce

if TYPE_CHECKING:
    from datetime import date


class ClosedOnce(RecordedOnce):
    """Abstract: a dated row that gets its last day once, from somebody, with words."""

    MAY_CHANGE = frozenset({"valid_until", "ended_by", "ended_at", "end_note"})

    valid_from = models.DateField(_("vanaf"))
    valid_until = models.DateField(_("tot en met"), null=True, blank=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    ended_at = models.DateTimeField(_("einde vastgelegd op"), null=True, blank=True)
    end_note = models.CharField(_("toelichting bij het einde"), max_length=300, blank=True)

    class Meta(RecordedOnce.Meta):
        abstract = True

    def held_on(self, day: date) -> bool:
        """Return whether the row held on ``day``."""
        return self.valid_from <= day and (self.valid_until is None or day <= self.valid_until)

    @property
    def days(self) -> int | None:
        """Return how many days it lasted, both days included; None while no last day is known."""
        return None if self.valid_until is None else (self.valid_until - self.valid_from).days + 1


class TitleSuspension(ClosedOnce):
    """A stretch in which a title stood still, by detention for example."""

    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="title_suspensions")
    title = models.ForeignKey(ForensicTitle, on_delete=models.PROTECT, related_name="suspensions")
    reason = models.CharField(_("reden"), max_length=300)

    class Meta:
        verbose_name = _("schorsing van een titel")
        verbose_name_plural = _("schorsingen van titels")
        ordering = ("valid_from", "pk")
        constraints = (
            ends_after_start(),
            models.UniqueConstraint(
                fields=("title",),
                condition=Q(valid_until=None),
                name="casework_titlesuspension_one_open",
                violation_error_message=_("Er loopt al een schorsing. Leg eerst vast wanneer die eindigt."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.client.number}: {self.valid_from}"


class TitleEnd(RecordedOnce):
    """An end date of a title as it was determined once: calculated or confirmed, by whom, on what basis.

    The latest row counts; ``ForensicTitle.valid_until`` and ``confirmed_by`` repeat it, so that lists need no join.
    Without ``ends_on`` no end is known.
    """

    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="title_ends")
    title = models.ForeignKey(ForensicTitle, on_delete=models.PROTECT, related_name="ends")
    state = models.CharField(_("stand"), max_length=12, choices=EndState)
    ends_on = models.DateField(_("einddatum"), null=True, blank=True)
    decided_by = models.CharField(_("bevestigd door"), max_length=120, blank=True)
    basis = models.CharField(_("waarop dit berust"), max_length=300, blank=True)
    reason = models.CharField(_("waarom eerder dan berekend"), max_length=300, blank=True)
    suspension = models.ForeignKey(
        TitleSuspension, on_delete=models.PROTECT, related_name="ends", null=True, blank=True
    )

    class Meta:
        verbose_name = _("vastgestelde einddatum")
        verbose_name_plural = _("vastgestelde einddatums")
        ordering = ("-pk",)
        constraints = (
            models.CheckConstraint(
                condition=~Q(state=EndState.CONFIRMED) | (Q(ends_on__isnull=False) & ~Q(decided_by="")),
                name="casework_titleend_confirmed_whole",
                violation_error_message=_("Vul in wie de einddatum heeft bevestigd."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.client.number}: {self.ends_on}"
