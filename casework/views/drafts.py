"""Unfinished forms: kept by a script while they are typed, taken up again or thrown away by their author."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import redirect, render
from django.urls import Resolver404, resolve, reverse
from django.utils import timezone
from django.utils.formats import time_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.access import current_user, require_role
from accounts.enums import AuditAction, Role
from accounts.errors import Refused
from accounts.services.audit import record
from casework.access import get_client, get_draft
from casework.models import FormDraft
from casework.models.drafts import LONGEST_PATH
from casework.registry import registry
from casework.selectors.drafts import DraftLine, draft_lines, unfinished
from casework.selectors.group_contacts import open_among
from casework.services.drafts import discard_draft, keep_draft

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from accounts.models import User
    from casework.forms import ActForm
    from casework.models import Client

# What the script adds of its own, and what is no part of the text.
NOT_TYPED = {"csrfmiddlewaretoken", "draft_form", "draft_client", "draft_path"}


@dataclass(frozen=True)
class DraftState:
    """What a form with a draft shows around its fields (``templates/casework/_draft.html``).

    ``resumed`` is the draft that stands in the form now; ``others`` are what the same author left unfinished in the same
    form for the same client. ``client`` is None for a form about several clients.
    """

    key: str
    client: Client | None
    path: str
    resumed: FormDraft | None
    others: tuple[DraftLine, ...]


def take_up(request: HttpRequest, form: ActForm, *, client: Client | None, key: str) -> DraftState:
    """Fill a form that was only opened with the draft that the address names, and say what else is unfinished.

    ``key`` is a key of ``registry.draft_forms``. One query. A draft of somebody else, of another form or another client
    is as unknown as one that does not exist.
    """
    user = current_user(request)
    mine = list(FormDraft.objects.filter(author=user, client=client, form=key, path=request.path))
    for draft in mine:
        draft.client = client
    wanted = _uuid(request.GET.get("concept", "")) if request.method == "GET" else None
    resumed = next((draft for draft in mine if draft.form_token == wanted), None)
    if resumed is not None:
        form.resume(resumed.fields)
    shown = {resumed.form_token} if resumed else set()
    if form.is_bound and (token := _uuid(str(form.data.get("form_token", "")))):
        shown.add(token)
    others = [draft for draft in mine if draft.form_token not in shown]
    return DraftState(key, client, request.path, resumed, draft_lines(others))


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


@require_POST
def draft_save(request: HttpRequest) -> HttpResponse:
    """Keep what stands in a form now, and say when; 401 when the session has ended, 400 with the reason otherwise."""
    if not request.user.is_authenticated:
        return _logged_out()
    user = current_user(request)
    token = _uuid(request.POST.get("form_token", ""))
    path = request.POST.get("draft_path", "")
    if token is None or not _is_page(path):
        return JsonResponse({"why": _("Dit concept kan niet worden bewaard. Open het formulier opnieuw.")}, status=400)
    key = request.POST.get("draft_form", "")
    fields = {name: values for name, values in request.POST.lists() if name not in NOT_TYPED}
    client, about = _files(request, user, key, fields)
    try:
        draft = keep_draft(
            client=client,
            form_token=token,
            form=key,
            path=path,
            fields=fields,
            acting_user=user,
            about=about,
        )
    except Refused as refusal:
        return JsonResponse({"why": refusal.sentence}, status=400)
    return JsonResponse({"saved": time_format(timezone.localtime(draft.saved_at), "H:i")})


def _files(
    request: HttpRequest, user: User, key: str, fields: Mapping[str, Sequence[str]]
) -> tuple[Client | None, list[Client]]:
    """Return the file that a form is about, or none and the files that a form about several clients names."""
    form = registry.draft_forms.get(key)
    if form is not None and form.named is not None:
        require_role(request, Role.COUNSELLOR, Role.TEAM_LEAD)
        return None, open_among(user, form.named(fields), what="casework.formdraft")
    number = request.POST.get("draft_client", "")
    return get_client(user, number, write=True, what="casework.formdraft", silent=True), []


@require_safe
def draft_key(request: HttpRequest) -> HttpResponse:
    """Return a fresh CSRF token, for a form that stayed open while its author logged in again; 401 before that."""
    return JsonResponse({"key": get_token(request)}) if request.user.is_authenticated else _logged_out()


def _logged_out() -> JsonResponse:
    return JsonResponse({"login": reverse("account_login")}, status=401)


def _is_page(path: str) -> bool:
    """Return whether this is the path of a page of ours."""
    if not path.startswith("/") or len(path) > LONGEST_PATH:
        return False
    try:
        resolve(path)
    except Resolver404:
        return False
    return True


@require_safe
def draft_list(request: HttpRequest) -> HttpResponse:
    """Show somebody what he left unfinished, in all files."""
    user = require_role(request, Role.COUNSELLOR, Role.TEAM_LEAD)
    lines = unfinished(user)
    record(
        AuditAction.LIST,
        acting_user=user,
        object_type="casework.formdraft",
        subjects=sorted({line.client.number for line in lines if line.client}),
    )
    return render(request, "casework/drafts.html", {"drafts": lines})


@require_POST
def draft_discard(request: HttpRequest, pk: int) -> HttpResponse:
    """Throw a draft of one's own away."""
    user = current_user(request)
    draft = get_draft(user, pk)
    client = draft.client
    discard_draft(draft=draft, acting_user=user)
    messages.success(request, _("Het concept is weggegooid."))
    return redirect(client or "casework:draft_list")
