"""A guided record: a fixed row of steps that can be put down and picked up, each settled once."""

from __future__ import annotations

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from casework.models import Client
from riskplans.querysets import GuidedQuerySet


class GuidedRecord(models.Model):
    """Abstract: what the steps belong to. Closed when every step is finished or skipped with a reason."""

    STEPS: ClassVar[tuple[str, ...]] = ()

    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="%(class)ss")
    started_at = models.DateTimeField(_("begonnen op"), auto_now_add=True)
    started_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    closed_at = models.DateTimeField(_("afgerond op"), null=True, blank=True)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    form_token = models.UUIDField(unique=True, editable=False)

    objects = GuidedQuerySet.as_manager()

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{self.client.number}: {self._meta.verbose_name} {self.pk}"

    @property
    def is_open(self) -> bool:
        """Return whether steps are still to be taken."""
        return self.closed_at is None

    @property
    def steps(self) -> list[GuidedStep]:
        """Return the steps in their order; no query where they were fetched along."""
        return [getattr(self, name) for name in self.STEPS]

    @property
    def current_step(self) -> GuidedStep | None:
        """Return the first step that is neither finished nor skipped; None when there is none."""
        return next((step for step in self.steps if not step.is_settled), None)

    @property
    def number_done(self) -> int:
        """Return how many steps are finished or skipped."""
        return sum(step.is_settled for step in self.steps)


class GuidedStep(models.Model):
    """Abstract: one step. What is written may change until the step is finished; then it stays as it is.

    A step may be skipped with a reason, and be taken later all the same while its record is open: both stay on record.
    """

    NAME: ClassVar[str] = ""
    REQUIRED: ClassVar[tuple[str, ...]] = ()

    revision = models.PositiveIntegerField(default=0)  # counts the savings, so that two writers see each other
    saved_at = models.DateTimeField(_("laatst bewaard"), null=True, blank=True)
    saved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    finished_at = models.DateTimeField(_("afgerond op"), null=True, blank=True)
    finished_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    skipped_at = models.DateTimeField(_("overgeslagen op"), null=True, blank=True)
    skipped_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    skipped_because = models.CharField(_("waarom overgeslagen"), max_length=300, blank=True)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{self.NAME} {self.pk}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save the step; raise ``TypeError`` when it was finished before."""
        if type(self)._default_manager.filter(pk=self.pk, finished_at__isnull=False).exists():
            msg = "A finished step is immutable; write an addendum."
            raise TypeError(msg)
        super().save(*args, **kwargs)

    @property
    def is_finished(self) -> bool:
        """Return whether it was carried out."""
        return self.finished_at is not None

    @property
    def is_skipped(self) -> bool:
        """Return whether it was skipped and not taken since."""
        return self.skipped_at is not None and not self.is_finished

    @property
    def is_settled(self) -> bool:
        """Return whether the next step may be finished."""
        return self.is_finished or self.skipped_at is not None


def step_rules(name: str, *texts: str, moments: tuple[str, ...] = ()) -> tuple[models.CheckConstraint, ...]:
    """Return the constraints of a step: finished means filled in, skipped means with a reason.

    ``texts`` are columns that may not be empty, ``moments`` those that may not be null.
    """
    filled = Q()
    for column in texts:
        filled &= ~Q(**{column: ""})
    for column in moments:
        filled &= Q(**{f"{column}__isnull": False})
    return (
        models.CheckConstraint(
            condition=Q(finished_at=None) | filled,
            name=f"riskplans_{name}_filled",
            violation_error_message=_("Deze stap is nog niet ingevuld."),
        ),
        models.CheckConstraint(
            condition=Q(skipped_at=None) | ~Q(skipped_because=""),
            name=f"riskplans_{name}_skip_reason",
            violation_error_message=_("Schrijf op waarom u deze stap overslaat."),
        ),
    )
