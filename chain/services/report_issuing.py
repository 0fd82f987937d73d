"""Issuing a report: read by the client first, laid out by a task, shared or given, and disclosed in each case."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID, uuid5

from django.conf import settings
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from accounts.enums import AuditAction
from accounts.errors import Refused
from accounts.services.audit import record
from casework.enums import HandoverPurpose
from casework.registry import USUAL_GROUNDS
from casework.services.document_requests import request_document
from chain.enums import Channel, Ground
from chain.models import HandoverReport
from chain.models.reports import digest_of_parts
from chain.services.disclosures import disclose_document
from chain.services.reports import agreement_holds, locked_draft, may_use_portal
from chain.services.sharing import share_document

if TYPE_CHECKING:
    from accounts.models import User
    from casework.models import Document, DocumentRequest

# The kind of paper of each purpose; registered in chain/papers.py.
KIND_OF_PURPOSE = {
    HandoverPurpose.WARM: "handover",
    HandoverPurpose.INSIDE: "handover_inside",
    HandoverPurpose.END_REPORT: "end_report",
    HandoverPurpose.PROGRESS: "progress_report",
    HandoverPurpose.COMPLIANCE: "compliance_report",
    HandoverPurpose.MUNICIPALITY: "municipality_report",
}
LONGEST_GROUND = 300
SHARING = UUID("3d0c5b0e-6f0b-4a55-9a5c-6c1d5f1d8a10")  # makes of the token of a report that of its sharing


@transaction.atomic
def issue_report(
    *,
    report: HandoverReport,
    channel: str,
    ground: str,
    ground_text: str,
    form_token: UUID,
    acting_user: User,
) -> DocumentRequest:
    """Ask for the paper of a report, and fix how and on which ground it goes to its recipient.

    Raises ``Refused`` while the client did not read this very text (or it was not written down why not), when it is
    empty, when another ground than the agreement is not explained, and for the portal without an officer who has one.
    """
    current = HandoverReport.objects.select_related("request").get(pk=report.pk)
    if current.request is not None and current.request.form_token == form_token:
        return current.request
    mine = locked_draft(report)
    parts = list(mine.parts.all())
    if not any(part.on_paper for part in parts):
        raise Refused(_("Er staat nog niets in dit verslag. Vul eerst een onderdeel in."))
    reading = mine.readings.first()
    if reading is None:
        raise Refused(_("Laat het eerst de cliënt lezen, of schrijf op waarom dat niet kon."))
    if reading.text_sha256 != digest_of_parts(mine, parts):
        raise Refused(_("De tekst is veranderd nadat de cliënt hem las. Laat hem het verslag opnieuw lezen."))
    text = ground_text.strip()
    if mine.outside:
        _refuse_if_unfounded(mine, channel, ground, text)
    else:
        channel, ground, text = "", "", ""
    kind = KIND_OF_PURPOSE[HandoverPurpose(mine.purpose)]
    asked = request_document(
        client=mine.client,
        kind_key=kind,
        form_token=form_token,
        acting_user=acting_user,
        recipient=mine.recipient,
        subject_id=mine.pk,
    )
    mine.request, mine.channel, mine.ground, mine.ground_text = asked, channel, ground, text
    mine.changed_by = acting_user
    mine.save(update_fields=["request", "channel", "ground", "ground_text", "changed_by", "changed_at"])
    return asked


def _refuse_if_unfounded(report: HandoverReport, channel: str, ground: str, text: str) -> None:
    if channel not in Channel.values:
        raise Refused(_("Kies hoe het verslag bij de ontvanger komt."), field="channel")
    if ground not in Ground.values:
        raise Refused(_("Kies op welke grond u het geeft."), field="ground")
    if channel == Channel.PORTAL and not may_use_portal(report):
        raise Refused(
            _(
                "Het partnerportaal kan alleen voor een toezichthouder met wie er afspraken zijn. Kies een andere manier."
            ),
            field="channel",
        )
    if ground == Ground.AGREEMENT and not agreement_holds(report):
        raise Refused(
            _("Er zijn met deze ontvanger geen samenwerkingsafspraken van kracht. Kies een andere grond."),
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


def usual_ground(purpose: HandoverPurpose) -> str:
    """Return the usual ground of a purpose as a sentence, in the language of the house."""
    with translation.override(settings.LANGUAGE_CODE):
        words = str(USUAL_GROUNDS[purpose])
    return words[0].upper() + words[1:]


@transaction.atomic
def report_issued(*, document: Document, acting_user: User, subject_id: int | None, purpose: HandoverPurpose) -> None:
    """Finish a report in the transaction of its document: bound to it, shared or given, and in the log of disclosures.

    Without a written report (``manage.py issue_document``) it was handed over on paper to whoever is named; without a
    name nobody was told yet.
    """
    if subject_id is None:
        if purpose != HandoverPurpose.INSIDE and document.recipient:
            disclose_document(
                document=document,
                recipient_name=document.recipient,
                ground=Ground.LAW,
                ground_text=usual_ground(purpose),
                channel=Channel.PAPER,
                acting_user=acting_user,
            )
        return
    report = HandoverReport.objects.select_for_update(of=("self",)).select_related("agreement").get(pk=subject_id)
    if report.outside and report.channel == Channel.PORTAL and report.agreement is not None:
        share_document(
            document=document,
            agreement=report.agreement,
            ground=Ground(report.ground),
            ground_text=report.ground_text,
            form_token=uuid5(SHARING, report.form_token.hex),
            acting_user=acting_user,
        )
    elif report.outside:
        disclose_document(
            document=document,
            recipient_name=report.recipient,
            ground=Ground(report.ground),
            ground_text=report.ground_text,
            channel=Channel(report.channel),
            acting_user=acting_user,
        )
    report.document = document
    report.save(update_fields=["document", "changed_at"])
    record(
        AuditAction.UPDATE,
        acting_user=acting_user,
        client_number=document.client.number,
        obj=report,
        details={"document": document.number, "purpose": report.purpose},
    )
