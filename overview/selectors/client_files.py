"""A client file as plain data, in one form only: the same rows always give the same text (docs/export.md)."""

from __future__ import annotations

import json
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.db import models

from accounts.querysets import every_row
from casework.registry.exports import export_rules
from casework.selectors.merging import family
from overview.selectors.file_models import fields_of, file_models, key_field, lists_of, pointers_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.db.models import Model

    from accounts.models import User
    from casework.models import Client

FORMAT, VERSION = "samenspoor.client-file", 1


@dataclass
class ClientFile:
    """The rows of a file by label, in the order of their ids, and what was left out because of who exports."""

    client: Client
    encrypted: bool
    private: bool
    rows: dict[str, list[Model]] = field(default_factory=dict)
    withheld: dict[str, int] = field(default_factory=dict)
    places: dict[str, dict[int, int]] = field(default_factory=dict)


def collect(client: Client, user: User, *, private: bool, encrypted: bool) -> ClientFile:
    """Return all rows of a file and of those merged into it, as far as this user may give them.

    ``private`` is for the client's own request: what he answered in private goes along, and what is of a victim or a
    third person stays behind. A row that would point at one
    that is withheld is left out too, when it cannot do without.
    """
    found = ClientFile(client, encrypted, private)
    numbers = list(family(client).order_by("pk").values_list("pk", flat=True))
    for label, one in file_models().items():
        rows: Any = every_row(one.model).filter(**{f"{one.path or 'pk'}__in": numbers})
        kept = _narrowed(one.model, user, private=private, encrypted=encrypted)
        got = list((rows.distinct() if one.shared else rows).order_by("pk"))
        if kept is not None:
            allowed = set(kept.filter(pk__in=[row.pk for row in got]).values_list("pk", flat=True))
            found.withheld[label] = len(got) - len(allowed)
            got = [row for row in got if row.pk in allowed]
        found.rows[label] = got
    while _prune(found):
        pass
    found.places = {
        label: {row.pk: place for place, row in enumerate(rows, start=1)} for label, rows in found.rows.items()
    }
    return found


def _narrowed(model: type[Model], user: User, *, private: bool, encrypted: bool) -> Any:  # noqa: ANN401 -- a queryset of any model
    label, manager = model._meta.label, model._default_manager
    if label in export_rules.sealed:
        return export_rules.sealed[label].narrow(manager.all()) if encrypted else manager.none()
    if label in export_rules.others and private:
        return export_rules.others[label][0](manager.all())
    if label in export_rules.readable and not private:
        return export_rules.readable[label][0](manager.all(), user)
    if label in export_rules.private and not private:
        return export_rules.private[label][0](manager.all())
    return None


def _prune(found: ClientFile) -> bool:
    """Leave out rows that hang from one that is not there; return whether there were any."""
    ids = {label: {row.pk for row in rows} for label, rows in found.rows.items()}
    again = False
    for label, rows in found.rows.items():
        columns: list[Any] = list(file_models()[label].model._meta.concrete_fields)
        needed = [
            (one.attname, one.related_model._meta.label_lower)
            for one in columns
            if one.is_relation and not one.null and one.related_model._meta.label_lower in ids
        ]
        kept = [row for row in rows if all(getattr(row, name) in ids[target] for name, target in needed)]
        if len(kept) < len(rows):
            found.withheld[label] = found.withheld.get(label, 0) + len(rows) - len(kept)
            found.rows[label], again = kept, True
    return again


class _Writer:
    """Turns rows into plain data, and gathers what they point at outside the file."""

    def __init__(self, found: ClientFile) -> None:
        self.found = found
        self.outside: dict[str, dict[str, dict[str, Any]]] = defaultdict(dict)
        self.cache: dict[tuple[str, int], str] = {}
        self.lists: dict[Any, dict[int, list[int]]] = {}

    def row(self, row: Model) -> dict[str, Any]:
        model = type(row)
        pointers, blanks = pointers_of(model), export_rules.blanks.get(model._meta.label, {})
        written: dict[str, Any] = {}
        for one in fields_of(model, encrypted=self.found.encrypted):
            if one.name in blanks:
                written[one.name] = ""
            elif one.is_relation:
                written[one.name] = self.reference(one.related_model, getattr(row, one.attname))
            else:
                written[one.name] = plain(one, row)
        written |= export_rules.opened(model._meta.label, row)
        for kind, number in pointers.items():
            self._point(written, kind, number)
        for several in lists_of(model):
            refs = (self.reference(several.related_model, pk) for pk in self._listed(model, several).get(row.pk, ()))
            written[several.name] = sorted((ref for ref in refs if ref is not None), key=_by_place)
        return written

    def reference(self, model: Any, pk: int | None) -> str | None:  # noqa: ANN401 -- any model class
        """Return which row is meant: ``label#place`` in the file, ``label=key`` outside it, None for one withheld."""
        if pk is None:
            return None
        label = model._meta.label_lower
        if label in self.found.places:
            place = self.found.places[label].get(pk)
            return f"{label}#{place}" if place is not None else None
        if model._meta.label in export_rules.left_out or model._meta.label in export_rules.apart:
            return None
        if (label, pk) not in self.cache:
            row = every_row(model).get(pk=pk)
            key = str(getattr(row, key_field(model)))
            self.cache[label, pk] = f"{label}={key}"
            self.outside[label][key] = self.row(row)
        return self.cache[label, pk]

    def _listed(self, model: type[Model], several: Any) -> dict[int, list[int]]:  # noqa: ANN401 -- untyped by Django
        """Return what each row of a kind names in a many-to-many field, read once for all rows."""
        if several not in self.lists:
            through = several.remote_field.through
            mine, other = f"{several.m2m_field_name()}_id", f"{several.m2m_reverse_field_name()}_id"
            ids = [row.pk for row in self.found.rows.get(model._meta.label_lower, ())]
            pairs = through._default_manager.filter(**{f"{mine}__in": ids}).values_list(mine, other)
            listed: dict[int, list[int]] = defaultdict(list)
            for row_id, other_id in pairs:
                listed[row_id].append(other_id)
            self.lists[several] = listed
        return self.lists[several]

    def _point(self, written: dict[str, Any], kind: str, number: str) -> None:
        label, separator, tail = (
            (str(written[kind]), ":", str(written[number])) if number else str(written[kind]).partition(":")
        )
        if not separator or not tail.isdecimal():
            return
        place = self.found.places.get(label, {}).get(int(tail))
        if number:
            written[number] = f"{label}#{place}" if place else None
        else:  # what points out of the file keeps its own number, under another sign, so that it stays apart
            written[kind] = f"{label}#{place}" if place else f"{label}~{tail}"


def _by_place(reference: str) -> tuple[str, int, str]:
    label, separator, tail = reference.partition("#")
    return (label, int(tail), "") if separator and tail.isdecimal() else (reference, 0, "")


def plain(one: Any, row: Model) -> Any:  # noqa: ANN401 -- any field, any value
    """Return the value of a column as JSON has it; moments in UTC, numbers with a point as text."""
    value = getattr(row, one.attname)
    if value is None or isinstance(value, bool | int):
        return value
    if isinstance(one, models.JSONField):
        return value
    if isinstance(one, models.FileField):
        return value.name
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="microseconds")
    if isinstance(value, date | time):
        return value.isoformat()
    return value if isinstance(value, str | float) else str(value)


def as_data(found: ClientFile) -> dict[str, Any]:
    """Return the whole file as plain data, by the description in docs/export.md."""
    writer = _Writer(found)
    records = {label: [writer.row(row) for row in rows] for label, rows in found.rows.items() if rows}
    return {
        "format": FORMAT,
        "version": VERSION,
        "client": found.client.number,
        "records": records,
        "outside": {label: dict(sorted(rows.items())) for label, rows in sorted(writer.outside.items())},
    }


def as_text(data: dict[str, Any]) -> str:
    """Return the data as JSON in its one form: keys in order, two spaces, a newline at the end."""
    return json.dumps(data, ensure_ascii=False, indent=2, sort_keys=True) + "\n"


def files_of(found: ClientFile) -> Iterator[tuple[Model, Any]]:
    """Yield the rows that have a file of their own, with that file."""
    for rows in found.rows.values():
        for row in rows:
            for one in row._meta.concrete_fields:
                if isinstance(one, models.FileField) and getattr(row, one.attname):
                    yield row, getattr(row, one.attname)


def apart_rows(found: ClientFile) -> dict[str, list[dict[str, Any]]]:
    """Return the rows of the models that are written beside the file (``ExportRules.put_apart``)."""
    writer = _Writer(found)
    numbers = [row.pk for row in found.rows["casework.client"]]
    told: dict[str, list[dict[str, Any]]] = {}
    for label in export_rules.apart:
        model = apps.get_model(label)
        rows = every_row(model).filter(client__in=numbers).order_by("pk")
        told[label.lower()] = [writer.row(row) for row in rows]
    return told
