"""The administrator's screens of this app: reference data with its history, and no client content."""

from __future__ import annotations

from django.contrib import admin

from casework.admin import ReferenceAdmin
from riskplans.models import (
    IncidentKind,
    IncidentTerm,
    Instrument,
    Judgement,
    Reaction,
    RiskLevel,
    Substance,
    WarningRung,
)


@admin.register(RiskLevel)
class RiskLevelAdmin(ReferenceAdmin):
    """Levels of risk with the contact that each asks."""

    list_display = ("name", "contacts", "per_weeks", "basis", "in_use")


@admin.register(Instrument)
class InstrumentAdmin(ReferenceAdmin):
    """Instruments by name; their items stand nowhere."""

    list_display = ("name", "about", "setting", "licence", "in_use")


@admin.register(Judgement)
class JudgementAdmin(ReferenceAdmin):
    """Final judgements of each instrument, and the level that the organisation reads in them."""

    list_display = ("name", "instrument", "level", "order", "in_use")
    list_filter = ("instrument", "in_use")
    list_select_related = ("instrument", "level")


@admin.register(Substance)
class SubstanceAdmin(ReferenceAdmin):
    """Substances that checks look for."""

    list_display = ("name", "panel", "order", "in_use")


@admin.register(IncidentKind)
class IncidentKindAdmin(ReferenceAdmin):
    """Kinds of incident, and which terms each starts."""

    list_display = ("name", "violence", "special", "breach", "in_use")


@admin.register(IncidentTerm)
class IncidentTermAdmin(ReferenceAdmin):
    """By when a body is told of an incident."""

    list_display = ("name", "condition", "body", "amount", "unit", "certainty", "in_use")


@admin.register(WarningRung)
class WarningRungAdmin(ReferenceAdmin):
    """The rungs of the warning ladder, in their order."""

    list_display = ("name", "consequence", "holds_days", "order", "in_use")


@admin.register(Reaction)
class ReactionAdmin(ReferenceAdmin):
    """The ladder of reactions on a condition that was not kept."""

    list_display = ("name", "basis", "certainty", "order", "in_use")
