"""Holding a meeting along its agenda, typing it in later, and reading it back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django.conf import settings
from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.access import current_user
from accounts.errors import Refused
from casework.access import may_write, open_client
from casework.forms import OnceForm
from casework.frame_context import client_frame
from casework.views.drafts import take_up
from chain.access.meetings import get_meeting, get_planned
from chain.enums import THREE_PARTY_KINDS, MeetingKind, Party
from chain.forms.meetings import MeetingForm, commitment_rows, guest_rows, resumed_rows, with_more_rows
from chain.forms.planning import agenda_for
from chain.selectors.agenda_facts import agenda_facts
from chain.selectors.agendas import NOT, agenda_of
from chain.selectors.meetings import held_meeting, next_day
from chain.selectors.officers import party_names
from chain.selectors.planning import prepared
from chain.services.meetings import record_meeting
from chain.views.cooperation import TAB

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from casework.models import Client
    from chain.models import PlannedMeeting
    from chain.selectors.agendas import Agenda

DRAFT = "chain.meeting"


def _initial(client: Client, agenda: Agenda, planned: PlannedMeeting | None) -> dict[str, Any]:
    """Return what the page starts from: the planned moment, or everybody there and the first meeting where there was none."""
    first = not client.meetings.three_party().exists()
    three = MeetingKind.REGULAR in agenda.kinds
    there = [party for party in Party.values if party != Party.CLIENT or agenda.client != NOT]
    initial: dict[str, Any] = {
        "kind": (MeetingKind.FIRST if first else MeetingKind.REGULAR) if three else agenda.kinds[0],
        "attended": there if three else [party for party in there if party != Party.PROBATION],
        "lead": agenda.lead,
    }
    if planned is not None:
        local = timezone.localtime(planned.starts_at)
        initial |= {"kind": planned.kind, "place": planned.place, "held_on": local.date(), "held_time": local.time()}
        initial["attended"] = [party for party in there if planned.invitations.filter(seat=party).exists()] or there
    if agenda.next:
        initial["next_on"] = next_day(agenda.next, initial.get("held_on") or timezone.localdate())
    return initial


def _guests(planned: PlannedMeeting | None) -> list[dict[str, Any]]:
    """Return the rows of others at the table: who was invited beside the three."""
    if planned is None:
        return []
    others = planned.invitations.exclude(seat__in=Party.values)
    return [{"name": one.name, "seat": one.seat} for one in others]


def meeting_create(request: HttpRequest, number: str, kind: str = "") -> HttpResponse:
    """Record a meeting that was held without having been planned here, with its agreements.

    ``kind`` is of another meeting than the three-party one, with an agenda of its own.
    """
    client = open_client(request, number, write=True, what="chain.threepartymeeting")
    return _hold(request, client, agenda_for(kind), None)


def planned_hold(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    """Work through a planned meeting together, and record it."""
    client, planned = get_planned(current_user(request), number, pk, write=True)
    if not planned.is_open:
        return redirect(planned.record if planned.is_held else planned)
    return _hold(request, client, agenda_of(planned.kind), planned)


def _hold(request: HttpRequest, client: Client, agenda: Agenda, planned: PlannedMeeting | None) -> HttpResponse:
    names = party_names(client)
    form = MeetingForm(initial=_initial(client, agenda, planned), names=names, agenda=agenda)
    rows, guests = commitment_rows(), guest_rows(initial=_guests(planned))
    if request.method == "POST" and "more" in request.POST:
        form, rows, guests = with_more_rows(request.POST, names=names, agenda=agenda)
    elif request.method == "POST":
        form = MeetingForm(request.POST, names=names, agenda=agenda, domains=form.domains)
        rows, guests = commitment_rows(request.POST), guest_rows(request.POST)
        if form.is_valid() & rows.is_valid() & guests.is_valid():
            with translation.override(settings.LANGUAGE_CODE):  # who was there is kept in words, with the file
                form.names = party_names(client)
                values = form.values(guests.lines)
            try:
                meeting = record_meeting(
                    client=client,
                    commitments=rows.lines,
                    planned=planned,
                    acting_user=current_user(request),
                    **values,
                )
            except Refused as refusal:
                form.refuse(refusal)
            else:
                three = meeting.kind in THREE_PARTY_KINDS
                messages.success(
                    request, _("Het driegesprek is vastgelegd.") if three else _("Het overleg is vastgelegd.")
                )
                return redirect(meeting)
    draft = take_up(request, form, client=client, key=DRAFT)
    if draft.resumed is not None:
        rows, guests = resumed_rows(draft.resumed.fields)
    facts = agenda_facts(client, agenda)
    return render(
        request,
        "chain/meeting_form.html",
        {
            "client": client,
            "frame": client_frame(client, current_user(request), TAB),
            "form": form,
            "rows": rows,
            "guests": guests,
            "draft": draft,
            "agenda": agenda,
            "planned": planned,
            "table": prepared(planned) if planned else None,
            "sections": [(one, facts.get(one.point.facts, [])) for one in form.sections],
        },
    )


@require_safe
def meeting(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    """Show a meeting with what was said and agreed in it."""
    user = current_user(request)
    client, record = get_meeting(user, number, pk)
    draft = reverse("chain:agreement_create", args=[client.number])
    three = record.kind in THREE_PARTY_KINDS
    return render(
        request,
        "chain/meeting.html",
        {
            "client": client,
            "frame": client_frame(client, user, TAB),
            "meeting": record,
            "held": held_meeting(record),
            "three": three,
            "minutes_form": OnceForm(),
            "lead": party_names(client)[record.lead],
            "draft_url": f"{draft}?{urlencode({'overleg': record.pk})}" if three and may_write(user, client) else "",
            "has_proposal": client.agreements.proposals().exists(),
        },
    )
