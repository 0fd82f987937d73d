"""Is the house up: the database answers. For health checks of containers and of ``bin/start``."""

from django.db import connection
from django.http import HttpRequest, HttpResponse


def health(request: HttpRequest) -> HttpResponse:
    """Return 200 with one word once the database answers; the check itself raises nothing that is not a fault."""
    del request
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return HttpResponse("goed", content_type="text/plain; charset=utf-8")
