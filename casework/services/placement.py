"""Applying for a place, deciding about it, gathering what an intake needs, and answering what the system asks."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.enums import AuditAction
from accounts.errors import Refused
from accounts.services.audit import record
from casework.enums import KnownAnswer
from casework.enums.placement import CLOSING, DecisionKind, IntakeState
from casework.models import Application, ApplicationDecision, Client, IntakeStep, PlacementAnswer
from casework.services.once import create_once, refuse_if_invalid

if TYPE_CHECKING:
    from datetime import date
    from uuid import UUID

    from django.db.models import Model

    from accounts.models import Location, User
    from casework.models import Document, IntakeItem


def _made(row: Model, client: Client, acting_user: User, **details: Any) -> None:
    record(AuditAction.CREATE, acting_user=acting_user, client_number=client.number, obj=row, details=details)


def _refuse_future(day: date, field: str) -> None:
    if day > timezone.localdate():
        raise Refused(_("Deze dag ligt in de toekomst. Controleer de datum."), field=field)


@transaction.atomic
def apply_for_place(
    *,
    client: Client,
    form_token: UUID,
    received_on: date,
    source: str,
    acting_user: User,
    source_words: str = "",
    wish_form: str = "",
    wish_location: Location | None = None,
    wish_from: date | None = None,
    wish_words: str = "",
) -> Application:
    """Record that somebody asks for a place for this client, for the first time or again.

    The location may be of another team: whoever leads that one decides (``Application.objects.decided_by``). A second call
    with the same token changes nothing. Raises ``Refused`` while an application is open, and for a day in the future.
    """
    Client.objects.select_for_update().get(pk=client.pk)
    _refuse_future(received_on, "received_on")
    if client.applications.filter(closed_on=None).exclude(form_token=form_token).exists():
        raise Refused(_("Er loopt al een aanmelding. Ga daarmee verder."))
    row, new = create_once(
        Application,
        form_token,
        client=client,
        received_on=received_on,
        source=source,
        source_words=source_words.strip(),
        wish_form=wish_form,
        wish_location=wish_location,
        wish_from=wish_from,
        wish_words=wish_words.strip(),
        recorded_by=acting_user,
    )
    if new:
        _made(row, client, acting_user, source=source, on=received_on.isoformat())
    return row


@transaction.atomic
def decide_on_application(
    *,
    application: Application,
    form_token: UUID,
    kind: str,
    decided_on: date,
    acting_user: User,
    location: Location | None = None,
    place: int | None = None,
    reason: str = "",
) -> ApplicationDecision:
    """Record a decision; it stands beside those before it, and the latest counts.

    A refusal or a withdrawal closes the application. Accepting leaves it open until the stay begins. ``place`` is the
    place on the waiting list of the location, from 1; without one it is the end of the list. Raises ``Refused`` for an
    application that is closed, for a day in the future or before it came in, without the location or the reason that the
    decision asks for, and when somebody who waits moves on the list without a reason.
    """
    locked = Application.objects.select_for_update(of=("self",)).select_related("client").get(pk=application.pk)
    sent = ApplicationDecision.objects.filter(form_token=form_token, application=locked).first()
    if sent is not None:
        return sent
    if locked.closed_on is not None:
        raise Refused(_("Deze aanmelding is afgesloten. Meld de cliënt opnieuw aan."))
    _refuse_future(decided_on, "decided_on")
    if decided_on < locked.received_on:
        raise Refused(_("Dit ligt voor de dag van de aanmelding. Kies een latere dag."), field="decided_on")
    if kind in CLOSING:
        location, place = None, None
        if not reason.strip():
            raise Refused(_("Schrijf op waarom: dat helpt bij een volgende aanmelding."), field="reason")
    elif location is None:
        raise Refused(_("Kies voor welke locatie."), field="location")
    before = locked.decisions.first()
    moves = before is not None and before.kind == kind == DecisionKind.WAITING and before.location == location
    if moves and not reason.strip():
        raise Refused(_("Schrijf op waarom de cliënt een andere plek op de wachtlijst krijgt."), field="reason")
    row, new = create_once(
        ApplicationDecision,
        form_token,
        application=locked,
        kind=kind,
        decided_on=decided_on,
        location=location,
        place=place if kind == DecisionKind.WAITING else None,
        reason=reason.strip(),
        recorded_by=acting_user,
    )
    if new:
        _made(row, locked.client, acting_user, kind=str(kind), location=location.pk if location else None)
        if kind in CLOSING:
            _close(locked, decided_on)
    return row


def _close(application: Application, day: date | None) -> None:
    application.closed_on = day
    application.save(update_fields=["closed_on"])


def close_on_placement(*, client: Client, day: date, acting_user: User) -> None:
    """Close the open application of a client because his stay began; called inside the transaction of that stay."""
    application = client.applications.select_for_update(of=("self",)).filter(closed_on=None).first()
    if application is None:
        return
    _close(application, max(day, application.received_on))
    record(
        AuditAction.UPDATE,
        acting_user=acting_user,
        client_number=client.number,
        obj=application,
        details={"closed": "placed"},
    )


def reopen_after_withdrawal(*, client: Client, day: date, acting_user: User) -> None:
    """Open the application again that closed because a stay began on ``day``, which turned out to be a mistake.

    Called inside the transaction of that stay. An application that a decision closed stays closed, and so does any while
    another one is open.
    """
    rows = client.applications.select_for_update(of=("self",))
    if rows.filter(closed_on=None).exists():
        return
    for application in rows.filter(closed_on__gte=day, received_on__lte=F("closed_on")).order_by("-received_on", "-pk"):
        latest = application.decisions.order_by("pk").last()
        if application.closed_on != max(day, application.received_on) or (
            latest is not None and latest.kind in CLOSING
        ):
            continue
        _close(application, None)
        record(
            AuditAction.UPDATE,
            acting_user=acting_user,
            client_number=client.number,
            obj=application,
            details={"opened": "stay withdrawn"},
        )
        return


@transaction.atomic
def record_intake_step(
    *,
    application: Application,
    item: IntakeItem,
    form_token: UUID,
    state: str,
    owner: User,
    acting_user: User,
    due_on: date | None = None,
    document: Document | None = None,
    for_this_setting: str = KnownAnswer.UNKNOWN,
    note: str = "",
) -> IntakeStep:
    """Record how a point of the intake stands: in (with its document), still to come (how, by whom, before when), or not needed.

    A second call with the same token changes nothing. Raises ``Refused`` when what is to come has no way or no day, for a
    day that has passed, when something is not needed without a reason, and for a document of another file.
    """
    locked = Application.objects.select_for_update(of=("self",)).select_related("client").get(pk=application.pk)
    sent = IntakeStep.objects.filter(form_token=form_token, application=locked, item=item).first()
    if sent is not None:
        return sent
    _check_intake_step(locked, state, due_on, document, note)
    row, new = create_once(
        IntakeStep,
        form_token,
        application=locked,
        item=item,
        state=state,
        owner=owner,
        due_on=due_on if state == IntakeState.ASKED else None,
        document=document if state == IntakeState.IN else None,
        for_this_setting=for_this_setting if item.asks_setting and state == IntakeState.IN else KnownAnswer.UNKNOWN,
        note=note.strip(),
        recorded_by=acting_user,
    )
    if (row.application_id, row.item_id) != (locked.pk, item.pk):
        raise Refused(_("Dit formulier is al gebruikt bij een ander punt. Open het opnieuw."))
    if new:
        _made(row, locked.client, acting_user, item=item.key, state=str(state))
    return row


@transaction.atomic
def answer_question(
    *, client: Client, location: Location, question: str, asked: str, form_token: UUID, text: str, acting_user: User
) -> PlacementAnswer:
    """Write down what somebody answers to a question about this client at a location; earlier answers stay.

    ``asked`` is the question in the words it had. Raises ``Refused`` for an empty answer.
    """
    Client.objects.select_for_update().get(pk=client.pk)
    if not text.strip():
        raise Refused(_("Schrijf op hoe u hiernaar kijkt."), field="text")
    row, new = create_once(
        PlacementAnswer,
        form_token,
        client=client,
        location=location,
        question=question,
        asked=asked,
        text=text.strip(),
        recorded_by=acting_user,
    )
    if new:
        refuse_if_invalid(row)
        _made(row, client, acting_user, question=question, location=location.pk)
    return row


def _check_intake_step(
    application: Application, state: str, due_on: date | None, document: Document | None, note: str
) -> None:
    """Refuse a step that misses what its state asks for."""
    if state == IntakeState.ASKED:
        if due_on is None:
            raise Refused(_("Kies voor wanneer dit er is."), field="due_on")
        if due_on < timezone.localdate():
            raise Refused(_("Deze dag is voorbij. Kies een dag die nog komt."), field="due_on")
        if not note.strip():
            raise Refused(_("Schrijf op hoe u hieraan komt: bij wie gevraagd, en hoe."), field="note")
    elif state == IntakeState.NOT_NEEDED and not note.strip():
        raise Refused(_("Schrijf op waarom dit niet nodig is."), field="note")
    elif state == IntakeState.IN and document is not None and document.client_id != application.client_id:
        raise Refused(_("Kies een document uit dit dossier."), field="document")
