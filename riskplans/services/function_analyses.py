"""Writing a function analysis, and writing a better one in its place."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.enums import AuditAction
from accounts.errors import Refused
from accounts.services.audit import record
from casework.services.once import create_once
from riskplans.models import FunctionAnalysis

if TYPE_CHECKING:
    from datetime import date
    from uuid import UUID

    from accounts.models import User
    from casework.models import Client


@dataclass(frozen=True)
class AnalysisText:
    """What is written in an analysis, step by step."""

    happened_on: date
    outcome: str
    situation: str
    next_time: str
    made_with: str
    triggers: str = ""
    noticed: str = ""
    feelings: str = ""
    too_much: str = ""
    behaviour: str = ""
    helped: str = ""

    def columns(self) -> dict[str, Any]:
        """Return the fields of the row, without white space around the texts."""
        values = {one.name: getattr(self, one.name) for one in fields(self)}
        return {name: value.strip() if isinstance(value, str) else value for name, value in values.items()}


@transaction.atomic
def write_analysis(
    *,
    client: Client,
    form_token: UUID,
    text: AnalysisText,
    acting_user: User,
    replaces: FunctionAnalysis | None = None,
    replace_reason: str = "",
) -> FunctionAnalysis:
    """Write an analysis; ``replaces`` is the one that it improves, which stays readable.

    A second click gives the same analysis. Raises ``Refused`` for a day in the future or before the client was born,
    when ``replaces`` is of another client or was replaced already, and for a replacement without a reason.
    """
    if text.happened_on > timezone.localdate():
        raise Refused(_("Deze dag moet nog komen. Kies wanneer het gebeurde."), field="happened_on")
    if text.happened_on < client.birth_date:
        raise Refused(_("Deze dag ligt voor de geboorte van de cliënt. Klopt het jaar?"), field="happened_on")
    if replaces is not None and not FunctionAnalysis.objects.filter(form_token=form_token).exists():
        current = FunctionAnalysis.objects.select_for_update(of=("self",)).get(pk=replaces.pk)
        if current.client_id != client.pk:
            raise Refused(_("Deze analyse hoort bij een andere cliënt."))
        if FunctionAnalysis.objects.filter(replaces=current).exists():
            raise Refused(_("Er is al een nieuwere analyse van deze situatie. Werk die bij."))
        if not replace_reason.strip():
            raise Refused(_("Schrijf op waarom u de analyse opnieuw maakt."), field="replace_reason")
    analysis, is_new = create_once(
        FunctionAnalysis,
        form_token,
        client=client,
        **text.columns(),
        replaces=replaces,
        replace_reason=replace_reason.strip() if replaces is not None else "",
        recorded_by=acting_user,
    )
    if is_new:
        record(
            AuditAction.CREATE,
            acting_user=acting_user,
            client_number=client.number,
            obj=analysis,
            details={"outcome": str(text.outcome), "replaces": replaces.pk if replaces else None},
        )
    return analysis
