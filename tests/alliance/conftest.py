"""Check-ins for the tests of the working alliance."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from uuid import uuid4

import pytest
from django.utils import timezone

from accounts.models import User
from alliance.enums import Aspect, Sharing
from alliance.models import AllianceCheckIn
from alliance.services.check_ins import answer_as_client, answer_as_counsellor, start_check_in
from casework.models import Client

MakeCheckIn = Callable[..., AllianceCheckIn]


def scores(direction: int, trust: int, bond: int, friction: int) -> dict[str, int]:
    """Name four values by their aspect."""
    return dict(zip(Aspect.values, (direction, trust, bond, friction), strict=True))


def days_ago(days: int) -> dt.datetime:
    # By the clock on the wall: an hour of summer time in between would make it another day late in the evening.
    return timezone.localtime() - dt.timedelta(days=days)


@pytest.fixture
def make_check_in(client_file, counsellor) -> MakeCheckIn:
    """Make a check-in some days ago, with the sides that are given."""

    def make(
        days: int = 0,
        *,
        own: dict[str, int] | None = None,
        theirs: dict[str, int] | None = None,
        shares: bool = True,
        user: User = counsellor,
        client: Client = client_file,
    ) -> AllianceCheckIn:
        at = days_ago(days)
        check_in = start_check_in(client=client, form_token=uuid4(), acting_user=user, at=at)
        if own:
            answer_as_counsellor(check_in=check_in, answers=own, acting_user=user, at=at)
        if theirs:
            answer_as_client(
                check_in=check_in,
                answers=theirs,
                sharing=Sharing.ANSWERS if shares else Sharing.TOPICS,
                acting_user=user,
                at=at,
            )
        return AllianceCheckIn.objects.get(pk=check_in.pk)

    return make
