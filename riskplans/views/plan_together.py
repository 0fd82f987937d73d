"""Writing the draft with the client: large, one question a screen, saved as it goes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from accounts.access import current_user
from accounts.errors import Refused
from riskplans.access import open_plan
from riskplans.enums import SignCategory
from riskplans.forms.plan_screens import (
    CALLS,
    END,
    SIGN_PICTOGRAMS,
    SIGNS,
    CallScreenForm,
    SignScreenForm,
    digest,
    screens_of,
    without_call,
    without_sign,
)
from riskplans.selectors import content_of
from riskplans.services.plans import save_draft

if TYPE_CHECKING:
    from typing import Any

    from django import forms
    from django.http import HttpRequest, HttpResponse

    from casework.models import Client
    from riskplans.models import SignallingPlan
    from riskplans.selectors import PlanContent

SIGN = "signaal-"
TEMPLATES = {
    SIGNS: "riskplans/together_signs.html",
    CALLS: "riskplans/together_calls.html",
    END: "riskplans/together_end.html",
}


@never_cache
@require_safe
def begin(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    """Show the privacy screen: what comes, and who reads it."""
    client, draft = open_plan(request, number, pk, write=True)
    if not draft.is_draft:
        return redirect(draft)
    return render(
        request,
        "riskplans/together_begin.html",
        {
            "client": client,
            "plan": draft,
            "counsellor": _first_name(request),
            "first": screens_of(content_of(draft))[0].slug,
        },
    )


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def question(request: HttpRequest, number: str, pk: int, screen: str) -> HttpResponse:
    """Show one question and keep its answer; a screen of its own for each kind of sign."""
    client, draft = open_plan(request, number, pk, write=True)
    if not draft.is_draft:
        return redirect(draft)
    content = content_of(draft)
    if screen.startswith(SIGN):
        return _sign(request, client, draft, content, screen.removeprefix(SIGN))
    screens = screens_of(content)
    place = next((at for at, one in enumerate(screens) if one.slug == screen), None)
    if place is None:
        raise Http404
    shown = screens[place]
    context: dict[str, Any] = {
        "client": client,
        "plan": draft,
        "content": content,
        "screen": shown,
        "place": place + 1,
        "count": len(screens),
        "before": screens[place - 1].slug if place else "",
        "after": screens[place + 1].slug if place + 1 < len(screens) else "",
        "categories": _categories(content) if screen == SIGNS else (),
    }
    if screen == CALLS:
        return _calls(request, context)
    if screen in TEMPLATES:
        return render(request, TEMPLATES[screen], context)
    form = shown.form(content, request.POST if request.method == "POST" else None)
    if form.is_valid():
        theirs = shown.show(content)
        if form.cleaned_data["seen"] not in {"", digest(theirs)}:
            context |= {"theirs": theirs, "by": draft.changed_by}
            data = request.POST.copy()
            data["seen"] = digest(theirs)
            form = shown.form(content, data)
        elif _keep(request, draft, shown.write(content, form.cleaned_data["text"]), form):
            target = context["before"] if request.POST.get("go") == "back" else context["after"]
            return redirect("riskplans:plan_screen", number, pk, target or shown.slug)
    return render(request, "riskplans/together_screen.html", {**context, "form": form})


def _keep(request: HttpRequest, draft: SignallingPlan, content: PlanContent, form: forms.Form) -> bool:
    """Save the draft with this content; put what the service says above the form when it refuses."""
    if content.in_order() == content_of(draft).in_order():
        return True
    try:
        save_draft(plan=draft, revision=draft.revision, content=content, acting_user=current_user(request))
    except Refused as refusal:
        form.add_error(None, refusal.sentence)
        return False
    return True


def _sign(request: HttpRequest, client: Client, draft: SignallingPlan, content: PlanContent, key: str) -> HttpResponse:
    """Add a sign of one kind, or take one away."""
    if key not in SignCategory.values:
        raise Http404
    category = SignCategory(key)
    here = ("riskplans:plan_screen", client.number, draft.pk, f"{SIGN}{key}")
    if request.POST.get("go") == "remove":
        form = SignScreenForm(content=content, category=category)
        form.cleaned_data = {}
        less = without_sign(content, request.POST.get("from", ""), request.POST.get("remove", ""))
        if _keep(request, draft, less, form):
            return redirect(*here)
    form = SignScreenForm(request.POST if request.method == "POST" else None, content=content, category=category)
    if form.is_valid() and _keep(request, draft, form.new_content(), form):
        return redirect(*here)
    present = [(phase.level, sign) for phase in content.phases for sign in phase.signs if sign.category == category]
    return render(
        request,
        "riskplans/together_sign.html",
        {
            "client": client,
            "plan": draft,
            "category": category,
            "pictogram": SIGN_PICTOGRAMS[category],
            "form": form,
            "present": present,
        },
    )


def _calls(request: HttpRequest, context: dict[str, Any]) -> HttpResponse:
    """Add somebody to the call list, or take somebody off."""
    draft, content = context["plan"], context["content"]
    here = ("riskplans:plan_screen", context["client"].number, draft.pk, CALLS)
    form = CallScreenForm(request.POST if request.method == "POST" and request.POST.get("go") != "remove" else None)
    if request.method == "POST" and request.POST.get("go") == "remove":
        _keep(request, draft, without_call(content, request.POST.get("remove", "")), form)
        return redirect(*here)
    if form.is_valid() and _keep(request, draft, form.new_content(content), form):
        return redirect(*here)
    return render(request, TEMPLATES[CALLS], {**context, "form": form})


def _categories(content: PlanContent) -> list[tuple[SignCategory, str, int]]:
    """Return every kind of sign with its drawing, and how many signs of it stand in the draft."""
    kinds = [sign.category for phase in content.phases for sign in phase.signs]
    return [(category, SIGN_PICTOGRAMS[category], kinds.count(category)) for category in SignCategory]


def _first_name(request: HttpRequest) -> str:
    user = current_user(request)
    return user.first_name or str(user) or _("uw begeleider")
