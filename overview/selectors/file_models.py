"""Which records make up a client file: the models that hang from a client, walked by their foreign keys.

A row outside the file that one of its rows points at (a user, a house, a kind of title, an incident with several clients)
goes along under its natural key: what says which one it is in any house.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.db import models
from django.utils.functional import Promise

from accounts.models import User
from casework.models import Client
from casework.registry.exports import export_rules

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.db.models import Model

OUR_APPS = ("accounts", "casework", "riskplans", "alliance", "chain", "overview")
KEY_FIELDS = ("key", "name", "form_token")
# Of an account only who it was goes along, never what lets somebody in.
USER_FIELDS = ("username", "first_name", "last_name", "job_title", "organisation")
USER_KEY = "username"


@dataclass(frozen=True)
class FileModel:
    """A kind of record of the file. ``path`` leads from a row to its client; ``shared`` rows may stand in several files."""

    model: type[Model]
    path: str
    shared: bool = False

    @property
    def label(self) -> str:
        """Return the name under which its rows stand in the file."""
        return self.model._meta.label_lower


@cache
def file_models() -> dict[str, FileModel]:
    """Return every kind of record that goes along, in one fixed order; the client himself is the first."""
    found = {Client._meta.label: FileModel(Client, "")}
    candidates = [model for app in OUR_APPS for model in apps.get_app_config(app).get_models()]
    for label, (path, _why) in export_rules.through.items():
        found[label] = FileModel(apps.get_model(label), path, shared=True)
    for optional in (False, True):  # a key that is always filled in leads up before one that may be empty
        waiting = list(found.values())
        while waiting:
            parent = waiting.pop(0)
            for model in candidates:
                label = model._meta.label
                if label in found or label in export_rules.left_out or label in export_rules.apart:
                    continue
                way = _way_up(model, parent.model, optional=optional)
                if way:
                    found[label] = FileModel(model, f"{way}__{parent.path}" if parent.path else way)
                    waiting.append(found[label])
    ordered = [one for one in candidates if one._meta.label in found]
    ordered.sort(key=lambda one: (one is not Client, OUR_APPS.index(one._meta.app_label), one._meta.label))
    return {model._meta.label_lower: found[model._meta.label] for model in ordered}


def _way_up(model: type[Model], parent: type[Model], *, optional: bool) -> str:
    """Return the foreign key from a model to its parent, if it has one of this sort."""
    for field in model._meta.concrete_fields:
        if field.is_relation and field.related_model is parent and field.null is optional and model is not parent:
            return field.name
    return ""


def is_encrypted(field: Any) -> bool:  # noqa: ANN401 -- any field
    """Return whether a field is kept encrypted: it goes along only when that is asked for."""
    return type(field).__module__.endswith(("encryption", "fields")) and type(field).__name__.startswith("Encrypted")


def fields_of(model: type[Model], *, encrypted: bool = True) -> Iterator[Any]:  # untyped by Django
    """Yield the columns of a model that are written, in the order of the model."""
    if model is User:
        yield from (field for field in model._meta.concrete_fields if field.name in USER_FIELDS)
        return
    for field in model._meta.concrete_fields:
        if field.primary_key or isinstance(field, models.GeneratedField):
            continue
        if encrypted or not is_encrypted(field):
            yield field


def lists_of(model: type[Model]) -> Iterator[Any]:
    """Yield the many-to-many fields of a model that have no model of their own between the two."""
    several: list[Any] = [] if model is User else list(model._meta.many_to_many)
    for field in several:
        if field.remote_field.through._meta.auto_created:
            yield field


def key_field(model: type[Model]) -> str:
    """Return the column that says which row it is in any house; raise ``LookupError`` when there is none."""
    if model is User:
        return USER_KEY
    for name in KEY_FIELDS:
        if any(field.name == name and field.unique for field in model._meta.concrete_fields):
            return name
    msg = f"{model._meta.label} has no natural key: a client file cannot say which row it means."
    raise LookupError(msg)


def pointers_of(model: type[Model]) -> dict[str, str]:
    """Return the columns that hold a soft reference: the column with the id by the one with the label."""
    return dict(export_rules.pointers.get(model._meta.label, ()))


def is_technical(field: Any) -> bool:  # noqa: ANN401 -- any field
    """Return whether a column is for the program alone: nobody gave it a name to be read."""
    if isinstance(field, models.UUIDField | models.FileField):
        return True
    return not field.is_relation and not isinstance(field.verbose_name, Promise)
