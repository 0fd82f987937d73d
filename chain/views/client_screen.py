"""The agreement on the screen that the counsellor shares with the client: his own words for yes, no and could not."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _

from accounts.access import current_user
from accounts.errors import Refused
from chain.access import get_agreement
from chain.enums import AgreementStatus, Decision, Party
from chain.forms.signatures import ClientAnswerForm
from chain.selectors.agreements import agreement_text
from chain.services.agreements import act_on_agreement

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse
    from django.utils.functional import _StrOrPromise as StrOrPromise

    from chain.models import Agreement
    from chain.selectors.agreements import AgreementText

QUESTIONS: dict[str, StrOrPromise] = {
    Decision.AGREED: _("Zet hier uw handtekening"),
    Decision.REFUSED: _("Waarom bent u het niet eens?"),
    Decision.COULD_NOT: _("Waarom kon u niet antwoorden?"),
}
ANSWERS: dict[str, StrOrPromise] = {
    Decision.AGREED: _("U bent het eens met deze afspraken."),
    Decision.REFUSED: _("U bent het niet eens met deze afspraken."),
    Decision.COULD_NOT: _("U kon niet antwoorden op deze afspraken."),
}
START, DONE, CLOSED = "start", "done", "closed"
STEPS = ("doing", "leading", "hearing", "trouble", "resting", "answer")


def _screen(request: HttpRequest, agreement: Agreement, text: AgreementText, *, acted: bool) -> dict[str, Any]:
    """Return which screen is shown, and where the keys lead: a start, the steps, signature or reason, thanks.

    There is no step about trouble where nothing was agreed on it.
    """
    steps = [step for step in STEPS if step != "trouble" or text.screens["trouble"]]
    answer = request.POST.get("decision") or request.GET.get("antwoord", "")
    step = request.GET.get("stap", "")
    if acted and agreement.status != AgreementStatus.ENDED:
        return {"page": DONE}
    if agreement.status != AgreementStatus.OFFERED or agreement.is_stale:
        return {"page": CLOSED}
    if answer in QUESTIONS:
        return {"page": answer, "question": QUESTIONS[answer], "back": f"?stap={len(steps)}"}
    if request.method == "POST":
        step = str(len(steps))
    if step not in {str(number) for number in range(1, len(steps) + 1)}:
        return {"page": START, "forward": "?stap=1"}
    number = int(step)
    return {
        "page": steps[number - 1],
        "step": number,
        "steps": len(steps),
        "back": f"?stap={number - 1}" if number > 1 else "?",
        "forward": f"?stap={number + 1}" if number < len(steps) else "",
    }


def agreement_client(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    """Read the agreement together; then one of three answers, two of which ask for a reason."""
    user = current_user(request)
    client, version = get_agreement(user, number, pk, write=True)
    if version.frozen is None:
        return redirect(version)
    form = ClientAnswerForm(request.POST) if request.method == "POST" else ClientAnswerForm()
    if form.is_valid():
        try:
            act_on_agreement(agreement=version, party=Party.CLIENT, acting_user=user, **form.answer)
        except Refused as refusal:
            form.refuse(refusal)
        else:
            return redirect("chain:agreement_client", client.number, version.pk)
    # On its own screen each answer needs what it asks for; only the form of all answers together leaves fields open.
    for name in ("signature", "reason"):
        form.fields[name].required = True
    act = next((one for one in version.acts.all() if one.party == Party.CLIENT), None)
    text = agreement_text(version)
    return render(
        request,
        "chain/agreement_client.html",
        {
            "client": client,
            "agreement": version,
            "text": text,
            "act": act,
            "said": ANSWERS[act.decision] if act else "",
            "form": form,
            **_screen(request, version, text, acted=act is not None),
        },
    )
