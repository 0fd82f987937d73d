"""Long papers: asked for now, laid out by a task, to be fetched when they are there (rulings 32).

The duty is the row. Whatever happens to the queue or the worker, the sweep of every minute finds it again, and the
token of the row makes that one document comes out of it.
"""

from __future__ import annotations

import logging
from datetime import timedelta
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.enums import AuditAction
from accounts.errors import Refused
from accounts.services.audit import record
from casework import tasks
from casework.models import DocumentRequest
from casework.registry import DocumentKind, registry
from casework.services.documents import issue_document, refuse_long_recipient
from casework.services.once import create_once
from casework.services.queue import ask

if TYPE_CHECKING:
    from uuid import UUID

    from accounts.models import User
    from casework.models import Client, Document

logger = logging.getLogger(__name__)

MOST_PAGES_IN_A_REQUEST = 3  # rulings 32
# A worker that was killed is taken to be so after this; laying out takes at most a minute (services/rendering.py).
STUCK = timedelta(minutes=3)
MOST_ATTEMPTS = 3


def takes_long(client: Client, kind: DocumentKind) -> bool:
    """Return whether a paper is laid out by a task: its kind says so, or the last one of this client was long. One query."""
    if kind.long or kind.most_pages:
        return kind.long
    pages = client.documents.filter(kind=kind.key).values_list("pages", flat=True).first()
    return (pages or 0) > MOST_PAGES_IN_A_REQUEST


@transaction.atomic
def request_document(
    *,
    client: Client,
    kind_key: str,
    form_token: UUID,
    acting_user: User,
    recipient: str = "",
    subject_id: int | None = None,
) -> DocumentRequest:
    """Ask for a paper; a task lays it out. The same ``form_token`` gives the same request.

    Raises ``Refused`` when the kind is not registered, or says itself that the paper cannot be made yet.
    """
    kind = registry.document_kinds.get(kind_key)
    if kind is None:
        raise Refused(_("Dit soort document bestaat niet."))
    refuse_long_recipient(recipient)
    if kind.check is not None:
        kind.check(client, acting_user)
    asked, new = create_once(
        DocumentRequest,
        form_token,
        client=client,
        kind=kind.key,
        recipient=recipient.strip(),
        subject_id=subject_id,
        requested_by=acting_user,
    )
    if new:
        record(
            AuditAction.CREATE,
            acting_user=acting_user,
            client_number=client.number,
            obj=asked,
            details={"kind": kind.key},
        )
        transaction.on_commit(lambda: ask(tasks.finish_document, asked.pk), robust=True)
    return asked


def finish_request(pk: int) -> DocumentRequest | None:
    """Lay out what was asked for, unless that was done or is being done; return the request that was finished.

    Call it outside every transaction. A refusal stands in the row, to be read on the page; anything else is tried
    again by the sweep, three times in all.
    """
    now = timezone.now()
    mine = (
        DocumentRequest.objects.filter(Q(started_at=None) | Q(started_at__lt=now - STUCK), pk=pk)
        .filter(document=None, failed_at=None)
        .update(started_at=now, attempts=F("attempts") + 1)
    )
    if not mine:
        return None
    asked = DocumentRequest.objects.select_related("client", "requested_by").get(pk=pk)
    try:
        document = issue_document(
            client=asked.client,
            kind_key=asked.kind,
            form_token=asked.form_token,
            acting_user=asked.requested_by,
            recipient=asked.recipient,
            subject_id=asked.subject_id,
        )
    except Refused as refusal:
        return _failed(asked, refusal.sentence)
    except Exception:
        # The row stays; without content in the log, and no further than this paper.
        logger.exception("Document request %s could not be finished.", pk)
        if asked.attempts >= MOST_ATTEMPTS:
            return _failed(
                asked, _("Het maken van de pdf is niet gelukt. Er is niets uitgegeven. Probeer het nog eens.")
            )
        return None
    return _done(asked, document)


def _done(asked: DocumentRequest, document: Document) -> DocumentRequest:
    asked.document = document
    asked.save(update_fields=["document"])
    return asked


def _failed(asked: DocumentRequest, sentence: str) -> DocumentRequest:
    asked.failed_at, asked.refusal = timezone.now(), sentence
    asked.save(update_fields=["failed_at", "refusal"])
    return asked


def finish_waiting_requests() -> int:
    """Lay out every paper that waits, or whose worker is gone; return how many were finished."""
    stuck = timezone.now() - STUCK
    waiting = DocumentRequest.objects.filter(document=None, failed_at=None)
    ready = waiting.filter(Q(started_at=None) | Q(started_at__lt=stuck)).order_by("requested_at", "pk")
    return sum(finish_request(pk) is not None for pk in ready.values_list("pk", flat=True))
