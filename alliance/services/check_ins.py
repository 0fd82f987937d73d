"""A check-in: begin it, answer as one side, or say that now is not the moment. Answers are written in one go."""

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
from alliance.access import holds
from alliance.enums import Aspect, Side
from alliance.instruments import conversation_aid
from alliance.models import AllianceAnswers, AllianceCheckIn, AllianceScore
from alliance.models.check_ins import HIGHEST, LOWEST
from alliance.selectors.rhythm import occasion_for
from casework.services.once import create_once

if TYPE_CHECKING:
    from collections.abc import Mapping
    from uuid import UUID

    from accounts.models import User
    from casework.models import Client


@transaction.atomic
def start_check_in(
    *, client: Client, form_token: UUID, acting_user: User, at: dt.datetime | None = None
) -> AllianceCheckIn:
    """Begin a check-in with the newest conversation aid, and derive its occasion from the file.

    ``at`` is when it was begun, now when left out. Raises ``Refused`` for a time in the future.
    """
    moment = _moment(at)
    aid = conversation_aid()
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
            details={"occasion": check_in.occasion},
        )
    return check_in


@transaction.atomic
def answer_as_counsellor(
    *,
    check_in: AllianceCheckIn,
    scores: Mapping[str, int],
    acting_user: User,
    remark: str = "",
    at: dt.datetime | None = None,
) -> AllianceAnswers:
    """Record the counsellor's side, once: a second time gives back what was answered the first time.

    ``scores`` holds a value from 1 to 5 for every aspect. Raises ``Refused`` when one is missing or off the scale, and
    ``PermissionDenied`` to anyone but the counsellor who began it.
    """
    locked = _lock(check_in, acting_user)
    return _write(locked, Side.COUNSELLOR, scores, remark, acting_user, _moment(at))


@transaction.atomic
def answer_as_client(
    *,
    check_in: AllianceCheckIn,
    scores: Mapping[str, int],
    shares_answers: bool,
    acting_user: User,
    remark: str = "",
    at: dt.datetime | None = None,
) -> AllianceAnswers:
    """Record the client's side and whether the counsellor may see it, once.

    ``acting_user`` is the counsellor on whose device the client answers. A second time changes nothing, the client's
    choice included. Raises ``Refused`` as ``answer_as_counsellor``, and after the client said that he did not want to.
    """
    locked = _lock(check_in, acting_user)
    if locked.client_declined_at is not None:
        raise Refused(_("Bij deze check-in is al gekozen om niet mee te doen. Begin samen een nieuwe."))
    first_time = locked.client_shares_answers is None
    answers = _write(locked, Side.CLIENT, scores, remark, acting_user, _moment(at))
    if first_time:
        locked.client_shares_answers = shares_answers
        locked.save(update_fields=["client_shares_answers"])
    return answers


@transaction.atomic
def decline(*, check_in: AllianceCheckIn, acting_user: User, at: dt.datetime | None = None) -> AllianceCheckIn:
    """Record that the client does not want to answer now. That is an answer; it counts for the rhythm.

    Does nothing a second time, nor when the client has answered already.
    """
    locked = _lock(check_in, acting_user)
    answered = locked.answers.filter(side=Side.CLIENT).exists()
    if locked.client_declined_at is None and not answered:
        locked.client_declined_at = _moment(at)
        locked.save(update_fields=["client_declined_at"])
        record(
            AuditAction.UPDATE,
            acting_user=acting_user,
            client_number=locked.client.number,
            obj=locked,
            details={"declined": True},
            on_behalf_of=Side.CLIENT.value,
        )
    return locked


def _lock(check_in: AllianceCheckIn, acting_user: User) -> AllianceCheckIn:
    """Return the check-in, locked; raise ``PermissionDenied`` to anyone but the counsellor who began it."""
    if not holds(acting_user, check_in):
        raise PermissionDenied(_("Alleen de begeleider die deze check-in begon, kan hem afmaken."))
    locked: AllianceCheckIn = (
        AllianceCheckIn.objects.select_for_update(of=("self",)).select_related("client").get(pk=check_in.pk)
    )
    return locked


def _moment(at: dt.datetime | None) -> dt.datetime:
    now = timezone.now()
    if at is not None and at > now:
        raise Refused(_("Een check-in kan niet in de toekomst liggen."))
    return at or now


def _write(
    check_in: AllianceCheckIn,
    side: Side,
    scores: Mapping[str, int],
    remark: str,
    acting_user: User,
    moment: dt.datetime,
) -> AllianceAnswers:
    earlier = check_in.answers.filter(side=side).first()
    if earlier is not None:
        return earlier
    for aspect in Aspect:
        if not LOWEST <= scores.get(aspect, 0) <= HIGHEST:
            raise Refused(_("Kies bij elke stelling een antwoord."), field=aspect.value)
    answers = AllianceAnswers.objects.create(
        check_in=check_in, side=side, answered_by=acting_user, answered_at=moment, remark=remark.strip()
    )
    AllianceScore.objects.bulk_create(
        AllianceScore(answers=answers, aspect=aspect, value=scores[aspect]) for aspect in Aspect
    )
    record(
        AuditAction.CREATE,
        acting_user=acting_user,
        client_number=check_in.client.number,
        obj=answers,
        details={"side": side.value},
        on_behalf_of=side.value if side == Side.CLIENT else "",
    )
    return answers
