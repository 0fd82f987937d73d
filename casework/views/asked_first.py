"""Showing what is to be weighed about a place before somebody is placed there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from casework.enums.placement import CLOSING
from casework.selectors.contra_indications import questions_about

if TYPE_CHECKING:
    from accounts.models import Location
    from casework.forms.placement import AskedForm
    from casework.models import Client
    from casework.selectors.contra_indications import Question


def ask_first(form: AskedForm, client: Client, shown: Location | None) -> dict[str, object]:
    """Return the context of the questions beside a form: about the place that was chosen, or else about ``shown``.

    A form that was sent with a place at which a question is open that its sender did not see yet is refused once, with
    the questions beside it: nobody is placed without somebody having read them, and the system decides nothing.
    """
    place, sent = shown, False
    if form.is_valid() and form.cleaned_data.get("kind") not in CLOSING and form.cleaned_data.get("location"):
        place, sent = form.cleaned_data["location"], True
    questions: tuple[Question, ...] = questions_about(client, place) if place is not None else ()
    unseen = place is not None and form.data.get("asked") != str(place.pk)
    if sent and place is not None and unseen and any(one.answer is None for one in questions):
        form.ask_first(place)
    elif not form.is_bound and place is not None:
        form.initial["asked"] = place.pk
    return {"asked_place": place, "questions": questions}
