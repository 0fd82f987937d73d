"""Choosing a house, of one's own team or of another."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import Location

if TYPE_CHECKING:
    from collections.abc import Collection


def offer_houses(form: forms.Form, name: str, *, first: int, team_ids: Collection[int] | None = None) -> None:
    """Let a field choose among the houses, grouped by team: those of the team ``first``, then those of the others.

    With ``team_ids`` of those teams alone. One query.
    """
    field: Any = form.fields[name]
    houses = Location.objects.select_related("team")
    field.queryset = houses if team_ids is None else houses.filter(team_id__in=team_ids)
    found = sorted(field.queryset, key=lambda one: (one.team_id != first, one.team.name, one.team_id, one.name))
    groups = [
        (team.name, [(one.pk, str(one)) for one in several])
        for team, several in groupby(found, key=lambda one: one.team)
    ]
    empty = _("Maak een keuze") if field.required else _("Geen")
    field.choices = [("", empty), *groups]
