"""What of the work with partners has to be settled before two files become one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from chain.enums import AgreementStatus
from chain.models import Agreement, HandoverReport, Notification, PreReleaseTrack, WarmHandover
from chain.querysets import PROPOSALS

if TYPE_CHECKING:
    from casework.models import Client


def living_agreement(survivor: Client, absorbed: Client) -> str:
    """Say so while an agreement of the file that goes is being made or holds: it is sealed under that number."""
    del survivor
    if Agreement.objects.filter(client=absorbed, status__in=(*PROPOSALS, AgreementStatus.IN_FORCE)).exists():
        return _(
            "In dossier %(number)s gelden samenwerkingsafspraken, of ligt er een voorstel. "
            "Laat dat dossier blijven, of beëindig ze eerst."
        ) % {"number": absorbed.number}
    return ""


def unsent_notifications(survivor: Client, absorbed: Client) -> str:
    """Say so while somebody still waits for a notification out of the file that goes."""
    del survivor
    if Notification.objects.filter(client=absorbed, sent_at=None, dropped_at=None).exists():
        return _("In dossier %(number)s staat nog een melding klaar. Verstuur haar, of laat haar vervallen.") % {
            "number": absorbed.number
        }
    return ""


def unfinished_papers(survivor: Client, absorbed: Client) -> str:
    """Say so while a report, a warm handover or a track before release is under way in the file that goes."""
    del survivor
    under_way = (
        any(report.is_draft for report in HandoverReport.objects.filter(client=absorbed))
        or WarmHandover.objects.filter(client=absorbed, held_at=None, cancelled_at=None).exists()
        or PreReleaseTrack.objects.filter(client=absorbed, ended_on=None).exists()
    )
    if under_way:
        return _(
            "In dossier %(number)s loopt een overdracht, een verslag of een bajes-uittraject. Rond dat eerst af."
        ) % {"number": absorbed.number}
    return ""
