"""The title and the conditions on which an agreement rests, as plain data that can be frozen and compared."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from casework.selectors import open_conditions

if TYPE_CHECKING:
    from casework.models import Client

LegalFrame = dict[str, list[dict[str, Any]]]


def legal_frame(client: Client, day: date | None = None) -> LegalFrame:
    """Return the titles and special conditions that hold on ``day`` (today when left out), in two queries.

    Dates are written in ISO 8601; ``id`` is the row, so that a change can be told from a new one.
    """
    on = day or timezone.localdate()
    titles = client.titles.active_on(on).select_related("kind").order_by("pk")
    return {
        "titles": [
            {
                "id": title.pk,
                "kind": title.kind.name,
                "from": title.valid_from.isoformat(),
                "until": title.valid_until.isoformat() if title.valid_until else None,
            }
            for title in titles
        ],
        "conditions": [
            {"id": condition.pk, "kind": condition.kind.name, "text": condition.text}
            for condition in open_conditions(client, on).order_by("pk")
        ],
    }


def legal_changes(frozen: LegalFrame, now: LegalFrame) -> list[str]:
    """Return in words what changed between the frame of an agreement and that of today; empty when nothing did."""
    changes = []
    sentences = {
        "titles": (_("titel erbij: %(kind)s"), _("titel vervallen: %(kind)s"), _("titel gewijzigd: %(kind)s")),
        "conditions": (
            _("voorwaarde erbij: %(kind)s"),
            _("voorwaarde vervallen: %(kind)s"),
            _("voorwaarde gewijzigd: %(kind)s"),
        ),
    }
    for part, (added, gone, changed) in sentences.items():
        before = {row["id"]: row for row in frozen[part]}
        after = {row["id"]: row for row in now[part]}
        changes += [added % row for pk, row in after.items() if pk not in before]
        changes += [_passed(row) or gone % row for pk, row in before.items() if pk not in after]
        changes += [changed % row for pk, row in after.items() if pk in before and before[pk] != row]
    return changes


def _passed(row: dict[str, Any]) -> str:
    """Return that the last day of a frozen title passed; empty when it ended otherwise, and for conditions."""
    until = row.get("until")
    if not until or date.fromisoformat(until) >= timezone.localdate():
        return ""
    return _("titel afgelopen: %(kind)s, tot en met %(day)s") % {
        "kind": row["kind"],
        "day": date_format(date.fromisoformat(until), "j F Y"),
    }
