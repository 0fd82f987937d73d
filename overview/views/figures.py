"""The population report: answers to nine questions, without a name. On the screen, on paper and as a file."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.access import require_role
from accounts.enums import AuditAction, Role
from accounts.models import Team
from accounts.selectors import standing_of
from accounts.services.audit import record
from casework.services.tables import csv_text
from overview.enums import Span
from overview.forms import FiguresForm
from overview.selectors.figure_rows import Period
from overview.selectors.figures import figures as answers

if TYPE_CHECKING:
    from django.http import HttpRequest

    from accounts.models import User
    from overview.selectors.figure_rows import Figures


def _form(request: HttpRequest) -> FiguresForm:
    first = {"datum": timezone.localdate().isoformat(), "over": Span.DAY.value}
    return FiguresForm(request.GET if "datum" in request.GET else first)


def _answers(request: HttpRequest, action: AuditAction) -> tuple[User, FiguresForm, Figures, list[str] | None]:
    """Return who asks, the form, the answers, and the names of his teams (None: the whole organisation).

    A team lead gets his teams, whose files he may open anyway. An administrator gets the whole organisation and opens no
    file: for him groups below five are always hidden. One audit row says that figures were made, and of which days.
    """
    user = require_role(request, Role.TEAM_LEAD, Role.ADMINISTRATOR)
    standing = standing_of(user)
    everything = standing.has(Role.ADMINISTRATOR)
    form = _form(request)
    today = timezone.localdate()
    asked = form.cleaned_data if form.is_valid() else {}
    period = Period.around(asked.get("datum", today), asked.get("over", Span.DAY), today)
    found = answers(period, team_ids=None if everything else standing.team_ids, as_known=bool(asked.get("toen")))
    if everything or asked.get("klein"):
        found = found.without_small()
    record(
        action,
        acting_user=user,
        object_type="overview.figures",
        rule="administrator" if everything else "own_teams",
        details={
            "from": period.start.isoformat(),
            "until": period.until.isoformat(),
            "as_known": found.as_known,
            "small_hidden": found.small_hidden,
        },
    )
    teams = None if everything else list(Team.objects.filter(pk__in=standing.team_ids).values_list("name", flat=True))
    return user, form, found, teams


@require_safe
def figures(request: HttpRequest) -> HttpResponse:
    """Show the figures of a day, a quarter or a year (``datum``, ``over``), as known now or then (``toen``)."""
    _user, form, found, teams = _answers(request, AuditAction.LIST)
    query = {
        "datum": form["datum"].value(),
        "over": form["over"].value(),
        **{name: "on" for name in ("toen", "klein") if form[name].value()},
    }
    return render(
        request,
        "overview/figures.html",
        {
            "form": form,
            "figures": found,
            "teams": teams,
            "file_query": urlencode(query) if form.is_valid() else "",
            "day": timezone.localdate(),
        },
    )


@require_safe
def figures_file(request: HttpRequest) -> HttpResponse:
    """Return the same figures as a file with one line for each number."""
    _user, _form_used, found, teams = _answers(request, AuditAction.EXPORT)
    answer = HttpResponse(content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="cijfers-{found.period.until.isoformat()}.csv"'
    whole = _("hele organisatie")
    rows: list[tuple[object, ...]] = [
        (_("vraag"), _("soort"), _("forensische cliënten"), _("alle cliënten")),
        (_("periode"), _("eerste dag"), found.period.start.isoformat(), ""),
        (_("periode"), _("laatste dag"), found.period.until.isoformat(), ""),
        (_("bereik"), whole if teams is None else ", ".join(teams), "", ""),
        (_("stand"), _("zoals toen bekend") if found.as_known else _("zoals nu bekend"), "", ""),
        (_("totaal"), _("cliënten, ieder één keer"), found.total, found.total_everybody),
        (_("aandeel forensisch"), _("procent van alle cliënten"), "" if found.share is None else found.share, ""),
    ]
    rows += [(one.title, row.label, row.forensic, row.everybody) for one in found.breakdowns for row in one.rows]
    rows += [(_("gemiddelde leeftijd"), age.label, _years(age.forensic), _years(age.everybody)) for age in found.ages]
    answer.write("\ufeff" + csv_text(rows))
    return answer


def _years(age: float | None) -> str:
    return "" if age is None else f"{age:.1f}".replace(".", ",")
