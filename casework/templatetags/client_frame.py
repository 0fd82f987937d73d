"""Showing what is registered in the client frame."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID, uuid4

from django import template

from casework.selectors.network import uninformed_children

if TYPE_CHECKING:
    from django.template.context import Context
    from django.utils.safestring import SafeString

    from casework.frame_context import Piece
    from casework.models import Client

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


@register.inclusion_tag("casework/_child_notice.html")
def child_notice(client: Client) -> dict[str, object]:
    """Warn before a paper is made when a child under age does not, or not surely, know what it may read there."""
    return {"children": uninformed_children(client)}
