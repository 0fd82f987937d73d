"""A rhythm of contact that falls behind becomes something to do."""

from __future__ import annotations

from collections import Counter
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from casework.enums import NoteKind
from casework.models import Client, ContactNote, ContactRhythm
from casework.registry import Duty
from casework.selectors.people import duty_owners

if TYPE_CHECKING:
    from collections.abc import Iterable

WEEK = timedelta(days=7)


def rhythm_duties(on: date) -> Iterable[Duty]:
    """Return the clients who had fewer planned contacts last week than was agreed, until the week is made up for.

    A week runs from Monday to Sunday, and counts when the rhythm held on all its days. Due is the Monday after it, so that
    a sweep on any later day makes the same duty. It ends when contacts of the running week fill what was short, or with
    the next Monday, when the week that has passed then is looked at. Two queries and owners.
    """
    monday = on - timedelta(days=on.weekday())
    first = monday - WEEK
    rhythms = list(
        ContactRhythm.objects.active_on(on)
        .filter(per_week__gt=0, valid_from__lte=first, client__in=Client.objects.in_care(on))
        .select_related("client")
    )
    moments = (
        ContactNote.objects.filter(
            client_id__in=[one.client_id for one in rhythms],
            occurred_at__gte=_midnight(first),
            occurred_at__lt=_midnight(on + timedelta(days=1)),
        )
        .exclude(kind=NoteKind.NO_SHOW)
        .order_by()
        .values_list("client_id", "occurred_at")
    )
    last_week, this_week = Counter[int](), Counter[int]()
    for client_id, moment in moments:
        (last_week if timezone.localdate(moment) < monday else this_week)[client_id] += 1
    short = [
        one
        for one in rhythms
        if last_week[one.client_id] < one.per_week
        and this_week[one.client_id] < one.per_week - last_week[one.client_id]
    ]
    owners = duty_owners({one.client_id for one in short}, on)
    return [
        Duty(
            key=f"casework.rhythm:{one.client_id}:{first.isoformat()}",
            kind="contact-rhythm",
            label=_("Contact loopt achter: %(had)s van %(agreed)s vorige week")
            % {"had": last_week[one.client_id], "agreed": one.per_week},
            client_id=one.client_id,
            due_on=monday,
            owner_ids=owners.get(one.client_id, ()),
            basis=_("Het afgesproken contactritme: %(why)s") % {"why": one.why},
            url=reverse("casework:rhythm", args=[one.client.number]),
        )
        for one in short
    ]


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))
