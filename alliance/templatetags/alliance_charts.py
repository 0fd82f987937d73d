"""Turns the read models of a check-in into coordinates. No queries."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import template
from django.utils.formats import date_format, localize
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence
    from decimal import Decimal

    from alliance.instruments import Subscale
    from alliance.selectors.results import AspectResult, Trend

register = template.Library()

# The room inside components/_chart_two_lines.html.
WIDTH, HEIGHT = 240, 80
LABEL_GAP = 14
SPARK_WIDTH, SPARK_HEIGHT = 110, 24
BESIDE = 3  # two equal values are drawn beside each other, so that none hides the other
SCALE_STEPS, SCALE_STEP, SCALE_START = 5, 40, 12
TICK_WIDTH = 62
MIDDLE = range(100, 149)  # where a third date fits between the first and the last


def _y(value: Decimal, aspect: Subscale, height: int = HEIGHT) -> int:
    return round((aspect.highest - value) * height / (aspect.highest - aspect.lowest))


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


def _band(trend: Trend) -> dict[str, Any] | None:
    """Return the band around the client's first value within which a change may be chance; None where nobody published it."""
    start = next((point.client for point in trend.points if point.client is not None), None)
    if start is None or trend.aspect.reliability is None:
        return None
    margin = trend.aspect.reliability.margin
    top = max(0, _y(start + margin, trend.aspect))
    return {
        "y": top,
        "height": min(HEIGHT, _y(start - margin, trend.aspect)) - top,
        "label": _("marge"),
        "source": trend.aspect.reliability.source,
    }


@register.inclusion_tag("components/_chart_two_lines.html")
def trend_chart(trend: Trend) -> dict[str, Any]:
    """Draw one aspect over time for both sides."""
    days = [point.day for point in trend.points]
    xs = _xs(days)
    aspect = trend.aspect
    client: list[dict[str, Any]] = []
    counsellor: list[dict[str, Any]] = []
    for x, point in zip(xs, trend.points, strict=True):
        aside = BESIDE if point.client == point.counsellor else 0
        if point.client is not None:
            client.append({"x": x, "y": _y(point.client, aspect) - aside, "value": point.client})
        if point.counsellor is not None:
            counsellor.append({"x": x, "y": _y(point.counsellor, aspect) + aside, "value": point.counsellor})
    client_label, counsellor_label = _label_places(
        client[-1]["y"] if client else None, counsellor[-1]["y"] if counsellor else None
    )
    high, low = (_("stroef"), _("soepel")) if aspect.negative else (_("sterk"), _("zwak"))
    return {
        "chart": {
            "title": _("%(aspect)s over de tijd, beide kanten") % {"aspect": trend.aspect.label.capitalize()},
            "client": client,
            "professional": counsellor,
            "client_label_y": client_label,
            "professional_label_y": counsellor_label,
            "high": f"{aspect.highest} · {high}",
            "low": f"{aspect.lowest} · {low}",
            "band": _band(trend),
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
            {"x": x, "y": _y(value, trend.aspect, SPARK_HEIGHT) + (aside if point.client == point.counsellor else 0)}
            for x, point in zip(xs, trend.points, strict=True)
            if (value := getattr(point, side)) is not None
        ]

    return {"client": line("client", -1), "counsellor": line("counsellor", 1)}


@register.inclusion_tag("alliance/_scale.html")
def aspect_scale(result: AspectResult, called: str) -> dict[str, Any]:
    """Draw the range of an aspect as five steps, with a mark for each side."""
    aspect = result.aspect

    def place(value: Decimal) -> int:
        return SCALE_START + round((value - aspect.lowest) * SCALE_STEP / aspect.step)

    client, counsellor = (None if one is None else one.value for one in (result.client, result.counsellor))
    together = client is not None and client == counsellor
    return {
        "steps": [SCALE_START + step * SCALE_STEP for step in range(SCALE_STEPS)],
        "client_x": None if client is None else place(client) - (6 if together else 0),
        "counsellor_x": None if counsellor is None else place(counsellor) + (6 if together else 0),
        "called": called,
        "aspect": result,
    }


@register.filter
def steps_moved(change: Decimal | None) -> str:
    """Return a change since the check-in before in words."""
    if change is None:
        return ""
    if change == 0:
        return _("gelijk gebleven")
    size = localize(abs(change))
    if change > 0:
        return _("%(size)s hoger dan vorige keer") % {"size": size}
    return _("%(size)s lager dan vorige keer") % {"size": size}


@register.filter
def since_start(change: Decimal | None) -> str:
    """Return a change since the first check-in of all in words."""
    if change is None:
        return ""
    if change == 0:
        return _("gelijk aan het begin")
    size = localize(abs(change))
    if change > 0:
        return _("%(size)s hoger dan in het begin") % {"size": size}
    return _("%(size)s lager dan in het begin") % {"size": size}
