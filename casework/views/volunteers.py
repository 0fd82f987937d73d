"""Volunteers: the list of the coordinator, a match with its logbook, and the volunteer's own pages."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import current_user, require_role
from accounts.enums import AuditAction, Role
from accounts.errors import Refused
from accounts.models import User
from accounts.selectors import standing_of
from accounts.services.audit import record
from casework.access import logbooks_of, matches_coordinated, may_write, open_client, open_logbook, open_match
from casework.forms.volunteers import (
    IntroductionForm,
    LogForm,
    MatchEndForm,
    MatchForm,
    SafetyForm,
    TalkForm,
    TrainingForm,
)
from casework.models import Client
from casework.selectors.people import counsellor_of
from casework.selectors.volunteers import trained_on, volunteers_of, with_next_talk
from casework.services.volunteers import (
    end_match,
    hold_introduction,
    hold_talk,
    propose_match,
    record_training,
    start_match,
    take_up_safety,
    write_log,
)
from casework.views.form_page import FormPage, fill_in

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest, HttpResponse

    from casework.forms import ActForm

FORM = ["GET", "HEAD", "POST"]
OWN_LINES_SHOWN = 20


def _fill(
    request: HttpRequest,
    form: ActForm,
    *,
    heading: str,
    submit: str,
    done: str,
    back: str,
    act: Callable[[dict[str, Any]], object],
    lead: str = "",
) -> HttpResponse:
    """Show a form outside a file, or carry out its act and go back; a refusal stands at its field."""
    if form.is_bound and form.is_valid():
        try:
            act(form.values())
        except Refused as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, done)
            return redirect(back)
    page = {"heading": heading, "submit": submit, "back": back, "lead": lead}
    return render(request, "casework/volunteer_form.html", {"form": form, "page": page})


def _data(request: HttpRequest) -> Any:  # noqa: ANN401 -- what Django gives a form
    return request.POST if request.method == "POST" else None


@require_safe
def volunteer_list(request: HttpRequest) -> HttpResponse:
    """Show a coordinator the matches of his teams, and the volunteers with their training."""
    user = require_role(request, Role.VOLUNTEER_COORDINATOR)
    today = timezone.localdate()
    matches = matches_coordinated(user).select_related("client__team", "volunteer", "coordinator")
    running = with_next_talk(matches.filter(ended_on=None), today)
    ended = list(matches.exclude(ended_on=None)[:OWN_LINES_SHOWN])
    record(
        AuditAction.LIST,
        acting_user=user,
        object_type="casework.volunteermatch",
        subjects=sorted({row.match.client.number for row in running} | {row.client.number for row in ended}),
        rule="matches_coordinated",
    )
    people = volunteers_of(standing_of(user).team_ids, today)
    return render(
        request,
        "casework/volunteers.html",
        {"running": running, "ended": ended, "people": people, "today": today},
    )


@require_http_methods(FORM)
def volunteer_training(request: HttpRequest, pk: int) -> HttpResponse:
    """Record the basic training of a volunteer of one's own teams."""
    user = current_user(request)
    standing = standing_of(user)
    team_ids = standing.team_ids if standing.has(Role.VOLUNTEER_COORDINATOR) else frozenset()
    people = volunteers_of(team_ids, timezone.localdate())
    volunteer: User | None = next((row.user for row in people if row.user.pk == pk), None)
    if volunteer is None:
        raise Http404(_("Deze vrijwilliger hoort niet bij uw team."))
    return _fill(
        request,
        TrainingForm(_data(request)),
        heading=_("Basistraining van %(name)s") % {"name": volunteer},
        submit=_("Training vastleggen"),
        done=_("De training is vastgelegd."),
        back=reverse("casework:volunteer_list"),
        act=lambda values: record_training(volunteer=volunteer, acting_user=user, **values),
    )


@require_http_methods(FORM)
def match_create(request: HttpRequest, number: str) -> HttpResponse:
    """Propose a volunteer for a client."""
    client = open_client(request, number, write=True, what="casework.volunteermatch")
    user = current_user(request)
    page = FormPage(
        heading=_("Vrijwilliger voorstellen"),
        lead=_(
            "De coördinator plant een klikgesprek met de cliënt, de vrijwilliger en liefst u erbij. "
            "De vrijwilliger ziet alleen zijn eigen logboek, nooit het dossier."
        ),
        submit=_("Voorstellen"),
        done=_("Het voorstel staat bij de coördinator."),
        back=reverse("casework:network", args=[number]),
        tab="network",
        onward=True,
    )
    form = MatchForm(_data(request), team_ids={client.team_id})
    return fill_in(
        request, client, form, page, act=lambda values: propose_match(client=client, acting_user=user, **values)
    )


@require_safe
def match(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one match: how it came about, the logbook, the talks with the volunteer."""
    row = open_match(request, pk)
    user = current_user(request)
    coordinates = matches_coordinated(user).filter(pk=pk).exists()
    sees_file = Client.objects.visible_to(user).filter(pk=row.client_id).exists()
    (line,) = with_next_talk([row], timezone.localdate())
    return render(
        request,
        "casework/match.html",
        {
            "match": row,
            "line": line,
            "sees_file": sees_file,
            "may_write": coordinates or (sees_file and may_write(user, row.client)),
            "takes_up": sees_file and may_write(user, row.client),
            "introductions": row.introductions.select_related("recorded_by"),
            "logs": row.logs.select_related("seen_by"),
            "talks": row.talks.select_related("recorded_by") if coordinates else [],
            "trained_on": trained_on(row),
        },
    )


def _act(
    request: HttpRequest,
    pk: int,
    form_class: type[ActForm],
    words: tuple[str, str, str],
    service: Callable[..., object],
) -> HttpResponse:
    row = open_match(request, pk, write=True)
    user = current_user(request)
    heading, submit, done = words
    return _fill(
        request,
        form_class(_data(request)),
        heading=heading,
        lead=str(row),
        submit=submit,
        done=done,
        back=row.get_absolute_url(),
        act=lambda values: service(match=row, acting_user=user, **values),
    )


@require_http_methods(FORM)
def match_introduction(request: HttpRequest, pk: int) -> HttpResponse:
    """Record the introduction talk."""
    words = (_("Klikgesprek vastleggen"), _("Vastleggen"), _("Het klikgesprek is vastgelegd."))
    return _act(request, pk, IntroductionForm, words, hold_introduction)


@require_http_methods(FORM)
def match_talk(request: HttpRequest, pk: int) -> HttpResponse:
    """Record a supervision talk with the volunteer."""
    words = (_("Begeleidingsgesprek vastleggen"), _("Vastleggen"), _("Het gesprek is vastgelegd."))
    return _act(request, pk, TalkForm, words, hold_talk)


@require_http_methods(FORM)
def match_end(request: HttpRequest, pk: int) -> HttpResponse:
    """End a match with its reason."""
    words = (_("Koppeling beëindigen"), _("Beëindigen"), _("De koppeling is beëindigd."))
    return _act(request, pk, MatchEndForm, words, end_match)


@require_POST
def match_start(request: HttpRequest, pk: int) -> HttpResponse:
    """Start a match, or say what has to come first."""
    row = open_match(request, pk, write=True)
    try:
        start_match(match=row, acting_user=current_user(request))
    except Refused as refusal:
        messages.error(request, refusal.sentence)
    else:
        messages.success(request, _("De koppeling loopt. De vrijwilliger kan in het logboek schrijven."))
    return redirect(row)


@require_http_methods(FORM)
def match_safety(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    """Say what was done with a line about safety; whoever keeps the file does."""
    client = open_client(request, number, write=True, what="casework.volunteerlog")
    user = current_user(request)
    matches = client.volunteer_matches.filter(logs__pk=pk, logs__is_safety=True)
    row = get_object_or_404(matches)
    log = row.logs.get(pk=pk)
    page = FormPage(
        heading=_("Melding van de vrijwilliger oppakken"),
        lead=log.text,
        submit=_("Opgepakt"),
        done=_("Het staat er dat u dit oppakte."),
        back=row.get_absolute_url(),
        tab="network",
    )
    return fill_in(
        request,
        client,
        SafetyForm(_data(request)),
        page,
        act=lambda values: take_up_safety(log=log, acting_user=user, **values),
    )


@require_safe
def my_logbooks(request: HttpRequest) -> HttpResponse:
    """Show a volunteer with whom he goes along; the logbook of each is one tap away."""
    user = require_role(request, Role.VOLUNTEER)
    rows = list(logbooks_of(user).select_related("client__team", "coordinator").order_by("pk"))
    record(
        AuditAction.LIST,
        acting_user=user,
        object_type="casework.volunteermatch",
        subjects=[row.client.number for row in rows],
        rule="logbooks_of",
    )
    return render(request, "casework/my_logbooks.html", {"rows": rows})


@require_http_methods(FORM)
def logbook(request: HttpRequest, pk: int) -> HttpResponse:
    """Let a volunteer write in his own logbook, with what he wrote before below it. Nothing of the file is here."""
    row = open_logbook(request, pk)
    user = current_user(request)
    form = LogForm(_data(request))
    if form.is_bound and form.is_valid():
        try:
            log = write_log(match=row, acting_user=user, **form.values())
        except Refused as refusal:
            form.refuse(refusal)
        else:
            said = _("Het staat in uw logboek. De begeleider heeft meteen bericht gekregen.")
            messages.success(request, said if log.is_safety else _("Het staat in uw logboek."))
            return redirect("casework:logbook", pk)
    return render(
        request,
        "casework/logbook.html",
        {
            "match": row,
            "form": form,
            "logs": row.logs.all()[:OWN_LINES_SHOWN],
            "counsellor": counsellor_of(row.client),
        },
    )
