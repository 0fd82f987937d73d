"""Warm handovers of a client, who stays reachable, and what is due because of them."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING
from uuid import UUID, uuid5

from django.db.models import Count, Prefetch, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from casework.enums import AssignmentRole
from casework.models import Assignment
from casework.registry import CalendarEntry, Duty
from casework.selectors import duty_owners
from chain.models import WarmHandover

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator
    from datetime import date, datetime

    from django.db.models import QuerySet

    from casework.models import Client

WARN_AHEAD = timedelta(days=14)
TALK_LASTS = timedelta(hours=1)
CALENDAR = UUID("0c1f7a52-93d5-4f6e-8a36-2b7f0f4f9e11")  # makes of the token of a handover what calendars know it by
TIME_FOR_THE_LIST = timedelta(days=7)  # after the talk, for what was still open on the checklist


def reachable_after(client: Client) -> WarmHandover | None:
    """Return the handover that says who stays reachable, when that day has not passed. One query."""
    return (
        client.warm_handovers.filter(cancelled_at=None, reachable_until__gte=timezone.localdate())
        .order_by("-planned_at")
        .first()
    )


def handovers_of(client: Client) -> list[WarmHandover]:
    """Return the warm handovers of a client, newest first, with how many lines are open. One query."""
    still = Count("checks", filter=Q(checks__done_at=None, checks__not_needed=""))
    return list(client.warm_handovers.annotate(open_lines=still, lines=Count("checks")))


def handover_duties(day: date) -> Iterator[Duty]:
    """Yield the talks to hold, the lists to finish and the last days of being reachable, within two weeks. Three queries."""
    until = day + WARN_AHEAD
    rows = list(
        WarmHandover.objects.filter(cancelled_at=None)
        .filter(Q(held_at=None) | Q(checks__done_at=None, checks__not_needed="") | Q(reachable_until__gte=day))
        .select_related("client")
        .annotate(open_lines=Count("checks", filter=Q(checks__done_at=None, checks__not_needed=""), distinct=True))
        .distinct()
    )
    owners = duty_owners({one.client_id for one in rows}, day)
    for one in rows:
        for what, label, due_on in _due(one, day):
            if due_on <= until:
                yield Duty(
                    key=f"warm-handover-{what}:{one.pk}",
                    kind="handover",
                    label=label,
                    client_id=one.client_id,
                    due_on=due_on,
                    owner_ids=owners.get(one.client_id, ()),
                    basis=_("Warme overdracht: de cliënt is erbij, en iemand blijft bereikbaar."),
                    url=one.get_absolute_url(),
                )


def _due(one: WarmHandover, day: date) -> Iterator[tuple[str, str, date]]:
    """Yield what a handover asks for: the talk, its list, and the last day on which somebody is reachable."""
    if one.held_at is None:
        label = _("Warme overdracht aan %(name)s houden en vastleggen") % {"name": one.with_name}
        yield "talk", label, timezone.localdate(one.planned_at)
        return
    if one.open_lines:  # type: ignore[attr-defined]  # annotated
        yield "list", _("Lijst van de warme overdracht afronden"), timezone.localdate(one.held_at) + TIME_FOR_THE_LIST
    if one.reachable_until >= day:
        label = _("%(name)s is na deze dag niet meer bereikbaar: bel nog een keer hoe het gaat") % {
            "name": one.reachable_name
        }
        yield "reachable", label, one.reachable_until


def talks_of_users(
    user_ids: Collection[int], start: datetime, end: datetime, *, cancelled: bool
) -> list[CalendarEntry]:
    """Return the handover talks of these users: a calendar source. Two queries."""
    mine = Q(recorded_by_id__in=user_ids) | Q(
        client__assignments__in=Assignment.objects.active_on(timezone.localdate()).filter(
            user_id__in=user_ids, role=AssignmentRole.COUNSELLOR
        )
    )
    return _talks(WarmHandover.objects.filter(mine).distinct(), start, end, cancelled=cancelled)


def talks_of_client(client: Client, start: datetime, end: datetime, *, cancelled: bool) -> list[CalendarEntry]:
    """Return the handover talks of a client: a calendar source. Two queries."""
    return _talks(WarmHandover.objects.filter(client=client), start, end, cancelled=cancelled)


def _talks(rows: QuerySet[WarmHandover], start: datetime, end: datetime, *, cancelled: bool) -> list[CalendarEntry]:
    """Return the talks in this stretch, each with whoever planned it and the counsellor of the client at it."""
    rows = rows.filter(planned_at__gt=start - TALK_LASTS, planned_at__lt=end)
    if not cancelled:
        rows = rows.filter(cancelled_at=None)
    counsellors = (
        Assignment.objects.active_on(timezone.localdate()).filter(role=AssignmentRole.COUNSELLOR).select_related("user")
    )
    found = rows.select_related("client", "recorded_by").prefetch_related(
        Prefetch("client__assignments", counsellors, to_attr="counsellors_now")
    )
    entries = []
    for one in found:
        ours = {one.recorded_by_id: str(one.recorded_by)}
        ours |= {row.user_id: str(row.user) for row in one.client.counsellors_now}  # type: ignore[attr-defined]  # prefetched
        entries.append(
            CalendarEntry(
                uid=uuid5(CALENDAR, one.form_token.hex),
                starts_at=one.planned_at,
                ends_at=one.planned_at + TALK_LASTS,
                kind=str(WarmHandover._meta.verbose_name),
                icon="handshake",
                client=one.client,
                user_ids=tuple(ours),
                url=one.get_absolute_url(),
                who=", ".join(ours.values()),
                place=one.place,
                with_whom=one.new_side,
                cancelled=one.cancelled_at is not None,
                needs_outcome=one.is_open and one.planned_at < timezone.now(),
            )
        )
    return entries
