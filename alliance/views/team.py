"""Across clients: the page of the team lead, and what a counsellor can bring to his peers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from accounts.access import require_role
from accounts.enums import AuditAction, Role
from accounts.services.audit import record
from alliance.selectors.team import SMALLEST_GROUP, peer_cases, team_page

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


@never_cache
@require_safe
def team(request: HttpRequest) -> HttpResponse:
    """Show a team lead, per counsellor, that check-ins happen and where talks are needed."""
    user = require_role(request, Role.TEAM_LEAD)
    page = team_page(user, timezone.localdate())
    record(AuditAction.LIST, acting_user=user, subjects=page.shown, object_type="alliance.team", rule="visible_to")
    return render(request, "alliance/team.html", {"rows": page.rows, "smallest": SMALLEST_GROUP})


@never_cache
@require_safe
def supervision(request: HttpRequest) -> HttpResponse:
    """Show a counsellor what is worth bringing in, one letter a client."""
    user = require_role(request, Role.COUNSELLOR)
    cases = peer_cases(user, timezone.localdate())
    record(
        AuditAction.LIST,
        acting_user=user,
        subjects=[one.number for one in cases],
        object_type="alliance.supervision",
        rule="visible_to",
    )
    return render(request, "alliance/supervision.html", {"cases": cases})
