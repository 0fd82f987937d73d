"""The only doors to a client file. Whoever comes through leaves an audit row; strangers get 404, readers 403."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.exceptions import PermissionDenied
from django.db.models import Exists, OuterRef, Q
from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.access import current_user
from accounts.enums import AuditAction, AuditOutcome, Role
from accounts.models import Location, Team
from accounts.selectors import standing_of
from accounts.services.audit import record
from casework.models import (
    Appointment,
    CalendarFeed,
    Client,
    ContactNote,
    Document,
    FormDraft,
    Letter,
    Stay,
    VolunteerMatch,
)
from casework.querysets import night_of
from casework.selectors import counsellor_of
from casework.selectors.merging import family

if TYPE_CHECKING:
    from datetime import date

    from django.db.models import QuerySet
    from django.http import HttpRequest

    from accounts.models import User
    from casework.querysets import AppointmentQuerySet

LONGEST_NUMBER = 20
LARGEST_ID = 2**63 - 1


def is_number(text: str) -> bool:
    """Return whether a text from an address can be a client number at all; nothing is asked of the database."""
    return text.isprintable() and len(text) <= LONGEST_NUMBER


def may_write(user: User, client: Client) -> bool:
    """Return whether the user may write in this file, given that he may see it: counsellors and team leads do.

    So does an intake officer, as long as the client is being placed. Nobody writes in a file that was merged
    into another.
    """
    if client.merged_into_id is not None:
        return False
    standing = standing_of(user)
    return standing.keeps_files or (
        standing.has(Role.INTAKE_OFFICER) and Client.objects.filter(pk=client.pk).being_placed().exists()
    )


def get_client(user: User, number: str, *, write: bool = False, what: str = "client", silent: bool = False) -> Client:
    """Return the client for a user who may see the file; write the audit row of this reading.

    ``what`` names the part that is opened (it stands in the audit row). ``silent`` leaves the row out where the caller
    writes a better one in the same transaction. Raises ``Http404`` to strangers, whether or not the number exists (an
    attempt on an existing file is recorded as refused), and ``PermissionDenied`` to a reader who wants to write.

    The number of a file that was merged into another opens that old file for reading; who writes under it, in a form
    that was still open for instance, writes in the file that stayed.
    """
    client = _find(user, number) if is_number(number) else None
    if write and client is not None and client.merged_into is not None:
        client = client.merged_into
        number = client.number
    if client is None:
        if is_number(number) and Client.objects.filter(number=number).exists():
            record(
                AuditAction.READ,
                acting_user=user,
                client_number=number,
                object_type=what,
                outcome=AuditOutcome.REFUSED,
                rule="visible_to",
            )
        raise Http404(_("Dit dossier bestaat niet, of u heeft er geen toegang toe."))
    if write and not may_write(user, client):
        record(
            AuditAction.UPDATE,
            acting_user=user,
            client_number=number,
            object_type=what,
            outcome=AuditOutcome.REFUSED,
            rule="may_write",
        )
        raise PermissionDenied(_("U mag dit dossier lezen, maar er niet in schrijven."))
    if not silent:
        record(AuditAction.READ, acting_user=user, client_number=number, object_type=what, rule="visible_to")
    return client


def _find(user: User, number: str) -> Client | None:
    """Return the file with this number: one the user may open, or one that was merged into such a file.

    With what every page of a client shows in its band and no table of its own tells (``profile_since``, ``photo_pk``), and the
    team of today.
    """
    today = timezone.localdate()
    visible = Client.objects.visible_to(user).with_profile(today).with_photo().with_team_on(today)
    client: Any = visible.select_related("team").filter(number=number).first()
    if client is not None and client.team_now != client.team_id:
        client.team = Team.objects.get(pk=client.team_now)  # his day came, and the job that follows did not yet
    if client is None:
        archived = Client.objects.archived_for(user).with_profile(today).with_photo()
        client = archived.select_related("team", "merged_into__team").filter(number=number).first()
    found: Client | None = client
    return found


def open_client(request: HttpRequest, number: str, *, write: bool = False, what: str = "client") -> Client:
    """Return the client for the user of this request: the door for views. Raises ``LoginNeeded`` without one."""
    return get_client(current_user(request), number, write=write, what=what)


def may_open_access_log(user: User, counsellor: User | None) -> bool:
    """Return whether the user may see who saw a file, given that he may see it and who its counsellor is.

    The team lead and the client's own counsellor, or who stands in for him, may: they answer when the client asks.
    """
    standing = standing_of(user)
    return standing.has(Role.TEAM_LEAD) or (counsellor is not None and counsellor.pk in standing.acts_for)


def open_access_log(request: HttpRequest, number: str) -> Client:
    """Return the client whose access log the user of this request may see.

    That is a team lead or the own counsellor among those who may see the file, and the privacy officer for every
    client: he sees this page and nothing else of the file. Raises ``Http404`` to strangers and ``PermissionDenied`` to
    others who may see the file.
    """
    user = current_user(request)
    what = "casework.access_log"
    if standing_of(user).has(Role.PRIVACY_OFFICER):
        client = Client.objects.filter(number=number).first() if is_number(number) else None
        if client is None:
            raise Http404(_("Dit dossier bestaat niet."))
        record(AuditAction.READ, acting_user=user, client_number=number, object_type=what, rule="privacy_officer")
        return client
    client = get_client(user, number, what=what, silent=True)
    if not may_open_access_log(user, counsellor_of(client)):
        record(
            AuditAction.READ,
            acting_user=user,
            client_number=number,
            object_type=what,
            outcome=AuditOutcome.REFUSED,
            rule="may_open_access_log",
        )
        raise PermissionDenied(_("Alleen de eigen begeleider en de teamleider zien wie dit dossier inzag."))
    record(AuditAction.READ, acting_user=user, client_number=number, object_type=what, rule="may_open_access_log")
    return client


def get_note(user: User, number: str, pk: int, *, write: bool = False) -> tuple[Client, ContactNote]:
    """Return a note that the user reads, of a client whose file he may see, or write in; raise ``Http404`` otherwise."""
    client = get_client(user, number, write=write, what="casework.contactnote")
    readable = ContactNote.objects.filter(client__in=family(client)).readable_by(user)
    note = readable.select_related("author").filter(pk=pk).first()
    if note is None:
        raise Http404
    return client, note


def get_document(user: User, number: str, pk: int) -> tuple[Client, Document]:
    """Return a document of a client whose file the user may see, with an audit row that names it."""
    client = get_client(user, number, silent=True)
    document = Document.objects.filter(client__in=family(client), pk=pk).first()
    if document is None:
        raise Http404
    record(AuditAction.READ, acting_user=user, client_number=number, obj=document, rule="visible_to")
    return client, document


def get_letter(user: User, number: str, pk: int, *, write: bool = False) -> tuple[Client, Letter]:
    """Return a letter of a client whose file the user may see, or write in; raise ``Http404`` otherwise.

    One that was thrown away is gone for everybody.
    """
    client = get_client(user, number, write=write, what="casework.letter")
    related = ("client", "template", "document", "begun_by", "changed_by")
    letter = Letter.objects.filter(client__in=family(client), pk=pk, dropped_at=None).select_related(*related).first()
    if letter is None:
        raise Http404(_("Deze brief bestaat niet."))
    return client, letter


def get_draft(user: User, pk: int) -> FormDraft:
    """Return an unfinished form of the user's own; raise ``Http404`` for anybody else's."""
    draft = FormDraft.objects.visible_to(user).select_related("client").filter(pk=pk).first()
    if draft is None:
        raise Http404
    return draft


HOUSE_STAFF = frozenset({Role.COUNSELLOR, Role.TEAM_LEAD, Role.NIGHT_STAFF})
HOUSE_READERS = HOUSE_STAFF | {Role.BEHAVIOURAL_EXPERT}
PLACERS = HOUSE_READERS | {Role.INTAKE_OFFICER}


def houses_open_to(user: User) -> QuerySet[Location]:
    """Return the houses of which this user may see who is there.

    Included if, and only if, the user is active, is counsellor, team lead, night staff or behavioural expert today, and
    the house belongs to one of his teams, or to a team of somebody for whom he stands in today.
    """
    standing = standing_of(user)
    houses = Location.objects.filter(team_id__in=standing.team_ids).select_related("team")
    return houses if standing.has(*HOUSE_READERS) else houses.none()


def houses_known_to(user: User) -> QuerySet[Location]:
    """Return the houses whose places and rules this user may see, though not who lives there.

    Included if, and only if, the house is open to him (``houses_open_to``), or he is intake officer today and it
    belongs to one of those same teams.
    """
    standing = standing_of(user)
    houses = Location.objects.filter(team_id__in=standing.team_ids).select_related("team")
    return houses if standing.has(*PLACERS) else houses.none()


def residents_open_to(user: User, house: Location, night: date) -> QuerySet[Client]:
    """Return the residents of a house whose presence this user may see and record.

    Included if, and only if, the house is open to him (``houses_open_to``), and the client sleeps there that night, or
    stayed there before and his file is visible to the user (``Client.objects.visible_to``).
    """
    if not houses_open_to(user).filter(pk=house.pk).exists():
        return Client.objects.none()
    stayed = Stay.objects.filter(client=OuterRef("pk"), location=house)
    here: QuerySet[Client] = Client.objects.filter(
        Exists(stayed.sleeping_on(night)) | (Exists(stayed) & Q(pk__in=Client.objects.visible_to(user).values("pk")))
    )
    return here


def open_house(request: HttpRequest, pk: int, *, write: bool = False, lead: bool = False) -> Location:
    """Return a house for the user of this request; the view writes the audit row of what it shows.

    ``write`` is for those who work there, ``lead`` for the team lead alone. Raises ``Http404`` to strangers, with a row
    in the audit trail where the house exists, and ``PermissionDenied`` to a reader who wants to write.
    """
    return _house(request, pk, houses_open_to(current_user(request)), write=write, lead=lead)


def open_house_rules(request: HttpRequest, pk: int) -> Location:
    """Return a house for a user who may read its rules and see its places (``houses_known_to``)."""
    return _house(request, pk, houses_known_to(current_user(request)))


def _house(
    request: HttpRequest, pk: int, houses: QuerySet[Location], *, write: bool = False, lead: bool = False
) -> Location:
    user = current_user(request)
    house = houses.filter(pk=pk).first() if pk <= LARGEST_ID else None
    if house is None:
        _refuse_house(user, pk, AuditAction.READ, "houses_open_to")
        raise Http404(_("Dit huis bestaat niet, of het hoort niet bij uw team."))
    standing = standing_of(user)
    if (write and not standing.has(*HOUSE_STAFF)) or (lead and not standing.has(Role.TEAM_LEAD)):
        _refuse_house(user, pk, AuditAction.UPDATE, "house_staff")
        raise PermissionDenied(
            _("Dit doet de teamleider van dit huis.") if lead else _("U mag dit huis zien, maar hier niets vastleggen.")
        )
    return house


def _refuse_house(user: User, pk: int, action: AuditAction, rule: str) -> None:
    house = Location.objects.filter(pk=pk).first() if pk <= LARGEST_ID else None
    if house is not None:
        record(action, acting_user=user, obj=house, outcome=AuditOutcome.REFUSED, rule=rule)


def open_resident(request: HttpRequest, pk: int, number: str, *, what: str) -> tuple[Location, Client]:
    """Return a house and one of its residents, to record something about his presence.

    The door of ``open_house`` for writing first, then ``residents_open_to``; leaves an audit row about the client.
    Raises ``Http404`` for somebody who does not live there.
    """
    house = open_house(request, pk, write=True)
    user = current_user(request)
    found = residents_open_to(user, house, night_of(timezone.now())).select_related("team").filter(number=number)
    client = found.first() if is_number(number) else None
    if client is None:
        raise Http404(_("Deze bewoner woont hier niet."))
    record(AuditAction.READ, acting_user=user, client_number=number, object_type=what, rule="residents_open_to")
    return house, client


def get_appointment(user: User, number: str, pk: int, *, write: bool = False) -> tuple[Client, Appointment]:
    """Return an appointment of a client whose file the user may see, or write in, with an audit row that names it."""
    client = get_client(user, number, write=write, what="casework.appointment", silent=True)
    rows: AppointmentQuerySet = client.appointments.all()
    appointment = rows.with_outcome().select_related("user", "series", "recorded_by").filter(pk=pk).first()
    if appointment is None:
        raise Http404
    appointment.client = client
    record(AuditAction.READ, acting_user=user, client_number=number, obj=appointment, rule="visible_to")
    return client, appointment


def read_feed(digest: str) -> tuple[CalendarFeed, bool] | None:
    """Return the calendar feed with this digest and whether it works, and leave an audit row of the reading.

    Who reads is known by the address alone: a calendar program does not log in. None for an address that never was. One
    that was withdrawn does not work, nor does that of somebody who no longer keeps files.
    """
    feed = CalendarFeed.objects.select_related("user").filter(digest=digest).first()
    if feed is None:
        return None
    works = feed.revoked_at is None and standing_of(feed.user).keeps_files
    record(
        AuditAction.EXPORT,
        acting_user=feed.user,
        obj=feed,
        rule="calendar_feed",
        outcome=AuditOutcome.DONE if works else AuditOutcome.REFUSED,
    )
    return feed, works


def matches_coordinated(user: User) -> QuerySet[VolunteerMatch]:
    """Return the matches that a coordinator of volunteers looks after.

    Included if, and only if, the user is active, is coordinator today, and the client is of one of his teams, or of a
    team of somebody for whom he stands in today. He sees the match, its logbook and its talks, and no file.
    """
    standing = standing_of(user)
    rows = VolunteerMatch.objects.filter(client__in=Client.objects.of_teams(standing.team_ids))
    return rows if standing.has(Role.VOLUNTEER_COORDINATOR) else rows.none()


def logbooks_of(user: User) -> QuerySet[VolunteerMatch]:
    """Return the matches in whose logbook this user writes.

    Included if, and only if, the user is active, is volunteer today, and is himself the volunteer of a match that began
    and did not end. Nobody stands in for a volunteer.
    """
    rows = VolunteerMatch.objects.filter(volunteer=user.pk, started_on__isnull=False, ended_on=None)
    return rows if standing_of(user).has(Role.VOLUNTEER) else rows.none()


def open_match(request: HttpRequest, pk: int, *, write: bool = False) -> VolunteerMatch:
    """Return a match for its coordinator, or for who may see the file of its client; leaves an audit row.

    Coordinators, counsellors and team leads write. Raises ``Http404`` to strangers (the volunteer too: his page is his
    logbook) and ``PermissionDenied`` to a reader who wants to write.
    """
    user = current_user(request)
    people = VolunteerMatch.objects.select_related("client__team", "volunteer", "coordinator")
    match = people.filter(pk=pk).first() if pk <= LARGEST_ID else None
    if match is None:
        raise Http404(_("Deze koppeling bestaat niet, of u heeft er geen toegang toe."))
    coordinates = matches_coordinated(user).filter(pk=pk).exists()
    sees = coordinates or Client.objects.visible_to(user).filter(pk=match.client_id).exists()
    writes = coordinates or (sees and may_write(user, match.client))
    done = writes if write else sees
    record(
        AuditAction.UPDATE if write and not done else AuditAction.READ,
        acting_user=user,
        client_number=match.client.number,
        obj=match,
        outcome=AuditOutcome.DONE if done else AuditOutcome.REFUSED,
        rule="matches_coordinated" if coordinates else "visible_to",
    )
    if not sees:
        raise Http404(_("Deze koppeling bestaat niet, of u heeft er geen toegang toe."))
    if not done:
        raise PermissionDenied(_("U mag dit lezen, maar hier niets vastleggen."))
    return match


def open_logbook(request: HttpRequest, pk: int) -> VolunteerMatch:
    """Return a match whose logbook is the user's own (``logbooks_of``); leaves an audit row. Raises ``Http404`` else."""
    user = current_user(request)
    rows = logbooks_of(user).select_related("client__team", "volunteer", "coordinator")
    match = rows.filter(pk=pk).first() if pk <= LARGEST_ID else None
    if match is None:
        there = VolunteerMatch.objects.filter(pk=pk).first() if pk <= LARGEST_ID else None
        if there is not None:
            record(AuditAction.READ, acting_user=user, obj=there, outcome=AuditOutcome.REFUSED, rule="logbooks_of")
        raise Http404(_("Dit is niet uw logboek, of de koppeling is geëindigd."))
    record(AuditAction.READ, acting_user=user, client_number=match.client.number, obj=match, rule="logbooks_of")
    return match
