"""Encryption of single values: the first key encrypts, every key decrypts, so that keys can rotate.

A blind index finds an encrypted value without reading it: a keyed digest under a key derived from each encryption key.
"""

import hashlib
import hmac
import secrets
from collections.abc import Iterator
from functools import lru_cache
from typing import BinaryIO

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

PREFIX = "enc1:"
PIECE = 1024 * 1024
LENGTH_BYTES, TAG_BYTES, PLACE_BYTES = 4, 16, 8


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


@lru_cache(maxsize=8)
def _index_key(key: str, purpose: str) -> bytes:
    """Return a key for digests of one purpose, so that no digest says anything about another or about the key itself."""
    info = f"samenspoor blind index {purpose}".encode()
    return HKDF(algorithm=SHA256(), length=32, salt=None, info=info).derive(key.encode())


def blind_indexes(text: str, purpose: str) -> list[str]:
    """Return the digest of ``text`` under each key of ``FIELD_ENCRYPTION_KEYS``; store the first, look for any."""
    return [
        hmac.new(_index_key(key, purpose), text.encode(), hashlib.sha256).hexdigest()
        for key in settings.FIELD_ENCRYPTION_KEYS
    ]


def seal_file(source: BinaryIO, target: BinaryIO) -> None:
    """Write ``source`` encrypted to ``target``, a piece at a time, so that a large file needs little memory.

    Each piece holds which file it is of, its place, and whether it is the last: none can be moved, left out or swapped.
    """
    box, tag, place = _box(tuple(settings.FIELD_ENCRYPTION_KEYS)), secrets.token_bytes(TAG_BYTES), 0
    piece = source.read(PIECE)
    while True:
        following = source.read(PIECE)
        head = tag + place.to_bytes(PLACE_BYTES) + (b"\x00" if following else b"\x01")
        token = box.encrypt(head + piece)
        target.write(len(token).to_bytes(LENGTH_BYTES) + token)
        if not following:
            return
        piece, place = following, place + 1


def open_file(source: BinaryIO) -> Iterator[bytes]:
    """Yield the pieces of what ``seal_file`` wrote; raise ``DecryptionError`` at the first that is not as written."""
    box, tag, place, last = _box(tuple(settings.FIELD_ENCRYPTION_KEYS)), b"", 0, False
    while not last:
        length = int.from_bytes(source.read(LENGTH_BYTES))
        try:
            plain = box.decrypt(source.read(length))
        except InvalidToken as error:
            msg = "No configured key fits the stored file, or it is not whole."
            raise DecryptionError(msg) from error
        end = TAG_BYTES + PLACE_BYTES
        tag = tag or plain[:TAG_BYTES]
        if plain[:end] != tag + place.to_bytes(PLACE_BYTES):
            msg = "The stored file was changed."
            raise DecryptionError(msg)
        last, place = plain[end : end + 1] == b"\x01", place + 1
        yield plain[end + 1 :]
