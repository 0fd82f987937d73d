"""The mail that says that something is waiting, and never what: at least once, with a message id that stays the same.

The duty is the inbox row without ``announced_at``. Whatever happens to the queue, the worker or the mail server, the
sweep of every minute finds the row again.
"""

from __future__ import annotations

import logging
import threading
from contextlib import contextmanager
from dataclasses import dataclass
from email.utils import parseaddr
from smtplib import SMTPException
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import connection, transaction
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from kombu.exceptions import OperationalError

from chain import tasks
from chain.models import Escalation, InboxItem

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.db.models import Model

logger = logging.getLogger(__name__)

MAIL_LOCK = 7_516  # first half of the advisory lock of one item; the second half is its id
ESCALATION_LOCK = 7_518
_ONE_AT_A_TIME = threading.Lock()


@dataclass(frozen=True)
class Bell:
    """A table whose rows are announced by an empty mail, and the page that the mail leads to.

    Its model has ``recipient``, ``announced_at`` and ``message_id``; ``lock`` is a number of its own.
    """

    model: type[Model]
    lock: int
    page: str


_BELLS = [Bell(InboxItem, MAIL_LOCK, "chain:portal_home"), Bell(Escalation, ESCALATION_LOCK, "chain:to_report")]


def add_bell(bell: Bell) -> None:
    """Let an app above announce the rows of a table of its own; called from ``AppConfig.ready``."""
    if bell not in _BELLS:
        _BELLS.append(bell)


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
    count = 0
    for bell in _BELLS:
        waiting = bell.model._default_manager.filter(announced_at=None, recipient__is_active=True)
        numbers = waiting.exclude(recipient__email="").order_by("pk").values_list("pk", flat=True)
        count += sum(_announce(bell, pk) for pk in numbers)
    return count


def _announce(bell: Bell, pk: int) -> bool:
    with claimed(pk, bell.lock) as mine:
        rows = bell.model._default_manager.filter(announced_at=None).select_related("recipient")
        item: Any = rows.filter(pk=pk).first() if mine else None
        if item is None:
            return False
        try:
            _mail_to(item, bell.page).send()
        except (SMTPException, OSError) as error:
            logger.warning("The mail for %s %s did not go out: %s", bell.model.__name__, pk, type(error).__name__)
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


def _mail_to(item: Any, page: str) -> EmailMessage:  # noqa: ANN401 -- a row of any bell

    with translation.override(settings.LANGUAGE_CODE):
        address = settings.BASE_URL.rstrip("/") + reverse(page)
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
