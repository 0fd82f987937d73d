"""The empty mail about what is new in the portal and is no notification: at least once, and never what it is.

The duty is the row without ``announced_at``, as with the inbox (``chain/services/inbox.py``); the same sweep finds it.
"""

from __future__ import annotations

import logging
from smtplib import SMTPException
from typing import TYPE_CHECKING

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from chain.models import PortalAlert
from chain.services.inbox import announce_soon, claimed, new_message_id

if TYPE_CHECKING:
    from accounts.models import User
    from casework.models import Client

logger = logging.getLogger(__name__)

ALERT_LOCK = 7_517  # first half of the advisory lock of one alert; the second half is its id


@transaction.atomic
def alert(*, recipient: User, client: Client, kind: str, object_id: int) -> None:
    """Owe a partner an empty mail. While one about this client was not sent yet, another adds nothing.

    Call it in the transaction of the act: the row is there when the act is.
    """
    if not PortalAlert.objects.filter(recipient=recipient, client=client, announced_at=None).exists():
        PortalAlert.objects.create(
            recipient=recipient, client=client, kind=kind, object_id=object_id, message_id=new_message_id()
        )
    announce_soon()


def announce_alerts() -> int:
    """Send the mails that are owed; return how many went out. What fails is tried again next time."""
    waiting = PortalAlert.objects.filter(announced_at=None, recipient__is_active=True).exclude(recipient__email="")
    return sum(_announce(pk) for pk in waiting.order_by("pk").values_list("pk", flat=True))


def _announce(pk: int) -> bool:
    with claimed(pk, ALERT_LOCK) as mine:
        row = PortalAlert.objects.filter(pk=pk, announced_at=None).select_related("recipient").first() if mine else None
        if row is None:
            return False
        try:
            _mail_to(row).send()
        except (SMTPException, OSError) as error:
            logger.warning("The mail for portal alert %s did not go out: %s", pk, type(error).__name__)
            return False
        row.announced_at = timezone.now()
        row.save(update_fields=["announced_at"])
        return True


def _mail_to(row: PortalAlert) -> EmailMessage:
    with translation.override(settings.LANGUAGE_CODE):
        return EmailMessage(
            subject=_("Er staat iets voor u klaar in Samenspoor"),
            body=_(
                "Er staat iets voor u klaar in Samenspoor.\n\nLog in om het te lezen:\n%(address)s\n\n"
                "In deze mail staat met opzet geen inhoud."
            )
            % {"address": settings.BASE_URL.rstrip("/") + reverse("chain:portal_home")},
            to=[row.recipient.email],
            headers={"Message-ID": row.message_id},
        )
