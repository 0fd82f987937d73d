"""An easier rendering of a paper: one sentence a line, and what the hard words on it mean."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from django import template
from django.utils.html import format_html_join, strip_tags
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from casework.selectors.hard_words import hard_words_in
from casework.templatetags.paper_pictogram import paper_pictogram

if TYPE_CHECKING:
    from django.template.base import NodeList, Parser, Token

register = template.Library()

TAG = re.compile(r"(<[^>]+>)")
DRAWING = re.compile(r"(<svg\b.*?</svg>)", re.DOTALL)
# The end of a sentence: three letters or figures and a full stop, so that "dr. Post" and "P. Post" stay together.
SENTENCE_END = re.compile(r"(?<=\w{3}[.!?])(?<!mevr\.)(?<!bijv\.)(?<!ds\.)[ \t\n]+(?=[A-ZÀ-Ý])")


def one_sentence_a_line(html: str) -> str:
    """Return a page in which each sentence begins on a line of its own; tags and drawings stay as they are."""
    parts = DRAWING.split(html)
    return "".join(part if number % 2 else _broken(part) for number, part in enumerate(parts))


def _broken(html: str) -> str:
    parts = TAG.split(html)
    return "".join(
        part if number % 2 else SENTENCE_END.sub('<br class="sentence">', part) for number, part in enumerate(parts)
    )


def _glossary(html: str) -> str:
    found = hard_words_in(strip_tags(DRAWING.sub("", html)))
    if not found:
        return ""
    lines = format_html_join("", "<div><dt>{}</dt><dd>{}</dd></div>", found)
    explained = one_sentence_a_line(lines)
    title = _("Moeilijke woorden")
    head = f'<div class="easy-head">{paper_pictogram("praten")}<h2>{title}</h2></div>'
    return f'<section class="easy-words">{head}<dl>{explained}</dl></section>'


class EasyNode(template.Node):
    """Renders what it holds, and makes it easier where the paper asks for that (``paper_easy``)."""

    def __init__(self, nodelist: NodeList) -> None:
        """Keep what stands between the tags."""
        self.nodelist = nodelist

    def render(self, context: template.Context) -> SafeString:
        """Return the content, easier or as it is."""
        content: SafeString = self.nodelist.render(context)
        if not context.get("paper_easy"):
            return content
        return mark_safe(one_sentence_a_line(content) + _glossary(content))  # noqa: S308 -- rendered and escaped already


@register.tag
def easywords(parser: Parser, token: Token) -> EasyNode:
    """Make what stands up to ``endeasywords`` easier to read for a client who reads with difficulty."""
    del token
    nodelist = parser.parse(("endeasywords",))
    parser.delete_first_token()
    return EasyNode(nodelist)
