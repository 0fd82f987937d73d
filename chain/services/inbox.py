"""The mail that says that something is waiting, and never what: at least once, with a message id that stays the same.

The duty is the inbox row without ``announced_at``. Whatever happens to the queue, the worker or the mail server, the
sweep of every minute finds the row again.
"""

from __future__ import annotations

import logging
import threading
from contextlib import contextmanager
from email.utils import parseaddr
from smtplib import SMTPException
from typing import TYPE_CHECKING
from uuid import uuid4

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import connection, transaction
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from kombu.exceptions import OperationalError

from chain import tasks
from chain.models import InboxItem

if TYPE_CHECKING:
    from collections.abc import Iterator

logger = logging.getLogger(__name__)

MAIL_LOCK = 7_516  # first half of the advisory lock of one item; the second half is its id
_ONE_AT_A_TIME = threading.Lock()


def new_message_id() -> str:
    """Return a message id for a mail that is still to go out; the same one on every attempt."""
    domain = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2] or "localhost"
    return f"<samenspoor.{uuid4().hex}@{domain}>"


def announce_soon() -> None:
    """Ask a worker to mail what is unannounced, once the transaction is committed.

    An act never fails because the queue is down: what is not asked for here is found by the sweep of every minute.
    """
    transaction.on_commit(_ask_for_mail, robust=True)


def _ask_for_mail() -> None:
    try:
        tasks.mail_unannounced_items.apply_async(retry=False)
    except (OperationalError, OSError) as error:
        logger.warning("The queue cannot be reached (%s); the sweep will send the mail.", type(error).__name__)


def announce_waiting_items() -> int:
    """Send a mail for every inbox row that was not announced yet; return how many went out.

    Rows of accounts that ended or have no address wait. A mail server that refuses one mail does not hold up the
    others; the row is tried again next time.
    """
    waiting = InboxItem.objects.unannounced().filter(recipient__is_active=True).exclude(recipient__email="")
    return sum(_announce(pk) for pk in waiting.order_by("pk").values_list("pk", flat=True))


def _announce(pk: int) -> bool:
    with claimed(pk) as mine:
        item = InboxItem.objects.unannounced().select_related("recipient").filter(pk=pk).first() if mine else None
        if item is None:
            return False
        try:
            _mail_to(item).send()
        except (SMTPException, OSError) as error:
            logger.warning("The mail for inbox item %s did not go out: %s", pk, type(error).__name__)
            return False
        item.announced_at = timezone.now()
        item.save(update_fields=["announced_at"])
        return True


@contextmanager
def claimed(pk: int, lock: int = MAIL_LOCK) -> Iterator[bool]:
    """Hold a row for one sender; give False when another one is sending it.

    On PostgreSQL by an advisory lock, which hinders nobody who reads or acknowledges and is gone when the worker is
    killed. SQLite means one process (config/embedded.py): a lock in memory does, and no transaction waits for a mail
    server.
    """
    if connection.vendor != "postgresql":
        with _ONE_AT_A_TIME:
            yield True
        return
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s, %s)", [lock, pk % 2**31])
        yield bool(cursor.fetchone()[0])


def _mail_to(item: InboxItem) -> EmailMessage:
    with translation.override(settings.LANGUAGE_CODE):
        address = settings.BASE_URL.rstrip("/") + reverse("chain:portal_home")
        return EmailMessage(
            subject=_("Er staat iets voor u klaar in Samenspoor"),
            body=_(
                "Er staat iets voor u klaar in Samenspoor.\n\nLog in om het te lezen:\n%(address)s\n\n"
                "In deze mail staat met opzet geen inhoud."
            )
            % {"address": address},
            to=[item.recipient.email],
            headers={"Message-ID": item.message_id},
        )
