"""Who saw what of a client, in words that the client himself can read."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.apps import apps
from django.utils.translation import gettext as _

from accounts.enums import AuditAction, AuditOutcome, Role

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from accounts.models import AuditEntry


@dataclass(frozen=True)
class LogLine:
    """One act. ``what`` is a short sentence; ``refused`` says that it did not happen."""

    at: datetime
    who: str
    roles: str
    what: str
    reason: str
    refused: bool


def log_lines(entries: Iterable[AuditEntry]) -> list[LogLine]:
    """Return rows of the audit trail as lines that can be read; no queries."""
    return [
        LogLine(
            at=entry.occurred_at,
            who=entry.actor_name,
            roles=", ".join(_role(role) for role in entry.actor_roles.split(",") if role),
            what=_sentence(entry),
            reason=entry.reason,
            refused=entry.outcome == AuditOutcome.REFUSED,
        )
        for entry in entries
    ]


def _role(value: str) -> str:
    return str(Role(value).label) if value in Role.values else value


def _sentence(entry: AuditEntry) -> str:
    """Return what was done, and to what: "contact: aangemaakt"."""
    if entry.action == AuditAction.LIST:
        return _("in een lijst met cliënten gezien")
    if entry.action == AuditAction.SEARCH:
        return _("gevonden bij het zoeken van een cliënt")
    return f"{_part(entry.object_type)}: {entry.get_action_display()}"


def _part(object_type: str) -> str:
    """Return the Dutch name of a part of the file: a model, or a page that shows several."""
    pages = {
        "client": _("voorblad van het dossier"),
        "casework.timeline": _("tijdlijn"),
        "casework.plan": _("plan, titels en voorwaarden"),
        "casework.access_log": _("overzicht van wie het dossier zag"),
    }
    if object_type in pages:
        return pages[object_type]
    try:
        return str(apps.get_model(object_type)._meta.verbose_name)
    except (LookupError, ValueError):
        return _("onderdeel van het dossier")
