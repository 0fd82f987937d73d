"""The newest moment of each kind of timeline entry, in one query for all kinds together."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from functools import cache
from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.db import connection, models
from django.db.models.expressions import Col
from django.utils import timezone

from casework.selectors.entries import start_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from casework.models import Client
    from casework.registry import TimelineSource
    from casework.registry.moments import Moments

# They stand in a question while it is made; what is asked for takes their place.
SOME_CLIENT = -1
SOME_MOMENT = datetime(2000, 1, 1, tzinfo=UTC)


def newest_moments(client: Client, sources: Iterable[TimelineSource], before: datetime) -> dict[str, datetime | None]:
    """Return by key of a source the newest moment before ``before`` at which it may have an entry; one query.

    None says that it has nothing. A source that does not say where its moments stand is given ``before``: it may have
    anything. A moment may be newer than the newest entry, never older (``casework.registry.moments``).
    """
    found: dict[str, datetime | None] = {}
    asked: list[tuple[str, _Question]] = []
    for source in sources:
        found[source.key] = None if source.moments else before
        asked += [(source.key, _question(place, name)) for place in source.moments for name in place.fields]
    if not asked:
        return found
    # An entry of a day stands at its first moment.
    last_day = timezone.localdate(before - timedelta(microseconds=1))
    day = connection.ops.adapt_datefield_value(last_day + timedelta(days=1))
    moment = connection.ops.adapt_datetimefield_value(before)
    params: list[Any] = []
    for _key, question in asked:
        params += [client.pk, day if question.is_day else moment]
    with connection.cursor() as cursor:
        cursor.execute("SELECT " + ", ".join(f"({question.sql})" for _key, question in asked), params)
        row = cursor.fetchone()
    for (key, question), value in zip(asked, row, strict=True):
        at = question.read(value)
        known = found[key]
        if at is not None and (known is None or at > known):
            found[key] = at
    return found


class _Question:
    """The newest day or moment in one column, as SQL that waits for a client and a bound."""

    def __init__(self, place: Moments, name: str) -> None:
        model = apps.get_model(place.model)
        column = model._meta.get_field(name.split("__", maxsplit=1)[0])
        for part in name.split("__")[1:]:
            column = column.related_model._meta.get_field(part)
        self.is_day = not isinstance(column, models.DateTimeField)
        bound = SOME_MOMENT.date() if self.is_day else SOME_MOMENT
        rows: models.QuerySet[Any] = (
            models.QuerySet(model).filter(**{place.client: SOME_CLIENT}).filter(**{f"{name}__lt": bound})
        )
        newest = rows.order_by(f"-{name}").values_list(name)[:1]
        self.sql, params = newest.query.sql_with_params()
        if len(params) != 2 or params[0] != SOME_CLIENT:  # noqa: PLR2004 -- the client, and the bound after him
            msg = f"{place} asks for more than a client and a bound: {params}"
            raise ValueError(msg)
        self._column = Col("", column)
        self._steps = [
            *column.get_db_converters(connection),
            *connection.ops.get_db_converters(self._column),
        ]

    def read(self, value: Any) -> datetime | None:  # noqa: ANN401 -- as the driver gives it
        """Return what the database answered as a moment; None for nothing."""
        for step in self._steps:
            value = step(value, self._column, connection)
        if value is None:
            return None
        moment: datetime = start_of(value) if self.is_day else value
        return moment


@cache
def _question(place: Moments, name: str) -> _Question:
    # Making the SQL of some sixty columns costs more than answering it; it is the same for every client.
    return _Question(place, name)
