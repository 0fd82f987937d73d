"""A round through the signs, with the client: large, one sign a screen, one tap a sign."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from accounts.access import current_user
from accounts.errors import Refused
from casework.access import open_client
from riskplans.enums import LEVELS_TO_ACT_ON, Presence, ReviewedBy
from riskplans.forms.sign_reviews import ReviewEndForm, ReviewRound
from riskplans.selectors import current_phase
from riskplans.selectors.plans import held_plan
from riskplans.services.sign_reviews import asked_signs, review_signs

if TYPE_CHECKING:
    from typing import Any

    from django.http import HttpRequest, HttpResponse

    from casework.models import Client


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def together(request: HttpRequest, number: str) -> HttpResponse:
    """Go through all signs together."""
    return _round(request, number, ReviewedBy.TOGETHER)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def alone(request: HttpRequest, number: str) -> HttpResponse:
    """Let the client go through his own signs by himself."""
    return _round(request, number, ReviewedBy.CLIENT)


def _round(request: HttpRequest, number: str, by: ReviewedBy) -> HttpResponse:
    """Hand over with a GET; every POST is one screen further, one back, or the end."""
    client = open_client(request, number, write=True, what="riskplans.signreview")
    plan = held_plan(client)
    signs = asked_signs(plan, by) if plan else []
    context: dict[str, Any] = {
        "client": client,
        "by": by,
        "counsellor": current_user(request).first_name or str(current_user(request)),
        "count": len(signs),
        "plan": plan,
        "presence": Presence,
    }
    moved = request.POST.get("plan") not in {None, "", str(plan.pk) if plan else ""}
    if moved:
        messages.info(request, _("Het signaleringsplan is intussen gewijzigd. Begin opnieuw met de signalen van nu."))
    if plan is None or not signs or moved or request.method != "POST":
        return render(request, "riskplans/review_begin.html", context)
    walk = ReviewRound(signs, request.POST)
    context["round"] = walk
    go = request.POST.get("go")
    if go == "save" and walk.is_end and walk.first_missing is None:
        return _save(request, context)
    walk.forward(back=go == "back")
    if walk.is_end and walk.first_missing is not None:
        walk.step = walk.first_missing
    if walk.is_end:
        context["form"] = ReviewEndForm(initial={"form_token": walk.token})
        return render(request, "riskplans/review_end.html", context)
    return render(request, "riskplans/review_sign.html" if walk.step else "riskplans/review_begin.html", context)


def _save(request: HttpRequest, context: dict[str, Any]) -> HttpResponse:
    """Write the round down, or show its end again with what is wrong."""
    form = ReviewEndForm(request.POST)
    if form.is_valid():
        try:
            review = review_signs(
                client=context["client"],
                plan=context["plan"],
                by=context["by"],
                answers=context["round"].answers,
                acting_user=current_user(request),
                **form.values(),
            )
        except Refused as refusal:
            form.refuse(refusal)
        else:
            return _ended(request, context["client"], context["by"], followed=review.change_id is not None)
    return render(request, "riskplans/review_end.html", {**context, "form": form})


def _ended(request: HttpRequest, client: Client, by: ReviewedBy, *, followed: bool) -> HttpResponse:
    """Say what became of the stoplight; after the client alone nothing of the file shows until the counsellor is back."""
    if by == ReviewedBy.CLIENT:
        return render(request, "riskplans/review_done.html", {"client": client})
    now = current_phase(client)
    if followed and now is not None:
        messages.success(
            request,
            _("De signalen zijn vastgelegd. Het stoplicht staat nu op {phase}.").format(phase=now.get_level_display()),
        )
        if now.level in LEVELS_TO_ACT_ON:
            return redirect("riskplans:checklist", number=client.number)
    else:
        messages.success(request, _("De signalen zijn vastgelegd. Het stoplicht blijft zoals het was."))
    return redirect("riskplans:plan", number=client.number)
