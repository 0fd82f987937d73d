"""Writing letters: begun from a template, gone on with by whoever works in the file, issued once or thrown away."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.enums import AuditAction
from accounts.errors import Refused
from accounts.services.audit import record
from casework.models import Client, Document, FormDraft, Letter
from casework.selectors.letter_text import fill, open_places
from casework.selectors.letters import letter_values
from casework.services.documents import issue_document
from casework.services.once import create_once, refuse_if_invalid

if TYPE_CHECKING:
    from uuid import UUID

    from accounts.models import User
    from casework.models import LetterTemplate

LETTER = "letter"


class LetterConflict(Refused):
    """Somebody else saved the letter meanwhile; ``letter`` is how it stands now."""

    def __init__(self, letter: Letter) -> None:
        """Say who it was."""
        super().__init__(
            _("%(name)s wijzigde deze brief intussen. Vergelijk hieronder de teksten en bewaar daarna opnieuw.")
            % {"name": letter.changed_by}
        )
        self.letter = letter


@transaction.atomic
def start_letter(
    *,
    client: Client,
    form_token: UUID,
    template: LetterTemplate,
    addressee: str,
    acting_user: User,
    address: str = "",
) -> Letter:
    """Begin a letter: the text of the template, with what the file knows filled in.

    A second call with the same token changes nothing. Raises ``Refused`` for a template that is no longer in use or
    names what no file can fill in, and without the name of an addressee.
    """
    Client.objects.select_for_update().get(pk=client.pk)
    if not template.in_use:
        raise Refused(_("Deze brief is niet meer in gebruik. Kies een andere."))
    if not addressee.strip():
        raise Refused(_("Schrijf op aan wie de brief is."), field="addressee")
    values = letter_values(client, acting_user) | {"geadresseerde": addressee.strip()}
    letter, new = create_once(
        Letter,
        form_token,
        client=client,
        template=template,
        to=template.to,
        addressee=addressee.strip(),
        address=_lines(address),
        subject=fill(template.subject, values)[:160],
        body=fill(template.body, values),
        begun_by=acting_user,
        changed_by=acting_user,
    )
    if new:
        record(
            AuditAction.CREATE,
            acting_user=acting_user,
            client_number=client.number,
            obj=letter,
            details={"template": template.key},
        )
    return letter


@transaction.atomic
def save_letter(
    *,
    letter: Letter,
    form_token: UUID,
    revision: int,
    addressee: str,
    address: str,
    subject: str,
    body: str,
    acting_user: User,
) -> Letter:
    """Save what was written in a concept, and take the draft of that form away.

    ``revision`` is the one that stood on the screen. Raises ``LetterConflict`` when somebody else saved meanwhile, and
    ``Refused`` for a letter that was issued or thrown away, and without a subject or a text.
    """
    locked = _locked(letter)
    typed = {
        "addressee": addressee.strip(),
        "address": _lines(address),
        "subject": subject.strip(),
        "body": body.replace("\r\n", "\n").strip(),
    }
    if locked.revision != revision:
        if any(getattr(locked, name) != text for name, text in typed.items()):
            raise LetterConflict(locked)
        return locked  # the second press of one button
    for name, text in typed.items():
        if not text and name != "address":
            raise Refused(_("Dit mag niet leeg zijn."), field=name)
        setattr(locked, name, text)
    locked.revision += 1
    locked.changed_by, locked.changed_at = acting_user, timezone.now()
    refuse_if_invalid(locked)
    locked.save()
    FormDraft.objects.filter(form_token=form_token, author=acting_user).delete()
    record(
        AuditAction.UPDATE,
        acting_user=acting_user,
        client_number=locked.client.number,
        obj=locked,
        details={"revision": locked.revision},
    )
    return locked


@transaction.atomic
def drop_letter(*, letter: Letter, acting_user: User) -> None:
    """Throw a concept away; it stays in the trail and in no list. Raises ``Refused`` for a letter that was issued."""
    locked = _locked(letter)
    locked.dropped_at = timezone.now()
    locked.save(update_fields=["dropped_at"])
    record(
        AuditAction.UPDATE,
        acting_user=acting_user,
        client_number=locked.client.number,
        obj=locked,
        details={"dropped": True},
    )


def issue_letter(*, letter: Letter, form_token: UUID, revision: int, acting_user: User) -> Document:
    """Issue a letter as PDF: it is a document from then on, and changes no more. Call it outside every transaction.

    ``revision`` is the one that was read. Raises ``Refused`` while a place between brackets is still open, when somebody
    changed the text meanwhile, and for a letter that was issued or thrown away.
    """
    if letter.document is not None and letter.document.form_token == form_token:
        return letter.document
    _refuse_closed(letter)
    if letter.revision != revision:
        raise Refused(
            _("%(name)s wijzigde deze brief intussen. Lees hem opnieuw voor u hem vaststelt.")
            % {"name": letter.changed_by}
        )
    places = open_places(letter.addressee, letter.address, letter.subject, letter.body)
    if places:
        raise Refused(
            ngettext(
                "Vul eerst in wat nog tussen haken staat: %(places)s.",
                "Vul eerst in wat nog tussen haken staat, op %(count)s plekken: %(places)s.",
                len(places),
            )
            % {"count": len(places), "places": ", ".join(places)}
        )
    return issue_document(
        client=letter.client,
        kind_key=LETTER,
        form_token=form_token,
        recipient=letter.addressee,
        subject_id=letter.pk,
        acting_user=acting_user,
    )


@transaction.atomic
def letter_issued(*, document: Document, acting_user: User, subject_id: int) -> None:
    """Tie the document to its letter, in the transaction of the issue. Raises ``Refused`` when it was closed meanwhile."""
    del acting_user
    letter = Letter.objects.select_for_update(of=("self",)).get(pk=subject_id)
    _refuse_closed(letter)
    letter.document = document
    letter.save(update_fields=["document"])


def _locked(letter: Letter) -> Letter:
    found = Letter.objects.select_for_update(of=("self",)).select_related("client", "changed_by").get(pk=letter.pk)
    _refuse_closed(found)
    return found


def _refuse_closed(letter: Letter) -> None:
    if letter.document_id is not None:
        raise Refused(_("Deze brief is vastgesteld en verandert niet meer. Schrijf een nieuwe."))
    if letter.dropped_at is not None:
        raise Refused(_("Deze brief is weggegooid. Schrijf een nieuwe."))


def _lines(address: str) -> str:
    """Return an address without empty lines."""
    return "\n".join(line.strip() for line in address.splitlines() if line.strip())
