"""Which pages and services are measured, as whom, and what the demands are (docs/performance.md)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

from django.db.models import Count
from django.test import Client as Browser
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from casework.models import Client, LifeDomain
from casework.querysets import ClientQuerySet
from casework.services.notes import write_note
from tests.performance.sentences import COMMON, RARE, SELDOM

PAGE_MEDIAN, PAGE_P95 = 60, 150
REPORT_MEDIAN = REPORT_P95 = 500
QUERIES = 15


@dataclass(frozen=True)
class Measured:
    """One thing to do many times. ``run`` raises when it does not do what it should."""

    name: str
    run: Callable[[], None]
    median: int = PAGE_MEDIAN
    p95: int = PAGE_P95
    queries: int | None = QUERIES


class NotFilledError(Exception):
    """This is not the made-up organisation of ``bench_data``."""


def _clients() -> ClientQuerySet:
    found: ClientQuerySet = Client.objects.all()
    return found


@dataclass
class Cast:
    """Who looks, and at whom: people of the first team, which is the same in every world."""

    lead: User
    counsellor: User
    expert: User
    officer: User
    administrator: User
    client: Client
    browsers: dict[int, Browser] = field(default_factory=dict)

    @classmethod
    def found(cls) -> Cast:
        """Find them; raises ``NotFilledError`` in any database that ``bench_data`` did not fill."""
        made_up = User.objects.filter(email__endswith="@voorbeeld.example")
        people = {user.username: user for user in made_up}
        try:
            lead = people["teamleider1"]
            expert, officer = people["gedragsdeskundige"], people["toezicht1"]
            administrator = people["beheerder"]
            counsellor = people["begeleider1-1"]
        except KeyError as error:
            raise NotFilledError from error
        today = timezone.localdate()
        own = _clients().of_counsellor({counsellor.pk}, today).filter(merged_into=None)
        client = own.annotate(many=Count("notes")).order_by("-many", "pk").first()
        if client is None:
            raise NotFilledError
        return cls(lead, counsellor, expert, officer, administrator, client)

    def browser(self, user: User) -> Browser:
        """Return a browser in which the user is logged in."""
        if user.pk not in self.browsers:
            self.browsers[user.pk] = Browser()
            self.browsers[user.pk].force_login(user)
        return self.browsers[user.pk]


def measured(cast: Cast) -> list[Measured]:
    """Return everything that is measured, in the order of the table."""
    number = cast.client.number
    today = timezone.localdate()
    half_year = {"since": today - dt.timedelta(days=183), "until": today}

    def page(
        user: User, name: str, *args: Any, query: str = "", data: dict[str, Any] | None = None
    ) -> Callable[[], None]:
        path, browser = reverse(name, args=args) + query, cast.browser(user)

        def run() -> None:
            answer = browser.get(path, secure=True) if data is None else browser.post(path, data, secure=True)
            if answer.status_code not in {200, 302} or "login" in answer.get("Location", ""):  # one hit opens the file
                msg = f"{path} as {user.username}: {answer.status_code}"
                raise RuntimeError(msg)

        return run

    def search(user: User, words: str, **more: Any) -> Callable[[], None]:
        return page(user, "casework:note_search", data={"words": words, **more})

    timeline = "casework:timeline"
    year_ago = (today - dt.timedelta(days=365)).isoformat()
    last_month = (today - dt.timedelta(days=30)).isoformat()
    domain = LifeDomain.objects.order_by("pk").values_list("pk", flat=True)[0]
    day_report = f"?datum={(today - dt.timedelta(days=400)).isoformat()}&over=day"
    return [
        Measured("my day", page(cast.counsellor, "overview:my_day")),
        Measured("caseload of a team lead, 200 clients", page(cast.lead, "overview:caseload")),
        Measured("clients of a counsellor", page(cast.counsellor, "casework:client_list", query="?bereik=mijn")),
        Measured("client page", page(cast.counsellor, "casework:client", number)),
        Measured("contact form", page(cast.counsellor, "overview:contact_create", number)),
        Measured("contact saved (service)", lambda: _save(cast), queries=None),
        Measured("client search, by name", page(cast.lead, "casework:client_switch", data={"q": "m"})),
        Measured("client search, 20 teams", page(cast.expert, "casework:client_switch", data={"q": "van d"})),
        Measured("notes: common word, counsellor", search(cast.counsellor, COMMON)),
        Measured("notes: seldom word, counsellor", search(cast.counsellor, SELDOM)),
        Measured("notes: rare word, counsellor", search(cast.counsellor, RARE)),
        Measured("notes: common word, team lead", search(cast.lead, COMMON)),
        Measured("notes: common word, 20 teams", search(cast.expert, COMMON)),
        Measured("notes: seldom word, 20 teams", search(cast.expert, SELDOM)),
        Measured("notes: rare word, 20 teams", search(cast.expert, RARE)),
        Measured("notes: two words, half a year", search(cast.lead, f"{COMMON} {SELDOM}", **half_year)),
        Measured("notes: common, kind and domain", search(cast.lead, COMMON, kinds=["phone"], domain=domain)),
        Measured("notes: common word, own notes", search(cast.lead, COMMON, only_mine="on")),
        Measured("notes: common word, one file", page(cast.counsellor, "casework:client_search", number, data={"words": COMMON})),
        Measured("timeline, first page", page(cast.counsellor, timeline, number), queries=None),
        Measured("timeline, contacts only", page(cast.counsellor, timeline, number, query="?soort=contact")),
        Measured("timeline, last month", page(cast.counsellor, timeline, number, query=f"?van={last_month}"), queries=None),
        Measured("timeline, up to a year ago", page(cast.counsellor, timeline, number, query=f"?tot={year_ago}"), queries=None),
        Measured("access log of one client", page(cast.lead, "casework:access_log", number)),
        Measured("occupancy", page(cast.lead, "casework:occupancy")),
        Measured("partner portal", page(cast.officer, "chain:portal_home")),
        Measured("signalling plan", page(cast.counsellor, "riskplans:plan", number)),
        Measured("figures of a team at a past date", page(cast.lead, "overview:figures", query=day_report), queries=None),
        Measured(
            "figures of everybody at a past date", page(cast.administrator, "overview:figures", query=day_report),
            REPORT_MEDIAN, REPORT_P95, None,
        ),
    ]  # fmt: skip


def _save(cast: Cast) -> None:
    write_note(
        client=cast.client,
        form_token=uuid4(),
        kind="talk",
        occurred_at=timezone.now(),
        duration_minutes=15,
        text="Gesprek gehad over de week. Het ging goed.",
        acting_user=cast.counsellor,
    )
