"""A check-in, what each side answered, and the value on each aspect. Answers are never changed."""

from typing import Any

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from alliance.enums import Aspect, Occasion, Side
from alliance.querysets import CheckInQuerySet
from casework.models import Client

LOWEST, HIGHEST = 1, 5


class AllianceCheckIn(models.Model):
    """One check-in of a client and the counsellor who began it. It names the version of the instrument it was held with."""

    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="alliance_check_ins")
    instrument_key = models.SlugField(_("instrument"), max_length=60)
    instrument_version = models.PositiveSmallIntegerField(_("versie van het instrument"))
    occasion = models.CharField(_("aanleiding"), max_length=20, choices=Occasion)
    started_at = models.DateTimeField(_("begonnen op"))
    started_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("begeleider")
    )
    # Set when the client said "not now": an answer, without blame.
    client_declined_at = models.DateTimeField(_("cliënt wilde nu niet"), null=True, blank=True)
    # The client's own choice at the end of his side; empty until he made it.
    client_shares_answers = models.BooleanField(_("begeleider mag de antwoorden zien"), null=True, blank=True)
    form_token = models.UUIDField(unique=True, editable=False)

    # Columns that ``with_states`` adds.
    counsellor_done: bool
    client_done: bool

    objects = CheckInQuerySet.as_manager()

    class Meta:
        verbose_name = _("check-in werkalliantie")
        verbose_name_plural = _("check-ins werkalliantie")
        ordering = ("-started_at", "-pk")
        indexes = (models.Index(fields=("client", "-started_at"), name="alliance_check_in_by_client"),)
        constraints = (
            models.CheckConstraint(
                condition=Q(client_declined_at=None) | Q(client_shares_answers=None),
                name="alliance_declined_shares_nothing",
                violation_error_message=_("Wie niet meedoet, deelt ook geen antwoorden."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.client.number}: {self.started_at:%Y-%m-%d}"

    def get_absolute_url(self) -> str:
        """Return the address of the check-in."""
        return reverse("alliance:check_in", args=[self.client.number, self.pk])


class AllianceAnswers(models.Model):
    """Everything one side answered, in one go: a side that stopped half-way has no row."""

    check_in = models.ForeignKey(AllianceCheckIn, on_delete=models.PROTECT, related_name="answers")
    side = models.CharField(_("kant"), max_length=12, choices=Side)
    # For the client's side: the account on whose device he answered.
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    answered_at = models.DateTimeField(_("ingevuld op"))
    remark = models.TextField(_("opmerking"), blank=True, max_length=1000)

    class Meta:
        verbose_name = _("antwoorden")
        verbose_name_plural = _("antwoorden")
        ordering = ("pk",)
        constraints = (models.UniqueConstraint(fields=("check_in", "side"), name="alliance_side_answers_once"),)

    def __str__(self) -> str:
        return f"{self.check_in_id}: {self.side}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Write the answers once; raise ``TypeError`` on any change after that."""
        if not self._state.adding:
            msg = "Answers are immutable; hold a new check-in."
            raise TypeError(msg)
        super().save(*args, **kwargs)


class AllianceScore(models.Model):
    """The value of one side on one aspect, from 1 (no) to 5 (yes). On friction a higher value is more friction."""

    answers = models.ForeignKey(AllianceAnswers, on_delete=models.PROTECT, related_name="scores")
    aspect = models.CharField(_("aspect"), max_length=12, choices=Aspect)
    value = models.PositiveSmallIntegerField(
        _("waarde"), validators=[MinValueValidator(LOWEST), MaxValueValidator(HIGHEST)]
    )

    class Meta:
        verbose_name = _("antwoord op een aspect")
        verbose_name_plural = _("antwoorden per aspect")
        ordering = ("pk",)
        constraints = (
            models.UniqueConstraint(fields=("answers", "aspect"), name="alliance_aspect_once_per_side"),
            models.CheckConstraint(
                condition=Q(value__gte=LOWEST, value__lte=HIGHEST), name="alliance_value_on_the_scale"
            ),
        )

    def __str__(self) -> str:
        return f"{self.answers_id}: {self.aspect}"
