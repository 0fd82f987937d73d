"""Houses: which there are, and who is in them now or was on a night before."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING
from uuid import uuid4

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from accounts.access import current_user, require_role
from accounts.enums import AuditAction, LocationKind
from accounts.errors import Refused
from accounts.selectors import standing_of
from accounts.services.audit import record
from casework.access import PLACERS, houses_known_to, houses_open_to, open_client, open_house, open_resident
from casework.enums import MarkKind
from casework.forms.base import FIRST_YEAR, LAST_YEAR
from casework.forms.presence import DoorForm
from casework.frame_context import client_frame, first_house_page, house_frame
from casework.querysets import night_of
from casework.selectors.houses import board, house_cards, house_of, presence_history
from casework.selectors.presence import places
from casework.services.presence import mark_door

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


@require_safe
def house_list(request: HttpRequest) -> HttpResponse:
    """Show the houses of the user's teams: places, who lives there in numbers, the policy on substances."""
    user = require_role(request, *PLACERS)
    opens = set(houses_open_to(user).values_list("pk", flat=True))
    cards = house_cards(houses_known_to(user), with_presence=bool(opens))
    page = first_house_page(user)
    return render(
        request,
        "casework/house_list.html",
        {
            "cards": [
                (card, reverse(page if card.house.pk in opens else "casework:house_rules", args=[card.house.pk]))
                for card in cards
            ],
            "with_presence": bool(opens),
            "opens_files": bool(opens) and standing_of(user).reads_files,
        },
    )


@require_safe
def house(request: HttpRequest, house: int) -> HttpResponse:
    """Show who is in a house now, or who was on a night before (``nacht`` in the address)."""
    place = open_house(request, house)
    user = current_user(request)
    asked = request.GET.get("nacht", "")
    night = _night(asked)
    shown = board(place, night)
    record(
        AuditAction.LIST,
        acting_user=user,
        obj=place,
        subjects=shown.numbers,
        rule="houses_open_to",
        details={"night": shown.night.isoformat(), "now": shown.is_now},
    )
    return render(
        request,
        "casework/house.html",
        {
            "house": place,
            "frame": house_frame(place, user, "presence"),
            "board": shown,
            "asked_wrong": bool(asked) and night is None,
            "day_before": shown.night - timedelta(days=1),
            "day_after": shown.night + timedelta(days=1),
            "last_night": night_of(timezone.now()) - timedelta(days=1),
            "postal": place.kind == LocationKind.POSTAL_ADDRESS,
            "tokens": {row.client.pk: uuid4() for row in shown.rows},
        },
    )


def _night(text: str) -> date | None:
    """Return the night that an address names; None when it names none, or one that has not been yet."""
    try:
        found = parse_date(text)
    except ValueError:
        found = None
    if found is None or not FIRST_YEAR < found.year < LAST_YEAR or found >= night_of(timezone.now()):
        return None
    return found


SAID = {
    MarkKind.OUT: gettext_lazy("%(name)s staat als de deur uit."),
    MarkKind.IN: gettext_lazy("%(name)s staat als thuis."),
    MarkKind.PICK_UP: gettext_lazy("De post van %(name)s staat als opgehaald."),
}


@require_POST
def door(request: HttpRequest, house: int, number: str) -> HttpResponse:
    """Record in one tap that a resident left, came home or picked up his post."""
    place, client = open_resident(request, house, number, what="casework.doormark")
    form = DoorForm(request.POST)
    back = redirect("casework:house", place.pk)
    if not form.is_valid() or form.cleaned_data["kind"] not in MarkKind.values:
        messages.error(request, _("Dit is niet vastgelegd. Open de pagina opnieuw en probeer het nog eens."))
        return back
    values = form.values()
    try:
        mark_door(client=client, location=place, acting_user=current_user(request), **values)
    except Refused as refusal:
        messages.error(request, refusal.sentence)
    else:
        messages.success(request, SAID[MarkKind(values["kind"])] % {"name": client.called})
    return back


@require_safe
def presence(request: HttpRequest, number: str) -> HttpResponse:
    """Show where a client is, and his leaves and absences."""
    client = open_client(request, number, what="casework.presence")
    now = timezone.now()
    place = house_of(client, night_of(now))
    return render(
        request,
        "casework/presence.html",
        {
            "client": client,
            "frame": client_frame(client, current_user(request), "overview"),
            "house": place,
            "place": places([client.pk], now)[client.pk],
            "history": presence_history(client),
        },
    )
