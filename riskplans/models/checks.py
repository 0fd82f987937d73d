"""Checks on use: what was held, and what came out of it."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.models import Dated, ends_after_start
from casework.models import Client
from riskplans.enums import CheckKind, CheckOccasion, CheckResult, FindingResult, LabOutcome
from riskplans.models.monitoring import RecordedFact
from riskplans.models.reference import Substance


class Check(RecordedFact):
    """A check that was held, refused or missed. It states what was found, never what that means."""

    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="checks")
    kind = models.CharField(_("soort controle"), max_length=10, choices=CheckKind, default=CheckKind.URINE)
    taken_at = models.DateTimeField(_("wanneer"))
    occasion = models.CharField(_("aanleiding"), max_length=10, choices=CheckOccasion, default=CheckOccasion.PLANNED)
    result = models.CharField(_("uitslag"), max_length=10, choices=CheckResult)
    substance = models.CharField(_("middel"), max_length=120, blank=True)
    explanation = models.CharField(_("toelichting"), max_length=300, blank=True)  # medication that explains it, say
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    form_token = models.UUIDField(unique=True, editable=False)

    class Meta:
        verbose_name = _("controle")
        verbose_name_plural = _("controles")
        ordering = ("-taken_at", "-pk")
        constraints = (
            models.CheckConstraint(
                condition=~Q(result=CheckResult.POSITIVE) | ~Q(substance=""),
                name="riskplans_positive_names_substance",
                violation_error_message=_("Schrijf op welk middel is gevonden."),
            ),
        )
        indexes = (models.Index(fields=("client", "-taken_at"), name="riskplans_check_by_client"),)

    def __str__(self) -> str:
        return f"{self.client.number}: {self.get_kind_display()} {self.get_result_display()}"

    def get_absolute_url(self) -> str:
        """Return the address of the check."""
        return reverse("riskplans:check", args=[self.client.number, self.pk])

    @property
    def summary(self) -> str:
        """Return the check in a few words: what it was, what came out, of what."""
        words = f"{self.get_kind_display()}: {self.get_result_display()}"
        return f"{words}, {self.substance}" if self.substance else words

    @property
    def needs_attention(self) -> bool:
        """Return whether the result is one that an agreement may say something about."""
        return self.result in {CheckResult.POSITIVE, CheckResult.REFUSED}

    @property
    def was_held(self) -> bool:
        """Return whether there was something to find: refused and missed checks have no result."""
        return self.result not in {CheckResult.REFUSED, CheckResult.MISSED}


class CheckFinding(RecordedFact):
    """What a check showed of one substance, and the prescribed medication that explains it, where there is one."""

    check_row = models.ForeignKey(Check, on_delete=models.PROTECT, related_name="findings", verbose_name=_("controle"))
    substance = models.ForeignKey(Substance, on_delete=models.PROTECT, verbose_name=_("middel"))
    result = models.CharField(_("uitslag"), max_length=10, choices=FindingResult)
    medication = models.CharField(_("voorgeschreven medicatie die dit verklaart"), max_length=120, blank=True)

    class Meta:
        verbose_name = _("uitslag per middel")
        verbose_name_plural = _("uitslagen per middel")
        ordering = ("substance__order", "pk")
        constraints = (
            models.UniqueConstraint(fields=("check_row", "substance"), name="riskplans_substance_once_per_check"),
            models.CheckConstraint(
                condition=~Q(result=FindingResult.NEGATIVE) | Q(medication=""),
                name="riskplans_medication_explains_a_finding",
                violation_error_message=_("Medicatie verklaart een uitslag die niet negatief is."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.substance}: {self.get_result_display()}"


class LabConfirmation(RecordedFact):
    """What the laboratory said of a finding; the latest one counts, an earlier one stays."""

    finding = models.ForeignKey(CheckFinding, on_delete=models.PROTECT, related_name="confirmations")
    outcome = models.CharField(_("uitslag van het laboratorium"), max_length=14, choices=LabOutcome)
    received_on = models.DateField(_("ontvangen op"))
    laboratory = models.CharField(_("laboratorium"), max_length=120)
    note = models.CharField(_("toelichting"), max_length=300, blank=True)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    form_token = models.UUIDField(unique=True, editable=False)

    class Meta:
        verbose_name = _("laboratoriumuitslag")
        verbose_name_plural = _("laboratoriumuitslagen")
        ordering = ("received_on", "pk")

    def __str__(self) -> str:
        return f"{self.finding}: {self.get_outcome_display()}"


class SubstanceAgreement(Dated):
    """What was agreed with the client about use, beside the policy of the house; ended, never rewritten."""

    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="substance_agreements")
    text = models.CharField(_("afspraak over middelen"), max_length=500)
    agreed_with = models.CharField(_("afgesproken met"), max_length=200)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    form_token = models.UUIDField(unique=True, editable=False)

    class Meta:
        verbose_name = _("afspraak over middelen")
        verbose_name_plural = _("afspraken over middelen")
        ordering = ("-valid_from", "-pk")
        constraints = (ends_after_start(),)

    def __str__(self) -> str:
        return f"{self.client.number}: {self.text[:40]}"
