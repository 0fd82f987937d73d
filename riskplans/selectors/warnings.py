"""Which warnings count, and the ladder they stand on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils import timezone

from riskplans.models import ClientWarning, WarningRung

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from casework.models import Client


@dataclass(frozen=True)
class LadderRung:
    """A rung of the ladder, and the warning of this client that counts on it."""

    rung: WarningRung
    warning: ClientWarning | None


def warnings_of(client: Client) -> list[ClientWarning]:
    """Return the warnings of a client, newest first, each with its withdrawal. One query."""
    return list(
        ClientWarning.objects.filter(client=client).select_related(
            "rung", "withdrawal", "recorded_by", "part__incident"
        )
    )


def counts_on(warning: ClientWarning, day: date) -> bool:
    """Return whether the warning counts on ``day``: given, not past its days, and not taken back."""
    return warning.given_on <= day <= warning.holds_until and not hasattr(warning, "withdrawal")


def warnings_that_count(client: Client, day: date | None = None) -> list[ClientWarning]:
    """Return the warnings that count on ``day`` (today when left out), newest first. One query."""
    on = day or timezone.localdate()
    return list(
        ClientWarning.objects.filter(
            client=client, given_on__lte=on, holds_until__gte=on, withdrawal=None
        ).select_related("rung")
    )


def ladder(warnings: Sequence[ClientWarning], day: date | None = None) -> list[LadderRung]:
    """Return the rungs in use, in their order, each with the warning that counts on it. One query."""
    on = day or timezone.localdate()
    counting = {warning.rung_id: warning for warning in reversed(warnings) if counts_on(warning, on)}
    return [LadderRung(rung, counting.get(rung.pk)) for rung in WarningRung.objects.filter(in_use=True)]
