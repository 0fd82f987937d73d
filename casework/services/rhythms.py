"""Agreeing on a rhythm of contact, and logging the light contacts of it."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.enums import AuditAction
from accounts.errors import Refused
from accounts.services.audit import record
from casework.enums import DayPart
from casework.models import Client, ContactRhythm, LightContact
from casework.services.once import create_once

if TYPE_CHECKING:
    from datetime import date, time
    from uuid import UUID

    from accounts.models import User

# A light contact is logged while one still knows; what lies further back belongs in a contact note.
LATE_DAYS = 7


@transaction.atomic
def set_rhythm(
    *,
    client: Client,
    form_token: UUID,
    per_week: int,
    morning: time | None,
    evening: time | None,
    why: str,
    acting_user: User,
) -> ContactRhythm | None:
    """Agree on a rhythm from today on; the one before ends. Without any contact in it the rhythm ends, and None is returned.

    A second call with the same token changes nothing. Raises ``Refused`` without a reason.
    """
    Client.objects.select_for_update().get(pk=client.pk)
    earlier = ContactRhythm.objects.filter(form_token=form_token, client=client).first()
    if earlier is not None:
        return earlier
    if not why.strip():
        raise Refused(_("Schrijf op waarom dit ritme past, bijvoorbeeld wat de cliënt zelf vroeg."), field="why")
    today = timezone.localdate()
    before = client.contact_rhythms.filter(valid_until=None).first()
    if before is not None:
        before.valid_until = max(before.valid_from, today - timedelta(days=1))
        before.save(update_fields=["valid_until"])
    rhythm = None
    if per_week or morning or evening:
        rhythm, _new = create_once(
            ContactRhythm,
            form_token,
            client=client,
            valid_from=today,
            per_week=per_week,
            morning=morning,
            evening=evening,
            why=why.strip(),
            recorded_by=acting_user,
        )
    elif before is None:
        raise Refused(_("Kies hoeveel contact er is: per week, in de ochtend of aan het einde van de dag."))
    record(
        AuditAction.UPDATE,
        acting_user=acting_user,
        client_number=client.number,
        obj=rhythm or before,
        details={"per_week": per_week, "morning": bool(morning), "evening": bool(evening)},
    )
    return rhythm


@transaction.atomic
def log_light_contact(
    *,
    client: Client,
    form_token: UUID,
    day: date,
    part: str,
    initiative: str,
    acting_user: User,
    words: str = "",
    correct: bool = False,
) -> LightContact:
    """Log a light contact of one part of a day, or with ``correct`` put another one in its place.

    Raises ``Refused`` for a day to come or more than a week back, and when it was logged already.
    """
    Client.objects.select_for_update().get(pk=client.pk)
    earlier = LightContact.objects.filter(form_token=form_token, client=client).first()
    if earlier is not None:
        return earlier
    today = timezone.localdate()
    if day > today:
        raise Refused(_("Deze dag moet nog komen. Leg het contact vast als het er was."), field="day")
    if (today - day).days > LATE_DAYS:
        raise Refused(_("Dit is meer dan een week geleden. Schrijf er een gewoon contact van."), field="day")
    standing = LightContact.objects.filter(client=client, day=day, part=part, corrected_by=None).first()
    if standing is not None and not correct:
        raise Refused(
            _("%(who)s legde dit al vast: %(part)s, %(what)s. Klopt dat niet, kies dan ‘Verbeteren’.")
            % {
                "who": standing.recorded_by,
                "part": DayPart(part).label,
                "what": standing.get_initiative_display(),
            }
        )
    contact, _new = create_once(
        LightContact,
        form_token,
        client=client,
        day=day,
        part=part,
        initiative=initiative,
        words=words.strip(),
        corrects=standing,
        recorded_by=acting_user,
    )
    record(
        AuditAction.CREATE if standing is None else AuditAction.UPDATE,
        acting_user=acting_user,
        client_number=client.number,
        obj=contact,
        details={"day": day.isoformat(), "part": str(part), "initiative": str(initiative)},
    )
    return contact
