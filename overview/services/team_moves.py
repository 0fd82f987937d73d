"""A client goes to another team: his file, what stands in the calendars of who stays behind, and who is told."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from accounts.models import User
from accounts.services.users import service_account
from casework.models import Appointment, Assignment, Client, ClientTeam
from casework.selectors import counsellor_of
from casework.selectors.client_teams import new_team_leads
from casework.services.client_teams import begin_move, hand_over_to_team, withdraw_move
from casework.services.transfers import hand_over_appointments, take_off_appointments, to_hand_over
from chain.selectors.escalation import leads_of_teams
from chain.services.inbox import announce_soon, new_message_id
from chain.services.meeting_handovers import hand_over_meetings
from overview.models import ReminderRecipient, TeamMoveNotice, WithdrawnMoveNotice
from overview.services.reminders import readdress

if TYPE_CHECKING:
    from datetime import date

    from django.db.models import QuerySet

MOVER = "teams"


@transaction.atomic
def move_to_team(*, client: Client, acting_user: User, **fields: Any) -> ClientTeam:
    """Hand a client over to another team (``hand_over_to_team``) and tell who leads it.

    From a day that has come his appointments and meetings leave the calendars of who may not open the file any more, and so do
    his reminders; for a day in the future that happens on the day (``begin_due_moves``). A second call with the same
    token changes nothing. Raises ``Refused`` for what ``hand_over_to_team`` refuses.
    """
    row, new = hand_over_to_team(client=client, acting_user=acting_user, **fields)
    if new:
        _tell(row, acting_user)
        if row.began_at is not None:
            _carry_over(row, acting_user)
    return row


def _tell(move: ClientTeam, acting_user: User) -> None:
    """Tell who leads the new team on the day, and who stands in for her; whoever does it herself knows."""
    people = leads_of_teams({move.team_id}, max(move.valid_from, timezone.localdate())).get(move.team_id, ())
    TeamMoveNotice.objects.bulk_create(
        [
            TeamMoveNotice(move=move, recipient_id=user_id, message_id=new_message_id())
            for user_id in people
            if user_id != acting_user.pk
        ]
    )
    announce_soon()


@transaction.atomic
def take_back_move(*, move: ClientTeam, acting_user: User) -> None:
    """Withdraw a handing over that waits (``withdraw_move``), and tell everybody who was told that the client comes.

    A second call changes nothing. Raises ``Refused`` for what ``withdraw_move`` refuses.
    """
    Client.objects.select_for_update(of=("self",)).get(pk=move.client_id)
    row = ClientTeam.objects.filter(pk=move.pk).select_related("client", "team").first()
    if row is None:
        return
    told = list(row.notices.exclude(recipient=acting_user).values_list("recipient", flat=True))
    withdraw_move(move=move, acting_user=acting_user)
    WithdrawnMoveNotice.objects.bulk_create(
        [
            WithdrawnMoveNotice(
                client=row.client,
                team=row.team,
                valid_from=row.valid_from,
                recipient_id=user_id,
                withdrawn_by=acting_user,
                message_id=new_message_id(),
            )
            for user_id in told
        ]
    )
    announce_soon()


@transaction.atomic
def begin_due_moves(*, on: date, acting_user: User | None = None) -> int:
    """Carry out what waited for its day; return how many clients went over. Twice or late changes nothing."""
    waiting = ClientTeam.objects.filter(began_at=None, valid_from__lte=on).select_related("client", "team")
    count = 0
    for move in waiting.order_by("valid_from", "pk"):
        user = acting_user or service_account(MOVER)
        if begin_move(move=move, acting_user=user):
            _carry_over(move, user)
            count += 1
    return count


def _carry_over(move: ClientTeam, acting_user: User) -> None:
    """Give appointments, meetings and reminders of who stays behind to who carries the client in the new team."""
    client, today = move.client, timezone.localdate()
    receiver = counsellor_of(client, max(move.valid_from, today))
    if receiver is None:
        receiver = next(iter(new_team_leads(move.team, today)), None)
    behind = _left_behind(move)
    take_off_appointments(client=client, users=behind, starts_on=move.valid_from, acting_user=acting_user)
    if receiver is not None:
        _hand_calendars_over(move, behind, receiver, acting_user)
    reminded = ReminderRecipient.objects.filter(reminder__client=client, reminder__closed_at=None).values("user")
    for user in behind.filter(pk__in=reminded):
        readdress(on=today, client_ids={client.pk}, before=user)


def _hand_calendars_over(move: ClientTeam, behind: QuerySet[User], receiver: User, acting_user: User) -> None:
    client = move.client
    for user in behind:
        hand_over_meetings(
            client=client,
            leaver=user,
            successor=receiver,
            starts_on=move.valid_from,
            ends_on=None,
            acting_user=acting_user,
        )
    for user in behind.filter(pk__in=Appointment.objects.without_outcome().filter(client=client).values("user")):
        mine = to_hand_over(client=client, user=user, starts_on=move.valid_from, ends_on=None)
        hand_over_appointments(client=client, appointments=mine, successor=receiver, acting_user=acting_user)


def _left_behind(move: ClientTeam) -> QuerySet[User]:
    """Return who worked with the client or in his old team, and may not open his file from the first day on."""
    before = (
        ClientTeam.objects.filter(client=move.client, valid_from__lt=move.valid_from).order_by("-valid_from").first()
    )
    still = Assignment.objects.filter(
        Q(valid_until=None) | Q(valid_until__gte=move.valid_from), client=move.client
    ).values("user")
    there = User.objects.in_teams({move.team_id}, move.valid_from).values("pk")
    old = Q(pk__in=move.ended.values("assignment__user"))
    if before is not None:
        last_day = move.valid_from - timedelta(days=1)
        old |= Q(pk__in=User.objects.in_teams({before.team_id}, last_day).values("pk"))
    people: QuerySet[User] = User.objects.filter(old).exclude(pk__in=still).exclude(pk__in=there).order_by("pk")
    return people
