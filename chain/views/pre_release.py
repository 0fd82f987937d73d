"""The track before the stay: begun, kept up to date, visited, closed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.access import current_user
from accounts.errors import Refused
from casework.access import open_client
from casework.frame_context import client_frame
from casework.views.form_page import FormPage, fill_in
from chain.access.handovers import get_track
from chain.forms.meetings import commitment_rows
from chain.forms.pre_release import EndForm, PersonForm, TrackChangeForm, TrackForm, VisitForm
from chain.selectors.pre_release import track_page, usual_steps
from chain.services.pre_release import add_person, add_steps, change_track, end_track, log_visit, start_track
from chain.views.handovers import TAB

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest, HttpResponse

    from accounts.models import User
    from casework.forms import ActForm
    from chain.models import PreReleaseTrack

GET_AND_POST = ["GET", "HEAD", "POST"]


@require_http_methods(GET_AND_POST)
def pre_release_create(request: HttpRequest, number: str) -> HttpResponse:
    """Begin a track: where he is, when he comes out, what he chooses. The usual steps follow on the next page."""
    user = current_user(request)
    client = open_client(request, number, write=True, what="chain.prereleasetrack")
    form = TrackForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            track = start_track(client=client, counsellor=user, acting_user=user, **form.values())
        except Refused as refusal:
            form.refuse(refusal)
        else:
            return redirect("chain:pre_release_steps", client.number, track.pk)
    page = FormPage(
        heading=_("Bajes-uit-traject beginnen"),
        submit=_("Traject beginnen"),
        done="",
        back=reverse("chain:handovers", args=[client.number]),
        lead=_(
            "Het contact begint in de inrichting. De cliënt kiest zelf, en iemand die hij vertrouwt blijft na de verhuizing."
        ),
        tab=TAB,
    )
    frame = client_frame(client, user, TAB)
    return render(request, "casework/client_form.html", {"client": client, "frame": frame, "form": form, "page": page})


@require_http_methods(GET_AND_POST)
def pre_release_steps(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    """Add steps to a track: the usual ones are filled in when it has none."""
    user = current_user(request)
    client, track = get_track(user, number, pk, write=True)
    problem = ""
    rows = commitment_rows(initial=[] if track.steps.exists() else usual_steps(track.release_on))
    if request.method == "POST":
        rows = commitment_rows(request.POST)
        if rows.is_valid():
            try:
                add_steps(track=track, steps=rows.lines, acting_user=user)
            except Refused as refusal:
                problem = refusal.sentence
            else:
                return redirect(track)
    return render(
        request,
        "chain/pre_release_steps.html",
        {"client": client, "frame": client_frame(client, user, TAB), "track": track, "rows": rows, "problem": problem},
    )


@require_safe
def pre_release(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    """Show the track: days left, steps, contacts in prison, and who stays involved."""
    user = current_user(request)
    client, track = get_track(user, number, pk)
    return render(
        request,
        "chain/pre_release.html",
        {
            "client": client,
            "frame": client_frame(client, user, TAB),
            "page": track_page(track, user),
            "today": timezone.localdate(),
        },
    )


def _act(
    request: HttpRequest,
    number: str,
    pk: int,
    *,
    words: tuple[str, str, str],
    form_of: Callable[[PreReleaseTrack], ActForm],
    act: Callable[[PreReleaseTrack, User, dict[str, Any]], object],
) -> HttpResponse:
    """Show one form of a track and carry out its act; ``words`` are heading, button and what is said afterwards."""
    user = current_user(request)
    client, track = get_track(user, number, pk, write=True)
    heading, submit, done = words
    page = FormPage(heading=heading, submit=submit, done=done, back=track.get_absolute_url(), tab=TAB)
    return fill_in(request, client, form_of(track), page, act=lambda values: act(track, user, values))


def _posted(request: HttpRequest) -> Any:  # noqa: ANN401 -- a QueryDict or nothing
    return request.POST if request.method == "POST" else None


@require_http_methods(GET_AND_POST)
def pre_release_edit(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    """Keep a track up to date."""
    names = ("release_on", "case_manager", "case_manager_phone", "client_choice")
    return _act(
        request,
        number,
        pk,
        words=(_("Traject bijwerken"), _("Traject bijwerken"), _("Het traject is bijgewerkt.")),
        form_of=lambda track: TrackChangeForm(_posted(request), initial={name: getattr(track, name) for name in names}),
        act=lambda track, user, values: change_track(track=track, acting_user=user, **values),
    )


@require_http_methods(GET_AND_POST)
def pre_release_person(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    """Write down who stays involved after the move."""
    return _act(
        request,
        number,
        pk,
        words=(_("Wie blijft betrokken"), _("Persoon toevoegen"), _("Vastgelegd wie betrokken blijft.")),
        form_of=lambda _track: PersonForm(_posted(request)),
        act=lambda track, user, values: add_person(track=track, acting_user=user, **values),
    )


@require_http_methods(GET_AND_POST)
def pre_release_visit(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    """Log a contact in prison."""
    return _act(
        request,
        number,
        pk,
        words=(_("Contact in de inrichting"), _("Contact vastleggen"), _("Het contact staat in het dossier.")),
        form_of=lambda _track: VisitForm(_posted(request)),
        act=lambda track, user, values: log_visit(track=track, acting_user=user, **values),
    )


@require_http_methods(GET_AND_POST)
def pre_release_end(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    """Close a track with how it went."""
    return _act(
        request,
        number,
        pk,
        words=(_("Traject afsluiten"), _("Traject afsluiten"), _("Het traject is afgesloten.")),
        form_of=lambda _track: EndForm(_posted(request)),
        act=lambda track, user, values: end_track(track=track, acting_user=user, **values),
    )
