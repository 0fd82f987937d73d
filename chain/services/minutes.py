"""The minutes of a meeting: one issued paper, to all three parties, each on the way that is open to him."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import transaction
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from accounts.enums import AuditAction
from accounts.errors import Refused
from accounts.services.audit import record
from casework.services.documents import issue_document
from casework.services.once import refuse_if_invalid
from chain.enums import AlertKind, Channel, Ground, Party, Seat
from chain.models import Disclosure, MinutesCopy, ThreePartyMeeting
from chain.services.alerts import alert
from chain.services.notifications import name_of
from chain.services.sharing import share_document

if TYPE_CHECKING:
    from uuid import UUID

    from accounts.models import User
    from casework.models import Document
    from chain.models import Agreement

MINUTES = "minutes"
BY_HAND = (Channel.PAPER, Channel.MEETING)


def share_minutes(*, meeting: ThreePartyMeeting, form_token: UUID, acting_user: User) -> Document:
    """Issue the minutes as PDF, keep them in the file, and share them with the officer whose agreement is in force.

    Where there is no such agreement the officer gets them by hand (``give_minutes``). A second time gives the same
    paper, and shares it with an officer who could not have it before. Call it outside every transaction.
    """
    earlier = meeting.copies.select_related("document__client").first()
    document = (
        earlier.document
        if earlier is not None
        else issue_document(
            client=meeting.client,
            kind_key=MINUTES,
            form_token=form_token,
            acting_user=acting_user,
            subject_id=meeting.pk,
        )
    )
    with transaction.atomic():
        ThreePartyMeeting.objects.select_for_update().get(pk=meeting.pk)
        _keep_copy(meeting, document, Seat.ORGANISATION, Channel.PORTAL, acting_user)
        agreement = meeting.client.agreements.in_force().select_related("officer").first()
        if agreement is not None and not meeting.copies.filter(seat=Seat.PROBATION).exists():
            _share_with_officer(meeting, document, agreement, acting_user)
    return document


def _share_with_officer(
    meeting: ThreePartyMeeting, document: Document, agreement: Agreement, acting_user: User
) -> None:
    share_document(
        document=document,
        agreement=agreement,
        ground=Ground.AGREEMENT,
        form_token=meeting.form_token,
        acting_user=acting_user,
    )
    _keep_copy(meeting, document, Seat.PROBATION, Channel.PORTAL, acting_user)
    alert(recipient=agreement.officer, client=meeting.client, kind=AlertKind.MINUTES, object_id=meeting.pk)


def _keep_copy(
    meeting: ThreePartyMeeting, document: Document, seat: str, channel: str, acting_user: User
) -> MinutesCopy:
    there = meeting.copies.filter(seat=seat).first()
    if there is not None:
        return there
    copy = MinutesCopy(
        record=meeting,
        document=document,
        seat=seat,
        channel=channel,
        given_at=timezone.now(),
        given_by=acting_user,
    )
    refuse_if_invalid(copy)
    copy.save()
    record(
        AuditAction.SHARE,
        acting_user=acting_user,
        client_number=meeting.client.number,
        obj=document,
        details={"meeting": meeting.pk, "seat": seat, "channel": channel},
    )
    return copy


@transaction.atomic
def give_minutes(*, meeting: ThreePartyMeeting, seat: str, channel: str, acting_user: User) -> MinutesCopy:
    """Record that the client or the officer got the minutes by hand; a second time changes nothing.

    For the officer it is a disclosure. Raises ``Refused`` before the minutes were made, and when the officer was not
    at the table: then it needs a ground of its own.
    """
    ThreePartyMeeting.objects.select_for_update().get(pk=meeting.pk)
    made = meeting.copies.select_related("document").first()
    if made is None:
        raise Refused(_("Maak eerst het verslag."))
    if seat not in {Seat.CLIENT, Seat.PROBATION} or channel not in BY_HAND:
        raise Refused(_("Kies aan wie u het verslag gaf, en hoe."))
    if meeting.copies.filter(seat=seat).exists():
        return meeting.copies.get(seat=seat)
    if seat == Seat.PROBATION:
        _disclose(meeting, made.document, channel, acting_user)
    return _keep_copy(meeting, made.document, seat, channel, acting_user)


def _disclose(meeting: ThreePartyMeeting, document: Document, channel: str, acting_user: User) -> None:
    was_there = meeting.attendees.filter(seat=Party.PROBATION, present=True).exists()
    involvement = meeting.client.involvements.active_on(timezone.localdate(meeting.held_at)).first()
    if not was_there or not meeting.client_present or involvement is None:
        raise Refused(
            _(
                "De cliënt en de toezichthouder waren niet allebei bij dit overleg. "
                "Deel het verslag bij Documenten delen, met de grond erbij."
            )
        )
    with translation.override(settings.LANGUAGE_CODE):  # kept with the file, whatever the language of the page
        day = date_format(timezone.localdate(meeting.held_at), "j F Y")
        Disclosure.objects.create(
            client=meeting.client,
            recipient_name=name_of(involvement.officer, involvement.works_for),
            what=_("Document: %(title)s (%(number)s)") % {"title": document.title, "number": document.number},
            disclosed_at=timezone.now(),
            ground=Ground.CONSENT,
            ground_text=_("verslag van het overleg van %(day)s, waar de cliënt en de toezichthouder bij waren")
            % {"day": day},
            channel=channel,
            by=acting_user,
            object_type=document._meta.label_lower,
            object_id=document.pk,
        )
