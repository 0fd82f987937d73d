"""The photo of a client: where it stands, and what was before."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.conf import settings

from casework.enums.scanning import ScanState
from casework.models import ClientPhoto
from casework.selectors.merging import family

if TYPE_CHECKING:
    from casework.models import Client


@dataclass(frozen=True)
class PhotoState:
    """The photo that is there, in the words of the scanner where it cannot be shown yet, and those that were."""

    present: ClientPhoto | None
    held_up: str
    earlier: tuple[ClientPhoto, ...]


def photos_of(client: Client) -> PhotoState:
    """Return the photo of a client and its history, that of files that were merged into his included. Two queries."""
    rows = ClientPhoto.objects.filter(client__in=family(client))
    found = list(rows.select_related("recorded_by", "removed_by", "scan"))
    present = next((row for row in found if row.removed_at is None), None)
    held_up = ""
    if present is not None and settings.VIRUS_SCANNER:
        state = ScanState(present.scan.state) if hasattr(present, "scan") else ScanState.WAITING
        held_up = "" if state == ScanState.CLEAN else str(state.label)
    return PhotoState(present, held_up, tuple(row for row in found if row.removed_at is not None))
