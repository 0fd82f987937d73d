"""The access log across the house, for the privacy officer."""

from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.access import require_role
from accounts.enums import AuditAction, Role
from accounts.forms import AuditFilterForm
from accounts.models import AuditEntry, AuditSeal
from accounts.services.audit import record

PAGE = 50


@require_safe
def trail(request: HttpRequest) -> HttpResponse:
    """Show who did what, newest first. Looking at the log is itself a row in it."""
    user = require_role(request, Role.PRIVACY_OFFICER)
    form = AuditFilterForm(request.GET or None)
    rows = AuditEntry.objects.all()
    number = ""
    if form.is_valid():
        number = form.cleaned_data["client_number"]
        if number:
            rows = rows.about(number)
        if form.cleaned_data["action"]:
            rows = rows.filter(action=form.cleaned_data["action"])
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    record(AuditAction.READ, acting_user=user, object_type="accounts.auditentry", client_number=number)
    return render(
        request,
        "accounts/trail.html",
        {
            "form": form,
            "page": page,
            "query": urlencode({key: value for key, value in request.GET.items() if key != "page" and value}),
            "seal": AuditSeal.objects.order_by("-pk").first(),
        },
    )
