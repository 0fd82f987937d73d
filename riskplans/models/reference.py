"""Reference rows of the organisation for risk: instruments, levels, substances, kinds, terms and the warning ladder.

Each carries its basis and is editable; the facts stand in docs/domain/risk.md. Instruments are named, never copied: no
items, no scoring.
"""

from django.db import models
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from casework.models.legal import ReferenceRow
from riskplans.enums import Body, DeadlineCondition, Setting, TermUnit


class RiskLevel(ReferenceRow):
    """A level of risk with the contact it asks: intensity follows risk (RNR). The numbers are the organisation's own."""

    contacts = models.PositiveSmallIntegerField(_("contacten"))
    per_weeks = models.PositiveSmallIntegerField(_("per aantal weken"), default=1)
    history = HistoricalRecords()

    class Meta(ReferenceRow.Meta):
        verbose_name = _("risiconiveau")
        verbose_name_plural = _("risiconiveaus")
        constraints = (
            models.CheckConstraint(
                condition=models.Q(per_weeks__gte=1, contacts__gte=1),
                name="riskplans_level_asks_contact",
                violation_error_message=_("Vul minstens één contact in, per minstens één week."),
            ),
        )

    def planned_in(self, weeks: int) -> int:
        """Return how many contacts are planned in ``weeks`` weeks, rounded down."""
        return self.contacts * weeks // self.per_weeks


class Instrument(ReferenceRow):
    """An instrument for risk assessment, named so that its result can be recorded. ``basis`` says where it is found."""

    setting = models.CharField(_("gemaakt voor"), max_length=12, choices=Setting, blank=True)
    about = models.CharField(_("wat het taxeert"), max_length=200, blank=True)
    licence = models.CharField(_("licentie"), max_length=200, blank=True)
    history = HistoricalRecords()

    class Meta(ReferenceRow.Meta):
        verbose_name = _("risicotaxatie-instrument")
        verbose_name_plural = _("risicotaxatie-instrumenten")


class Judgement(ReferenceRow):
    """A final judgement from the list of one instrument; ``level`` is what it means for the contact, where that is set."""

    instrument = models.ForeignKey(
        Instrument, on_delete=models.PROTECT, related_name="judgements", verbose_name=_("instrument")
    )
    level = models.ForeignKey(
        RiskLevel,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="judgements",
        verbose_name=_("risiconiveau"),
    )
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("eindoordeel")
        verbose_name_plural = _("eindoordelen")
        ordering = ("instrument__order", "order", "pk")


class Substance(ReferenceRow):
    """A substance that checks look for; those of the ``panel`` stand on the form by themselves."""

    panel = models.BooleanField(_("in de standaardtest"), default=True)
    history = HistoricalRecords()

    class Meta(ReferenceRow.Meta):
        verbose_name = _("middel")
        verbose_name_plural = _("middelen")


class IncidentKind(ReferenceRow):
    """A kind of incident. ``violence``: counts as violence at the provision of support; ``special``: reported to DJI."""

    violence = models.BooleanField(_("is geweld"), default=False)
    special = models.BooleanField(_("bijzonder voorval"), default=False)
    breach = models.BooleanField(_("is een datalek"), default=False)
    history = HistoricalRecords()

    class Meta(ReferenceRow.Meta):
        verbose_name = _("soort incident")
        verbose_name_plural = _("soorten incidenten")


class IncidentTerm(ReferenceRow):
    """By when a body is told of an incident, counted from the moment it was established."""

    condition = models.CharField(_("wanneer"), max_length=12, choices=DeadlineCondition)
    body = models.CharField(_("wie"), max_length=12, choices=Body, blank=True)  # empty: a decision, not a report
    amount = models.PositiveSmallIntegerField(_("hoeveel"))
    unit = models.CharField(_("eenheid"), max_length=12, choices=TermUnit)
    history = HistoricalRecords()

    class Meta(ReferenceRow.Meta):
        verbose_name = _("termijn bij een incident")
        verbose_name_plural = _("termijnen bij een incident")


class WarningRung(ReferenceRow):
    """A rung of the warning ladder: the client knows it beforehand."""

    consequence = models.CharField(_("wat er dan gebeurt"), max_length=300)
    holds_days = models.PositiveSmallIntegerField(_("telt mee, in dagen"), default=183)
    history = HistoricalRecords()

    class Meta(ReferenceRow.Meta):
        verbose_name = _("trede van de waarschuwingsladder")
        verbose_name_plural = _("treden van de waarschuwingsladder")
