"""Doors that depend on a role alone."""

from typing import TYPE_CHECKING

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _

from accounts.selectors import standing_of

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from accounts.enums import Role
    from accounts.models import User


class LoginNeeded(Exception):  # noqa: N818 -- not an error: the answer is the login page
    """Nobody is logged in; the middleware answers with the login page and comes back after it."""


def current_user(request: "HttpRequest") -> "User":
    """Return who is logged in; raise ``LoginNeeded`` when nobody is."""
    if not request.user.is_authenticated:
        raise LoginNeeded
    return request.user


def require_role(request: "HttpRequest", *roles: "Role") -> "User":
    """Return the user of the request when he holds one of the roles; raise ``PermissionDenied`` otherwise."""
    user = current_user(request)
    if not standing_of(user).has(*roles):
        raise PermissionDenied(_("Deze pagina hoort niet bij uw rol."))
    return user


def to_login(request: "HttpRequest") -> "HttpResponse":
    """Return the redirect to the login page that comes back to a page that was only read."""
    return redirect_to_login(request.get_full_path() if request.method == "GET" else "/")
