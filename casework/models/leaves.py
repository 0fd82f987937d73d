"""Agreed time away, and the hours in which a condition wants somebody at home."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.models import Dated, ends_after_start
from casework.enums import LeavePermission
from casework.models.clients import Client
from casework.models.legal import SpecialCondition
from casework.models.recorded import RecordedOnce

WHOLE_WEEK = "1234567"  # Monday is 1
DAY_NAMES = (_("ma"), _("di"), _("wo"), _("do"), _("vr"), _("za"), _("zo"))


def days_in_words(days: str) -> str:
    """Return weekdays as they are said: "elke dag", "ma, di"."""
    if set(days) == set(WHOLE_WEEK):
        return gettext("elke dag")
    return ", ".join(str(DAY_NAMES[int(day) - 1]) for day in sorted(days))


class ConditionWindow(Dated):
    """The hours of a special condition in which somebody must be at home: a curfew or a location order.

    ``days`` are the weekdays on which the window begins; one that ends before it begins ends on the next day.
    """

    condition = models.ForeignKey(
        SpecialCondition, on_delete=models.PROTECT, related_name="windows", verbose_name=_("voorwaarde")
    )
    days = models.CharField(_("op welke dagen"), max_length=7, default=WHOLE_WEEK)
    begins = models.TimeField(_("thuis vanaf"))
    ends = models.TimeField(_("thuis tot"))
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    form_token = models.UUIDField(unique=True, editable=False)

    class Meta:
        verbose_name = _("tijden van een voorwaarde")
        verbose_name_plural = _("tijden van voorwaarden")
        ordering = ("begins", "pk")
        constraints = (
            ends_after_start(),
            models.CheckConstraint(
                condition=~Q(begins=F("ends")),
                name="casework_window_has_length",
                violation_error_message=_("Begin en einde zijn gelijk. Vul in van hoe laat tot hoe laat hij thuis is."),
            ),
            models.CheckConstraint(
                condition=~Q(days=""),
                name="casework_window_has_days",
                violation_error_message=_("Kies minstens één dag."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.begins:%H:%M}-{self.ends:%H:%M}"

    @property
    def days_in_words(self) -> str:
        """Return the days as they are said: "elke dag", "ma, di"."""
        return days_in_words(self.days)


class Leave(RecordedOnce):
    """An agreed time away: from when until when, where to, and who allowed it.

    ``despite_window`` names who allowed it when it falls in the hours of a condition.
    """

    MAY_CHANGE = frozenset({"returned_at", "returned_to", "withdrawn_at", "withdrawn_by", "withdrawn_reason"})

    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="leaves")
    starts_at = models.DateTimeField(_("vertrek"))
    ends_at = models.DateTimeField(_("uiterlijk terug"))
    destination = models.CharField(_("waarheen"), max_length=160)
    reachable = models.CharField(_("te bereiken op"), max_length=60, blank=True)
    permission = models.CharField(_("toestemming van"), max_length=20, choices=LeavePermission)
    permission_by = models.CharField(_("wie gaf toestemming, en wanneer"), max_length=160)
    despite_window = models.CharField(_("toestemming binnen de tijden van de voorwaarde"), max_length=160, blank=True)
    note = models.CharField(_("wat is er afgesproken"), max_length=300, blank=True)
    returned_at = models.DateTimeField(_("terug"), null=True, blank=True)
    returned_to = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    withdrawn_at = models.DateTimeField(_("ingetrokken op"), null=True, blank=True)
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    withdrawn_reason = models.CharField(_("waarom ingetrokken"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("verlof")
        verbose_name_plural = _("verloven")
        ordering = ("-starts_at", "-pk")
        constraints = (
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")),
                name="casework_leave_ends_later",
                violation_error_message=_("De terugkeer ligt voor het vertrek. Kies een latere dag of tijd."),
            ),
            models.CheckConstraint(
                condition=Q(returned_at=None) | Q(returned_at__gte=F("starts_at")),
                name="casework_leave_returns_later",
                violation_error_message=_("De terugkeer ligt voor het vertrek. Controleer de dag en de tijd."),
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at=None) | ~Q(withdrawn_reason=""),
                name="casework_leave_withdrawn_why",
                violation_error_message=_("Schrijf op waarom het verlof niet doorgaat."),
            ),
        )
        indexes = (models.Index(fields=("client", "starts_at"), name="casework_leave_by_client"),)

    def __str__(self) -> str:
        return f"{self.client.number}: {self.starts_at:%Y-%m-%d}"
