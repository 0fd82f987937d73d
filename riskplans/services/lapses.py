"""The response to a lapse: the guided record, with what its steps do elsewhere in the file."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.enums import AuditAction
from accounts.errors import Refused
from accounts.services.audit import record
from casework.enums import CommitmentOwner
from casework.services.once import create_once
from casework.services.plans import make_commitment
from riskplans.enums import LapseTrigger, PlanAdjusted
from riskplans.models import LapseAddendum, LapseLearn, LapseResponse, LapseRisk
from riskplans.selectors import current_phase
from riskplans.services.guided import save_step, start_guided
from riskplans.services.moments import refuse_wrong_moment
from riskplans.services.monitoring import observe_signs

if TYPE_CHECKING:
    from datetime import date, datetime
    from uuid import UUID

    from accounts.models import User
    from casework.models import Client
    from riskplans.models import Check
    from riskplans.models.guided import GuidedStep

PLAN_TIME = timedelta(days=14)  # to write a new version together


@dataclass(frozen=True)
class AgreedLine:
    """An agreement that comes out of a step: what, who, by when."""

    text: str
    owner: str
    due_on: date
    owner_name: str = ""


@transaction.atomic
def start_response(
    *,
    client: Client,
    form_token: UUID,
    trigger: str,
    known_at: datetime,
    about: str,
    acting_user: User,
    check: Check | None = None,
) -> LapseResponse:
    """Begin the five steps. A check asks one response: asked again, the first one is given.

    Raises ``Refused`` for a moment that cannot be, and for a check of another client.
    """
    if check is not None:
        if check.client_id != client.pk:
            raise Refused(_("Deze controle hoort niet bij deze cliënt."))
        earlier: LapseResponse | None = LapseResponse.objects.filter(check_row=check).first()
        if earlier is not None:
            return earlier
        trigger, known_at = LapseTrigger.CHECK, check.taken_at
    elif trigger == LapseTrigger.CHECK:
        raise Refused(_("Begin bij de controle zelf: open die en kies ‘Terugvalrespons beginnen’."), field="trigger")
    refuse_wrong_moment(client, known_at, "known_at")
    response, _is_new = start_guided(
        LapseResponse,
        client=client,
        form_token=form_token,
        acting_user=acting_user,
        trigger=trigger,
        known_at=known_at,
        about=about.strip(),
        check_row=check,
    )
    return response


@transaction.atomic
def save_lapse_step(
    *,
    step: GuidedStep,
    values: dict[str, Any],
    revision: int,
    finish: bool,
    acting_user: User,
    agreed: AgreedLine | None = None,
) -> GuidedStep:
    """Save a step, and on finishing do what it asks elsewhere in the file.

    The step on risk ticks the signs (which may raise the stoplight, by the plan's own rule) and keeps the phase of that
    moment; the step on learning makes an agreement of the next check and of a plan that is to be adjusted. ``agreed`` is
    an agreement of the step itself. Raises what ``save_step`` and the services below raise; then nothing is saved.
    """
    if isinstance(step, LapseLearn) and finish:
        _refuse_unlearnt(step, values)
    if isinstance(step, LapseRisk) and finish:
        response = step.response
        observe_signs(
            client=response.client,
            signs=values.get("signs", ()),
            observed_at=response.known_at,
            acting_user=acting_user,
        )
        change = current_phase(response.client)
        values = values | {"phase": change.level if change else ""}
    saved = save_step(step=step, values=values, revision=revision, finish=finish, acting_user=acting_user)
    response = LapseResponse.objects.select_related("client").get(pk=saved.response_id)  # type: ignore[attr-defined]
    lines = [agreed] if agreed is not None else []
    if finish and isinstance(saved, LapseLearn):
        lines += _lines_of(saved)
    for line in lines:
        make_commitment(client=response.client, origin=response, acting_user=acting_user, **vars(line))
    return saved


def _refuse_unlearnt(step: LapseLearn, values: dict[str, Any]) -> None:
    """Refuse to finish the last step without an analysis of this client, or the reason why there is none."""
    next_check_on, analysis = values.get("next_check_on"), values.get("analysis")
    if next_check_on is not None and next_check_on < timezone.localdate():
        raise Refused(_("Deze datum is al voorbij. Kies een dag voor de volgende controle."), field="next_check_on")
    if analysis is None and not values.get("no_analysis", "").strip():
        raise Refused(_("Kies een functieanalyse, of schrijf op waarom die er niet komt."), field="analysis")
    if analysis is not None and analysis.client_id != step.response.client_id:
        raise Refused(_("Deze functieanalyse hoort niet bij deze cliënt."), field="analysis")


def _lines_of(step: LapseLearn) -> list[AgreedLine]:
    """Return the agreements that follow from the last step."""
    lines = []
    if step.next_check_on is not None:
        lines.append(AgreedLine(_("Volgende controle"), CommitmentOwner.COUNSELLOR, step.next_check_on))
    if step.plan_adjusted == PlanAdjusted.LATER:
        soon = timezone.localdate() + PLAN_TIME
        lines.append(AgreedLine(_("Signaleringsplan bijstellen na de terugval"), CommitmentOwner.COUNSELLOR, soon))
    return lines


@transaction.atomic
def add_lapse_addendum(
    *, response: LapseResponse, form_token: UUID, text: str, reason: str, acting_user: User
) -> LapseAddendum:
    """Add to what was written, with the reason; nothing is rewritten."""
    if not text.strip():
        raise Refused(_("Schrijf op wat u wilt toevoegen."), field="text")
    if not reason.strip():
        raise Refused(_("Schrijf op waarom u de aanvulling maakt."), field="reason")
    addendum, is_new = create_once(
        LapseAddendum,
        form_token,
        response=response,
        text=text.strip(),
        reason=reason.strip(),
        recorded_by=acting_user,
    )
    if addendum.response_id != response.pk:
        raise Refused(_("Dit formulier is al gebruikt. Open het opnieuw."))
    if is_new:
        record(AuditAction.CREATE, acting_user=acting_user, client_number=response.client.number, obj=addendum)
    return addendum
