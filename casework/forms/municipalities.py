"""A field for a municipality: free text, with the names on a list as suggestions."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import yaml
from django import forms

from casework.services.reference import REFERENCE_DIR


@lru_cache(maxsize=1)
def municipalities() -> tuple[str, ...]:
    """Return the names on the list."""
    return tuple(yaml.safe_load((REFERENCE_DIR / "municipalities.yaml").read_text(encoding="utf-8")))


class PlaceInput(forms.TextInput):
    """A text field with suggestions of the browser (``datalist``): nothing is asked of the server."""

    template_name = "casework/widgets/place.html"

    def get_context(self, name: str, value: object, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """Add the list and its name."""
        context = super().get_context(name, value, attrs)
        list_id = f"{name}-suggestions"
        context["widget"]["attrs"]["list"] = list_id
        return {**context, "list_id": list_id, "suggestions": municipalities()}
