"""What every page needs around its content."""

from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.utils.functional import SimpleLazyObject

from accounts.navigation import rail_for
from accounts.selectors import standing_of

if TYPE_CHECKING:
    from django.http import HttpRequest


def frame(request: "HttpRequest") -> dict[str, Any]:
    """Return the rail, the demo mark and the organisation; nothing is queried until a template asks."""
    user = getattr(request, "user", None)
    return {
        "navigation": SimpleLazyObject(lambda: rail_for(request) if user is not None else []),
        "standing": SimpleLazyObject(lambda: standing_of(user) if user is not None else None),
        "client_switcher": SimpleLazyObject(lambda: user is not None and standing_of(user).opens_files),
        "demo_mode": settings.DEMO,
        "organisation_name": settings.ORGANISATION_NAME,
    }
