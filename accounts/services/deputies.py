"""Setting and ending stand-ins: what is due and what is sent reaches them by itself while the row holds."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.enums import AuditAction
from accounts.errors import Refused
from accounts.models import Deputy, User
from accounts.selectors import absentees_for, stand_ins_for
from accounts.services.audit import record

if TYPE_CHECKING:
    from datetime import date

LONGEST_DAYS = 366


@transaction.atomic
def set_deputy(*, absent: User, deputy: User, valid_from: date, valid_until: date, acting_user: User) -> Deputy:
    """Let somebody stand in for another in a period, both days included; the same again changes nothing.

    Raises ``Refused`` for somebody else than oneself or a member of a team that one leads, for a deputy who may not or
    who is away himself, and for a period that is past, backwards or longer than a year.
    """
    User.objects.select_for_update().get(pk=absent.pk)
    today = timezone.localdate()
    if not absentees_for(acting_user).filter(pk=absent.pk).exists():
        raise Refused(_("U kunt vervanging regelen voor uzelf, en als teamleider voor uw team."), field="absent")
    if valid_until < valid_from:
        raise Refused(_("De einddatum ligt voor de begindatum. Kies een latere einddatum."), field="valid_until")
    if valid_until < today:
        raise Refused(_("Deze periode is al voorbij. Kies een latere einddatum."), field="valid_until")
    if (valid_until - valid_from).days > LONGEST_DAYS:
        raise Refused(_("Een vervanging duurt ten hoogste een jaar."), field="valid_until")
    if deputy.pk == absent.pk:
        raise Refused(_("Iemand kan niet zichzelf vervangen."), field="deputy")
    if not stand_ins_for(absent).filter(pk=deputy.pk).exists():
        raise Refused(
            _(
                "Deze collega kan dit werk niet waarnemen. Kies iemand met dezelfde rol, bij een ketenpartner van dezelfde organisatie."
            ),
            field="deputy",
        )
    overlapping = Deputy.objects.filter(valid_from__lte=valid_until).filter(
        Q(valid_until=None) | Q(valid_until__gte=valid_from)
    )
    if overlapping.filter(absent=deputy).exists():
        raise Refused(_("%(name)s is dan zelf afwezig. Kies iemand anders.") % {"name": deputy}, field="deputy")
    same = overlapping.filter(absent=absent, deputy=deputy).first()
    if same is not None:
        if (same.valid_from, same.valid_until) == (valid_from, valid_until):
            return same
        raise Refused(_("%(name)s vervangt dan al. Beëindig die vervanging eerst.") % {"name": deputy}, field="deputy")
    row = Deputy(absent=absent, deputy=deputy, valid_from=valid_from, valid_until=valid_until)
    row.full_clean()
    row.save()
    _recorded(row, acting_user, "set")
    return row


@transaction.atomic
def end_deputy(*, row: Deputy, acting_user: User) -> None:
    """End a stand-in: yesterday was the last day; one that had not begun is removed. Ended ones stay as they are."""
    locked = Deputy.objects.select_for_update().get(pk=row.pk)
    if not absentees_for(acting_user).filter(pk=locked.absent_id).exists():
        raise Refused(_("U kunt vervanging regelen voor uzelf, en als teamleider voor uw team."))
    today = timezone.localdate()
    if locked.valid_until is not None and locked.valid_until < today:
        return
    _recorded(locked, acting_user, "ended")
    if locked.valid_from >= today:
        locked.delete()
        return
    locked.valid_until = today - timedelta(days=1)
    locked.save(update_fields=["valid_until"])


def _recorded(row: Deputy, acting_user: User, step: str) -> None:
    record(
        AuditAction.AUTHORISE,
        acting_user=acting_user,
        obj=row,
        details={
            "step": step,
            "absent": row.absent_id,
            "deputy": row.deputy_id,
            "from": row.valid_from.isoformat(),
            "until": row.valid_until.isoformat() if row.valid_until else "",
        },
    )
