"""How full the locations are, on any night that was."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.access import require_role
from casework.access import PLACERS, houses_known_to
from casework.forms.occupancy import OccupancyForm
from casework.selectors.occupancy import occupancy as occupancy_on

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


@require_safe
def occupancy(request: HttpRequest) -> HttpResponse:
    """Show the places of each location by team, taken and free, in numbers alone; ``op`` in the address names the day."""
    user = require_role(request, *PLACERS)
    form = OccupancyForm({"day": request.GET["op"]} if "op" in request.GET else {"day": timezone.localdate()})
    shown = occupancy_on(houses_known_to(user), form.cleaned_data["day"]) if form.is_valid() else None
    return render(request, "casework/occupancy.html", {"form": form, "occupancy": shown})
