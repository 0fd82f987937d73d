"""Turns the read models of a check-in into coordinates. No queries."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import template
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from alliance.enums import Aspect

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

    from alliance.selectors.results import AspectResult, Trend

register = template.Library()

# The room inside components/_chart_two_lines.html.
WIDTH, HEIGHT = 240, 80
LABEL_GAP = 14
SPARK_WIDTH, SPARK_HEIGHT = 110, 24
BESIDE = 3  # two equal values are drawn beside each other, so that none hides the other
LOWEST, HIGHEST = 1, 5
TICK_WIDTH = 62
MIDDLE = range(100, 149)  # where a third date fits between the first and the last


def _y(value: int) -> int:
    return round((HIGHEST - value) * HEIGHT / (HIGHEST - LOWEST))


def _xs(days: Sequence[dt.date]) -> list[int]:
    """Return where each day stands: in proportion to time, the last one at the right."""
    span = (days[-1] - days[0]).days
    if span == 0:
        return [WIDTH] * len(days)
    return [round((day - days[0]).days * WIDTH / span) for day in days]


def _ticks(days: Sequence[dt.date], xs: Sequence[int]) -> list[dict[str, Any]]:
    shown = {xs[0]: days[0], xs[-1]: days[-1]}
    between = [(x, day) for x, day in zip(xs, days, strict=True) if x in MIDDLE]
    if between:
        x, day = min(between, key=lambda one: abs(one[0] - WIDTH // 2))
        shown[x] = day
    ticks = [{"x": x, "label": date_format(day, pgettext("short date", "j b Y"))} for x, day in sorted(shown.items())]
    # The component lets the first tick start at its x: a single one stands under a point at the far right.
    return ticks if len(ticks) > 1 else [{"x": WIDTH - TICK_WIDTH, "label": ticks[0]["label"]}]


def _label_places(client: int | None, counsellor: int | None) -> tuple[int | None, int | None]:
    """Return the heights of the two words at the end of the lines, far enough apart to be read."""
    if client is None or counsellor is None or abs(client - counsellor) >= LABEL_GAP:
        return client, counsellor
    middle = (client + counsellor) / 2
    top, bottom = round(middle - LABEL_GAP / 2), round(middle + LABEL_GAP / 2)
    return (top, bottom) if client <= counsellor else (bottom, top)


@register.inclusion_tag("components/_chart_two_lines.html")
def trend_chart(trend: Trend) -> dict[str, Any]:
    """Draw one aspect over time for both sides."""
    days = [point.day for point in trend.points]
    xs = _xs(days)
    client: list[dict[str, int]] = []
    counsellor: list[dict[str, int]] = []
    for x, point in zip(xs, trend.points, strict=True):
        aside = BESIDE if point.client == point.counsellor else 0
        if point.client is not None:
            client.append({"x": x, "y": _y(point.client) - aside, "value": point.client})
        if point.counsellor is not None:
            counsellor.append({"x": x, "y": _y(point.counsellor) + aside, "value": point.counsellor})
    client_label, counsellor_label = _label_places(
        client[-1]["y"] if client else None, counsellor[-1]["y"] if counsellor else None
    )
    friction = trend.aspect == Aspect.FRICTION
    return {
        "chart": {
            "title": _("%(aspect)s over de tijd, beide kanten") % {"aspect": trend.aspect.label.capitalize()},
            "client": client,
            "professional": counsellor,
            "client_label_y": client_label,
            "professional_label_y": counsellor_label,
            "high": _("5 · stroef") if friction else _("5 · sterk"),
            "low": _("1 · soepel") if friction else _("1 · zwak"),
            "ticks": _ticks(days, xs),
            "changes": [],
            "rows": [
                {"on": point.day, "client": point.client, "professional": point.counsellor} for point in trend.points
            ],
        }
    }


@register.inclusion_tag("alliance/_spark.html")
def trend_spark(trend: Trend) -> dict[str, Any]:
    """Draw one aspect as two small lines, without words; the words stand beside it."""
    xs = [round(x * SPARK_WIDTH / WIDTH) for x in _xs([point.day for point in trend.points])]

    def line(side: str, aside: int) -> list[dict[str, int]]:
        return [
            {"x": x, "y": round(_y(value) * SPARK_HEIGHT / HEIGHT) + (aside if point.client == point.counsellor else 0)}
            for x, point in zip(xs, trend.points, strict=True)
            if (value := getattr(point, side)) is not None
        ]

    return {"client": line("client", -1), "counsellor": line("counsellor", 1)}


@register.inclusion_tag("alliance/_scale.html")
def aspect_scale(aspect: AspectResult, called: str) -> dict[str, Any]:
    """Draw the five steps with a mark for each side."""
    step = 40

    def place(value: int) -> int:
        return 12 + (value - LOWEST) * step

    together = aspect.client is not None and aspect.client.value == aspect.counsellor.value
    return {
        "steps": [place(value) for value in range(LOWEST, HIGHEST + 1)],
        "client_x": None if aspect.client is None else place(aspect.client.value) - (6 if together else 0),
        "counsellor_x": place(aspect.counsellor.value) + (6 if together else 0),
        "called": called,
        "aspect": aspect,
    }


@register.filter
def steps_moved(change: int | None) -> str:
    """Return a change since the check-in before in words."""
    if change is None:
        return ""
    if change == 0:
        return _("gelijk gebleven")
    size = abs(change)
    if change > 0:
        return _("%(size)s hoger dan vorige keer") % {"size": size}
    return _("%(size)s lager dan vorige keer") % {"size": size}
