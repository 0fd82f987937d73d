"""Doing things many times, and saying how long they took."""

from __future__ import annotations

import json
import resource
import time
import tracemalloc
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass
from typing import Any

from django.db import connection, transaction

from tests.performance.pages import Measured

MEGABYTE = 1024 * 1024


@dataclass(frozen=True)
class Figure:
    """What came out for one thing: milliseconds, queries, and the most that Python held meanwhile, in MB."""

    name: str
    median: float
    p95: float
    queries: int
    memory: float
    limit_median: int
    limit_p95: int
    limit_queries: int | None

    @property
    def beyond(self) -> list[str]:
        """Return what it does not meet."""
        found = []
        if self.median > self.limit_median:
            found.append("median")
        if self.p95 > self.limit_p95:
            found.append("p95")
        if self.limit_queries is not None and self.queries > self.limit_queries:
            found.append("queries")
        return found

    def line(self) -> str:
        """Return the figure as one line of JSON."""
        return json.dumps({**asdict(self), "beyond": self.beyond})


def measure(things: Iterable[Measured], rounds: int, say: Callable[[str], Any] = str) -> list[Figure]:
    """Do everything so many times, one thing after another in each round; return the figures.

    One round first counts queries, another memory; both also warm everything up. All that is written is taken back.
    """
    things = list(things)
    queries = []
    for one in things:
        say(one.name)
        queries.append(_queries(one.run))
    memory = [_memory(one.run) for one in things]
    times: list[list[float]] = [[] for _one in things]
    for _round in range(rounds):
        for index, one in enumerate(things):
            times[index].append(_timed(one.run))
    return [
        Figure(
            name=one.name,
            median=round(_share(times[index], 0.5), 1),
            p95=round(_share(times[index], 0.95), 1),
            queries=queries[index],
            memory=round(memory[index], 2),
            limit_median=one.median,
            limit_p95=one.p95,
            limit_queries=one.queries,
        )
        for index, one in enumerate(things)
    ]


def taken_back(run: Callable[[], None]) -> None:
    """Do something and take back what it wrote, so that one round finds what the round before it found."""
    with transaction.atomic():
        run()
        transaction.set_rollback(True)


def _timed(run: Callable[[], None]) -> float:
    with transaction.atomic():
        began = time.perf_counter()
        run()
        took = time.perf_counter() - began
        transaction.set_rollback(True)
    return took * 1000


def _queries(run: Callable[[], None]) -> int:
    count = 0

    def counted(execute: Any, sql: Any, params: Any, many: Any, context: Any) -> Any:
        nonlocal count
        count += not str(sql).startswith(("SAVEPOINT", "RELEASE"))
        return execute(sql, params, many, context)

    with connection.execute_wrapper(counted):
        taken_back(run)
    return count


def _memory(run: Callable[[], None]) -> float:
    tracemalloc.start()
    try:
        taken_back(run)
        return tracemalloc.get_traced_memory()[1] / MEGABYTE
    finally:
        tracemalloc.stop()


def _share(times: list[float], share: float) -> float:
    ordered = sorted(times)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


def peak_of_process() -> int:
    """Return the most memory that this process ever had, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


def table(figures: Iterable[Figure]) -> str:
    """Return the figures as a table to read."""
    lines = [f"{'':42} {'median ms':>9} {'p95 ms':>9} {'queries':>8} {'MB':>7}"]
    for one in figures:
        beyond = f"  beyond: {', '.join(one.beyond)}" if one.beyond else ""
        lines.append(f"{one.name:42} {one.median:9.1f} {one.p95:9.1f} {one.queries:8} {one.memory:7.2f}{beyond}")
    return "\n".join(lines)
