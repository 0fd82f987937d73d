"""The background of a client, for the access matrix."""

from __future__ import annotations

import datetime as dt
from random import randrange
from uuid import uuid4

from django.utils import timezone

from accounts.encryption import blind_indexes
from accounts.models import User
from casework.enums.background import Topic
from casework.enums.identifiers import IdentifierKind
from casework.models import BackgroundCode, Client, ClientIdentifier
from casework.services.background import add_background
from casework.services.identifiers import set_identifier
from casework.validators import is_bsn

BACKGROUND = """
casework:background                             -               file         never
casework:background_create                      -               file-form    file-form
casework:background_{end,withdraw}              background      file-form    file-form
overview:figures                                -               figures      never
overview:figures_file                           -               figures      never
casework:identifier                             identifier      file-form    file-form
casework:identifier_set                         identifier      file-form    file-form
admin:casework_backgroundcode_{changelist,add}  -               screen       screen
admin:casework_backgroundcode_{change,history}  backgroundcode  screen       screen
admin:casework_backgroundcode_delete            backgroundcode  screen-403   screen-403
admin:casework_backgroundcode_simple_history    none            screen-404   screen-404
beheer/gegevens/casework/backgroundcode/<path:object_id>/ none moves moves
"""


def make_background(client: Client, counsellor: User) -> dict[str, object]:
    """Make one coded entry."""
    entry = add_background(
        client=client,
        form_token=uuid4(),
        topic=Topic.PROBLEM,
        code=BackgroundCode.objects.get(key="problem-debt"),
        valid_from=timezone.localdate() - dt.timedelta(days=20),
        acting_user=counsellor,
    )
    set_identifier(
        client=client, kind=IdentifierKind.BSN, form_token=uuid4(), number=free_bsn(), acting_user=counsellor
    )
    return {"background": entry}


def free_bsn() -> str:
    """Return a number that passes the check and that no file has yet."""
    while True:
        digits = str(randrange(999_990_000, 1_000_000_000))
        known = ClientIdentifier.objects.filter(blind_index__in=blind_indexes(digits, IdentifierKind.BSN))
        if is_bsn(digits) and not known.exists():
            return digits
