"""Rows of the end of a title for the access matrix."""

from __future__ import annotations

import datetime as dt
from uuid import uuid4

from accounts.models import User
from casework.models import ForensicTitle
from casework.services.title_ends import arrange_involvement
from casework.services.titles import suspend


def make_title_end(title: ForensicTitle, counsellor: User) -> dict[str, object]:
    """Arrange who stays involved after the title and suspend it."""
    assert title.valid_until is not None
    involvement = arrange_involvement(
        title=title,
        form_token=uuid4(),
        who="Noor, forensisch begeleider",
        what="Belt elke week.",
        valid_until=title.valid_until + dt.timedelta(days=92),
        acting_user=counsellor,
    )
    suspension = suspend(
        title=title,
        form_token=uuid4(),
        valid_from=title.valid_from,
        reason="Detentie in een andere zaak",
        acting_user=counsellor,
    )
    return {"involvement": involvement, "suspension": suspension}
