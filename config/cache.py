"""A cache that is down is an empty cache: sessions lie in the database too, so pages go on without Redis.

What counts attempts (the lockout of the login) counts nothing while it is down; that is logged.
"""

from __future__ import annotations

import logging
from typing import Any

from django.core.cache.backends.redis import RedisCache
from redis.exceptions import RedisError

logger = logging.getLogger(__name__)


class ForgivingRedisCache(RedisCache):
    """Redis as a cache, whose failure costs speed and never a page."""

    def get(self, key: Any, default: Any = None, version: int | None = None) -> Any:  # noqa: ANN401 -- Django's own
        """Return the value; ``default`` when it is not there or Redis is not."""
        try:
            return super().get(key, default, version)
        except RedisError as error:
            return _without(error, default)

    def set(self, key: Any, value: Any, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 -- Django's own
        """Keep the value where Redis is there."""
        try:
            super().set(key, value, *args, **kwargs)
        except RedisError as error:
            _without(error, None)

    def add(self, key: Any, value: Any, *args: Any, **kwargs: Any) -> bool:  # noqa: ANN401 -- Django's own
        """Keep the value where it was not kept yet; return whether it was."""
        try:
            return super().add(key, value, *args, **kwargs)
        except RedisError as error:
            return bool(_without(error, default=True))

    def delete(self, key: Any, version: int | None = None) -> bool:  # noqa: ANN401 -- Django's own
        """Forget the value; return whether there was one."""
        try:
            return super().delete(key, version)
        except RedisError as error:
            return bool(_without(error, default=False))

    def has_key(self, key: Any, version: int | None = None) -> bool:  # noqa: ANN401 -- Django's own
        """Return whether the value is there."""
        try:
            return super().has_key(key, version)
        except RedisError as error:
            return bool(_without(error, default=False))


def _without(error: RedisError, default: Any) -> Any:  # noqa: ANN401 -- what the caller falls back to
    logger.warning("The cache does not answer (%s); going on without it.", type(error).__name__)
    return default
