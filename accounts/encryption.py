"""Encryption of single values: the first key encrypts, every key decrypts, so that keys can rotate."""

from functools import lru_cache

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings

PREFIX = "enc1:"


class DecryptionError(Exception):
    """The stored value cannot be read with any configured key, or was never encrypted."""


@lru_cache(maxsize=4)
def _box(keys: tuple[str, ...]) -> MultiFernet:
    return MultiFernet([Fernet(key) for key in keys])


def encrypt(text: str) -> str:
    """Return ``text`` encrypted with the first key of ``FIELD_ENCRYPTION_KEYS``."""
    return PREFIX + _box(tuple(settings.FIELD_ENCRYPTION_KEYS)).encrypt(text.encode()).decode("ascii")


def decrypt(text: str) -> str:
    """Return the plain text; raise ``DecryptionError`` rather than guess."""
    if not text.startswith(PREFIX):
        msg = "The stored value is not encrypted."
        raise DecryptionError(msg)
    try:
        return _box(tuple(settings.FIELD_ENCRYPTION_KEYS)).decrypt(text[len(PREFIX) :].encode("ascii")).decode()
    except InvalidToken as error:
        msg = "No configured key fits the stored value."
        raise DecryptionError(msg) from error
