"""The reporting code for domestic violence and child abuse (*meldcode*): five steps, with the five questions.

Source: docs/domain/risk.md. Forensic institutions must have such a code (Wfz art. 6.10a). Whom it concerns is described,
not named: third persons stand in a file only as far as needed.
"""

from __future__ import annotations

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from riskplans.enums import ChildCheck, MeldcodeAbout, MeldcodeStage, SafeHomeContact, YesNo
from riskplans.models.guided import GuidedRecord, GuidedStep, step_rules

WEIGH_QUESTIONS = ("suspicion", "unsafe", "can_help", "accepted", "in_time")


class Meldcode(GuidedRecord):
    """One concern and what was done with it."""

    STEPS = tuple(MeldcodeStage)

    about = models.CharField(_("waar gaat het over"), max_length=10, choices=MeldcodeAbout)
    concerns = models.CharField(_("om wie gaat het"), max_length=200)

    class Meta:
        verbose_name = _("meldcode")
        verbose_name_plural = _("meldcodes")
        ordering = ("-started_at", "-pk")

    def get_absolute_url(self) -> str:
        """Return the address of the record."""
        return reverse("riskplans:meldcode", args=[self.client.number, self.pk])


class MeldcodeSignals(GuidedStep):
    """Step 1: facts, and whether children depend on the client."""

    NAME = MeldcodeStage.SIGNALS
    REQUIRED = ("signals", "seen_by", "children")

    response = models.OneToOneField(Meldcode, on_delete=models.CASCADE, related_name="signals")
    signals = models.TextField(_("welke signalen"), max_length=4000, blank=True)
    seen_by = models.CharField(_("wie zag of hoorde dat, en wanneer"), max_length=300, blank=True)
    children = models.CharField(_("kindcheck"), max_length=10, choices=ChildCheck, blank=True)
    children_note = models.CharField(_("toelichting op de kindcheck"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("stap 1: signalen in kaart")
        constraints = step_rules("mc_signals", "signals", "seen_by", "children")


class MeldcodeConsult(GuidedStep):
    """Step 2: a colleague, and where needed Veilig Thuis."""

    NAME = MeldcodeStage.CONSULT
    REQUIRED = ("consulted_who", "consulted_at", "advice")

    response = models.OneToOneField(Meldcode, on_delete=models.CASCADE, related_name="consult")
    consulted_who = models.CharField(_("met wie is overlegd"), max_length=200, blank=True)
    consulted_at = models.DateTimeField(_("wanneer"), null=True, blank=True)
    advice = models.TextField(_("wat was het advies"), max_length=4000, blank=True)

    class Meta:
        verbose_name = _("stap 2: overleggen")
        constraints = step_rules("mc_consult", "consulted_who", "advice", moments=("consulted_at",))


class MeldcodeTalk(GuidedStep):
    """Step 3: with those involved; skipped where a talk would make it less safe."""

    NAME = MeldcodeStage.TALK
    REQUIRED = ("talked_with", "talked_at", "said")

    response = models.OneToOneField(Meldcode, on_delete=models.CASCADE, related_name="talk")
    talked_with = models.CharField(_("met wie is gesproken"), max_length=200, blank=True)
    talked_at = models.DateTimeField(_("wanneer"), null=True, blank=True)
    said = models.TextField(_("wat is er gezegd"), max_length=4000, blank=True)

    class Meta:
        verbose_name = _("stap 3: gesprek met de betrokkenen")
        constraints = step_rules("mc_talk", "talked_with", "said", moments=("talked_at",))


class MeldcodeWeigh(GuidedStep):
    """Step 4: the five questions of the weighing frame, each with its answer and why."""

    NAME = MeldcodeStage.WEIGH
    REQUIRED = tuple(name for question in WEIGH_QUESTIONS for name in (question, f"{question}_why"))

    response = models.OneToOneField(Meldcode, on_delete=models.CASCADE, related_name="weigh")
    suspicion = models.CharField(
        _("1. Is er na de stappen tot nu toe een vermoeden?"), max_length=3, choices=YesNo, blank=True
    )
    suspicion_why = models.CharField(_("waarom"), max_length=500, blank=True)
    unsafe = models.CharField(_("2. Is het acuut of structureel onveilig?"), max_length=3, choices=YesNo, blank=True)
    unsafe_why = models.CharField(_("waarom"), max_length=500, blank=True)
    can_help = models.CharField(
        _("3. Kunt u zelf goede hulp geven of regelen?"), max_length=3, choices=YesNo, blank=True
    )
    can_help_why = models.CharField(_("waarom"), max_length=500, blank=True)
    accepted = models.CharField(
        _("4. Nemen de betrokkenen die hulp aan, en doen zij mee?"), max_length=3, choices=YesNo, blank=True
    )
    accepted_why = models.CharField(_("waarom"), max_length=500, blank=True)
    in_time = models.CharField(
        _("5. Wordt het daarmee op tijd en blijvend veilig?"), max_length=3, choices=YesNo, blank=True
    )
    in_time_why = models.CharField(_("waarom"), max_length=500, blank=True)

    class Meta:
        verbose_name = _("stap 4: wegen")
        constraints = step_rules("mc_weigh", "suspicion", "unsafe", "can_help", "accepted", "in_time")

    @property
    def reporting_is_the_norm(self) -> bool:
        """Return whether the frame itself says to report: unsafe, or help that will not do. Needs a suspicion."""
        no = YesNo.NO
        return self.suspicion == YesNo.YES and (
            self.unsafe == YesNo.YES or no in {self.can_help, self.accepted, self.in_time}
        )


class MeldcodeDecision(GuidedStep):
    """Step 5: is reporting needed, and is help (also) possible."""

    NAME = MeldcodeStage.DECIDE
    REQUIRED = ("report", "report_why", "help", "help_what", "safe_home")

    response = models.OneToOneField(Meldcode, on_delete=models.CASCADE, related_name="decide")
    report = models.CharField(_("A. Is melden nodig?"), max_length=3, choices=YesNo, blank=True)
    report_why = models.CharField(_("waarom"), max_length=500, blank=True)
    help = models.CharField(_("B. Is hulp (ook) mogelijk?"), max_length=3, choices=YesNo, blank=True)
    help_what = models.CharField(_("welke hulp, of waarom niet"), max_length=500, blank=True)
    safe_home = models.CharField(_("contact met Veilig Thuis"), max_length=10, choices=SafeHomeContact, blank=True)
    safe_home_at = models.DateTimeField(_("wanneer"), null=True, blank=True)
    safe_home_reference = models.CharField(_("kenmerk van Veilig Thuis"), max_length=60, blank=True)
    told = models.TextField(_("wat hoorden de betrokkenen hiervan"), max_length=4000, blank=True)
    follow_up = models.TextField(_("hoe het verder gaat"), max_length=4000, blank=True)

    class Meta:
        verbose_name = _("stap 5: beslissen")
        constraints = step_rules("mc_decide", "report", "report_why", "help", "help_what", "safe_home")
