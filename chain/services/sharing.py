"""Sharing documents with the officer: item by item, on a ground, and never a computed rest."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from accounts.enums import AuditAction
from accounts.errors import Refused
from accounts.services.audit import record
from casework.services.once import create_once
from chain.enums import AgreementStatus, AlertKind, Channel, Ground
from chain.models import Agreement, Disclosure, SharedItem
from chain.querysets import OPEN_TO_PARTNER
from chain.services.alerts import alert
from chain.services.notifications import name_of
from chain.services.seats import refuse_if_left

if TYPE_CHECKING:
    from uuid import UUID

    from accounts.models import User
    from casework.models import Document

LONGEST_GROUND = 300


@transaction.atomic
def share_document(
    *,
    document: Document,
    agreement: Agreement,
    ground: Ground,
    ground_text: str = "",
    form_token: UUID,
    acting_user: User,
) -> SharedItem:
    """Give a document to the officer of an agreement, log the disclosure, and owe him an empty mail.

    Sharing what the officer has already changes nothing; what was ended is opened again. Raises ``Refused`` when the
    document is of another client, when the agreement does not stand open to the officer, when the agreement is the
    ground but is not in force yet, or when another ground is not explained.
    """
    agreement = (
        Agreement.objects.select_for_update(of=("self",))
        .select_related("officer__organisation", "officer_organisation")
        .get(pk=agreement.pk)
    )
    text = ground_text.strip()
    _refuse_if_unfounded(document, agreement, ground, text)
    with translation.override(settings.LANGUAGE_CODE):  # kept with the file, whatever the language of the page
        what = _("Document: %(title)s (%(number)s)") % {"title": document.title, "number": document.number}
        reason = str(Ground(ground).label)
        if ground == Ground.AGREEMENT and not text:
            text = _("versie %(version)s") % {"version": agreement.version}
    item = SharedItem.objects.select_for_update().filter(document=document, shared_with=agreement.officer).first()
    if item is None:
        item, new = create_once(
            SharedItem,
            form_token,
            client=document.client,
            agreement=agreement,
            document=document,
            shared_with=agreement.officer,
            shared_by=acting_user,
            ground=ground,
        )
        if not new:
            return item
    elif item.until is None or item.until >= timezone.localdate():
        return item
    else:
        item.until, item.ground, item.agreement, item.shared_by = None, ground, agreement, acting_user
        item.save(update_fields=["until", "ground", "agreement", "shared_by"])
    Disclosure.objects.create(
        client=document.client,
        recipient_name=name_of(agreement.officer, agreement.works_for),
        what=what,
        disclosed_at=timezone.now(),
        ground=ground,
        ground_text=text,
        channel=Channel.PORTAL,
        by=acting_user,
        object_type=SharedItem._meta.label_lower,
        object_id=item.pk,
    )
    record(
        AuditAction.SHARE,
        acting_user=acting_user,
        client_number=document.client.number,
        obj=document,
        reason=reason,
        details={"recipient": agreement.officer_id, "number": document.number, "sha256": document.sha256},
    )
    alert(recipient=agreement.officer, client=document.client, kind=AlertKind.DOCUMENT, object_id=item.pk)
    return item


def _refuse_if_unfounded(document: Document, agreement: Agreement, ground: Ground, text: str) -> None:
    if document.client_id != agreement.client_id:
        raise Refused(_("Dit document hoort bij een andere cliënt en kan hier niet gedeeld worden."), field="document")
    if agreement.status not in OPEN_TO_PARTNER:
        raise Refused(_("Met deze toezichthouder zijn er nu geen afspraken. Delen kan daarom niet."), field="agreement")
    refuse_if_left(agreement)
    if ground == Ground.AGREEMENT and agreement.status != AgreementStatus.IN_FORCE:
        raise Refused(
            _(
                "De samenwerkingsafspraken zijn nog niet van kracht. Kies een andere grond, of wacht tot iedereen akkoord is."
            ),
            field="ground",
        )
    if ground != Ground.AGREEMENT and not text:
        raise Refused(
            _("Schrijf erbij waarop de grond rust: welke toestemming, van wanneer, of welke wet."), field="ground_text"
        )
    if len(text) > LONGEST_GROUND:
        raise Refused(
            _("Maak de toelichting korter: ten hoogste %(count)s tekens.") % {"count": LONGEST_GROUND},
            field="ground_text",
        )


@transaction.atomic
def end_sharing(*, item: SharedItem, acting_user: User) -> SharedItem:
    """Stop sharing a document: from now on the officer cannot open it; a second time changes nothing.

    What was disclosed stays in the log: it was known from then on.
    """
    item = SharedItem.objects.select_for_update(of=("self",)).select_related("document__client").get(pk=item.pk)
    yesterday = timezone.localdate() - timedelta(days=1)
    if item.until is not None and item.until <= yesterday:
        return item
    item.until = yesterday
    item.save(update_fields=["until"])
    record(
        AuditAction.UPDATE,
        acting_user=acting_user,
        client_number=item.document.client.number,
        obj=item,
        details={"until": yesterday.isoformat(), "number": item.document.number},
    )
    return item
