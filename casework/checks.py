"""What the house needs of the system it stands on, looked at when it starts."""

from __future__ import annotations

import ctypes
import sys
from typing import Any

from django.core.checks import CheckMessage
from django.core.checks import Warning as CheckWarning

from casework.services.rendering import SYSTEM_PACKAGES

# The libraries of SYSTEM_PACKAGES, as the loader of Linux knows them. Importing WeasyPrint would tell as well, in a second.
LIBRARIES = ("libpango-1.0.so.0", "libpangoft2-1.0.so.0", "libharfbuzz-subset.so.0")


def missing_libraries() -> list[str]:
    """Return the libraries for PDF that this system lacks; on other systems than Linux nothing is known."""
    if sys.platform != "linux":
        return []
    missing = []
    for name in LIBRARIES:
        try:
            ctypes.CDLL(name)
        except OSError:
            missing.append(name)
    return missing


def check_press(**_kwargs: Any) -> list[CheckMessage]:
    """Warn when papers cannot be made here; everything else works."""
    missing = missing_libraries()
    if not missing:
        return []
    return [
        CheckWarning(
            f"PDF documents cannot be made: the system lacks {', '.join(missing)}.",
            hint=(
                f"Debian, Ubuntu: apt-get install --no-install-recommends {' '.join(SYSTEM_PACKAGES)}. "
                "Until then pages can be printed from the browser."
            ),
            id="casework.W001",
        )
    ]
