"""Loading the reference data of this app: what an organisation starts with, each row with its basis (docs/domain/risk.md).

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
    "RiskLevel": "risk_levels.yaml",
    "Substance": "substances.yaml",
    "IncidentKind": "incident_kinds.yaml",
    "IncidentTerm": "incident_terms.yaml",
    "WarningRung": "warning_rungs.yaml",
    "Reaction": "reactions.yaml",
}


def reference_rows(file_name: str) -> list[dict[str, Any]]:
    """Return the rows of a file in ``riskplans/reference``, numbered in their order there."""
    text = (REFERENCE_DIR / file_name).read_text(encoding="utf-8")
    return [{"order": place * 10, **row} for place, row in enumerate(yaml.safe_load(text), start=1)]


def load_reference(get_model: Callable[[str], type[Model]]) -> int:
    """Add the reference rows that are missing and return how many were added; a row that is there stays as it is.

    Fields that the given model does not have are left out, so that an older migration can run with a newer file.
    """
    added = sum(_add_file(get_model, name, file_name) for name, file_name in FILES.items())
    instruments = reference_rows("instruments.yaml")
    judgements = {row["key"]: row.pop("judgements") for row in instruments}
    added += _add_missing(get_model("Instrument"), instruments)
    instrument_ids = dict(get_model("Instrument")._default_manager.values_list("key", "pk"))
    level_ids = dict(get_model("RiskLevel")._default_manager.values_list("key", "pk"))
    rows = [
        {
            "key": f"{key}-{one['name'].replace(' ', '-')}",
            "name": one["name"],
            "order": place * 10,
            "instrument_id": instrument_ids[key],
            "level_id": level_ids.get(one.get("level")),
            "basis": "eindoordeel van het instrument; het niveau is een eigen keuze van de organisatie",
        }
        for key, ones in judgements.items()
        for place, one in enumerate(ones, start=1)
    ]
    return added + _add_missing(get_model("Judgement"), rows)


def _add_file(get_model: Callable[[str], type[Model]], name: str, file_name: str) -> int:
    try:
        model = get_model(name)
    except LookupError:  # an older migration, from before there was such a list
        return 0
    return _add_missing(model, reference_rows(file_name))


def _add_missing(model: type[Model], rows: list[dict[str, Any]]) -> int:
    columns = {name for field in model._meta.concrete_fields for name in (field.name, field.attname)}
    known = set(model._default_manager.values_list("key", flat=True))
    missing = [
        model(**{column: value for column, value in row.items() if column in columns})
        for row in rows
        if row["key"] not in known
    ]
    model._default_manager.bulk_create(missing)
    return len(missing)
