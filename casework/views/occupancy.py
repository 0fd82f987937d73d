"""How full the locations are, on any night that was."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.access import require_role
from accounts.enums import AuditAction
from accounts.services.audit import record
from casework.access import PLACERS, houses_known_to
from casework.forms.occupancy import OccupancyForm
from casework.selectors.occupancy import occupancy as occupancy_on
from casework.selectors.placement import waiting_lists

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


@require_safe
def occupancy(request: HttpRequest) -> HttpResponse:
    """Show the places of each location by team, in numbers alone, and who waits for them today.

    ``op`` in the address names the day of the numbers.
    """
    user = require_role(request, *PLACERS)
    form = OccupancyForm({"day": request.GET["op"]} if "op" in request.GET else {"day": timezone.localdate()})
    houses = houses_known_to(user)
    shown = occupancy_on(houses, form.cleaned_data["day"]) if form.is_valid() else None
    lists = waiting_lists(houses, user) if shown is not None else {}
    record(
        AuditAction.LIST,
        acting_user=user,
        object_type="casework.waiting_list",
        subjects=sorted({one.client.number for listed in lists.values() for one in listed if one.client is not None}),
        rule="visible_to",
    )
    waiting = [(house, lists[house.pk]) for house in houses if lists.get(house.pk)]
    return render(request, "casework/occupancy.html", {"form": form, "occupancy": shown, "waiting": waiting})
