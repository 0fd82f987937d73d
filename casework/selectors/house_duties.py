"""What the life in a house makes due: somebody is missing, post waits, rules were not told."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING

from django.db.models import Exists, Max, OuterRef, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.enums import LocationKind
from casework.enums import MarkKind
from casework.models import Absence, DoorMark, HouseRules, RulesTold, Stay
from casework.registry import Duty
from casework.selectors.legal import term
from casework.selectors.people import duty_owners

if TYPE_CHECKING:
    from collections.abc import Iterable


def absence_duties(on: date) -> Iterable[Duty]:
    """Return who is missing as seen at the end of a day, each on the day on which he was missed. Two queries and owners."""
    rows = list(
        Absence.objects.filter(returned_at=None, missed_at__lt=_end_of(on)).select_related("client", "location")
    )
    owners = duty_owners({row.client_id for row in rows}, on)
    return [
        Duty(
            key=f"casework.absence:{row.pk}",
            kind="absence",
            label=_("Ongeoorloofd afwezig: zet de volgende stap"),
            client_id=row.client_id,
            due_on=timezone.localdate(row.missed_at),
            owner_ids=owners.get(row.client_id, ()),
            basis=_("De stappen van de organisatie bij ongeoorloofde afwezigheid"),
            url=row.get_absolute_url(),
        )
        for row in rows
    ]


def pick_up_duties(on: date) -> Iterable[Duty]:
    """Return the clients with a postal address who did not come for their post within the term."""
    of_term = term("postal-pick-up")
    end = _end_of(on)
    stays = list(
        Stay.objects.sleeping_on(on)
        .filter(location__kind=LocationKind.POSTAL_ADDRESS)
        .values_list("client_id", "client__number", "location_id", "valid_from")
    )
    marks = DoorMark.objects.filter(kind=MarkKind.PICK_UP, at__lt=end, client_id__in=[row[0] for row in stays])
    last = dict(marks.order_by().values_list("client_id").annotate(last=Max("at")))
    owners = duty_owners({row[0] for row in stays}, on)
    duties = []
    for client_id, _number, location_id, since in stays:
        seen = timezone.localdate(last[client_id]) if client_id in last else since
        due_on = seen + timedelta(days=of_term.days)
        if due_on <= on:
            duties.append(
                Duty(
                    key=f"casework.pick-up:{client_id}:{seen.isoformat()}",
                    kind="pick-up",
                    label=_("Niet geweest voor zijn post: bel hem"),
                    client_id=client_id,
                    due_on=due_on,
                    owner_ids=owners.get(client_id, ()),
                    basis=of_term.basis,
                    url=reverse("casework:house", args=[location_id]),
                )
            )
    return duties


def rules_duties(on: date) -> Iterable[Duty]:
    """Return the residents who were not told the version of the rules that holds in their house."""
    current: dict[int, HouseRules] = {}
    for rules in HouseRules.objects.filter(valid_from__lte=on).order_by("version"):
        current[rules.location_id] = rules
    told = RulesTold.objects.filter(client=OuterRef("client"), rules__in=[one.pk for one in current.values()])
    # Told in the house where he lives: a version of another house does not count.
    rows = (
        Stay.objects.sleeping_on(on)
        .filter(location_id__in=current)
        .exclude(Q(Exists(told.filter(rules__location=OuterRef("location")))))
        .values_list("client_id", "location_id", "valid_from")
    )
    found = list(rows)
    owners = duty_owners({row[0] for row in found}, on)
    return [
        Duty(
            key=f"casework.rules:{client_id}:{current[location_id].pk}",
            kind="rules-told",
            label=_("Huisregels doornemen (versie %(version)s)") % {"version": current[location_id].version},
            client_id=client_id,
            due_on=max(since, current[location_id].valid_from) + timedelta(days=7),
            owner_ids=owners.get(client_id, ()),
            basis=_("eigen keuze: binnen een week na de komst of na een nieuwe versie"),
            url=reverse("casework:house_rules", args=[location_id]),
        )
        for client_id, location_id, since in found
    ]


def _end_of(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day + timedelta(days=1), time.min))
