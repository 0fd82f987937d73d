"""Contact details and language of a client, for the access matrix."""

from __future__ import annotations

import datetime as dt
from uuid import uuid4

from django.utils import timezone

from accounts.models import User
from casework.enums.personal import DetailKind, ReadingLevel
from casework.models import Client
from casework.services.personal import add_detail, record_reading

PERSONAL = """
casework:personal                    -         file         never
casework:reading_set                 -         file-form    file-form
casework:detail_create               phone     file-form    file-form
casework:detail_{end,withdraw}       detail    file-form    file-form
"""


def make_personal(client: Client, counsellor: User) -> dict[str, object]:
    """Make one telephone number, and say how the client reads."""
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
    return {"detail": detail}
