"""The rules of a house: a new version each time they change, and what each client was told."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.enums import AuditAction
from accounts.errors import Refused
from accounts.models import Location, LocationPolicy
from accounts.services.audit import record
from casework.models import HouseRules, RulesTold
from casework.services.once import create_once, refuse_if_invalid

if TYPE_CHECKING:
    from datetime import date, time
    from uuid import UUID

    from accounts.models import User
    from casework.models import Client


@transaction.atomic
def establish_rules(
    *,
    location: Location,
    form_token: UUID,
    valid_from: date,
    text: str,
    substance_policy: str,
    substance_text: str,
    acting_user: User,
    home_from: time | None = None,
    home_until: time | None = None,
    visitors_recorded: bool = False,
    change: str = "",
) -> HouseRules:
    """Establish the next version of the rules of a house; earlier ones stay as they were.

    Where the substance policy changes, the dated policy of the house changes with it. Raises ``Refused`` for an empty
    text, for a start before the version that holds, and for one clock time without the other.
    """
    Location.objects.select_for_update().get(pk=location.pk)
    earlier = HouseRules.objects.filter(form_token=form_token).first()
    if earlier is not None:
        return earlier
    last = HouseRules.objects.filter(location=location).order_by("-version").first()
    if last is not None and valid_from < last.valid_from:
        raise Refused(
            _("Versie %(version)s geldt vanaf %(day)s. Een nieuwe versie begint niet eerder.")
            % {"version": last.version, "day": last.valid_from.strftime("%d-%m-%Y")},
            field="valid_from",
        )
    rules, _new = create_once(
        HouseRules,
        form_token,
        location=location,
        version=last.version + 1 if last else 1,
        valid_from=valid_from,
        text=text.strip(),
        substance_policy=substance_policy,
        substance_text=substance_text.strip(),
        home_from=home_from,
        home_until=home_until,
        visitors_recorded=visitors_recorded,
        change=change.strip(),
        recorded_by=acting_user,
    )
    _follow_with_policy(location, substance_policy, valid_from)
    record(
        AuditAction.CREATE,
        acting_user=acting_user,
        obj=rules,
        details={"location": location.pk, "version": rules.version, "from": valid_from.isoformat()},
    )
    return rules


def _follow_with_policy(location: Location, policy: str, valid_from: date) -> None:
    present = LocationPolicy.objects.active_on(valid_from).filter(location=location).order_by("-valid_from").first()
    if present is not None and present.substance_policy == policy:
        return
    LocationPolicy.objects.filter(location=location, valid_from__gte=valid_from).delete()
    if present is not None and present.valid_from < valid_from:
        present.valid_until = valid_from - timedelta(days=1)
        present.save(update_fields=["valid_until"])
    row = LocationPolicy(location=location, substance_policy=policy, valid_from=valid_from)
    refuse_if_invalid(row)
    row.save()


@transaction.atomic
def tell_rules(
    *,
    rules: HouseRules,
    client: Client,
    form_token: UUID,
    told_on: date,
    how: str,
    acting_user: User,
    reaction: str = "",
) -> RulesTold:
    """Record that a client was told the rules, and what he said. Raises ``Refused`` for a day in the future."""
    if told_on > timezone.localdate():
        raise Refused(_("Deze dag ligt in de toekomst. Leg vast wat al is verteld."), field="told_on")
    told, new = create_once(
        RulesTold,
        form_token,
        rules=rules,
        client=client,
        told_on=told_on,
        how=how,
        reaction=reaction.strip(),
        recorded_by=acting_user,
    )
    if new:
        record(
            AuditAction.CREATE,
            acting_user=acting_user,
            client_number=client.number,
            obj=told,
            details={"rules": rules.pk, "how": how},
        )
    return told
