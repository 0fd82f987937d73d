"""Who stands in for whom: one's own absence, and for a team lead that of the team."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.access import require_role
from accounts.enums import Role
from accounts.errors import Refused
from accounts.forms import DeputyForm
from accounts.models import Deputy
from accounts.selectors import absentees_for
from accounts.services.deputies import end_deputy, set_deputy

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from accounts.models import User


def _user(request: HttpRequest) -> User:
    return require_role(request, Role.COUNSELLOR, Role.TEAM_LEAD, Role.PARTNER)


@require_http_methods(["GET", "HEAD", "POST"])
def deputies(request: HttpRequest) -> HttpResponse:
    """Show the stand-ins of now and later, and set another one."""
    user = _user(request)
    form = DeputyForm(request.POST if request.method == "POST" else None, user=user)
    if form.is_valid():
        try:
            row = set_deputy(acting_user=user, **form.cleaned_data)
        except Refused as refusal:
            form.add_error(refusal.field, refusal.sentence)
        else:
            messages.success(request, _("%(name)s neemt waar.") % {"name": row.deputy})
            return redirect("accounts:deputies")
    standing = Deputy.objects.exclude(valid_until__lt=timezone.localdate()).select_related("absent", "deputy")
    context = {
        "form": form,
        "rows": standing.filter(absent__in=absentees_for(user)).order_by("valid_from", "pk"),
        "mine": standing.filter(deputy=user).order_by("valid_from", "pk"),
    }
    return render(request, "accounts/deputies.html", context)


@require_POST
def deputy_end(request: HttpRequest, pk: int) -> HttpResponse:
    """End a stand-in."""
    user = _user(request)
    row = Deputy.objects.filter(pk=pk, absent__in=absentees_for(user)).first()
    if row is None:
        raise Http404
    end_deputy(row=row, acting_user=user)
    messages.success(request, _("De vervanging is beëindigd."))
    return redirect("accounts:deputies")
