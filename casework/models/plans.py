"""Goals, commitments and the versions of the support plan."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from casework.enums import CommitmentOwner, GoalOrigin, GoalResult
from casework.enums.support_plans import PlanStage
from casework.models.clients import Client
from casework.models.legal import LifeDomain
from casework.models.recorded import RecordedOnce
from casework.querysets import CommitmentQuerySet

if TYPE_CHECKING:
    from casework.models.steps import GoalStep


class SupportPlan(RecordedOnce):
    """A version of the support plan (*begeleidingsplan*): the latest one counts, none is overwritten.

    ``content`` is what it was made of on that day (casework/selectors/support_plans.py); None in versions from before
    that was kept.

    Evaluated at least every half year (Kwaliteitskader Forensische Zorg 3.1.3; docs/domain/law.md).
    """

    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="support_plans")
    version = models.PositiveSmallIntegerField(_("versie"))
    stage = models.CharField(_("soort versie"), max_length=10, choices=PlanStage, default=PlanStage.DEFINITIVE)
    established_on = models.DateField(_("vastgesteld op"))
    evaluate_on = models.DateField(_("evalueren voor"))
    summary = models.TextField(_("wat nodig is en hoe we dat doen"))
    client_words = models.TextField(_("in de woorden van de cliënt"), blank=True)
    content = models.JSONField(_("inhoud"), null=True, blank=True, editable=False)

    class Meta:
        verbose_name = _("begeleidingsplan")
        verbose_name_plural = _("begeleidingsplannen")
        ordering = ("-version",)
        constraints = (
            models.UniqueConstraint(fields=("client", "version"), name="casework_plan_version_once"),
            models.CheckConstraint(
                condition=Q(evaluate_on__gt=F("established_on")),
                name="casework_plan_evaluated_later",
                violation_error_message=_("De evaluatie ligt na de vaststelling. Kies een latere datum."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.client.number}: v{self.version}"

    def get_absolute_url(self) -> str:
        """Return the page of this version."""
        return reverse("casework:support_plan", args=[self.client.number, self.version])


class Goal(models.Model):
    """A goal of the client himself or imposed on him; an imposed one may serve own ones, and is shown so."""

    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="goals")
    origin = models.CharField(_("van wie"), max_length=10, choices=GoalOrigin)
    text = models.CharField(_("doel"), max_length=300)
    domain = models.ForeignKey(LifeDomain, on_delete=models.PROTECT, verbose_name=_("leefgebied"))
    serves = models.ManyToManyField(
        "self",
        through="casework.GoalLink",
        through_fields=("imposed", "own"),
        symmetrical=False,
        related_name="served_by",
        verbose_name=_("helpt deze eigen doelen"),
    )
    started_on = models.DateField(_("vanaf"))
    target_on = models.DateField(_("streefdatum"), null=True, blank=True)
    ended_on = models.DateField(_("afgesloten op"), null=True, blank=True)
    result = models.CharField(_("resultaat"), max_length=10, choices=GoalResult, blank=True)
    result_text = models.CharField(_("wat is bereikt"), max_length=300, blank=True)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    form_token = models.UUIDField(unique=True, editable=False)

    class Meta:
        verbose_name = _("doel")
        verbose_name_plural = _("doelen")
        ordering = ("ended_on", "-origin", "started_on", "pk")
        constraints = (
            models.CheckConstraint(
                condition=Q(ended_on=None) | Q(ended_on__gte=F("started_on")),
                name="casework_goal_ends_after_start",
                violation_error_message=_("Een doel kan niet eindigen voor het begon."),
            ),
            models.CheckConstraint(
                condition=Q(ended_on=None, result="") | (Q(ended_on__isnull=False) & ~Q(result="")),
                name="casework_goal_end_has_result",
                violation_error_message=_("Kies bij het afsluiten ook wat het resultaat is."),
            ),
        )

    def __str__(self) -> str:
        return self.text

    @property
    def open_steps(self) -> list[GoalStep]:
        """The steps that are still to be taken; fetch the goal with its ``steps``."""
        return [step for step in self.steps.all() if step.ended_on is None]

    @property
    def ended_steps(self) -> list[GoalStep]:
        """The steps that were taken or let go, the last one first; fetch the goal with its ``steps``."""
        ended = [step for step in self.steps.all() if step.ended_on is not None]
        return sorted(ended, key=lambda step: (step.ended_on, step.pk), reverse=True)


class Commitment(models.Model):
    """An agreement (*afspraak*) with an owner and a date; one model for notes, meetings and evaluations.

    ``origin`` is a soft reference to where it was made: model label and id.
    """

    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="commitments")
    text = models.CharField(_("afspraak"), max_length=300)
    owner = models.CharField(_("wie"), max_length=12, choices=CommitmentOwner)
    owner_name = models.CharField(_("naam"), max_length=120, blank=True)
    due_on = models.DateField(_("uiterlijk"))
    done_on = models.DateField(_("gedaan op"), null=True, blank=True)
    origin_type = models.CharField(max_length=60, blank=True)
    origin_id = models.BigIntegerField(null=True, blank=True)
    # The token of the form it was made with; one made inside another act (a meeting) gets a token of its own.
    form_token = models.UUIDField(unique=True, editable=False, default=uuid4)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(_("vastgelegd op"), auto_now_add=True)

    objects = CommitmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("afspraak")
        verbose_name_plural = _("afspraken")
        ordering = ("due_on", "pk")
        indexes = (models.Index(fields=("origin_type", "origin_id"), name="casework_commitment_origin"),)

    def __str__(self) -> str:
        return self.text

    @property
    def is_late(self) -> bool:
        """Return whether the date has passed without the agreement being done."""
        return self.done_on is None and self.due_on < timezone.localdate()
