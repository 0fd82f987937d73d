"""What the tests of the client file share."""

from __future__ import annotations

import pytest

from accounts import navigation
from casework.registry import registry


@pytest.fixture
def own_frame(monkeypatch) -> None:
    """Leave only what casework itself puts in the frame: the rooms above have budgets of their own."""
    own = ("contact", "goal", "title", "stay")
    monkeypatch.setattr(registry, "panels", {})
    monkeypatch.setattr(registry, "band_marks", {})
    monkeypatch.setattr(registry, "band_items", {})
    monkeypatch.setattr(registry, "actions", {})
    monkeypatch.setattr(registry, "timeline_sources", {key: registry.timeline_sources[key] for key in own})
    monkeypatch.setattr(navigation, "_items", {})
