"""What a document is and how long it holds, and the list of what runs out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.access import current_user, require_role
from accounts.enums import AuditAction, Role
from accounts.services.audit import record
from casework.access import open_client
from casework.forms.filing import FiledFilterForm, FilingForm
from casework.models import Document
from casework.selectors.filing import running_out
from casework.selectors.merging import family
from casework.services.documents import UPLOAD
from casework.services.filing import file_document
from casework.views.form_page import FormPage, fill_in

if TYPE_CHECKING:
    from django.db.models import QuerySet
    from django.http import HttpRequest, HttpResponse

    from casework.models import Client

TAB = "documents"
WHAT = "casework.document"


def uploads_of(client: Client) -> QuerySet[Document]:
    """Return the files that were brought in about a client, those of merged files included."""
    return Document.objects.filter(client__in=family(client), kind=UPLOAD)


@require_http_methods(["GET", "HEAD", "POST"])
def document_filing(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    """Record what a file that was brought in is, and how long it holds."""
    client = open_client(request, number, write=True, what=WHAT)
    document = get_object_or_404(uploads_of(client).select_related("client"), pk=pk)
    user = current_user(request)
    now = document.filings.current().select_related("kind").first()
    initial = (
        {
            "kind": now.kind_id,
            "valid_from": now.valid_from,
            "valid_until": now.valid_until,
            "succeeds": now.succeeds_id,
            "renewed": now.renewed,
        }
        if now
        else {}
    )
    form = FilingForm(
        request.POST if request.method == "POST" else None,
        earlier=uploads_of(client).exclude(pk=document.pk),
        current=now.kind if now else None,
        initial=initial,
    )
    page = FormPage(
        heading=_("Soort en geldigheid"),
        submit=_("Soort en geldigheid vastleggen"),
        done=_("De soort en de geldigheid van %(title)s zijn vastgelegd.") % {"title": document.title},
        lead=f"{document.number} {document.title}",
        back=reverse("casework:documents", args=[client.number]),
        tab=TAB,
    )
    return fill_in(
        request, client, form, page, act=lambda values: file_document(document=document, acting_user=user, **values)
    )


@require_safe
def documents_running_out(request: HttpRequest) -> HttpResponse:
    """List what ran out or soon will, in all files that the user may see."""
    user = require_role(request, Role.COUNSELLOR, Role.TEAM_LEAD)
    form = FiledFilterForm(request.GET)
    kind, _validity = form.chosen()
    rows = running_out(user, kind)
    record(
        AuditAction.LIST,
        acting_user=user,
        object_type="casework.documents_running_out",
        subjects=sorted({row.client.number for row in rows}),
    )
    return render(request, "casework/documents_running_out.html", {"rows": rows, "form": form, "filtered": bool(kind)})
