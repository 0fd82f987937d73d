"""Chainable filters over agreements and what goes to partners."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Self

from django.apps import apps
from django.db import models
from django.db.models import OuterRef, Q
from django.db.models.functions import Coalesce
from django.utils import timezone

from accounts.enums import Role
from accounts.selectors import standing_of
from chain.enums import THREE_PARTY_KINDS, AgreementStatus, Party

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import date, datetime

    from accounts.models import User

    # Named as strings in the bases below.
    from chain.models import (  # noqa: F401
        Agreement,
        InboxItem,
        Notification,
        PlannedMeeting,
        SharedItem,
        ThreePartyMeeting,
    )

PROPOSALS = (AgreementStatus.DRAFTED, AgreementStatus.OFFERED)
OPEN_TO_PARTNER = (AgreementStatus.OFFERED, AgreementStatus.IN_FORCE)


def works_there(officer: str, organisation: str, since: date | None = None) -> Q:
    """Return whether the officer of a row works today, or until ``since`` at least, at the organisation of the row.

    Both are paths to a foreign key; without an organisation in the row it is that of his account. He works there no
    longer when every seat of his at that organisation ended (``person_left``).
    """
    seats = apps.get_model("chain", "PartnerPerson")._default_manager.filter(
        user_id=OuterRef(f"{officer}_id"),
        organisation_id=Coalesce(OuterRef(f"{organisation}_id"), OuterRef(f"{officer}__organisation_id")),
    )
    there = Q(left_on=None) if since is None else Q(left_on=None) | Q(left_on__gte=since)
    return Q(models.Exists(seats.filter(there))) | Q(~models.Exists(seats))


def _party_since(since: datetime) -> models.Exists:
    """Return whether the officer of a row's agreement is, or until ``since`` was, party to one with its client.

    True while one of his versions under the same organisation was offered or is in force, and for one that ended, or
    made way for another, after ``since``; not when he left that organisation before ``since``. Drafts that were never
    offered count for nothing.
    """
    versions = apps.get_model("chain", "Agreement")._default_manager.filter(
        Q(status__in=OPEN_TO_PARTNER) | Q(offered_at__isnull=False, ended_at__gte=since),
        Q(officer_organisation_id=OuterRef("agreement__officer_organisation_id"))
        | Q(officer_organisation=None)
        | Q(pk=OuterRef("agreement_id")),
        works_there("officer", "officer_organisation", timezone.localdate(since)),
        client_id=OuterRef("client_id"),
        officer_id=OuterRef("agreement__officer_id"),
    )
    return models.Exists(versions)


class AgreementQuerySet(models.QuerySet["Agreement"]):
    """Versions of three-party agreements."""

    def in_force(self) -> Self:
        """Return the versions that hold today, those that went stale included."""
        return self.filter(status=AgreementStatus.IN_FORCE)

    def proposals(self) -> Self:
        """Return the versions that are being written or wait for the parties."""
        return self.filter(status__in=PROPOSALS)

    def open_to(self, user: User) -> Self:
        """Return the agreements through which a partner sees a client (rulings: partner visibility).

        Included if, and only if, the user is active, holds the role of partner today, the agreement was offered or is
        in force (stale or not), its officer is he, or somebody for whom he stands in today, and that officer did not
        leave the organisation for which he is party.
        """
        standing = standing_of(user)
        if not standing.has(Role.PARTNER):
            return self.none()
        return self.filter(status__in=OPEN_TO_PARTNER, officer_id__in=standing.acts_for).of_who_works_there()

    def of_who_works_there(self, since: date | None = None) -> Self:
        """Return those whose officer works today, or until ``since``, for the organisation for which he is party."""
        return self.filter(works_there("officer", "officer_organisation", since))

    def awaiting(self, party: Party) -> Self:
        """Return the offered agreements on which a party did not act yet."""
        return self.filter(status=AgreementStatus.OFFERED, stale_since=None).exclude(acts__party=party)


class NotificationQuerySet(models.QuerySet["Notification"]):
    """Notifications that a rule made."""

    def unsent(self) -> Self:
        """Return what still has to be told: neither sent nor dropped."""
        return self.filter(sent_at=None, dropped_at=None)

    def sent(self) -> Self:
        """Return what was told."""
        return self.filter(sent_at__isnull=False)

    def open_to(self, user: User, *, days_after_end: int) -> Self:
        """Return the notifications a partner may read today.

        Included if, and only if, the user is active and a partner today, it was sent, its officer is he or somebody
        for whom he stands in today, and that officer is party to an agreement with the client that was offered, is in
        force, or ended at most ``days_after_end`` days ago, as far as he did not leave its organisation longer ago.
        """
        standing = standing_of(user)
        if not standing.has(Role.PARTNER):
            return self.none()
        since = timezone.now() - timedelta(days=days_after_end)
        return self.sent().filter(_party_since(since), agreement__officer_id__in=standing.acts_for)

    def waiting(self) -> Self:
        """Return what was sent and not acknowledged."""
        return self.sent().filter(acknowledged_at=None)


class InboxItemQuerySet(models.QuerySet["InboxItem"]):
    """Rows in the inboxes of partners."""

    def of(self, user: User) -> Self:
        """Return the rows for a user, and for those for whom he stands in today."""
        return self.filter(recipient_id__in=standing_of(user).acts_for)

    def unread(self) -> Self:
        """Return the rows that nobody opened."""
        return self.filter(read_at=None)

    def unannounced(self) -> Self:
        """Return the rows of which no mail went out."""
        return self.filter(announced_at=None)


class SharedItemQuerySet(models.QuerySet["SharedItem"]):
    """Documents that were given to a partner."""

    def readable_by(self, user: User, *, days_after_end: int) -> Self:
        """Return what a partner may open today.

        Included if, and only if, the user is active and a partner today, it was shared with him or with somebody for
        whom he stands in, its own last day has not passed, and the officer is party to an agreement with the client
        that was offered, is in force, or ended at most ``days_after_end`` days ago. He with whom
        it was shared did not leave the organisation of that agreement longer ago either.
        """
        standing = standing_of(user)
        if not standing.has(Role.PARTNER):
            return self.none()
        today = timezone.localdate()
        since = timezone.now() - timedelta(days=days_after_end)
        return self.filter(
            _party_since(since),
            Q(until=None) | Q(until__gte=today),
            works_there("shared_with", "agreement__officer_organisation", timezone.localdate(since)),
            shared_with_id__in=standing.acts_for,
        )


class MeetingQuerySet(models.QuerySet["ThreePartyMeeting"]):
    """Meetings that were held."""

    def three_party(self) -> Self:
        """Return the meetings of client, organisation and officer."""
        return self.filter(kind__in=THREE_PARTY_KINDS)

    def latest_of(self, client_ids: set[int]) -> Self:
        """Return the last three-party meeting of each of the clients."""
        newest = (
            self.three_party()
            .filter(client_id=models.OuterRef("client_id"))
            .order_by("-held_at", "-pk")
            .values("pk")[:1]
        )
        return self.filter(client_id__in=client_ids, pk=models.Subquery(newest))


class PlannedMeetingQuerySet(models.QuerySet["PlannedMeeting"]):
    """Meetings with a day."""

    def still_to_come(self) -> Self:
        """Return those that were not cancelled and not held."""
        return self.filter(cancelled_at=None, record=None)

    def between(self, start: datetime, end: datetime) -> Self:
        """Return those that were not cancelled and begin in this time; none lasts longer than a working day."""
        return self.filter(cancelled_at=None, starts_at__gte=start, starts_at__lt=end)

    def inviting(self, user_ids: Collection[int]) -> Self:
        """Return those to which one of the users is invited."""
        invited = apps.get_model("chain", "Invitation")._default_manager.filter(
            meeting_id=OuterRef("pk"), user_id__in=user_ids
        )
        return self.filter(models.Exists(invited))
