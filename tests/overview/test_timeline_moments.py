"""The timeline asks only the sources that may have something in the stretch, and misses nothing by it."""

from __future__ import annotations

import datetime as dt
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import connection
from django.db.models import Q
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import User
from casework.models import Client, ClientTeam
from casework.registry import TimelineSource, registry
from casework.selectors import timeline
from casework.selectors.merging import family
from casework.selectors.moments import newest_moments
from overview.models import TransferredClient

pytestmark = pytest.mark.django_db
LIMIT = 30


def asked_everywhere(client, user, before):
    """What the sources have when each of them is asked, without a bound."""
    found = [
        entry
        for one in family(client)
        for source in registry.timeline_sources.values()
        for entry in source.entries(one, user, before, LIMIT + 1)
    ]
    return sorted(found, key=lambda entry: entry.occurred_at, reverse=True)


def told(entries):
    return sorted((entry.occurred_at, entry.kind, entry.title, entry.body) for entry in entries)


def test_every_stretch_of_the_demo_is_what_all_sources_together_have():
    call_command("load_demo", stdout=StringIO())
    user = User.objects.get(username="noor")
    kinds = set()
    cases = ["S-2025-0001", "S-2025-0002", "S-2025-0003"]
    handed_over = TransferredClient.objects.values("client")[:1]
    moved = ClientTeam.objects.filter(decided_by__isnull=False).values("client")[:1]
    clients = Client.objects.filter(Q(number__in=cases) | Q(pk__in=handed_over) | Q(pk__in=moved))
    assert len(clients) == len(cases) + 2
    for client in clients:
        before = timezone.now()
        for _stretch in range(60):
            everything = asked_everywhere(client, user, before)
            kinds |= {entry.kind for entry in everything}
            for source in registry.timeline_sources.values():
                newest = newest_moments(client, [source], before)[source.key]
                entries = list(source.entries(client, user, before, LIMIT + 1))
                assert not entries or (newest is not None and newest >= max(e.occurred_at for e in entries)), source.key
            page = timeline(client, user, before=before, limit=LIMIT)
            since = page.before or dt.datetime.min.replace(tzinfo=dt.UTC)
            assert told(page.entries) == told(entry for entry in everything if entry.occurred_at >= since)
            if page.before is None:
                break
            before = page.before
    # Whatever is registered was looked at above; a new kind shows in the demo.
    assert kinds == set(registry.timeline_sources)


def test_a_source_with_nothing_for_the_stretch_is_not_asked(client_file, counsellor):
    for source in registry.timeline_sources.values():
        assert source.moments, source.key
    with CaptureQueriesContext(connection) as queries:
        assert timeline(client_file, counsellor, before=client_file.created_at - dt.timedelta(days=4000)).entries == ()
    assert len(queries) <= 3


def test_a_source_that_does_not_say_where_its_moments_stand_is_always_asked(client_file, counsellor, monkeypatch):
    asked = []

    def entries(*given):
        asked.append(given)
        return ()

    silent = TimelineSource("contact", "Contacten", entries)
    monkeypatch.setattr(registry, "timeline_sources", {"contact": silent})
    timeline(client_file, counsellor, before=timezone.now())
    assert len(asked) == 1
