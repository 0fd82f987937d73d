"""Many people at once at a site that is running: each opens a page every few seconds, as in a working day."""

from __future__ import annotations

import datetime as dt
import http.client
import random
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings
from django.test import Client as Browser
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from casework.models import Assignment
from tests.performance.pages import PAGE_MEDIAN, PAGE_P95, NotFilledError

# Of a hundred people so many are no counsellor; the rest is.
LEADS, OFFICERS = 0.12, 0.05
OK, SECONDS_OF_PATIENCE = 200, 60
KILOBYTES = 1024


@dataclass(frozen=True)
class Visitor:
    """Somebody who is logged in: his cookie, and the pages he opens by name (a page named twice is opened twice as often)."""

    cookie: str
    pages: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Visit:
    """One page that was opened: how long it took in milliseconds, and the answer (0 when there was none)."""

    name: str
    milliseconds: float
    status: int


@dataclass
class Day:
    """What came out. ``memory`` is of the site, in MB, by the second at which it was looked at."""

    visits: list[Visit] = field(default_factory=list)
    memory: list[tuple[int, int]] = field(default_factory=list)


def visitors(count: int) -> list[Visitor]:
    """Log in so many people of the made-up organisation; raises ``NotFilledError`` when there are none.

    A counsellor opens his day and the pages of his own clients, a team lead the caseload as well, a probation officer
    the portal.
    """
    found = User.objects.filter(email__endswith="@voorbeeld.example", is_active=True)
    leads = list(found.filter(username__startswith="teamleider").order_by("pk")[: max(1, round(count * LEADS))])
    officers = list(found.filter(username__startswith="toezicht").order_by("pk")[: max(1, round(count * OFFICERS))])
    rest = max(1, count - len(leads) - len(officers))
    counsellors = list(found.filter(username__startswith="begeleider").order_by("?")[:rest])
    if not leads or not counsellors:
        raise NotFilledError
    return [
        *(Visitor(_cookie(user), tuple(_pages_of_counsellor(user))) for user in counsellors),
        *(Visitor(_cookie(user), tuple(_pages_of_lead(user))) for user in leads),
        *(Visitor(_cookie(user), (("partner portal", reverse("chain:portal_home")),)) for user in officers),
    ]


def _cookie(user: User) -> str:
    browser = Browser()
    browser.force_login(user)
    return f"{settings.SESSION_COOKIE_NAME}={browser.cookies[settings.SESSION_COOKIE_NAME].value}"


def _pages_of_counsellor(user: User) -> Iterator[tuple[str, str]]:
    own = Assignment.objects.filter(user=user).active_on(timezone.localdate())
    yield from [("my day", reverse("overview:my_day"))] * 3
    yield ("clients", reverse("casework:client_list"))
    for number in list(own.order_by("pk").values_list("client__number", flat=True)[:5]):
        yield from [("client page", reverse("casework:client", args=[number]))] * 2
        yield from [("contact form", reverse("overview:contact_create", args=[number]))] * 2
        yield ("timeline", reverse("casework:timeline", args=[number]))
        yield ("plan", reverse("casework:plan", args=[number]))
        yield ("signalling plan", reverse("riskplans:plan", args=[number]))


def _pages_of_lead(user: User) -> Iterator[tuple[str, str]]:
    yield from [("caseload", reverse("overview:caseload"))] * 3
    yield ("occupancy", reverse("casework:occupancy"))
    yield ("reminders", reverse("overview:reminders"))
    past = timezone.localdate() - dt.timedelta(days=400)
    yield ("figures of a team", f"{reverse('overview:figures')}?datum={past.isoformat()}&over=day")
    yield from [("clients", reverse("casework:client_list"))] * 2
    del user


def spend(address: str, people: Iterable[Visitor], *, every: float, seconds: float, master: int = 0) -> Day:
    """Let everybody open a page every so many seconds for so long; ``master`` is the process whose memory is looked at.

    Who has to wait longer than that for a page opens the next at once, as somebody in a hurry would.
    """
    day, lock = Day(), threading.Lock()
    begin = time.monotonic()
    until = begin + seconds
    threads = [
        threading.Thread(target=_visit, args=(address, one, every, until, day, lock, random.Random(place)))
        for place, one in enumerate(people)
    ]
    for thread in threads:
        thread.start()
    while master and time.monotonic() < until:
        day.memory.append((round(time.monotonic() - begin), memory_of(master)))
        time.sleep(min(10, max(0.0, until - time.monotonic())))
    for thread in threads:
        thread.join()
    return day


def _visit(
    address: str, one: Visitor, every: float, until: float, day: Day, lock: threading.Lock, chance: random.Random
) -> None:
    site = urlsplit(address)
    make: Callable[..., http.client.HTTPConnection] = (
        http.client.HTTPSConnection if site.scheme == "https" else http.client.HTTPConnection
    )
    line = make(site.hostname or "", site.port, timeout=SECONDS_OF_PATIENCE)
    headers = {"Cookie": one.cookie, "Accept-Encoding": "gzip"}
    following = time.monotonic() + chance.uniform(0, every)
    while following < until:
        time.sleep(max(0.0, following - time.monotonic()))
        name, path = chance.choice(one.pages)
        started = time.perf_counter()
        try:
            line.request("GET", path, headers=headers)
            answer = line.getresponse()
            answer.read()
            status = answer.status
            line.close()  # the site closes a line that is silent for some seconds; the next page opens one anew
        except (OSError, http.client.HTTPException):
            line.close()
            status = 0
        with lock:
            day.visits.append(Visit(name, (time.perf_counter() - started) * 1000, status))
        following = max(following + every, time.monotonic())
    line.close()


def memory_of(master: int) -> int:
    """Return the memory in MB of a process and its children, as Linux counts what they hold; 0 where it cannot be read."""
    try:
        children = Path(f"/proc/{master}/task/{master}/children").read_text(encoding="ascii").split()
        held = 0
        for pid in (str(master), *children):
            lines = Path(f"/proc/{pid}/status").read_text(encoding="ascii").splitlines()
            held += next((int(line.split()[1]) for line in lines if line.startswith("VmRSS:")), 0)
    except OSError:
        return 0
    return held // KILOBYTES


def told(day: Day) -> str:
    """Return a table: by page how often, the middle, 19 of 20, and what is beyond a demand; then failures and memory."""
    names = sorted({visit.name for visit in day.visits})
    lines = [f"{'page':<20} {'times':>6} {'median':>8} {'p95':>8}  beyond"]
    for name in [*names, "all"]:
        times = sorted(visit.milliseconds for visit in day.visits if name in (visit.name, "all"))
        median, p95 = times[len(times) // 2], times[min(len(times) - 1, len(times) * 95 // 100)]
        beyond = [word for word, far in (("median", median > PAGE_MEDIAN), ("p95", p95 > PAGE_P95)) if far]
        lines.append(f"{name:<20} {len(times):>6} {median:>8.0f} {p95:>8.0f}  {', '.join(beyond)}")
    failed = [visit for visit in day.visits if visit.status != OK]
    lines.append(f"No answer, or another than 200: {len(failed)} of {len(day.visits)}")
    lines.extend(f"  {visit.name}: {visit.status}" for visit in failed[:10])
    if day.memory:
        lines.append(
            "Memory: " + ", ".join(f"{held} MB at {at} s" for at, held in day.memory[:: max(1, len(day.memory) // 8)])
        )
    return "\n".join(lines)
