"""The two papers of the alliance. They are handed over and not kept: a document of the file would be open to its readers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from accounts.enums import AuditAction
from accounts.errors import Refused
from accounts.services.audit import record
from alliance.enums import Stage
from alliance.selectors.instruments import questions_together
from alliance.selectors.results import result_of, stage_of, trends_for
from alliance.selectors.team import peer_cases
from casework.services.rendering import Paper, render_template

if TYPE_CHECKING:
    from accounts.models import User
    from alliance.models import AllianceCheckIn
    from alliance.selectors.results import Result
    from casework.models import Client

STEPS = 3  # how often the type is set smaller before the sheet is allowed to be too long


def conversation_sheet(*, check_in: AllianceCheckIn, client: Client, acting_user: User) -> Paper:
    """Return the sheet for the next talk, on one page, with what the client chose to show.

    For the counsellor who held the check-in, once both sides are in; raises ``Refused`` before that.
    """
    if stage_of(check_in) != Stage.COMPLETE:
        raise Refused(_("Het gespreksblad is er als beide kanten zijn ingevuld."))
    with translation.override(settings.LANGUAGE_CODE):
        result = result_of(check_in, client, acting_user)
        context = {
            **_frame(_("Gespreksblad werkalliantie"), acting_user),
            "client": client,
            "check_in": check_in,
            "result": result,
            "trends": [one for one in trends_for(client, acting_user) if one.family == result.instrument.family],
            "subjects": subjects_of(result),
        }
    paper = _fitted("alliance/pdf/conversation_sheet.html", context)
    record(AuditAction.PRINT, acting_user=acting_user, client_number=client.number, obj=check_in, rule="holds")
    return paper


def supervision_sheet(*, acting_user: User) -> Paper:
    """Return what this counsellor can bring to his peers: letters for clients, no name and no value."""
    today = timezone.localdate()
    with translation.override(settings.LANGUAGE_CODE):
        cases = peer_cases(acting_user, today)
        context = {**_frame(_("Intervisieblad werkalliantie"), acting_user), "cases": cases}
    paper = render_template("alliance/pdf/supervision_sheet.html", context)
    record(
        AuditAction.PRINT,
        acting_user=acting_user,
        subjects=[one.number for one in cases],
        object_type="alliance.supervision",
    )
    return paper


def subjects_of(result: Result) -> list[tuple[str, tuple[str, ...]]]:
    """Return the aspects to talk about with their questions: those with a signal, or else all of them."""
    worth_it = [point.aspect for point in result.talking_points if point.aspect is not None]
    chosen = worth_it or [one.aspect for one in result.aspects]
    return [(aspect.label, questions_together(aspect.key)) for aspect in chosen[:4]]


def _frame(title: str, user: User) -> dict[str, Any]:
    return {
        "paper_title": title,
        "paper_number": "",
        "paper_recipient": "",
        "paper_issued_at": timezone.now(),
        "paper_issued_by": user,
        "organisation_name": settings.ORGANISATION_NAME,
    }


def _fitted(template: str, context: dict[str, Any]) -> Paper:
    """Return the paper on one page, set smaller until it fits."""
    paper = render_template(template, {**context, "paper_step": 0})
    for step in range(1, STEPS):
        if paper.pages == 1:
            break
        paper = render_template(template, {**context, "paper_step": step})
    return paper
