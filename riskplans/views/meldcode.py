"""The reporting code for domestic violence and child abuse, step by step."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import current_user
from casework.access import open_client
from casework.frame_context import client_frame
from casework.views.form_page import FormPage, fill_in
from riskplans.access import open_row
from riskplans.enums import MeldcodeStage
from riskplans.forms.guided import StepForm
from riskplans.forms.meldcode import MeldcodeStartForm
from riskplans.frame_context import TAB, risk_tabs
from riskplans.models import Meldcode
from riskplans.services.meldcode import save_meldcode_step, start_meldcode
from riskplans.views import guided

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from accounts.models import User
    from riskplans.models.guided import GuidedStep

STEPS = Meldcode.STEPS
ROWS = Meldcode.objects.select_related(*STEPS, *(f"{step}__saved_by" for step in STEPS), "started_by", "closed_by")
HINTS: dict[str, Any] = {
    "signals": gettext_lazy("Feiten: wat is gezien of gehoord. Geen vermoedens; die wegen we later."),
    "children": gettext_lazy("Zijn er minderjarige kinderen die van de cliënt afhankelijk zijn? Vraag het altijd."),
    "consulted_who": gettext_lazy("Een collega, de aandachtsfunctionaris of Veilig Thuis (mag zonder naam te noemen)."),
    "said": gettext_lazy(
        "Wat u zei, en wat de ander zei. Kan een gesprek niet veilig, sla de stap dan over met die reden."
    ),
    "safe_home_reference": gettext_lazy("Zoals Veilig Thuis het gaf."),
    "told": gettext_lazy("Als het veilig kan, horen zij het vooraf van u."),
}
GUIDE = guided.Guide(
    url_name="riskplans:meldcode",
    step_url_name="riskplans:meldcode_step",
    skip_url_name="riskplans:meldcode_skip",
    list_url_name="riskplans:meldcodes",
    list_label=gettext_lazy("Meldcode"),
    leads={
        MeldcodeStage.SIGNALS: gettext_lazy("Zet de feiten op een rij, en doe de kindcheck."),
        MeldcodeStage.CONSULT: gettext_lazy("Overleg met een collega, en zo nodig met Veilig Thuis."),
        MeldcodeStage.TALK: gettext_lazy("Praat met de betrokkenen, tenzij dat onveilig is."),
        MeldcodeStage.WEIGH: gettext_lazy("Beantwoord de vijf vragen van het afwegingskader, elk met uw reden."),
        MeldcodeStage.DECIDE: gettext_lazy("Twee beslissingen: is melden nodig, en is hulp (ook) mogelijk?"),
    },
    done=gettext_lazy("Alle vijf stappen zijn gezet."),
)


@require_safe
def meldcodes(request: HttpRequest, number: str) -> HttpResponse:
    """Show the records of the reporting code in a file."""
    client = open_client(request, number, what="riskplans.meldcode")
    return render(
        request,
        "riskplans/meldcodes.html",
        {
            "client": client,
            "frame": client_frame(client, current_user(request), TAB),
            "inner": risk_tabs(client, "meldcodes"),
            "rows": Meldcode.objects.filter(client=client).select_related(*STEPS, "started_by"),
        },
    )


@require_http_methods(["GET", "HEAD", "POST"])
def create(request: HttpRequest, number: str) -> HttpResponse:
    """Begin the five steps."""
    client = open_client(request, number, write=True, what="riskplans.meldcode")
    user = current_user(request)
    page = FormPage(
        heading=_("Meldcode beginnen"),
        lead=_("Bij een vermoeden van huiselijk geweld of kindermishandeling. Is er nu gevaar: bel 112."),
        submit=_("Beginnen"),
        done=_("De meldcode is begonnen. Zet eerst de signalen op een rij."),
        back=reverse("riskplans:meldcodes", args=[number]),
        tab=TAB,
        onward=True,
        template="riskplans/record_form.html",
    )
    form = MeldcodeStartForm(request.POST if request.method == "POST" else None)
    return fill_in(
        request, client, form, page, act=lambda values: start_meldcode(client=client, acting_user=user, **values)
    )


@require_safe
def meldcode(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    """Show a record with its steps."""
    client, row = open_row(request, number, ROWS, pk)
    about = f"{row.get_about_display().capitalize()}: {row.concerns}"
    return guided.show(
        request,
        client,
        row,
        GUIDE,
        {"heading": _("Meldcode"), "about": about, "norm": row.weigh.reporting_is_the_norm and row.is_open},
    )


@require_http_methods(["GET", "HEAD", "POST"])
def step(request: HttpRequest, number: str, pk: int, stage: str) -> HttpResponse:
    """Write a step, and finish it."""
    client, row = open_row(request, number, ROWS, pk, write=True)

    def make_form(data: Any, **kwargs: Any) -> StepForm:  # noqa: ANN401 -- what was posted, or None
        return StepForm(data, hints=HINTS, **kwargs)

    def act(of: GuidedStep, form: StepForm, user: User, finish: bool) -> object:  # noqa: FBT001 -- passed on by name
        revision = form.cleaned_data["revision"]
        return save_meldcode_step(step=of, values=form.values(), revision=revision, finish=finish, acting_user=user)

    def context(of: GuidedStep) -> dict[str, Any]:
        decides = of.NAME == MeldcodeStage.DECIDE
        return {"heading": of._meta.verbose_name, "norm": decides and row.weigh.reporting_is_the_norm}

    return guided.edit(request, client, row, stage, GUIDE, make_form=make_form, act=act, context=context)


@require_POST
def skip(request: HttpRequest, number: str, pk: int, stage: str) -> HttpResponse:
    """Skip a step with a reason."""
    client, row = open_row(request, number, ROWS, pk, write=True)
    return guided.skip(request, client, row, stage, GUIDE)
