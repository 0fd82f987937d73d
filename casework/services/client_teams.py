"""Handing a client over to another team: from a day on, with what ends for those who worked with him."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.enums import AuditAction
from accounts.errors import Refused
from accounts.services.audit import record
from casework.enums import AssignmentRole
from casework.events import counsellor_changed
from casework.models import Assignment, Client, ClientTeam, TeamMoveEnd
from casework.selectors.client_teams import leads_team_of, new_team_leads, waiting_move
from casework.services.client_team_rows import first_team
from casework.services.clients import assign_counsellor
from casework.services.once import create_once

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import date
    from uuid import UUID

    from accounts.models import Team, User

LONGEST_AHEAD_DAYS = 366


@transaction.atomic
def hand_over_to_team(
    *,
    client: Client,
    team: Team,
    valid_from: date,
    reason: str,
    form_token: UUID,
    acting_user: User,
    ends: Collection[Assignment] = (),
    counsellor: User | None = None,
) -> tuple[ClientTeam, bool]:
    """Let a client belong to another team from a day on; return the row and whether it is new.

    ``ends`` are the assignments of which the day before is the last; what is not named goes on, and so does what its user
    may see. ``counsellor`` is who becomes his counsellor in the new team. Of a day in the future the row waits
    (``begin_move``). Raises ``Refused`` for whoever does not lead the present team, for the team where he is already, for
    a day that cannot be, without a reason, while another handing over waits, and for a team that nobody leads when no
    counsellor is named.
    """
    locked = Client.objects.select_for_update(of=("self",)).select_related("team").get(pk=client.pk)
    sent = ClientTeam.objects.filter(form_token=form_token, client=locked).first()
    if sent is not None:
        return sent, False
    present = _checked(locked, team, valid_from, reason, acting_user)
    if counsellor is None and not new_team_leads(team, valid_from):
        raise Refused(
            _("%(team)s heeft op die dag geen teamleider. Kies wie daar de begeleider wordt.") % {"team": team},
            field="counsellor",
        )
    mine = {one.pk for one in ends if one.client_id == locked.pk}
    present.valid_until = valid_from - timedelta(days=1)
    present.save(update_fields=["valid_until"])
    row, _new = create_once(
        ClientTeam,
        form_token,
        client=locked,
        team=team,
        valid_from=valid_from,
        decided_by=acting_user,
        reason=reason.strip(),
    )
    ended = [_end(row, one) for one in locked.assignments.select_for_update().filter(pk__in=mine)]
    if counsellor is not None:
        assign_counsellor(client=locked, counsellor=counsellor, starts_on=valid_from, acting_user=acting_user)
    elif any(one is not None and one.role == AssignmentRole.COUNSELLOR for one in ended):
        counsellor_changed.send(Client, client=locked, acting_user=acting_user)
    record(
        AuditAction.AUTHORISE,
        acting_user=acting_user,
        client_number=locked.number,
        obj=row,
        details={
            "step": "to another team",
            "before": present.team_id,
            "team": team.pk,
            "from": valid_from.isoformat(),
            "ended": sorted(one.user_id for one in ended if one is not None),
        },
    )
    if valid_from <= timezone.localdate():
        begin_move(move=row, acting_user=acting_user)
        client.team = team
    return row, True


def _checked(client: Client, team: Team, valid_from: date, reason: str, acting_user: User) -> ClientTeam:
    """Return the row that holds now; raise ``Refused`` for what cannot be."""
    if not leads_team_of(acting_user, client):
        raise Refused(_("De teamleider van het huidige team draagt een cliënt over aan een ander team."))
    waiting = waiting_move(client)
    if waiting is not None:
        raise Refused(
            _("Er wacht al een overdracht aan %(team)s. Trek die eerst in.") % {"team": waiting.team}, field="team"
        )
    present = first_team(client=client)
    if team.pk == client.team_id:
        raise Refused(_("Deze cliënt hoort al bij dit team. Kies een ander team."), field="team")
    if not reason.strip():
        raise Refused(_("Schrijf op waarom de cliënt naar een ander team gaat."), field="reason")
    if valid_from <= present.valid_from:
        raise Refused(
            _("Deze cliënt hoort sinds %(day)s bij %(team)s. Kies een latere dag.")
            % {"day": f"{present.valid_from:%d-%m-%Y}", "team": client.team},
            field="valid_from",
        )
    if (valid_from - timezone.localdate()).days > LONGEST_AHEAD_DAYS:
        raise Refused(_("Een overdracht begint binnen een jaar. Controleer de datum."), field="valid_from")
    return present


def _end(move: ClientTeam, assignment: Assignment) -> Assignment | None:
    """Let an assignment end the day before; None when it had ended by then, or begins later."""
    last = move.valid_from - timedelta(days=1)
    if assignment.valid_from > last or (assignment.valid_until is not None and assignment.valid_until <= last):
        return None
    TeamMoveEnd.objects.create(move=move, assignment=assignment, was_until=assignment.valid_until)
    assignment.valid_until = last
    assignment.save(update_fields=["valid_until"])
    return assignment


@transaction.atomic
def begin_move(*, move: ClientTeam, acting_user: User) -> bool:
    """Let ``Client.team`` follow a row of which the day has come; return whether it did. A second time changes nothing."""
    locked = ClientTeam.objects.select_for_update(of=("self",)).select_related("client", "team").get(pk=move.pk)
    if locked.began_at is not None or locked.is_coming:
        return False
    locked.client.team = locked.team
    locked.client.save(update_fields=["team"])
    locked.began_at = move.began_at = timezone.now()
    locked.save(update_fields=["began_at"])
    record(
        AuditAction.UPDATE,
        acting_user=acting_user,
        client_number=locked.client.number,
        obj=locked,
        details={"step": "began", "team": locked.team_id},
    )
    return True


@transaction.atomic
def withdraw_move(*, move: ClientTeam, acting_user: User) -> None:
    """Take back a handing over that waits for its day: who worked with the client goes on as before.

    The row goes; the audit trail keeps that it was there. Raises ``Refused`` once it began, and for whoever does not lead
    the present team.
    """
    client = Client.objects.select_for_update(of=("self",)).get(pk=move.client_id)
    if not leads_team_of(acting_user, client):
        raise Refused(_("De teamleider van het huidige team trekt een overdracht in."))
    row = ClientTeam.objects.select_for_update(of=("self",)).filter(pk=move.pk).first()
    if row is None:
        return
    if not row.is_coming:
        raise Refused(
            _("Deze overdracht is al ingegaan. De teamleider van het nieuwe team draagt de cliënt terug over.")
        )
    # Who was to begin in the new team that day.
    client.assignments.filter(valid_from=row.valid_from, recorded_at__gte=row.recorded_at).delete()
    for one in row.ended.select_related("assignment"):
        if one.assignment.valid_until == row.valid_from - timedelta(days=1):
            one.assignment.valid_until = one.was_until
            one.assignment.save(update_fields=["valid_until"])
    record(
        AuditAction.UPDATE,
        acting_user=acting_user,
        client_number=client.number,
        obj=row,
        details={"step": "withdrawn", "team": row.team_id, "from": row.valid_from.isoformat()},
    )
    before = client.team_rows.filter(valid_until=row.valid_from - timedelta(days=1)).first()
    row.delete()
    if before is not None:
        before.valid_until = None
        before.save(update_fields=["valid_until"])
