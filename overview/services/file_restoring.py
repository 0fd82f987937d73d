"""Bringing a client file in: the rows as they were, with the moments and hands they came from.

All of it or nothing, in one transaction. Rows are written as they are, past what a model does on saving: a sealed row
stays the sealed row that it was. Ids are taken beforehand, so that rows may point at each other in any order.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import DatabaseError, connection, models, transaction
from django.utils.translation import gettext as _

from accounts.enums import AuditAction, Role
from accounts.errors import Refused
from accounts.models import User
from accounts.querysets import every_row
from accounts.selectors import standing_of
from accounts.services.audit import record
from casework.models import Client
from casework.registry.exports import export_rules
from overview.selectors.client_files import FORMAT, VERSION
from overview.selectors.file_models import fields_of, file_models, key_field, lists_of, pointers_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.db.models import Model

MOST_PLACEHOLDERS = 100
MOST_ROWS = 200_000
PARTS = {"format", "version", "client", "records", "outside"}


def restore(*, data: Any, acting_user: User, keep_files: Callable[[list[Model]], None]) -> Client:  # noqa: ANN401 -- any JSON
    """Write the rows of a client file; ``keep_files`` stores the files of their rows, still in the transaction.

    Raises ``Refused`` for anybody but an administrator, a file that is not whole, not ours or of a newer version, and a
    client who is here already.
    """
    return _restore(data, acting_user, keep_files)[0]


@dataclass(frozen=True)
class Incoming:
    """What a client file would bring: whose it is, how many of each kind, and what is made beside it."""

    number: str
    name: str
    team: str
    rows: dict[str, int]
    beside: dict[str, int]
    placeholders: list[str]


def rehearse(*, data: Any, acting_user: User, keep_files: Callable[[list[Model]], None]) -> Incoming:  # noqa: ANN401 -- any JSON
    """Do all that ``restore`` does and take it back; return what would come in. Raises what ``restore`` raises."""
    with transaction.atomic():
        client, reader = _restore(data, acting_user, keep_files)
        own, beside = Counter[str](), Counter[str]()
        for row in reader.written:
            known = row._meta.label_lower in file_models()
            (own if known else beside)[str(row._meta.verbose_name_plural)] += 1
        told = Incoming(
            client.number, str(client), str(client.team), dict(own), dict(beside), sorted(reader.placeholders)
        )
        transaction.set_rollback(True)
    return told


def refuse_import(*, acting_user: User) -> None:
    """Raise ``Refused`` for anybody but an administrator."""
    if not standing_of(acting_user).has(Role.ADMINISTRATOR):
        raise Refused(_("Alleen een beheerder leest een dossier in."))


def _restore(data: Any, acting_user: User, keep_files: Callable[[list[Model]], None]) -> tuple[Client, _Reader]:  # noqa: ANN401 -- any JSON
    refuse_import(acting_user=acting_user)
    reader = _Reader(data)
    try:
        with transaction.atomic():
            client = reader.write()
            keep_files(reader.with_files())
            record(
                AuditAction.CREATE,
                acting_user=acting_user,
                client_number=client.number,
                obj=client,
                rule="import_client_file",
                details={"imported": reader.count, "placeholders": sorted(reader.placeholders)},
            )
            connection.check_constraints()
    except DatabaseError as error:
        raise Refused(
            _(
                "Dit bestand past niet bij wat hier al staat, of het is beschadigd. Er is niets ingelezen. "
                "Lees het in een lege installatie in, of vraag een nieuw bestand."
            )
        ) from error
    return client, reader


def _damaged(where: str) -> Refused:
    return Refused(
        _("Dit bestand is beschadigd of niet heel (%(where)s). Er is niets ingelezen. Vraag een nieuw bestand.")
        % {"where": where[:80]}
    )


class _Reader:
    """One file on its way in."""

    def __init__(self, data: Any) -> None:  # noqa: ANN401 -- any JSON
        _check_shape(data)
        self.number: str = data["client"]
        self.records: dict[str, list[dict[str, Any]]] = data["records"]
        self.outside: dict[str, dict[str, dict[str, Any]]] = data["outside"]
        self.ids: dict[str, list[int]] = {}
        self.known: dict[str, int] = {}
        self.under_way: set[str] = set()
        self.placeholders: set[str] = set()
        self.written: list[Model] = []
        self.count = 0
        self.outer = {
            field.related_model._meta.label_lower: field.related_model
            for one in file_models().values()
            for field in (*fields_of(one.model), *lists_of(one.model))
            if field.is_relation
        }

    def write(self) -> Client:
        """Write every row; raise ``Refused`` when one is not right."""
        numbers = [row.get("number") for row in self.records["casework.client"]]
        here = Client.objects.filter(number__in=[one for one in numbers if isinstance(one, str)]).first()
        if here is not None:
            raise Refused(
                _("Cliënt %(number)s staat hier al. Er is niets ingelezen.") % {"number": here.number}, field="file"
            )
        if self.number not in numbers:
            raise _damaged("client")
        there: set[tuple[str, int]] = set()
        for label, rows in self.records.items():
            self._refuse_present(label, rows, there)
            self.ids[label] = self.ids.get(label) or _take_ids(file_models()[label].model, len(rows))
        for label, rows in self.records.items():
            model = file_models()[label].model
            for place, row in enumerate(rows, start=1):
                if (label, place) not in there:
                    self._insert(model, row, f"{label} {place}", pk=self.ids[label][place - 1])
        return Client.objects.get(number=self.number)

    def with_files(self) -> list[Model]:
        """Return the written rows that have a file of their own."""
        return [row for row in self.written if any(isinstance(one, models.FileField) for one in row._meta.fields)]

    def _refuse_present(self, label: str, rows: list[dict[str, Any]], there: set[tuple[str, int]]) -> None:
        """Refuse rows that are here already, save those that stand in the files of several clients."""
        one = file_models()[label]
        if not any(field.name == "form_token" for field in one.model._meta.concrete_fields):
            return
        tokens = {str(row.get("form_token")): place for place, row in enumerate(rows) if row.get("form_token")}
        try:
            found = dict(every_row(one.model).filter(form_token__in=tokens).values_list("form_token", "pk"))
        except ValidationError as error:
            raise _damaged(label) from error
        if found and not one.shared:
            raise Refused(_("Een deel van dit dossier staat hier al. Er is niets ingelezen."), field="file")
        if found:
            ids = _take_ids(one.model, len(rows))
            for token, pk in found.items():
                place = tokens[str(token)]
                ids[place] = pk
                there.add((label, place + 1))
            self.ids[label] = ids

    def _insert(self, model: type[Model], row: dict[str, Any], where: str, *, pk: int | None = None) -> Model:
        values, lists = self._values(model, row, where)
        if model._meta.label in export_rules.sealed:
            try:
                values |= export_rules.sealed[model._meta.label].closed(values)
            except Refused as refusal:
                raise _damaged(where) from refusal
        made = model(**values)
        made.pk = pk if pk is not None else _take_ids(model, 1)[0]
        made.save_base(raw=True, force_insert=True)
        for several, targets in lists:
            through = several.remote_field.through
            mine, other = f"{several.m2m_field_name()}_id", f"{several.m2m_reverse_field_name()}_id"
            through._default_manager.bulk_create(through(**{mine: made.pk, other: target}) for target in targets)
        self.written.append(made)
        self.count += 1
        return made

    def _values(
        self, model: type[Model], row: dict[str, Any], where: str
    ) -> tuple[dict[str, Any], list[tuple[Any, list[int]]]]:
        if not isinstance(row, dict):
            raise _damaged(where)
        fields = {one.name: one for one in fields_of(model)}
        several = {one.name: one for one in lists_of(model)}
        unknown = set(row) - set(fields) - set(several)
        if unknown:
            raise Refused(
                _(
                    "Dit bestand komt uit een nieuwere versie van het programma (%(what)s is hier onbekend). "
                    "Er is niets ingelezen. Werk deze installatie eerst bij."
                )
                % {"what": f"{where}: {min(unknown)}"[:80]}
            )
        pointers = pointers_of(model)
        values: dict[str, Any] = {}
        for name, one in fields.items():
            if name not in row:
                if not one.has_default() and not one.null and not one.empty_strings_allowed:
                    raise _damaged(f"{where}: {name}")
                continue
            if one.is_relation:
                values[one.attname] = self._target(row[name], one.related_model, f"{where}: {name}")
                if values[one.attname] is None and not one.null:
                    raise _damaged(f"{where}: {name}")
            else:
                values[one.attname] = self._value(one, self._pointed(row, name, pointers, where), f"{where}: {name}")
        return values, [
            (several[name], self._targets(row.get(name, []), several[name].related_model, f"{where}: {name}"))
            for name in several
        ]

    def _targets(self, refs: Any, model: Any, where: str) -> list[int]:  # noqa: ANN401 -- any JSON, any model
        if not isinstance(refs, list):
            raise _damaged(where)
        found = [self._target(ref, model, where) for ref in refs]
        if None in found or len(set(found)) < len(found):
            raise _damaged(where)
        return [pk for pk in found if pk is not None]

    def _pointed(self, row: dict[str, Any], name: str, pointers: dict[str, str], where: str) -> Any:  # noqa: ANN401 -- any JSON
        """Return the value of a column, with the place of a soft reference turned into the id that it has here."""
        value = row[name]
        if name in pointers.values() and value is not None:
            return self._place(value, where)
        if name in pointers and not pointers[name] and isinstance(value, str) and "#" in value:
            return f"{value.partition('#')[0]}:{self._place(value, where)}"
        return value

    def _place(self, ref: Any, where: str) -> int:  # noqa: ANN401 -- any JSON
        label, _sign, place = ref.partition("#") if isinstance(ref, str) else ("", "", "")
        ids = self.ids.get(label, [])
        if not re.fullmatch(r"[1-9][0-9]{0,7}", place) or int(place) > len(ids):
            raise _damaged(where)
        return ids[int(place) - 1]

    def _target(self, ref: Any, model: Any, where: str) -> int | None:  # noqa: ANN401 -- any JSON, any model
        """Return the id here of the row that is meant."""
        if ref is None:
            return None
        label = model._meta.label_lower
        if not isinstance(ref, str) or not ref.startswith((f"{label}#", f"{label}=")):
            raise _damaged(where)
        if ref.startswith(f"{label}#"):
            return self._place(ref, where)
        return self._outer(model, label, ref.partition("=")[2], where)

    def _outer(self, model: Any, label: str, key: str, where: str) -> int:  # noqa: ANN401 -- any model
        """Return a row outside the file: the one that is here, or one made of what the file says of it."""
        ref = f"{label}={key}"
        if ref in self.known:
            return self.known[ref]
        row = self.outside.get(label, {}).get(key)
        if not isinstance(row, dict) or row.get(key_field(model)) != key or label in file_models():
            raise _damaged(where)
        if ref in self.under_way:
            raise _damaged(where)
        self.under_way.add(ref)
        try:
            found = model._default_manager.filter(**{key_field(model): key}).first()
        except ValidationError as error:
            raise _damaged(where) from error
        if model is User:
            found = self._account(row, found, where)
        elif found is None:
            found = self._insert(model, row, ref)
        self.known[ref] = found.pk
        return int(found.pk)

    def _account(self, row: dict[str, Any], found: User | None, where: str) -> User:
        """Return the account that is meant, by name as well, or an inactive one under which nobody can log in."""
        values, _lists = self._values(User, row, where)
        name = values["username"]
        if found is not None and (found.first_name, found.last_name) == (values["first_name"], values["last_name"]):
            return found
        for number in range(1, MOST_PLACEHOLDERS):
            free = name if number == 1 else f"{name[:140]}-{number}"
            other: User | None = User.objects.filter(username=free).first()
            if other is None:
                made = User(**{**values, "username": free}, is_active=False)
                made.set_unusable_password()
                made.save(force_insert=True)
                self.placeholders.add(free)
                return made
            if (other.first_name, other.last_name, other.is_active) == (
                values["first_name"],
                values["last_name"],
                False,
            ):
                return other
        raise _damaged(where)

    def _value(self, one: Any, value: Any, where: str) -> Any:  # noqa: ANN401 -- any field, any JSON
        if value is None:
            if not one.null:
                raise _damaged(where)
            return None
        if not isinstance(one, models.JSONField):
            if isinstance(value, list | dict) or isinstance(value, bool) is not isinstance(one, models.BooleanField):
                raise _damaged(where)
            if isinstance(one, models.CharField | models.TextField | models.FileField) and not isinstance(value, str):
                raise _damaged(where)
        try:
            value = one.to_python(value)
            choices = dict(one.flatchoices)
            if choices and value != "" and value not in choices:
                raise _damaged(where)
            if value not in one.empty_values and not isinstance(one, models.JSONField):
                one.run_validators(value)
        except (ValidationError, ValueError, TypeError, OverflowError) as error:
            raise _damaged(where) from error
        if isinstance(value, str) and "\x00" in value:
            raise _damaged(where)
        return value


def _check_shape(data: Any) -> None:  # noqa: ANN401 -- any JSON
    """Refuse what is no client file of a version that is known here."""
    if not isinstance(data, dict) or data.get("format") != FORMAT:
        raise Refused(_("Dit is geen dossierbestand. Kies het bestand dossier.json van een export."), field="file")
    version = data.get("version")
    if type(version) is not int or version > VERSION:
        raise Refused(
            _(
                "Dit bestand komt uit een nieuwere versie van het programma. Er is niets ingelezen. "
                "Werk deze installatie eerst bij."
            ),
            field="file",
        )
    if version < VERSION or set(data) != PARTS or not isinstance(data["client"], str):
        raise _damaged("version")
    records, outside = data["records"], data["outside"]
    if not isinstance(records, dict) or not isinstance(outside, dict):
        raise _damaged("records")
    if not records.get("casework.client"):
        raise _damaged("casework.client")
    unknown = set(records) - set(file_models())
    if unknown:
        raise Refused(
            _(
                "Dit bestand komt uit een nieuwere versie van het programma (%(what)s is hier onbekend). "
                "Er is niets ingelezen. Werk deze installatie eerst bij."
            )
            % {"what": min(unknown)[:80]}
        )
    if not all(isinstance(rows, list) and all(isinstance(row, dict) for row in rows) for rows in records.values()):
        raise _damaged("records")
    if not all(isinstance(rows, dict) for rows in outside.values()):
        raise _damaged("outside")
    if sum(map(len, records.values())) > MOST_ROWS:
        raise Refused(_("Dit bestand is te groot om een dossier te zijn. Er is niets ingelezen."), field="file")


def _take_ids(model: type[Model], count: int) -> list[int]:
    """Return ids that nobody else gets: from the sequence on PostgreSQL, after the highest on SQLite."""
    if not count:
        return []
    table, column = model._meta.db_table, model._meta.pk.column
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                "SELECT nextval(pg_get_serial_sequence(%s, %s)) FROM generate_series(1, %s)",
                [f'"{table}"', column, count],
            )
            return sorted(row[0] for row in cursor.fetchall())
        cursor.execute("SELECT seq FROM sqlite_sequence WHERE name = %s", [table])
        row = cursor.fetchone()
    highest = every_row(model).aggregate(highest=models.Max("pk"))["highest"] or 0
    first = max(highest, row[0] if row else 0) + 1
    return list(range(first, first + count))
