"""A client file to be read on paper: every kind of record with its rows, in the words of the screens."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import TYPE_CHECKING, Any

from django.db import models
from django.utils import formats, timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from accounts.querysets import every_row
from casework.models import Client
from casework.registry.exports import export_rules
from overview.selectors.file_models import fields_of, file_models, is_technical

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.db.models import Model

    from overview.selectors.client_files import ClientFile


@dataclass(frozen=True)
class PaperRow:
    """One record: what it is called, and its values with their labels."""

    heading: str
    values: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class PaperSection:
    """One kind of record."""

    heading: str
    rows: tuple[PaperRow, ...]


def paper_sections(found: ClientFile) -> list[PaperSection]:
    """Return the file as sections, the kinds of record in the order of the file."""
    names: dict[tuple[Any, int], str] = {}
    sections = []
    for label, rows in found.rows.items():
        meta = file_models()[label].model._meta
        if rows:
            sections.append(
                PaperSection(
                    capfirst(str(meta.verbose_name_plural)),
                    tuple(
                        PaperRow(f"{capfirst(str(meta.verbose_name))} {place}", tuple(_values(row, found, names)))
                        for place, row in enumerate(rows, start=1)
                    ),
                )
            )
    return sections


def _values(row: Model, found: ClientFile, names: dict[tuple[Any, int], str]) -> Iterator[tuple[str, str]]:
    opened = export_rules.opened(row._meta.label, row)
    for one in fields_of(type(row), encrypted=found.encrypted):
        value = opened.get(one.name, getattr(row, one.attname))
        if value in (None, "", [], {}) or is_technical(one) or (one.is_relation and one.related_model is Client):
            continue
        if one.is_relation:
            yield _named(one), _reference(one.related_model, value, found, names)
        else:
            yield _named(one), _words(one, value)


def _named(one: Any) -> str:  # noqa: ANN401 -- any field
    """Return the label of a column; a reference that nobody named is called after what it points at."""
    unnamed = isinstance(one.verbose_name, str)
    return capfirst(str(one.related_model._meta.verbose_name if unnamed and one.is_relation else one.verbose_name))


def _reference(model: Any, pk: int, found: ClientFile, names: dict[tuple[Any, int], str]) -> str:  # noqa: ANN401 -- any model
    label = model._meta.label_lower
    if label in found.places:
        place = found.places[label].get(pk)
        return f"{capfirst(str(model._meta.verbose_name))} {place}" if place else _("niet in deze export")
    if (model, pk) not in names:
        names[model, pk] = str(every_row(model).get(pk=pk))
    return names[model, pk]


def _words(one: Any, value: Any) -> str:  # noqa: ANN401 -- any field, any value
    """Return a value as people write it."""
    if one.flatchoices:
        return str(dict(one.flatchoices).get(value, value))
    if isinstance(value, bool):
        return _("ja") if value else _("nee")
    if isinstance(value, datetime):
        return formats.date_format(timezone.localtime(value), "j F Y H:i")
    if isinstance(value, date):
        return formats.date_format(value, "j F Y")
    if isinstance(one, models.JSONField) and not _is_flat(value):
        return json.dumps(value, ensure_ascii=False, indent=1)
    return (
        ", ".join(map(str, value))
        if isinstance(value, list)
        else f"{value:%H:%M}"
        if isinstance(value, time)
        else str(value)
    )


def _is_flat(value: Any) -> bool:  # noqa: ANN401 -- any JSON
    return isinstance(value, list) and all(isinstance(part, str | int) for part in value)
