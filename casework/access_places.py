"""The door to an application for a house of one's own team, of a client whose file belongs to another team."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.utils.translation import gettext as _

from accounts.access import current_user
from accounts.enums import AuditAction, AuditOutcome
from accounts.services.audit import record
from casework.access import LARGEST_ID
from casework.models import Application

if TYPE_CHECKING:
    from django.http import HttpRequest

    from accounts.models import User


def decides_on(user: User, application: Application) -> bool:
    """Return whether this user leads the team of the house that an application is about."""
    return Application.objects.decided_by(user).filter(pk=application.pk).exists()


def open_house_application(request: HttpRequest, pk: int, *, decide: bool = False) -> Application:
    """Return an application for a house of one of the user's teams (``Application.objects.weighed_by``), or to ``decide`` on.

    Who leads there decides (``decided_by``); who takes part in the intake reads the same. Nobody reads anything else of the
    file. Leaves an audit row about the client. Raises ``Http404`` to everybody else, with a refused row where the application
    exists, and ``PermissionDenied`` to who reads it and does not decide.
    """
    user = current_user(request)
    rule = "decided_by" if decide else "weighed_by"
    related = ("client__team", "wish_location", "recorded_by")
    rows = Application.objects.select_related(*related).filter(pk=pk) if pk <= LARGEST_ID else None
    there = rows.first() if rows is not None else None
    found = rows.weighed_by(user).first() if rows is not None else None
    reads = found is not None
    if decide and found is not None and not decides_on(user, found):
        found = None
    if there is not None:
        record(
            AuditAction.READ,
            acting_user=user,
            client_number=there.client.number,
            obj=there,
            outcome=AuditOutcome.DONE if found is not None else AuditOutcome.REFUSED,
            rule=rule,
        )
    if found is None and reads:
        raise PermissionDenied(_("De teamleider van het huis beslist over deze aanmelding."))
    if found is None:
        raise Http404(_("Deze aanmelding bestaat niet, is afgesloten, of gaat niet over een huis van uw team."))
    return found
