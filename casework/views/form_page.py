"""The flow that every form of the client file shares: show, check, act, and back to where it belongs."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.shortcuts import redirect, render

from accounts.access import current_user
from accounts.errors import Refused
from casework.frame_context import client_frame
from casework.views.drafts import take_up

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest, HttpResponse

    from casework.forms import ActForm
    from casework.models import Client


@dataclass(frozen=True)
class FormPage:
    """What stands around a form: its heading, the words of its button, what is said afterwards, and where one goes.

    ``draft`` is a key of ``registry.draft_forms`` for a form whose typing is kept on the server. With ``onward`` one goes
    to the page of what the act made, instead of back. ``gives_paper``: something on paper leaves the house by this form, so
    it warns of a child who does not know.
    """

    heading: str
    submit: str
    done: str
    back: str
    lead: str = ""
    tab: str = "plan"
    draft: str = ""
    onward: bool = False
    gives_paper: bool = False
    context: dict[str, Any] = field(default_factory=dict)
    template: str = "casework/client_form.html"


def fill_in(
    request: HttpRequest, client: Client, form: ActForm, page: FormPage, *, act: Callable[[dict[str, Any]], object]
) -> HttpResponse:
    """Show the form, or carry out the act with what was typed and go back.

    The caller has opened the file for writing already. A refusal of the service is shown at its field, with everything
    that was typed still there.
    """
    if form.is_bound and form.is_valid():
        try:
            made: Any = act(form.values())
        except Refused as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, page.done)
            return redirect(made if page.onward else page.back)
    frame = client_frame(client, current_user(request), page.tab)
    context = {"client": client, "frame": frame, "form": form, "page": page, **page.context}
    if page.draft:
        context["draft"] = take_up(request, form, client=client, key=page.draft)
    return render(request, page.template, context)
