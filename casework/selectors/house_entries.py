"""What the life in a house puts on the timeline of a client."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from casework.models import MedicationRefusal, RulesTold
from casework.registry import TimelineEntry
from casework.selectors.entries import start_of

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from accounts.models import User
    from casework.models import Client


def _newest(entries: Iterable[TimelineEntry], before: datetime, limit: int) -> list[TimelineEntry]:
    found = [entry for entry in entries if entry.occurred_at < before]
    return sorted(found, key=lambda entry: entry.occurred_at, reverse=True)[:limit]


def _said(moment: datetime) -> str:
    return timezone.localtime(moment).strftime("%d-%m-%Y %H:%M")


def presence_entries(client: Client, user: User, before: datetime, limit: int) -> list[TimelineEntry]:
    """Return leaves, absences, returns and rules that were told, before a moment; three queries."""
    del user
    label = _("Aan- en afwezig")
    url = reverse("casework:presence", args=[client.number])
    entries = []
    for leave in client.leaves.filter(starts_at__lt=before, withdrawn_at=None).select_related("recorded_by")[:limit]:
        words = _("Verlof tot %(end)s: %(destination)s") % {
            "end": _said(leave.ends_at),
            "destination": leave.destination,
        }
        entries.append(
            TimelineEntry(
                "presence",
                label,
                "walk",
                leave.starts_at,
                words,
                body=leave.note,
                url=url,
                author=str(leave.recorded_by),
            )
        )
    absences = client.absences.filter(missed_at__lt=before).select_related("recorded_by", "returned_to")[:limit]
    for absence in absences:
        address = reverse("casework:absence", args=[absence.location_id, client.number, absence.pk])
        entries.append(
            TimelineEntry(
                "presence",
                label,
                "alert",
                absence.missed_at,
                _("Ongeoorloofd afwezig"),
                body=absence.circumstances,
                url=address,
                author=str(absence.recorded_by),
            )
        )
        if absence.returned_at is not None:
            entries.append(
                TimelineEntry(
                    "presence",
                    label,
                    "undo",
                    absence.returned_at,
                    _("Terug na ongeoorloofde afwezigheid"),
                    body=absence.return_talk,
                    url=address,
                    author=str(absence.returned_to),
                )
            )
    entries += [
        TimelineEntry(
            "presence",
            label,
            "document",
            start_of(told.told_on),
            _("Huisregels verteld: %(house)s, versie %(version)s")
            % {"house": told.rules.location, "version": told.rules.version},
            body=told.reaction,
            author=str(told.recorded_by),
        )
        for told in RulesTold.objects.filter(client=client).select_related("rules__location", "recorded_by")[:limit]
    ]
    return _newest(entries, before, limit)


def remark_entries(client: Client, user: User, before: datetime, limit: int) -> list[TimelineEntry]:
    """Return the remarks of a shift about this client, before a moment; one query."""
    del user
    rows = client.remarks.filter(recorded_at__lt=before).select_related("recorded_by", "location")[:limit]
    return [
        TimelineEntry(
            "remark",
            _("Opmerking"),
            "message",
            row.recorded_at,
            _("Opmerking van de dienst, %(house)s") % {"house": row.location},
            body=row.text,
            author=str(row.recorded_by),
        )
        for row in rows
    ]


def medication_entries(client: Client, user: User, before: datetime, limit: int) -> list[TimelineEntry]:
    """Return what began, stopped or was refused of the medication, before a moment; two queries."""
    del user
    label, url = _("Medicatie"), reverse("casework:medication", args=[client.number])
    entries = []
    for row in client.medications.select_related("recorded_by", "stop_recorded_by"):
        entries.append(
            TimelineEntry(
                "medication",
                label,
                "paperclip",
                start_of(row.since),
                _("Gebruikt %(name)s, volgens %(source)s") % {"name": row.name, "source": row.get_source_display()},
                url=url,
                author=str(row.recorded_by),
            )
        )
        if row.stopped_on is not None:
            entries.append(
                TimelineEntry(
                    "medication",
                    label,
                    "paperclip",
                    start_of(row.stopped_on),
                    _("Gestopt of gewijzigd: %(name)s") % {"name": row.name},
                    url=url,
                    author=str(row.stop_recorded_by),
                )
            )
    entries += [
        TimelineEntry(
            "medication",
            label,
            "flag",
            row.refused_at,
            _("Medicatie geweigerd: %(name)s") % {"name": row.medication.name},
            body=row.reason,
            url=url,
            author=str(row.recorded_by),
        )
        for row in MedicationRefusal.objects.filter(medication__client=client, refused_at__lt=before).select_related(
            "medication", "recorded_by"
        )[:limit]
    ]
    return _newest(entries, before, limit)
