"""The reporting code: the guided record, and the one thing that the frame itself demands of the decision."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.errors import Refused
from riskplans.enums import SafeHomeContact, YesNo
from riskplans.models import Meldcode, MeldcodeDecision
from riskplans.services.guided import save_step, start_guided

if TYPE_CHECKING:
    from uuid import UUID

    from accounts.models import User
    from casework.models import Client
    from riskplans.models.guided import GuidedStep


@transaction.atomic
def start_meldcode(*, client: Client, form_token: UUID, about: str, concerns: str, acting_user: User) -> Meldcode:
    """Begin the five steps about one concern."""
    row, _is_new = start_guided(
        Meldcode, client=client, form_token=form_token, acting_user=acting_user, about=about, concerns=concerns.strip()
    )
    return row


@transaction.atomic
def save_meldcode_step(
    *, step: GuidedStep, values: dict[str, Any], revision: int, finish: bool, acting_user: User
) -> GuidedStep:
    """Save a step. A report to Veilig Thuis has its moment; a decision to report has contact with Veilig Thuis.

    What the answers to the five questions mean is said on the page; the decision is a person's, with the reason.
    """
    if isinstance(step, MeldcodeDecision) and finish:
        contact = values.get("safe_home", "")
        if values.get("report") == YesNo.YES and contact != SafeHomeContact.REPORT:
            raise Refused(
                _("Melden doet u bij Veilig Thuis. Kies ‘melding gedaan’, of wacht met afronden tot het is gebeurd."),
                field="safe_home",
            )
        if contact in {SafeHomeContact.ADVICE, SafeHomeContact.REPORT} and values.get("safe_home_at") is None:
            raise Refused(_("Vul in wanneer er contact was met Veilig Thuis."), field="safe_home_at")
    return save_step(step=step, values=values, revision=revision, finish=finish, acting_user=acting_user)
