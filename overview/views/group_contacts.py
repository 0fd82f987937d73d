"""An activity with several clients."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from accounts.access import require_role
from accounts.enums import AuditAction, Role
from accounts.errors import Refused
from accounts.models import Location
from accounts.selectors import standing_of
from accounts.services.audit import record
from casework.models import LifeDomain
from casework.models.drafts import GROUP_CONTACT
from casework.selectors.group_contacts import Candidates, candidates
from casework.views.drafts import take_up
from overview.forms.group_contacts import GroupContactForm, only_shows
from overview.selectors.group_contacts import own_of
from overview.services.group_contacts import LoggedGroup, log_group

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

# Of so many on a page what is their own stands ready, folded; of the others, and those chosen, when it is asked for.
MOST_WITH_OWN = 12


@require_http_methods(["GET", "HEAD", "POST"])
def group_contact(request: HttpRequest) -> HttpResponse:
    """Log an activity with clients of one house (``huis`` in the address) or of all own teams.

    Some buttons only show more (``only_shows``): what was typed and ticked stays.
    """
    user = require_role(request, Role.COUNSELLOR, Role.TEAM_LEAD)
    today = timezone.localdate()
    form = GroupContactForm(
        request.POST if request.method == "POST" else None,
        houses=Location.objects.filter(team_id__in=standing_of(user).team_ids),
        initial={"house": request.GET.get("huis", "")},
    )
    draft = take_up(request, form, client=None, key=GROUP_CONTACT)
    if only_shows(request.POST):
        form.resume(dict(request.POST.lists()))
    people = candidates(user, today, ids=form.named, house=form.chosen_house, words=form.words)
    with_own = people.shown[: max(len(people.chosen), MOST_WITH_OWN)]
    form.offer(people.shown, own=own_of(with_own, user), domains=list(LifeDomain.objects.filter(in_use=True)))
    record(
        AuditAction.LIST,
        acting_user=user,
        object_type="casework.groupcontact",
        subjects=[client.number for client in people.shown],
        rule="visible_to",
    )
    if form.is_valid():
        values = form.values()
        try:
            _refuse_closed(people)
            logged = log_group(acting_user=user, **values)
        except Refused as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _said(len(values["parts"]), logged))
            return redirect("casework:client_list")
    return render(
        request,
        "overview/group_contact.html",
        {"form": form, "people": people, "draft": draft, "today": today},
    )


def _said(count: int, logged: LoggedGroup) -> str:
    """Return what was done, and whose stoplight changed."""
    done = ngettext(
        "Het contact is vastgelegd in %(count)d dossier.",
        "Het contact is vastgelegd in %(count)d dossiers, in elk alleen het eigen deel.",
        count,
    ) % {"count": count}
    changed = [
        _("Het stoplicht van %(name)s staat nu op %(phase)s.")
        % {"name": change.client, "phase": change.get_level_display()}
        for change in logged.changes
    ]
    return " ".join([done, *changed])


def _refuse_closed(people: Candidates) -> None:
    """Refuse to leave somebody out in silence whose file closed while the form was open."""
    if people.closed:
        raise Refused(
            _(
                "Er is iemand bij van wie u het dossier niet meer mag openen. Hij staat niet meer in de lijst. Legt u nu vast, dan komt er niets in zijn dossier."
            ),
            field="clients",
        )
