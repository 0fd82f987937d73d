"""Handovers and reports of a client: which there are, and what stands between one and its issue."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from chain.models.reports import digest_of_parts

if TYPE_CHECKING:
    from casework.models import Client
    from chain.models import HandoverPart, HandoverReport, ReportReading


@dataclass(frozen=True)
class ReportPage:
    """A report with its parts, and whether the client read this very text."""

    report: HandoverReport
    taken_in: tuple[HandoverPart, ...]
    left_out: tuple[HandoverPart, ...]
    readings: tuple[ReportReading, ...]
    text_sha256: str

    @property
    def reading(self) -> ReportReading | None:
        """Return the latest reading when it was of the text as it is now."""
        latest = self.readings[0] if self.readings else None
        return latest if latest is not None and latest.text_sha256 == self.text_sha256 else None

    @property
    def changed_since(self) -> bool:
        """Return whether the text changed after he read it."""
        return bool(self.readings) and self.reading is None

    @property
    def warnings(self) -> list[tuple[str, str]]:
        """Return what is missing or old, each with its section."""
        return [(part.label, warning) for part in self.taken_in for warning in part.warnings]

    @property
    def may_issue(self) -> bool:
        """Return whether only the issuing is left to do."""
        return self.report.is_draft and self.reading is not None


def report_page(report: HandoverReport) -> ReportPage:
    """Return a report with everything on its page. Two queries."""
    parts = list(report.parts.all())
    return ReportPage(
        report=report,
        taken_in=tuple(part for part in parts if part.on_paper),
        left_out=tuple(part for part in parts if not part.on_paper),
        readings=tuple(report.readings.select_related("account")),
        text_sha256=digest_of_parts(report, parts),
    )


def reports_of(client: Client) -> list[HandoverReport]:
    """Return the reports of a client, newest first, those that lapsed left out. One query."""
    return list(
        client.handover_reports.filter(dropped_at=None).select_related(
            "created_by", "changed_by", "document", "request"
        )
    )
