"""The doors to the meetings of a client, on the side of the organisation."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import Http404
from django.utils.translation import gettext as _

from casework.access import get_client
from chain.models import PlannedMeeting, ThreePartyMeeting

if TYPE_CHECKING:
    from accounts.models import User
    from casework.models import Client


def get_meeting(user: User, number: str, pk: int, *, write: bool = False) -> tuple[Client, ThreePartyMeeting]:
    """Return a meeting that was held, of a client whose file the user may see; raise ``Http404`` otherwise.

    With ``write`` a reader gets ``PermissionDenied``.
    """
    client = get_client(user, number, write=write, what="chain.threepartymeeting")
    meeting = client.meetings.select_related("recorded_by", "client").filter(pk=pk).first()
    if meeting is None:
        raise Http404(_("Dit driegesprek bestaat niet."))
    return client, meeting


def get_planned(user: User, number: str, pk: int, *, write: bool = False) -> tuple[Client, PlannedMeeting]:
    """Return a planned meeting of a client whose file the user may see; raise ``Http404`` otherwise.

    With ``write`` a reader gets ``PermissionDenied``.
    """
    client = get_client(user, number, write=write, what="chain.plannedmeeting")
    meeting = client.planned_meetings.select_related("client", "proposed_by", "record").filter(pk=pk).first()
    if meeting is None:
        raise Http404(_("Dit overleg bestaat niet."))
    return client, meeting
