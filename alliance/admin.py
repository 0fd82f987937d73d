"""The administrator's screen of the instruments of the organisation itself: definitions and permissions, no answers."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from accounts.admin import HouseAdmin
from alliance.models import AllianceCheckIn, InstrumentDefinition


@admin.register(InstrumentDefinition)
class InstrumentDefinitionAdmin(HouseAdmin):
    """A definition is checked when it is kept; a version that was used keeps its text, and a change is a new version."""

    list_display = ("name", "key", "version", "licence_status", "permission_on", "active")
    list_filter = ("active", "licence_status")
    search_fields = ("name", "key")
    fields = (
        "definition",
        "name",
        "key",
        "version",
        "licence_status",
        "permission_by",
        "permission_on",
        "permission_reference",
        "active",
    )
    readonly_fields = ("name", "key", "version", "licence_status")

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        """Keep the text of a version with which a check-in was held."""
        used = (
            obj is not None
            and AllianceCheckIn.objects.filter(instrument_key=obj.key, instrument_version=obj.version).exists()
        )
        return (*self.readonly_fields, "definition") if used else self.readonly_fields
