"""Which imposed goal serves which own goal, the small steps towards a goal, and what was celebrated."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from casework.enums.goals import StepOwner, StepResult
from casework.models.clients import Client
from casework.models.plans import Goal
from casework.models.recorded import RecordedOnce


class GoalLink(models.Model):
    """An imposed goal that serves an own goal. One may serve several, and several may serve one."""

    imposed = models.ForeignKey(Goal, on_delete=models.CASCADE, related_name="links_up")
    own = models.ForeignKey(Goal, on_delete=models.CASCADE, related_name="links_down")

    class Meta:
        verbose_name = _("samenhang tussen doelen")
        verbose_name_plural = _("samenhang tussen doelen")
        constraints = (
            models.UniqueConstraint(fields=("imposed", "own"), name="casework_goal_link_once"),
            models.CheckConstraint(condition=~Q(imposed=F("own")), name="casework_goal_link_between_two"),
        )

    def __str__(self) -> str:
        return f"{self.imposed_id} → {self.own_id}"


class GoalStep(RecordedOnce):
    """A small step (*stap*) towards a goal, with who takes it and by when. Its result is written once."""

    MAY_CHANGE = frozenset({"result", "reached", "remains", "reason", "ended_on", "ended_by", "ended_at"})

    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="steps")
    goal = models.ForeignKey(Goal, on_delete=models.PROTECT, related_name="steps", verbose_name=_("doel"))
    text = models.CharField(_("stap"), max_length=300)
    owner = models.CharField(_("wie doet het"), max_length=10, choices=StepOwner)
    started_on = models.DateField(_("vanaf"))
    due_on = models.DateField(_("uiterlijk"))
    result = models.CharField(_("resultaat"), max_length=10, choices=StepResult, blank=True)
    reached = models.CharField(_("wat is bereikt"), max_length=300, blank=True)
    remains = models.CharField(_("wat nog overblijft"), max_length=300, blank=True)
    reason = models.CharField(_("waarom losgelaten"), max_length=300, blank=True)
    ended_on = models.DateField(_("afgerond op"), null=True, blank=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    ended_at = models.DateTimeField(_("afronden vastgelegd op"), null=True, blank=True)

    class Meta:
        verbose_name = _("stap")
        verbose_name_plural = _("stappen")
        ordering = ("due_on", "pk")
        indexes = (models.Index(fields=("due_on",), condition=Q(ended_on=None), name="casework_open_steps"),)
        constraints = (
            models.CheckConstraint(
                condition=Q(due_on__gte=F("started_on")),
                name="casework_step_due_after_start",
                violation_error_message=_("De datum ligt voor het begin. Kies een latere datum."),
            ),
            models.CheckConstraint(
                condition=Q(ended_on=None) | Q(ended_on__gte=F("started_on")),
                name="casework_step_ends_after_start",
                violation_error_message=_("Een stap kan niet klaar zijn voor hij begon."),
            ),
            models.CheckConstraint(
                condition=Q(ended_on=None, result="", reached="", remains="", reason="")
                | (Q(ended_on__isnull=False) & ~Q(result="")),
                name="casework_step_end_has_result",
                violation_error_message=_("Kies bij het afronden ook hoe het ging."),
            ),
            models.CheckConstraint(
                condition=~Q(result=StepResult.PARTLY) | (~Q(reached="") & ~Q(remains="")),
                name="casework_step_partly_is_whole",
                violation_error_message=_("Schrijf op wat er is bereikt en wat er nog overblijft."),
            ),
            models.CheckConstraint(
                condition=~Q(result=StepResult.DROPPED) | ~Q(reason=""),
                name="casework_step_dropped_has_reason",
                violation_error_message=_("Schrijf op waarom de stap is losgelaten."),
            ),
        )

    def __str__(self) -> str:
        return self.text

    @property
    def is_late(self) -> bool:
        """Return whether its day has passed without a result."""
        return self.ended_on is None and self.due_on < timezone.localdate()


class Celebration(RecordedOnce):
    """A success that was celebrated (*vieren*): what, how and when; of a goal or a step, or by itself."""

    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="celebrations")
    goal = models.ForeignKey(
        Goal, on_delete=models.PROTECT, null=True, blank=True, related_name="celebrations", verbose_name=_("doel")
    )
    step = models.ForeignKey(
        GoalStep, on_delete=models.PROTECT, null=True, blank=True, related_name="celebrations", verbose_name=_("stap")
    )
    what = models.CharField(_("wat is gevierd"), max_length=300)
    how = models.CharField(_("hoe"), max_length=300)
    celebrated_on = models.DateField(_("wanneer"))

    class Meta:
        verbose_name = _("viering")
        verbose_name_plural = _("vieringen")
        ordering = ("-celebrated_on", "-pk")

    def __str__(self) -> str:
        return self.what
