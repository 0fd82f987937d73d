"""What of the risk work has to be settled before two files become one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from riskplans.enums import PhaseLevel, PlanStatus
from riskplans.models import LapseResponse, Meldcode, SignallingPlan
from riskplans.selectors.monitoring import current_phase

if TYPE_CHECKING:
    from casework.models import Client


def plan_left_behind(survivor: Client, absorbed: Client) -> str:
    """Say so when the only living plan is in the file that goes, or a version is being written there.

    An established plan is sealed and stays where it is. With a plan in the file that stays, the other one is history.
    """
    living = set(
        SignallingPlan.objects.filter(
            client__in=(survivor, absorbed), status__in=(PlanStatus.ACTIVE, PlanStatus.DRAFT)
        ).values_list("client_id", "status")
    )
    if (absorbed.pk, PlanStatus.DRAFT) in living:
        return _("In dossier %(number)s staat een concept van het signaleringsplan. Stel het eerst vast.") % {
            "number": absorbed.number
        }
    if (absorbed.pk, PlanStatus.ACTIVE) in living and (survivor.pk, PlanStatus.ACTIVE) not in living:
        return _("Alleen dossier %(number)s heeft een signaleringsplan. Laat dat dossier blijven.") % {
            "number": absorbed.number
        }
    return ""


def not_green(survivor: Client, absorbed: Client) -> str:
    """Say so while the stoplight of the file that goes is not green: nobody would see it any more."""
    del survivor
    now = current_phase(absorbed)
    if now is not None and now.level != PhaseLevel.GREEN:
        return _("Het stoplicht van dossier %(number)s staat niet op groen. Rond dat eerst af, met een reden.") % {
            "number": absorbed.number
        }
    return ""


def steps_under_way(survivor: Client, absorbed: Client) -> str:
    """Say so while steps after a lapse, or of the meldcode, are under way in the file that goes."""
    del survivor
    for model in (LapseResponse, Meldcode):
        if model.objects.filter(client=absorbed, closed_at=None).exists():
            return _("In dossier %(number)s lopen stappen (%(kind)s). Rond ze eerst af.") % {
                "number": absorbed.number,
                "kind": model._meta.verbose_name,
            }
    return ""
