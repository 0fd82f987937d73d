"""A check-in, what each side answered, and the value on each aspect. Answers are never changed."""

from typing import Any

from django.conf import settings
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from alliance.enums import Occasion, Sharing, Side
from alliance.querysets import CheckInQuerySet
from casework.models import Client


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
    client_sharing = models.CharField(_("wat de begeleider mag zien"), max_length=12, choices=Sharing, blank=True)
    # Set on what was brought in from another system: there are values per aspect, and no answers.
    imported_at = models.DateTimeField(_("ingelezen op"), null=True, blank=True)
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
                condition=Q(client_declined_at=None) | Q(client_sharing=""),
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
    # For the client's side: the account on whose device he answered; empty when he used a link.
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
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


class AllianceItemAnswer(models.Model):
    """What one side answered to one item. An item that was skipped has no row."""

    answers = models.ForeignKey(AllianceAnswers, on_delete=models.PROTECT, related_name="items")
    item = models.SlugField(_("item"), max_length=40)
    value = models.PositiveSmallIntegerField(_("waarde"))

    class Meta:
        verbose_name = _("antwoord op een item")
        verbose_name_plural = _("antwoorden op items")
        ordering = ("pk",)
        constraints = (models.UniqueConstraint(fields=("answers", "item"), name="alliance_item_once_per_side"),)

    def __str__(self) -> str:
        return f"{self.answers_id}: {self.item}"


class AllianceScore(models.Model):
    """The value of one side on one aspect, as the definition of the instrument makes it out of the answers."""

    answers = models.ForeignKey(AllianceAnswers, on_delete=models.PROTECT, related_name="scores")
    aspect = models.SlugField(_("aspect"), max_length=40)  # key of a subscale of the instrument
    value = models.DecimalField(_("waarde"), max_digits=8, decimal_places=2, validators=[MinValueValidator(0)])

    class Meta:
        verbose_name = _("waarde op een aspect")
        verbose_name_plural = _("waarden per aspect")
        ordering = ("pk",)
        constraints = (
            models.UniqueConstraint(fields=("answers", "aspect"), name="alliance_aspect_once_per_side"),
            models.CheckConstraint(condition=Q(value__gte=0), name="alliance_value_not_negative"),
        )

    def __str__(self) -> str:
        return f"{self.answers_id}: {self.aspect}"


class AllianceDraft(models.Model):
    """The client's answers while he is busy: kept so that nothing is lost, shown to nobody, counted nowhere.

    ``answers`` maps the key of an item to its value, or to None when it was skipped. The row goes when the side is
    written, or when the client chooses not to take part after all.
    """

    check_in = models.OneToOneField(AllianceCheckIn, on_delete=models.CASCADE, related_name="draft")
    answers = models.JSONField(default=dict)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name = _("begonnen antwoorden")
        verbose_name_plural = _("begonnen antwoorden")

    def __str__(self) -> str:
        return str(self.check_in_id)
