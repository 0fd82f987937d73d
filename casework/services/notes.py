"""Contact notes: written once, corrected by an addendum."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.enums import AuditAction
from accounts.errors import Refused
from accounts.services.audit import record
from casework.enums import AddendumKind, ConditionOutcome, NoShowReason, NoteKind, NoteVisibility
from casework.events import condition_not_kept, contact_logged
from casework.models import ConditionTouch, ContactNote, NoteAddendum, NoteParticipant
from casework.services.once import create_once, refuse_if_invalid
from casework.services.plans import make_commitment

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date, datetime
    from uuid import UUID

    from accounts.models import User
    from casework.models import Appointment, Client, Goal, GoalStep, GroupContact, LifeDomain, SpecialCondition


@dataclass(frozen=True)
class AgreedInNote:
    """An agreement that was made in a contact: what, by whom (``CommitmentOwner``), before when."""

    text: str
    owner: str
    due_on: date
    owner_name: str = ""


@dataclass(frozen=True)
class NoteDetails:
    """What may be said of a contact beside the text.

    ``participants`` are of ``ParticipantRole`` and ``names`` who they were; ``goals`` and ``steps`` are of this client;
    ``readers`` are who else reads a note with ``NoteVisibility.NAMED``; ``group`` ties the notes of one activity together.
    """

    place: str = ""
    participants: Sequence[str] = ()
    names: str = ""
    no_show_reason: str = ""
    goals: Sequence[Goal] = ()
    steps: Sequence[GoalStep] = ()
    commitments: Sequence[AgreedInNote] = ()
    visibility: str = NoteVisibility.TEAM
    readers: Sequence[User] = ()
    group: GroupContact | None = None


NOTHING_MORE = NoteDetails()


@transaction.atomic
def write_note(  # noqa: PLR0913 -- the fields of its form
    *,
    client: Client,
    form_token: UUID,
    kind: str,
    occurred_at: datetime,
    duration_minutes: int,
    text: str,
    acting_user: User,
    went_well: str = "",
    client_view: str = "",
    domains: Iterable[LifeDomain] = (),
    touches: Sequence[tuple[SpecialCondition, str]] = (),
    appointment: Appointment | None = None,
    details: NoteDetails = NOTHING_MORE,
) -> ContactNote:
    """Write down one contact, what it showed of the special conditions, and what was agreed in it.

    ``appointment`` is the one that the note is about, where it was planned. ``touches`` are pairs of a condition of this
    client and a ``ConditionOutcome``. Sends ``contact_logged``, and ``condition_not_kept`` for each condition that was not kept. Raises ``Refused`` for a contact in the future or before
    the birth of the client, for an empty text, for a condition that is somebody else's, did not hold that day, or is named
    twice, for a goal of somebody else, and for a reader who may not open the file. A second call with the same token
    returns the note that the first one wrote, and is refused when it says something else.
    """
    _refuse_wrong_moment(client, occurred_at)
    if not text.strip():
        raise Refused(_("Schrijf op wat er is besproken of gebeurd."), field="text")
    _refuse_wrong_touches(client, occurred_at, touches)
    if appointment is not None and appointment.client_id != client.pk:
        raise Refused(_("Deze afspraak hoort niet bij deze cliënt."))
    _refuse_wrong_details(client, kind, details)
    note, new = create_once(
        ContactNote,
        form_token,
        client=client,
        author=acting_user,
        kind=kind,
        occurred_at=occurred_at,
        duration_minutes=duration_minutes,
        text=text.strip(),
        went_well=went_well.strip(),
        client_view=client_view.strip(),
        appointment=appointment,
        place=details.place.strip(),
        names=details.names.strip(),
        # Why somebody did not come has a kind from the first moment on; "not known yet" is one.
        no_show_reason=details.no_show_reason or (NoShowReason.UNKNOWN if kind == NoteKind.NO_SHOW else ""),
        visibility=details.visibility,
        group=details.group,
    )
    if not new:
        if note.text != text.strip():
            raise Refused(
                _(
                    "Dit formulier is al verstuurd en vastgelegd. Zet wat er nog bij moet als aanvulling bij dat contact."
                ),
                field="text",
            )
        return note
    chosen = list(domains)
    note.domains.set(chosen)
    # What is said of a step is said of its goal too.
    note.goals.set({goal.pk for goal in details.goals} | {step.goal_id for step in details.steps})
    note.steps.set(details.steps)
    note.readers.set(details.readers)
    NoteParticipant.objects.bulk_create(
        [NoteParticipant(note=note, role=role) for role in dict.fromkeys(details.participants)]
    )
    rows = [ConditionTouch(note=note, condition=condition, outcome=outcome) for condition, outcome in touches]
    for row in rows:
        refuse_if_invalid(row)
        row.save()
    record(
        AuditAction.CREATE,
        acting_user=acting_user,
        client_number=client.number,
        obj=note,
        details={
            "kind": kind,
            "domains": sorted(domain.key for domain in chosen),
            "conditions": {str(row.condition_id): row.outcome for row in rows},
            **_who_reads(details),
        },
    )
    for agreed in details.commitments:
        make_commitment(
            client=client,
            text=agreed.text,
            owner=agreed.owner,
            owner_name=agreed.owner_name,
            due_on=agreed.due_on,
            made_on=timezone.localdate(occurred_at),
            origin=note,
            acting_user=acting_user,
        )
    contact_logged.send(ContactNote, note=note, acting_user=acting_user)
    for row in rows:
        if row.outcome == ConditionOutcome.NOT_KEPT:
            condition_not_kept.send(ConditionTouch, touch=row, acting_user=acting_user)
    return note


@transaction.atomic
def add_addendum(
    *,
    note: ContactNote,
    form_token: UUID,
    text: str,
    acting_user: User,
    reason: str = "",
    kind: str = AddendumKind.CORRECTION,
) -> NoteAddendum:
    """Correct or complete a note without touching it, or put the client's own view under it.

    Who and when stand beside it, and of a correction also why. Raises ``Refused`` when the text is empty, or the reason of
    a correction.
    """
    if not text.strip():
        raise Refused(_("Schrijf op wat er verandert of bij komt."), field="text")
    if kind == AddendumKind.CORRECTION and not reason.strip():
        raise Refused(_("Schrijf op waarom u de aanvulling maakt."), field="reason")
    addendum, new = create_once(
        NoteAddendum, form_token, note=note, author=acting_user, kind=kind, text=text.strip(), reason=reason.strip()
    )
    if addendum.note_id != note.pk:
        raise Refused(_("Dit formulier is al gebruikt bij een ander contact. Open het opnieuw."))
    if new:
        record(AuditAction.CREATE, acting_user=acting_user, client_number=note.client.number, obj=addendum)
    return addendum


def _who_reads(details: NoteDetails) -> dict[str, object]:
    """Return for the audit trail who reads a note that is not for everybody."""
    if details.visibility == NoteVisibility.TEAM:
        return {}
    return {"visibility": str(details.visibility), "readers": sorted(reader.pk for reader in details.readers)}


def _refuse_wrong_moment(client: Client, occurred_at: datetime) -> None:
    if occurred_at > timezone.now():
        raise Refused(_("Dit contact ligt in de toekomst. Controleer de datum en de tijd."), field="occurred_at")
    if timezone.localdate(occurred_at) < client.birth_date:
        raise Refused(_("Dit contact ligt voor de geboortedatum. Controleer het jaar."), field="occurred_at")


def _refuse_wrong_details(client: Client, kind: str, details: NoteDetails) -> None:
    if details.no_show_reason and kind != NoteKind.NO_SHOW:
        raise Refused(_("Een reden van niet komen hoort bij een contact dat niet doorging."), field="no_show_reason")
    if any(goal.client_id != client.pk for goal in details.goals):
        raise Refused(_("Dit doel hoort niet bij deze cliënt."), field="goals")
    if any(step.client_id != client.pk for step in details.steps):
        raise Refused(_("Deze stap hoort niet bij deze cliënt."), field="steps")
    if details.readers and details.visibility != NoteVisibility.NAMED:
        raise Refused(_("U noemt wie dit leest. Kies dan ook dat niet iedereen het leest."), field="visibility")
    for reader in details.readers:
        if not type(client).objects.visible_to(reader).filter(pk=client.pk).exists():
            raise Refused(
                _("%(name)s mag dit dossier niet openen en kan het verslag dus niet lezen.") % {"name": reader},
                field="readers",
            )


def _refuse_wrong_touches(
    client: Client, occurred_at: datetime, touches: Sequence[tuple[SpecialCondition, str]]
) -> None:
    day = timezone.localdate(occurred_at)
    for condition, _outcome in touches:
        if condition.client_id != client.pk:
            raise Refused(_("Deze voorwaarde hoort niet bij deze cliënt."), field="touches")
        if not (condition.held_on(day) and condition.title.held_on(day)):
            raise Refused(
                _("De voorwaarde ‘%(name)s’ gold niet op de dag van dit contact.") % {"name": condition.kind.name},
                field="touches",
            )
    if len({condition.pk for condition, _outcome in touches}) < len(touches):
        raise Refused(
            _("Van een voorwaarde zegt één contact één ding: nagekomen, niet nagekomen of niet aan de orde."),
            field="touches",
        )
