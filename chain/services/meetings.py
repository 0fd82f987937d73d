"""A meeting that was held, with who was there, what was said on each point, and what was agreed."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.enums import AuditAction
from accounts.errors import Refused
from accounts.services.audit import record
from casework.enums import CommitmentOwner
from casework.models import Client
from casework.services.once import create_once, refuse_if_invalid
from casework.services.plans import make_commitment
from chain.enums import THREE_PARTY_KINDS, MeetingKind, Seat
from chain.models import MeetingAnswer, MeetingAttendee, MeetingDomain, PlannedMeeting, ThreePartyMeeting
from chain.selectors.agendas import agenda_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date, datetime
    from uuid import UUID

    from accounts.models import User
    from casework.models import LifeDomain
    from chain.selectors.agendas import Agenda


@dataclass(frozen=True)
class CommitmentLine:
    """What was agreed: by whom it is done, and before when. ``owner_name`` for who is none of the three."""

    text: str
    owner: str
    due_on: date
    owner_name: str = ""


@dataclass(frozen=True)
class AttendeeLine:
    """Somebody who was there, or who was missed and why; ``words`` is how he sees it himself."""

    seat: str
    name: str
    present: bool = True
    reason: str = ""
    words: str = ""


@dataclass(frozen=True)
class DomainLine:
    """Who is active on one life domain; ``parties`` are seats."""

    domain: LifeDomain
    parties: frozenset[str] = frozenset()
    others: str = ""
    text: str = ""


@dataclass(frozen=True)
class Content:
    """What was said: who was there, the text of each point by its key, and who is active on which domain."""

    attendees: Sequence[AttendeeLine] = ()
    answers: Mapping[str, str] = field(default_factory=dict)
    domains: Sequence[DomainLine] = ()


NOTHING_MORE = Content()


def _refuse_impossible_days(held_at: datetime, next_on: date | None, commitments: Sequence[CommitmentLine]) -> None:
    """Raise ``Refused`` for a meeting that was not held yet, or a day that lies before it."""
    if held_at > timezone.now():
        raise Refused(_("Dit gesprek is nog niet geweest. Leg het vast als het gehouden is."), field="held_on")
    held_on = timezone.localdate(held_at)
    if next_on is not None and next_on <= held_on:
        raise Refused(_("Het volgende gesprek ligt na dit gesprek. Kies een latere datum."), field="next_on")
    for line in commitments:
        if line.due_on < held_on:
            raise Refused(_("De afspraak “%(text)s” heeft een datum voor het gesprek.") % {"text": line.text})
        if line.owner == CommitmentOwner.OTHER and not line.owner_name.strip():
            raise Refused(_("Schrijf bij de afspraak “%(text)s” wie die nakomt.") % {"text": line.text})


@transaction.atomic
def record_meeting(  # noqa: PLR0913 -- one argument a field of the page
    *,
    client: Client,
    form_token: UUID,
    kind: str,
    held_at: datetime,
    place: str,
    present: str,
    client_present: bool,
    absent: str,
    proud_of: str,
    client_view: str,
    lead: str,
    acting_user: User,
    counsellor_view: str = "",
    officer_view: str = "",
    next_on: date | None = None,
    commitments: Sequence[CommitmentLine] = (),
    content: Content = NOTHING_MORE,
    planned: PlannedMeeting | None = None,
) -> ThreePartyMeeting:
    """Record a meeting that was held, with its commitments; return it, also on a second click.

    ``planned`` is the planned meeting that this was. Raises ``Refused`` for a meeting in the future, a next day or a
    commitment before it, a second first meeting, an absent client without the reason, a client who was there and whose
    view is missing, a table at which somebody is missing who must be there, or a point without which it cannot close.
    """
    Client.objects.select_for_update().get(pk=client.pk)
    earlier = ThreePartyMeeting.objects.filter(form_token=form_token, client=client).first()
    if earlier is not None:
        return earlier
    _refuse_impossible_days(held_at, next_on, commitments)
    if kind == MeetingKind.FIRST and client.meetings.filter(kind=MeetingKind.FIRST).exists():
        raise Refused(_("Het eerste driegesprek is al vastgelegd. Kies “driegesprek”."), field="kind")
    if not client_present and not absent.strip():
        raise Refused(_("Schrijf op waarom de cliënt er niet bij was."), field="absent")
    if kind in THREE_PARTY_KINDS and not proud_of.strip():
        raise Refused(_("Schrijf op waar de cliënt trots op is, en wat is bereikt."), field="proud_of")
    if client_present and not client_view.strip():
        raise Refused(_("Schrijf op hoe de cliënt het ziet, in zijn eigen woorden."), field="client_view")
    agenda = agenda_of(kind)
    _refuse_unfinished(agenda, client_present, content, commitments, next_on)
    _refuse_other_meeting(planned, client, kind)
    meeting, _created = create_once(
        ThreePartyMeeting,
        form_token,
        planned=planned,
        client=client,
        kind=kind,
        held_at=held_at,
        place=place,
        present=present,
        client_present=client_present,
        absent=absent,
        proud_of=proud_of,
        client_view=client_view,
        counsellor_view=counsellor_view,
        officer_view=officer_view,
        lead=lead,
        next_on=next_on,
        recorded_by=acting_user,
    )
    _write_content(meeting, agenda, content)
    for line in commitments:
        make_commitment(
            client=client,
            text=line.text,
            owner=line.owner,
            owner_name=line.owner_name,
            due_on=line.due_on,
            made_on=timezone.localdate(held_at),
            origin=meeting,
            acting_user=acting_user,
        )
    record(
        AuditAction.CREATE,
        acting_user=acting_user,
        client_number=client.number,
        obj=meeting,
        details={"commitments": len(commitments)},
    )
    return meeting


def _refuse_unfinished(
    agenda: Agenda,
    client_present: bool,  # noqa: FBT001 -- a fact of the meeting
    content: Content,
    commitments: Sequence[CommitmentLine],
    next_on: date | None,
) -> None:
    """Raise ``Refused`` when somebody is missing at the table, or a point without which the meeting cannot close."""
    seats = {line.seat for line in content.attendees if line.present} | ({Seat.CLIENT} if client_present else set())
    missing = agenda.missing(seats)
    if missing:
        raise Refused(
            _("Een %(kind)s kan alleen met %(who)s erbij. Ging het niet door, plan het dan opnieuw.")
            % {"kind": agenda.label.lower(), "who": _(" en ").join(missing)},
            field="attended",
        )
    for point in agenda.texts:
        if point.closes and not content.answers.get(point.key, "").strip():
            raise Refused(
                _("Schrijf bij “%(point)s” op wat er is gezegd. Zonder dat is het overleg niet af.")
                % {"point": point.heading},
                field=f"point_{point.key}",
            )
    if agenda.asks_for("commitments") and not commitments:
        raise Refused(_("Leg minstens één afspraak vast, met wie het doet en wanneer."))
    if agenda.asks_for("next_on") and next_on is None:
        raise Refused(_("Spreek af wanneer het volgende gesprek is."), field="next_on")


def _refuse_other_meeting(planned: PlannedMeeting | None, client: Client, kind: str) -> None:
    """Raise ``Refused`` when this was not the planned meeting, or that was called off or recorded already."""
    if planned is None:
        return
    locked = PlannedMeeting.objects.select_for_update(of=("self",)).get(pk=planned.pk)
    first_or_not = {locked.kind, kind} <= set(THREE_PARTY_KINDS)
    if locked.client_id != client.pk or not (locked.kind == kind or first_or_not):
        raise Refused(_("Dit hoort bij een ander overleg. Open het overleg opnieuw."))
    if locked.cancelled_at is not None:
        raise Refused(_("Dit overleg is afgezegd. Leg het vast als een overleg dat niet gepland was."))
    if locked.is_held:
        raise Refused(_("Dit overleg is al vastgelegd."))


def _write_content(meeting: ThreePartyMeeting, agenda: Agenda, content: Content) -> None:
    """Write who was there, what was said on each point, and who is active on which domain; empty ones are left out."""
    for line in content.attendees:
        attendee = MeetingAttendee(
            record=meeting,
            seat=line.seat,
            name=line.name.strip(),
            present=line.present,
            reason=line.reason.strip(),
            words=line.words.strip(),
        )
        refuse_if_invalid(attendee)
        attendee.save()
    MeetingAnswer.objects.bulk_create(
        MeetingAnswer(record=meeting, key=point.key, order=point.number, heading=point.heading, text=text)
        for point in agenda.texts
        if (text := content.answers.get(point.key, "").strip())
    )
    MeetingDomain.objects.bulk_create(
        MeetingDomain(
            record=meeting,
            domain=line.domain,
            client_active=Seat.CLIENT in line.parties,
            organisation_active=Seat.ORGANISATION in line.parties,
            probation_active=Seat.PROBATION in line.parties,
            others=line.others.strip(),
            text=line.text.strip(),
        )
        for line in content.domains
        if line.parties or line.others.strip() or line.text.strip()
    )
