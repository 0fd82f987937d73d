"""What was seen of the signs, and the phases that followed from it: facts, never changed."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from casework.models import Client, ContactNote
from riskplans.enums import REASONED_SOURCES, ChangeSource, PhaseLevel, SeenBy
from riskplans.models.plans import Sign, SignallingPlan
from riskplans.querysets import PhaseChangeQuerySet


class RecordedFact(models.Model):
    """Abstract: written once."""

    recorded_at = models.DateTimeField(_("vastgelegd op"), auto_now_add=True)

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Write the fact once; raise ``TypeError`` on any change after that."""
        if self.pk is not None:
            msg = "A recorded fact is immutable; record what is new."
            raise TypeError(msg)
        super().save(*args, **kwargs)


class PhaseChange(RecordedFact):
    """The phase of a client from a moment on, and from what it follows. The latest one is the colour of now.

    ``at`` is never before the ``at`` of an earlier recorded fact, so that the order of the facts is one order.
    """

    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="phase_changes")
    plan = models.ForeignKey(
        SignallingPlan, on_delete=models.PROTECT, null=True, blank=True, related_name="phase_changes"
    )
    level = models.CharField(_("fase"), max_length=10, choices=PhaseLevel)
    at = models.DateTimeField(_("vanaf"))
    source = models.CharField(_("waardoor"), max_length=10, choices=ChangeSource)
    reason = models.CharField(_("reden"), max_length=500, blank=True)
    note = models.ForeignKey(ContactNote, on_delete=models.PROTECT, null=True, blank=True, related_name="phase_changes")
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    form_token = models.UUIDField(unique=True, null=True, editable=False)  # null: followed from a sign or a plan

    objects = PhaseChangeQuerySet.as_manager()

    class Meta:
        verbose_name = _("fase van het stoplicht")
        verbose_name_plural = _("fasen van het stoplicht")
        ordering = ("-at", "-pk")
        constraints = (
            models.CheckConstraint(
                condition=~Q(source__in=REASONED_SOURCES) | ~Q(reason=""),
                name="riskplans_change_has_reason",
                violation_error_message=_("Schrijf op waarom u de fase bijstelt."),
            ),
        )
        indexes = (models.Index(fields=("client", "-at", "-id"), name="riskplans_phase_by_client"),)

    def __str__(self) -> str:
        return f"{self.client.number}: {self.get_level_display()} {self.at:%Y-%m-%d}"

    @property
    def rank(self) -> int:
        """Return 0 for green up to 3 for red."""
        return PhaseLevel(self.level).rank

    @property
    def meaning(self) -> str:
        """Return in a few words what the phase stands for."""
        return PhaseLevel(self.level).meaning


class SignObservation(RecordedFact):
    """A sign of the plan that somebody saw or heard."""

    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="sign_observations")
    sign = models.ForeignKey(Sign, on_delete=models.PROTECT, related_name="observations")
    note = models.ForeignKey(
        ContactNote, on_delete=models.PROTECT, null=True, blank=True, related_name="sign_observations"
    )
    # The change of phase that followed from it; empty where the phase was as high already.
    change = models.ForeignKey(
        PhaseChange, on_delete=models.PROTECT, null=True, blank=True, related_name="sign_observations"
    )
    # The round through all signs in which it was said; empty where it was ticked at a contact.
    review = models.ForeignKey(
        "riskplans.SignReview", on_delete=models.PROTECT, null=True, blank=True, related_name="sign_observations"
    )
    seen_by = models.CharField(_("wie het zag"), max_length=10, choices=SeenBy, default=SeenBy.COUNSELLOR)
    observed_at = models.DateTimeField(_("gezien op"))
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("gezien signaal")
        verbose_name_plural = _("geziene signalen")
        ordering = ("-observed_at", "-pk")
        constraints = (
            models.UniqueConstraint(
                fields=("note", "sign", "seen_by"), condition=Q(note__isnull=False), name="riskplans_sign_once_per_note"
            ),
        )
        indexes = (models.Index(fields=("client", "-observed_at"), name="riskplans_seen_by_client"),)

    def __str__(self) -> str:
        return f"{self.client.number}: {self.sign}"
