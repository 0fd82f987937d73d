"""Read models across clients: the day of a counsellor, the caseload of a team."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from django.db.models import Count, Exists, OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone

from accounts.enums import Role
from accounts.models import User
from accounts.selectors import standing_of
from casework.enums import AssignmentRole, Initiative
from casework.enums.stays import Track, TrackPhase
from casework.models import Assignment, Client, ContactNote, ForensicTitle, LightContact, StayPhase
from casework.querysets import profiles_on
from casework.selectors.agenda import moment_of
from overview.models import Reminder
from riskplans.models import PhaseChange
from riskplans.selectors import phases_for
from riskplans.selectors.assessments import Rhythm, rhythms_for
from riskplans.selectors.lapses import open_lapse

if TYPE_CHECKING:
    from casework.querysets import ClientQuerySet

DUE_AT_MOST = 60
CLOSE_TO_END_DAYS = 90


@dataclass(frozen=True)
class CaseloadRow:
    """One client in a list: who works with him, how it stands, what is late."""

    client: Client
    counsellor: User | None
    phase: PhaseChange | None
    title: ForensicTitle | None
    last_contact: dt.datetime | None
    late: int
    rhythm: Rhythm | None = None
    open_lapses: bool = False
    profile_since: dt.date | None = None  # without a title: since when he is followed as forensic
    track_phase: str = ""

    @property
    def track_phase_words(self) -> str:
        """Return in which of the eight phases he is, or nothing when nobody said."""
        return str(TrackPhase(self.track_phase).label) if self.track_phase else ""

    @property
    def days_left(self) -> int | None:
        """Return the days until the title ends, or None."""
        return self.title.days_left if self.title else None

    @property
    def ends_soon(self) -> bool:
        """Return whether the title ends within ninety days (the organisation's own second signal)."""
        return self.days_left is not None and self.days_left <= CLOSE_TO_END_DAYS

    @property
    def days_without_contact(self) -> int | None:
        """Return the whole days since the last contact, or None when there was none."""
        if self.last_contact is None:
            return None
        return (timezone.localdate() - timezone.localtime(self.last_contact).date()).days


def rows_for(clients: ClientQuerySet, *, with_counsellor: bool = True) -> list[CaseloadRow]:
    """Return a row for each client, in four queries however many there are.

    Without ``with_counsellor`` it is three, and ``counsellor`` stays empty: a list of one's own clients does not ask.
    """
    today = timezone.localdate()
    last = ContactNote.objects.filter(client=OuterRef("pk")).order_by("-occurred_at").values("occurred_at")[:1]
    light = (
        LightContact.objects.filter(client=OuterRef("pk"), corrected_by=None)
        .exclude(initiative=Initiative.NOBODY)  # a message without an answer is no contact
        .order_by("-day")
        .values("day")[:1]
    )
    late = (
        Reminder.objects.open()
        .filter(client=OuterRef("pk"), due_on__lt=today)
        .order_by()
        .values("client")
        .annotate(number=Count("pk"))
        .values("number")
    )
    profile = profiles_on(today).filter(client=OuterRef("pk")).values("valid_from")[:1]
    track_phase = StayPhase.objects.on(today, Track.EIGHT).filter(client=OuterRef("pk")).values("phase")[:1]
    # Columns beside the model; the checker does not know them.
    listed: list[Any] = list(
        clients.annotate(
            last_note=Subquery(last),
            last_light=Subquery(light),
            late=Coalesce(Subquery(late), 0),
            profile_since=Subquery(profile),
            track_phase=Subquery(track_phase),
        )
    )
    ids = [client.pk for client in listed]
    assigned = Assignment.objects.active_on(today).filter(client_id__in=ids, role=AssignmentRole.COUNSELLOR)
    counsellors = (
        {row.client_id: row.user for row in assigned.select_related("user")} if with_counsellor else dict[int, User]()
    )
    phases = phases_for(ids)
    titles: dict[int, ForensicTitle] = {}
    for title in ForensicTitle.objects.active_on(today).filter(client_id__in=ids).select_related("kind"):
        known = titles.get(title.client_id)
        if known is None or (known.valid_until or dt.date.max) < (title.valid_until or dt.date.max):
            titles[title.client_id] = title  # the one that lasts longest
    return [
        CaseloadRow(
            client=client,
            counsellor=counsellors.get(client.pk),
            phase=phases.get(client.pk),
            title=titles.get(client.pk),
            last_contact=_latest(client.last_note, client.last_light),
            late=client.late,
            profile_since=client.profile_since,
            track_phase=client.track_phase or "",
        )
        for client in listed
    ]


def _latest(note: dt.datetime | None, light: dt.date | None) -> dt.datetime | None:
    """Return when there was contact last: a light one has a day only, so that a note of the same day tells the time."""
    moments = [note, moment_of(light) if light is not None else None]
    return max((one for one in moments if one is not None), default=None)


SORTS = {
    "naam": (lambda row: (row.client.last_name.lower(), row.client.first_name.lower()), False),
    "stoplicht": (lambda row: row.phase.rank if row.phase else -1, True),
    "titel": (lambda row: row.days_left if row.days_left is not None else 10**6, False),
    "contact": (lambda row: row.days_without_contact if row.days_without_contact is not None else 10**6, True),
    "te-laat": (lambda row: row.late, True),
    "begeleider": (lambda row: str(row.counsellor or "").lower(), False),
}


def _with_risk(rows: list[CaseloadRow]) -> list[CaseloadRow]:
    """Return the rows with planned against delivered contact, and whether a lapse response is open. Two queries."""
    rhythms = rhythms_for([row.client.pk for row in rows])
    return [
        replace(row, rhythm=rhythms[row.client.pk], open_lapses=getattr(row.client, "open_lapses", False))
        for row in rows
    ]


def caseload(
    user: User, *, sort: str = "", counsellor: str = "", attention: bool = False, track_phase: str = ""
) -> list[CaseloadRow]:
    """Return the clients of the teams this team lead leads, filtered and sorted.

    ``counsellor`` is a username, ``track_phase`` a value of ``TrackPhase``; ``attention`` leaves only those in orange or red, with something late, or with a
    title that ends within ninety days.
    """
    standing = standing_of(user)
    led = Client.objects.visible_to(user).of_teams(standing.team_ids).select_related("team")
    rows = _with_risk(rows_for(led.annotate(open_lapses=Exists(open_lapse()))))
    if counsellor:
        rows = [row for row in rows if row.counsellor is not None and row.counsellor.username == counsellor]
    if track_phase:
        rows = [row for row in rows if row.track_phase == track_phase]
    if attention:
        rows = [row for row in rows if needs_attention(row)]
    key, downwards = SORTS.get(sort, SORTS["naam"])
    by_name = sorted(rows, key=SORTS["naam"][0])
    return sorted(by_name, key=key, reverse=downwards)


def needs_attention(row: CaseloadRow) -> bool:
    """Return whether a team lead would want to look: orange or red, something late, or a title that ends soon."""
    return bool(row.late) or row.ends_soon or (row.phase is not None and row.phase.level in {"orange", "red"})


def own_rows(user: User) -> list[CaseloadRow]:
    """Return the clients whose counsellor the user is, or stands in for, by name."""
    standing = standing_of(user)
    mine = Client.objects.visible_to(user).of_counsellor(standing.acts_for, timezone.localdate())
    return rows_for(mine.select_related("team"), with_counsellor=False)


def due_for(user: User, *, days: int | None = None) -> list[Reminder]:
    """Return the open reminders of the user, what is due first on top; only those within ``days`` where given."""
    reminders = Reminder.objects.open().visible_to(user).for_list()
    if days is not None:
        reminders = reminders.filter(due_on__lte=timezone.localdate() + dt.timedelta(days=days))
    return list(reminders[:DUE_AT_MOST])


def due_for_client(client: Client) -> list[Reminder]:
    """Return the open reminders of one client, what is due first on top."""
    return list(Reminder.objects.open().filter(client=client).for_list()[:DUE_AT_MOST])


def late_count(user: User) -> int:
    """Return how many of the user's reminders are past their date."""
    return Reminder.objects.open().visible_to(user).filter(due_on__lt=timezone.localdate()).count()


def counsellors_of(user: User) -> list[User]:
    """Return the counsellors of the teams this user is in, for a filter."""
    standing = standing_of(user)
    today = timezone.localdate()
    return list(User.objects.in_teams(set(standing.team_ids), today).with_role(Role.COUNSELLOR, today).for_list())
