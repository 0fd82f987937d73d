"""Saying what a document is and how long it holds. The document itself never changes; each time is a row."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any
from uuid import uuid5

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.enums import AuditAction
from accounts.errors import Refused
from accounts.services.audit import record
from casework.models import Client, Document, DocumentFiling
from casework.selectors.merging import family
from casework.services.documents import store_upload
from casework.services.once import create_once

if TYPE_CHECKING:
    from datetime import date
    from uuid import UUID

    from django.core.files.uploadedfile import UploadedFile

    from accounts.models import User
    from casework.models import FileKind


@transaction.atomic
def file_document(
    *,
    document: Document,
    form_token: UUID,
    kind: FileKind,
    acting_user: User,
    valid_from: date | None = None,
    valid_until: date | None = None,
    renewed: bool = True,
    succeeds: Document | None = None,
) -> DocumentFiling:
    """Record what a document is, from when until when it holds, and which one it takes the place of.

    Raises ``Refused`` for a last day before the first, for a document of another file, for one that takes the place of
    itself, also by way of others, and for one that has a successor already.
    """
    Client.objects.select_for_update().get(pk=document.client_id)
    if valid_from and valid_until and valid_until < valid_from:
        raise Refused(_("De laatste dag ligt voor de eerste. Draai de datums om."), field="valid_until")
    if succeeds is not None and not DocumentFiling.objects.filter(form_token=form_token).exists():
        _refuse_wrong_order(document, succeeds)
    row, new = create_once(
        DocumentFiling,
        form_token,
        document=document,
        kind=kind,
        valid_from=valid_from,
        valid_until=valid_until,
        renewed=renewed,
        succeeds=succeeds,
        recorded_by=acting_user,
    )
    if row.document_id != document.pk:
        raise Refused(_("Dit formulier is al gebruikt bij een ander document. Open het opnieuw."))
    if new:
        record(
            AuditAction.UPDATE,
            acting_user=acting_user,
            client_number=document.client.number,
            obj=document,
            details={
                "kind": kind.key,
                "valid_until": valid_until.isoformat() if valid_until else "",
                "succeeds": succeeds.number if succeeds else "",
            },
        )
    return row


def store_filed_upload(
    *, client: Client, form_token: UUID, title: str, upload: UploadedFile[Any], acting_user: User, **filing: Any
) -> Document:
    """Keep a file that was brought in, with what it is and how long it holds (``file_document``), or nothing at all.

    Raises ``Refused`` for all that ``store_upload`` and ``file_document`` refuse.
    """
    return store_upload(
        client=client,
        form_token=form_token,
        title=title,
        upload=upload,
        acting_user=acting_user,
        then=partial(file_document, form_token=uuid5(form_token, "filing"), **filing),
    )


def _refuse_wrong_order(document: Document, succeeds: Document) -> None:
    if succeeds.pk == document.pk:
        raise Refused(_("Een document kan zichzelf niet vervangen. Kies een ander."), field="succeeds")
    files = set(family(document.client).values_list("pk", flat=True))
    survivor = document.client.merged_into
    if survivor is not None:
        files |= set(family(survivor).values_list("pk", flat=True))
    if succeeds.client_id not in files:
        raise Refused(
            _("Dit document hoort bij een ander dossier. Kies een document van deze cliënt."), field="succeeds"
        )
    before = dict(
        DocumentFiling.objects.current()
        .filter(document__client__in=files)
        .exclude(succeeds=None)
        .values_list("document_id", "succeeds_id")
    )
    if any(one == succeeds.pk and later != document.pk for later, one in before.items()):
        raise Refused(_("Dit document is al vervangen door een ander. Kies het nieuwste."), field="succeeds")
    at: int | None = succeeds.pk
    while at is not None:
        at = before.pop(at, None)
        if at == document.pk:
            raise Refused(
                _("Het document dat u kiest, kwam juist in de plaats van dit. Kies een ander."), field="succeeds"
            )
