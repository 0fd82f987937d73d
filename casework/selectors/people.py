"""Who works with a client."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils import timezone

from accounts.querysets import holds_on
from casework.enums import AssignmentRole
from casework.models import Assignment, Client

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from accounts.models import User


def counsellor_of(client: Client, day: date | None = None) -> User | None:
    """Return who is the counsellor of the client on ``day`` (today when left out), or None."""
    assignment = (
        Assignment.objects.active_on(day or timezone.localdate())
        .filter(client=client, role=AssignmentRole.COUNSELLOR)
        .select_related("user")
        .first()
    )
    return assignment.user if assignment else None


def counsellor_ids(client_ids: Iterable[int], day: date) -> dict[int, int]:
    """Return for each client the id of his counsellor on ``day``, in one query; who has none is left out."""
    return dict(
        Assignment.objects.filter(holds_on(day), client_id__in=client_ids, role=AssignmentRole.COUNSELLOR)
        .order_by("valid_from", "pk")
        .values_list("client_id", "user_id")
    )
