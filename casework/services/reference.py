"""Loading reference data: what an organisation starts with, each row with its basis (docs/domain/law.md).

Called from a migration with the models of that moment, so this module knows no models of its own.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import yaml

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.db.models import Field, Model

REFERENCE_DIR = Path(__file__).resolve().parent.parent / "reference"
FILES = {
    "TitleKind": "title_kinds.yaml",
    "ConditionKind": "condition_kinds.yaml",
    "LifeDomain": "life_domains.yaml",
    "Term": "terms.yaml",
    "AbsenceStep": "absence_steps.yaml",
    "TitleEndItem": "title_end_items.yaml",
    "BackgroundCode": "background_codes.yaml",
    "StayDestination": "stay_destinations.yaml",
    "FileKind": "file_kinds.yaml",
    "IntakeItem": "intake_items.yaml",
    "HardWord": "hard_words.yaml",
    "LetterTemplate": "letter_templates.yaml",
}


def reference_rows(file_name: str) -> list[dict[str, Any]]:
    """Return the rows of a file in ``casework/reference``, numbered in their order there."""
    text = (REFERENCE_DIR / file_name).read_text(encoding="utf-8")
    return [{"order": place * 10, **row} for place, row in enumerate(yaml.safe_load(text), start=1)]


def load_reference(get_model: Callable[[str], type[Model]]) -> int:
    """Add the reference rows that are missing, fill the fields that are empty, and return how many rows were touched.

    What stands in a row stays: the organisation may have changed it. So a column that is new gets its values in every
    installation, and nothing is overwritten. Fields that the given model does not have are left out, so that an older
    migration can run with a newer file. A field that refers to another row of the same kind (``sub_of``) names its key.
    """
    touched = 0
    for name, file_name in FILES.items():
        try:
            model = get_model(name)
        except LookupError:  # a migration from before this kind of row
            continue
        columns = {field.name: field for field in model._meta.concrete_fields}
        rows = [
            {column: value for column, value in row.items() if column in columns} for row in reference_rows(file_name)
        ]
        refers = [column for column, field in columns.items() if field.is_relation]
        known = {row.key: row for row in model._default_manager.all()}  # type: ignore[attr-defined]
        missing = [
            model(**{column: value for column, value in row.items() if column not in refers})
            for row in rows
            if row["key"] not in known
        ]
        model._default_manager.bulk_create(missing)
        changed = {row.key for row in missing}  # type: ignore[attr-defined]
        present = {row.key: row for row in model._default_manager.all()}  # type: ignore[attr-defined]
        for row in rows:
            one = present[row["key"]]
            empty = [column for column, value in row.items() if value and _is_empty(one, columns[column])]
            for column in empty:
                setattr(one, column, present[row[column]] if column in refers else row[column])
            if empty:
                one.save(update_fields=empty)
                changed.add(row["key"])
        touched += len(changed)
    return touched


def _is_empty(row: Model, field: Field[Any, Any]) -> bool:
    """Return whether nothing stands in a field that may be empty: a number or a yes or no is never empty."""
    return getattr(row, field.attname) in (None, "")
