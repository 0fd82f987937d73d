"""Clients and who works with them."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import TYPE_CHECKING
from uuid import uuid4

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.enums import AuditAction, Role
from accounts.errors import Refused
from accounts.selectors import standing_of
from accounts.services.audit import record
from casework.enums import AssignmentRole
from casework.events import counsellor_changed
from casework.models import Assignment, Client, EarlierHorizon
from casework.selectors.duplicates import look_alikes
from casework.services.client_team_rows import first_team
from casework.services.once import create_once, refuse_if_invalid

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date
    from uuid import UUID

    from accounts.models import Team, User

OLDEST_AGE_YEARS = 120
# Two people who register at once both see the same highest number; the second one looks again.
NUMBER_ATTEMPTS = 5


def next_number(year: int) -> str:
    """Return the first free client number of a year, such as ``S-2026-0041``."""
    prefix = f"S-{year}-"
    numbers = Client.objects.filter(number__startswith=prefix).values_list("number", flat=True)
    used = [int(found[1]) for number in numbers if (found := re.fullmatch(rf"{prefix}(\d+)", number))]
    return f"{prefix}{max(used, default=0) + 1:04d}"


class LookAlikes(Refused):
    """Somebody like this is known already; registering him asks for a second look. ``found`` are those clients."""

    def __init__(self, found: Sequence[Client]) -> None:
        """Keep who was found; the sentence names nobody, since the user may not see them all."""
        super().__init__(_("Er is al een dossier dat hierop lijkt. Kijk eerst of het dezelfde cliënt is."))
        self.found = tuple(found)


def refuse_birth_date(birth_date: date) -> None:
    """Raise ``Refused`` for a day on which nobody we support can be born."""
    today = timezone.localdate()
    if birth_date >= today:
        raise Refused(_("De geboortedatum ligt niet in het verleden. Controleer de datum."), field="birth_date")
    if birth_date.year < today.year - OLDEST_AGE_YEARS:
        raise Refused(_("Deze geboortedatum is te lang geleden. Controleer het jaar."), field="birth_date")


@transaction.atomic
def create_client(
    *,
    form_token: UUID,
    first_name: str,
    last_name: str,
    birth_date: date,
    team: Team,
    acting_user: User,
    preferred_name: str = "",
    gender: str = "unknown",
    horizon: str = "",
    counsellor: User | None = None,
    starts_on: date | None = None,
    somebody_else: bool = False,
) -> Client:
    """Register a client in one of the acting user's own teams and, if given, assign the counsellor.

    ``starts_on`` is the day from which the counsellor works with him (today when left out). Raises ``Refused`` for a
    team that is not the acting user's, an impossible birth date, or a user who is no counsellor, and ``LookAlikes`` when
    there is a file that looks like it, unless ``somebody_else`` says that this was looked at. A second call with the
    same token returns the client that the first one made, unless that is somebody the acting user may not see.
    """
    earlier = Client.objects.filter(form_token=form_token).first()
    if earlier is not None:
        if not Client.objects.visible_to(acting_user).filter(pk=earlier.pk).exists():
            raise Refused(_("Dit formulier is al gebruikt. Open het opnieuw."))
        return earlier
    if team.pk not in standing_of(acting_user).team_ids:
        raise Refused(_("U kunt alleen cliënten aanmelden bij een team waar u zelf in werkt."), field="team")
    refuse_birth_date(birth_date)
    today = timezone.localdate()
    if not somebody_else:
        known = look_alikes(
            first_name=first_name, last_name=last_name, preferred_name=preferred_name, birth_date=birth_date
        )
        if known:
            raise LookAlikes(known)
    client = _with_free_number(
        today.year,
        form_token=form_token,
        first_name=first_name,
        last_name=last_name,
        preferred_name=preferred_name,
        birth_date=birth_date,
        gender=gender,
        team=team,
        horizon=horizon,
    )
    first_team(client=client, since=min(starts_on or today, today))
    record(
        AuditAction.CREATE,
        acting_user=acting_user,
        client_number=client.number,
        obj=client,
        details={"somebody_else": True} if somebody_else else None,
    )
    if counsellor is not None:
        assign_counsellor(client=client, counsellor=counsellor, starts_on=starts_on or today, acting_user=acting_user)
    return client


def _with_free_number(year: int, *, form_token: UUID, **fields: object) -> Client:
    for attempt in range(NUMBER_ATTEMPTS):
        try:
            return create_once(Client, form_token, number=next_number(year), **fields)[0]
        except Refused as refusal:
            if refusal.field != "number" or attempt == NUMBER_ATTEMPTS - 1:
                raise
        except IntegrityError:
            if attempt == NUMBER_ATTEMPTS - 1:
                raise
    raise AssertionError  # the last attempt returned or raised


@transaction.atomic
def assign_counsellor(*, client: Client, counsellor: User, starts_on: date, acting_user: User) -> Assignment:
    """Make somebody the counsellor of a client from a day on; the one before him ends the day before.

    A second call with the same day changes nothing. Sends ``counsellor_changed``. Raises ``Refused`` for a user who is no counsellor that day, for the present
    counsellor, and for a day that lies before the start of the present one. Access follows by itself.
    """
    Client.objects.select_for_update().get(pk=client.pk)
    if not counsellor.is_active or not standing_of(counsellor, starts_on).has(Role.COUNSELLOR):
        raise Refused(_("Deze medewerker is op die dag geen begeleider. Kies iemand anders."), field="counsellor")
    present = client.assignments.filter(role=AssignmentRole.COUNSELLOR, valid_until=None).first()
    if present is not None:
        if present.user_id == counsellor.pk and present.valid_from == starts_on:
            return present
        if present.user_id == counsellor.pk:
            raise Refused(_("Deze medewerker is al de persoonlijk begeleider."), field="counsellor")
        if starts_on <= present.valid_from:
            raise Refused(
                _("De huidige begeleider begon op %(day)s. Kies een latere datum.")
                % {"day": present.valid_from.strftime("%d-%m-%Y")},
                field="starts_on",
            )
        present.valid_until = starts_on - timedelta(days=1)
        present.save(update_fields=["valid_until"])
    assignment = Assignment(client=client, user=counsellor, role=AssignmentRole.COUNSELLOR, valid_from=starts_on)
    refuse_if_invalid(assignment)
    assignment.save()
    record(
        AuditAction.UPDATE,
        acting_user=acting_user,
        client_number=client.number,
        obj=assignment,
        details={"from": starts_on.isoformat(), "user": counsellor.pk, "before": present.user_id if present else None},
    )
    counsellor_changed.send(Client, client=client, acting_user=acting_user)
    return assignment


@transaction.atomic
def keep_horizon(*, client: Client, words: str, acting_user: User) -> None:
    """Keep a dot on the horizon that another takes the place of; part of the act that writes the new one."""
    if words:
        earlier_horizon(client=client, words=words, acting_user=acting_user).save()


def earlier_horizon(*, client: Client, words: str, acting_user: User) -> EarlierHorizon:
    """Return the row that keeps a dot on the horizon, to be written."""
    return EarlierHorizon(client=client, words=words, recorded_by=acting_user, form_token=uuid4())


@transaction.atomic
def set_horizon(*, client: Client, horizon: str, acting_user: User) -> Client:
    """Write down the dot on the horizon in the client's own words; an empty text clears it, and what stood there is kept.

    The same words a second time change nothing.
    """
    locked = Client.objects.select_for_update().get(pk=client.pk)
    before, locked.horizon = locked.horizon, horizon.strip()
    if locked.horizon == before:
        return locked
    refuse_if_invalid(locked)
    locked.save(update_fields=["horizon"])
    keep_horizon(client=locked, words=before, acting_user=acting_user)
    record(
        AuditAction.UPDATE,
        acting_user=acting_user,
        client_number=client.number,
        obj=locked,
        details={"changed": ["horizon"]},
    )
    return locked
