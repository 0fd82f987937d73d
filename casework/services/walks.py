"""An expert by experience walks along with a client, from a day until a day."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.enums import AuditAction, Role
from accounts.errors import Refused
from accounts.models import User
from accounts.services.audit import record
from casework.enums import AssignmentRole
from casework.models import Assignment, Client
from casework.services.once import refuse_if_invalid

if TYPE_CHECKING:
    from datetime import date


@transaction.atomic
def begin_walk(*, client: Client, expert: User, starts_on: date, acting_user: User) -> Assignment:
    """Let an expert by experience walk with a client; a second call returns the assignment that holds.

    Raises ``Refused`` for somebody who is no expert by experience that day.
    """
    Client.objects.select_for_update().get(pk=client.pk)
    if not User.objects.with_role(Role.EXPERT_BY_EXPERIENCE, starts_on).filter(pk=expert.pk).exists():
        raise Refused(_("Deze collega is geen ervaringsdeskundige. Kies een ander."), field="expert")
    present = client.assignments.filter(user=expert, role=AssignmentRole.EXPERT_BY_EXPERIENCE, valid_until=None).first()
    if present is not None:
        return present
    assignment = Assignment(client=client, user=expert, role=AssignmentRole.EXPERT_BY_EXPERIENCE, valid_from=starts_on)
    refuse_if_invalid(assignment)
    assignment.save()
    record(
        AuditAction.UPDATE,
        acting_user=acting_user,
        client_number=client.number,
        obj=assignment,
        details={"role": AssignmentRole.EXPERT_BY_EXPERIENCE.value, "user": expert.pk, "from": starts_on.isoformat()},
    )
    return assignment


@transaction.atomic
def end_walk(*, assignment: Assignment, acting_user: User) -> Assignment:
    """End the walk: the expert sees the client no longer. A second call changes nothing."""
    locked = Assignment.objects.select_for_update().select_related("client").get(pk=assignment.pk)
    if locked.valid_until is not None:
        return locked
    yesterday = timezone.localdate() - timedelta(days=1)
    if locked.valid_from > yesterday:
        # It began today: it holds for this day, and no longer.
        locked.valid_until = locked.valid_from
    else:
        locked.valid_until = yesterday
    locked.save(update_fields=["valid_until"])
    record(
        AuditAction.UPDATE,
        acting_user=acting_user,
        client_number=locked.client.number,
        obj=locked,
        details={"until": locked.valid_until.isoformat()},
    )
    return locked
