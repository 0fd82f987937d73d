"""The lapse response: beginning it, its five steps, and what a team lead sees of those that are open."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import current_user, require_role
from accounts.enums import AuditAction, Role
from accounts.services.audit import record
from casework.access import open_client
from casework.frame_context import client_frame
from casework.models import Client
from casework.views.form_page import FormPage, fill_in
from riskplans.access import open_row
from riskplans.enums import LapseStage
from riskplans.forms.lapses import AddendumForm, LapseStartForm, LapseStepForm
from riskplans.frame_context import TAB, risk_tabs
from riskplans.models import Check, LapseResponse
from riskplans.registry import besides
from riskplans.selectors.checks import substance_rules
from riskplans.selectors.lapses import STEPS, open_responses, responses_of
from riskplans.services.lapses import add_lapse_addendum, save_lapse_step, start_response
from riskplans.views import guided

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from accounts.models import User
    from riskplans.forms.guided import StepForm
    from riskplans.models.guided import GuidedStep

SHEET = "riskplans/record_form.html"
ROWS = LapseResponse.objects.select_related(
    *STEPS, *(f"{step}__saved_by" for step in STEPS), "learn__analysis", "check_row", "started_by", "closed_by"
)
HINTS: dict[str, Any] = {
    "talked_at": gettext_lazy("Eerst praten, dan pas de rest."),
    "happened": gettext_lazy("Zijn verhaal, in zijn woorden. Geen oordeel."),
    "cause": gettext_lazy("Wat speelde er, wat ging eraan vooraf?"),
    "needs": gettext_lazy("Vandaag, en deze week."),
    "still_good": gettext_lazy("Noem het ook hardop: dit blijft staan."),
    "signs": gettext_lazy("Wat u aanvinkt telt mee voor het stoplicht, volgens de regel van het plan."),
    "people_at_risk": gettext_lazy("Hijzelf, een (ex-)partner, kinderen, huisgenoten. Of: niemand, want…"),
    "safety": gettext_lazy("Wie doet wat, tot morgen?"),
    "consulted_who": gettext_lazy("Een collega, gedragsdeskundige, teamleider of achterwacht."),
    "agreed": gettext_lazy("Kijk hiernaast wat vooraf is afgesproken."),
    "reported": gettext_lazy("Aan wie, wat precies, en door wie. Of: niets, want…"),
    "told_what": gettext_lazy("De cliënt hoort het voor of tegelijk met de ander, met de oorzaak erbij."),
    "lessons": gettext_lazy("Voor de cliënt en voor ons."),
    "analysis": gettext_lazy("Maak hem samen; kies hem hier zodra hij er is."),
    "no_analysis": gettext_lazy("Alleen als er geen functieanalyse komt."),
    "next_check_on": gettext_lazy("Komt bij de afspraken te staan."),
}
GUIDE = guided.Guide(
    url_name="riskplans:lapse",
    step_url_name="riskplans:lapse_step",
    skip_url_name="riskplans:lapse_skip",
    list_url_name="riskplans:lapses",
    list_label=gettext_lazy("Terugval"),
    leads={
        LapseStage.TALK: gettext_lazy(
            "Begin bij de cliënt. Vraag wat er gebeurde, waardoor, en wat hij nodig heeft. Noem wat nog goed gaat."
        ),
        LapseStage.RISK: gettext_lazy(
            "Kijk daarna rustig naar de risico’s: welke signalen zijn er, hoe staat het stoplicht, wie kan last krijgen?"
        ),
        LapseStage.CONSULT: gettext_lazy("Beslis niet alleen. Overleg, en schrijf het advies op."),
        LapseStage.ACT: gettext_lazy(
            "Doe wat vooraf is afgesproken, niet meer en niet minder. De cliënt hoort wat u meldt en aan wie."
        ),
        LapseStage.LEARN: gettext_lazy("Haal er samen uit wat helpt voor de volgende keer."),
    },
    done=gettext_lazy("Alle vijf stappen zijn gezet."),
)


@require_safe
def lapses(request: HttpRequest, number: str) -> HttpResponse:
    """Show the responses of a client."""
    client = open_client(request, number, what="riskplans.lapseresponse")
    return render(
        request,
        "riskplans/lapses.html",
        {
            "client": client,
            "frame": client_frame(client, current_user(request), TAB),
            "inner": risk_tabs(client, "lapses"),
            "responses": responses_of(client),
        },
    )


@require_safe
def open_list(request: HttpRequest) -> HttpResponse:
    """Show the open responses in the files that the user may see: the team lead sees those of the teams."""
    user = require_role(request, Role.COUNSELLOR, Role.TEAM_LEAD)
    rows = open_responses(Client.objects.visible_to(user))
    record(
        AuditAction.LIST,
        acting_user=user,
        object_type="riskplans.lapseresponse",
        subjects=sorted({row.response.client.number for row in rows}),
    )
    return render(request, "riskplans/lapses_open.html", {"rows": rows})


@require_http_methods(["GET", "HEAD", "POST"])
def create(request: HttpRequest, number: str) -> HttpResponse:
    """Begin a response where no check told it."""
    client = open_client(request, number, write=True, what="riskplans.lapseresponse")
    user = current_user(request)
    page = FormPage(
        heading=_("Terugvalrespons beginnen"),
        lead=_(
            "Vijf stappen: praten, risico’s bekijken, overleggen, doen wat is afgesproken, leren. U kunt tussendoor stoppen."
        ),
        submit=_("Beginnen"),
        done=_("De terugvalrespons is begonnen. Praat eerst met de cliënt."),
        back=reverse("riskplans:lapses", args=[number]),
        tab=TAB,
        onward=True,
        template=SHEET,
    )
    form = LapseStartForm(request.POST if request.method == "POST" else None)
    return fill_in(
        request, client, form, page, act=lambda values: start_response(client=client, acting_user=user, **values)
    )


@require_POST
def create_from_check(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    """Begin the response to a check; asked again, go to the one there is."""
    client, check = open_row(request, number, Check.objects.all(), pk, write=True)
    response = start_response(
        client=client,
        form_token=check.form_token,
        trigger="check",
        known_at=check.taken_at,
        about=check.summary[:200],
        check=check,
        acting_user=current_user(request),
    )
    return redirect(response.get_absolute_url())


@require_safe
def lapse(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    """Show a response with its steps."""
    client, response = open_row(request, number, ROWS, pk)
    return guided.show(
        request,
        client,
        response,
        GUIDE,
        {
            "heading": _("Terugvalrespons"),
            "about": response.about,
            "addenda": response.addenda.select_related("recorded_by"),
            "addendum_form": AddendumForm() if not response.is_open else None,
            "addendum_url": reverse("riskplans:lapse_addendum", args=[number, pk]),
        },
    )


@require_http_methods(["GET", "HEAD", "POST"])
def step(request: HttpRequest, number: str, pk: int, stage: str) -> HttpResponse:
    """Write a step, and finish it."""
    client, response = open_row(request, number, ROWS, pk, write=True)

    def make_form(data: Any, **kwargs: Any) -> LapseStepForm:  # noqa: ANN401 -- what was posted, or None
        return LapseStepForm(data, client=client, hints=HINTS, **kwargs)

    def act(of: GuidedStep, form: StepForm, user: User, finish: bool) -> object:  # noqa: FBT001 -- passed on by name
        agreed = form.agreed() if isinstance(form, LapseStepForm) else None
        revision = form.cleaned_data["revision"]
        return save_lapse_step(
            step=of, values=form.values(), revision=revision, finish=finish, agreed=agreed, acting_user=user
        )

    def context(of: GuidedStep) -> dict[str, Any]:
        acts = of.NAME == LapseStage.ACT
        return {
            "heading": of._meta.verbose_name,
            "rules": substance_rules(client) if acts else None,
            "besides": besides(client, current_user(request)) if acts else (),
            "analysis_url": reverse("riskplans:analysis_create", args=[number]) if of.NAME == LapseStage.LEARN else "",
        }

    return guided.edit(request, client, response, stage, GUIDE, make_form=make_form, act=act, context=context)


@require_POST
def skip(request: HttpRequest, number: str, pk: int, stage: str) -> HttpResponse:
    """Skip a step with a reason."""
    client, response = open_row(request, number, ROWS, pk, write=True)
    return guided.skip(request, client, response, stage, GUIDE)


@require_http_methods(["GET", "HEAD", "POST"])
def addendum(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    """Add to a response that is finished."""
    client = open_client(request, number, write=True, what="riskplans.lapseresponse")
    response = get_object_or_404(LapseResponse.objects.select_related("client"), client=client, pk=pk)
    user = current_user(request)
    page = FormPage(
        heading=_("Terugvalrespons aanvullen"),
        lead=_("Wat er staat blijft staan; uw aanvulling komt eronder."),
        submit=_("Aanvulling vastleggen"),
        done=_("De aanvulling is vastgelegd."),
        back=response.get_absolute_url(),
        tab=TAB,
        template=SHEET,
    )
    form = AddendumForm(request.POST if request.method == "POST" else None)
    return fill_in(
        request,
        client,
        form,
        page,
        act=lambda values: add_lapse_addendum(response=response, acting_user=user, **values),
    )
