"""What is open for the clients of a counsellor, what he still carries, and who has nobody."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import Count, Exists, OuterRef, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.enums import Role
from accounts.models import User
from accounts.selectors import standing_of
from alliance.models import AllianceCheckIn
from casework.enums import AssignmentRole, CommitmentOwner
from casework.models import Appointment, Assignment, Client, Commitment
from casework.registry import Duty, TimelineEntry
from casework.selectors import duty_owners
from casework.selectors.calendars import calendar_of
from chain.models import Notification
from overview.models import CaseloadTransfer, Reminder, TransferredClient
from riskplans.enums import PlanStatus
from riskplans.models import LapseResponse, SignallingPlan

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from datetime import date, datetime

    from django.db.models import QuerySet

    from casework.querysets import ClientQuerySet

BACK = dt.timedelta(days=366)  # how long ago an appointment may have been of which nobody told the outcome
AHEAD = dt.timedelta(days=366)
# What stands in the list under its own name already.
SHOWN_ELSEWHERE = ("commitment", "notification")
NEW_DAYS = 14


@dataclass(frozen=True)
class OpenLine:
    """Something that is open for a client: what, until or on which day, and where."""

    what: str
    text: str
    day: date | None = None
    url: str = ""

    @property
    def is_late(self) -> bool:
        """Return whether its day has passed."""
        return self.day is not None and self.day < timezone.localdate()


@dataclass(frozen=True)
class Carrier:
    """A counsellor with the number of clients that he carries."""

    user: User
    clients: int


def leavers_for(user: User) -> QuerySet[User]:
    """Return whose clients this user may hand over.

    Included if, and only if, it is a counsellor's own caseload, or, for a team lead, that of anybody who is the counsellor
    of a client of one of the lead's own teams, with an account that ended as well.
    """
    standing = standing_of(user)
    people: QuerySet[User] = User.objects.none()
    if standing.has(Role.TEAM_LEAD):
        carried = Assignment.objects.filter(
            user=OuterRef("pk"),
            role=AssignmentRole.COUNSELLOR,
            valid_until=None,
            client__in=Client.objects.visible_to(user),
        )
        people = User.objects.filter(Q(Exists(carried)) | Q(pk=user.pk))
    elif standing.has(Role.COUNSELLOR):
        people = User.objects.filter(pk=user.pk)
    return people


def carriers_for(user: User) -> list[Carrier]:
    """Return whose clients this user may hand over, with how many there are; one query."""
    mine = Q(
        assignments__role=AssignmentRole.COUNSELLOR,
        assignments__valid_until=None,
        assignments__client__in=Client.objects.visible_to(user),
    )
    people: QuerySet[Any] = leavers_for(user)
    rows = people.annotate(number=Count("assignments", filter=mine, distinct=True))
    return [Carrier(one, one.number) for one in rows.order_by("last_name", "first_name", "pk") if one.number]


def clients_of(leaver: User, user: User) -> ClientQuerySet:
    """Return the clients that ``user`` may hand over for ``leaver``: those he carries with no end in sight."""
    carried = Assignment.objects.filter(
        client=OuterRef("pk"), user=leaver, role=AssignmentRole.COUNSELLOR, valid_until=None
    )
    mine: ClientQuerySet = Client.objects.visible_to(user).filter(Exists(carried))
    return mine.select_related("team")


def alone_for(user: User) -> ClientQuerySet:
    """Return the clients in care of the user's own teams whom nobody carries today."""
    standing = standing_of(user)
    return _alone(timezone.localdate()).of_teams(standing.team_ids)


def _alone(day: date) -> ClientQuerySet:
    carried = Assignment.objects.active_on(day).filter(
        client=OuterRef("pk"), role=AssignmentRole.COUNSELLOR, user__is_active=True
    )
    found: ClientQuerySet = Client.objects.in_care(day).filter(~Exists(carried))
    return found


def counsellor_duties(on: date) -> list[Duty]:
    """Return the clients in care whom nobody carries: their team leads find them a counsellor."""
    clients = list(_alone(on))
    if not clients:
        return []
    last: dict[int, Any] = dict(
        Assignment.objects.filter(client__in=clients, role=AssignmentRole.COUNSELLOR, valid_until__lt=on)
        .order_by("valid_until")
        .values_list("client_id", "valid_until")
    )
    owners = duty_owners({one.pk for one in clients}, on)
    return [
        Duty(
            key=f"overview.no-counsellor:{one.pk}",
            kind="no-counsellor",
            label=_("Begeleider toewijzen: niemand draagt deze cliënt"),
            client_id=one.pk,
            due_on=last[one.pk] + dt.timedelta(days=1) if one.pk in last else timezone.localdate(one.created_at),
            owner_ids=owners.get(one.pk, ()),
            basis=_("Eigen keuze: elke cliënt heeft een persoonlijk begeleider."),
            url=reverse("casework:counsellor_set", args=[one.number]),
        )
        for one in clients
    ]


def open_work(clients: Sequence[Client], leaver: User, reader: User) -> dict[int, list[OpenLine]]:
    """Return what is open for each client, in one query for each kind, however many clients there are.

    Commitments, due reminders, what stands in the leaver's calendar or was never told the outcome of, drafts of plans,
    responses to a lapse, notifications that wait, and check-ins that the leaver began and nobody finished. Of a check-in
    a team lead sees that there is one, and nothing else.
    """
    ids = {one.pk: one for one in clients}
    lines: dict[int, list[OpenLine]] = {pk: [] for pk in ids}
    for row in Commitment.objects.open().filter(client_id__in=ids):
        url = reverse("casework:plan", args=[ids[row.client_id].number]) + "#afspraken"
        lines[row.client_id].append(OpenLine(_("Afspraak"), row.text, row.due_on, url))
    for reminder in Reminder.objects.open().filter(client_id__in=ids).exclude(kind__in=SHOWN_ELSEWHERE):
        lines[reminder.client_id].append(OpenLine(_("Herinnering"), reminder.words, reminder.due_on, reminder.url))
    now = timezone.now()
    for entry in calendar_of([leaver.pk], now - BACK, now + AHEAD):
        if entry.client is None or entry.client.pk not in ids or not (entry.needs_outcome or entry.starts_at > now):
            continue
        what = _("Uitkomst nog vastleggen") if entry.needs_outcome and entry.starts_at <= now else _("In de agenda")
        begins = timezone.localtime(entry.starts_at)
        text = f"{entry.kind}, {date_format(begins, 'j F H:i')}"
        lines[entry.client.pk].append(OpenLine(what, text, None, entry.url))
    for plan in SignallingPlan.objects.filter(client_id__in=ids, status=PlanStatus.DRAFT):
        text = _("signaleringsplan versie %(version)s") % {"version": plan.version}
        plan.client = ids[plan.client_id]
        lines[plan.client_id].append(OpenLine(_("Concept"), text, None, plan.get_absolute_url()))
    for lapse in LapseResponse.objects.filter(client_id__in=ids, closed_at=None):
        lapse.client = ids[lapse.client_id]
        lines[lapse.client_id].append(OpenLine(_("Terugvalrespons"), lapse.about, None, lapse.get_absolute_url()))
    for waiting in Notification.objects.unsent().filter(client_id__in=ids):
        waiting.client = ids[waiting.client_id]
        due = timezone.localdate(waiting.due_at)
        text = waiting.event_text or waiting.get_event_display()
        lines[waiting.client_id].append(OpenLine(_("Melding wacht"), text, due, waiting.get_absolute_url()))
    check_ins = AllianceCheckIn.objects.with_states().filter(
        client_id__in=ids, started_by=leaver, client_declined_at=None, imported_at=None
    )
    for check_in in check_ins:
        if check_in.counsellor_done and check_in.client_done:
            continue
        check_in.client = ids[check_in.client_id]
        begun = date_format(timezone.localtime(check_in.started_at), "j F Y")
        text = _("begonnen op %(day)s en niet af") % {"day": begun}
        url = check_in.get_absolute_url() if reader == leaver else ""
        lines[check_in.client_id].append(OpenLine(_("Check-in werkalliantie"), text, None, url))
    return lines


def transfers_for(user: User) -> QuerySet[CaseloadTransfer]:
    """Return the transfers this user may see.

    Included if, and only if, he keeps files, sees the file of a client in it, and is team lead, or the one whose clients
    they were, or one of those to whom they went.
    """
    standing = standing_of(user)
    if not standing.keeps_files:
        return CaseloadTransfer.objects.none()
    parts = TransferredClient.objects.filter(transfer=OuterRef("pk"), client__in=Client.objects.visible_to(user))
    if not standing.has(Role.TEAM_LEAD):
        parts = parts.filter(Q(successor=user) | Q(transfer__leaver=user))
    return CaseloadTransfer.objects.filter(Exists(parts)).select_related("leaver", "recorded_by", "ended_by")


def parts_for(transfer: CaseloadTransfer, user: User) -> list[TransferredClient]:
    """Return the clients in a transfer whose files this user sees; a successor who is not the lead sees his own."""
    parts = transfer.parts.filter(client__in=Client.objects.visible_to(user))
    if not standing_of(user).has(Role.TEAM_LEAD) and transfer.leaver_id != user.pk:
        parts = parts.filter(successor=user)
    return list(parts.select_related("client", "successor"))


def received_lately(user: User) -> list[TransferredClient]:
    """Return the clients that came to this user in the last days, or come in the next, with what he must know."""
    today = timezone.localdate()
    return list(
        TransferredClient.objects.filter(
            Q(transfer__ends_on=None) | Q(transfer__ends_on__gte=today),
            successor=user,
            transfer__ended_at=None,
            transfer__starts_on__gte=today - dt.timedelta(days=NEW_DAYS),
        ).select_related("client", "transfer__leaver")
    )


def transfer_entries(client: Client, user: User, before: datetime, limit: int) -> list[TimelineEntry]:
    """Return the transfers of a client for his timeline, with the note for the successor."""
    del user
    parts = (
        TransferredClient.objects.filter(client=client, transfer__recorded_at__lt=before)
        .select_related("transfer__leaver", "transfer__recorded_by", "successor")
        .order_by("-transfer__recorded_at")[:limit]
    )
    return [
        TimelineEntry(
            kind="transfer",
            label=_("Overdracht van begeleiding"),
            icon="team",
            occurred_at=part.transfer.recorded_at,
            title=title_of(part),
            body=part.note,
            author=str(part.transfer.recorded_by),
        )
        for part in parts
    ]


def title_of(part: TransferredClient) -> str:
    """Return in a line who carries the client, from when and until when."""
    transfer = part.transfer
    days = {
        "before": transfer.leaver,
        "after": part.successor,
        "from": date_format(transfer.starts_on, "j F Y"),
        "until": date_format(transfer.ends_on, "j F Y") if transfer.ends_on else "",
    }
    if transfer.is_temporary:
        return _("%(after)s neemt waar voor %(before)s van %(from)s tot en met %(until)s") % days
    return _("%(after)s is begeleider vanaf %(from)s, na %(before)s") % days


def still_carried(user: User, last_day: date) -> list[str]:
    """Return what would be nobody's when this user leaves after ``last_day``, each in a sentence with what to do."""
    after = last_day + dt.timedelta(days=1)
    carried = Assignment.objects.filter(
        Q(valid_until=None) | Q(valid_until__gte=after),
        user=user,
        role__in=(AssignmentRole.COUNSELLOR, AssignmentRole.STAND_IN),
    )
    found = []
    if clients := carried.values("client").distinct().count():
        words = ngettext(
            "%(name)s draagt dan nog %(number)s cliënt. Laat die overdragen op de pagina ‘Overdragen’ (%(page)s).",
            "%(name)s draagt dan nog %(number)s cliënten. Laat die overdragen op de pagina ‘Overdragen’ (%(page)s).",
            clients,
        )
        found.append(words % {"name": user, "number": clients, "page": reverse("overview:transfers")})
    begins = timezone.make_aware(dt.datetime.combine(after, dt.time.min))
    left = Appointment.objects.without_outcome().filter(user=user)
    if after > timezone.localdate():
        left = left.filter(starts_at__gte=begins)
    if appointments := left.count():
        words = ngettext(
            "%(number)s afspraak staat nog op naam van %(name)s. Draag haar over met de cliënt, of zeg haar af.",
            "%(number)s afspraken staan nog op naam van %(name)s. Draag ze over met de cliënten, of zeg ze af.",
            appointments,
        )
        found.append(words % {"name": user, "number": appointments})
    promised = Commitment.objects.open().filter(owner=CommitmentOwner.COUNSELLOR, owner_name__iexact=str(user))
    if commitments := promised.exclude(client__assignments__in=carried).count():
        words = ngettext(
            "%(number)s afspraak met een datum heeft %(name)s nog te doen. Vink haar af, of spreek haar opnieuw af.",
            "%(number)s afspraken met een datum heeft %(name)s nog te doen. Vink ze af, of spreek ze opnieuw af.",
            commitments,
        )
        found.append(words % {"name": user, "number": commitments})
    return found


def overlaps(appointments: Collection[Appointment]) -> list[Appointment]:
    """Return those of these appointments during which their user has something else."""
    if not appointments:
        return []
    first, last = min(one.starts_at for one in appointments), max(one.ends_at for one in appointments)
    owners = {one.user_id for one in appointments}
    others = Appointment.objects.standing().of_users(owners).between(first, last)
    busy = list(others.values_list("pk", "user_id", "colleagues__user_id", "starts_at", "ends_at"))
    return [
        one
        for one in appointments
        if any(
            pk != one.pk and one.user_id in who and begins < one.ends_at and ends > one.starts_at
            for pk, *who, begins, ends in busy
        )
    ]
