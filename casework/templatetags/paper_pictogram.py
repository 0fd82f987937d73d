"""A pictogram on paper: WeasyPrint does not follow ``<use>`` into another file, so the drawing is put in the page."""

from __future__ import annotations

import re
from functools import cache

from django import template
from django.conf import settings
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

register = template.Library()


@cache
def _drawings() -> dict[str, str]:
    text = (settings.BASE_DIR / "static" / "img" / "pictograms.svg").read_text(encoding="utf-8")
    return dict(re.findall(r'<symbol id="([a-z-]+)" viewBox="0 0 48 48">(.*?)</symbol>', text, re.DOTALL))


@register.simple_tag
def paper_pictogram(name: str) -> SafeString:
    """Return the drawing with this name of static/img/pictograms.svg; nothing for a name that is not there."""
    drawing = _drawings().get(name)
    if drawing is None:
        return mark_safe("")
    return format_html(
        '<svg class="paper-pictogram" viewBox="0 0 48 48" width="48" height="48" aria-hidden="true">{}</svg>',
        mark_safe(drawing),  # noqa: S308 -- our own file
    )
