"""Pages of a library that this house does not offer."""

from typing import NoReturn

from django.http import Http404, HttpRequest


def not_offered(request: HttpRequest) -> NoReturn:
    """Raise ``Http404``, for everyone."""
    del request
    raise Http404
