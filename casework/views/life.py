"""The life domains on one page, with strengths, day activities and debts beside them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.access import current_user
from casework.access import open_client
from casework.forms.life import (
    DayActivityEndForm,
    DayActivityForm,
    DebtPlanForm,
    DomainEntryForm,
    StrengthEndForm,
    StrengthForm,
)
from casework.frame_context import client_frame
from casework.models import DebtPlan, LifeDomain
from casework.selectors.life import domain_states, strength_groups
from casework.services.life import (
    arrange_debts,
    describe_domain,
    end_day_activity,
    end_strength,
    note_strength,
    start_day_activity,
)
from casework.views.form_page import FormPage, fill_in

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

FORM = ["GET", "HEAD", "POST"]
WHAT = "casework.life"
DEBT_FACTS = ("arrangement", "administrator", "living_money", "contact", "note", "goal")


@require_safe
def life(request: HttpRequest, number: str) -> HttpResponse:
    """Show every life domain, and what the client is strong in, does by day, and has arranged for his debts."""
    client = open_client(request, number, what=WHAT)
    states = domain_states(client)
    strengths = list(client.strengths.all())
    activities = list(client.day_activities.select_related("goal"))
    debts = list(client.debt_plans.select_related("goal", "recorded_by"))
    return render(
        request,
        "casework/life.html",
        {
            "client": client,
            "frame": client_frame(client, current_user(request), "plan"),
            "described": [state for state in states if state.entry is not None],
            "not_described": [state for state in states if state.entry is None],
            "strengths": strength_groups(one for one in strengths if one.ended_on is None),
            "former_strengths": [one for one in strengths if one.ended_on is not None],
            "activities": [one for one in activities if one.valid_until is None],
            "former_activities": [one for one in activities if one.valid_until is not None],
            "debt": debts[0] if debts else None,
            "former_debts": debts[1:],
        },
    )


def _page(number: str, anchor: str, heading: str, submit: str, done: str, **more: Any) -> FormPage:
    back = reverse("casework:life", args=[number]) + anchor
    return FormPage(heading=heading, submit=submit, done=done, back=back, **more)


@require_http_methods(FORM)
def domain_describe(request: HttpRequest, number: str, domain: str) -> HttpResponse:
    """Write down how it is in one life domain, starting from what stood there."""
    client = open_client(request, number, write=True, what=WHAT)
    found = get_object_or_404(LifeDomain, key=domain, in_use=True)
    user = current_user(request)
    last = client.domain_entries.filter(domain=found).first()
    facts = ("now", "wanted", "how", "must_change", "active", "active_words")
    form = DomainEntryForm(
        request.POST if request.method == "POST" else None,
        initial={name: getattr(last, name) for name in facts} if last else None,
    )
    page = _page(
        number,
        f"#{found.key}",
        found.name,
        _("Leefgebied vastleggen"),
        _("Het leefgebied is bijgewerkt. Wat er stond, blijft te lezen."),
        draft="domain-entry",
    )
    return fill_in(
        request,
        client,
        form,
        page,
        act=lambda values: describe_domain(client=client, domain=found, acting_user=user, **values),
    )


@require_http_methods(FORM)
def strength_create(request: HttpRequest, number: str) -> HttpResponse:
    """Write down a strength."""
    client = open_client(request, number, write=True, what=WHAT)
    user = current_user(request)
    form = StrengthForm(request.POST if request.method == "POST" else None)
    page = _page(number, "#krachten", _("Kracht opschrijven"), _("Kracht opschrijven"), _("De kracht staat erbij."))
    return fill_in(
        request, client, form, page, act=lambda values: note_strength(client=client, acting_user=user, **values)
    )


@require_http_methods(FORM)
def strength_end(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    """Say that a strength holds no longer."""
    client = open_client(request, number, write=True, what=WHAT)
    strength = get_object_or_404(client.strengths, pk=pk)
    user = current_user(request)
    form = StrengthEndForm(request.POST if request.method == "POST" else None)
    page = _page(
        number,
        "#krachten",
        _("Kracht geldt niet meer"),
        _("Vastleggen"),
        _("Het is vastgelegd. De kracht blijft te lezen."),
        lead=strength.words,
    )
    return fill_in(
        request, client, form, page, act=lambda values: end_strength(strength=strength, acting_user=user, **values)
    )


@require_http_methods(FORM)
def day_activity_create(request: HttpRequest, number: str) -> HttpResponse:
    """Record work or day activity."""
    client = open_client(request, number, write=True, what=WHAT)
    user = current_user(request)
    form = DayActivityForm(request.POST if request.method == "POST" else None, client=client)
    heading = _("Dagbesteding of werk toevoegen")
    page = _page(number, "#dag", heading, heading, _("Het is toegevoegd."))
    return fill_in(
        request, client, form, page, act=lambda values: start_day_activity(client=client, acting_user=user, **values)
    )


@require_http_methods(FORM)
def day_activity_end(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    """Record that work or day activity stopped."""
    client = open_client(request, number, write=True, what=WHAT)
    activity = get_object_or_404(client.day_activities, pk=pk)
    user = current_user(request)
    form = DayActivityEndForm(request.POST if request.method == "POST" else None)
    page = _page(
        number,
        "#dag",
        _("Dagbesteding of werk beëindigen"),
        _("Beëindigen"),
        _("Het is vastgelegd."),
        lead=activity.name,
    )
    return fill_in(
        request, client, form, page, act=lambda values: end_day_activity(activity=activity, acting_user=user, **values)
    )


@require_http_methods(FORM)
def debts_arrange(request: HttpRequest, number: str) -> HttpResponse:
    """Write down what is arranged for debts, starting from what holds."""
    client = open_client(request, number, write=True, what=WHAT)
    user = current_user(request)
    last: DebtPlan | None = client.debt_plans.first()
    form = DebtPlanForm(
        request.POST if request.method == "POST" else None,
        client=client,
        initial={name: getattr(last, name) for name in DEBT_FACTS} if last else None,
    )
    heading = _("Schuldenplan vastleggen")
    page = _page(number, "#schulden", heading, heading, _("Het schuldenplan is bijgewerkt."), draft="debt-plan")
    return fill_in(
        request, client, form, page, act=lambda values: arrange_debts(client=client, acting_user=user, **values)
    )
