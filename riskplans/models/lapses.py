"""The response to a lapse in five steps: talk, risk, consult, act, learn (docs/domain/practice.md, section 4).

A lapse is not punished by reflex: what still goes well and the cause are asked first, and the client hears what is told
to whom. The words are neutral on purpose.
"""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from riskplans.enums import LapseStage, LapseTrigger, PhaseLevel, PlanAdjusted
from riskplans.models.checks import Check
from riskplans.models.function_analyses import FunctionAnalysis
from riskplans.models.guided import GuidedRecord, GuidedStep, step_rules
from riskplans.models.monitoring import RecordedFact
from riskplans.models.plans import Sign


class LapseResponse(GuidedRecord):
    """What is done after a use became known."""

    STEPS = tuple(LapseStage)

    trigger = models.CharField(_("hoe werd het bekend"), max_length=10, choices=LapseTrigger)
    known_at = models.DateTimeField(_("wanneer werd het bekend"))
    # One check asks one response.
    check_row = models.OneToOneField(
        Check,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="lapse_response",
        verbose_name=_("controle"),
    )
    about = models.CharField(_("in een paar woorden"), max_length=200)

    class Meta:
        verbose_name = _("terugvalrespons")
        verbose_name_plural = _("terugvalresponsen")
        ordering = ("-known_at", "-pk")

    def get_absolute_url(self) -> str:
        """Return the address of the response."""
        return reverse("riskplans:lapse", args=[self.client.number, self.pk])


class LapseTalk(GuidedStep):
    """Step 1: with the client, before anything else."""

    NAME = LapseStage.TALK
    REQUIRED = ("talked_at", "happened", "cause", "needs", "still_good")

    response = models.OneToOneField(LapseResponse, on_delete=models.CASCADE, related_name="talk")
    talked_at = models.DateTimeField(_("wanneer spraken jullie"), null=True, blank=True)
    happened = models.TextField(_("wat is er gebeurd"), max_length=4000, blank=True)
    cause = models.TextField(_("waar kwam het door"), max_length=4000, blank=True)
    needs = models.TextField(_("wat heeft hij nodig"), max_length=4000, blank=True)
    still_good = models.TextField(_("wat gaat er nog wel goed"), max_length=4000, blank=True)

    class Meta:
        verbose_name = _("stap 1: praten")
        constraints = step_rules("talk", "happened", "cause", "needs", "still_good", moments=("talked_at",))


class LapseRisk(GuidedStep):
    """Step 2: what was seen, how the stoplight stands, and who runs a risk."""

    NAME = LapseStage.RISK
    REQUIRED = ("people_at_risk", "safety")

    response = models.OneToOneField(LapseResponse, on_delete=models.CASCADE, related_name="risk")
    signs = models.ManyToManyField(Sign, blank=True, related_name="+", verbose_name=_("signalen uit het plan"))
    phase = models.CharField(_("fase van het plan"), max_length=10, choices=PhaseLevel, blank=True)  # as it then was
    people_at_risk = models.TextField(_("wie loopt risico"), max_length=4000, blank=True)
    safety = models.TextField(_("wat is er vandaag nodig om het veilig te houden"), max_length=4000, blank=True)

    class Meta:
        verbose_name = _("stap 2: risico’s bekijken")
        constraints = step_rules("risk", "people_at_risk", "safety")


class LapseConsult(GuidedStep):
    """Step 3: nobody decides alone."""

    NAME = LapseStage.CONSULT
    REQUIRED = ("consulted_who", "consulted_at", "advice")

    response = models.OneToOneField(LapseResponse, on_delete=models.CASCADE, related_name="consult")
    consulted_who = models.CharField(_("met wie is overlegd"), max_length=200, blank=True)
    consulted_at = models.DateTimeField(_("wanneer"), null=True, blank=True)
    advice = models.TextField(_("wat was het advies"), max_length=4000, blank=True)

    class Meta:
        verbose_name = _("stap 3: overleggen")
        constraints = step_rules("consult", "consulted_who", "advice", moments=("consulted_at",))


class LapseAct(GuidedStep):
    """Step 4: what was agreed beforehand, and what the client heard of it."""

    NAME = LapseStage.ACT
    REQUIRED = ("agreed", "reported", "told_what", "told_at")

    response = models.OneToOneField(LapseResponse, on_delete=models.CASCADE, related_name="act")
    agreed = models.TextField(_("wat vragen de afspraken"), max_length=4000, blank=True)
    reported = models.TextField(_("wat wordt aan wie gemeld"), max_length=4000, blank=True)
    told_what = models.TextField(_("wat is de cliënt verteld"), max_length=4000, blank=True)
    told_at = models.DateTimeField(_("wanneer hoorde hij dat"), null=True, blank=True)
    reaction = models.TextField(_("wat zei hij ervan"), max_length=4000, blank=True)

    class Meta:
        verbose_name = _("stap 4: doen wat is afgesproken")
        constraints = step_rules("act", "agreed", "reported", "told_what", moments=("told_at",))


class LapseLearn(GuidedStep):
    """Step 5: what to take from it, with the plan and the next check."""

    NAME = LapseStage.LEARN
    REQUIRED = ("lessons", "plan_adjusted")

    response = models.OneToOneField(LapseResponse, on_delete=models.CASCADE, related_name="learn")
    lessons = models.TextField(_("wat leren we hiervan"), max_length=4000, blank=True)
    analysis = models.ForeignKey(
        FunctionAnalysis,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("functieanalyse"),
    )
    no_analysis = models.CharField(_("waarom geen functieanalyse"), max_length=300, blank=True)
    plan_adjusted = models.CharField(_("het signaleringsplan"), max_length=10, choices=PlanAdjusted, blank=True)
    next_check_on = models.DateField(_("volgende controle"), null=True, blank=True)

    class Meta:
        verbose_name = _("stap 5: leren")
        constraints = (
            *step_rules("learn", "lessons", "plan_adjusted"),
            models.CheckConstraint(
                condition=Q(finished_at=None) | Q(analysis__isnull=False) | ~Q(no_analysis=""),
                name="riskplans_learn_analysis",
                violation_error_message=_("Kies een functieanalyse, of schrijf op waarom die er niet komt."),
            ),
        )


class LapseAddendum(RecordedFact):
    """What is added to a finished step, with the reason."""

    response = models.ForeignKey(LapseResponse, on_delete=models.PROTECT, related_name="addenda")
    text = models.TextField(_("aanvulling"), max_length=4000)
    reason = models.CharField(_("waarom"), max_length=200)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    form_token = models.UUIDField(unique=True, editable=False)

    class Meta:
        verbose_name = _("aanvulling op een terugvalrespons")
        verbose_name_plural = _("aanvullingen op een terugvalrespons")
        ordering = ("recorded_at", "pk")

    def __str__(self) -> str:
        return f"{self.response}: {self.reason}"
