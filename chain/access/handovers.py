"""The doors to what is handed over: reports, warm handovers, tracks before the stay, and the log of disclosures."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import Http404
from django.utils.translation import gettext as _

from casework.access import get_client

if TYPE_CHECKING:
    from accounts.models import User
    from casework.models import Client
    from chain.models import Disclosure, HandoverReport, PreReleaseTrack, WarmHandover


def get_report(user: User, number: str, pk: int, *, write: bool = False) -> tuple[Client, HandoverReport]:
    """Return a handover or report of a client whose file the user may see; raise ``Http404`` otherwise."""
    client = get_client(user, number, write=write, what="chain.handoverreport")
    related = ("client", "request", "document", "agreement__officer__organisation", "created_by", "changed_by")
    report = client.handover_reports.select_related(*related).filter(pk=pk).first()
    if report is None:
        raise Http404(_("Dit verslag bestaat niet."))
    return client, report


def get_warm_handover(user: User, number: str, pk: int, *, write: bool = False) -> tuple[Client, WarmHandover]:
    """Return a warm handover of a client whose file the user may see; raise ``Http404`` otherwise."""
    client = get_client(user, number, write=write, what="chain.warmhandover")
    handover = client.warm_handovers.select_related("client", "report__document", "recorded_by").filter(pk=pk).first()
    if handover is None:
        raise Http404(_("Deze overdracht bestaat niet."))
    return client, handover


def get_track(user: User, number: str, pk: int, *, write: bool = False) -> tuple[Client, PreReleaseTrack]:
    """Return a track before the stay of a client whose file the user may see; raise ``Http404`` otherwise."""
    client = get_client(user, number, write=write, what="chain.prereleasetrack")
    track = client.pre_release_tracks.select_related("client", "counsellor").filter(pk=pk).first()
    if track is None:
        raise Http404(_("Dit traject bestaat niet."))
    return client, track


def get_disclosure(user: User, number: str, pk: int) -> tuple[Client, Disclosure]:
    """Return an entry of the log of a client in whose file the user writes; raise ``Http404`` otherwise."""
    client = get_client(user, number, write=True, what="chain.disclosure")
    entry = client.disclosures.filter(pk=pk).first()
    if entry is None:
        raise Http404(_("Deze regel bestaat niet."))
    return client, entry
