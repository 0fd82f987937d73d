"""A condition that was not kept (*overtreding*): the fact, and what followed from it (docs/domain/law.md, section 2.7).

The steps of supervision are policy of probation, not law; the ladder of reactions is therefore reference data.
"""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from casework.models import Client, SpecialCondition
from casework.models.legal import ReferenceRow
from casework.models.recorded import RecordedOnce


class ViolationSource(models.TextChoices):
    """From what a violation is known."""

    HAND = "hand", _("gezien of gehoord")
    CHECK = "check", _("een controle")
    APPOINTMENT = "appointment", _("een gemiste afspraak")
    ABSENCE = "absence", _("ongeoorloofde afwezigheid")


class ViolationStepKind(models.TextChoices):
    """What follows a violation, in the usual order."""

    DISCUSSED = "discussed", _("met de cliënt besproken")
    TOLD = "told", _("verteld aan")
    REACTION = "reaction", _("reactie")
    OUTCOME = "outcome", _("afloop")


class Reaction(ReferenceRow):
    """A rung of the ladder of reactions on a condition that was not kept."""

    history = HistoricalRecords()

    class Meta(ReferenceRow.Meta):
        verbose_name = _("reactie op een overtreding")
        verbose_name_plural = _("reacties op overtredingen")


class Violation(RecordedOnce):
    """What was seen of a condition that was not kept. What one thinks of it stands apart from what was seen.

    ``source`` says from what it is known; ``source_type`` and ``source_id`` are a soft reference to the record.
    """

    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="violations")
    condition = models.ForeignKey(
        SpecialCondition, on_delete=models.PROTECT, related_name="violations", verbose_name=_("voorwaarde")
    )
    happened_at = models.DateTimeField(_("wanneer"))
    fact = models.TextField(_("wat er is gebeurd"))
    interpretation = models.TextField(_("hoe wij het begrijpen"), blank=True)
    source = models.CharField(_("waaruit het blijkt"), max_length=12, choices=ViolationSource)
    source_text = models.CharField(_("bron"), max_length=160, blank=True)
    source_type = models.CharField(max_length=60, blank=True)
    source_id = models.BigIntegerField(null=True, blank=True)

    class Meta:
        verbose_name = _("overtreding")
        verbose_name_plural = _("overtredingen")
        ordering = ("-happened_at", "-pk")
        indexes = (models.Index(fields=("client", "-happened_at"), name="riskplans_violation_client"),)
        constraints = (
            models.UniqueConstraint(
                fields=("condition", "source_type", "source_id"),
                condition=~Q(source_id=None),
                name="riskplans_violation_once_a_source",
                violation_error_message=_("Hiervan is bij deze voorwaarde al een overtreding vastgelegd."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.client.number}: {self.happened_at:%Y-%m-%d}"

    def get_absolute_url(self) -> str:
        """Return the address of the violation."""
        return reverse("riskplans:violation", args=[self.client.number, self.pk])


class ViolationStep(RecordedOnce):
    """What followed: it was talked through with the client, told to somebody, answered with a reaction, or ended."""

    violation = models.ForeignKey(Violation, on_delete=models.PROTECT, related_name="steps")
    kind = models.CharField(_("stap"), max_length=10, choices=ViolationStepKind)
    taken_at = models.DateTimeField(_("wanneer"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("door wie")
    )
    text = models.CharField(_("wat is er gezegd of besloten"), max_length=500)
    told_to = models.CharField(_("aan wie"), max_length=120, blank=True)
    # Others hear it after the client, or together with him; when not, this says why.
    exception_reason = models.CharField(_("waarom de cliënt het niet eerst hoorde"), max_length=300, blank=True)
    reaction = models.ForeignKey(
        Reaction, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("reactie")
    )

    class Meta:
        verbose_name = _("stap na een overtreding")
        verbose_name_plural = _("stappen na een overtreding")
        ordering = ("taken_at", "pk")
        constraints = (
            models.CheckConstraint(
                condition=~Q(kind=ViolationStepKind.TOLD) | ~Q(told_to=""),
                name="riskplans_told_names_whom",
                violation_error_message=_("Schrijf op aan wie het is verteld."),
            ),
            models.CheckConstraint(
                condition=~Q(kind=ViolationStepKind.REACTION) | Q(reaction__isnull=False),
                name="riskplans_reaction_is_named",
                violation_error_message=_("Kies de reactie."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.violation}: {self.get_kind_display()}"
