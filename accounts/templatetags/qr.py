"""A QR code as SVG in the page itself: no request, no picture on disk, no script."""

from __future__ import annotations

from itertools import groupby
from typing import Any

import qrcode
from django import template
from qrcode.constants import ERROR_CORRECT_M

register = template.Library()

QUIET = 4  # modules of white around the code, as the standard asks


@register.inclusion_tag("components/_qr.html")
def qr_code(address: str, label: str) -> dict[str, Any]:
    """Draw ``address`` as a QR code; ``label`` says aloud what it is for, without the address.

    Every row becomes a few flat rectangles in one path, so that the code stays small and sharp at any size.
    """
    code = qrcode.QRCode(error_correction=ERROR_CORRECT_M, border=QUIET)
    code.add_data(address)
    code.make(fit=True)
    rows = code.get_matrix()
    parts = []
    for y, row in enumerate(rows):
        x = 0
        for dark, run in groupby(row):
            width = len(list(run))
            if dark:
                parts.append(f"M{x} {y}h{width}v1h-{width}z")
            x += width
    return {"path": "".join(parts), "size": len(rows), "label": label}
