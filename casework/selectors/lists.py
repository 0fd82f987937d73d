"""Lines of the client list."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils import timezone

from casework.models import BackgroundEntry, Client, ForensicTitle
from casework.selectors.legal import last_to_end
from casework.selectors.people import counsellors
from casework.selectors.titles import profiles_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from accounts.models import User


@dataclass(frozen=True)
class ClientRow:
    """One line: who he is, his current title and his counsellor."""

    client: Client
    title: ForensicTitle | None
    counsellor: User | None
    profile: BackgroundEntry | None = None


def client_rows(clients: Sequence[Client]) -> list[ClientRow]:
    """Return the lines of a page of clients, in three queries however many there are."""
    today = timezone.localdate()
    ids = [client.pk for client in clients]
    titles: dict[int, list[ForensicTitle]] = {}
    for title in ForensicTitle.objects.active_on(today).filter(client_id__in=ids).select_related("kind"):
        titles.setdefault(title.client_id, []).append(title)
    carers, profiles = counsellors(ids, today), profiles_of(ids, today)
    return [
        ClientRow(one, last_to_end(titles.get(one.pk, ())), carers.get(one.pk), profiles.get(one.pk)) for one in clients
    ]
