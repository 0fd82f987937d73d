"""The alliance in a handover: what to talk about, never a score, and nothing that is not for others."""

from __future__ import annotations

import datetime as dt
from uuid import uuid4

import pytest
from django.utils import timezone

from alliance.enums import Sharing
from alliance.selectors.handover import points_to_talk_about
from alliance.services.check_ins import answer_as_client, answer_as_counsellor, start_check_in
from casework.enums import HandoverPurpose
from casework.registry import registry
from tests.casework.test_handover_sections import propose

pytestmark = pytest.mark.django_db


def check_in(client_file, user, *, days, shares=True, own=(4, 4, 4, 1), theirs=(4, 4, 4, 1)):
    at = timezone.now() - dt.timedelta(days=days)
    aspects = ("direction", "trust", "bond", "friction")
    one = start_check_in(client=client_file, form_token=uuid4(), acting_user=user, at=at)
    answer_as_counsellor(check_in=one, answers=dict(zip(aspects, own, strict=True)), acting_user=user, at=at)
    answer_as_client(
        check_in=one,
        answers=dict(zip(aspects, theirs, strict=True)),
        sharing=Sharing.ANSWERS if shares else Sharing.TOPICS,
        acting_user=user,
        at=at,
    )


def test_the_alliance_gives_what_to_talk_about_and_no_score(client_file, counsellor):
    check_in(client_file, counsellor, days=90)
    check_in(client_file, counsellor, days=20, theirs=(4, 2, 4, 1))
    points = points_to_talk_about(client_file, counsellor)
    assert len(points) == 1
    told = propose("alliance", client_file, counsellor).text
    assert told == f"- {points[0].text}"


def test_probation_and_the_municipality_never_get_it():
    section = registry.handover_sections["alliance"]
    assert set(section.grounds) == {HandoverPurpose.WARM, HandoverPurpose.INSIDE}
    assert section.why_not


@pytest.mark.parametrize(
    ("shares", "days", "by"), [(False, 20, "counsellor"), (True, 400, "counsellor"), (True, 20, "colleague")]
)
def test_nothing_of_the_alliance_when_it_is_not_for_others(client_file, counsellor, colleague, shares, days, by):
    """The client keeps it to himself, it is too long ago, or somebody else held the check-in."""
    check_in(client_file, counsellor, days=days + 60)
    check_in(client_file, counsellor, days=days, shares=shares, theirs=(4, 2, 4, 1))
    user = {"counsellor": counsellor, "colleague": colleague}[by]
    assert points_to_talk_about(client_file, user) == ()
    assert propose("alliance", client_file, user).text == ""
