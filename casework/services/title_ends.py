"""Preparing the end of a title, and staying involved after it. Every act is a new dated row; nothing is overwritten."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.enums import AuditAction
from accounts.errors import Refused
from accounts.services.audit import record
from casework.enums import TitleEndState
from casework.models import ForensicInvolvement, ForensicTitle, TitleEndStep
from casework.selectors.legal import term_days
from casework.services.once import create_once, refuse_if_invalid
from casework.services.titles import lock_title

if TYPE_CHECKING:
    from datetime import date
    from uuid import UUID

    from accounts.models import User
    from casework.models import TitleEndItem


@transaction.atomic
def record_end_step(
    *,
    title: ForensicTitle,
    item: TitleEndItem,
    form_token: UUID,
    state: str,
    owner: User,
    acting_user: User,
    due_on: date | None = None,
    happened_on: date | None = None,
    note: str = "",
) -> TitleEndStep:
    """Record how a point of the checklist stands: planned before a day, done on a day, or not needed because.

    The day that does not belong to the state is left out. A second call with the same token changes nothing. Raises
    ``Refused`` without the day or the reason that the state asks for, for a plan in the past and for a deed to come.
    """
    locked = lock_title(title)
    earlier = TitleEndStep.objects.filter(form_token=form_token, title=locked, item=item).first()
    if earlier is not None:
        return earlier
    today = timezone.localdate()
    if state == TitleEndState.PLANNED:
        happened_on = None
        if due_on is None:
            raise Refused(_("Kies voor wanneer dit gedaan is."), field="due_on")
        if due_on < today:
            raise Refused(
                _("Deze dag is voorbij. Kies een dag die nog komt, of leg vast dat het is gedaan."), field="due_on"
            )
    elif state == TitleEndState.DONE:
        due_on, happened_on = None, happened_on or today
        if happened_on > today:
            raise Refused(_("Deze dag moet nog komen. Kies ‘gepland’, of controleer de datum."), field="happened_on")
    else:
        due_on = happened_on = None
        if not note.strip():
            raise Refused(_("Schrijf op waarom dit niet nodig is."), field="note")
    step, new = create_once(
        TitleEndStep,
        form_token,
        client=locked.client,
        title=locked,
        item=item,
        state=state,
        owner=owner,
        due_on=due_on,
        happened_on=happened_on,
        note=note.strip(),
        recorded_by=acting_user,
    )
    if (step.title_id, step.item_id) != (locked.pk, item.pk):
        raise Refused(_("Dit formulier is al gebruikt bij een ander punt. Open het opnieuw."))
    if new:
        record(
            AuditAction.CREATE,
            acting_user=acting_user,
            client_number=locked.client.number,
            obj=step,
            details={"item": item.key, "state": str(state)},
        )
    return step


@transaction.atomic
def arrange_involvement(
    *,
    title: ForensicTitle,
    form_token: UUID,
    who: str,
    what: str,
    valid_until: date,
    acting_user: User,
    why_shorter: str = "",
) -> ForensicInvolvement:
    """Arrange who stays involved from the day after the end of a title, in place of what was arranged before.

    Raises ``Refused`` when the end of the title is not known, and when it is shorter than the term of the organisation
    (``title-end-after``, three months) without a reason.
    """
    locked = lock_title(title)
    earlier = ForensicInvolvement.objects.filter(form_token=form_token, title=locked).first()
    if earlier is not None:
        return earlier
    if locked.valid_until is None:
        raise Refused(_("Leg eerst de einddatum van de titel vast: daarna begint de betrokkenheid."))
    start = locked.valid_until + timedelta(days=1)
    if valid_until < start:
        raise Refused(_("Dit is voor het einde van de titel. Kies een dag erna."), field="valid_until")
    if valid_until < locked.valid_until + timedelta(days=term_days("title-end-after")) and not why_shorter.strip():
        raise Refused(
            _("Dit is korter dan drie maanden na de titel. Kies een latere dag, of schrijf op waarom korter past."),
            field="why_shorter",
        )
    before = ForensicInvolvement.objects.filter(title=locked, replaced_by=None).first()
    row, new = create_once(
        ForensicInvolvement,
        form_token,
        client=locked.client,
        title=locked,
        who=who.strip(),
        what=what.strip(),
        valid_from=start,
        valid_until=valid_until,
        why_shorter=why_shorter.strip(),
        replaces=before,
        recorded_by=acting_user,
    )
    if row.title_id != locked.pk:
        raise Refused(_("Dit formulier is al gebruikt bij een andere titel. Open het opnieuw."))
    if new:
        record(
            AuditAction.CREATE if before is None else AuditAction.UPDATE,
            acting_user=acting_user,
            client_number=locked.client.number,
            obj=row,
            details={"from": start.isoformat(), "until": valid_until.isoformat()},
        )
    return row


@transaction.atomic
def close_involvement(
    *, involvement: ForensicInvolvement, closed_on: date, closing: str, acting_user: User
) -> ForensicInvolvement:
    """Close what was arranged, with how it went; a second call changes nothing.

    Raises ``Refused`` without words, for a day to come or before it began, and for a row that another one replaced.
    """
    locked = ForensicInvolvement.objects.select_for_update(of=("self",)).select_related("client").get(pk=involvement.pk)
    if locked.closed_on is not None:
        return locked
    if ForensicInvolvement.objects.filter(replaces=locked).exists():
        raise Refused(_("Hiervoor is iets anders afgesproken. Sluit de nieuwste afspraak af."))
    if closed_on > timezone.localdate():
        raise Refused(_("Deze dag moet nog komen. Sluit af als het zover is."), field="closed_on")
    if closed_on < locked.valid_from:
        raise Refused(_("De betrokkenheid was toen nog niet begonnen. Controleer de datum."), field="closed_on")
    if not closing.strip():
        raise Refused(_("Schrijf op hoe het is afgesloten."), field="closing")
    locked.closed_on, locked.closing, locked.closed_by = closed_on, closing.strip(), acting_user
    refuse_if_invalid(locked)
    locked.save(update_fields=["closed_on", "closing", "closed_by"])
    record(
        AuditAction.UPDATE,
        acting_user=acting_user,
        client_number=locked.client.number,
        obj=locked,
        details={"closed": closed_on.isoformat()},
    )
    return locked
