"""What others did in one's own files in the last days: one question for all kinds of news."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import CharField, F, Value
from django.db.models.functions import Cast, Coalesce, Concat, NullIf, Trim
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from casework.enums import NoteKind
from casework.models import ContactNote
from chain.enums import Decision, Party
from chain.models import AgreementAct, Notification
from riskplans.enums import ChangeSource, PhaseLevel
from riskplans.models import PhaseChange

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.db.models import QuerySet
    from django.db.models.expressions import Combinable

    from accounts.models import User
    from casework.models import Client

NEWS_DAYS = 3
NEWS_AT_MOST = 12
COLUMNS = ("moment", "news", "about", "row", "first", "second")


@dataclass(frozen=True)
class NewsItem:
    """Something that others did in a file of one's own."""

    at: dt.datetime
    client: Client
    icon: str
    text: str
    url: str
    phase: str = ""


def news_for(user: User, clients: list[Client]) -> list[NewsItem]:
    """Return what others did in these files in the last three days, newest first; one query for all kinds."""
    by_id = {client.pk: client for client in clients}
    since = timezone.now() - dt.timedelta(days=NEWS_DAYS)
    notes = ContactNote.objects.readable_by(user).filter(client_id__in=by_id, recorded_at__gte=since)
    changes = PhaseChange.objects.filter(client_id__in=by_id, recorded_at__gte=since)
    received = Notification.objects.filter(client_id__in=by_id, acknowledged_at__gte=since)
    acts = AgreementAct.objects.filter(agreement__client_id__in=by_id, acted_at__gte=since)
    rows = _as_rows(
        notes.exclude(author=user), "note", "recorded_at", "client_id", "pk", _name("author"), F("kind")
    ).union(
        _as_rows(
            changes.exclude(recorded_by=user).exclude(source=ChangeSource.START),
            *("phase", "recorded_at", "client_id", "pk", F("level"), Value("")),
        ),
        _as_rows(received, "received", "acknowledged_at", "client_id", "pk", _name("acknowledged_by"), Value("")),
        _as_rows(
            acts.exclude(account=user),
            "act",
            "acted_at",
            "agreement__client_id",
            "agreement_id",
            F("party"),
            F("decision"),
        ),
        all=True,
    )
    return [
        TELLERS[news](moment, by_id[about], row, first, second)
        for moment, news, about, row, first, second in rows.order_by("-moment")[:NEWS_AT_MOST]
    ]


def _as_rows(
    rows: QuerySet[Any], news: str, moment: str, about: str, row: str, first: Combinable, second: Combinable
) -> QuerySet[Any, Any]:
    """Return rows of one kind in the columns that all kinds share."""
    told = {"first": Cast(first, CharField(max_length=200)), "second": Cast(second, CharField(max_length=200))}
    columns = {"moment": F(moment), "news": Value(news), "about": F(about), "row": F(row), **told}
    shared: QuerySet[Any, Any] = rows.order_by().annotate(**columns).values_list(*COLUMNS)
    return shared


def _name(field: str) -> Coalesce:
    """Return a user's name as he is called everywhere: the full name, or the username without one."""
    whole = Trim(Concat(f"{field}__first_name", Value(" "), f"{field}__last_name"))
    return Coalesce(NullIf(whole, Value("")), f"{field}__username")


def _note(moment: dt.datetime, client: Client, row: int, author: str, kind: str) -> NewsItem:
    text = _("{author} legde een contact vast: {kind}").format(author=author, kind=NoteKind(kind).label)
    return NewsItem(moment, client, "note", text, reverse("casework:note", args=[client.number, row]))


def _phase(moment: dt.datetime, client: Client, row: int, level: str, _second: str) -> NewsItem:
    del row
    text = _("Het stoplicht ging naar {phase}").format(phase=PhaseLevel(level).label)
    return NewsItem(moment, client, "signal", text, client.get_absolute_url(), phase=level)


def _received(moment: dt.datetime, client: Client, row: int, officer: str, _second: str) -> NewsItem:
    text = _("{officer} bevestigde de ontvangst van een melding").format(officer=officer)
    return NewsItem(moment, client, "check-circle", text, reverse("chain:notification", args=[client.number, row]))


def _act(moment: dt.datetime, client: Client, row: int, party: str, decision: str) -> NewsItem:
    text = _("Standpunt over de overeenkomst: {party} {decision}").format(
        party=Party(party).label, decision=Decision(decision).label
    )
    return NewsItem(moment, client, "handshake", text, reverse("chain:agreement", args=[client.number, row]))


TELLERS: dict[str, Callable[[dt.datetime, Client, int, str, str], NewsItem]] = {
    "note": _note,
    "phase": _phase,
    "received": _received,
    "act": _act,
}
