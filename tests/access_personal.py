"""Contact details and language of a client, for the access matrix."""

from __future__ import annotations

import datetime as dt
from io import BytesIO
from uuid import uuid4

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from PIL import Image

from accounts.models import User
from casework.enums.personal import DetailKind, ReadingLevel
from casework.enums.photos import ConsentGiver
from casework.models import Client
from casework.services.personal import add_detail, record_reading
from casework.services.photos import set_photo

PERSONAL = """
casework:personal                    -         file         never
casework:identity_change             -         file-form    file-form
casework:reading_set                 -         file-form    file-form
casework:detail_create               phone     file-form    file-form
casework:detail_{end,withdraw}       detail    file-form    file-form
casework:detail_confirm              detail    never        file-act
admin:casework_hardword_{changelist,add}  -         screen       screen
admin:casework_hardword_{change,history}  hardword  screen       screen
admin:casework_hardword_delete            hardword  screen-403   screen-403
admin:casework_hardword_simple_history    none      screen-404   screen-404
beheer/gegevens/casework/hardword/<path:object_id>/ none moves moves
casework:photo                       photo     file         never
casework:photo_set                   -         file-form    file-form
casework:photo_remove                photo     file-form    file-form
"""


def make_personal(client: Client, counsellor: User) -> dict[str, object]:
    """Make one telephone number, say how the client reads, and give him a photo."""
    detail = add_detail(
        client=client,
        form_token=uuid4(),
        kind=DetailKind.PHONE,
        value="06 12345678",
        valid_from=timezone.localdate() - dt.timedelta(days=20),
        acting_user=counsellor,
    )
    record_reading(
        client=client,
        form_token=uuid4(),
        languages="Nederlands",
        level=ReadingLevel.GOOD,
        acting_user=counsellor,
    )
    picture = BytesIO()
    Image.new("RGB", (200, 200)).save(picture, "PNG")
    photo = set_photo(
        client=client,
        form_token=uuid4(),
        upload=SimpleUploadedFile("foto.png", picture.getvalue()),
        agreed=True,
        consent_on=timezone.localdate(),
        consent_by=ConsentGiver.CLIENT,
        acting_user=counsellor,
    )
    return {"detail": detail, "photo": photo}
