"""Changing what is wished for an application: the wish before it stays, with who changed it, when and why."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.enums import AuditAction
from accounts.errors import Refused
from accounts.services.audit import record
from casework.models import WISH, Application, EarlierWish
from casework.services.once import create_once, refuse_if_invalid

if TYPE_CHECKING:
    from datetime import date
    from uuid import UUID

    from accounts.models import Location, User


class WishConflict(Refused):
    """Somebody else changed the wish meanwhile; ``seen`` is what to send next time."""

    def __init__(self, change: EarlierWish) -> None:
        """Say who it was."""
        super().__init__(
            _("%(name)s wijzigde de wens intussen. Boven het formulier staat hoe die nu is. Verstuur daarna opnieuw.")
            % {"name": change.recorded_by}
        )
        self.seen = change.pk


def last_wish_change(application: Application) -> EarlierWish | None:
    """Return the last time that the wish was changed. One query."""
    found: EarlierWish | None = application.earlier_wishes.select_related("recorded_by").order_by("-pk").first()
    return found


@transaction.atomic
def change_wish(
    *,
    application: Application,
    form_token: UUID,
    acting_user: User,
    wish_form: str = "",
    wish_location: Location | None = None,
    wish_from: date | None = None,
    wish_words: str = "",
    reason: str = "",
    seen: int | None = None,
) -> Application:
    """Write what is wished now; what was wished before stays to be read.

    ``seen`` is the id of the last change that was on the screen, 0 for none. A second call with the same token changes
    nothing. Raises ``Refused`` for an application that is closed and when nothing changes, and ``WishConflict`` when
    somebody else changed it after ``seen``.
    """
    locked = Application.objects.select_for_update(of=("self",)).select_related("client").get(pk=application.pk)
    if locked.earlier_wishes.filter(form_token=form_token).exists():
        return locked
    if locked.closed_on is not None:
        raise Refused(_("Deze aanmelding is afgesloten. Meld de cliënt opnieuw aan."))
    last = last_wish_change(locked)
    if seen is not None and last is not None and last.pk != seen:
        raise WishConflict(last)
    before = {name: getattr(locked, name) for name in WISH}
    typed = {
        "wish_form": wish_form,
        "wish_location": wish_location,
        "wish_from": wish_from,
        "wish_words": wish_words.strip(),
    }
    changed = [name for name in WISH if before[name] != typed[name]]
    if not changed:
        raise Refused(_("U heeft niets gewijzigd. Pas de wens aan, of ga terug."))
    for name in changed:
        setattr(locked, name, typed[name])
    refuse_if_invalid(locked)
    locked.save(update_fields=changed)
    create_once(EarlierWish, form_token, application=locked, reason=reason.strip(), recorded_by=acting_user, **before)
    record(
        AuditAction.UPDATE,
        acting_user=acting_user,
        client_number=locked.client.number,
        obj=locked,
        details={"changed": changed},
    )
    return locked
