"""The agenda of whoever is logged in: days, weeks, what still has to be told, and the address for his phone."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse, HttpResponseNotFound
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from accounts.access import require_role
from accounts.enums import AuditAction, Role
from accounts.models import User
from accounts.selectors import standing_of
from accounts.services.audit import record
from casework.access import read_feed
from casework.forms.base import FIRST_YEAR, LAST_YEAR
from casework.models import CalendarFeed
from casework.selectors.agenda import agenda_days, still_to_tell
from casework.selectors.calendars import calendar_of
from casework.services.calendars import calendar_file, digest_of, make_feed, revoke_feed

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.http import HttpRequest

    from casework.registry import CalendarEntry

WEEK = 7
FEED_BACK, FEED_AHEAD = dt.timedelta(days=30), dt.timedelta(days=184)
LONGEST_KEY = 100


@require_safe
def agenda(request: HttpRequest) -> HttpResponse:
    """Show a day or a week; the day (``dag``), the view (``weergave``) and whose (``wie``) stand in the address."""
    user = require_role(request, Role.COUNSELLOR, Role.TEAM_LEAD)
    today = timezone.localdate()
    day = _day(request.GET.get("dag", ""))
    week = request.GET.get("weergave") == "week"
    people = _colleagues(user)
    chosen = next((one for one in people if one.username == request.GET.get("wie")), None)
    ids = {chosen.pk} if chosen is not None else standing_of(user).acts_for
    first = day - dt.timedelta(days=day.weekday()) if week else day
    days = agenda_days(user, ids, first, WEEK if week else 1)
    step = dt.timedelta(days=WEEK if week else 1)
    _record_list(user, "casework.agenda", [one.entry for column in days for one in column.entries])
    return render(
        request,
        "casework/agenda.html",
        {
            "days": days,
            "day": day,
            "today": today,
            "week": week,
            "first": first,
            "last": first + dt.timedelta(days=WEEK - 1),
            "before": (day - step),
            "after": (day + step),
            "people": people,
            "chosen": chosen,
            "number_open": len(still_to_tell(user, ids)),
        },
    )


@require_safe
def agenda_open(request: HttpRequest) -> HttpResponse:
    """Show every appointment of which nobody told yet how it ended, each with one tap."""
    user = require_role(request, Role.COUNSELLOR, Role.TEAM_LEAD)
    entries = still_to_tell(user, standing_of(user).acts_for)
    _record_list(user, "casework.agenda_open", entries)
    return render(request, "casework/agenda_open.html", {"entries": entries})


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def agenda_feed(request: HttpRequest) -> HttpResponse:
    """Show whether there is an address, make a new one (shown this once), or withdraw it."""
    user = require_role(request, Role.COUNSELLOR, Role.TEAM_LEAD)
    address = ""
    if request.method == "POST":
        if request.POST.get("stap") != "maken":
            if revoke_feed(acting_user=user):
                messages.success(request, _("Het agenda-adres is ingetrokken. Het werkt vanaf nu niet meer."))
            return redirect("casework:agenda_feed")
        key = make_feed(acting_user=user)
        address = f"{settings.BASE_URL}{reverse('casework:agenda_feed_file', args=[key])}"
    feed = CalendarFeed.objects.filter(user=user, revoked_at=None).first()
    return render(request, "casework/agenda_feed.html", {"feed": feed, "address": address})


@require_safe
def agenda_feed_file(request: HttpRequest, key: str) -> HttpResponse:
    """Answer a calendar program that knows the address; 410 when it was withdrawn, 404 when it never was."""
    del request
    found = read_feed(digest_of(key)) if len(key) <= LONGEST_KEY else None
    if found is None:
        return HttpResponseNotFound(_("Dit agenda-adres bestaat niet."), content_type="text/plain; charset=utf-8")
    feed, works = found
    if not works:
        return HttpResponse(
            _("Dit agenda-adres is ingetrokken. Maak in Samenspoor een nieuw adres en haal het oude uit uw agenda."),
            status=410,
            content_type="text/plain; charset=utf-8",
        )
    now = timezone.now()
    entries = calendar_of([feed.user_id], now - FEED_BACK, now + FEED_AHEAD, cancelled=True)
    return ics_response(entries, "samenspoor.ics")


def ics_response(entries: Iterable[CalendarEntry], name: str) -> HttpResponse:
    """Return an iCalendar file as a page that a calendar can open."""
    response = HttpResponse(calendar_file(entries), content_type="text/calendar; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    response.headers["Cache-Control"] = "private, no-store"
    return response


def _day(text: str) -> dt.date:
    """Return the day that an address names; today when it names none, or one in which there are no files."""
    try:
        found = parse_date(text)
    except ValueError:
        found = None
    return found if found is not None and FIRST_YEAR < found.year < LAST_YEAR else timezone.localdate()


def _colleagues(user: User) -> list[User]:
    """Return whose agenda this user may open beside his own: those of his teams."""
    today = timezone.localdate()
    found = User.objects.in_teams(set(standing_of(user).team_ids), today).filter(
        role_assignments__role__in=(Role.COUNSELLOR, Role.TEAM_LEAD), is_active=True
    )
    return list(found.for_list())


def _record_list(user: User, what: str, entries: Iterable[CalendarEntry]) -> None:
    record(
        AuditAction.LIST,
        acting_user=user,
        object_type=what,
        subjects=sorted({entry.client.number for entry in entries if entry.client is not None}),
    )
