"""The photo of a client: the picture behind its door, and a form for each act."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.access import current_user
from casework.access import get_client, open_client
from casework.forms.photos import PhotoForm, PhotoRemoveForm
from casework.services.photos import read_photo, remove_photo, set_photo
from casework.views.form_page import FormPage, fill_in

if TYPE_CHECKING:
    from django.http import HttpRequest

WHAT = "casework.clientphoto"
FORM = ["GET", "HEAD", "POST"]


@require_safe
def photo(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    """Give the picture, to be shown in our own pages and kept nowhere."""
    user = current_user(request)
    client = get_client(user, number, what=WHAT, silent=True)  # read_photo writes the row
    found = get_object_or_404(client.photos.select_related("client"), pk=pk, removed_at=None)
    content = read_photo(photo=found, acting_user=user)
    if content is None:
        raise Http404
    response = HttpResponse(content, content_type="image/jpeg")
    response["Content-Disposition"] = "inline"
    response["Cache-Control"] = "private, no-store"
    response["X-Content-Type-Options"] = "nosniff"
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    response["Content-Security-Policy"] = "default-src 'none'; frame-ancestors 'none'; sandbox"
    return response


@require_http_methods(FORM)
def photo_set(request: HttpRequest, number: str) -> HttpResponse:
    """Bring in a photo with the consent of the client; it takes the place of the one that was there."""
    client = open_client(request, number, write=True, what=WHAT)
    user = current_user(request)
    form = PhotoForm(*((request.POST, request.FILES) if request.method == "POST" else ()))
    page = FormPage(
        heading=_("Foto van de cliënt"),
        submit=_("Foto bewaren"),
        done=_("De foto staat in het dossier."),
        lead=_(
            "Alleen wie dit dossier mag lezen ziet de foto. Partners en papieren krijgen haar niet. Een vorige foto wordt gewist."
        ),
        back=reverse("casework:personal", args=[client.number]),
        tab="overview",
    )
    return fill_in(request, client, form, page, act=lambda values: set_photo(client=client, acting_user=user, **values))


@require_http_methods(FORM)
def photo_remove(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    """Take the photo away, for one because the client no longer wants it."""
    client = open_client(request, number, write=True, what=WHAT)
    user = current_user(request)
    found = get_object_or_404(client.photos, pk=pk)
    form = PhotoRemoveForm(request.POST if request.method == "POST" else None)
    page = FormPage(
        heading=_("Foto weghalen"),
        submit=_("Foto wissen"),
        done=_("De foto is gewist."),
        lead=_("De foto wordt gewist. Wie haar plaatste en weghaalde, en waarom, blijft leesbaar."),
        back=reverse("casework:personal", args=[client.number]),
        tab="overview",
    )
    return fill_in(
        request, client, form, page, act=lambda values: remove_photo(photo=found, acting_user=user, **values)
    )
