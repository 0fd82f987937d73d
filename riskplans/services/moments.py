"""When something can have been: not in the future, and not before the client was born."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.errors import Refused

if TYPE_CHECKING:
    from datetime import date, datetime

    from casework.models import Client


def refuse_wrong_moment(client: Client, moment: datetime, field: str) -> None:
    """Raise ``Refused`` at ``field`` for a moment that cannot be."""
    if moment > timezone.now():
        raise Refused(_("Dit moment ligt in de toekomst. Controleer de datum en de tijd."), field=field)
    refuse_before_birth(client, timezone.localdate(moment), field)


def refuse_wrong_day(client: Client, day: date, field: str) -> None:
    """Raise ``Refused`` at ``field`` for a day that cannot be."""
    if day > timezone.localdate():
        raise Refused(_("Deze datum ligt in de toekomst. Controleer de datum."), field=field)
    refuse_before_birth(client, day, field)


def refuse_before_birth(client: Client, day: date, field: str) -> None:
    """Raise ``Refused`` at ``field`` for a day before the client was born."""
    if day < client.birth_date:
        raise Refused(_("Dit ligt voor de geboortedatum van de cliënt. Controleer het jaar."), field=field)
