"""Loading reference data: what an organisation starts with, each row with its basis (docs/domain/law.md).

Called from a migration with the models of that moment, so this module knows no models of its own.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import yaml

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.db.models import Model

REFERENCE_DIR = Path(__file__).resolve().parent.parent / "reference"
FILES = {
    "TitleKind": "title_kinds.yaml",
    "ConditionKind": "condition_kinds.yaml",
    "LifeDomain": "life_domains.yaml",
    "Term": "terms.yaml",
    "AbsenceStep": "absence_steps.yaml",
    "TitleEndItem": "title_end_items.yaml",
    "BackgroundCode": "background_codes.yaml",
}


def reference_rows(file_name: str) -> list[dict[str, Any]]:
    """Return the rows of a file in ``casework/reference``, numbered in their order there."""
    text = (REFERENCE_DIR / file_name).read_text(encoding="utf-8")
    return [{"order": place * 10, **row} for place, row in enumerate(yaml.safe_load(text), start=1)]


def load_reference(get_model: Callable[[str], type[Model]]) -> int:
    """Add the reference rows that are missing and return how many were added.

    A row that is there already stays as it is: the organisation may have changed it. Fields that the given model does
    not have are left out, so that an older migration can run with a newer file.
    """
    added = 0
    for name, file_name in FILES.items():
        try:
            model = get_model(name)
        except LookupError:  # a migration from before this kind of row
            continue
        columns = {field.name for field in model._meta.concrete_fields}
        known = set(model._default_manager.values_list("key", flat=True))
        missing = [
            model(**{column: value for column, value in row.items() if column in columns})
            for row in reference_rows(file_name)
            if row["key"] not in known
        ]
        model._default_manager.bulk_create(missing)
        added += len(missing)
    return added
