"""Inviting colleagues and partners; accepting an invitation."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.tokens import default_token_generator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.encoding import force_str
from django.utils.http import urlsafe_base64_decode
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from accounts.access import require_role
from accounts.enums import Role
from accounts.errors import Refused
from accounts.forms import ChoosePasswordForm, InviteForm
from accounts.models import User
from accounts.services.users import accept_invitation, invite_user


@require_http_methods(["GET", "POST"])
def invite(request: HttpRequest) -> HttpResponse:
    """Show the form for a new account, or make it and mail the link."""
    user = require_role(request, Role.ADMINISTRATOR)
    form = InviteForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            invited = invite_user(acting_user=user, **form.values())
        except Refused as refusal:
            form.add_error(refusal.field, refusal.sentence)
        else:
            messages.success(request, _("De uitnodiging voor {name} is verstuurd.").format(name=invited))
            return redirect("accounts:invite")
    return render(
        request,
        "accounts/invite.html",
        {"form": form, "people": User.objects.for_list().prefetch_related("role_assignments", "memberships__team")},
    )


@never_cache
@require_http_methods(["GET", "POST"])
def accept(request: HttpRequest, uidb64: str, token: str) -> HttpResponse:
    """Let the owner of a link choose a password; a used, old or changed link gets a plain page."""
    invited = _invited(uidb64, token)
    if invited is None:
        return render(request, "accounts/invitation_over.html", status=404)
    form = ChoosePasswordForm(invited, request.POST if request.method == "POST" else None)
    if form.is_valid():
        accept_invitation(user=invited, password=form.cleaned_data["new_password1"])
        messages.success(request, _("Uw wachtwoord is ingesteld. Log nu in."))
        return redirect("account_login")
    return render(request, "accounts/accept_invitation.html", {"form": form, "invited": invited})


def _invited(uidb64: str, token: str) -> User | None:
    try:
        pk = int(force_str(urlsafe_base64_decode(uidb64)))
    except (ValueError, OverflowError):
        return None
    user = User.objects.filter(pk=pk, is_active=True).first() if 0 < pk < 2**63 else None
    return user if user is not None and default_token_generator.check_token(user, token) else None
