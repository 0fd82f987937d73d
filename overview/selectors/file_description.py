"""What docs/export.md says of each kind of record, made from the models and the rules."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.apps import apps
from django.conf import settings
from django.utils import translation

from casework.registry.exports import export_rules
from overview.selectors.file_models import OUR_APPS, fields_of, file_models, key_field, lists_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.db.models import Model

BEGIN, END = "<!-- made by manage.py describe_client_file -->", "<!-- end -->"


def description() -> str:
    """Return the tables of docs/export.md."""
    with translation.override(settings.LANGUAGE_CODE):
        return "\n".join(_lines())


def outside_models() -> list[type[Model]]:
    """Return the models outside the file that a row of it may point at, those behind them included."""
    inside = {one.model for one in file_models().values()}
    skipped = {*export_rules.left_out, *export_rules.apart}
    found: list[type[Model]] = []
    waiting = [one.model for one in file_models().values()]
    while waiting:
        model = waiting.pop(0)
        for field in (*fields_of(model), *lists_of(model)):
            target = field.related_model if field.is_relation else None
            if target is None or target in inside or target in found or target._meta.label in skipped:
                continue
            found.append(target)
            waiting.append(target)
    return sorted(found, key=lambda model: (OUR_APPS.index(model._meta.app_label), model._meta.label))


def _lines() -> Iterator[str]:
    yield "| In `records` | What it is | Hangs from the client by | What is different |"
    yield "| --- | --- | --- | --- |"
    for label, one in file_models().items():
        yield f"| `{label}` | {one.model._meta.verbose_name} | {one.path.replace('__', ' > ') or '-'} | {_different(one.model)} |"
    yield ""
    yield "| In `outside` | What it is | Known by |"
    yield "| --- | --- | --- |"
    for model in outside_models():
        yield f"| `{model._meta.label_lower}` | {model._meta.verbose_name} | `{key_field(model)}` |"
    yield ""
    yield "| Not in the client file | What it is | Why |"
    yield "| --- | --- | --- |"
    for label, reason in sorted({**export_rules.left_out, **export_rules.apart}.items()):
        where = " In `verstrekkingen.json`." if label in export_rules.apart else ""
        yield f"| `{label.lower()}`, and what hangs from it | {apps.get_model(label)._meta.verbose_name} | {reason}{where} |"


def _different(model: type[Model]) -> str:
    label = model._meta.label
    said = []
    if label in export_rules.through:
        said.append(export_rules.through[label][1])
    if label in export_rules.private:
        said.append(f"{export_rules.private[label][1]} Only in answer to the client's own request.")
    if label in export_rules.others:
        said.append(f"{export_rules.others[label][1]} Not in answer to the client's own request.")
    if label in export_rules.readable:
        said.append(f"{export_rules.readable[label][1]} All of them in answer to the client's own request.")
    if label in export_rules.sealed:
        said.append(f"{export_rules.sealed[label].reason} Only when asked for, with a reason.")
    said += [f"`{name}` is empty: {reason}" for name, reason in export_rules.blanks.get(label, {}).items()]
    said += [
        f"`{number or kind}` points at a row by its place." for kind, number in export_rules.pointers.get(label, ())
    ]
    return " ".join(said)
