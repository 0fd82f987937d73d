"""The pages of a guided record: the whole with its steps, one step, and skipping one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from accounts.access import current_user
from accounts.errors import Refused
from casework.frame_context import client_frame
from riskplans.forms.guided import SkipForm
from riskplans.frame_context import TAB
from riskplans.selectors.guided import step_views
from riskplans.services.guided import StepMoved, skip_step

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from django.http import HttpRequest, HttpResponse

    from accounts.models import User
    from casework.models import Client
    from riskplans.forms.guided import StepForm
    from riskplans.models.guided import GuidedRecord, GuidedStep


@dataclass(frozen=True)
class Guide:
    """What differs between guided records. ``hints`` are said at a field, ``leads`` above a step."""

    url_name: str
    step_url_name: str
    skip_url_name: str
    list_url_name: str
    list_label: Any
    leads: Mapping[str, Any]
    done: Any


def step_of(record: GuidedRecord, stage: str) -> GuidedStep:
    """Return the step of this name; raise ``Http404`` when there is none."""
    if stage not in record.STEPS:
        raise Http404
    step: Any = getattr(record, stage)
    step.response = record  # spares a query, and the client comes along
    return step  # type: ignore[no-any-return]


def show(
    request: HttpRequest, client: Client, record: GuidedRecord, guide: Guide, context: dict[str, Any]
) -> HttpResponse:
    """Show the record with what was written in each step, and where it goes on."""
    views = step_views(record, guide.step_url_name)
    return render(
        request,
        "riskplans/guided.html",
        {
            "client": client,
            "frame": client_frame(client, current_user(request), TAB),
            "record": record,
            "steps": views,
            "current": next((one for one in views if one.turn), None),
            "guide": guide,
            **context,
        },
    )


def edit(
    request: HttpRequest,
    client: Client,
    record: GuidedRecord,
    stage: str,
    guide: Guide,
    *,
    make_form: Callable[..., StepForm],
    act: Callable[[GuidedStep, StepForm, User, bool], object],
    context: Callable[[GuidedStep], dict[str, Any]],
) -> HttpResponse:
    """Show the form of a step; save what was written, or finish the step with it.

    When somebody else saved it meanwhile, what stands now is shown beside what was typed.
    """
    step = step_of(record, stage)
    if step.is_finished or not record.is_open:
        return redirect(record.get_absolute_url())  # type: ignore[attr-defined]  # every record has an address
    finish = request.POST.get("do") == "finish"
    data = request.POST.copy() if request.method == "POST" else None
    form = make_form(data, step=step, finish=finish)
    stored = None
    if data is not None and form.is_valid():
        try:
            act(step, form, current_user(request), finish)
        except StepMoved as moved:
            stored = moved.stored
            data["revision"] = str(stored.revision)
            form = make_form(data, step=step, finish=finish)
            form.refuse(moved)
        except Refused as refusal:
            form.refuse(refusal)
        else:
            messages.success(
                request, _("De stap is afgerond.") if finish else _("De stap is bewaard. U kunt later verder.")
            )
            return redirect(record.get_absolute_url())  # type: ignore[attr-defined]
    views = step_views(record, guide.step_url_name)
    return render(
        request,
        "riskplans/guided_step.html",
        {
            "client": client,
            "frame": client_frame(client, current_user(request), TAB),
            "record": record,
            "steps": views,
            "shown": next(one for one in views if stage == one.step.NAME),
            "stored": _stored_answers(record, stored, guide) if stored is not None else None,
            "form": form,
            "skip": SkipForm(auto_id="skip_%s"),
            "guide": guide,
            "lead": guide.leads.get(stage, ""),
            **context(step),
        },
    )


def _stored_answers(record: GuidedRecord, stored: GuidedStep, guide: Guide) -> Any:  # noqa: ANN401 -- a tuple of answers
    setattr(record, str(stored.NAME), stored)
    return next(one.answers for one in step_views(record, guide.step_url_name) if one.step is stored)


def skip(request: HttpRequest, client: Client, record: GuidedRecord, stage: str, guide: Guide) -> HttpResponse:
    """Skip a step with a reason."""
    step = step_of(record, stage)
    form = SkipForm(request.POST)
    if form.is_valid():
        try:
            skip_step(step=step, reason=form.cleaned_data["skipped_because"], acting_user=current_user(request))
        except Refused as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("De stap is overgeslagen, met uw reden erbij."))
            return redirect(record.get_absolute_url())  # type: ignore[attr-defined]
    return render(
        request,
        "riskplans/guided_skip.html",
        {
            "client": client,
            "frame": client_frame(client, current_user(request), TAB),
            "record": record,
            "step": step,
            "form": form,
            "guide": guide,
        },
    )
