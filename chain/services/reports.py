"""Writing a handover or a report: proposed from the file, edited, read by the client, issued, disclosed."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from accounts.enums import AuditAction
from accounts.errors import Refused
from accounts.services.audit import record
from casework.enums import CLOSED_LIST, FOR_PROBATION, HandoverPurpose
from casework.models import FormDraft
from casework.registry import HandoverFrame, HandoverProposal, in_order, registry
from casework.services.once import create_once, refuse_if_invalid
from chain.enums import AgreementStatus, ReadingOutcome, ReportEnding
from chain.models import HandoverPart, HandoverReport, ReportReading
from chain.models.reports import digest_of_parts
from chain.querysets import OPEN_TO_PARTNER
from chain.selectors.third_persons import left_out, people_around, without_names

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date
    from uuid import UUID

    from accounts.models import User
    from casework.models import Client
    from casework.registry import HandoverSection
    from chain.models import Agreement
    from chain.selectors.third_persons import Named

LONGEST_TEXT = 12_000
LONGEST_HINT = 300


class ReportConflict(Refused):
    """Somebody else saved the report meanwhile; ``stored`` are his texts by the key of the part."""

    def __init__(self, report: HandoverReport) -> None:
        """Keep the report as it stands now, and its texts."""
        super().__init__(
            _("%(name)s wijzigde dit verslag intussen. Vergelijk hieronder de teksten en bewaar daarna opnieuw.")
            % {"name": report.changed_by}
        )
        self.report = report
        self.stored = {part.key: part.text for part in report.parts.all()}


def proposals(
    client: Client, user: User, frame: HandoverFrame
) -> list[tuple[HandoverSection, HandoverProposal, str, str]]:
    """Return every registered section with its proposal, its ground, and why not; in the language of the house.

    For a purpose with a closed list only what is on it (``casework.enums.CLOSED_LIST``).
    """
    found = []
    with translation.override(settings.LANGUAGE_CODE):
        people = people_around(client) if frame.outside else []
        for section in in_order(registry.handover_sections):
            ground = str(section.grounds.get(frame.purpose, ""))
            listed = section.only_for is None or frame.purpose in section.only_for
            if not listed or (frame.purpose in CLOSED_LIST and not ground):
                continue
            why_not = "" if ground else str(section.why_not)
            found.append((section, _proposed(section, client, user, frame, people), ground, why_not))
    return found


# It tells of other people by consent, which is asked for each of them; and it is kept back without.
NAMES_BY_CONSENT = frozenset({"network"})


def _proposed(
    section: HandoverSection, client: Client, user: User, frame: HandoverFrame, people: Sequence[Named]
) -> HandoverProposal:
    """Return what a section tells; outside the house without the names of other people, and the writer hears of it."""
    proposal = section.propose(client, user, frame)
    if not people or section.key in NAMES_BY_CONSENT:
        return proposal
    text, count = without_names(proposal.text, people)
    hint = " ".join(filter(None, (proposal.hint, left_out(count))))
    return replace(proposal, text=text, hint=hint[:LONGEST_HINT])


def proposed_parts(client: Client, user: User, frame: HandoverFrame) -> list[HandoverPart]:
    """Return the parts of a report as the file proposes them, unsaved."""
    with translation.override(settings.LANGUAGE_CODE):
        return [
            HandoverPart(
                key=section.key,
                order=section.order,
                label=str(section.label),
                included=bool(ground),
                text=proposal.text if ground else "",
                proposed=proposal.text,
                sources=[[source.label, source.url] for source in proposal.sources],
                warnings=list(proposal.warnings),
                hint=proposal.hint,
                ground=ground,
                why_not=why_not,
            )
            for section, proposal, ground, why_not in proposals(client, user, frame)
        ]


def start_report(
    *,
    client: Client,
    form_token: UUID,
    purpose: HandoverPurpose,
    since: date,
    until: date,
    acting_user: User,
    recipient_name: str = "",
    recipient_organisation: str = "",
    agreement: Agreement | None = None,
) -> HandoverReport:
    """Begin a report for one recipient and purpose, with what the file proposes. The same token gives the same report.

    With ``agreement`` it is for its officer. Raises ``Refused`` without a recipient, for a period that lies ahead or
    ends before it begins, and for an agreement that is another client's, not open, or not for this purpose.
    """
    purpose = HandoverPurpose(purpose)
    if agreement is not None:
        _refuse_wrong_agreement(client, purpose, agreement)
        recipient_name = str(agreement.officer)
        recipient_organisation = str(agreement.works_for or "")
    if not (recipient_name.strip() or recipient_organisation.strip()):
        raise Refused(_("Vul in voor wie het is: een naam, een organisatie, of allebei."), field="recipient_name")
    if until > timezone.localdate():
        raise Refused(_("De periode kan niet in de toekomst eindigen."), field="until")
    if since > until:
        raise Refused(_("De periode kan niet eindigen voor zij begint."), field="since")
    parts = proposed_parts(client, acting_user, HandoverFrame(purpose, since, until))
    with transaction.atomic():
        report, new = create_once(
            HandoverReport,
            form_token,
            client=client,
            purpose=purpose,
            recipient_name=recipient_name.strip(),
            recipient_organisation=recipient_organisation.strip(),
            agreement=agreement,
            since=since,
            until=until,
            created_by=acting_user,
            changed_by=acting_user,
        )
        if new:
            for part in parts:
                part.report = report
            HandoverPart.objects.bulk_create(parts)
            record(
                AuditAction.CREATE,
                acting_user=acting_user,
                client_number=client.number,
                obj=report,
                details={"purpose": purpose, "since": since.isoformat(), "until": until.isoformat()},
            )
    return report


def _refuse_wrong_agreement(client: Client, purpose: HandoverPurpose, agreement: Agreement) -> None:
    if agreement.client_id != client.pk:
        raise Refused(_("Deze afspraken horen bij een andere cliënt."), field="agreement")
    if purpose not in FOR_PROBATION:
        raise Refused(
            _("De toezichthouder krijgt een eindverslag, een voortgangsverslag of een bericht over behandeltrouw."),
            field="agreement",
        )
    if agreement.status not in OPEN_TO_PARTNER:
        raise Refused(_("Met deze toezichthouder zijn er nu geen afspraken."), field="agreement")


def locked_draft(report: HandoverReport) -> HandoverReport:
    """Return the row under a lock; raise ``Refused`` when it may not change any more."""
    mine = (
        HandoverReport.objects.select_for_update(of=("self",))
        .select_related("client", "request", "changed_by", "agreement__officer__organisation")
        .get(pk=report.pk)
    )
    if not mine.is_draft:
        raise Refused(_("Dit verslag is %(state)s en kan niet meer veranderen.") % {"state": mine.state.label})
    return mine


@transaction.atomic
def save_report(
    *,
    report: HandoverReport,
    revision: int,
    texts: Mapping[str, str],
    included: Iterable[str],
    reasons: Mapping[str, str],
    ending: str,
    why_not_fit: str,
    acting_user: User,
    form_token: UUID | None = None,
) -> HandoverReport:
    """Save the texts of a draft. ``texts`` and ``reasons`` are by the key of the part, ``included`` are keys.

    What the form with ``form_token`` kept while it was typed goes in the same transaction.

    Raises ``ReportConflict`` when somebody else saved meanwhile, and ``Refused`` when it was issued, when a section that
    is kept back is taken in without a reason, or when a negative end is not explained.
    """
    mine = locked_draft(report)
    if mine.revision != revision:
        raise ReportConflict(mine)
    if ending == ReportEnding.NEGATIVE and not why_not_fit.strip():
        raise Refused(_("Leg uit waarom het niet paste: dat helpt bij een terugkeer."), field="why_not_fit")
    chosen, changed = set(included), []
    for part in mine.parts.all():
        text = texts.get(part.key, part.text).replace("\r\n", "\n").strip()
        reason = reasons.get(part.key, "").strip() if not part.ground else ""
        if part.key in chosen and not part.ground and not reason:
            raise Refused(_("Schrijf op waarom dit toch gedeeld mag worden."), field=f"reason-{part.key}")
        if len(text) > LONGEST_TEXT:
            raise Refused(_("Deze tekst is te lang. Houd het bij wat de ontvanger nodig heeft."), field=part.key)
        before = (part.text, part.included, part.reason)
        part.text, part.included, part.reason = text, part.key in chosen, reason
        if before != (part.text, part.included, part.reason):
            part.save(update_fields=["text", "included", "reason"])
            changed.append(part.key)
    mine.ending, mine.why_not_fit = ending, why_not_fit.strip()
    mine.changed_by, mine.revision = acting_user, mine.revision + 1
    refuse_if_invalid(mine)
    mine.save(update_fields=["ending", "why_not_fit", "changed_by", "revision", "changed_at"])
    if form_token is not None:
        FormDraft.objects.filter(form_token=form_token, author=acting_user).delete()
    record(
        AuditAction.UPDATE,
        acting_user=acting_user,
        client_number=mine.client.number,
        obj=mine,
        details={"parts": sorted(changed), "ending": ending},
    )
    return mine


def renew_part(*, report: HandoverReport, key: str, acting_user: User) -> HandoverPart:
    """Take the text of one section from the file again, over what stood there. Raises ``Refused`` when it was issued."""
    section = registry.handover_sections.get(key)
    if section is None:
        raise Refused(_("Dit onderdeel bestaat niet."))
    frame = HandoverFrame(HandoverPurpose(report.purpose), report.since, report.until)
    with translation.override(settings.LANGUAGE_CODE):
        people = people_around(report.client) if frame.outside else []
        proposal = _proposed(section, report.client, acting_user, frame, people)
    with transaction.atomic():
        mine = locked_draft(report)
        part: HandoverPart = mine.parts.get(key=key)
        part.text = part.proposed = proposal.text
        part.sources = [[source.label, source.url] for source in proposal.sources]
        part.warnings, part.hint = list(proposal.warnings), proposal.hint
        part.save(update_fields=["text", "proposed", "sources", "warnings", "hint"])
        mine.changed_by, mine.revision = acting_user, mine.revision + 1
        mine.save(update_fields=["changed_by", "revision", "changed_at"])
        record(
            AuditAction.UPDATE,
            acting_user=acting_user,
            client_number=mine.client.number,
            obj=mine,
            details={"renewed": key},
        )
    return part


@transaction.atomic
def record_reading(
    *, report: HandoverReport, outcome: ReadingOutcome, acting_user: User, remark: str = "", reason: str = ""
) -> ReportReading:
    """Keep what the client said of the text as it is now, or why he did not read it.

    Raises ``Refused`` when there is nothing to read, when he says no without words, or when no reason is given.
    """
    mine = locked_draft(report)
    parts = list(mine.parts.all())
    if not any(part.on_paper for part in parts):
        raise Refused(_("Er staat nog niets in dit verslag. Vul eerst een onderdeel in."))
    remark, reason = remark.strip(), reason.strip()
    if outcome == ReadingOutcome.DISAGREES and not remark:
        raise Refused(_("Schrijf op wat er niet klopt."), field="remark")
    if outcome == ReadingOutcome.COULD_NOT and not reason:
        raise Refused(_("Schrijf op waarom de cliënt het niet las."), field="reason")
    reading = ReportReading(
        report=mine,
        outcome=outcome,
        remark="" if outcome == ReadingOutcome.COULD_NOT else remark,
        reason=reason if outcome == ReadingOutcome.COULD_NOT else "",
        text_sha256=digest_of_parts(mine, parts),
        read_at=timezone.now(),
        account=acting_user,
    )
    refuse_if_invalid(reading)
    reading.save()
    record(
        AuditAction.CREATE,
        acting_user=acting_user,
        client_number=mine.client.number,
        obj=reading,
        on_behalf_of="" if outcome == ReadingOutcome.COULD_NOT else str(mine.client),
        details={"outcome": outcome, "report": mine.pk},
    )
    return reading


@transaction.atomic
def drop_report(*, report: HandoverReport, acting_user: User) -> HandoverReport:
    """Let a draft lapse; a second time changes nothing. Raises ``Refused`` when it was issued."""
    current = HandoverReport.objects.get(pk=report.pk)
    if current.dropped_at is not None:
        return current
    mine = locked_draft(report)
    mine.dropped_at = timezone.now()
    mine.save(update_fields=["dropped_at", "changed_at"])
    record(
        AuditAction.UPDATE,
        acting_user=acting_user,
        client_number=mine.client.number,
        obj=mine,
        details={"dropped": True},
    )
    return mine


def may_use_portal(report: HandoverReport) -> bool:
    """Return whether the report can be shared through the portal: its officer has an agreement that is open."""
    return report.agreement is not None and report.agreement.status in OPEN_TO_PARTNER


def agreement_holds(report: HandoverReport) -> bool:
    """Return whether the agreement of the report can be the ground."""
    return report.agreement is not None and report.agreement.status == AgreementStatus.IN_FORCE
