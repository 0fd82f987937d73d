"""The steps of a guided record: saved as often as one likes, settled once, skipped only with a reason."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

from django.db import models, transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from accounts.enums import AuditAction
from accounts.errors import Refused
from accounts.services.audit import record
from casework.services.once import create_once
from riskplans.models.guided import GuidedRecord, GuidedStep
from riskplans.services.moments import refuse_wrong_moment

if TYPE_CHECKING:
    from uuid import UUID

    from accounts.models import User
    from casework.models import Client

R = TypeVar("R", bound=GuidedRecord)


class StepMoved(Refused):
    """Somebody saved the step after the writer opened it; ``stored`` is how it stands now."""

    def __init__(self, stored: GuidedStep) -> None:
        """Say who it was and when."""
        self.stored = stored
        super().__init__(
            _(
                "{name} heeft deze stap intussen bewaard ({time}). Wat er nu staat ziet u hieronder; neem over wat klopt "
                "en bewaar opnieuw."
            ).format(
                name=stored.saved_by,
                time=date_format(timezone.localtime(stored.saved_at), "j F, H:i"),
            )
        )


@transaction.atomic
def start_guided(
    model: type[R], *, client: Client, form_token: UUID, acting_user: User, **fields: Any
) -> tuple[R, bool]:
    """Begin a record with all its steps; a second click gives the first, and says that it is not new."""
    row, is_new = create_once(model, form_token, client=client, started_by=acting_user, **fields)
    if is_new:
        for step in step_models(model).values():
            step(response=row).save()  # type: ignore[misc]  # every step has one; the checker sees the abstract class
        record(AuditAction.CREATE, acting_user=acting_user, client_number=client.number, obj=row)
    return row, is_new


def step_models(model: type[GuidedRecord]) -> dict[str, type[GuidedStep]]:
    """Return the models of the steps of a record by their name."""
    return {name: model._meta.get_field(name).related_model for name in model.STEPS}  # type: ignore[misc]


@transaction.atomic
def save_step(
    *, step: GuidedStep, values: dict[str, Any], revision: int, finish: bool, acting_user: User
) -> GuidedStep:
    """Save what was written in a step; with ``finish`` it is settled and stays as it is.

    Raises ``StepMoved`` when somebody saved it since ``revision``, and ``Refused`` when it was finished before, for a
    moment that cannot be, and, on finishing, for what is missing or an earlier step that is not settled. Finishing the
    last step closes the record.
    """
    whole = _lock(step)
    locked = type(step)._default_manager.select_related("saved_by").get(pk=step.pk)
    if locked.is_finished or not whole.is_open:
        raise Refused(_("Deze stap is al afgerond. Voeg een aanvulling toe."))
    if locked.revision != revision:
        raise StepMoved(locked)
    _write(locked, values, whole.client)
    now = timezone.now()
    locked.revision, locked.saved_at, locked.saved_by = revision + 1, now, acting_user
    if finish:
        _refuse_unready(whole, locked)
        locked.finished_at, locked.finished_by = now, acting_user
    locked.save()
    record(
        AuditAction.UPDATE,
        acting_user=acting_user,
        client_number=whole.client.number,
        obj=whole,
        details={"step": str(step.NAME), "finished": finish, "fields": sorted(values)},
    )
    if finish:
        _close_when_settled(whole, acting_user)
    return locked


def _write(step: GuidedStep, values: dict[str, Any], client: Client) -> None:
    """Put the values in the columns of the step; what is chosen of other rows is saved at once, in this transaction."""
    many = {field.name for field in step._meta.many_to_many}
    for name, value in values.items():
        if name in many:
            getattr(step, name).set(value)
            continue
        if value is not None and isinstance(step._meta.get_field(name), models.DateTimeField):
            refuse_wrong_moment(client, value, name)
        setattr(step, name, value.strip() if isinstance(value, str) else value)


def _refuse_unready(whole: GuidedRecord, step: GuidedStep) -> None:
    """Refuse to finish a step before its turn, or with something left out."""
    _refuse_out_of_order(whole, step)
    for name in step.REQUIRED:
        if not getattr(step, name):
            raise Refused(_("Vul dit in om de stap af te ronden."), field=name)


@transaction.atomic
def skip_step(*, step: GuidedStep, reason: str, acting_user: User) -> GuidedStep:
    """Skip a step, with the reason; what was written so far stays, and the step may be taken later.

    Raises ``Refused`` without a reason, out of order, or when the step or the record is settled.
    """
    whole = _lock(step)
    locked = type(step)._default_manager.get(pk=step.pk)
    if not reason.strip():
        raise Refused(_("Schrijf op waarom u deze stap overslaat."), field="skipped_because")
    if locked.is_settled or not whole.is_open:
        raise Refused(_("Deze stap is al afgerond of overgeslagen."))
    _refuse_out_of_order(whole, locked)
    locked.skipped_at, locked.skipped_by, locked.skipped_because = timezone.now(), acting_user, reason.strip()
    locked.revision += 1
    locked.saved_at, locked.saved_by = locked.skipped_at, acting_user
    locked.save()
    record(
        AuditAction.UPDATE,
        acting_user=acting_user,
        client_number=whole.client.number,
        obj=whole,
        details={"step": str(step.NAME), "skipped": True},
    )
    _close_when_settled(whole, acting_user)
    return locked


def _lock(step: GuidedStep) -> GuidedRecord:
    """Lock the record and return it: steps of one record are saved one after another."""
    asked: Any = step  # every step has a response; the checker sees the abstract class
    whole: GuidedRecord = type(asked.response)._default_manager.select_for_update().get(pk=asked.response_id)
    return whole


def _refuse_out_of_order(whole: GuidedRecord, step: GuidedStep) -> None:
    for earlier in whole.steps:
        if earlier.NAME == step.NAME:
            return
        if not earlier.is_settled:
            raise Refused(
                _("Rond eerst ‘{step}’ af, of sla die stap over met een reden.").format(step=earlier._meta.verbose_name)
            )


def _close_when_settled(whole: GuidedRecord, acting_user: User) -> None:
    fresh = type(whole)._default_manager.get(pk=whole.pk)
    if fresh.current_step is None:
        fresh.closed_at, fresh.closed_by = timezone.now(), acting_user
        fresh.save(update_fields=["closed_at", "closed_by"])
