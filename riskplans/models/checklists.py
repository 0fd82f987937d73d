"""What was done of the actions of the plan, once its phase had come."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from casework.models import Client
from riskplans.enums import ActionResult
from riskplans.models.monitoring import PhaseChange, RecordedFact
from riskplans.models.plans import PhaseAction


class ActionDone(RecordedFact):
    """What became of one action of the plan in one stretch of orange or red. The latest of them counts."""

    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="actions_done")
    change = models.ForeignKey(PhaseChange, on_delete=models.PROTECT, related_name="actions_done")
    action = models.ForeignKey(PhaseAction, on_delete=models.PROTECT, related_name="done")
    result = models.CharField(_("wat is ervan gekomen"), max_length=10, choices=ActionResult)
    remark = models.CharField(_("toelichting"), max_length=300, blank=True)
    done_at = models.DateTimeField(_("wanneer"))
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    form_token = models.UUIDField(unique=True, editable=False)

    class Meta:
        verbose_name = _("uitgevoerde actie")
        verbose_name_plural = _("uitgevoerde acties")
        ordering = ("done_at", "pk")
        constraints = (
            models.CheckConstraint(
                condition=Q(result=ActionResult.DONE) | ~Q(remark=""),
                name="riskplans_undone_says_why",
                violation_error_message=_("Schrijf op waarom het niet is gedaan."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.action}: {self.get_result_display()}"
