"""A check-in: begin it, answer as one side, or say that now is not the moment. A side is written in one go."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.enums import AuditAction
from accounts.errors import Refused
from accounts.services.audit import record
from accounts.services.links import links_of, redeem_link, revoke_link
from alliance.access import CLIENT_LINK, holds, is_about
from alliance.enums import ScaleKind, Sharing, Side
from alliance.instruments import Instrument, conversation_aid, score
from alliance.models import AllianceAnswers, AllianceCheckIn, AllianceDraft, AllianceItemAnswer, AllianceScore
from alliance.selectors.instruments import get_instrument
from alliance.selectors.rhythm import occasion_for
from casework.services.once import create_once

if TYPE_CHECKING:
    from collections.abc import Mapping
    from uuid import UUID

    from accounts.models import OneTimeLink, User
    from casework.models import Client


@transaction.atomic
def start_check_in(
    *,
    client: Client,
    form_token: UUID,
    acting_user: User,
    instrument: Instrument | None = None,
    at: dt.datetime | None = None,
) -> AllianceCheckIn:
    """Begin a check-in and derive its occasion from the file; with the short conversation aid when none is named.

    ``at`` is when it was begun, now when left out. Raises ``Refused`` for a time in the future.
    """
    moment = _moment(at)
    aid = instrument or conversation_aid()
    check_in, new = create_once(
        AllianceCheckIn,
        form_token,
        client=client,
        instrument_key=aid.key,
        instrument_version=aid.version,
        occasion=occasion_for(client, timezone.localdate(moment)),
        started_at=moment,
        started_by=acting_user,
    )
    if new:
        record(
            AuditAction.CREATE,
            acting_user=acting_user,
            client_number=client.number,
            obj=check_in,
            details={"occasion": check_in.occasion, "instrument": aid.code},
        )
    return check_in


@transaction.atomic
def answer_as_counsellor(
    *,
    check_in: AllianceCheckIn,
    answers: Mapping[str, int | None],
    acting_user: User,
    remark: str = "",
    at: dt.datetime | None = None,
) -> AllianceAnswers:
    """Record the counsellor's side, once: a second time gives back what was answered the first time.

    ``answers`` holds a value on the scale for every item. Raises ``Refused`` when one is missing or off the scale, and
    ``PermissionDenied`` to anyone but the counsellor who began it.
    """
    locked = _lock(check_in, acting_user, None)
    return _write(locked, Side.COUNSELLOR, answers, remark, acting_user, _moment(at))


@transaction.atomic
def keep_answers(
    *,
    check_in: AllianceCheckIn,
    answers: Mapping[str, int | None],
    acting_user: User | None,
    link: OneTimeLink | None = None,
) -> None:
    """Keep what the client has answered so far, so that stopping half-way loses nothing. It counts for nothing yet.

    ``answers`` holds what was answered on the screen that was sent; None is an item that was skipped.
    """
    locked = _lock(check_in, acting_user, link)
    if locked.client_declined_at is not None or locked.answers.filter(side=Side.CLIENT).exists():
        return
    draft, _made = AllianceDraft.objects.get_or_create(check_in=locked)
    draft.answers = {**draft.answers, **answers}
    draft.save(update_fields=["answers", "updated_at"])
    _record(locked, acting_user, AuditAction.UPDATE, {"draft": len(draft.answers)})


@transaction.atomic
def forget_answers(*, check_in: AllianceCheckIn, acting_user: User | None, link: OneTimeLink | None = None) -> None:
    """Throw away what the client had begun, because he wants to start again."""
    locked = _lock(check_in, acting_user, link)
    if AllianceDraft.objects.filter(check_in=locked).delete()[0]:
        _record(locked, acting_user, AuditAction.UPDATE, {"draft": 0})


@transaction.atomic
def answer_as_client(
    *,
    check_in: AllianceCheckIn,
    answers: Mapping[str, int | None],
    sharing: Sharing,
    acting_user: User | None,
    link: OneTimeLink | None = None,
    remark: str = "",
    at: dt.datetime | None = None,
) -> AllianceAnswers:
    """Record the client's side and what the counsellor may see of it, once.

    ``acting_user`` is the counsellor on whose device the client answers; with a ``link`` it may be nobody, and the link
    is used up. A second time changes nothing, the client's choice included. Raises ``Refused`` as
    ``answer_as_counsellor``, and after the client said that he did not want to; ``LinkRefused`` when the link was used.
    """
    locked = _lock(check_in, acting_user, link)
    if locked.client_declined_at is not None:
        raise Refused(_("Bij deze check-in is al gekozen om niet mee te doen. Begin samen een nieuwe."))
    first_time = not locked.client_sharing
    written = _write(locked, Side.CLIENT, answers, remark, acting_user, _moment(at))
    if first_time:
        locked.client_sharing = sharing
        locked.save(update_fields=["client_sharing"])
    _close(locked, acting_user, link)
    return written


@transaction.atomic
def decline(
    *,
    check_in: AllianceCheckIn,
    acting_user: User | None,
    link: OneTimeLink | None = None,
    at: dt.datetime | None = None,
) -> AllianceCheckIn:
    """Record that the client does not want to answer now. That is an answer; it counts for the rhythm.

    Does nothing a second time, nor when the client has answered already. What he had begun is thrown away: he did not
    want to say it after all.
    """
    locked = _lock(check_in, acting_user, link)
    answered = locked.answers.filter(side=Side.CLIENT).exists()
    if locked.client_declined_at is None and not answered:
        locked.client_declined_at = _moment(at)
        locked.save(update_fields=["client_declined_at"])
        _record(locked, acting_user, AuditAction.UPDATE, {"declined": True})
        _close(locked, acting_user, link)
    return locked


def _lock(check_in: AllianceCheckIn, acting_user: User | None, link: OneTimeLink | None) -> AllianceCheckIn:
    """Return the check-in, locked; raise ``PermissionDenied`` to whoever did not begin it and has no link to it."""
    by_holder = acting_user is not None and holds(acting_user, check_in)
    if not by_holder and not (link is not None and is_about(link, check_in)):
        raise PermissionDenied(_("Alleen de begeleider die deze check-in begon, kan hem afmaken."))
    locked: AllianceCheckIn = (
        AllianceCheckIn.objects.select_for_update(of=("self",))
        .select_related("client", "started_by")
        .get(pk=check_in.pk)
    )
    return locked


def _close(check_in: AllianceCheckIn, acting_user: User | None, link: OneTimeLink | None) -> None:
    """End what was only needed while the client was busy: his draft, and every link to it."""
    AllianceDraft.objects.filter(check_in=check_in).delete()
    if link is not None:
        redeem_link(link=link, acting_user=acting_user)
    for other in links_of(check_in, CLIENT_LINK).filter(used_at=None, revoked_at=None):
        revoke_link(link=other, acting_user=acting_user or check_in.started_by)


def _moment(at: dt.datetime | None) -> dt.datetime:
    now = timezone.now()
    if at is not None and at > now:
        raise Refused(_("Een check-in kan niet in de toekomst liggen."))
    return at or now


def checked(instrument: Instrument, side: Side, answers: Mapping[str, int | None]) -> dict[str, int]:
    """Return the answers that were given; raise ``Refused``, at its item, for one that is needed or off the scale."""
    given: dict[str, int] = {}
    for item in instrument.items:
        value = answers.get(item.key)
        if value is not None and instrument.scale.lowest <= value <= instrument.scale.highest:
            given[item.key] = value
        elif value is not None or side != Side.CLIENT or not skippable(instrument, item.key):
            raise Refused(_("Kies bij elke stelling een antwoord."), field=item.key)
    if not given:
        raise Refused(_("Er is nog niets ingevuld. Kies minstens één antwoord, of kies “Ik wil dit nu niet”."))
    return given


def skippable(instrument: Instrument, item: str) -> bool:
    """Return whether the client may leave an item out: the aspect can do without it, or it is one slider of several."""
    return instrument.scale.kind == ScaleKind.SLIDER or instrument.may_skip(instrument.item_by_key[item])


def _write(
    check_in: AllianceCheckIn,
    side: Side,
    answers: Mapping[str, int | None],
    remark: str,
    acting_user: User | None,
    moment: dt.datetime,
) -> AllianceAnswers:
    earlier = check_in.answers.filter(side=side).first()
    if earlier is not None:
        return earlier
    instrument = get_instrument(check_in.instrument_key, check_in.instrument_version)
    given = checked(instrument, side, answers)
    written = AllianceAnswers.objects.create(
        check_in=check_in, side=side, answered_by=acting_user, answered_at=moment, remark=remark.strip()
    )
    AllianceItemAnswer.objects.bulk_create(
        AllianceItemAnswer(answers=written, item=item, value=value) for item, value in given.items()
    )
    AllianceScore.objects.bulk_create(
        AllianceScore(answers=written, aspect=aspect, value=value) for aspect, value in score(instrument, given).items()
    )
    record(
        AuditAction.CREATE,
        acting_user=acting_user,
        client_number=check_in.client.number,
        obj=written,
        details={"side": side.value},
        on_behalf_of=side.value if side == Side.CLIENT else "",
    )
    return written


def _record(
    check_in: AllianceCheckIn, acting_user: User | None, action: AuditAction, details: dict[str, int | bool]
) -> None:
    """Leave a row about an act of the client's."""
    record(
        action,
        acting_user=acting_user,
        client_number=check_in.client.number,
        obj=check_in,
        details=details,
        on_behalf_of=Side.CLIENT.value,
    )
