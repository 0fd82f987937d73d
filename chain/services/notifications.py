"""Notifications: a rule of an agreement makes one, a person tells the client, checks the text and sends it.

The row in the inbox of the officer *is* the sending: it is written in the transaction of the act, exactly once. The
empty mail that announces it (``chain/services/inbox.py``) may come twice and carries nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import transaction
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from accounts.enums import AuditAction, Role
from accounts.errors import Refused
from accounts.models import User
from accounts.selectors import deputies_of, standing_of
from accounts.services.audit import record
from casework.services.deadlines import deadline
from chain.enums import AgreementStatus, Channel, Ground, RuleEvent
from chain.models import Disclosure, InboxItem, Notification, NotificationRule
from chain.services.inbox import announce_soon, new_message_id

if TYPE_CHECKING:
    from datetime import datetime

    from casework.models import Client

LONGEST_FACTS = 2000


@transaction.atomic
def on_event(
    *, client: Client, event: RuleEvent, event_ref: str, occurred_at: datetime, facts: str, acting_user: User
) -> list[Notification]:
    """Make a notification for every rule that wants this event told; return the new ones.

    The rules are those of agreements in force, stale ones included (docs/notifications.md). The same ``event_ref``
    under the same rule gives one notification, however often it is sent. The term counts from now: the recording.
    """
    now = timezone.now()
    rules = NotificationRule.objects.filter(
        agreement__client=client, agreement__status=AgreementStatus.IN_FORCE, event=event
    )
    made = []
    for rule in rules:
        notification, new = Notification.objects.get_or_create(
            rule=rule,
            event_ref=event_ref,
            defaults={
                "client": client,
                "agreement_id": rule.agreement_id,
                "event": event,
                "facts": facts,
                "occurred_at": occurred_at,
                "due_at": deadline(now, hours=rule.within, working_hours=rule.working_hours),
            },
        )
        if new:
            record(
                AuditAction.CREATE,
                acting_user=acting_user,
                client_number=client.number,
                obj=notification,
                details={"event": event.value, "event_ref": event_ref, "rule": rule.pk},
            )
            made.append(notification)
    return made


def _locked(notification: Notification) -> Notification:
    """Return the notification as the database has it, locked until the end of the transaction."""
    return (
        Notification.objects.select_for_update(of=("self",))
        .select_related("client", "rule", "agreement__officer__organisation", "sent_by")
        .get(pk=notification.pk)
    )


def _refuse_when_dropped(notification: Notification) -> None:
    if notification.dropped_at is not None:
        raise Refused(_("Deze melding is vervallen. Er hoeft niets meer verstuurd te worden."))


@transaction.atomic
def tell_client(
    *,
    notification: Notification,
    told_at: datetime | None,
    reaction: str = "",
    exception_reason: str = "",
    acting_user: User,
) -> Notification:
    """Record that the client was told, with his reaction, or why he could not be told first.

    Until the sending both may be corrected; after it only the telling can still be added, once, to a notification that
    was sent with an exception. Raises ``Refused`` when neither or both are given, or when the telling lies in the
    future or before the event.
    """
    notification = _locked(notification)
    _refuse_when_dropped(notification)
    reason = exception_reason.strip()
    if told_at is not None and reason:
        raise Refused(_("Kies één van de twee: de cliënt weet het, of er is een reden waarom nog niet."))
    if notification.sent_at is not None and (notification.client_told_at is not None or told_at is None):
        raise Refused(_("Deze melding is al verstuurd. Wat er over het vertellen staat, ligt vast."))
    if told_at is None and not reason:
        raise Refused(_("Schrijf op waarom de cliënt het nu nog niet mag horen."), field="exception_reason")
    if told_at is not None:
        _refuse_impossible_telling(notification, told_at)
    notification.client_told_at = told_at
    notification.client_told_by = acting_user if told_at is not None else None
    notification.client_reaction = reaction.strip() if told_at is not None else ""
    written = ["client_told_at", "client_told_by", "client_reaction"]
    if notification.sent_at is None:  # what was sent with an exception keeps its reason
        notification.exception_reason = reason
        written.append("exception_reason")
    notification.save(update_fields=written)
    record(
        AuditAction.UPDATE,
        acting_user=acting_user,
        client_number=notification.client.number,
        obj=notification,
        details={"step": "told" if told_at is not None else "exception"},
    )
    return notification


def _refuse_impossible_telling(notification: Notification, told_at: datetime) -> None:
    if told_at > timezone.now():
        raise Refused(_("Dit moment ligt in de toekomst. Leg het vast als u het verteld hebt."), field="told_at")
    if timezone.localdate(told_at) < timezone.localdate(notification.occurred_at):
        raise Refused(
            _("Dit moment ligt vóór de gebeurtenis van %(day)s.")
            % {"day": date_format(timezone.localdate(notification.occurred_at), "j F Y")},
            field="told_at",
        )


@transaction.atomic
def send_notification(*, notification: Notification, facts: str, acting_user: User) -> Notification:
    """Send the text to the officer and whoever stands in for him today; from then on it is fixed.

    One transaction writes the inbox row and the disclosure of each recipient, and the audit row. A second sending of
    the same text changes nothing. Raises ``Refused`` when the client does not know and no reason says why, when the
    text is empty or too long, when somebody else sent another text meanwhile, or when nobody could receive it.
    """
    notification = _locked(notification)
    _refuse_when_dropped(notification)
    text = "\n".join(facts.strip().splitlines())
    if notification.sent_at is not None:
        if text == notification.facts:
            return notification
        raise Refused(
            _("Deze melding is al verstuurd door %(name)s op %(moment)s. Uw tekst is niet verstuurd.")
            % {
                "name": notification.sent_by,
                "moment": date_format(timezone.localtime(notification.sent_at), "j F Y H:i"),
            }
        )
    if not notification.may_be_sent:
        raise Refused(_("Vertel het eerst aan de cliënt, of schrijf op waarom dat niet kan. Daarna kunt u versturen."))
    if not text:
        raise Refused(_("Schrijf op wat er gebeurd is."), field="facts")
    if len(text) > LONGEST_FACTS:
        raise Refused(
            _("Maak de tekst korter: ten hoogste %(count)s tekens.") % {"count": LONGEST_FACTS}, field="facts"
        )
    recipients = _recipients(notification)
    now = timezone.now()
    notification.facts, notification.sent_at, notification.sent_by = text, now, acting_user
    notification.save(update_fields=["facts", "sent_at", "sent_by"])
    InboxItem.objects.bulk_create(
        InboxItem(recipient=one, notification=notification, message_id=new_message_id()) for one in recipients
    )
    for one in recipients:
        _disclose(notification, one, now, acting_user)
    with translation.override(settings.LANGUAGE_CODE):
        ground = str(Ground.AGREEMENT.label)
    record(
        AuditAction.SEND,
        acting_user=acting_user,
        client_number=notification.client.number,
        obj=notification,
        reason=ground,
        details={
            "recipients": [one.pk for one in recipients],
            "event": notification.event,
            "client_told": notification.client_told_at is not None,
        },
    )
    announce_soon()
    return notification


def _recipients(notification: Notification) -> list[User]:
    """Return the officer and his deputies of today, as far as they can log in as a partner; refuse when nobody can."""
    today = timezone.localdate()
    officer = notification.agreement.officer
    ids = {officer.pk, *deputies_of(officer.pk, today)}
    recipients = list(
        User.objects.with_role(Role.PARTNER, today).filter(pk__in=ids).select_related("organisation").order_by("pk")
    )
    if not recipients:
        raise Refused(
            _(
                "%(name)s heeft geen actief account meer en niemand neemt waar. Bel de reclassering, "
                "en laat uw beheerder een waarnemer instellen. Daarna kunt u versturen."
            )
            % {"name": officer}
        )
    return recipients


def _disclose(notification: Notification, recipient: User, moment: datetime, acting_user: User) -> None:
    with translation.override(settings.LANGUAGE_CODE):  # kept with the file, whatever the language of the page
        what = _("Melding: %(event)s") % {"event": notification.get_event_display()}
        ground_text = _("meldregel in versie %(version)s") % {"version": notification.agreement.version}
    Disclosure.objects.create(
        client=notification.client,
        recipient_name=name_of(recipient),
        what=what,
        disclosed_at=moment,
        ground=Ground.AGREEMENT,
        ground_text=ground_text,
        channel=Channel.PORTAL,
        by=acting_user,
        object_type=Notification._meta.label_lower,
        object_id=notification.pk,
    )


def name_of(partner: User) -> str:
    """Return the name of a partner with his organisation, as it stands in the log of disclosures."""
    return f"{partner}, {partner.organisation}" if partner.organisation else str(partner)


@transaction.atomic
def drop_notification(*, notification: Notification, reason: str, acting_user: User) -> Notification:
    """Let a notification lapse that is not needed, with the reason why; a second time changes nothing.

    Raises ``Refused`` without a reason, or when it was sent already.
    """
    notification = _locked(notification)
    if notification.sent_at is not None:
        raise Refused(_("Deze melding is al verstuurd en kan niet meer vervallen."))
    if notification.dropped_at is not None:
        return notification
    if not reason.strip():
        raise Refused(_("Schrijf op waarom melden niet nodig is."), field="reason")
    notification.dropped_at, notification.dropped_by = timezone.now(), acting_user
    notification.drop_reason = reason.strip()
    notification.save(update_fields=["dropped_at", "dropped_by", "drop_reason"])
    record(
        AuditAction.UPDATE,
        acting_user=acting_user,
        client_number=notification.client.number,
        obj=notification,
        details={"step": "dropped"},
    )
    return notification


@transaction.atomic
def acknowledge(*, notification: Notification, acting_user: User) -> Notification:
    """Record that the officer, or who stands in for him, has read it; a second time changes nothing.

    Raises ``Refused`` when the notification was not sent, or was sent to somebody else.
    """
    notification = _locked(notification)
    standing = standing_of(acting_user)
    officer = notification.agreement.officer
    if notification.sent_at is None or not standing.has(Role.PARTNER) or officer.pk not in standing.acts_for:
        raise Refused(_("Deze melding is niet aan u gericht."))
    if notification.acknowledged_at is not None:
        return notification
    now = timezone.now()
    notification.acknowledged_at, notification.acknowledged_by = now, acting_user
    notification.save(update_fields=["acknowledged_at", "acknowledged_by"])
    InboxItem.objects.unread().filter(notification=notification, recipient_id__in=standing.acts_for).update(read_at=now)
    record(
        AuditAction.ACKNOWLEDGE,
        acting_user=acting_user,
        client_number=notification.client.number,
        obj=notification,
        on_behalf_of="" if acting_user.pk == officer.pk else str(officer),
    )
    return notification
