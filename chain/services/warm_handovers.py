"""Planning and holding a warm handover, and ticking off its checklist."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import transaction
from django.db.models import Max
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.enums import AuditAction
from accounts.errors import Refused
from accounts.services.audit import record
from casework.services.once import create_once, refuse_if_invalid
from chain.models import HandoverReport, WarmHandover, WarmHandoverCheck

if TYPE_CHECKING:
    from datetime import date, datetime
    from uuid import UUID

    from accounts.models import User
    from casework.models import Client

# Docs: docs/domain/practice.md, section 9. Lines can be added; none is ever taken away, but may be not needed.
CHECKLIST = (
    gettext_lazy("De cliënt weet wanneer, waar en met wie, en koos zelf wie erbij is"),
    gettext_lazy("De cliënt las het overdrachtsrapport; zijn opmerking staat erin"),
    gettext_lazy("Cliënt en nieuwe begeleider hebben kennisgemaakt"),
    gettext_lazy("Rapport en begeleidingsplan zijn gegeven en doorgenomen"),
    gettext_lazy("Het signaleringsplan is samen doorgenomen; de bellijst heeft de nieuwe nummers"),
    gettext_lazy("Elke open afspraak heeft een nieuwe eigenaar en een datum"),
    gettext_lazy("De reclassering weet ervan; het volgende driegesprek staat gepland"),
    gettext_lazy("Geld, post, sleutel, medicatie en verzekering zijn geregeld"),
    gettext_lazy("Naasten weten het, als de cliënt dat goed vindt"),
    gettext_lazy("De eerste afspraak met de nieuwe begeleider staat vast"),
    gettext_lazy("De cliënt weet wie bereikbaar blijft, en tot wanneer"),
    gettext_lazy("Forensische deskundigheid blijft betrokken tot drie maanden na het einde van de titel"),
)
MOST_LINES = 30


@transaction.atomic
def plan_warm_handover(
    *,
    client: Client,
    form_token: UUID,
    planned_at: datetime,
    place: str,
    with_name: str,
    with_organisation: str,
    with_phone: str,
    reachable_name: str,
    reachable_phone: str,
    reachable_until: date,
    acting_user: User,
    report: HandoverReport | None = None,
) -> WarmHandover:
    """Plan the talk, with its checklist. The same token gives the same handover.

    Raises ``Refused`` when nobody stays reachable after it, or for a report of another client.
    """
    if reachable_until <= timezone.localdate(planned_at):
        raise Refused(
            _("Iemand blijft bereikbaar tot na de overdracht. Kies een latere datum."), field="reachable_until"
        )
    if report is not None and report.client_id != client.pk:
        raise Refused(_("Dit verslag hoort bij een andere cliënt."), field="report")
    planned, new = create_once(
        WarmHandover,
        form_token,
        client=client,
        report=report,
        planned_at=planned_at,
        place=place.strip(),
        with_name=with_name.strip(),
        with_organisation=with_organisation.strip(),
        with_phone=with_phone.strip(),
        reachable_name=reachable_name.strip(),
        reachable_phone=reachable_phone.strip(),
        reachable_until=reachable_until,
        recorded_by=acting_user,
    )
    if new:
        with translation.override(settings.LANGUAGE_CODE):
            WarmHandoverCheck.objects.bulk_create(
                WarmHandoverCheck(handover=planned, order=order, text=str(text)) for order, text in enumerate(CHECKLIST)
            )
        record(AuditAction.CREATE, acting_user=acting_user, client_number=client.number, obj=planned)
    return planned


def _locked(handover: WarmHandover) -> WarmHandover:
    return WarmHandover.objects.select_for_update(of=("self",)).select_related("client").get(pk=handover.pk)


@transaction.atomic
def set_check(
    *, handover: WarmHandover, pk: int, done: bool, not_needed: str = "", acting_user: User
) -> WarmHandoverCheck:
    """Tick off a line, say that it is not needed because, or open it again. Raises ``Refused`` for an unknown line."""
    mine = _locked(handover)
    line = mine.checks.filter(pk=pk).first()
    if line is None:
        raise Refused(_("Dit punt staat niet op deze lijst."))
    if mine.cancelled_at is not None:
        raise Refused(_("Deze overdracht gaat niet door."))
    line.done_at = (line.done_at or timezone.now()) if done else None
    line.not_needed = "" if done else not_needed.strip()[:200]
    line.changed_by = acting_user
    line.save(update_fields=["done_at", "not_needed", "changed_by"])
    record(
        AuditAction.UPDATE,
        acting_user=acting_user,
        client_number=mine.client.number,
        obj=line,
        details={"done": done, "not_needed": bool(line.not_needed)},
    )
    return line


@transaction.atomic
def add_check(*, handover: WarmHandover, text: str, acting_user: User) -> WarmHandoverCheck:
    """Add a line of one's own. The same text twice gives one line. Raises ``Refused`` when it is empty or too many."""
    mine = _locked(handover)
    text = text.strip()
    if not text:
        raise Refused(_("Schrijf op wat er geregeld moet zijn."), field="text")
    earlier = mine.checks.filter(text=text).first()
    if earlier is not None:
        return earlier
    if mine.checks.count() >= MOST_LINES:
        raise Refused(_("De lijst is vol. Haal er eerst punten af die niet nodig zijn."), field="text")
    last = mine.checks.aggregate(last=Max("order"))["last"]
    line = WarmHandoverCheck(handover=mine, order=(last or 0) + 1, text=text, changed_by=acting_user)
    refuse_if_invalid(line)
    line.save()
    record(AuditAction.CREATE, acting_user=acting_user, client_number=mine.client.number, obj=line)
    return line


@transaction.atomic
def hold_warm_handover(
    *,
    handover: WarmHandover,
    held_at: datetime,
    present: str,
    client_present: bool,
    absent: str,
    client_view: str,
    agreed: str,
    acting_user: User,
) -> WarmHandover:
    """Record that the talk was held, once. Raises ``Refused`` for the future, and for a client left out without a reason."""
    mine = _locked(handover)
    if mine.cancelled_at is not None:
        raise Refused(_("Deze overdracht gaat niet door."))
    if mine.held_at is not None:
        raise Refused(_("Deze overdracht is al vastgelegd."))
    if held_at > timezone.now():
        raise Refused(_("Dit gesprek is nog niet geweest. Leg het vast als het gehouden is."), field="held_on")
    if not client_present and not absent.strip():
        raise Refused(_("De cliënt was er niet bij. Schrijf op waarom."), field="absent")
    if client_present and not client_view.strip():
        raise Refused(_("Schrijf op hoe de cliënt het ziet, in zijn eigen woorden."), field="client_view")
    mine.held_at, mine.present, mine.client_present = held_at, present.strip(), client_present
    mine.absent, mine.client_view, mine.agreed = absent.strip(), client_view.strip(), agreed.strip()
    refuse_if_invalid(mine)
    mine.save(update_fields=["held_at", "present", "client_present", "absent", "client_view", "agreed"])
    record(
        AuditAction.UPDATE, acting_user=acting_user, client_number=mine.client.number, obj=mine, details={"held": True}
    )
    return mine


@transaction.atomic
def cancel_warm_handover(*, handover: WarmHandover, reason: str, acting_user: User) -> WarmHandover:
    """Say that the talk does not take place; a second time changes nothing. Raises ``Refused`` without a reason."""
    mine = _locked(handover)
    if mine.cancelled_at is not None:
        return mine
    if mine.held_at is not None:
        raise Refused(_("Deze overdracht is al gehouden."))
    if not reason.strip():
        raise Refused(_("Schrijf op waarom het niet doorgaat."), field="reason")
    mine.cancelled_at, mine.cancel_reason = timezone.now(), reason.strip()
    refuse_if_invalid(mine)
    mine.save(update_fields=["cancelled_at", "cancel_reason"])
    record(
        AuditAction.UPDATE,
        acting_user=acting_user,
        client_number=mine.client.number,
        obj=mine,
        details={"cancelled": True},
    )
    return mine
