"""What the client page shows of notifications: what is open, what is due, what happened."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Q
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from accounts.enums import Role
from accounts.models import TeamMembership, User
from accounts.querysets import holds_on
from casework.registry import Duty, TimelineEntry
from casework.selectors import duty_owners
from chain.enums import Informer
from chain.models import Notification
from chain.selectors.agreements import term_in_words

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date, datetime

    from casework.models import Client
    from casework.registry import Context


def open_notifications(client: Client, user: User) -> Context:
    """Return for the panel what is still to be sent, told to the client or acknowledged, in one query."""
    del user
    rows = list(
        client.notifications.filter(dropped_at=None)
        .filter(Q(sent_at=None) | Q(acknowledged_at=None) | Q(client_told_at=None))
        .select_related("rule", "agreement__officer", "client")
        .order_by("due_at")
    )
    return {
        "unsent": [one for one in rows if one.sent_at is None],
        "untold": [one for one in rows if one.sent_at is not None and one.client_told_at is None],
        "unread": [one for one in rows if one.sent_at is not None and one.acknowledged_at is None],
    }


def basis_of(notification: Notification) -> str:
    """Return on which clause a notification rests: the version, the event and the term."""
    return _("Samenwerkingsafspraken versie %(version)s: %(event)s, %(term)s") % {
        "version": notification.agreement.version,
        "event": notification.get_event_display(),
        "term": term_in_words(notification.rule.within, working_hours=notification.rule.working_hours),
    }


def notification_duties(day: date) -> Iterable[Duty]:
    """Return the notifications that were not sent yet, for whom the rule names; in a fixed number of queries.

    That is the counsellor, or the team leads where the rule says so or the client has no counsellor.
    """
    rows = list(Notification.objects.unsent().select_related("client", "rule", "agreement__officer"))
    owners = duty_owners({one.client_id for one in rows}, day)
    leads = _team_leads({one.client.team_id for one in rows if one.rule.informer == Informer.TEAM_LEAD}, day)
    for one in rows:
        by_lead = leads.get(one.client.team_id, ()) if one.rule.informer == Informer.TEAM_LEAD else ()
        yield Duty(
            key=f"chain.notification:{one.pk}",
            kind="notification",
            label=_("Melding aan %(name)s: %(event)s")
            % {"name": one.agreement.officer, "event": one.get_event_display()},
            client_id=one.client_id,
            due_on=timezone.localdate(one.due_at),
            owner_ids=by_lead or owners.get(one.client_id, ()),
            basis=basis_of(one),
            url=one.get_absolute_url(),
        )


def _team_leads(team_ids: set[int], day: date) -> dict[int, tuple[int, ...]]:
    """Return for each team who leads it on ``day``."""
    found: dict[int, tuple[int, ...]] = {}
    if team_ids:
        leading = User.objects.with_role(Role.TEAM_LEAD, day)
        members = TeamMembership.objects.filter(holds_on(day), team_id__in=team_ids, user__in=leading)
        for team_id, user_id in members.order_by("user_id").values_list("team_id", "user_id"):
            found[team_id] = (*found.get(team_id, ()), user_id)
    return found


def notification_entries(client: Client, user: User, before: datetime, limit: int) -> Iterable[TimelineEntry]:
    """Return the notifications of a client for the timeline, each at its latest step: made, dropped or sent."""
    del user
    rows = (
        client.notifications.annotate(step_at=Coalesce("sent_at", "dropped_at", "created_at"))
        .filter(step_at__lt=before)
        .select_related("client", "agreement__officer", "sent_by", "dropped_by", "acknowledged_by")
        .order_by("-step_at")[:limit]
    )
    for one in rows:
        yield TimelineEntry(
            kind="notification",
            label=_("Melding"),
            icon="send" if one.sent_at else "bell",
            occurred_at=one.sent_at or one.dropped_at or one.created_at,
            title=_title(one),
            body=_body(one),
            url=one.get_absolute_url(),
            author=str(one.sent_by or one.dropped_by or ""),
        )


def _title(one: Notification) -> str:
    words = {"event": one.get_event_display(), "name": one.agreement.officer}
    if one.sent_at:
        return _("Verstuurd aan %(name)s: %(event)s") % words
    if one.dropped_at:
        return _("Melding vervallen: %(event)s") % words
    return _("Nog te melden aan %(name)s: %(event)s") % words


def _body(one: Notification) -> str:
    if one.dropped_at:
        return one.drop_reason
    if one.acknowledged_at:
        receipt = _("Ontvangst bevestigd door %(name)s op %(moment)s.") % {
            "name": one.acknowledged_by,
            "moment": date_format(timezone.localtime(one.acknowledged_at), "j F Y H:i"),
        }
        return f"{one.facts}\n{receipt}"
    return one.facts
