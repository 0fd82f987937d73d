"""What the tests of the client file share."""

from __future__ import annotations

from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from accounts import navigation
from casework.registry import registry
from casework.services.documents import store_upload


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


@pytest.fixture
def document_row(client_file, counsellor):
    """A paper in the file."""
    return store_upload(
        client=client_file,
        form_token=uuid4(),
        title="Advies",
        acting_user=counsellor,
        upload=SimpleUploadedFile("advies.pdf", b"%PDF-1.4\n%%EOF\n", content_type="application/pdf"),
    )
