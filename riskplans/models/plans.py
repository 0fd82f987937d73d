"""The signalling plan: versions, phases with signs and actions, and whom to call."""

from __future__ import annotations

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from casework.models import Client
from casework.models.signatures import HandSigned, signature_is_whole
from riskplans.enums import Actor, NoticedBy, PhaseLevel, PlanStatus, SignCategory, Urgency
from riskplans.querysets import PlanPartQuerySet, SignallingPlanQuerySet

UNDIALLED = str.maketrans("", "", " ()-")
IMMUTABLE = "An established plan is immutable; make a new version."


class SignallingPlan(HandSigned):
    """A version of the signalling plan (*signaleringsplan*) of a client.

    A draft may change; once established it never does: a change is a new version, and the old one stays readable.
    Evaluated at least every half year, together with the support plan (Kwaliteitskader Forensische Zorg 3.1.3).
    """

    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="signalling_plans")
    version = models.PositiveSmallIntegerField(_("versie"))
    status = models.CharField(_("status"), max_length=12, choices=PlanStatus, default=PlanStatus.DRAFT)
    occasion = models.TextField(_("wat dit plan wil voorkomen"), blank=True)
    triggers = models.TextField(_("wat het moeilijk maakt"), blank=True)
    protective_factors = models.TextField(_("wat mij beschermt"), blank=True)
    wishes = models.TextField(_("wat mij helpt in een crisis"), blank=True)
    avoid = models.TextField(_("wat niet helpt"), blank=True)
    participants = models.CharField(_("met wie is dit plan gemaakt"), max_length=300, blank=True)
    client_signed_on = models.DateField(_("ondertekend door de cliënt op"), null=True, blank=True)
    refusal_reason = models.CharField(_("waarom de cliënt niet tekent"), max_length=300, blank=True)
    established_on = models.DateField(_("vastgesteld op"), null=True, blank=True)
    evaluate_on = models.DateField(_("evalueren voor"), null=True, blank=True)
    # Goes up with every change of the draft: whoever saves over an older one is shown the conflict.
    revision = models.PositiveIntegerField(default=0, editable=False)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(_("aangemaakt op"), auto_now_add=True)
    changed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    changed_at = models.DateTimeField(_("gewijzigd op"), auto_now=True)
    form_token = models.UUIDField(unique=True, editable=False)

    objects = SignallingPlanQuerySet.as_manager()

    class Meta:
        verbose_name = _("signaleringsplan")
        verbose_name_plural = _("signaleringsplannen")
        ordering = ("-version",)
        constraints = (
            models.UniqueConstraint(fields=("client", "version"), name="riskplans_plan_version_once"),
            models.UniqueConstraint(
                fields=("client",),
                condition=Q(status=PlanStatus.ACTIVE),
                name="riskplans_one_active_plan",
                violation_error_message=_("Deze cliënt heeft al een geldend signaleringsplan."),
            ),
            models.UniqueConstraint(
                fields=("client",),
                condition=Q(status=PlanStatus.DRAFT),
                name="riskplans_one_draft_plan",
                violation_error_message=_("Er is al een concept. Werk daarin verder."),
            ),
            signature_is_whole("riskplans_plan_signature"),
            models.CheckConstraint(
                condition=Q(status=PlanStatus.DRAFT, established_on=None, evaluate_on=None)
                | (~Q(status=PlanStatus.DRAFT) & Q(established_on__isnull=False, evaluate_on__gt=F("established_on"))),
                name="riskplans_plan_dates",
                violation_error_message=_("De evaluatie ligt na de vaststelling. Kies een latere datum."),
            ),
            models.CheckConstraint(
                condition=Q(status=PlanStatus.DRAFT)
                | Q(client_signed_on__isnull=False, refusal_reason="")
                | (Q(client_signed_on=None) & ~Q(refusal_reason="")),
                name="riskplans_plan_signed_or_why_not",
                violation_error_message=_("De cliënt tekent, of u schrijft op waarom niet."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.client.number}: v{self.version} ({self.get_status_display()})"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save a draft; of an established plan only the status may move on, anything else raises ``TypeError``."""
        only_status = set(kwargs.get("update_fields") or ()) == {"status"}
        if self._is_established() and not (only_status and self.status == PlanStatus.SUPERSEDED):
            raise TypeError(IMMUTABLE)
        super().save(*args, **kwargs)

    def get_absolute_url(self) -> str:
        """Return where the plan is read: the tab for the one that holds, the page of the version otherwise."""
        if self.status == PlanStatus.ACTIVE:
            return reverse("riskplans:plan", args=[self.client.number])
        return reverse("riskplans:plan_version", args=[self.client.number, self.pk])

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        """Delete a draft; raise ``TypeError`` for an established plan."""
        if self._is_established():
            raise TypeError(IMMUTABLE)
        return super().delete(*args, **kwargs)

    def _is_established(self) -> bool:
        """Return whether the row in the database is past its draft, whatever this object says; queries."""
        return type(self).objects.filter(pk=self.pk).exclude(status=PlanStatus.DRAFT).exists()

    @property
    def is_draft(self) -> bool:
        """Return whether the plan may still change."""
        return self.status == PlanStatus.DRAFT

    @property
    def ordered_phases(self) -> list[Phase]:
        """Return the phases from green to red; queries unless they were fetched along."""
        return sorted(self.phases.all(), key=lambda phase: phase.rank)


class PlanPart(models.Model):
    """Abstract: a part of a plan, which changes only while the plan is a draft."""

    PLAN_PATH: ClassVar[str] = "plan"  # from the part to its plan, as a filter spells it

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save a part of a draft; raise ``TypeError`` for a part of an established plan."""
        if not self._in_draft():
            raise TypeError(IMMUTABLE)
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        """Delete a part of a draft; raise ``TypeError`` for a part of an established plan."""
        if not self._in_draft():
            raise TypeError(IMMUTABLE)
        return super().delete(*args, **kwargs)

    def _in_draft(self) -> bool:
        owner: Any = self
        for step in self.PLAN_PATH.split("__"):
            owner = getattr(owner, step)
        return bool(owner.is_draft)


class WithPhone(PlanPart):
    """Abstract: a part of a plan with a number to call."""

    phone = models.CharField(_("telefoon"), max_length=30)

    class Meta:
        abstract = True

    @property
    def dialled(self) -> str:
        """Return the number as a telephone dials it."""
        return self.phone.translate(UNDIALLED)


class Phase(PlanPart):
    """A phase of the plan: one colour."""

    plan = models.ForeignKey(SignallingPlan, on_delete=models.CASCADE, related_name="phases")
    level = models.CharField(_("fase"), max_length=10, choices=PhaseLevel)
    how_i_am = models.TextField(_("hoe ik dan ben"), blank=True)
    triggers = models.TextField(_("waardoor ik hier kom"), blank=True)

    objects = PlanPartQuerySet.as_manager()

    class Meta:
        verbose_name = _("fase")
        verbose_name_plural = _("fasen")
        ordering = ("plan", "pk")
        constraints = (models.UniqueConstraint(fields=("plan", "level"), name="riskplans_phase_once"),)

    def __str__(self) -> str:
        return self.get_level_display()

    @property
    def rank(self) -> int:
        """Return 0 for green up to 3 for red."""
        return PhaseLevel(self.level).rank

    @property
    def meaning(self) -> str:
        """Return in a few words what the phase stands for."""
        return PhaseLevel(self.level).meaning

    @property
    def own_signs(self) -> list[Sign]:
        """Return what the client notices himself; queries unless the signs were fetched along."""
        return [sign for sign in self.signs.all() if sign.noticed_by == NoticedBy.CLIENT]

    @property
    def signs_of_others(self) -> list[Sign]:
        """Return what others notice; queries unless the signs were fetched along."""
        return [sign for sign in self.signs.all() if sign.noticed_by == NoticedBy.OTHERS]


class Sign(PlanPart):
    """A warning sign, in the client's own words, that belongs to one phase."""

    PLAN_PATH = "phase__plan"

    phase = models.ForeignKey(Phase, on_delete=models.CASCADE, related_name="signs")
    order = models.PositiveSmallIntegerField(_("volgorde"), default=0)
    text = models.CharField(_("signaal"), max_length=200)
    noticed_by = models.CharField(_("wie merkt het"), max_length=10, choices=NoticedBy, default=NoticedBy.CLIENT)
    noticed_who = models.CharField(_("wie dan"), max_length=80, blank=True)
    category = models.CharField(_("soort signaal"), max_length=12, choices=SignCategory, blank=True)

    objects = PlanPartQuerySet.as_manager()

    class Meta:
        verbose_name = _("signaal")
        verbose_name_plural = _("signalen")
        ordering = ("order", "pk")

    def __str__(self) -> str:
        return self.text


class PhaseAction(WithPhone):
    """What somebody does in a phase, how soon, and the number that goes with it."""

    PLAN_PATH = "phase__plan"

    phase = models.ForeignKey(Phase, on_delete=models.CASCADE, related_name="actions")
    order = models.PositiveSmallIntegerField(_("volgorde"), default=0)
    actor = models.CharField(_("wie"), max_length=12, choices=Actor)
    text = models.CharField(_("wat"), max_length=200)
    urgency = models.CharField(_("hoe snel"), max_length=10, choices=Urgency, default=Urgency.TODAY)
    phone = models.CharField(_("telefoon"), max_length=30, blank=True)

    objects = PlanPartQuerySet.as_manager()

    class Meta:
        verbose_name = _("actie")
        verbose_name_plural = _("acties")
        ordering = ("order", "pk")

    def __str__(self) -> str:
        return self.text

    @property
    def actor_rank(self) -> int:
        """Return the place of the actor: the client first, the crisis service last."""
        return list(Actor).index(Actor(self.actor))


class EmergencyContact(WithPhone):
    """Somebody on the call list (*noodplan*), in the order of calling."""

    plan = models.ForeignKey(SignallingPlan, on_delete=models.CASCADE, related_name="contacts")
    order = models.PositiveSmallIntegerField(_("volgorde"), default=0)
    name = models.CharField(_("naam"), max_length=120)
    relation = models.CharField(_("wie is dat"), max_length=80, blank=True)
    reachable = models.CharField(_("wanneer te bereiken"), max_length=80, blank=True)
    may_know = models.CharField(_("wat hij mag weten"), max_length=120, blank=True)
    agreed_on = models.DateField(_("afgesproken op"), null=True, blank=True)  # empty: not agreed with this person yet

    objects = PlanPartQuerySet.as_manager()

    class Meta:
        verbose_name = _("noodcontact")
        verbose_name_plural = _("noodcontacten")
        ordering = ("order", "pk")

    def __str__(self) -> str:
        return self.name
