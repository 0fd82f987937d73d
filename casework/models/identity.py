"""What was changed in who a client is: names, date of birth, gender."""

from datetime import date

from django.db import models
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from casework.enums import Gender
from casework.enums.identity import IdentityField
from casework.models.clients import Client
from casework.models.recorded import RecordedOnce


class EarlierHorizon(RecordedOnce):
    """A dot on the horizon that another took the place of; ``recorded_by`` and ``recorded_at`` say who did and when."""

    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="earlier_horizons")
    words = models.CharField(_("woorden"), max_length=200)

    class Meta:
        verbose_name = _("eerdere stip op de horizon")
        verbose_name_plural = _("eerdere stippen op de horizon")
        ordering = ("-recorded_at", "-pk")

    def __str__(self) -> str:
        return f"{self.client_id}: {self.pk}"


class ClientChange(RecordedOnce):
    """One field that was put right, with what stood there, what stands there since, and why.

    A gender that changed has the day from which it holds; without one, what stood there was a mistake and never held.
    """

    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="changes")
    field = models.CharField(_("gegeven"), max_length=20, choices=IdentityField)
    before = models.CharField(_("was"), max_length=80, blank=True)  # a date as 1990-05-17, a gender by its key
    after = models.CharField(_("werd"), max_length=80, blank=True)
    holds_from = models.DateField(_("geldt vanaf"), null=True, blank=True)
    reason = models.CharField(_("reden"), max_length=300)

    class Meta:
        verbose_name = _("wijziging van persoonsgegevens")
        verbose_name_plural = _("wijzigingen van persoonsgegevens")
        ordering = ("-recorded_at", "-pk")
        constraints = (
            models.CheckConstraint(condition=~models.Q(reason=""), name="casework_client_change_explained"),
            models.CheckConstraint(
                condition=models.Q(holds_from=None) | models.Q(field=IdentityField.GENDER),
                name="casework_client_change_dated",
            ),
        )

    def __str__(self) -> str:
        return f"{self.client_id}: {self.field}"

    @property
    def was(self) -> str:
        """Return what stood there, as a reader expects it."""
        return self._in_words(self.before)

    @property
    def became(self) -> str:
        """Return what stands there since, as a reader expects it."""
        return self._in_words(self.after)

    def _in_words(self, value: str) -> str:
        if value and self.field == IdentityField.BIRTH_DATE:
            return date_format(date.fromisoformat(value), "j F Y")
        if value and self.field == IdentityField.GENDER:
            return str(Gender(value).label)
        return value or "–"
