"""What a partner and the organisation give each other outside a meeting: papers made elsewhere, and short notes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from accounts.enums import AuditAction
from accounts.errors import Refused
from accounts.services.audit import record
from casework.services.documents import store_upload
from casework.services.once import create_once, refuse_if_invalid
from chain.enums import AgreementStatus, AlertKind, Channel, Ground, PartnerPaper, Seat
from chain.models import Agreement, Disclosure, PartnerDocument, SharedNote
from chain.querysets import OPEN_TO_PARTNER
from chain.services.alerts import alert
from chain.services.notifications import name_of
from chain.services.seats import refuse_if_left

if TYPE_CHECKING:
    from datetime import date
    from uuid import UUID

    from django.core.files.uploadedfile import UploadedFile

    from accounts.models import User

LONGEST_NOTE = 2000


def bring_in_paper(
    *,
    agreement: Agreement,
    form_token: UUID,
    kind: str,
    made_on: date,
    upload: UploadedFile[Any],
    acting_user: User,
) -> PartnerDocument:
    """Keep a paper that a partner brought in, marked as made elsewhere, by whom and when.

    A second click gives the first paper. Raises ``Refused`` for a day in the future, an agreement that is not open to
    its officer any more, and for every file that ``store_upload`` refuses. Call it outside every transaction.
    """
    if made_on > timezone.localdate():
        raise Refused(_("Dit stuk kan niet in de toekomst zijn gemaakt. Controleer de datum."), field="made_on")
    if agreement.status not in OPEN_TO_PARTNER:
        raise Refused(_("Met u zijn er nu geen afspraken over deze cliënt. Delen kan daarom niet."))
    own = acting_user.pk == agreement.officer_id
    works_for = agreement.works_for if own else acting_user.organisation
    made_by = name_of(acting_user, works_for)
    with translation.override(settings.LANGUAGE_CODE):  # kept with the file, whatever the language of the page
        title = _("%(kind)s van %(organisation)s") % {
            "kind": str(PartnerPaper(kind).label).capitalize(),
            "organisation": works_for or acting_user,
        }
    document = store_upload(
        client=agreement.client, form_token=form_token, title=title[:160], upload=upload, acting_user=acting_user
    )
    with transaction.atomic():
        Agreement.objects.select_for_update().get(pk=agreement.pk)
        earlier = PartnerDocument.objects.filter(document=document).first()
        if earlier is not None:
            return earlier
        paper = PartnerDocument(
            client=agreement.client,
            agreement=agreement,
            document=document,
            kind=kind,
            made_by=made_by[:160],
            made_on=made_on,
            brought_by=acting_user,
        )
        refuse_if_invalid(paper)
        paper.save()
        record(
            AuditAction.SHARE,
            acting_user=acting_user,
            client_number=agreement.client.number,
            obj=paper,
            details={"kind": kind, "made": made_on.isoformat(), "number": document.number},
        )
    return paper


@transaction.atomic
def write_shared_note(*, agreement: Agreement, form_token: UUID, seat: str, text: str, acting_user: User) -> SharedNote:
    """Write a note that organisation, officer and client may read.

    From the organisation to the officer it is a disclosure, so the agreement must be in force. Raises ``Refused`` for an
    empty or too long text, and while the agreement does not allow it.
    """
    agreement = (
        Agreement.objects.select_for_update(of=("self",)).select_related("client", "officer").get(pk=agreement.pk)
    )
    words = text.strip()
    if not words:
        raise Refused(_("Schrijf op wat u wilt delen."), field="text")
    if len(words) > LONGEST_NOTE:
        raise Refused(_("Maak het korter: ten hoogste %(count)s tekens.") % {"count": LONGEST_NOTE}, field="text")
    if agreement.status not in OPEN_TO_PARTNER:
        raise Refused(_("Met deze toezichthouder zijn er nu geen afspraken. Delen kan daarom niet."))
    if seat == Seat.ORGANISATION and agreement.status != AgreementStatus.IN_FORCE:
        raise Refused(_("De samenwerkingsafspraken zijn nog niet van kracht. Bel, of wacht tot iedereen akkoord is."))
    if seat == Seat.ORGANISATION:
        refuse_if_left(agreement)
    note, new = create_once(
        SharedNote, form_token, client=agreement.client, agreement=agreement, seat=seat, text=words, author=acting_user
    )
    if not new:
        return note
    if seat == Seat.ORGANISATION:
        with translation.override(settings.LANGUAGE_CODE):  # kept with the file, whatever the language of the page
            Disclosure.objects.create(
                client=agreement.client,
                recipient_name=name_of(agreement.officer, agreement.works_for),
                what=_("Gedeelde notitie van %(name)s") % {"name": acting_user},
                disclosed_at=timezone.now(),
                ground=Ground.AGREEMENT,
                ground_text=_("versie %(version)s") % {"version": agreement.version},
                channel=Channel.PORTAL,
                by=acting_user,
                object_type=note._meta.label_lower,
                object_id=note.pk,
            )
        alert(recipient=agreement.officer, client=agreement.client, kind=AlertKind.NOTE, object_id=note.pk)
    record(
        AuditAction.SHARE,
        acting_user=acting_user,
        client_number=agreement.client.number,
        obj=note,
        details={"seat": seat},
    )
    return note
