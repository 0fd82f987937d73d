"""An agreement goes stale when what it rests on changes. It keeps holding, and says so."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import override

from accounts.enums import AuditAction
from accounts.services.audit import record
from chain.models import Agreement
from chain.querysets import OPEN_TO_PARTNER
from chain.selectors.legal import legal_changes, legal_frame

if TYPE_CHECKING:
    from accounts.models import User
    from casework.models import Client

LONGEST_REASON = 300


@transaction.atomic
def mark_stale(*, client: Client, acting_user: User, reason: str = "") -> list[Agreement]:
    """Mark what was offered or is in force as stale, and return the versions that went stale by it.

    Without a ``reason`` each version is compared with the title and conditions of today, and goes stale only when
    they differ from those it was frozen on. A version that is stale already keeps its first date and reason.
    """
    now = legal_frame(client)
    marked = []
    for agreement in Agreement.objects.select_for_update().filter(
        client=client, status__in=OPEN_TO_PARTNER, stale_since=None
    ):
        frozen: dict[str, Any] = agreement.frozen or {}  # never empty: what was offered is frozen
        with override("nl"):  # kept with the file, whatever the language of the page
            why = reason or "; ".join(legal_changes(frozen["legal"], now))
        if not why:
            continue
        agreement.stale_since = timezone.now()
        agreement.stale_reason = why if len(why) <= LONGEST_REASON else why[: LONGEST_REASON - 1] + "…"
        agreement.save(update_fields=["stale_since", "stale_reason"])
        record(
            AuditAction.UPDATE,
            acting_user=acting_user,
            client_number=client.number,
            obj=agreement,
            details={"version": agreement.version, "stale": True},
        )
        marked.append(agreement)
    return marked
