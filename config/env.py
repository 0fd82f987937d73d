"""Reading the environment. A malformed value stops the start with one sentence; nothing is guessed."""

import os
from collections.abc import Mapping
from typing import Any
from urllib.parse import unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

TRUE_WORDS = frozenset({"1", "true", "yes", "on"})
FALSE_WORDS = frozenset({"0", "false", "no", "off"})


def env_str(name: str, default: str = "", *, source: Mapping[str, str] = os.environ) -> str:
    """Return the value of ``name``, stripped; ``default`` when it is unset or empty."""
    return source.get(name, "").strip() or default


def env_bool(name: str, *, default: bool, source: Mapping[str, str] = os.environ) -> bool:
    """Return a yes or no; raise ``ImproperlyConfigured`` for any word but the known eight.

    ``DEBUG=flase`` must not read as "false" by accident, so unknown words are refused.
    """
    word = env_str(name, source=source).lower()
    if not word:
        return default
    if word in TRUE_WORDS:
        return True
    if word in FALSE_WORDS:
        return False
    msg = f"{name} must be one of true, false, yes, no, on, off, 1, 0; got {word!r}."
    raise ImproperlyConfigured(msg)


def env_int(name: str, default: int, *, minimum: int = 0, source: Mapping[str, str] = os.environ) -> int:
    """Return a whole number of at least ``minimum``; raise ``ImproperlyConfigured`` otherwise."""
    text = env_str(name, source=source)
    if not text:
        return default
    try:
        number = int(text)
    except ValueError as error:
        msg = f"{name} must be a whole number; got {text!r}."
        raise ImproperlyConfigured(msg) from error
    if number < minimum:
        msg = f"{name} must be at least {minimum}; got {number}."
        raise ImproperlyConfigured(msg)
    return number


def env_list(name: str, default: str = "", *, source: Mapping[str, str] = os.environ) -> list[str]:
    """Return the comma-separated values of ``name``, without empty ones."""
    return [part.strip() for part in env_str(name, default, source=source).split(",") if part.strip()]


def database_settings(url: str) -> dict[str, Any]:
    """Return Django's settings for a ``postgres://`` or ``sqlite:///`` address.

    Raises ``ImproperlyConfigured`` for another scheme, a missing name or a port that is no number.
    """
    parts = urlsplit(url)
    if parts.scheme in {"postgres", "postgresql"}:
        name = unquote(parts.path.lstrip("/"))
        if not name:
            msg = "DATABASE_URL names no database: postgres://user:password@host:5432/name"
            raise ImproperlyConfigured(msg)
        try:
            port = parts.port
        except ValueError as error:
            msg = "DATABASE_URL has a port that is not a number."
            raise ImproperlyConfigured(msg) from error
        return {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": name,
            "USER": unquote(parts.username or ""),
            "PASSWORD": unquote(parts.password or ""),
            "HOST": parts.hostname or "",
            "PORT": str(port or ""),
            "CONN_MAX_AGE": 60,
            "CONN_HEALTH_CHECKS": True,
            # A cluster made without LANG is SQL_ASCII; the test database must be UTF-8 all the same.
            "TEST": {"TEMPLATE": "template0", "CHARSET": "UTF8"},
        }
    if parts.scheme == "sqlite":
        if not parts.path.lstrip("/"):
            msg = "DATABASE_URL names no file: sqlite:////full/path/to/file.sqlite3"
            raise ImproperlyConfigured(msg)
        return sqlite_settings(unquote(parts.path[1:]))
    msg = "DATABASE_URL must start with postgres:// or sqlite:///."
    raise ImproperlyConfigured(msg)


def sqlite_settings(path: str) -> dict[str, Any]:
    """Return settings for an SQLite file: write-ahead log and immediate transactions, so that writers queue."""
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": path,
        "OPTIONS": {
            "timeout": 20,
            "transaction_mode": "IMMEDIATE",
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON",
        },
    }
