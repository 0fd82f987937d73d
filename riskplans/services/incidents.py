"""Incidents: recorded for each file apart, told to whom it must be told, followed up without rewriting."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.enums import AuditAction
from accounts.errors import Refused
from accounts.services.audit import record
from casework.models import Client
from casework.services.once import create_once
from riskplans.enums import BODIES_OF_THE_WHOLE, Calamity, FollowUpKind, Injury, Police
from riskplans.events import incident_recorded
from riskplans.models import CalamityDecision, Incident, IncidentFollowUp, IncidentPart, IncidentReport
from riskplans.services.moments import refuse_wrong_moment

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from accounts.models import User
    from riskplans.models import IncidentKind


@dataclass(frozen=True)
class PartText:
    """What stands in the file of one client: facts apart from interpretation."""

    role: str
    facts: str
    interpretation: str = ""
    client_words: str = ""
    measures: str = ""
    injury: str = Injury.NONE
    injury_note: str = ""
    police_note: str = ""

    def columns(self) -> dict[str, Any]:
        """Return the columns of the part, without spaces at the ends."""
        return {name: value.strip() if isinstance(value, str) else value for name, value in vars(self).items()}


@dataclass(frozen=True)
class IncidentFacts:
    """What is the same for everybody in it, in codes; ``established_at`` is when it became known."""

    kind: IncidentKind
    occurred_at: datetime
    place: str
    seriousness: str
    established_at: datetime | None = None  # the incident itself, when left out
    calamity: str = Calamity.NO
    wmo_support: bool = False
    forensic_care: bool = False
    police: str = Police.NONE


@transaction.atomic
def record_incident(
    *, client: Client, form_token: UUID, what: IncidentFacts, part: PartText, acting_user: User
) -> IncidentPart:
    """Record an incident in the file of one client; others in it are added with ``add_part``.

    Terms count from ``what.established_at``. Sends ``incident_recorded``. Raises ``Refused`` for moments in the future,
    before the birth or in the wrong order, and without facts. A second click gives the same row and tells nobody again.
    """
    established = what.established_at or what.occurred_at
    refuse_wrong_moment(client, what.occurred_at, "occurred_at")
    refuse_wrong_moment(client, established, "established_at")
    if established < what.occurred_at:
        raise Refused(_("Vaststellen kan niet voor het incident. Controleer de tijden."), field="established_at")
    columns = vars(what) | {"established_at": established, "place": what.place.strip()}
    incident, is_new = create_once(Incident, form_token, recorded_by=acting_user, **columns)
    if not is_new:
        earlier = incident.parts.filter(client=client).first()
        if earlier is None:
            raise Refused(_("Dit formulier is al gebruikt bij een andere cliënt. Open het opnieuw."))
        return earlier
    return _write_part(incident, client, form_token, part, acting_user)


@transaction.atomic
def add_part(
    *, incident: Incident, client: Client, form_token: UUID, part: PartText, acting_user: User
) -> IncidentPart:
    """Record the same incident in the file of another client, with that client's own part. Sends ``incident_recorded``.

    The caller has opened the file of ``client`` for writing. Raises ``Refused`` when it stands there already, before the
    birth, or without facts.
    """
    Client.objects.select_for_update().get(pk=client.pk)
    refuse_wrong_moment(client, incident.occurred_at, "client")
    return _write_part(incident, client, form_token, part, acting_user)


def _write_part(
    incident: Incident, client: Client, form_token: UUID, text: PartText, acting_user: User
) -> IncidentPart:
    if not text.facts.strip():
        raise Refused(_("Schrijf op wat er is gezien en gehoord."), field="facts")
    part, is_new = create_once(
        IncidentPart,
        form_token,
        incident=incident,
        client=client,
        recorded_by=acting_user,
        **text.columns(),
    )
    if is_new:
        record(
            AuditAction.CREATE,
            acting_user=acting_user,
            client_number=client.number,
            obj=part,
            details={"kind": incident.kind.key, "seriousness": str(incident.seriousness), "role": str(part.role)},
        )
        incident_recorded.send(sender=IncidentPart, part=part, acting_user=acting_user)
    return part


@transaction.atomic
def record_report(
    *,
    part: IncidentPart,
    form_token: UUID,
    body: str,
    told_at: datetime,
    how: str,
    acting_user: User,
    reference: str = "",
) -> IncidentReport:
    """Record who was told of an incident. What an inspectorate was told holds for the whole incident, the rest for one file.

    Raises ``Refused`` for a moment in the future or before the incident.
    """
    refuse_wrong_moment(part.client, told_at, "told_at")
    if told_at < part.incident.occurred_at:
        raise Refused(_("Dit ligt voor het incident. Controleer de datum en de tijd."), field="told_at")
    report, is_new = create_once(
        IncidentReport,
        form_token,
        incident=part.incident,
        part=None if body in BODIES_OF_THE_WHOLE else part,
        body=body,
        told_at=told_at,
        how=how.strip(),
        reference=reference.strip(),
        recorded_by=acting_user,
    )
    if report.incident_id != part.incident_id:
        raise Refused(_("Dit formulier is al gebruikt bij een ander incident. Open het opnieuw."))
    if is_new:
        record(
            AuditAction.CREATE,
            acting_user=acting_user,
            client_number=part.client.number,
            obj=report,
            details={"body": str(body), "told": told_at.isoformat()},
        )
    return report


@transaction.atomic
def decide_calamity(
    *, part: IncidentPart, form_token: UUID, is_calamity: bool, reason: str, acting_user: User
) -> CalamityDecision:
    """Record what came out of the doubt; a calamity is established from that moment on. Raises ``Refused`` without a reason.

    A calamity that was recorded as such at once can be judged otherwise later; every decision stays.
    """
    if not reason.strip():
        raise Refused(_("Schrijf op waarom het wel of geen calamiteit is."), field="reason")
    decision, is_new = create_once(
        CalamityDecision,
        form_token,
        incident=part.incident,
        is_calamity=is_calamity,
        reason=reason.strip(),
        decided_at=timezone.now(),
        recorded_by=acting_user,
    )
    if decision.incident_id != part.incident_id:
        raise Refused(_("Dit formulier is al gebruikt bij een ander incident. Open het opnieuw."))
    if is_new:
        record(
            AuditAction.CREATE,
            acting_user=acting_user,
            client_number=part.client.number,
            obj=decision,
            details={"calamity": is_calamity},
        )
    return decision


@transaction.atomic
def add_follow_up(
    *, part: IncidentPart, form_token: UUID, kind: str, text: str, acting_user: User, reason: str = ""
) -> IncidentFollowUp:
    """Add an analysis, what followed, or a correction; what was written stays. A correction needs its reason."""
    if not text.strip():
        raise Refused(_("Schrijf op wat u wilt toevoegen."), field="text")
    if kind == FollowUpKind.CORRECTION and not reason.strip():
        raise Refused(_("Schrijf op waarom u corrigeert."), field="reason")
    follow_up, is_new = create_once(
        IncidentFollowUp,
        form_token,
        part=part,
        kind=kind,
        text=text.strip(),
        reason=reason.strip(),
        recorded_by=acting_user,
    )
    if follow_up.part_id != part.pk:
        raise Refused(_("Dit formulier is al gebruikt bij een ander incident. Open het opnieuw."))
    if is_new:
        record(
            AuditAction.CREATE,
            acting_user=acting_user,
            client_number=part.client.number,
            obj=follow_up,
            details={"kind": str(kind)},
        )
    return follow_up
