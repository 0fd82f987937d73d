"""The nights of a period: of one house for each resident, and of all houses of the user."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.access import require_role
from accounts.enums import AuditAction, Role
from accounts.services.audit import record
from casework.access import houses_open_to, open_house
from casework.forms.presence import NightsForm, moment_of
from casework.frame_context import house_frame
from casework.models import Client
from casework.querysets import night_of
from casework.selectors.presence import nights, nights_by_house

if TYPE_CHECKING:
    from datetime import date

    from django.http import HttpRequest, HttpResponse

    from casework.selectors.presence import HouseNights

FILE_READERS = (Role.COUNSELLOR, Role.TEAM_LEAD, Role.BEHAVIOURAL_EXPERT)
USUAL_PERIOD = timedelta(days=30)
NAMES = {"first": "van", "last": "tot", "known_on": "bekend"}


def _asked(request: HttpRequest) -> NightsForm:
    """Return the period that the address names; the last thirty nights when it names none."""
    yesterday = _yesterday()
    usual = {"first": yesterday - USUAL_PERIOD + timedelta(days=1), "last": yesterday}
    return NightsForm({name: request.GET.get(key) for name, key in NAMES.items()} if "van" in request.GET else usual)


def _yesterday() -> date:
    return night_of(timezone.now()) - timedelta(days=1)


def _period(form: NightsForm) -> tuple[date, date, datetime | None]:
    """Return the first and the last night, and up to when something must have been recorded to count."""
    known_on = form.cleaned_data["known_on"]
    known_at = moment_of(known_on + timedelta(days=1), time.min) if known_on else None
    return form.cleaned_data["first"], min(form.cleaned_data["last"], _yesterday()), known_at


@require_safe
def house_nights(request: HttpRequest, house: int) -> HttpResponse:
    """Show the nights of a period for each resident: slept here, on leave, missing.

    With ``bekend`` in the address as far as was recorded at the end of that day, so that a figure that was told before
    can be told again.
    """
    place = open_house(request, house)
    user = require_role(request, *FILE_READERS)
    form = _asked(request)
    figures = []
    if form.is_valid():
        first, last, known_at = _period(form)
        figures = nights([place], first, last, known_at=known_at)
    people = Client.objects.in_bulk([one.client_id for one in figures])
    lines = sorted(((people[one.client_id], one) for one in figures), key=lambda line: (line[0].last_name, line[0].pk))
    record(
        AuditAction.LIST,
        acting_user=user,
        obj=place,
        object_type="casework.nights",
        subjects=[client.number for client, _figures in lines],
        rule="houses_open_to",
    )
    return render(
        request,
        "casework/house_nights.html",
        {
            "house": place,
            "frame": house_frame(place, user, "nights"),
            "form": form,
            "known_on": form.cleaned_data.get("known_on"),
            "lines": lines,
            "total": {
                "stayed": sum(one.stayed for one in figures),
                "slept": sum(one.slept for one in figures),
                "leave": sum(one.leave for one in figures),
                "absent": sum(one.absent for one in figures),
            },
        },
    )


@require_safe
def all_nights(request: HttpRequest) -> HttpResponse:
    """Show the nights of a period in each house of the user, in numbers alone."""
    user = require_role(request, *FILE_READERS)
    form = _asked(request)
    houses = list(houses_open_to(user))
    lines: list[HouseNights] = []
    clients = 0
    if form.is_valid():
        first, last, known_at = _period(form)
        lines, clients = nights_by_house(houses, first, last, known_at=known_at)
    record(AuditAction.LIST, acting_user=user, object_type="casework.nights", rule="houses_open_to")
    period = {NAMES[name]: value for name, value in form.cleaned_data.items() if value}
    return render(
        request,
        "casework/nights.html",
        {
            "form": form,
            "known_on": form.cleaned_data.get("known_on"),
            "lines": lines,
            "period": urlencode(period),
            "total": {
                "clients": clients,
                "stayed": sum(one.stayed for one in lines),
                "slept": sum(one.slept for one in lines),
                "leave": sum(one.leave for one in lines),
                "absent": sum(one.absent for one in lines),
            },
        },
    )
