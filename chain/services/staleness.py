"""An agreement goes stale when what it rests on changes, and ends when no supervision is left.

What is stale keeps holding, and says so. It holds "until the supervision ends" (docs/domain/agreement.md): that day nobody
records anything, so the night does.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import override

from accounts.enums import AuditAction
from accounts.services.audit import record
from accounts.services.users import service_account
from casework.enums import Supervision
from casework.models import Client, ForensicTitle, SpecialCondition
from chain.enums import AgreementStatus, AlertKind
from chain.models import Agreement
from chain.querysets import OPEN_TO_PARTNER
from chain.selectors.legal import legal_changes, legal_frame
from chain.services.alerts import alert

if TYPE_CHECKING:
    from accounts.models import User

LONGEST_REASON = 300
SWEEPER = "afspraken"


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


def sweep_stale(*, acting_user: User | None = None) -> int:
    """Mark what went stale by the passing of days alone: the last day of a title or condition, the first of a new one.

    Nobody records anything on such a day, so no event says it. Each client is a transaction of its own; a run that
    comes twice or late ends in the same state. Returns the number of versions that went stale.
    """
    user = acting_user or service_account(SWEEPER)
    offered = OuterRef("offered_at__date")
    of_client, today = OuterRef("client_id"), timezone.localdate()
    passed = Q(valid_until__gte=offered, valid_until__lt=today) | Q(valid_from__gt=offered, valid_from__lte=today)
    waiting = Agreement.objects.filter(
        Exists(ForensicTitle.objects.filter(passed, client_id=of_client))
        | Exists(SpecialCondition.objects.standing().filter(passed, client_id=of_client)),
        status__in=OPEN_TO_PARTNER,
        stale_since=None,
    )
    clients = Client.objects.filter(pk__in=waiting.values("client_id")).order_by("pk")
    return sum(len(mark_stale(client=client, acting_user=user)) for client in clients)


def sweep_ended(*, acting_user: User | None = None) -> int:
    """End the agreements of clients without supervision, from the day after the last day of it; return how many ended.

    Only where a title with supervision ran while the version lay before the parties and none runs or is still to begin:
    what was agreed without one, before a release for instance, is for a person to end. The client reads it on his paper,
    the officer in his portal, to which an empty mail calls him. A run that comes twice or late ends in the same state.
    """
    user = acting_user or service_account(SWEEPER)
    today = timezone.localdate()
    supervised = ForensicTitle.objects.filter(client_id=OuterRef("client_id")).exclude(kind__supervision=Supervision.NO)
    over = Agreement.objects.filter(
        Exists(supervised.filter(valid_until__gte=OuterRef("offered_at__date"), valid_until__lt=today)),
        ~Exists(supervised.filter(Q(valid_until=None) | Q(valid_until__gte=today))),
        status__in=OPEN_TO_PARTNER,
    )
    return sum(_end_with_supervision(pk, user) for pk in over.order_by("pk").values_list("pk", flat=True))


@transaction.atomic
def _end_with_supervision(pk: int, user: User) -> bool:
    agreement = (
        Agreement.objects.select_for_update(of=("self",))
        .select_related("client", "officer")
        .filter(pk=pk, status__in=OPEN_TO_PARTNER)
        .first()
    )
    if agreement is None:
        return False
    titles = agreement.client.titles.exclude(kind__supervision=Supervision.NO).select_related("kind")
    last = titles.order_by("-valid_until", "-pk")[0]
    with override("nl"):  # kept with the file, whatever the language of the page
        agreement.end_reason = _("Het toezicht is voorbij: %(kind)s, tot en met %(day)s.") % {
            "kind": last.kind.name,
            "day": date_format(last.valid_until, "j F Y") if last.valid_until else "",
        }
    agreement.end_reason = agreement.end_reason[:LONGEST_REASON]
    agreement.status = AgreementStatus.ENDED
    agreement.ended_at = timezone.now()
    agreement.save(update_fields=["status", "ended_at", "end_reason"])
    record(
        AuditAction.UPDATE,
        acting_user=user,
        client_number=agreement.client.number,
        obj=agreement,
        details={"version": agreement.version, "status": agreement.status, "supervision": "ended"},
    )
    alert(recipient=agreement.officer, client=agreement.client, kind=AlertKind.ENDED, object_id=agreement.pk)
    return True
