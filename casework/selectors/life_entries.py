"""What life domains, strengths, day activities and debts put on the timeline."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext as _

from casework.registry import TimelineEntry
from casework.selectors.entries import newest, start_of

if TYPE_CHECKING:
    from datetime import date, datetime

    from accounts.models import User
    from casework.models import Client


def life_entries(client: Client, user: User, before: datetime, limit: int) -> list[TimelineEntry]:
    """Return what changed in the life of the client, before a moment; four queries."""
    del user
    url = reverse("casework:life", args=[client.number])
    found: list[TimelineEntry] = []

    def add(day: date | None, icon: str, words: str, body: str = "") -> None:
        if day is not None:
            found.append(TimelineEntry("life", _("Leefgebieden"), icon, start_of(day), words, body=body, url=url))

    for entry in client.domain_entries.select_related("domain"):
        body = "\n".join(filter(None, (entry.now, entry.wanted, entry.how)))
        add(entry.valid_from, "note", _("Leefgebied bijgewerkt: %(domain)s") % {"domain": entry.domain}, body)
    for strength in client.strengths.all():
        add(strength.noted_on, "star", _("Kracht: %(words)s") % {"words": strength.words})
    for activity in client.day_activities.all():
        add(activity.valid_from, "work", _("Begint: %(what)s") % {"what": activity.name})
        add(activity.valid_until, "work", _("Gestopt: %(what)s") % {"what": activity.name}, activity.ended_why)
    for plan in client.debt_plans.all():
        words = _("Schulden: %(arrangement)s") % {"arrangement": plan.get_arrangement_display()}
        add(plan.valid_from, "document", words, plan.note)
    return newest(found, before, limit)
