"""Notifications: a rule of an agreement made one (``chain/services/rules.py``), a person tells the client, checks the text and sends it.

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
from accounts.models import Organisation, User
from accounts.selectors import deputies_of, standing_of
from accounts.services.audit import record
from chain.enums import Channel, Ground
from chain.models import Disclosure, InboxItem, Notification
from chain.services.inbox import announce_soon, new_message_id
from chain.services.seats import refuse_if_left

if TYPE_CHECKING:
    from datetime import datetime

LONGEST_FACTS = 2000
LONGEST_NAME = 160


def _locked(notification: Notification) -> Notification:
    """Return the notification as the database has it, locked until the end of the transaction."""
    return (
        Notification.objects.select_for_update(of=("self",))
        .select_related(
            "client", "rule", "agreement__officer__organisation", "agreement__officer_organisation", "sent_by"
        )
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
    text = _plain(facts)
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
    checked_facts(text)
    recipients = _recipients(notification)
    now = timezone.now()
    notification.facts, notification.sent_at, notification.sent_by = text, now, acting_user
    notification.save(update_fields=["facts", "sent_at", "sent_by"])
    InboxItem.objects.bulk_create(
        InboxItem(recipient=one, notification=notification, message_id=new_message_id()) for one in recipients
    )
    for one in recipients:
        _disclose(notification, name_of(one), now, acting_user)
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


def _plain(facts: str) -> str:
    """Return a text with one kind of line ends, so that a browser that sends it back sends the same."""
    return "\n".join(facts.strip().splitlines())


def checked_facts(facts: str) -> str:
    """Return the text as it is kept; raise ``Refused`` when it is empty or too long."""
    text = _plain(facts)
    if not text:
        raise Refused(_("Schrijf op wat er gebeurd is."), field="facts")
    if len(text) > LONGEST_FACTS:
        raise Refused(
            _("Maak de tekst korter: ten hoogste %(count)s tekens.") % {"count": LONGEST_FACTS}, field="facts"
        )
    return text


@transaction.atomic
def tell_and_send(
    *, notification: Notification, told_at: datetime, reaction: str, facts: str, acting_user: User
) -> Notification:
    """Record that the client knows and send the text, in one act; a second click changes nothing.

    Raises ``Refused`` as ``tell_client`` and ``send_notification`` do, and then writes neither.
    """
    notification = _locked(notification)
    if notification.sent_at is None:
        notification = tell_client(
            notification=notification, told_at=told_at, reaction=reaction, acting_user=acting_user
        )
    return send_notification(notification=notification, facts=facts, acting_user=acting_user)


@transaction.atomic
def record_told_outside(
    *,
    notification: Notification,
    channel: str,
    said_at: datetime,
    spoken_to: str,
    facts: str,
    acting_user: User,
) -> Notification:
    """Record that a notification was told outside the portal: by phone, in a talk or on paper, when and to whom.

    It counts as sent at the moment it was said, and is logged as a disclosure; nothing goes into an inbox. A second
    click changes nothing. Raises ``Refused`` when the client does not know and no reason says why, for a moment that
    has not been or lies before the event, without a name, or when it was sent already.
    """
    notification = _locked(notification)
    _refuse_when_dropped(notification)
    text, name = checked_facts(facts), " ".join(spoken_to.split())
    if notification.sent_at is not None:
        if (text, channel, said_at) == (notification.facts, notification.channel, notification.sent_at):
            return notification
        raise Refused(_("Deze melding is al verstuurd of vastgelegd."))
    if not notification.may_be_sent:
        raise Refused(_("Vertel het eerst aan de cliënt, of schrijf op waarom dat niet kan. Daarna kunt u versturen."))
    if channel == Channel.PORTAL:
        raise Refused(_("Kies hoe u het hebt gemeld."), field="channel")
    if not name:
        raise Refused(_("Schrijf op wie u hebt gesproken."), field="spoken_to")
    now = timezone.now()
    if said_at > now:
        raise Refused(_("Dit moment ligt in de toekomst. Leg het vast als u het gemeld hebt."), field="said_at")
    if said_at < notification.occurred_at:
        raise Refused(_("Toen was het nog niet gebeurd. Controleer de datum en de tijd."), field="said_at")
    notification.facts, notification.sent_at, notification.sent_by = text, said_at, acting_user
    notification.channel, notification.spoken_to, notification.recorded_at = channel, name, now
    notification.save(update_fields=["facts", "sent_at", "sent_by", "channel", "spoken_to", "recorded_at"])
    organisation = notification.agreement.works_for
    _disclose(notification, f"{name}, {organisation}" if organisation else name, said_at, acting_user)
    record(
        AuditAction.SEND,
        acting_user=acting_user,
        client_number=notification.client.number,
        obj=notification,
        reason=str(Ground.AGREEMENT),
        details={
            "event": notification.event,
            "channel": channel,
            "client_told": notification.client_told_at is not None,
        },
    )
    return notification


def _recipients(notification: Notification) -> list[User]:
    """Return the officer and his deputies of today, as far as they can log in as a partner; refuse when nobody can."""
    today = timezone.localdate()
    officer = notification.agreement.officer
    refuse_if_left(notification.agreement)
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


def _disclose(notification: Notification, recipient_name: str, moment: datetime, acting_user: User) -> None:
    with translation.override(settings.LANGUAGE_CODE):  # kept with the file, whatever the language of the page
        what = _("Melding: %(event)s") % {"event": notification.get_event_display()}
        ground_text = _("meldregel in versie %(version)s") % {"version": notification.agreement.version}
    Disclosure.objects.create(
        client=notification.client,
        recipient_name=recipient_name[:LONGEST_NAME],
        what=what,
        disclosed_at=moment,
        ground=Ground.AGREEMENT,
        ground_text=ground_text,
        channel=notification.channel,
        by=acting_user,
        object_type=Notification._meta.label_lower,
        object_id=notification.pk,
    )


def name_of(partner: User, organisation: Organisation | None = None) -> str:
    """Return the name of a partner with his organisation, as it stands in the log of disclosures.

    ``organisation`` is for which he works with this client; left out, it is that of his account.
    """
    works_for = organisation or partner.organisation
    return f"{partner}, {works_for}" if works_for else str(partner)


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
