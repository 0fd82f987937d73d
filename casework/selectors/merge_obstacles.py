"""What of the client file has to be settled before two files become one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.translation import gettext as _

if TYPE_CHECKING:
    from casework.models import Client


def overlapping_stays(survivor: Client, absorbed: Client) -> str:
    """Say so when both files have a stay on the same day: somebody sleeps in one place."""
    mine = list(survivor.stays.all())
    for stay in absorbed.stays.select_related("location"):
        for other in mine:
            ends_before = other.valid_until is not None and other.valid_until <= stay.valid_from
            begins_after = stay.valid_until is not None and stay.valid_until <= other.valid_from
            if not ends_before and not begins_after:
                return _("In beide dossiers staat een verblijf in dezelfde tijd. Beëindig of verbeter er eerst één.")
    return ""


def running_absence(survivor: Client, absorbed: Client) -> str:
    """Say so while a clock of an absence runs, or somebody is on leave, in the file that goes."""
    del survivor
    now = timezone.now()
    away = absorbed.absences.filter(returned_at=None).exists()
    on_leave = absorbed.leaves.filter(returned_at=None, withdrawn_at=None, ends_at__gt=now).exists()
    if away or on_leave:
        return _("In dossier %(number)s loopt een afwezigheid of verlof. Leg eerst vast dat de cliënt terug is.") % {
            "number": absorbed.number
        }
    return ""


def running_medication(survivor: Client, absorbed: Client) -> str:
    """Say so while the overview of the file that goes names a medicine that is not stopped."""
    del survivor
    if absorbed.medications.filter(stopped_on=None, replaced_by=None).exists():
        return _("In dossier %(number)s staat medicatie. Neem haar eerst over en sluit haar daar af.") % {
            "number": absorbed.number
        }
    return ""


def papers_on_their_way(survivor: Client, absorbed: Client) -> str:
    """Say so while a paper of the file that goes is being made."""
    del survivor
    if absorbed.document_requests.filter(document=None, failed_at=None).exists():
        return _("Voor dossier %(number)s wordt nog een document gemaakt. Wacht tot het klaar is.") % {
            "number": absorbed.number
        }
    return ""


def other_numbers(survivor: Client, absorbed: Client) -> str:
    """Say so when both files have a number of the same kind: no two files have the same, so it is two people or a slip."""
    mine = set(survivor.identifiers.filter(replaced_at=None).values_list("kind", flat=True))
    if mine & set(absorbed.identifiers.filter(replaced_at=None).values_list("kind", flat=True)):
        return _("Beide dossiers hebben een eigen BSN of strafrechtsketennummer. Controleer eerst of het dezelfde is.")
    return ""


def two_photos(survivor: Client, absorbed: Client) -> str:
    """Say so when both files have a photo: a client has one at a time."""
    if survivor.photos.filter(removed_at=None).exists() and absorbed.photos.filter(removed_at=None).exists():
        return _("In beide dossiers staat een foto. Haal er eerst één weg.")
    return ""
