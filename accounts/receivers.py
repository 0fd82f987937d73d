"""Logging in and out leaves an audit row."""

from __future__ import annotations

from typing import Any

from allauth.account.signals import password_changed, password_reset, password_set
from allauth.mfa.signals import authenticator_added, authenticator_removed
from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed
from django.dispatch import receiver

from accounts.enums import AuditAction, AuditOutcome
from accounts.services.audit import record


@receiver(user_logged_in, dispatch_uid="accounts.logged_in")
def logged_in(user: Any, **kwargs: Any) -> None:
    """Record a login."""
    record(AuditAction.LOGIN, acting_user=user)


@receiver(user_logged_out, dispatch_uid="accounts.logged_out")
def logged_out(user: Any, **kwargs: Any) -> None:
    """Record a logout; a session that had ended already has no user any more."""
    if user is not None:
        record(AuditAction.LOGOUT, acting_user=user)


@receiver([password_changed, password_set, password_reset], dispatch_uid="accounts.password_changed")
def password_was_changed(user: Any, **kwargs: Any) -> None:
    """Record that somebody chose a new password."""
    record(AuditAction.AUTHORISE, acting_user=user, obj=user, details={"password": "changed"})


@receiver(authenticator_added, dispatch_uid="accounts.factor_added")
def factor_was_added(user: Any, authenticator: Any, **kwargs: Any) -> None:
    """Record a new second factor: its kind, never its secret."""
    record(AuditAction.AUTHORISE, acting_user=user, obj=user, details={"factor_added": authenticator.type})


@receiver(authenticator_removed, dispatch_uid="accounts.factor_removed")
def factor_was_removed(user: Any, authenticator: Any, **kwargs: Any) -> None:
    """Record that a second factor was taken away."""
    record(AuditAction.AUTHORISE, acting_user=user, obj=user, details={"factor_removed": authenticator.type})


@receiver(user_login_failed, dispatch_uid="accounts.login_failed")
def login_failed(**kwargs: Any) -> None:
    """Record a failed login, without what was typed: people type passwords into the wrong field."""
    record(AuditAction.LOGIN_FAILED, acting_user=None, outcome=AuditOutcome.REFUSED)
