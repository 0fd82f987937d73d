"""Answers in words where Django itself would break or say nothing."""

from __future__ import annotations

import codecs
from typing import TYPE_CHECKING

from django.core.exceptions import BadRequest
from django.template.loader import render_to_string

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest, HttpResponse

METHOD_NOT_ALLOWED = 405


class RefusalsMiddleware:
    """Refuse what cannot be read as text, and give the answer to a wrong method a page.

    Our pages send UTF-8. A request that names another encoding was not made by them, and some names that Python knows
    (``rot13``, ``hex``) are no encoding of text at all.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        """Keep the next layer."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Serve the request; raise ``BadRequest`` for another encoding than UTF-8."""
        if request.encoding is not None and codecs.lookup(request.encoding).name != "utf-8":
            msg = "The encoding of a request is UTF-8."
            raise BadRequest(msg)
        response = self.get_response(request)
        if response.status_code == METHOD_NOT_ALLOWED and not response.streaming and not response.content:
            response.content = render_to_string("405.html")
        return response
