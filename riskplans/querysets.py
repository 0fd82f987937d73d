"""Chainable filters over plans, and the guard that keeps an established plan as it is."""

from __future__ import annotations

from typing import Any, Self

from django.db import models
from django.db.models import Exists, OuterRef, Q

from riskplans.enums import PlanStatus


class SignallingPlanQuerySet(models.QuerySet[Any]):
    """Versions of signalling plans."""

    CONTENT = ("phases__signs", "phases__actions", "contacts")

    def active(self) -> Self:
        """Return the versions that hold."""
        return self.filter(status=PlanStatus.ACTIVE)

    def drafts(self) -> Self:
        """Return the versions that are being written."""
        return self.filter(status=PlanStatus.DRAFT)

    def with_content(self) -> Self:
        """Fetch phases, signs, actions and the call list along (four more queries, however many plans)."""
        return self.prefetch_related(*self.CONTENT)


class PlanPartQuerySet(models.QuerySet[Any]):
    """Parts of a plan. They change in bulk only while their plan is a draft."""

    def _refuse_established(self) -> None:
        if self.exclude(**{f"{self.model.PLAN_PATH}__status": PlanStatus.DRAFT}).exists():
            msg = "An established plan is immutable; make a new version."
            raise TypeError(msg)

    def update(self, **kwargs: Any) -> int:
        """Update rows of drafts; raise ``TypeError`` when one belongs to an established plan."""
        self._refuse_established()
        return super().update(**kwargs)

    def delete(self) -> tuple[int, dict[str, int]]:
        """Delete rows of drafts; raise ``TypeError`` when one belongs to an established plan."""
        self._refuse_established()
        return super().delete()


class PhaseChangeQuerySet(models.QuerySet[Any]):
    """The facts from which the colour follows: the latest one counts."""

    def latest_first(self) -> Self:
        """Return the facts, latest first; of two at one moment the one that was recorded last."""
        return self.order_by("-at", "-pk")

    def latest_of(self, client_ids: Any) -> Self:  # noqa: ANN401 -- ids or a subquery of ids
        """Return the one fact of each of the clients that counts now."""
        later = self.model.objects.filter(
            Q(at__gt=OuterRef("at")) | Q(at=OuterRef("at"), pk__gt=OuterRef("pk")), client=OuterRef("client")
        )
        return self.filter(~Exists(later), client_id__in=client_ids)


class AssessmentQuerySet(models.QuerySet[Any]):
    """Results of risk assessments."""

    def standing(self) -> Self:
        """Return those that no correction replaced."""
        return self.filter(replaced_by=None)

    def latest_of(self, client_ids: Any) -> Self:  # noqa: ANN401 -- ids or a subquery of ids
        """Return of each of the clients the one that counts: the latest that stands."""
        later = self.model.objects.filter(
            Q(assessed_on__gt=OuterRef("assessed_on")) | Q(assessed_on=OuterRef("assessed_on"), pk__gt=OuterRef("pk")),
            client=OuterRef("client"),
            replaced_by=None,
        )
        return self.standing().filter(~Exists(later), client_id__in=client_ids)


class GuidedQuerySet(models.QuerySet[Any]):
    """Guided records of several steps."""

    def open(self) -> Self:
        """Return those that are not closed."""
        return self.filter(closed_at=None)
