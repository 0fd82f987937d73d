"""An activity with several clients."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from accounts.access import require_role
from accounts.enums import AuditAction, Role
from accounts.errors import Refused
from accounts.models import Location
from accounts.selectors import standing_of
from accounts.services.audit import record
from casework.forms.group_contacts import GroupContactForm
from casework.models import Client
from casework.services.group_contacts import log_group_contact

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

MOST_CLIENTS = 60


@require_http_methods(["GET", "HEAD", "POST"])
def group_contact(request: HttpRequest) -> HttpResponse:
    """Log an activity with clients of one house (``huis`` in the address) or of all own teams."""
    user = require_role(request, Role.COUNSELLOR, Role.TEAM_LEAD)
    today = timezone.localdate()
    houses = Location.objects.filter(team_id__in=standing_of(user).team_ids)
    chosen = request.GET.get("huis", "")
    house = next((one for one in houses if str(one.pk) == chosen), None)
    clients = Client.objects.visible_to(user).in_care(today)
    if house is not None:
        clients = clients.staying_at(house, today)
    shown = list(clients[:MOST_CLIENTS])
    record(
        AuditAction.LIST,
        acting_user=user,
        object_type="casework.groupcontact",
        subjects=[client.number for client in shown],
        rule="visible_to",
    )
    form = GroupContactForm(request.POST if request.method == "POST" else None, clients=shown)
    if form.is_valid():
        values = form.values()
        try:
            log_group_contact(acting_user=user, **values)
        except Refused as refusal:
            form.refuse(refusal)
        else:
            count = len(values["parts"])
            done = ngettext(
                "Het contact is vastgelegd in %(count)d dossier.",
                "Het contact is vastgelegd in %(count)d dossiers, in elk alleen het eigen deel.",
                count,
            )
            messages.success(request, done % {"count": count})
            return redirect("casework:client_list")
    return render(
        request, "casework/group_contact.html", {"form": form, "houses": houses, "house": house, "today": today}
    )
