"""Where a client stays, and how a stay ended."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID, uuid4

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.enums import AuditAction
from accounts.errors import Refused
from accounts.services.audit import record
from casework.enums import ENDS_WITHOUT_DESTINATION, NEGATIVE_ENDS, StayEnd
from casework.events import stay_ended
from casework.models import Client, KnownEnd, Stay
from casework.services.once import create_once, refuse_if_invalid
from casework.services.placement import close_on_placement

if TYPE_CHECKING:
    from datetime import date

    from accounts.models import Location, User
    from casework.models import StayDestination


@transaction.atomic
def start_stay(
    *,
    client: Client,
    location: Location,
    valid_from: date,
    acting_user: User,
    form_token: UUID | None = None,
) -> Stay:
    """Record that a client came to live at a location; his open application closes with that.

    Raises ``Refused`` for a day in the future or before the birth of the client, and when he sleeps elsewhere that
    night: a stay covers the nights from its first day up to the morning of its last.
    """
    Client.objects.select_for_update().get(pk=client.pk)
    token = form_token or uuid4()
    if valid_from > timezone.localdate():
        raise Refused(_("Een verblijf kan niet in de toekomst beginnen."), field="valid_from")
    if valid_from < client.birth_date:
        raise Refused(_("Het verblijf begint voor de geboortedatum. Controleer het jaar."), field="valid_from")
    elsewhere = (
        client.stays.filter(Q(valid_until=None) | Q(valid_until__gt=valid_from))
        .exclude(form_token=token)
        .select_related("location")
        .first()
    )
    if elsewhere is not None:
        raise Refused(
            _("Deze cliënt verblijft dan al op %(location)s. Sluit dat verblijf eerst af.")
            % {"location": elsewhere.location},
            field="valid_from",
        )
    stay, new = create_once(Stay, token, client=client, location=location, valid_from=valid_from)
    if new:
        record(
            AuditAction.CREATE,
            acting_user=acting_user,
            client_number=client.number,
            obj=stay,
            details={"location": location.pk, "from": valid_from.isoformat()},
        )
        close_on_placement(client=client, day=valid_from, acting_user=acting_user)
    return stay


@transaction.atomic
def end_stay(
    *,
    stay: Stay,
    valid_until: date,
    end_kind: str,
    acting_user: User,
    end_reason: str = "",
    destination: StayDestination | None = None,
    destination_words: str = "",
    aftercare_until: date | None = None,
    aftercare_by: str = "",
) -> Stay:
    """Record the last day of a stay and how it ended; a second call with the same end changes nothing.

    ``destination`` is where he goes, ``aftercare_until`` and ``aftercare_by`` until when and with whom he finds an ear
    afterwards. Sends ``stay_ended``. Raises ``Refused`` when it ended before, when the day lies in the future or before
    the start, when a negative end comes without the reason why it did not fit, when nobody says where he goes (unless
    he moves inside the organisation or died), and when aftercare ends before the stay or is nobody's.
    """
    rows = Stay.including_withdrawn.select_for_update(of=("self",)).select_related("client")
    locked: Stay = rows.get(pk=stay.pk)
    if locked.withdrawn_at is not None:
        raise Refused(_("Dit verblijf is intussen ingetrokken. Er is niets vastgelegd."))
    if (locked.valid_until, locked.end_kind) == (valid_until, end_kind):
        return locked
    if locked.valid_until is not None:
        raise Refused(_("Dit verblijf is al afgesloten."))
    if valid_until > timezone.localdate():
        raise Refused(
            _("De laatste dag ligt in de toekomst. Sluit het verblijf af als het zover is."), field="valid_until"
        )
    if valid_until < locked.valid_from:
        raise Refused(
            _("De einddatum ligt voor de begindatum. Kies een einddatum op of na de begindatum."), field="valid_until"
        )
    if end_kind in NEGATIVE_ENDS and not end_reason.strip():
        raise Refused(_("Leg uit waarom het niet paste: dat helpt bij een terugkeer."), field="end_reason")
    if end_kind in ENDS_WITHOUT_DESTINATION:
        destination, destination_words = None, ""
    elif destination is None:
        raise Refused(_("Kies waar de cliënt naartoe gaat. Weet u het niet? Kies dan ‘Onbekend’."), field="destination")
    if end_kind == StayEnd.DIED:
        aftercare_until, aftercare_by = None, ""
    _check_aftercare(valid_until, aftercare_until, aftercare_by)
    locked.valid_until, locked.end_kind, locked.end_reason = valid_until, end_kind, end_reason.strip()
    locked.destination, locked.destination_words = destination, destination_words.strip()
    locked.aftercare_until, locked.aftercare_by = aftercare_until, aftercare_by.strip()
    refuse_if_invalid(locked)
    locked.save(
        update_fields=[
            "valid_until",
            "end_kind",
            "end_reason",
            "destination",
            "destination_words",
            "aftercare_until",
            "aftercare_by",
        ]
    )
    KnownEnd.objects.create(stay=locked, valid_until=valid_until)
    record(
        AuditAction.UPDATE,
        acting_user=acting_user,
        client_number=locked.client.number,
        obj=locked,
        details={"until": valid_until.isoformat(), "how": end_kind, "where": destination.key if destination else ""},
    )
    stay_ended.send(Stay, stay=locked, acting_user=acting_user)
    return locked


def _check_aftercare(last_day: date, until: date | None, by: str) -> None:
    """Refuse aftercare that ends before the stay, or that is nobody's."""
    if until is not None and until < last_day:
        raise Refused(_("Nazorg begint na het verblijf. Kies een latere dag."), field="aftercare_until")
    if until is not None and not by.strip():
        raise Refused(_("Schrijf op bij wie de cliënt na het verblijf terechtkan."), field="aftercare_by")
