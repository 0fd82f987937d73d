"""The doors to what this app keeps: that of the client file first, then the row itself."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

from django.db.models import Model
from django.http import Http404

from accounts.access import current_user
from accounts.enums import AuditAction
from accounts.services.audit import record
from casework.access import get_client
from riskplans.models import FunctionAnalysis, SignallingPlan

if TYPE_CHECKING:
    from django.db.models import QuerySet
    from django.http import HttpRequest

    from accounts.models import User
    from casework.models import Client

M = TypeVar("M", bound=Model)


def get_plan(user: User, number: str, pk: int, *, write: bool = False) -> tuple[Client, SignallingPlan]:
    """Return a version of the plan of a client whose file the user may see, with an audit row that names it.

    Raises ``Http404`` to strangers and for a version of another client, ``PermissionDenied`` to a reader who wants to
    write.
    """
    client = get_client(user, number, write=write, what="riskplans.signallingplan", silent=True)
    plan = SignallingPlan.objects.filter(client=client, pk=pk).select_related("changed_by").with_content().first()
    if plan is None:
        raise Http404
    plan.client = client
    record(AuditAction.READ, acting_user=user, client_number=number, obj=plan, rule="visible_to")
    return client, plan


def open_plan(request: HttpRequest, number: str, pk: int, *, write: bool = False) -> tuple[Client, SignallingPlan]:
    """Return the version for the user of this request: the door for views."""
    return get_plan(current_user(request), number, pk, write=write)


def open_analysis(
    request: HttpRequest, number: str, pk: int, *, write: bool = False
) -> tuple[Client, FunctionAnalysis]:
    """Return a function analysis of a client whose file the user of this request may see, with its audit row.

    Raises ``Http404`` to strangers and for an analysis of another client, ``PermissionDenied`` to a reader who wants to
    write.
    """
    user = current_user(request)
    client = get_client(user, number, write=write, what="riskplans.functionanalysis", silent=True)
    analysis = (
        FunctionAnalysis.objects.filter(client=client, pk=pk)
        .select_related("recorded_by", "replaces", "replaced_by")
        .first()
    )
    if analysis is None:
        raise Http404
    analysis.client = client
    record(AuditAction.READ, acting_user=user, client_number=number, obj=analysis, rule="visible_to")
    return client, analysis


def open_row(request: HttpRequest, number: str, rows: QuerySet[M], pk: int, *, write: bool = False) -> tuple[Client, M]:
    """Return a row of ``rows`` that is of a client whose file the user of this request may see, with its audit row.

    For records that have a ``client``. Raises ``Http404`` to strangers and for a row of another client,
    ``PermissionDenied`` to a reader who wants to write.
    """
    user = current_user(request)
    client = get_client(user, number, write=write, what=rows.model._meta.label_lower, silent=True)
    row: Any = rows.filter(client=client, pk=pk).first()
    if row is None:
        raise Http404
    row.client = client
    record(AuditAction.READ, acting_user=user, client_number=number, obj=row, rule="visible_to")
    return client, row
