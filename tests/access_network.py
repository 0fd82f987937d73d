"""Rows of the network for the access matrix."""

from __future__ import annotations

import datetime as dt
from uuid import uuid4

from django.utils import timezone

from accounts.models import User
from casework.enums import ConsentGiver, ConsentScope, Relation
from casework.models import Client
from casework.services.network import add_member, give_consent

NETWORK = """
casework:network                                -               file         never
casework:network_{member,child,narrow}_create   -               file-form    file-form
casework:network_{drawing,genogram,ecogram}     -               file-form    file-form
casework:network_paper                          -               file-form    file-form
casework:network_compare                        -               file         never
casework:network_member                         member          file         never
casework:network_member_{change,leave}          member          file-form    file-form
casework:network_question                       member          file-form    file-form
casework:network_consent_create                 member          file-form    file-form
casework:network_consent_withdraw               consent         file-form    file-form
"""


def make_network(client: Client, counsellor: User) -> dict[str, object]:
    """Make a sister who agreed to be called."""
    day = timezone.localdate() - dt.timedelta(days=20)
    member = add_member(
        client=client,
        form_token=uuid4(),
        facts={"name": "Zus", "relation": Relation.SIBLING},
        valid_from=day,
        acting_user=counsellor,
    )
    consent = give_consent(
        member=member,
        form_token=uuid4(),
        scope=ConsentScope.CONTACT,
        given_by=ConsentGiver.SELF,
        valid_from=day,
        valid_until=None,
        words="",
        acting_user=counsellor,
    )
    return {"member": member, "consent": consent}
