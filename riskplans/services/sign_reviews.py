"""Going through all signs of the plan, together or by the client alone; the stoplight follows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.enums import AuditAction
from accounts.errors import Refused
from accounts.services.audit import record
from casework.models import Client
from casework.services.once import create_once
from riskplans.enums import ChangeSource, Presence, ReviewedBy, SeenBy
from riskplans.models import Sign, SignallingPlan, SignObservation, SignReview, SignReviewLine
from riskplans.selectors import current_phase
from riskplans.selectors.rule import after_review, after_ticks
from riskplans.services.monitoring import follow_signs, tell_if_raised

if TYPE_CHECKING:
    from collections.abc import Mapping
    from uuid import UUID

    from accounts.models import User

LONGEST_REMARK = 500


@transaction.atomic
def review_signs(
    *,
    client: Client,
    plan: SignallingPlan,
    by: str,
    answers: Mapping[int, str],
    acting_user: User,
    form_token: UUID,
    remark: str = "",
) -> SignReview:
    """Write down what was said of each sign, and let the stoplight follow.

    ``answers`` holds a ``Presence`` for the id of every sign that was asked: together all signs of the plan, the client
    alone those that he notices himself. Together may lower, except from red; the client alone only raises.
    A second click gives the same review. Raises ``Refused`` when the plan was replaced, when a sign was not answered,
    or when the remark is too long.
    """
    Client.objects.select_for_update().get(pk=client.pk)
    earlier = SignReview.objects.filter(form_token=form_token, client=client).first()
    if earlier is not None:
        return earlier
    if not SignallingPlan.objects.active().filter(client=client, pk=plan.pk).exists():
        raise Refused(_("Het signaleringsplan is intussen gewijzigd. Begin opnieuw met de signalen die nu gelden."))
    signs = {sign.pk: sign for sign in asked_signs(plan, by)}
    if not signs or any(answers.get(pk) not in Presence.values for pk in signs):
        raise Refused(_("Nog niet elk signaal heeft een antwoord. Kies bij elk signaal nee, een beetje of ja."))
    if len(remark) > LONGEST_REMARK:
        raise Refused(_("Dit is te lang. Schrijf het in hoogstens 500 tekens."), field="remark")
    now = timezone.now()
    present = [pk for pk in signs if answers[pk] != Presence.NO]
    current = current_phase(client)
    before, seen = current.level if current else None, [signs[pk].phase.level for pk in present]
    together = by == ReviewedBy.TOGETHER
    change = follow_signs(
        client=client,
        plan=plan,
        level=after_review(before, seen) if together else after_ticks(before, seen),
        source=ChangeSource.TOGETHER if together else ChangeSource.TICKS,
        at=now,
        acting_user=acting_user,
    )
    review, _is_new = create_once(
        SignReview,
        form_token,
        client=client,
        plan=plan,
        by=by,
        reviewed_at=now,
        remark=remark.strip(),
        change=change,
        recorded_by=acting_user,
    )
    SignReviewLine.objects.bulk_create(
        SignReviewLine(review=review, sign=sign, presence=answers[pk]) for pk, sign in signs.items()
    )
    SignObservation.objects.bulk_create(
        SignObservation(
            client=client,
            sign=signs[pk],
            review=review,
            change=change,
            seen_by=SeenBy.COUNSELLOR if together else SeenBy.CLIENT,
            observed_at=now,
            recorded_by=acting_user,
        )
        for pk in present
    )
    record(
        AuditAction.CREATE,
        acting_user=acting_user,
        client_number=client.number,
        obj=review,
        details={"by": str(by), "signs": sorted(present)},
    )
    if change is not None:
        tell_if_raised(change, current, acting_user=acting_user)
    return review


def asked_signs(plan: SignallingPlan, by: str) -> list[Sign]:
    """Return the signs that a review asks for, from green to red: all of them, or those of the client himself."""
    signs = Sign.objects.filter(phase__plan=plan).select_related("phase")
    if by == ReviewedBy.CLIENT:
        signs = signs.filter(noticed_by="client")
    return sorted(signs, key=lambda sign: (sign.phase.rank, sign.noticed_by, sign.order, sign.pk))
