"""Files that were brought in and how long they hold, for the access matrix."""

from __future__ import annotations

from uuid import uuid4

from django.core.files.uploadedfile import SimpleUploadedFile

from accounts.models import User
from casework.models import Client, FileKind
from casework.services.filing import store_filed_upload

DOCUMENTS = """
casework:document_filing                  filed     file-form    file-form
casework:documents_running_out            -         keepers      never
admin:casework_filekind_{changelist,add}  -         screen       screen
admin:casework_filekind_{change,history}  filekind  screen       screen
admin:casework_filekind_delete            filekind  screen-403   screen-403
admin:casework_filekind_simple_history    none      screen-404   screen-404
beheer/gegevens/casework/filekind/<path:object_id>/ none moves moves
"""


def make_documents(client: Client, counsellor: User) -> dict[str, object]:
    """Bring in one file."""
    upload = store_filed_upload(
        client=client,
        form_token=uuid4(),
        title="Beschikking",
        upload=SimpleUploadedFile("besluit.pdf", b"%PDF-1.7\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"),
        kind=FileKind.objects.get(key="indication"),
        acting_user=counsellor,
    )
    return {"filed": upload}
