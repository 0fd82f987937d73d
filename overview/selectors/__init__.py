"""Read models across clients."""

from overview.selectors.days import (
    SORTS,
    CaseloadRow,
    caseload,
    counsellors_of,
    due_for,
    due_for_client,
    late_count,
    needs_attention,
    own_rows,
    rows_for,
)
from overview.selectors.news import NewsItem, news_for

__all__ = [
    "SORTS",
    "CaseloadRow",
    "NewsItem",
    "caseload",
    "counsellors_of",
    "due_for",
    "due_for_client",
    "late_count",
    "needs_attention",
    "news_for",
    "own_rows",
    "rows_for",
]
