"""Formatting on the pages of a house."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import template

if TYPE_CHECKING:
    from collections.abc import Mapping

register = template.Library()


@register.filter
def of_key(found: Mapping[Any, Any], key: object) -> object:
    """Return what a mapping holds for a key, or nothing."""
    return found.get(key, "")
