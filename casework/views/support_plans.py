"""A version of the support plan: reading, signing, evaluating, and laying two side by side."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.access import current_user
from casework.access import open_client
from casework.enums.support_plans import PlanParty
from casework.forms.comparing import CompareForm
from casework.forms.support_plans import PlanEvaluationForm, PlanSignForm
from casework.frame_context import client_frame
from casework.models import SupportPlan
from casework.selectors import term
from casework.selectors.comparing import text_differences
from casework.selectors.support_plans import content_of, evaluation_due, keeps_frame, texts_of
from casework.services.support_plans import evaluate_support_plan, sign_support_plan
from casework.views.form_page import FormPage, fill_in

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from casework.models import Client

FORM = ["GET", "HEAD", "POST"]
WHAT = "casework.supportplan"
TWO = 2


def _version(client: Client, version: int) -> SupportPlan:
    found: SupportPlan = get_object_or_404(client.support_plans.select_related("recorded_by"), version=version)
    found.client = client
    return found


@require_safe
def support_plan(request: HttpRequest, number: str, version: int) -> HttpResponse:
    """Show one version as it was established, with who signed and how it was evaluated."""
    client = open_client(request, number, what=WHAT)
    plan = _version(client, version)
    acts = {act.party: act for act in plan.acts.select_related("recorded_by")}
    newest = client.support_plans.values_list("version", flat=True).first()
    return render(
        request,
        "casework/support_plan.html",
        {
            "client": client,
            "frame": client_frame(client, current_user(request), "plan"),
            "plan": plan,
            "content": content_of(plan, client) if plan.content else None,
            "signers": [(party, party.label, acts.get(party.value)) for party in PlanParty],
            "evaluations": plan.evaluations.select_related("recorded_by"),
            "is_newest": version == newest,
            "has_earlier": (newest or 0) > 1,
            "due_on": evaluation_due(plan),
        },
    )


@require_http_methods(FORM)
def support_plan_sign(request: HttpRequest, number: str, version: int, party: str) -> HttpResponse:
    """Let the client or the counsellor say what he thinks of a version."""
    client = open_client(request, number, write=True, what=WHAT)
    if party not in PlanParty.values:
        raise Http404
    plan = _version(client, version)
    user = current_user(request)
    who = client.called if party == PlanParty.CLIENT else str(user)
    page = FormPage(
        heading=_("Begeleidingsplan tekenen: %(who)s") % {"who": who},
        lead=_("Versie %(version)s van %(day)s. Lees het plan eerst samen door.")
        % {"version": plan.version, "day": date_format(plan.established_on, "j F Y")},
        submit=_("Vastleggen"),
        done=_("Het antwoord staat onder het plan."),
        back=reverse("casework:support_plan", args=[number, version]),
        template="casework/support_plan_sign.html",
    )
    form = PlanSignForm(request.POST if request.method == "POST" else None, party=party)
    return fill_in(
        request,
        client,
        form,
        page,
        act=lambda values: sign_support_plan(plan=plan, party=party, acting_user=user, **values),
    )


@require_http_methods(FORM)
def support_plan_evaluate(request: HttpRequest, number: str) -> HttpResponse:
    """Evaluate the version that holds."""
    client = open_client(request, number, write=True, what=WHAT)
    user = current_user(request)
    page = FormPage(
        heading=_("Begeleidingsplan evalueren"),
        lead=_("Begin met wat goed gaat: de cliënt en de begeleider noemen allebei iets. %(basis)s.")
        % {"basis": term("plan-evaluation").basis},
        submit=_("Evaluatie vastleggen"),
        done=_("De evaluatie is vastgelegd."),
        back=reverse("casework:plan", args=[number]) + "#begeleidingsplan",
        draft="plan-evaluation",
    )
    form = PlanEvaluationForm(request.POST if request.method == "POST" else None)
    return fill_in(
        request, client, form, page, act=lambda values: evaluate_support_plan(client=client, acting_user=user, **values)
    )


@require_safe
def support_plan_compare(request: HttpRequest, number: str) -> HttpResponse:
    """Show what was added, changed and ended between two versions; the last two unless the address says otherwise."""
    client = open_client(request, number, what=WHAT)
    plans = {plan.version: plan for plan in client.support_plans.all()}
    numbers = list(plans)
    usual = {"old": numbers[1], "new": numbers[0]} if len(plans) >= TWO else {}
    words = _("Versie %(version)s, %(day)s")
    form = CompareForm(
        request.GET if "old" in request.GET else (usual or None),
        versions=[
            (one.version, words % {"version": one.version, "day": date_format(one.established_on, "j F Y")})
            for one in plans.values()
        ],
    )
    found, frame = None, True
    if form.is_valid():
        new, old = plans[form.cleaned_data["new"]], plans[form.cleaned_data["old"]]
        frame = keeps_frame(new) and keeps_frame(old)
        found = text_differences(texts_of(new, frame=frame), texts_of(old, frame=frame))
    return render(
        request,
        "casework/support_plan_compare.html",
        {
            "client": client,
            "frame": client_frame(client, current_user(request), "plan"),
            "form": form,
            "enough": len(plans) >= TWO,
            "differences": found,
            "frame_left_out": not frame,
        },
    )
