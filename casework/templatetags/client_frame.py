"""Showing what is registered in the client frame."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID, uuid4

from django import template

if TYPE_CHECKING:
    from django.template.context import Context
    from django.utils.safestring import SafeString

    from casework.frame_context import Piece

register = template.Library()


@register.simple_tag(takes_context=True)
def fragment(context: Context, piece: Piece) -> SafeString:
    """Render a registered fragment with its own context on top of that of the page (request and csrf token included)."""
    engine = context.template.engine  # type: ignore[union-attr]
    with context.push(**piece.context):
        return engine.get_template(piece.template).render(context)


@register.simple_tag
def form_token() -> UUID:
    """Return a token for a form that is one button: it makes a second press harmless."""
    return uuid4()
