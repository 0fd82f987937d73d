"""The flow that every form of a house shares: show, check, act, and back to where it belongs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.shortcuts import redirect, render

from accounts.access import current_user
from accounts.errors import Refused
from casework.frame_context import house_frame

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest, HttpResponse

    from accounts.models import Location
    from casework.forms import ActForm
    from casework.views.form_page import FormPage


def fill_in_house(
    request: HttpRequest, house: Location, form: ActForm, page: FormPage, *, act: Callable[[dict[str, Any]], object]
) -> HttpResponse:
    """Show the form inside the frame of a house, or carry out the act with what was typed and go back.

    The caller has opened the house for writing already. A refusal of the service is shown at its field, with
    everything that was typed still there.
    """
    if form.is_bound and form.is_valid():
        try:
            act(form.values())
        except Refused as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, page.done)
            return redirect(page.back)
    template = page.template if page.template != "casework/client_form.html" else "casework/house_form.html"
    context = {"frame": house_frame(house, current_user(request), page.tab), "house": house, "form": form, "page": page}
    return render(request, template, {**context, **page.context})
