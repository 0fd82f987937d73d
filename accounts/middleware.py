"""The language of a page, where an act comes from, and the second factor."""

from __future__ import annotations

import hashlib
import time
from typing import TYPE_CHECKING

from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import translation

from accounts.access import LoginNeeded, to_login
from accounts.audit_context import Origin, acting_from

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest, HttpResponse


TOUCH_SECONDS = 120


class ChosenLanguageMiddleware:
    """Show a page in the language that the reader chose with the switch, and in Dutch to everyone else.

    It stands where Django's own ``LocaleMiddleware`` would, which follows the languages of the browser as well. A browser
    that was never set to Dutch is no choice of English, and two counsellors at one desk should see the same words.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        """Keep the next layer."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Serve the request in the chosen language; a language that we do not speak is Dutch."""
        chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME)
        language = chosen if chosen in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE
        with translation.override(language):
            request.LANGUAGE_CODE = language
            response = self.get_response(request)
            response.headers.setdefault("Content-Language", language)
        return response


class AuditContextMiddleware:
    """Make the address and a digest of the session known to the audit trail, and keep a session in use alive.

    Pages of somebody who is logged in are kept in no cache.

    A session ends after a time without a page (``SESSION_MINUTES``); it is written again at most every two minutes, so
    that reading costs no write.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        """Keep the next layer."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Serve the request inside its origin."""
        key = request.session.session_key or ""
        if key and request.user.is_authenticated:
            now = int(time.time())
            if now - request.session.get("seen", 0) > TOUCH_SECONDS:
                request.session["seen"] = now
        digest = hashlib.sha256(key.encode()).hexdigest()[:16] if key else ""
        with acting_from(Origin(address=address_of(request), session=digest)):
            response = self.get_response(request)
        if request.user.is_authenticated:
            # A shared office PC keeps no page of a file after the one who read it has left.
            response.headers.setdefault("Cache-Control", "private, no-store")
        return response


def address_of(request: HttpRequest) -> str:
    """Return from where the visitor came; behind our own web server it is the last address that one passed on."""
    passed_on = request.META.get("HTTP_X_FORWARDED_FOR", "") if settings.BEHIND_PROXY else ""
    return (passed_on.rsplit(",", 1)[-1].strip() or request.META.get("REMOTE_ADDR", ""))[:45]


class LoginNeededMiddleware:
    """Answer with the login page where a door found nobody logged in."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        """Keep the next layer."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Serve the request."""
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Turn ``LoginNeeded`` into a redirect; leave every other exception alone."""
        return to_login(request) if isinstance(exception, LoginNeeded) else None


class SecondFactorMiddleware:
    """Send whoever has no second factor yet to the page where it is set up; nothing else opens before that.

    A login with a second factor is asked for it by allauth itself. Switched off only in the demo
    (``SECOND_FACTOR_REQUIRED``).
    """

    OPEN_PREFIXES = ("/account/", "/static/", "/taal/", "/gezondheid/", "/uitnodiging/", "/link/")

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        """Keep the next layer."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Let the request through, or redirect to the set-up page."""
        if (
            settings.SECOND_FACTOR_REQUIRED
            and request.user.is_authenticated
            and not request.path.startswith(self.OPEN_PREFIXES)
            and not is_mfa_enabled(request.user)
        ):
            return redirect(reverse("mfa_activate_totp"))
        return self.get_response(request)
