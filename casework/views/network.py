"""The network of a client: its page, who stands in it, and its drawing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.access import current_user
from casework.access import open_client
from casework.forms.network import (
    ChildForm,
    ConsentForm,
    FactsForm,
    LeaveForm,
    MemberForm,
    NarrowForm,
    QuestionForm,
    WithdrawForm,
)
from casework.frame_context import client_frame
from casework.models import NetworkConsent, NetworkMember, NetworkVersion
from casework.models.network import facts_of
from casework.selectors.network import cards_on, days_of, involvement_of
from casework.selectors.network_attention import attention_of
from casework.selectors.network_drawing import family_of, genogram, sociogram
from casework.selectors.network_ecogram import ecogram, ties_on
from casework.selectors.volunteers import matches_of_client
from casework.services.network import (
    add_member,
    answer_question,
    change_member,
    end_membership,
    give_consent,
    withdraw_consent,
)
from casework.views.form_page import FormPage, fill_in

if TYPE_CHECKING:
    from datetime import date

    from django.http import HttpRequest, HttpResponse

    from casework.models import Client

WHAT = "casework.network"
TAB = "network"
FORM = ["GET", "HEAD", "POST"]


def day_of(text: str) -> date:
    """Return the day of an address; today when it names none that can be, or one that is still to come."""
    today = timezone.localdate()
    try:
        found = parse_date(text)
    except ValueError:
        found = None
    return min(found, today) if found is not None else today


@require_safe
def network(request: HttpRequest, number: str) -> HttpResponse:
    """Show who stands around the client on a day (``op``): drawn and in words, children first."""
    client = open_client(request, number, what=WHAT)
    today = timezone.localdate()
    day = day_of(request.GET.get("op", ""))
    cards = cards_on(client, day)
    rows = [card.version for card in cards]
    steps = [step for card in cards for step in card.involvement.steps]
    return render(
        request,
        "casework/network.html",
        {
            "client": client,
            "frame": client_frame(client, current_user(request), TAB),
            "day": day,
            "is_today": day == today,
            "days": days_of(client)[:12],
            "children": [card for card in cards if card.is_minor],
            "cards": [card for card in cards if not card.is_minor and not card.version.is_narrow],
            "attention": attention_of(client, rows, steps) if day == today else None,
            "matches": matches_of_client(client),
            "narrow": [card for card in cards if card.version.is_narrow],
            "sociogram": sociogram(rows),
            "genogram": genogram(rows),
            "family": family_of(rows),
            "ecogram": ecogram(ties_on(client, day, rows)),
        },
    )


def _member(client: Client, pk: int) -> tuple[NetworkMember, NetworkVersion]:
    """Return a member of this client with what was last known; raise ``Http404`` otherwise."""
    member: NetworkMember = get_object_or_404(client.network, pk=pk)
    member.client = client
    newest = member.versions.select_related("recorded_by").first()
    if newest is None:
        raise Http404
    newest.member = member
    return member, newest


@require_safe
def network_member(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    """Show what is known of one member: now, earlier, consent, and how far the questions came."""
    client = open_client(request, number, what=WHAT)
    member, newest = _member(client, pk)
    today = timezone.localdate()
    card = next((card for card in cards_on(client, today) if card.version.member_id == pk), None)
    return render(
        request,
        "casework/network_member.html",
        {
            "client": client,
            "frame": client_frame(client, current_user(request), TAB),
            "member": member,
            "row": newest,
            "age": newest.age_on(today),
            "is_minor": newest.is_minor_on(today),
            "card": card,
            "ties": ties_on(client, today, [newest]) if newest.left_on is None else [],
            "involvement": card.involvement if card else involvement_of(list(member.involvement.all())),
            "consents": [(one, one.holds_on(today)) for one in member.consents.select_related("recorded_by")],
            "earlier": list(member.versions.select_related("recorded_by"))[1:],
        },
    )


def _page(back: str, heading: str, submit: str, done: str, lead: str = "") -> FormPage:
    return FormPage(heading=heading, submit=submit, done=done, lead=lead, back=back, tab=TAB)


def _add(request: HttpRequest, number: str, form_class: type[FactsForm], heading: str, lead: str = "") -> HttpResponse:
    client = open_client(request, number, write=True, what=WHAT)
    user = current_user(request)
    form = form_class(request.POST if request.method == "POST" else None)
    back = reverse("casework:network", args=[number])
    page = _page(back, heading, _("Toevoegen"), _("Het staat in het netwerk."), lead)
    return fill_in(
        request, client, form, page, act=lambda values: add_member(client=client, acting_user=user, **values)
    )


@require_http_methods(FORM)
def network_member_create(request: HttpRequest, number: str) -> HttpResponse:
    """Add somebody or an organisation."""
    return _add(request, number, MemberForm, _("Persoon of organisatie toevoegen"))


@require_http_methods(FORM)
def network_child_create(request: HttpRequest, number: str) -> HttpResponse:
    """Add a child under age: without the order of questions, with impact and safety at once."""
    lead = _(
        "Bij een kind wacht u niet op de volgorde van vragen: breng meteen in kaart wat het doet en of het veilig is."
    )
    return _add(request, number, ChildForm, _("Kind toevoegen"), lead)


@require_http_methods(FORM)
def network_narrow_create(request: HttpRequest, number: str) -> HttpResponse:
    """Name a victim or third person."""
    lead = _(
        "Staat alleen in het dossier: niet in de tekening, niet in het begeleidingsplan en niet in een overdracht."
    )
    return _add(request, number, NarrowForm, _("Slachtoffer of derde noemen"), lead)


@require_http_methods(FORM)
def network_member_change(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    """Write what changed; the earlier version stays readable."""
    client = open_client(request, number, write=True, what=WHAT)
    member, newest = _member(client, pk)
    user = current_user(request)
    minor = newest.is_minor_on(timezone.localdate())
    form_class: type[FactsForm] = NarrowForm if newest.is_narrow else ChildForm if minor else MemberForm
    form = form_class(request.POST if request.method == "POST" else None, initial=facts_of(newest))
    page = _page(
        member.get_absolute_url(),
        _("Wijzigen: %(name)s") % {"name": newest},
        _("Wijziging vastleggen"),
        _("De wijziging is vastgelegd. Wat er stond, blijft te lezen."),
    )
    return fill_in(
        request, client, form, page, act=lambda values: change_member(member=member, acting_user=user, **values)
    )


@require_http_methods(FORM)
def network_member_leave(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    """Note that somebody stands in the network no longer."""
    client = open_client(request, number, write=True, what=WHAT)
    member, newest = _member(client, pk)
    user = current_user(request)
    form = LeaveForm(request.POST if request.method == "POST" else None)
    page = _page(
        reverse("casework:network", args=[number]),
        _("Uit het netwerk: %(name)s") % {"name": newest},
        _("Vastleggen"),
        _("Het is vastgelegd. De geschiedenis blijft te lezen."),
    )
    return fill_in(
        request, client, form, page, act=lambda values: end_membership(member=member, acting_user=user, **values)
    )


@require_http_methods(FORM)
def network_question(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    """Ask the question whose turn it is; stop with advice at a no. ``opnieuw`` begins again after an end."""
    client = open_client(request, number, write=True, what=WHAT)
    member, newest = _member(client, pk)
    user = current_user(request)
    state = involvement_of(list(member.involvement.all()))
    question = state.question
    if question is None and (request.method == "POST" or "opnieuw" in request.GET):
        question = next(iter(QuestionForm.ORDER))
    here = reverse("casework:network_question", args=[number, pk])
    if question is None or newest.is_narrow or newest.is_minor_on(timezone.localdate()) or newest.left_on:
        context = {"client": client, "frame": client_frame(client, user, TAB), "row": newest, "member": member}
        minor = newest.is_minor_on(timezone.localdate())
        return render(request, "casework/network_question_end.html", {**context, "state": state, "is_minor": minor})
    form = QuestionForm(request.POST if request.method == "POST" else None, question=question)
    page = FormPage(
        heading=_("%(name)s betrekken") % {"name": newest},
        lead=_("Vraag %(step)s van %(count)s")
        % {"step": QuestionForm.ORDER.index(question) + 1, "count": len(QuestionForm.ORDER)},
        submit=_("Antwoord vastleggen"),
        done=_("Het antwoord is vastgelegd."),
        back=here,
        tab=TAB,
        template="casework/network_question.html",
        context={"state": state, "member": member},
    )
    return fill_in(
        request, client, form, page, act=lambda values: answer_question(member=member, acting_user=user, **values)
    )


@require_http_methods(FORM)
def network_consent_create(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    """Record consent about somebody."""
    client = open_client(request, number, write=True, what=WHAT)
    member, newest = _member(client, pk)
    user = current_user(request)
    form = ConsentForm(request.POST if request.method == "POST" else None)
    page = _page(
        member.get_absolute_url(),
        _("Toestemming over %(name)s") % {"name": newest},
        _("Toestemming vastleggen"),
        _("De toestemming is vastgelegd."),
    )
    return fill_in(
        request, client, form, page, act=lambda values: give_consent(member=member, acting_user=user, **values)
    )


@require_http_methods(FORM)
def network_consent_withdraw(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    """Withdraw consent."""
    client = open_client(request, number, write=True, what=WHAT)
    consent = get_object_or_404(NetworkConsent.objects.select_related("member"), pk=pk, member__client=client)
    user = current_user(request)
    form = WithdrawForm(request.POST if request.method == "POST" else None)
    page = _page(
        reverse("casework:network_member", args=[number, consent.member_id]),
        _("Toestemming intrekken: %(scope)s") % {"scope": consent.get_scope_display()},
        _("Intrekken"),
        _("De toestemming is ingetrokken."),
    )
    return fill_in(
        request, client, form, page, act=lambda values: withdraw_consent(consent=consent, acting_user=user, **values)
    )
