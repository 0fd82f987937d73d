"""Two files of one person become one, and are made two again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.access import current_user
from accounts.enums import Role
from accounts.errors import Refused
from accounts.selectors import standing_of
from casework.access import get_client, open_client
from casework.forms.clients import MergeForm, UndoMergeForm
from casework.frame_context import client_frame
from casework.models import ClientMerge
from casework.selectors.merging import merge_preview
from casework.services.merging import merge_clients, undo_merge
from casework.views.form_page import FormPage, fill_in

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from casework.models import Client
    from casework.selectors.merging import MergePreview

WHAT = "casework.clientmerge"


def _refuse_others(request: HttpRequest) -> None:
    """Raise ``PermissionDenied`` for whoever may write in the file and does not lead its team."""
    if not standing_of(current_user(request)).has(Role.TEAM_LEAD):
        raise PermissionDenied(_("Samenvoegen doet de teamleider."))


@require_http_methods(["GET", "HEAD", "POST"])
def client_merge(request: HttpRequest, number: str) -> HttpResponse:
    """Ask which other file is of the same person, show what a merge would do, and carry it out when that was seen."""
    client = open_client(request, number, write=True, what=WHAT)
    _refuse_others(request)
    user = current_user(request)
    form = MergeForm(request.POST if request.method == "POST" else None)
    preview: MergePreview | None = None
    if form.is_valid():
        values = form.values()
        other, sure = values.pop("other"), values.pop("sure")
        try:
            absorbed = _other(request, client, other)
            if sure:
                merge_clients(survivor=client, absorbed=absorbed, acting_user=user, **values)
                messages.success(
                    request, _("Dossier %(number)s is samengevoegd met dit dossier.") % {"number": absorbed.number}
                )
                return redirect(client)
            preview = merge_preview(client, absorbed)
        except Refused as refusal:
            form.refuse(refusal)
    return render(
        request,
        "casework/merge.html",
        {"client": client, "frame": client_frame(client, user, "overview"), "form": form, "preview": preview},
    )


def _other(request: HttpRequest, client: Client, number: str) -> Client:
    """Return the other file, with an audit row of the reading; raise ``Refused`` for one that is not to be found."""
    try:
        other = get_client(current_user(request), number.strip(), what=WHAT)
    except Http404 as error:
        raise Refused(
            _("Dit nummer staat niet bij de dossiers die u mag zien. Controleer het, of vraag de andere teamleider."),
            field="other",
        ) from error
    if other.pk == client.pk:
        raise Refused(_("Dit is hetzelfde dossier. Kies het andere dossier van deze cliënt."), field="other")
    if other.merged_into_id is not None:
        raise Refused(_("Dit dossier is al samengevoegd."), field="other")
    return other


@require_http_methods(["GET", "HEAD", "POST"])
def client_merge_undo(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    """Make two files of one again, with the reason."""
    client = open_client(request, number, write=True, what=WHAT)
    merge = ClientMerge.objects.filter(survivor=client, pk=pk, undone_at=None).select_related("absorbed").first()
    if merge is None:
        raise Http404
    _refuse_others(request)
    page = FormPage(
        heading=_("Samenvoegen terugdraaien"),
        submit=_("Terugdraaien"),
        done=_("Dossier %(number)s staat weer op zichzelf.") % {"number": merge.absorbed.number},
        back=reverse("casework:client", args=[client.number]),
        lead=_(
            "Alles wat bij het samenvoegen meeging, gaat terug naar dossier %(number)s. Wat sindsdien is vastgelegd, "
            "blijft in dit dossier."
        )
        % {"number": merge.absorbed.number},
        tab="overview",
    )
    form = UndoMergeForm(request.POST if request.method == "POST" else None)
    return fill_in(
        request,
        client,
        form,
        page,
        act=lambda values: undo_merge(merge=merge, acting_user=current_user(request), **values),
    )
