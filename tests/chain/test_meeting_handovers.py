"""Planned meetings go along with a caseload, and come back from a temporary transfer."""

from __future__ import annotations

import datetime as dt
from uuid import uuid4

import pytest
from django.utils import timezone

from accounts.models import AuditEntry
from chain.enums import InvitationAnswer, MeetingKind, Seat
from chain.models import PlannedMeeting
from chain.services.planning import Invitee, answer_invitation, plan_meeting
from overview.services.transfers import TransferPart, end_transfer, transfer_caseload

pytestmark = pytest.mark.django_db


def day(ahead: int) -> dt.date:
    return timezone.localdate() + dt.timedelta(days=ahead)


def meeting(client, counsellor, ahead, *others) -> PlannedMeeting:
    return plan_meeting(
        client=client,
        form_token=uuid4(),
        kind=MeetingKind.MDO,
        starts_at=timezone.make_aware(dt.datetime.combine(day(ahead), dt.time(10))),
        minutes=60,
        place="Kantoor",
        invitees=[
            Invitee(Seat.CLIENT, "Jeroen Dekker"),
            *(Invitee(Seat.ORGANISATION, str(one), one) for one in (counsellor, *others)),
        ],
        acting_user=counsellor,
    )


def hand_over(client, leaver, successor, by, *, starts=0, ends=None):
    return transfer_caseload(
        form_token=uuid4(),
        leaver=leaver,
        starts_on=day(starts),
        ends_on=day(ends) if ends is not None else None,
        parts=[TransferPart(client, successor, "Bel hem voor negen uur.")],
        acting_user=by,
    )


def seats(planned: PlannedMeeting) -> list[tuple[int | None, str]]:
    rows = planned.invitations.exclude(user=None).order_by("pk")
    return [(one.user_id, one.name) for one in rows]


def test_for_good_the_successor_sits_at_the_table_from_that_day(client_file, counsellor, colleague, team_lead):
    before, after = meeting(client_file, counsellor, 2), meeting(client_file, counsellor, 9)
    answer_invitation(
        invitation=after.invitations.get(user=counsellor), answer=InvitationAnswer.ACCEPTED, acting_user=counsellor
    )
    transfer = hand_over(client_file, counsellor, colleague, team_lead, starts=5)
    assert seats(before) == [(counsellor.pk, str(counsellor))]
    assert seats(after) == [(colleague.pk, str(colleague))]
    assert after.invitations.get(user=colleague).answer == InvitationAnswer.WAITING
    assert transfer.parts.get().appointments == 1
    handed = AuditEntry.objects.get(details__step="handed", object_type="chain.plannedmeeting")
    assert handed.details == {"step": "handed", "number": 1, "user": colleague.pk}


def test_who_was_invited_already_is_invited_once(client_file, counsellor, colleague, team_lead):
    planned = meeting(client_file, counsellor, 9, colleague)
    hand_over(client_file, counsellor, colleague, team_lead)
    assert seats(planned) == [(colleague.pk, str(colleague))]


def test_for_a_time_only_those_days_go_along_and_come_back_when_it_ends_early(
    client_file, counsellor, colleague, team_lead
):
    during, later = meeting(client_file, counsellor, 3), meeting(client_file, counsellor, 30)
    with_both = meeting(client_file, team_lead, 4, colleague)
    transfer = hand_over(client_file, counsellor, colleague, team_lead, starts=1, ends=10)
    assert (seats(during)[0][0], seats(later)[0][0]) == (colleague.pk, counsellor.pk)
    end_transfer(transfer=transfer, acting_user=team_lead)
    assert seats(during) == [(counsellor.pk, str(counsellor))]
    assert [pk for pk, _name in seats(with_both)] == [team_lead.pk, colleague.pk]


def test_a_meeting_that_was_called_off_stays_as_it_was(client_file, counsellor, colleague, team_lead):
    planned = meeting(client_file, counsellor, 3)
    PlannedMeeting.objects.filter(pk=planned.pk).update(cancelled_at=timezone.now(), cancel_reason="Ziek")
    hand_over(client_file, counsellor, colleague, team_lead)
    assert seats(planned)[0][0] == counsellor.pk
