"""The door to an application for a house of one's own team, of a client whose file belongs to another team."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import Http404
from django.utils.translation import gettext as _

from accounts.access import current_user
from accounts.enums import AuditAction, AuditOutcome
from accounts.services.audit import record
from casework.access import LARGEST_ID
from casework.models import Application

if TYPE_CHECKING:
    from django.http import HttpRequest


def open_house_application(request: HttpRequest, pk: int) -> Application:
    """Return an application that whoever leads the team of the house decides on (``Application.objects.decided_by``).

    She reads the application and nothing else of the file. Leaves an audit row about the client. Raises ``Http404`` to
    everybody else, with a refused row where the application exists.
    """
    user = current_user(request)
    related = ("client__team", "wish_location", "recorded_by")
    rows = Application.objects.select_related(*related).filter(pk=pk) if pk <= LARGEST_ID else None
    there = rows.first() if rows is not None else None
    found = rows.decided_by(user).first() if rows is not None else None
    if there is not None:
        record(
            AuditAction.READ,
            acting_user=user,
            client_number=there.client.number,
            obj=there,
            outcome=AuditOutcome.DONE if found is not None else AuditOutcome.REFUSED,
            rule="decided_by",
        )
    if found is None:
        raise Http404(_("Deze aanmelding bestaat niet, is afgesloten, of gaat niet over een huis van uw team."))
    return found
