"""What is written once."""

from __future__ import annotations

from typing import Any

from django.db import models


class WrittenOnce(models.Model):
    """Abstract: a row that is never changed. A correction is another row."""

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Write the row once; raise ``TypeError`` on any change after that."""
        if not self._state.adding:
            msg = f"{type(self).__name__} is immutable; write another row."
            raise TypeError(msg)
        super().save(*args, **kwargs)
