"""The papers of the chain: handover, end report, progress report, and the client's own list of who heard what.

There is one way to all of the first kind: the composer (``chain.views.reports``). ``manage.py issue_document`` issues the
same paper with what the file proposes.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING, Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.errors import Refused
from casework.enums import CLOSED_LIST, HandoverPurpose
from casework.registry import DocumentKind, HandoverFrame, HandoverSection, grounds_for, registry
from casework.selectors import counsellor_of
from chain.models import HandoverReport
from chain.selectors import compliance, handover
from chain.selectors.agendas import agenda_of
from chain.selectors.agreements import agreement_text, cooperation_of, tracks_of
from chain.selectors.disclosures import disclosures_of
from chain.selectors.meetings import held_meeting
from chain.selectors.officers import officer_of, party_names
from chain.selectors.warm_handovers import reachable_after
from chain.services.report_issuing import KIND_OF_PURPOSE, report_issued
from chain.services.reports import proposed_parts
from riskplans.selectors import current_phase

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.utils.functional import _StrPromise

    from accounts.models import User
    from casework.models import Client
    from casework.registry import Context
    from chain.models import Agreement, HandoverPart

LOOK_BACK = timedelta(days=183)


@dataclass(frozen=True)
class ReportKind:
    """How the paper of one purpose is called, on the command line as well, and for whom it is good."""

    purpose: HandoverPurpose
    slug: str
    label: _StrPromise
    about: _StrPromise
    prefix: str
    order: int


REPORT_KINDS = (
    ReportKind(
        HandoverPurpose.WARM,
        "handover",
        gettext_lazy("Overdrachtsrapport"),
        gettext_lazy("Voor de organisatie die de begeleiding overneemt. De cliënt leest het eerst."),
        "OR",
        30,
    ),
    ReportKind(
        HandoverPurpose.INSIDE,
        "handover-inside",
        gettext_lazy("Overdracht in huis"),
        gettext_lazy("Voor een ander team of een nieuwe begeleider van de eigen organisatie."),
        "OH",
        31,
    ),
    ReportKind(
        HandoverPurpose.END_REPORT,
        "end-report",
        gettext_lazy("Eindverslag"),
        gettext_lazy("Voor de reclassering, aan het eind. Zegt ook waarom het niet paste, als het zo liep."),
        "EV",
        32,
    ),
    ReportKind(
        HandoverPurpose.PROGRESS,
        "progress-report",
        gettext_lazy("Voortgangsverslag"),
        gettext_lazy("Voor de reclassering, onderweg: voorwaarden, doelen en wat goed gaat."),
        "VV",
        33,
    ),
    ReportKind(
        HandoverPurpose.COMPLIANCE,
        "compliance-report",
        gettext_lazy("Bericht over behandeltrouw"),
        gettext_lazy(
            "Voor de reclassering of het OM: alleen wat de wet opsomt, en niet meer dan het toezicht nodig heeft."
        ),
        "BT",
        34,
    ),
    ReportKind(
        HandoverPurpose.MUNICIPALITY,
        "municipality-report",
        gettext_lazy("Toelichting voor de gemeente"),
        gettext_lazy("Bij een aanvraag voor Wmo of Wlz, ruim voor de titel eindigt."),
        "TG",
        35,
    ),
)


def _around(client: Client, user: User, purpose: str, parts: Sequence[HandoverPart]) -> dict[str, Any]:
    """Return what every one of these papers shows around its parts: who is who today, and what is missing."""
    today = timezone.localdate()
    told = [part for part in parts if part.on_paper]
    listed = purpose in CLOSED_LIST
    return {
        "parts": [part for part in told if part.key != "watch"],
        "watch": next((part for part in told if part.key == "watch"), None),
        "gaps": [warning for part in parts if part.included for warning in part.told_warnings],
        "purpose": purpose,
        "counsellor": counsellor_of(client, today),
        "involvement": officer_of(client, today),
        "stay": client.stays.active_on(today).select_related("location").first() if not listed else None,
        "phase": None if listed or purpose == HandoverPurpose.MUNICIPALITY else current_phase(client),
        "reachable": None if listed else reachable_after(client),
        "closed_list": listed,
        "signed_by_both": purpose in {HandoverPurpose.WARM, HandoverPurpose.INSIDE},
        "issuer": user,
    }


def proposed_context(client: Client, user: User, *, purpose: HandoverPurpose) -> Context:
    """Return the paper as the file proposes it over the last half year; nobody read it yet, and it says so."""
    today = timezone.localdate()
    frame = HandoverFrame(purpose, today - LOOK_BACK, today)
    parts = proposed_parts(client, user, frame)
    return _around(client, user, purpose, parts) | {
        "since": frame.since,
        "until": frame.until,
        "reading": None,
        "ending": "",
        "why_not_fit": "",
    }


def written_context(client: Client, user: User, subject_id: int) -> Context:
    """Return the paper of a report as it was written and read."""
    report = HandoverReport.objects.get(pk=subject_id, client=client)
    return _around(client, user, report.purpose, list(report.parts.all())) | {
        "since": report.since,
        "until": report.until,
        "reading": report.readings.first(),
        "ending": report.get_ending_display(),
        "why_not_fit": report.why_not_fit,
    }


def disclosure_context(client: Client, user: User) -> Context:
    """Return who heard what about the client, for himself to read; what was corrected is left to its correction."""
    del user
    return {"lines": [line for line in disclosures_of(client) if line.replaced_by is None]}


def _version_on_paper(client: Client, *, proposal: bool) -> Agreement | None:
    """Return the version that was offered and waits for signatures, or the one that is in force."""
    state = cooperation_of(client)
    if not proposal:
        return state.in_force
    return state.proposal if state.proposal is not None and state.proposal.offered_at is not None else None


def check_agreement(client: Client, user: User) -> None:
    """Raise ``Refused`` when no agreement is in force."""
    del user
    if _version_on_paper(client, proposal=False) is None:
        raise Refused(_("Er zijn nog geen samenwerkingsafspraken van kracht."))


def check_proposal(client: Client, user: User) -> None:
    """Raise ``Refused`` when no version waits for signatures."""
    del user
    if _version_on_paper(client, proposal=True) is None:
        raise Refused(_("Er ligt geen voorstel voor. Leg eerst een concept voor aan de drie partijen."))


def agreement_context(client: Client, user: User, *, proposal: bool = False) -> Context:
    """Return the frozen text of a version, and what each party said of it."""
    del user
    version = _version_on_paper(client, proposal=proposal)
    text = agreement_text(version) if version else None
    return {
        "agreement": version,
        "text": text,
        "tracks": tracks_of(version, text) if version and text else [],
        "proposal": proposal,
    }


def minutes_context(client: Client, user: User, subject_id: int) -> Context:
    """Return what the minutes of one meeting show."""
    del user
    meeting = client.meetings.select_related("recorded_by").get(pk=subject_id)
    return {
        "meeting": meeting,
        "held": held_meeting(meeting),
        "agenda": agenda_of(meeting.kind),
        "lead": party_names(client)[meeting.lead],
    }


def no_minutes(client: Client, user: User) -> Context:
    """Raise ``Refused``: minutes are made on the page of their meeting."""
    del client, user
    raise Refused(_("Een verslag maakt u op de bladzijde van het overleg zelf."))


def check_minutes(client: Client, user: User) -> None:
    """Raise ``Refused``: minutes are made on the page of their meeting."""
    no_minutes(client, user)


def _handover_sections() -> None:
    """Register what only this floor can tell in a handover or a report."""
    professionals = grounds_for(
        HandoverPurpose.WARM, HandoverPurpose.INSIDE, HandoverPurpose.END_REPORT, HandoverPurpose.PROGRESS
    )
    for section in (
        HandoverSection(
            "approach",
            50,
            gettext_lazy("Wat werkt in de omgang (bejegening)"),
            handover.approach_proposal,
            grounds_for(),
        ),
        HandoverSection(
            "agreements",
            120,
            gettext_lazy("Samenwerking met de reclassering"),
            handover.agreements_proposal,
            professionals,
            gettext_lazy("De afspraken zijn tussen de cliënt, de begeleiding en de reclassering."),
        ),
        HandoverSection(
            "watch",
            140,
            gettext_lazy("Waar op te letten"),
            handover.watch_proposal,
            professionals,
            gettext_lazy("De gemeente heeft dit niet nodig voor haar besluit. Vraag de cliënt als het toch moet."),
        ),
    ):
        registry.add_handover_section(section)
    only = frozenset({HandoverPurpose.COMPLIANCE})
    for order, (key, label, propose) in enumerate(compliance.SECTIONS, start=10):
        registry.add_handover_section(
            HandoverSection(key, order, label, propose, grounds_for(HandoverPurpose.COMPLIANCE), only_for=only)
        )


def fill() -> None:
    """Register the papers of this floor, and its parts of a handover."""
    _handover_sections()
    about = gettext_lazy("De afspraken die nu gelden, met wat elke partij ervan zegt. Voor de cliënt en de partners.")
    registry.add_document_kind(
        DocumentKind(
            key="agreement",
            slug="afspraken-van-kracht",
            label=gettext_lazy("Samenwerkingsafspraken"),
            template="chain/pdf/agreement.html",
            context=agreement_context,
            about=about,
            order=24,
            prefix="SA",
            for_client=True,
            check=check_agreement,
        )
    )
    registry.add_document_kind(
        DocumentKind(
            key="agreement_proposal",
            slug="samenwerkingsafspraken",
            label=gettext_lazy("Voorstel voor samenwerkingsafspraken"),
            template="chain/pdf/agreement.html",
            context=partial(agreement_context, proposal=True),
            about=gettext_lazy("De tekst die voorligt, met lijnen om op papier te tekenen."),
            order=25,
            prefix="SV",
            for_client=True,
            check=check_proposal,
        )
    )
    registry.add_document_kind(
        DocumentKind(
            key="minutes",
            slug="verslag",
            label=gettext_lazy("Verslag van een overleg"),
            template="chain/pdf/minutes.html",
            context=no_minutes,
            subject_context=minutes_context,
            about=gettext_lazy("Wie erbij was, hoe ieder het ziet en wat is afgesproken. Voor alle partijen."),
            order=28,
            prefix="VO",
            check=check_minutes,
            compose_url="chain:cooperation",
        )
    )
    for one in REPORT_KINDS:
        registry.add_document_kind(
            DocumentKind(
                key=KIND_OF_PURPOSE[one.purpose],
                slug=one.slug,
                label=one.label,
                template="chain/pdf/report.html",
                context=partial(proposed_context, purpose=one.purpose),
                about=one.about,
                order=one.order,
                prefix=one.prefix,
                after_issue=partial(report_issued, purpose=one.purpose),
                long=True,
                compose_url="chain:report_create",
                subject_context=written_context,
            )
        )
    registry.add_document_kind(
        DocumentKind(
            key="disclosure_log",
            slug="disclosures",
            label=gettext_lazy("Wie hoorde wat over u"),
            template="chain/pdf/disclosures.html",
            context=disclosure_context,
            about=gettext_lazy(
                "Voor de cliënt, in gewone woorden: aan wie iets over hem is verteld, wanneer en waarom."
            ),
            order=60,
            prefix="WV",
            for_client=True,
        )
    )
