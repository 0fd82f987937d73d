"""What an intake makes due: points that should be in, while the application is open and in the weeks after the placement."""

from __future__ import annotations

from datetime import date, timedelta

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.enums import Role
from accounts.models import RoleAssignment
from casework.enums.placement import IntakeState
from casework.models import Application, IntakeItem, IntakeStep, Stay
from casework.registry import Duty
from casework.selectors.duties import AHEAD
from casework.selectors.people import duty_owners

# A point that is missing at the placement stays due this long after it; then the plan has taken its place.
AFTER_PLACEMENT = timedelta(days=183)


def intake_duties(on: date) -> list[Duty]:
    """Return what intakes make due on a day.

    A point that was asked for is due on its day for who sees to it, from fourteen days before. Points that nobody took
    up while their day came are one duty together, of the counsellor or else the team leads. Nothing is due of an
    application that was refused or withdrawn, or that was closed more than half a year ago. Five queries and owners.
    """
    applications = list(
        Application.objects.filter(
            Q(closed_on=None)
            | Q(closed_on__gte=on - AFTER_PLACEMENT, client__in=Stay.objects.filter(valid_until=None).values("client")),
            client__merged_into=None,
        )
        .select_related("client")
        .distinct()
    )
    latest: dict[tuple[int, int], IntakeStep] = {}
    steps = IntakeStep.objects.filter(application__in=applications).select_related("owner", "item")
    for step in steps.order_by("recorded_at", "pk"):
        latest[step.application_id, step.item_id] = step
    items = list(IntakeItem.objects.filter(in_use=True))
    keeping = RoleAssignment.objects.active_on(on).filter(
        role__in=(Role.COUNSELLOR, Role.TEAM_LEAD), user__is_active=True
    )
    keepers = set(keeping.filter(user__in={step.owner_id for step in latest.values()}).values_list("user", flat=True))
    owners = duty_owners({one.client_id for one in applications}, on)

    def sees_to(application: Application, step: IntakeStep) -> bool:
        """Return whether who was to see to it still can: to an intake officer the file closes with the placement."""
        return step.owner_id in keepers or (application.closed_on is None and step.owner.is_active)

    duties = []
    for one in applications:
        url = reverse("casework:application", args=[one.client.number, one.pk])
        for item in items:
            asked = latest.get((one.pk, item.pk))
            if asked is not None and asked.state == IntakeState.ASKED and asked.due_on and asked.due_on - AHEAD <= on:
                duties.append(
                    Duty(
                        key=f"casework.intake-step:{asked.pk}",
                        kind="intake",
                        label=_("Intake: %(what)s komt nog") % {"what": item.name},
                        client_id=one.client_id,
                        due_on=asked.due_on,
                        owner_ids=(asked.owner_id,) if sees_to(one, asked) else owners.get(one.client_id, ()),
                        basis=item.basis,
                        url=url,
                    )
                )
        waiting = [
            one.received_on + timedelta(days=item.days)
            for item in items
            if (one.pk, item.pk) not in latest and one.received_on + timedelta(days=item.days) <= on
        ]
        if waiting:
            duties.append(
                Duty(
                    key=f"casework.intake-list:{one.pk}",
                    kind="intake",
                    label=_("Intake: punten die niemand nog oppakte"),
                    client_id=one.client_id,
                    due_on=min(waiting),
                    owner_ids=owners.get(one.client_id, ()),
                    basis=_("eigen keuze: wat mist blijft zichtbaar, met wie ervoor zorgt"),
                    url=url,
                )
            )
    return duties
