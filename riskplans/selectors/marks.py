"""The marks beside the stoplight that this app knows of: contacts, checks, life events and moves, title dates."""

from __future__ import annotations

from datetime import datetime, time
from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from casework.models import ContactNote, ForensicTitle, Stay
from riskplans.models import Check, IncidentPart, LifeEvent
from riskplans.registry import Mark, MarkSource

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from casework.models import Client


def noon(day: date) -> datetime:
    """Return the middle of a day, where a mark without a time stands."""
    return timezone.make_aware(datetime.combine(day, time(12)))


def contact_marks(client: Client, start: datetime, end: datetime) -> Iterator[Mark]:
    """Yield the contacts. One query."""
    rows = ContactNote.objects.filter(client=client, occurred_at__range=(start, end)).order_by("occurred_at")
    for at in rows.values_list("occurred_at", flat=True):
        yield Mark(at, "")


def check_marks(client: Client, start: datetime, end: datetime) -> Iterator[Mark]:
    """Yield the checks. One query."""
    for check in Check.objects.filter(client=client, taken_at__range=(start, end)):
        yield Mark(check.taken_at, check.summary)


def incident_marks(client: Client, start: datetime, end: datetime) -> Iterator[Mark]:
    """Yield the incidents in which the client had a part. One query."""
    rows = IncidentPart.objects.filter(client=client, incident__occurred_at__range=(start, end))
    for part in rows.select_related("incident__kind"):
        yield Mark(part.incident.occurred_at, str(part.incident.kind))


def event_marks(client: Client, start: datetime, end: datetime) -> Iterator[Mark]:
    """Yield life events and moves, those that lie ahead as well. Two queries."""
    del end
    since = timezone.localdate(start)
    for event in LifeEvent.objects.filter(client=client, happened_on__gte=since):
        yield Mark(noon(event.happened_on), f"{event.text} ({event.get_meaning_display()})")
    for stay in Stay.objects.filter(client=client, valid_from__gte=since).select_related("location"):
        yield Mark(noon(stay.valid_from), _("Gaat wonen in {place}").format(place=stay.location))


def title_marks(client: Client, start: datetime, end: datetime) -> Iterator[Mark]:
    """Yield where a title begins and ends, also when that lies ahead. One query."""
    del end
    since = timezone.localdate(start)
    for title in ForensicTitle.objects.filter(client=client).select_related("kind"):
        if title.valid_from >= since:
            yield Mark(noon(title.valid_from), _("Begin titel: {title}").format(title=title.kind))
        if title.valid_until and title.valid_until >= since:
            yield Mark(noon(title.valid_until), _("Einde titel: {title}").format(title=title.kind))


MARK_SOURCES = (
    MarkSource("contact", 10, gettext_lazy("Contact"), "bar", contact_marks, listed=False),
    MarkSource("incident", 20, gettext_lazy("Incident"), "diamond", incident_marks),
    MarkSource("check", 30, gettext_lazy("Controle"), "circle", check_marks),
    MarkSource("event", 40, gettext_lazy("Leven"), "square", event_marks),
    MarkSource("title", 50, gettext_lazy("Titel"), "flag", title_marks),
)
