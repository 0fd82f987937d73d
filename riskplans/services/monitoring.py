"""The rule of the stoplight: a sign raises at once; only a review together or a reasoned act lowers.

The rule is the plan's own (``selectors.rule``): it says which sign belongs to which phase, and nothing else is weighed.
A contact without ticks changes nothing, and neither does a sign of a lower phase. Going through all signs together
may lower (``services.sign_reviews``); any other lowering is an act of a person with a reason.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from accounts.enums import AuditAction
from accounts.errors import Refused
from accounts.services.audit import record
from casework.models import Client
from riskplans.enums import ChangeSource, PhaseLevel, SeenBy
from riskplans.events import phase_raised
from riskplans.models import Phase, PhaseChange, Sign, SignallingPlan, SignObservation
from riskplans.selectors import current_phase
from riskplans.selectors.rule import after_ticks

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date, datetime
    from uuid import UUID

    from accounts.models import User
    from casework.models import ContactNote


class PhaseMoved(Refused):
    """Somebody changed the phase after the writer looked; ``current`` is the fact as it is now."""

    def __init__(self, current: PhaseChange) -> None:
        """Say who it was, when, and what the phase is now."""
        self.current = current
        super().__init__(
            _(
                "{name} heeft de fase intussen op {phase} gezet ({time}). Kijk of uw keuze nog klopt en bevestig hem."
            ).format(
                name=current.recorded_by,
                phase=current.get_level_display(),
                time=date_format(timezone.localtime(current.recorded_at), "j F, H:i"),
            )
        )


@transaction.atomic
def observe_signs(
    *,
    client: Client,
    signs: Iterable[Sign],
    observed_at: datetime,
    acting_user: User,
    note: ContactNote | None = None,
    by_client: Iterable[Sign] = (),
) -> PhaseChange | None:
    """Write down which signs were seen, and raise the phase when one of them belongs to a higher one.

    ``signs`` are those that the counsellor saw, ``by_client`` those that the client named himself; one may be in both.
    Returns the change, or None when the phase stays as it is; without signs, or with signs that this note has already,
    nothing is written at all. The change counts from ``observed_at``, or from the latest fact where that is later.
    Raises ``Refused`` when the moment lies in the future or when a sign is not one of the plan that holds.
    """
    seen = {(sign.pk, str(SeenBy.COUNSELLOR)): sign for sign in signs}
    seen |= {(sign.pk, str(SeenBy.CLIENT)): sign for sign in by_client}
    Client.objects.select_for_update().get(pk=client.pk)
    if note is not None:
        for known in SignObservation.objects.filter(note=note).values_list("sign_id", "seen_by"):
            seen.pop(known, None)
    if not seen:
        return None
    if observed_at > timezone.now():
        raise Refused(_("Een signaal in de toekomst kan niemand gezien hebben."), field="occurred_at")
    plan = SignallingPlan.objects.active().filter(client=client).first()
    ids = {sign_id for sign_id, _by in seen}
    levels = dict(Sign.objects.filter(phase__plan=plan, pk__in=ids).values_list("pk", "phase__level")) if plan else {}
    if plan is None or len(levels) != len(ids):
        raise Refused(
            _("Het signaleringsplan is intussen gewijzigd. Bekijk de signalen hieronder en vink ze opnieuw aan."),
            field="signs",
        )
    current = current_phase(client)
    change = follow_signs(
        client=client,
        plan=plan,
        level=after_ticks(current.level if current else None, levels.values()),
        source=ChangeSource.TICKS,
        at=observed_at,
        acting_user=acting_user,
        note=note,
    )
    SignObservation.objects.bulk_create(
        SignObservation(
            client=client,
            sign=sign,
            note=note,
            change=change,
            seen_by=seen_by,
            observed_at=observed_at,
            recorded_by=acting_user,
        )
        for (_sign_id, seen_by), sign in seen.items()
    )
    record(
        AuditAction.CREATE,
        acting_user=acting_user,
        client_number=client.number,
        object_type="riskplans.signobservation",
        details={"signs": sorted(ids), "note": note.pk if note else None},
    )
    if change is not None:
        tell_if_raised(change, current, acting_user=acting_user)
    return change


def follow_signs(
    *,
    client: Client,
    plan: SignallingPlan,
    level: PhaseLevel | None,
    source: ChangeSource,
    at: datetime,
    acting_user: User,
    note: ContactNote | None = None,
) -> PhaseChange | None:
    """Write the phase that the rule gave when it differs from the one of now; part of the act that saw the signs."""
    current = current_phase(client)
    if level is None or (current is not None and current.level == level):
        return None
    change = PhaseChange(
        client=client, plan=plan, level=level, at=at, source=source, note=note, recorded_by=acting_user
    )
    return _write_change(change, current, acting_user)


@transaction.atomic
def set_phase(
    *,
    client: Client,
    level: str,
    reason: str,
    acting_user: User,
    at: datetime | None = None,
    form_token: UUID | None = None,
    seen: int | None = None,
) -> PhaseChange:
    """Set the phase higher or lower with a reason; lowering from red closes it. ``at`` is now when left out.

    A second click (the same ``form_token``) changes nothing. ``seen`` is the id of the fact that the writer looked at, 0
    where there was none: raises ``PhaseMoved`` when another one holds by now. Raises ``Refused`` without a reason, when
    the client is in that phase already, when the plan has no such phase, when ``at`` lies in the future or before the
    latest fact, or when the form was used for an earlier fact or another client.
    """
    Client.objects.select_for_update().get(pk=client.pk)
    current = current_phase(client)
    if form_token is not None and current is not None and current.form_token == form_token:
        return current
    if form_token is not None and PhaseChange.objects.filter(form_token=form_token).exists():
        raise Refused(_("Dit formulier is al gebruikt. Open het opnieuw."))
    reason = reason.strip()
    chosen = PhaseLevel(level)
    if current is not None and seen is not None and seen != current.pk:
        raise PhaseMoved(current)
    if current is not None and current.level == chosen:
        raise Refused(_("De fase is al {phase}.").format(phase=chosen.label), field="level")
    closing = current is not None and current.level == PhaseLevel.RED
    if not reason:
        raise Refused(
            _("Schrijf op waarom rood voorbij is.") if closing else _("Schrijf op waarom u de fase bijstelt."),
            field="reason",
        )
    plan = SignallingPlan.objects.active().filter(client=client).first()
    if plan is not None and not Phase.objects.filter(plan=plan, level=chosen).exists():
        raise Refused(_("Het plan heeft geen fase {phase}.").format(phase=chosen.label), field="level")
    now = timezone.now()
    at = at or now
    if at > now or (current is not None and at < current.at):
        raise Refused(_("Kies een moment na de vorige wijziging, en niet in de toekomst."), field="at")
    change = _write_change(
        PhaseChange(
            client=client,
            plan=plan,
            level=chosen,
            at=at,
            reason=reason,
            recorded_by=acting_user,
            source=ChangeSource.CLOSING if closing else ChangeSource.OVERRIDE,
            form_token=form_token,
        ),
        current,
        acting_user,
    )
    tell_if_raised(change, current, acting_user=acting_user)
    return change


def begin_stoplight(*, plan: SignallingPlan, level: str, on: date, acting_user: User) -> PhaseChange:
    """Write the first phase of a client, on the day his first plan holds; part of establishing the plan."""
    now = timezone.localtime()
    midnight = now.replace(year=on.year, month=on.month, day=on.day, hour=0, minute=0, second=0, microsecond=0)
    change = _write_change(
        PhaseChange(
            client=plan.client,
            plan=plan,
            level=PhaseLevel(level),
            at=now if on == now.date() else midnight,
            source=ChangeSource.START,
            recorded_by=acting_user,
        ),
        None,
        acting_user,
    )
    tell_if_raised(change, None, acting_user=acting_user)
    return change


def _write_change(change: PhaseChange, current: PhaseChange | None, acting_user: User) -> PhaseChange:
    """Write the fact after the current one, with its audit row."""
    if current is not None:
        change.at = max(change.at, current.at)
    change.save()
    record(
        AuditAction.CREATE,
        acting_user=acting_user,
        client_number=change.client.number,
        obj=change,
        details={"from": current.level if current else "", "to": str(change.level), "source": str(change.source)},
    )
    return change


def tell_if_raised(change: PhaseChange, current: PhaseChange | None, *, acting_user: User) -> None:
    """Say to the floors above that the stoplight went up; whoever listens does so in this transaction."""
    if change.rank > (current.rank if current else PhaseLevel.GREEN.rank):
        phase_raised.send(sender=PhaseChange, change=change, acting_user=acting_user)
