"""Composing a handover or a report: recipient and purpose first, then section by section, then issued."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import current_user
from accounts.errors import Refused
from casework.access import open_client
from casework.enums import CLOSED_LIST, FOR_PROBATION, HandoverPurpose
from casework.frame_context import client_frame
from casework.services.rendering import warm_up
from casework.views.drafts import take_up
from casework.views.form_page import FormPage
from chain.access.handovers import get_report
from chain.enums import ReadingOutcome
from chain.forms.reports import IssueForm, NotReadForm, PartsForm, StartForm
from chain.papers import LOOK_BACK, REPORT_KINDS
from chain.selectors.reports import report_page
from chain.services.report_issuing import issue_report, usual_ground
from chain.services.reports import (
    ReportConflict,
    agreement_holds,
    drop_report,
    may_use_portal,
    record_reading,
    renew_part,
    save_report,
    start_report,
)
from chain.views.handovers import TAB

if TYPE_CHECKING:
    from typing import Any

    from django.http import HttpRequest, HttpResponse, QueryDict

    from casework.models import Client

GET_AND_POST = ["GET", "HEAD", "POST"]
DRAFT = "chain.report"


def _beginning(request: HttpRequest, client: Client) -> dict[str, Any]:
    """Return what the first page proposes: the purpose of the address, half a year back or since the last such report."""
    initial: dict[str, Any] = {"since": timezone.localdate() - LOOK_BACK}
    kind = next((one for one in REPORT_KINDS if one.slug == request.GET.get("soort", "")), None)
    if kind is not None:
        initial["purpose"] = kind.purpose
        last = client.handover_reports.filter(purpose=kind.purpose, document__isnull=False).first()
        if last is not None:
            initial["since"] = last.until + timedelta(days=1)
        in_force = client.agreements.in_force().first()
        if kind.purpose in FOR_PROBATION and in_force is not None:
            initial["agreement"] = in_force.pk
    initial["since"] = min(initial["since"], timezone.localdate())
    return initial


@require_http_methods(GET_AND_POST)
def report_create(request: HttpRequest, number: str) -> HttpResponse:
    """Ask for whom and for what, and begin with what the file proposes."""
    client = open_client(request, number, write=True, what="chain.handoverreport")
    form = StartForm(
        request.POST if request.method == "POST" else None, client=client, initial=_beginning(request, client)
    )
    if form.is_valid():
        try:
            report = start_report(client=client, acting_user=current_user(request), **form.values())
        except Refused as refusal:
            form.refuse(refusal)
        else:
            messages.success(
                request, _("Het concept staat klaar, met wat het dossier voorstelt. Lees elk onderdeel na.")
            )
            return redirect("chain:report_edit", client.number, report.pk)
    page = FormPage(
        heading=_("Overdracht of verslag opstellen"),
        submit=_("Voorstel maken"),
        done="",
        back=reverse("chain:handovers", args=[client.number]),
        lead=_("Kies eerst voor wie het is en waarvoor. Daaruit volgt wat u mag delen, en wat niet."),
    )
    frame = client_frame(client, current_user(request), TAB)
    return render(request, "casework/client_form.html", {"client": client, "frame": frame, "form": form, "page": page})


@require_safe
def report(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    """Show a report as it will be read, what is missing, what the client said, and what is left to do."""
    user = current_user(request)
    client, found = get_report(user, number, pk)
    return render(
        request,
        "chain/report.html",
        {
            "client": client,
            "frame": client_frame(client, user, TAB),
            "report": found,
            "page": report_page(found),
            "not_read": NotReadForm(),
        },
    )


def _over(post: QueryDict, conflict: ReportConflict) -> QueryDict:
    """Return what was typed, as written over what somebody else saved: saving again is meant then."""
    typed = post.copy()
    typed["revision"] = str(conflict.report.revision)
    return typed


@require_http_methods(GET_AND_POST)
def report_edit(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    """Write the sections: what the file proposes, each with its source, and why it may or may not be shared."""
    user = current_user(request)
    client, found = get_report(user, number, pk, write=True)
    if not found.is_draft:
        messages.error(
            request, _("Dit verslag is %(state)s en kan niet meer veranderen.") % {"state": found.state.label}
        )
        return redirect(found)
    parts = list(found.parts.all())
    form = PartsForm(request.POST if request.method == "POST" else None, report=found, parts=parts)
    if form.is_valid():
        try:
            save_report(report=found, acting_user=user, **form.values())
        except ReportConflict as conflict:
            form = PartsForm(_over(request.POST, conflict), report=conflict.report, parts=parts)
            form.stored = conflict.stored
            form.is_valid()
            form.refuse(conflict)
        except Refused as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("Het concept is bewaard."))
            return redirect(found)
    return render(
        request,
        "chain/report_edit.html",
        {
            "client": client,
            "frame": client_frame(client, user, TAB),
            "report": found,
            "form": form,
            "draft": take_up(request, form, client=client, key=DRAFT),
        },
    )


@require_POST
def report_renew(request: HttpRequest, number: str, pk: int, key: str) -> HttpResponse:
    """Take one section from the file again."""
    user = current_user(request)
    client, found = get_report(user, number, pk, write=True)
    try:
        part = renew_part(report=found, key=key, acting_user=user)
    except Refused as refusal:
        messages.error(request, refusal.sentence)
        return redirect(found)
    messages.success(request, _("%(part)s staat er weer zoals in het dossier.") % {"part": part.label})
    return redirect(reverse("chain:report_edit", args=[client.number, found.pk]) + f"#onderdeel-{key}")


@require_POST
def report_not_read(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    """Write down why the client did not read it."""
    user = current_user(request)
    client, found = get_report(user, number, pk, write=True)
    form = NotReadForm(request.POST)
    if form.is_valid():
        try:
            record_reading(report=found, outcome=ReadingOutcome.COULD_NOT, acting_user=user, **form.values())
        except Refused as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("Vastgelegd waarom de cliënt het niet las."))
            return redirect(found)
    return render(
        request,
        "chain/report.html",
        {
            "client": client,
            "frame": client_frame(client, user, TAB),
            "report": found,
            "page": report_page(found),
            "not_read": form,
        },
    )


@require_http_methods(GET_AND_POST)
def report_issue(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    """Ask how and on which ground it goes, and have the paper made."""
    user = current_user(request)
    client, found = get_report(user, number, pk, write=True)
    form = IssueForm(
        request.POST if request.method == "POST" else None,
        portal=may_use_portal(found),
        agreed=agreement_holds(found),
        outside=found.outside,
        by_law=usual_ground(HandoverPurpose.COMPLIANCE) if found.purpose in CLOSED_LIST else "",
    )
    back = found.get_absolute_url()
    if not form.is_bound:
        warm_up()
    elif form.is_valid():
        try:
            asked = issue_report(report=found, acting_user=user, **form.values())
        except Refused as refusal:
            form.refuse(refusal)
        else:
            return redirect(asked)
    lead = _("Voor %(name)s. De pdf krijgt een nummer en verandert daarna niet meer.") % {"name": found.recipient}
    if found.outside:
        lead += " " + _("Wat u geeft, komt in het overzicht van verstrekkingen, ook als het op papier gaat.")
    page = FormPage(
        heading=_("%(kind)s uitgeven") % {"kind": found.get_purpose_display().capitalize()},
        submit=_("Uitgeven als pdf"),
        done="",
        back=back,
        lead=lead,
        tab=TAB,
        gives_paper=True,
    )
    frame = client_frame(client, user, TAB)
    return render(request, "casework/client_form.html", {"client": client, "frame": frame, "form": form, "page": page})


@require_POST
def report_drop(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    """Let a draft lapse."""
    user = current_user(request)
    client, found = get_report(user, number, pk, write=True)
    try:
        drop_report(report=found, acting_user=user)
    except Refused as refusal:
        messages.error(request, refusal.sentence)
        return redirect(found)
    messages.success(request, _("Het concept is vervallen. Wat erin stond, blijft in het dossier staan."))
    return redirect("chain:handovers", client.number)
