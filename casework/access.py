"""The only doors to a client file. Whoever comes through leaves an audit row; strangers get 404, readers 403."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.utils.translation import gettext as _

from accounts.access import current_user
from accounts.enums import AuditAction, AuditOutcome, Role
from accounts.selectors import standing_of
from accounts.services.audit import record
from casework.models import Client, ContactNote, Document, FormDraft
from casework.selectors import counsellor_of

if TYPE_CHECKING:
    from django.http import HttpRequest

    from accounts.models import User

LONGEST_NUMBER = 20


def is_number(text: str) -> bool:
    """Return whether a text from an address can be a client number at all; nothing is asked of the database."""
    return text.isprintable() and len(text) <= LONGEST_NUMBER


def may_write(user: User, client: Client) -> bool:
    """Return whether the user may write in this file, given that he may see it: counsellors and team leads do.

    So does an intake officer, as long as the client does not stay with us yet.
    """
    standing = standing_of(user)
    return standing.keeps_files or (standing.has(Role.INTAKE_OFFICER) and not client.stays.exists())


def get_client(user: User, number: str, *, write: bool = False, what: str = "client", silent: bool = False) -> Client:
    """Return the client for a user who may see the file; write the audit row of this reading.

    ``what`` names the part that is opened (it stands in the audit row). ``silent`` leaves the row out where the caller
    writes a better one in the same transaction. Raises ``Http404`` to strangers, whether or not the number exists (an
    attempt on an existing file is recorded as refused), and ``PermissionDenied`` to a reader who wants to write.
    """
    client: Client | None = (
        Client.objects.visible_to(user).select_related("team").filter(number=number).first()
        if is_number(number)
        else None
    )
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
    """Return a note of a client whose file the user may see, or write in; raise ``Http404`` otherwise."""
    client = get_client(user, number, write=write, what="casework.contactnote")
    note = client.notes.select_related("author").filter(pk=pk).first()
    if note is None:
        raise Http404
    return client, note


def get_document(user: User, number: str, pk: int) -> tuple[Client, Document]:
    """Return a document of a client whose file the user may see, with an audit row that names it."""
    client = get_client(user, number, silent=True)
    document = client.documents.filter(pk=pk).first()
    if document is None:
        raise Http404
    record(AuditAction.READ, acting_user=user, client_number=number, obj=document, rule="visible_to")
    return client, document


def get_draft(user: User, pk: int) -> FormDraft:
    """Return an unfinished form of the user's own; raise ``Http404`` for anybody else's."""
    draft = FormDraft.objects.visible_to(user).select_related("client").filter(pk=pk).first()
    if draft is None:
        raise Http404
    return draft
