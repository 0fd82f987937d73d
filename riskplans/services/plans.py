"""Writing a signalling plan: a draft, and the moment it becomes the plan that holds."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from accounts.enums import AuditAction
from accounts.errors import Refused
from accounts.services.audit import record
from casework.models import Client
from casework.selectors import term_days
from casework.services.once import create_once
from riskplans.enums import REQUIRED_LEVELS, PhaseLevel, PlanStatus
from riskplans.models import EmergencyContact, Phase, PhaseAction, Sign, SignallingPlan
from riskplans.selectors import EVALUATION_TERM, PlanContent, active_plan, content_of, current_phase
from riskplans.services.monitoring import begin_stoplight

if TYPE_CHECKING:
    from datetime import date
    from uuid import UUID

    from accounts.models import User
    from casework.models.signatures import Signature


class DraftConflict(Refused):
    """Somebody else saved the draft in the meantime; ``plan`` is the draft as it stands now."""

    def __init__(self, plan: SignallingPlan) -> None:
        """Say who it was and when."""
        self.plan = plan
        super().__init__(
            _(
                "{name} heeft dit concept om {time} ook gewijzigd. Uw tekst staat hieronder nog en is niet bewaard. "
                "Vergelijk, en bewaar daarna opnieuw."
            ).format(name=plan.changed_by, time=date_format(timezone.localtime(plan.changed_at), "H:i"))
        )


@transaction.atomic
def create_plan(
    *, client: Client, form_token: UUID, acting_user: User, content: PlanContent | None = None
) -> SignallingPlan:
    """Begin a draft: from ``content``, or else as a copy of the plan that holds, or else with empty phases.

    A second click gives the same draft. Raises ``Refused`` when another draft is open.
    """
    Client.objects.select_for_update().get(pk=client.pk)
    if not SignallingPlan.objects.filter(form_token=form_token).exists() and (
        SignallingPlan.objects.drafts().filter(client=client).exists()
    ):
        raise Refused(_("Er is al een concept. Werk daarin verder."))
    if content is None:
        current = active_plan(client)
        content = content_of(current) if current else PlanContent()
    latest = SignallingPlan.objects.filter(client=client).aggregate(latest=Max("version"))["latest"] or 0
    plan, is_new = create_once(
        SignallingPlan,
        form_token,
        client=client,
        version=latest + 1,
        created_by=acting_user,
        changed_by=acting_user,
        **content.texts(),
    )
    if is_new:
        _write_parts(plan, content)
        record(
            AuditAction.CREATE,
            acting_user=acting_user,
            client_number=client.number,
            obj=plan,
            details={"version": plan.version},
        )
    return plan


@transaction.atomic
def save_draft(*, plan: SignallingPlan, revision: int, content: PlanContent, acting_user: User) -> SignallingPlan:
    """Replace what the draft says. ``revision`` is the one that the writer started from.

    A second click changes nothing. Raises ``DraftConflict`` when somebody else saved in between, and ``Refused`` when the plan is no draft any more.
    """
    draft = _locked(plan)
    if not draft.is_draft:
        raise Refused(_("Dit plan is intussen vastgesteld. Maak een nieuwe versie om het te wijzigen."))
    content = content.in_order()
    if draft.revision != revision:
        if content_of(draft) == content:
            return draft
        raise DraftConflict(draft)
    for name, text in content.texts().items():
        setattr(draft, name, text)
    draft.revision += 1
    draft.changed_by = acting_user
    draft.save()
    draft.phases.all().delete()
    draft.contacts.all().delete()
    _write_parts(draft, content)
    record(
        AuditAction.UPDATE,
        acting_user=acting_user,
        client_number=draft.client.number,
        obj=draft,
        details={"version": draft.version, "revision": draft.revision},
    )
    return draft


@transaction.atomic
def establish_plan(
    *,
    plan: SignallingPlan,
    acting_user: User,
    established_on: date | None = None,
    client_signed_on: date | None = None,
    refusal_reason: str = "",
    signature: Signature | None = None,
    start_level: str = PhaseLevel.GREEN,
) -> SignallingPlan:
    """Make the draft the plan that holds, from ``established_on`` (today when left out); the old one is superseded.

    The client signed on a day (``signature`` where he did so on the screen), or did not want to for a reason. ``start_level`` is the phase he is in now; it counts
    only when the stoplight never had one. The plan is evaluated after the organisation's term. A second click changes
    nothing. Raises ``Refused`` when the plan is not complete.
    """
    Client.objects.select_for_update().get(pk=plan.client_id)
    draft = _locked(plan)
    if draft.status == PlanStatus.ACTIVE:
        return draft
    if not draft.is_draft:
        raise Refused(_("Deze versie is vervangen. Maak een nieuwe versie."))
    today = timezone.localdate()
    established_on = established_on or today
    _refuse_incomplete(draft)
    _refuse_dates(draft, established_on, client_signed_on, today)
    refusal_reason = refusal_reason.strip()
    if client_signed_on is None and not refusal_reason:
        raise Refused(_("Schrijf op waarom de cliënt niet tekent."), field="refusal_reason")
    if client_signed_on is not None and refusal_reason:
        raise Refused(_("De cliënt tekent, of u schrijft op waarom niet. Niet allebei."), field="refusal_reason")
    earlier = SignallingPlan.objects.active().filter(client=draft.client).first()
    if earlier is not None:
        earlier.status = PlanStatus.SUPERSEDED
        earlier.save(update_fields=["status"])
    draft.status = PlanStatus.ACTIVE
    draft.established_on = established_on
    draft.evaluate_on = established_on + timedelta(days=term_days(EVALUATION_TERM))
    draft.client_signed_on = client_signed_on
    draft.refusal_reason = refusal_reason
    if signature is not None and client_signed_on is not None:
        for column, value in signature.columns.items():
            setattr(draft, column, value)
    draft.changed_by = acting_user
    draft.save()
    record(
        AuditAction.SIGN,
        acting_user=acting_user,
        client_number=draft.client.number,
        obj=draft,
        details={
            "version": draft.version,
            "signed": client_signed_on is not None,
            "evaluate_on": draft.evaluate_on.isoformat(),
        },
    )
    if current_phase(draft.client) is None:
        begin_stoplight(plan=draft, level=start_level, on=established_on, acting_user=acting_user)
    return draft


def _locked(plan: SignallingPlan) -> SignallingPlan:
    locked: SignallingPlan = (
        SignallingPlan.objects.select_for_update(of=("self",)).select_related("client", "changed_by").get(pk=plan.pk)
    )
    return locked


def _write_parts(plan: SignallingPlan, content: PlanContent) -> None:
    """Write phases, signs, actions and call list of a fresh or emptied draft; at most four queries."""
    texts = content.in_order().phases
    phases = Phase.objects.bulk_create(
        Phase(plan=plan, level=one.level, how_i_am=one.how_i_am, triggers=one.triggers) for one in texts
    )
    Sign.objects.bulk_create(
        Sign(
            phase=phase,
            order=order,
            text=sign.text,
            noticed_by=sign.noticed_by,
            noticed_who=sign.noticed_who,
            category=sign.category,
        )
        for phase, text in zip(phases, texts, strict=True)
        for order, sign in enumerate(text.signs)
    )
    PhaseAction.objects.bulk_create(
        PhaseAction(
            phase=phase, order=order, actor=action.actor, text=action.text, urgency=action.urgency, phone=action.phone
        )
        for phase, text in zip(phases, texts, strict=True)
        for order, action in enumerate(text.actions)
    )
    EmergencyContact.objects.bulk_create(
        EmergencyContact(
            plan=plan,
            order=order,
            name=one.name,
            relation=one.relation,
            phone=one.phone,
            agreed_on=one.agreed_on,
            reachable=one.reachable,
            may_know=one.may_know,
        )
        for order, one in enumerate(content.contacts)
    )


def _refuse_incomplete(plan: SignallingPlan) -> None:
    """Raise ``Refused`` with what is missing: a plan has green, orange and red, and a phase says what is done then."""
    content = content_of(plan)
    present = {one.level for one in content.phases}
    for level in REQUIRED_LEVELS:
        if level not in present:
            raise Refused(_("Het plan heeft nog geen fase {phase}.").format(phase=level.label))
    for phase in content.phases:
        label = PhaseLevel(phase.level).label
        if not phase.actions:
            raise Refused(_("Bij {phase} staat nog niet wat er dan gebeurt. Voeg een actie toe.").format(phase=label))
        if not phase.signs and phase.level != PhaseLevel.GREEN:
            raise Refused(
                _("Bij {phase} staan nog geen signalen. Waaraan merkt u of iemand anders het dan?").format(phase=label)
            )


def _refuse_dates(plan: SignallingPlan, established_on: date, client_signed_on: date | None, today: date) -> None:
    if established_on > today:
        raise Refused(_("Een plan wordt niet in de toekomst vastgesteld."), field="established_on")
    if client_signed_on is not None and client_signed_on > today:
        raise Refused(_("De cliënt tekent niet in de toekomst."), field="client_signed_on")
    latest = (
        SignallingPlan.objects.filter(client=plan.client)
        .exclude(pk=plan.pk)
        .aggregate(latest=Max("established_on"))["latest"]
    )
    if latest is not None and established_on < latest:
        raise Refused(
            _("De vorige versie is vastgesteld op {date}. Kies die dag of later.").format(
                date=date_format(latest, "j F Y")
            ),
            field="established_on",
        )
