"""Logging in and out leaves an audit row."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed
from django.dispatch import receiver

from accounts.enums import AuditAction, AuditOutcome
from accounts.services.audit import record


@receiver(user_logged_in, dispatch_uid="accounts.logged_in")
def logged_in(user: Any, **kwargs: Any) -> None:  # noqa: ANN401 -- a signal's arguments
    """Record a login."""
    record(AuditAction.LOGIN, acting_user=user)


@receiver(user_logged_out, dispatch_uid="accounts.logged_out")
def logged_out(user: Any, **kwargs: Any) -> None:  # noqa: ANN401 -- a signal's arguments
    """Record a logout; a session that had ended already has no user any more."""
    if user is not None:
        record(AuditAction.LOGOUT, acting_user=user)


@receiver(user_login_failed, dispatch_uid="accounts.login_failed")
def login_failed(**kwargs: Any) -> None:
    """Record a failed login, without what was typed: people type passwords into the wrong field."""
    record(AuditAction.LOGIN_FAILED, acting_user=None, outcome=AuditOutcome.REFUSED)
