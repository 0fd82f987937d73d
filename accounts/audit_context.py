"""From where an act comes: the address and session of the request that is being served."""

from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator


@dataclass(frozen=True)
class Origin:
    """Where an act comes from. ``session`` is a digest, never the key itself."""

    address: str = ""
    session: str = ""


_origin: ContextVar[Origin] = ContextVar("origin", default=Origin())  # noqa: B039 -- frozen


def current_origin() -> Origin:
    """Return the origin of the request being served; empty for commands and jobs."""
    return _origin.get()


@contextmanager
def acting_from(origin: Origin) -> "Iterator[None]":
    """Serve the block as coming from ``origin``."""
    token = _origin.set(origin)
    try:
        yield
    finally:
        _origin.reset(token)
