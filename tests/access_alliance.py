"""What the alliance adds to the small world of the access matrix."""

from __future__ import annotations

from alliance.models import InstrumentDefinition
from tests.alliance.test_instruments import twenty


def make_alliance() -> None:
    """Make an instrument of the organisation itself."""
    definition = InstrumentDefinition(definition=twenty(), active=True)
    definition.full_clean()
    definition.save()
