"""The log of what was told or given to others: written by every act that gives something, and by hand for the rest."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from accounts.enums import AuditAction
from accounts.errors import Refused
from accounts.services.audit import record
from casework.services.once import create_once
from chain.enums import Channel, Ground
from chain.models import Disclosure

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from accounts.models import User
    from casework.models import Client, Document

LONGEST_WHAT, LONGEST_REASON = 300, 300


def what_of(document: Document) -> str:
    """Return how a document stands in the log, in the language of the house."""
    with translation.override(settings.LANGUAGE_CODE):
        return _("Document: %(title)s (%(number)s)") % {"title": document.title, "number": document.number}


def _in_dutch(ground: Ground) -> str:
    """Return the ground as the trail keeps it, whatever language the screen is in."""
    with translation.override(settings.LANGUAGE_CODE):
        return str(ground.label)


@transaction.atomic
def disclose_document(
    *,
    document: Document,
    recipient_name: str,
    ground: Ground,
    ground_text: str,
    channel: Channel,
    acting_user: User,
) -> Disclosure:
    """Log that a document was given to somebody, with its audit row. Call it in the transaction of the giving."""
    given = Disclosure.objects.create(
        client=document.client,
        recipient_name=recipient_name,
        what=what_of(document),
        disclosed_at=document.issued_at,
        ground=ground,
        ground_text=ground_text[:LONGEST_REASON],
        channel=channel,
        by=acting_user,
        object_type=document._meta.label_lower,
        object_id=document.pk,
    )
    record(
        AuditAction.SHARE,
        acting_user=acting_user,
        client_number=document.client.number,
        obj=document,
        reason=_in_dutch(Ground(ground)),
        details={"channel": channel, "number": document.number, "sha256": document.sha256},
    )
    return given


@transaction.atomic
def enter_disclosure(  # noqa: PLR0913 -- one argument a field of the page
    *,
    client: Client,
    form_token: UUID,
    recipient_name: str,
    what: str,
    disclosed_at: datetime,
    ground: str,
    ground_text: str,
    channel: str,
    client_knows: bool,
    untold_reason: str,
    acting_user: User,
    document: Document | None = None,
    corrects: Disclosure | None = None,
) -> Disclosure:
    """Write down by hand what was told or given: on the phone, in a talk, on paper.

    ``document`` is one of the file that was given; ``corrects`` an entry by hand that this one replaces, which stays
    readable. Raises ``Refused`` for a moment that lies ahead, a ground that is not explained, a client who does not know
    without a reason why, and for an entry that the program made or that was corrected before.
    """
    if disclosed_at > timezone.now():
        raise Refused(_("Dit ligt in de toekomst. Controleer de datum en de tijd."), field="disclosed_on")
    what = what.strip() or (what_of(document) if document is not None else "")
    if not what:
        raise Refused(_("Schrijf op wat er verteld of gegeven is."), field="what")
    if ground != Ground.AGREEMENT and not ground_text.strip():
        raise Refused(
            _("Schrijf erbij waarop de grond rust: welke toestemming, van wanneer, of welke wet."), field="ground_text"
        )
    if not client_knows and not untold_reason.strip():
        raise Refused(_("Schrijf op waarom de cliënt het niet weet."), field="untold_reason")
    if document is not None and document.client_id != client.pk:
        raise Refused(_("Dit document hoort bij een andere cliënt."), field="document")
    if corrects is not None:
        _refuse_correction(client, corrects, form_token)
    entry, new = create_once(
        Disclosure,
        form_token,
        client=client,
        recipient_name=recipient_name.strip(),
        what=what,
        disclosed_at=disclosed_at,
        ground=ground,
        ground_text=ground_text.strip(),
        channel=channel,
        by=acting_user,
        by_hand=True,
        client_knows=client_knows,
        untold_reason="" if client_knows else untold_reason.strip(),
        corrects=corrects,
        object_type=document._meta.label_lower if document is not None else "",
        object_id=document.pk if document is not None else None,
    )
    if new:
        record(
            AuditAction.SHARE,
            acting_user=acting_user,
            client_number=client.number,
            obj=entry,
            reason=_in_dutch(Ground(ground)),
            details={"channel": channel, "corrects": corrects.pk if corrects is not None else None},
        )
    return entry


def _refuse_correction(client: Client, corrects: Disclosure, form_token: UUID) -> None:
    if corrects.client_id != client.pk or not corrects.by_hand:
        raise Refused(_("Deze regel is door het programma zelf geschreven en kan niet verbeterd worden."))
    later = Disclosure.objects.filter(corrects=corrects).first()
    if later is not None and later.form_token != form_token:
        raise Refused(_("Deze regel is al verbeterd. Verbeter de nieuwe regel."))
