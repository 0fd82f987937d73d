"""Calendars that leave the house: an iCalendar file (RFC 5545), and the personal feed with its address.

What leaves says that there is something and when, never with whom: a calendar ends on phones and in clouds that we do
not know (docs/security.md). Times are written in Dutch time with the rules of the clock beside them, so that an
appointment at ten stays at ten when the clock changes.
"""

from __future__ import annotations

import secrets
from hashlib import sha256
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from accounts.enums import AuditAction
from accounts.services.audit import record
from casework.models import CalendarFeed

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from icalendar import Component

    from accounts.models import User
    from casework.registry import CalendarEntry

ZONE = "Europe/Amsterdam"
AMSTERDAM = ZoneInfo(ZONE)
PRODUCT = "-//Samenspoor//Agenda//NL"
# The clock in the Netherlands as it has changed since 1996: the last Sundays of March and October, at one o'clock UTC.
CLOCK = f"""BEGIN:VTIMEZONE
TZID:{ZONE}
X-LIC-LOCATION:{ZONE}
BEGIN:DAYLIGHT
TZNAME:CEST
TZOFFSETFROM:+0100
TZOFFSETTO:+0200
DTSTART:19960331T020000
RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU
END:DAYLIGHT
BEGIN:STANDARD
TZNAME:CET
TZOFFSETFROM:+0200
TZOFFSETTO:+0100
DTSTART:19961027T030000
RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU
END:STANDARD
END:VTIMEZONE
"""


def calendar_file(
    entries: Iterable[CalendarEntry],
    *,
    method: str = "PUBLISH",
    organiser: str = "",
    invited: Sequence[str] = (),
) -> bytes:
    """Return an iCalendar file with these entries; in Dutch, whatever the language of the page.

    ``method`` is ``PUBLISH`` for a calendar, ``REQUEST`` for an invitation and ``CANCEL`` to take one back; the last two
    need the mail address of the ``organiser`` and of those ``invited``. Uids are stable and the sequence goes up with
    each change, so that another calendar moves what it has and makes no second one.
    """
    from icalendar import Calendar, Timezone  # noqa: PLC0415 -- takes a tenth of a second, which no start should wait for

    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", method)
    with translation.override(settings.LANGUAGE_CODE):
        if method == "PUBLISH":
            calendar.add("x-wr-calname", _("Samenspoor"))
            calendar.add("x-wr-timezone", ZONE)
        calendar.add_component(Timezone.from_ical(CLOCK.replace("\n", "\r\n")))
        for entry in entries:
            calendar.add_component(_event(entry, method=method, organiser=organiser, invited=invited))
    content: bytes = calendar.to_ical()
    return content


def _event(entry: CalendarEntry, *, method: str, organiser: str, invited: Sequence[str]) -> Component:
    from icalendar import Event, vCalAddress  # noqa: PLC0415 -- see above

    event = Event()
    event.add("uid", f"{entry.uid}@samenspoor")
    event.add("sequence", entry.sequence)
    event.add("dtstamp", timezone.now())
    if entry.changed_at is not None:
        event.add("last-modified", entry.changed_at)
    event.add("dtstart", _here(entry.starts_at))
    event.add("dtend", _here(entry.ends_at))
    event.add("summary", _("Afspraak: %(kind)s") % {"kind": entry.kind})
    day = timezone.localdate(entry.starts_at)
    event.add(
        "description",
        _("Met wie en waar staat in Samenspoor: %(address)s")
        % {"address": f"{settings.BASE_URL}/agenda/?dag={day.isoformat()}"},
    )
    event.add("class", "PRIVATE")
    event.add("status", "CANCELLED" if entry.cancelled or method == "CANCEL" else "CONFIRMED")
    if organiser:
        event.add("organizer", vCalAddress(f"mailto:{organiser}"))
    for address in invited:
        attendee = vCalAddress(f"mailto:{address}")
        attendee.params["ROLE"] = "REQ-PARTICIPANT"
        attendee.params["PARTSTAT"] = "NEEDS-ACTION"
        attendee.params["RSVP"] = "TRUE"
        event.add("attendee", attendee, encode=False)
    return event


def _here(moment: datetime) -> datetime:
    return moment.astimezone(AMSTERDAM).replace(microsecond=0)


def digest_of(key: str) -> str:
    """Return what is kept of the secret part of an address."""
    return sha256(key.encode()).hexdigest()


@transaction.atomic
def make_feed(*, acting_user: User) -> str:
    """Give the user a new address for his calendar and return its secret part; the one before stops working.

    The secret is random (256 bits) and is not kept: who lost it makes a new one.
    """
    _revoke_open(acting_user)
    key = secrets.token_urlsafe(32)
    feed = CalendarFeed.objects.create(user=acting_user, digest=digest_of(key))
    record(AuditAction.AUTHORISE, acting_user=acting_user, obj=feed, details={"step": "made"})
    return key


@transaction.atomic
def revoke_feed(*, acting_user: User) -> bool:
    """Withdraw the address of the user's calendar; return whether there was one. A second time changes nothing."""
    feeds = _revoke_open(acting_user)
    for feed in feeds:
        record(AuditAction.AUTHORISE, acting_user=acting_user, obj=feed, details={"step": "revoked"})
    return bool(feeds)


def _revoke_open(user: User) -> list[Any]:
    feeds = list(CalendarFeed.objects.select_for_update().filter(user=user, revoked_at=None))
    for feed in feeds:
        feed.revoked_at = timezone.now()
        feed.save(update_fields=["revoked_at"])
    return feeds
