"""Walks the whole URL configuration and knocks on every door; what should answer stands in ``access_matrix``."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.core.handlers.base import BaseHandler
from django.core.handlers.wsgi import WSGIRequest
from django.core.signals import request_finished
from django.db import close_old_connections, connection, transaction
from django.http import HttpResponseBase
from django.test import RequestFactory
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from accounts.models import User

APPS = ("accounts", "casework", "riskplans", "alliance", "chain", "overview")
# What a GET may write: that it was read, and the hour of the session.
WRITTEN_BY_READING = {"accounts_auditentry", "accounts_auditsubject", "django_session"}
WRITE = re.compile(r"^\s*(?:INSERT (?:OR \w+ )?INTO|UPDATE|DELETE FROM)\s+\"?(\w+)", re.IGNORECASE)


@dataclass(frozen=True)
class Door:
    """One URL pattern: its name (its route where it has none) and the parameters in it."""

    name: str
    route: str
    parameters: frozenset[str]


def doors() -> list[Door]:
    """Return every URL pattern of the house, in the order of the configuration."""
    found: dict[str, Door] = {}
    for door in _walk(get_resolver().url_patterns, Door("", "", frozenset()), ()):
        found.setdefault(door.route, door)  # a second pattern for the same address is never reached
    return list(found.values())


def _walk(patterns: list[URLPattern | URLResolver], outside: Door, namespaces: tuple[str, ...]) -> Iterator[Door]:
    for pattern in patterns:
        route = outside.route + str(pattern.pattern)
        parameters = outside.parameters | frozenset(pattern.pattern.regex.groupindex)
        if isinstance(pattern, URLResolver):
            inside = (*namespaces, pattern.namespace) if pattern.namespace else namespaces
            yield from _walk(pattern.url_patterns, Door("", route, parameters), inside)
        else:
            name = ":".join([*namespaces, pattern.name]) if pattern.name else route
            yield Door(name, route, parameters)


def session_of(user: User | None) -> str | None:
    """Return the key of a session in which this user is logged in."""
    if user is None:
        return None
    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.save()
    return str(session.session_key)


class House:
    """The site behind its middleware, asked directly: a browser that copies every context would take four times as long."""

    def __init__(self) -> None:
        self.handler = BaseHandler()
        self.handler.load_middleware()
        self.requests = RequestFactory()

    def knock(self, session: str | None, method: str, path: str) -> HttpResponseBase:
        """Ask for a page as whoever is logged in like this; whatever a POST changes is undone."""
        request = self.requests.generic(method, path)
        request._dont_enforce_csrf_checks = True  # type: ignore[attr-defined]  # as Django's own test client does
        if session:
            request.COOKIES[settings.SESSION_COOKIE_NAME] = session
        if method == "GET":
            return self._ask(request)
        with undone():
            return self._ask(request)

    def _ask(self, request: WSGIRequest) -> HttpResponseBase:
        response = self.handler.get_response(request)
        # As Django's own test client does: the end of a request must not close the connection of the test.
        request_finished.disconnect(close_old_connections)
        try:
            response.close()
        finally:
            request_finished.connect(close_old_connections)
        return response


@contextmanager
def undone() -> Iterator[None]:
    """Undo whatever the block writes."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def answer(response: HttpResponseBase) -> str:
    """Return the status, with "login" for the way to the login page and "to" for any other redirect."""
    if response.status_code in {301, 302, 303}:
        return "login" if response.headers["Location"].startswith(reverse("account_login")) else "to"
    return str(response.status_code)


@contextmanager
def writes_noted() -> Iterator[list[str]]:
    """Note the tables that are written to, those that a reading may write left out."""
    noted: list[str] = []

    def note(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        found = WRITE.match(sql)
        if found and found[1] not in WRITTEN_BY_READING:
            noted.append(found[1])
        return execute(sql, params, many, context)

    with connection.execute_wrapper(note):
        yield noted


def state() -> dict[str, str]:
    """Return a digest of every row of every table of ours, the audit trail left out."""
    digests = {}
    with connection.cursor() as cursor:
        for model in apps.get_models(include_auto_created=True):
            table = model._meta.db_table
            if model._meta.app_label in APPS and table not in WRITTEN_BY_READING:
                cursor.execute(f'SELECT * FROM "{table}" ORDER BY 1')  # noqa: S608 -- the name of one of our tables
                digests[table] = hashlib.sha256(repr(cursor.fetchall()).encode()).hexdigest()
    return digests
