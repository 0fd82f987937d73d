"""Letters: choose a template, say to whom, write, read it as it will be, issue it or throw it away."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import current_user
from accounts.errors import Refused
from casework.access import get_letter, open_client
from casework.forms.letters import LetterForm, LetterIssueForm, LetterStartForm
from casework.frame_context import client_frame
from casework.models import LetterTemplate
from casework.registry import in_order, registry
from casework.registry.letters import letter_parts
from casework.selectors.letter_text import open_places
from casework.selectors.letters import paragraphs
from casework.services.letters import LetterConflict, drop_letter, issue_letter, save_letter, start_letter
from casework.services.rendering import warm_up
from casework.views.drafts import take_up
from casework.views.form_page import FormPage, fill_in

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from casework.models import Client, Letter

TAB = "documents"
WHAT = "casework.letter"
DRAFT = "letter"
GET_AND_POST = ["GET", "HEAD", "POST"]


@require_safe
def letter_templates(request: HttpRequest, number: str) -> HttpResponse:
    """Show the letters that the organisation keeps ready."""
    client = open_client(request, number, write=True, what=WHAT)
    context = {
        "client": client,
        "frame": client_frame(client, current_user(request), TAB),
        "templates": LetterTemplate.objects.filter(in_use=True),
    }
    return render(request, "casework/letter_templates.html", context)


@require_http_methods(GET_AND_POST)
def letter_start(request: HttpRequest, number: str, template: str) -> HttpResponse:
    """Ask to whom the letter is, and begin it with what the file knows."""
    client = open_client(request, number, write=True, what=WHAT)
    chosen = get_object_or_404(LetterTemplate, key=template, in_use=True)
    page = FormPage(
        heading=chosen.name,
        submit=_("Brief beginnen"),
        done=_("Het concept staat klaar, met wat het dossier weet. Lees het na en pas het aan."),
        back=reverse("casework:letter_create", args=[number]),
        lead=_("Kies aan wie u schrijft. Daarna leest u de tekst en past u haar aan."),
        tab=TAB,
        onward=True,
        gives_paper=True,
    )
    people = letter_parts.addressees(chosen.to, client)
    form = LetterStartForm(request.POST if request.method == "POST" else None, people=people)
    user = current_user(request)
    return fill_in(
        request,
        client,
        form,
        page,
        act=lambda values: start_letter(client=client, template=chosen, acting_user=user, **values),
    )


@require_safe
def letter(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    """Show a letter as it will be on paper, and what can be done with it."""
    user = current_user(request)
    client, found = get_letter(user, number, pk)
    if found.is_open:
        warm_up()
    return _letter_page(request, client, found, LetterIssueForm(initial={"revision": found.revision}))


def _letter_page(request: HttpRequest, client: Client, found: Letter, form: LetterIssueForm) -> HttpResponse:
    context = {
        "client": client,
        "frame": client_frame(client, current_user(request), TAB),
        "letter": found,
        "paragraphs": paragraphs(found.body),
        "places": open_places(found.addressee, found.address, found.subject, found.body),
        "form": form,
        "document": found.document,
        "leaves_house": found.addressee != f"{client.first_name} {client.last_name}",
        "actions": in_order(registry.document_actions),
    }
    return render(request, "casework/letter.html", context)


@require_http_methods(GET_AND_POST)
def letter_edit(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    """Write a concept. Where somebody else saved meanwhile, both texts are shown and nothing is lost."""
    user = current_user(request)
    client, found = get_letter(user, number, pk, write=True)
    if not found.is_open:
        messages.error(request, _("Deze brief is vastgesteld en verandert niet meer. Schrijf een nieuwe."))
        return redirect(found)
    names = ("revision", "addressee", "address", "subject", "body")
    stored = {name: getattr(found, name) for name in names}
    form = LetterForm(request.POST if request.method == "POST" else None, initial=stored)
    theirs: Letter | None = None
    if form.is_valid():
        try:
            save_letter(letter=found, acting_user=user, **form.values())
        except LetterConflict as conflict:
            theirs = conflict.letter
            typed = request.POST.copy()
            typed["revision"] = str(theirs.revision)  # saving again is meant, with both texts read
            form = LetterForm(typed)
            form.is_valid()
            form.refuse(conflict)
        except Refused as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("Het concept is bewaard."))
            return redirect(found)
    context = {
        "client": client,
        "frame": client_frame(client, user, TAB),
        "letter": found,
        "form": form,
        "theirs": theirs,
        "draft": take_up(request, form, client=client, key=DRAFT),
    }
    return render(request, "casework/letter_edit.html", context)


@require_POST
def letter_issue(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    """Issue a letter as it was read; show what stands in the way otherwise."""
    user = current_user(request)
    client, found = get_letter(user, number, pk, write=True)
    form = LetterIssueForm(request.POST)
    if form.is_valid():
        try:
            document = issue_letter(letter=found, acting_user=user, **form.values())
        except Refused as refusal:
            found.refresh_from_db()
            read = request.POST.copy()
            read["revision"] = str(found.revision)  # the text as it stands now is on the page that says so
            form = LetterIssueForm(read)
            form.is_valid()
            form.refuse(refusal)
        else:
            messages.success(
                request,
                _("%(title)s %(number)s is uitgegeven.") % {"title": document.title, "number": document.number},
            )
            return redirect(found)
    return _letter_page(request, client, found, form)


@require_POST
def letter_drop(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    """Throw a concept away."""
    user = current_user(request)
    client, found = get_letter(user, number, pk, write=True)
    try:
        drop_letter(letter=found, acting_user=user)
    except Refused as refusal:
        messages.error(request, refusal.sentence)
        return redirect(found)
    messages.success(request, _("Het concept is weggegooid."))
    return redirect("casework:documents", client.number)
