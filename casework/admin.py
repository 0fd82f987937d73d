"""The administrator's screens of the client file: reference data with its history, and no client content."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.admin.utils import unquote
from django.http import Http404, HttpRequest, HttpResponse
from simple_history.admin import SimpleHistoryAdmin

from accounts.admin import HouseAdmin
from accounts.errors import Refused
from casework.models import (
    AbsenceStep,
    BackgroundCode,
    ConditionKind,
    FileKind,
    HardWord,
    IntakeItem,
    LetterTemplate,
    LifeDomain,
    StayDestination,
    Term,
    TitleEndItem,
    TitleKind,
)
from casework.registry.letters import letter_parts
from casework.selectors.letter_text import check_template


class ReferenceAdmin(HouseAdmin, SimpleHistoryAdmin):
    """Rows with their basis. A row is taken out of use, never removed: files refer to it."""

    list_display: tuple[str, ...] = ("name", "key", "basis", "certainty", "order", "in_use")
    list_filter = ("in_use", "certainty")
    search_fields = ("name", "key", "basis")
    history_list_display = ("basis", "in_use")

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Show the history of a row; raise ``Http404`` for what is no row."""
        if self.get_object(request, unquote(object_id)) is None:
            raise Http404
        response: HttpResponse = super().history_view(request, object_id, extra_context)
        return response

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        """Keep the key of a row as it is: programs name it."""
        return ("key",) if obj is not None else ()


@admin.register(TitleKind)
class TitleKindAdmin(ReferenceAdmin):
    """Kinds of forensic title; the code of Vektis is filled in here."""

    list_display = ("name", "group", "code", "basis", "supervision", "end_kind", "suspension", "certainty", "in_use")


@admin.register(ConditionKind)
class ConditionKindAdmin(ReferenceAdmin):
    """Kinds of special condition, with what is said to the client."""

    list_select_related = ("sub_of",)
    list_display = ("name", "number", "sub_of", "check_method", "checked_by", "certainty", "in_use")


@admin.register(LifeDomain)
class LifeDomainAdmin(ReferenceAdmin):
    """Life domains, with the names they have in other models."""

    list_display = ("name", "zrm", "eight_phases", "risc", "positive_health", "order", "in_use")


@admin.register(Term)
class TermAdmin(ReferenceAdmin):
    """Terms in days, with their basis."""

    list_display = ("name", "days", "basis", "certainty")


@admin.register(AbsenceStep)
class AbsenceStepAdmin(ReferenceAdmin):
    """The steps when somebody is missing, with the minutes after which each is due."""

    list_display = ("name", "minutes", "basis", "certainty", "in_use")


@admin.register(TitleEndItem)
class TitleEndItemAdmin(ReferenceAdmin):
    """The checklist towards the end of a title, with the days before it."""

    list_display = ("name", "group", "days_before", "basis", "certainty", "in_use")


@admin.register(IntakeItem)
class IntakeItemAdmin(ReferenceAdmin):
    """The checklist of an intake, with the days after the application."""

    list_display = ("name", "days", "asks_setting", "basis", "certainty", "in_use")


@admin.register(StayDestination)
class StayDestinationAdmin(ReferenceAdmin):
    """Where somebody goes when a stay ends."""


@admin.register(FileKind)
class FileKindAdmin(ReferenceAdmin):
    """Kinds of file that are brought in, with how long they usually hold."""

    list_display = ("name", "valid_days", "basis", "certainty", "order", "in_use")


@admin.register(HardWord)
class HardWordAdmin(ReferenceAdmin):
    """Words that papers for clients explain."""

    list_display = ("name", "forms", "plain", "in_use")
    search_fields = ("name", "forms", "plain")
    history_list_display = ("plain", "in_use")


@admin.register(BackgroundCode)
class BackgroundCodeAdmin(ReferenceAdmin):
    """The code lists of the background: problems, offences, programmes, goals of the stay, profile and frame."""

    list_display = ("name", "topic", "basis", "certainty", "order", "in_use")
    list_filter = ("topic", "in_use")


class LetterTemplateForm(forms.ModelForm):  # type: ignore[type-arg] # Django itself takes no argument here
    """A letter, with its places checked against the list of what a file can fill in."""

    def clean(self) -> dict[str, Any]:
        """Refuse a place that no file can fill in."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        for name in ("subject", "body"):
            try:
                check_template(cleaned.get(name, ""))
            except Refused as refusal:
                self.add_error(name, refusal.sentence)
        return cleaned


@admin.register(LetterTemplate)
class LetterTemplateAdmin(ReferenceAdmin):
    """The letters that are kept ready."""

    form = LetterTemplateForm
    list_display = ("name", "to", "basis", "order", "in_use")
    search_fields = ("name", "subject", "body")

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:  # noqa: FBT001, FBT002 -- Django's own signature
        """Say beside the text which places the file can fill in."""
        places = ", ".join(f"{{{one.key}}}: {one.label}" for one in letter_parts.fields.values())
        return super().get_form(request, obj, change, help_texts={"body": places}, **kwargs)
