"""The end dates of a title, and its suspensions. Every end that was determined stays; the latest counts."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING
from uuid import uuid5

from django.conf import settings
from django.db import transaction
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from accounts.enums import AuditAction
from accounts.errors import Refused
from accounts.services.audit import record
from casework.enums.titles import EndState, SuspensionRule
from casework.events import legal_frame_changed
from casework.models import ForensicTitle, TitleEnd, TitleSuspension
from casework.services.once import create_once, refuse_if_invalid

if TYPE_CHECKING:
    from datetime import date
    from uuid import UUID

    from accounts.models import User


def determine(
    title: ForensicTitle,
    *,
    form_token: UUID,
    state: str,
    ends_on: date | None,
    acting_user: User,
    decided_by: str = "",
    basis: str = "",
    reason: str = "",
    suspension: TitleSuspension | None = None,
) -> TitleEnd:
    """Write down an end date of a title as it was determined now, and let the title repeat it.

    For the services of titles, in their transaction and under their lock; they write the audit row.
    """
    end, _new = create_once(
        TitleEnd,
        form_token,
        client=title.client,
        title=title,
        state=state,
        ends_on=ends_on,
        decided_by=decided_by,
        basis=basis,
        reason=reason,
        suspension=suspension,
        recorded_by=acting_user,
    )
    title.valid_until, title.confirmed_by = ends_on, decided_by if state == EndState.CONFIRMED else ""
    if state == EndState.CALCULATED:
        title.calculated_end = ends_on
    refuse_if_invalid(title)
    title.save(update_fields=["valid_until", "confirmed_by", "calculated_end"])
    return end


@transaction.atomic
def confirm_end(
    *,
    title: ForensicTitle,
    form_token: UUID,
    valid_until: date,
    confirmed_by: str,
    acting_user: User,
    basis: str = "",
    reason: str = "",
) -> ForensicTitle:
    """Record the end of a title as somebody confirmed it; the ends determined before stay.

    A second call with the same token, or with what holds already, changes nothing. Sends ``legal_frame_changed``. Raises
    ``Refused`` when the end lies before the start, nobody is named, it lies before the calculated end without a reason, or
    a suspension that moves the end still runs.
    """
    locked = lock_title(title)
    if TitleEnd.objects.filter(form_token=form_token, title=locked).exists():
        return locked
    who, before = confirmed_by.strip(), locked.valid_until
    if valid_until < locked.valid_from:
        raise Refused(
            _("De einddatum ligt voor de begindatum. Kies een einddatum op of na de begindatum."), field="valid_until"
        )
    if not who:
        raise Refused(_("Vul in wie de einddatum heeft bevestigd."), field="confirmed_by")
    if (before, locked.confirmed_by) == (valid_until, who):
        return locked
    if _moves(locked) and locked.suspensions.filter(valid_until=None).exists():
        raise Refused(
            _(
                "Er loopt een schorsing, dus de einddatum staat nog niet vast. Leg eerst vast wanneer de schorsing eindigt."
            )
        )
    if locked.calculated_end is not None and valid_until < locked.calculated_end and not reason.strip():
        raise Refused(
            _(
                "Dit is eerder dan berekend (%(day)s). Controleer de datum, of schrijf op waarom de titel eerder eindigt."
            )
            % {"day": date_format(locked.calculated_end, "j F Y")},
            field="reason",
        )
    end = determine(
        locked,
        form_token=form_token,
        state=EndState.CONFIRMED,
        ends_on=valid_until,
        decided_by=who,
        basis=basis.strip(),
        reason=reason.strip(),
        acting_user=acting_user,
    )
    _told(locked, end, before=before, acting_user=acting_user)
    return locked


@transaction.atomic
def suspend(
    *,
    title: ForensicTitle,
    form_token: UUID,
    valid_from: date,
    reason: str,
    acting_user: User,
    valid_until: date | None = None,
) -> TitleSuspension:
    """Record that a title stands still from a day on, and what that does to its end.

    Where the kind of title says that a suspension moves the end, the end moves by its days; while it runs no end is known.
    Sends ``legal_frame_changed`` when the end changes. Raises ``Refused`` for days outside the title, an end before the
    begin, an overlap, a day to come, and no reason.
    """
    locked = lock_title(title)
    earlier = TitleSuspension.objects.filter(form_token=form_token, title=locked).first()
    if earlier is not None:
        return earlier
    _check_days(locked, valid_from, valid_until)
    if not reason.strip():
        raise Refused(_("Schrijf op waarom de titel stilstaat, bijvoorbeeld detentie."), field="reason")
    _refuse_overlap(locked, valid_from, valid_until)
    row, new = create_once(
        TitleSuspension,
        form_token,
        client=locked.client,
        title=locked,
        valid_from=valid_from,
        valid_until=valid_until,
        reason=reason.strip(),
        recorded_by=acting_user,
    )
    if row.title_id != locked.pk:
        raise Refused(_("Dit formulier is al gebruikt bij een andere titel. Open het opnieuw."))
    if new:
        record(
            AuditAction.CREATE,
            acting_user=acting_user,
            client_number=locked.client.number,
            obj=row,
            details={"from": valid_from.isoformat(), "until": _iso(valid_until)},
        )
        if valid_until is None:
            _stop_the_clock(locked, row, acting_user)
        else:
            _move(locked, row, locked.valid_until, acting_user)
    return row


@transaction.atomic
def end_suspension(
    *, suspension: TitleSuspension, valid_until: date, acting_user: User, note: str = ""
) -> TitleSuspension:
    """Record the last day of a suspension; the end of the title moves by its days where the law says so.

    A second call changes nothing. Sends ``legal_frame_changed`` when the end changes. Raises ``Refused`` for a day before
    it began or still to come, and for an overlap.
    """
    title = lock_title(suspension.title)
    row = TitleSuspension.objects.get(pk=suspension.pk)
    if row.valid_until is not None:
        return row
    if valid_until < row.valid_from:
        raise Refused(_("De schorsing eindigt voordat zij begint. Controleer de datums."), field="valid_until")
    if valid_until > timezone.localdate():
        raise Refused(_("Deze dag moet nog komen. Leg het einde vast als het zover is."), field="valid_until")
    _refuse_overlap(title, row.valid_from, valid_until, but=row)
    row.valid_until, row.ended_by, row.ended_at, row.end_note = valid_until, acting_user, timezone.now(), note.strip()
    refuse_if_invalid(row)
    row.save(update_fields=["valid_until", "ended_by", "ended_at", "end_note"])
    record(
        AuditAction.UPDATE,
        acting_user=acting_user,
        client_number=title.client.number,
        obj=row,
        details={"until": valid_until.isoformat()},
    )
    opening = row.ends.order_by("pk").first()
    stopped = title.ends.filter(pk__lt=opening.pk).first() if opening is not None else None
    _move(title, row, stopped.ends_on if stopped is not None else title.valid_until, acting_user)
    return row


def lock_title(title: ForensicTitle) -> ForensicTitle:
    """Return the title as it is now, locked; raise ``Refused`` when it was taken back meanwhile."""
    rows = ForensicTitle.including_withdrawn.select_for_update(of=("self",)).select_related("client", "kind")
    locked: ForensicTitle = rows.get(pk=title.pk)
    if locked.withdrawn_at is not None:
        raise Refused(_("Deze titel is intussen ingetrokken. Er is niets vastgelegd."))
    return locked


def _moves(title: ForensicTitle) -> bool:
    return title.kind.suspension == SuspensionRule.MOVES


def _check_days(title: ForensicTitle, valid_from: date, valid_until: date | None) -> None:
    if valid_from < title.valid_from or (title.valid_until is not None and valid_from > title.valid_until):
        raise Refused(
            _("De schorsing begint buiten de looptijd van de titel. Controleer de datum."), field="valid_from"
        )
    if valid_from > timezone.localdate():
        raise Refused(_("Deze dag moet nog komen. Leg de schorsing vast als zij begint."), field="valid_from")
    if valid_until is None:
        return
    if valid_until < valid_from:
        raise Refused(_("De schorsing eindigt voordat zij begint. Controleer de datums."), field="valid_until")
    if not _moves(title) and title.valid_until is not None and valid_until > title.valid_until:
        raise Refused(_("De schorsing kan niet langer duren dan de titel. Controleer de datum."), field="valid_until")


def _refuse_overlap(
    title: ForensicTitle, valid_from: date, valid_until: date | None, *, but: TitleSuspension | None = None
) -> None:
    for other in title.suspensions.all():
        if other == but:
            continue
        if other.valid_until is None:
            raise Refused(
                _("Er loopt al een schorsing vanaf %(day)s. Leg eerst vast wanneer die eindigt.")
                % {"day": date_format(other.valid_from, "j F Y")}
            )
        if other.valid_until >= valid_from and (valid_until is None or other.valid_from <= valid_until):
            raise Refused(
                _("Deze schorsing valt samen met die van %(first)s tot en met %(last)s. Controleer de datums.")
                % {"first": date_format(other.valid_from, "j F Y"), "last": date_format(other.valid_until, "j F Y")},
                field="valid_from",
            )


def first_basis() -> str:
    """Return on what the first end of a title rests, in the language of the house: it is kept with the file."""
    with translation.override(settings.LANGUAGE_CODE):
        return _("Zoals vastgelegd bij het begin van de titel.")


def _stop_the_clock(title: ForensicTitle, row: TitleSuspension, acting_user: User) -> None:
    """While a suspension runs that moves the end, no end is known."""
    if not _moves(title) or title.valid_until is None:
        return
    before = title.valid_until
    with translation.override(settings.LANGUAGE_CODE):  # kept with the file, whatever the language of the page
        basis = _("Geschorst vanaf %(day)s; de einddatum volgt als de schorsing eindigt.") % {
            "day": date_format(row.valid_from, "j F Y")
        }
    end = determine(
        title,
        form_token=row.form_token,
        state=EndState.CALCULATED,
        ends_on=None,
        basis=basis,
        suspension=row,
        acting_user=acting_user,
    )
    _told(title, end, before=before, acting_user=acting_user)


def _move(title: ForensicTitle, row: TitleSuspension, base: date | None, acting_user: User) -> None:
    """Move the end by the days of a suspension, where the kind of title says so and an end was known."""
    if not _moves(title) or base is None or row.days is None:
        return
    before, days = title.valid_until, row.days
    with translation.override(settings.LANGUAGE_CODE):  # kept with the file, whatever the language of the page
        basis = _("%(base)s en %(days)s dagen schorsing erbij.") % {"base": date_format(base, "j F Y"), "days": days}
    end = determine(
        title,
        form_token=_second_token(row),
        state=EndState.CALCULATED,
        ends_on=base + timedelta(days=days),
        basis=basis,
        suspension=row,
        acting_user=acting_user,
    )
    _told(title, end, before=before, acting_user=acting_user)


def _second_token(row: TitleSuspension) -> UUID:
    """Return a token that belongs to the moving of the end by this suspension, so that it moves once."""
    return uuid5(row.form_token, "moved")


def _told(title: ForensicTitle, end: TitleEnd, *, before: date | None, acting_user: User) -> None:
    record(
        AuditAction.UPDATE,
        acting_user=acting_user,
        client_number=title.client.number,
        obj=title,
        details={"until": _iso(end.ends_on), "before": _iso(before), "state": str(end.state)},
    )
    legal_frame_changed.send(ForensicTitle, client=title.client, acting_user=acting_user)


def _iso(day: date | None) -> str:
    return day.isoformat() if day else ""
