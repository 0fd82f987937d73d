"""The rules of a house: reading them, establishing a version, and telling a client."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.access import current_user
from accounts.enums import AuditAction
from accounts.services.audit import record
from casework.access import houses_open_to, open_house, open_house_rules
from casework.forms.house_rules import HouseRulesForm, RulesToldForm
from casework.frame_context import house_frame
from casework.models import HouseRules
from casework.querysets import night_of
from casework.selectors.houses import told_rows
from casework.selectors.presence import residents
from casework.selectors.windows import rules_on
from casework.services.house_rules import establish_rules, tell_rules
from casework.views.form_page import FormPage
from casework.views.house_page import fill_in_house

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from accounts.models import Location


@require_safe
def house_rules(request: HttpRequest, house: int) -> HttpResponse:
    """Show the rules that hold in a house, earlier versions, and which resident was told which of them."""
    place = open_house_rules(request, house)
    return _page(request, place, rules_on(place, timezone.localdate()))


@require_safe
def house_rules_version(request: HttpRequest, house: int, pk: int) -> HttpResponse:
    """Show one version of the rules."""
    place = open_house_rules(request, house)
    return _page(request, place, get_object_or_404(place.rules, pk=pk))


def _page(request: HttpRequest, place: Location, rules: HouseRules | None) -> HttpResponse:
    user = current_user(request)
    told: list[tuple[object, object]] = []
    if houses_open_to(user).filter(pk=place.pk).exists():
        living = residents(place, night_of(timezone.now()))
        rows = told_rows(place, living)
        told = [(client, rows.get(client.pk)) for client in living]
        record(
            AuditAction.LIST,
            acting_user=user,
            obj=place,
            object_type="casework.rulestold",
            subjects=[client.number for client in living],
            rule="houses_open_to",
        )
    return render(
        request,
        "casework/house_rules.html",
        {
            "house": place,
            "frame": house_frame(place, user, "rules"),
            "rules": rules,
            "versions": place.rules.select_related("recorded_by"),
            "told": told,
        },
    )


@require_http_methods(["GET", "HEAD", "POST"])
def house_rules_create(request: HttpRequest, house: int) -> HttpResponse:
    """Establish the next version, starting from the words of the last one."""
    place = open_house(request, house, write=True, lead=True)
    user = current_user(request)
    last = place.rules.order_by("-version").first()
    page = FormPage(
        heading=_("Huisregels vaststellen"),
        lead=_("Dit wordt versie %(version)s. Eerdere versies blijven staan, met wie ze verteld kreeg.")
        % {"version": last.version + 1 if last else 1},
        submit=_("Huisregels vaststellen"),
        done=_("De huisregels zijn vastgesteld. Neem ze door met de bewoners."),
        back=reverse("casework:house_rules", args=[place.pk]),
        tab="rules",
    )
    copied = ("text", "substance_policy", "substance_text", "home_from", "home_until", "visitors_recorded")
    form = HouseRulesForm(
        request.POST if request.method == "POST" else None,
        initial={name: getattr(last, name) for name in copied} if last else None,
    )
    return fill_in_house(
        request, place, form, page, act=lambda values: establish_rules(location=place, acting_user=user, **values)
    )


@require_http_methods(["GET", "HEAD", "POST"])
def rules_told(request: HttpRequest, house: int, pk: int) -> HttpResponse:
    """Record that a resident was told a version of the rules; ``client`` in the address chooses him beforehand."""
    place = open_house(request, house, write=True)
    rules = get_object_or_404(place.rules, pk=pk)
    user = current_user(request)
    living = residents(place, night_of(timezone.now()))
    page = FormPage(
        heading=_("Huisregels verteld"),
        lead=_("Versie %(version)s, geldt vanaf %(day)s.")
        % {"version": rules.version, "day": rules.valid_from.strftime("%d-%m-%Y")},
        submit=_("Vastleggen dat het is verteld"),
        done=_("Vastgelegd dat de huisregels zijn verteld."),
        back=reverse("casework:house_rules", args=[place.pk]),
        tab="rules",
    )
    form = RulesToldForm(request.POST if request.method == "POST" else None, residents=living)
    return fill_in_house(
        request, place, form, page, act=lambda values: tell_rules(rules=rules, acting_user=user, **values)
    )
