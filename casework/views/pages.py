"""The pages of one client: overview, timeline, and who saw it."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlencode

from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.access import current_user
from accounts.models import AuditEntry
from casework.access import may_open_access_log, open_access_log, open_client
from casework.forms.base import FIRST_YEAR, LAST_YEAR
from casework.forms.timeline import PeriodForm
from casework.frame_context import client_frame, pieces
from casework.models import Client
from casework.registry import in_order, registry
from casework.selectors import goals_tree, timeline
from casework.selectors.access_log import log_lines
from casework.selectors.drafts import unfinished
from casework.selectors.merging import family

if TYPE_CHECKING:
    from datetime import datetime

    from django.http import HttpRequest, HttpResponse

LAST_CONTACTS = 4
STANDING = 50  # panels from this order on say how things stand; those before it may ask for something today
LOG_PAGE = 50


@require_safe
def client_page(request: HttpRequest, number: str) -> HttpResponse:
    """Show the overview of one client: his horizon and goals, what is needed now, the last contacts.

    A file that was merged into another leads to that one.
    """
    client = open_client(request, number)
    if client.merged_into is not None:
        messages.info(
            request,
            _("Dossier %(old)s is samengevoegd met dit dossier.") % {"old": client.number},
        )
        return redirect(client.merged_into)
    user = current_user(request)
    frame = client_frame(client, user, "overview")
    panels = pieces(registry.panels, client, user)
    return render(
        request,
        "casework/client.html",
        {
            "client": client,
            "frame": frame,
            "goals": goals_tree(client),
            "panels": [one for one in panels if one.order < STANDING],
            "standing_panels": [one for one in panels if one.order >= STANDING],
            "notes": client.notes.readable_by(user).with_corrections().select_related("author")[:LAST_CONTACTS],
            "may_open_access_log": may_open_access_log(user, frame.header.counsellor),
        },
    )


@require_safe
def client_timeline(request: HttpRequest, number: str) -> HttpResponse:
    """Show the timeline; kinds (``soort``), period (``van``, ``tot``) and place (``voor``) stand in the address."""
    client = open_client(request, number, what="casework.timeline")
    user = current_user(request)
    sources = registry.timeline_sources
    kinds = [kind for kind in request.GET.getlist("soort") if kind in sources]
    period = PeriodForm(request.GET)
    period.is_valid()
    before = _moment(request.GET["voor"]) if "voor" in request.GET else period.before() or timezone.now()
    stretch = timeline(client, user, before=before, kinds=kinds, since=period.since())
    older = [("soort", kind) for kind in kinds] + period.in_address()
    if stretch.before is not None:
        older.append(("voor", stretch.before.isoformat()))
    return render(
        request,
        "casework/timeline.html",
        {
            "client": client,
            "frame": client_frame(client, user, "timeline"),
            "kinds": [(source.key, source.label, source.key in kinds) for source in in_order(sources)],
            "chosen": [source.label for source in in_order(sources) if source.key in kinds],
            "entries": stretch.entries,
            "period": period,
            "filtered": bool(kinds) or bool(period.in_address()),
            "older": urlencode(older) if stretch.before is not None else "",
            "later": "voor" in request.GET,
            "drafts": unfinished(user, client),
        },
    )


def _moment(text: str) -> datetime:
    """Return the moment that an address names; now when it names none, or one in which there are no files."""
    try:
        found = parse_datetime(text)
    except ValueError:
        found = None
    if found is None or not FIRST_YEAR < found.year < LAST_YEAR:
        return timezone.now()
    return found if timezone.is_aware(found) else timezone.make_aware(found)


@require_safe
def access_log(request: HttpRequest, number: str) -> HttpResponse:
    """Show who saw and changed what of one client, newest first."""
    client = open_access_log(request, number)
    user = current_user(request)
    numbers = [one.number for one in family(client)]
    page = Paginator(AuditEntry.objects.about(*numbers), LOG_PAGE).get_page(request.GET.get("page"))
    return render(
        request,
        "casework/access_log.html",
        {
            "client": client,
            "lines": log_lines(page.object_list),
            "page": page,
            "reads_file": Client.objects.visible_to(user).filter(pk=client.pk).exists(),
        },
    )
