"""Changes in the network of a client. Every change is a new version; who is involved follows the order of questions."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.enums import AuditAction
from accounts.errors import Refused
from accounts.services.audit import record
from casework.enums import ConsentGiver, InvolvementQuestion
from casework.models import Client, InvolvementStep, NetworkConsent, NetworkMember, NetworkVersion
from casework.models.network import OWN_CONSENT_AGE, facts_of
from casework.selectors.network import involvement_of
from casework.services.once import create_once, refuse_if_invalid

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date
    from uuid import UUID

    from accounts.models import User


def _check_day(day: date, field: str) -> None:
    if day > timezone.localdate():
        raise Refused(_("Deze dag ligt in de toekomst. Leg vast hoe het nu is."), field=field)


def _check_facts(facts: Mapping[str, Any], day: date) -> None:
    """Refuse a birth in the future, and a child under age without what must be known of it at once."""
    version = NetworkVersion(**facts)
    if version.birth_date is not None and version.birth_date > day:
        raise Refused(_("Deze geboortedatum ligt in de toekomst."), field="birth_date")
    if version.is_minor_on(day) and not version.child_informed:
        raise Refused(
            _("Dit is een kind onder de 18. Gebruik “Kind toevoegen”: impact en veiligheid gaan voor."),
            field="birth_date",
        )


def _write_version(
    member: NetworkMember, token: UUID, facts: Mapping[str, Any], valid_from: date, user: User, left_on: date | None
) -> NetworkVersion:
    row, new = create_once(
        NetworkVersion,
        token,
        member=member,
        valid_from=valid_from,
        left_on=left_on,
        recorded_by=user,
        **{key: value.strip() if isinstance(value, str) else value for key, value in facts.items()},
    )
    if row.member_id != member.pk:
        raise Refused(_("Dit formulier is al gebruikt bij iemand anders. Open het opnieuw."))
    if new:
        record(
            AuditAction.CREATE,
            acting_user=user,
            client_number=member.client.number,
            obj=row,
            details={"member": member.pk, "from": valid_from.isoformat(), "left": left_on is not None},
        )
    return row


@transaction.atomic
def add_member(
    *, client: Client, form_token: UUID, facts: Mapping[str, Any], valid_from: date, acting_user: User
) -> NetworkMember:
    """Add somebody to the network with what is known; raises ``Refused`` for a day in the future or a half child."""
    Client.objects.select_for_update().get(pk=client.pk)
    _check_day(valid_from, "valid_from")
    _check_facts(facts, valid_from)
    member, new = create_once(NetworkMember, form_token, client=client, recorded_by=acting_user)
    if new:
        _write_version(member, form_token, facts, valid_from, acting_user, None)
    return member


def _newest(member: NetworkMember) -> NetworkVersion:
    """Lock a member and return its newest version; refuse one that left."""
    NetworkMember.objects.select_for_update().get(pk=member.pk)
    newest = member.versions.first()
    if newest is None or newest.left_on is not None:
        raise Refused(_("Hij of zij staat niet meer in het netwerk. Voeg hem of haar opnieuw toe."))
    return newest


@transaction.atomic
def change_member(
    *, member: NetworkMember, form_token: UUID, facts: Mapping[str, Any], valid_from: date, acting_user: User
) -> NetworkVersion:
    """Write a new version of what is known; what ``facts`` leaves out stays as it was. The earlier one stays readable.

    Raises ``Refused`` for a day in the future or before the version that it follows.
    """
    sent = NetworkVersion.objects.filter(form_token=form_token, member=member).first()
    if sent is not None:
        return sent
    newest = _newest(member)
    _check_day(valid_from, "valid_from")
    if valid_from < newest.valid_from:
        raise Refused(_("Dit ligt voor de vorige wijziging. Kies een latere dag."), field="valid_from")
    whole = {**facts_of(newest), **facts}
    _check_facts(whole, valid_from)
    return _write_version(member, form_token, whole, valid_from, acting_user, None)


@transaction.atomic
def end_membership(
    *, member: NetworkMember, form_token: UUID, left_on: date, why: str, acting_user: User
) -> NetworkVersion:
    """Note that somebody left the network on a day, and why; the file keeps what was known."""
    sent = NetworkVersion.objects.filter(form_token=form_token, member=member).first()
    if sent is not None:
        return sent
    newest = _newest(member)
    _check_day(left_on, "left_on")
    if left_on < newest.valid_from:
        raise Refused(_("Dit ligt voor de vorige wijziging. Kies een latere dag."), field="left_on")
    return _write_version(member, form_token, {**facts_of(newest), "note": why}, left_on, acting_user, left_on)


@transaction.atomic
def answer_question(
    *, member: NetworkMember, form_token: UUID, question: str, said_yes: bool, words: str, acting_user: User
) -> InvolvementStep:
    """Answer the next question of the order; the first question begins anew after an end.

    Raises ``Refused`` for a child under age (impact and safety go first), a victim or third person, and for a question
    whose turn it is not.
    """
    sent = InvolvementStep.objects.filter(form_token=form_token, member=member).first()
    if sent is not None:
        return sent
    newest = _newest(member)
    if newest.is_minor_on(timezone.localdate()):
        raise Refused(_("Bij een kind geldt deze volgorde niet: impact en veiligheid gaan voor."))
    if newest.is_narrow:
        raise Refused(_("Een slachtoffer of derde wordt niet betrokken. Overleg met de gedragsdeskundige."))
    state = involvement_of(list(member.involvement.all()))
    if question != (state.question or InvolvementQuestion.WANTED):
        raise Refused(_("Deze vraag is al beantwoord. Open de vragen opnieuw."))
    row, _new = create_once(
        InvolvementStep,
        form_token,
        member=member,
        turn=state.turn if state.question else state.turn + 1,
        question=question,
        said_yes=said_yes,
        words=words.strip(),
        recorded_by=acting_user,
    )
    record(
        AuditAction.CREATE,
        acting_user=acting_user,
        client_number=member.client.number,
        obj=row,
        details={"member": member.pk, "question": str(question)},
    )
    return row


@transaction.atomic
def give_consent(
    *,
    member: NetworkMember,
    form_token: UUID,
    scope: str,
    given_by: str,
    valid_from: date,
    valid_until: date | None,
    words: str,
    acting_user: User,
) -> NetworkConsent:
    """Record consent. From sixteen somebody consents himself, so a parent or guardian no longer does."""
    newest = _newest(member)
    _check_day(valid_from, "valid_from")
    if newest.is_narrow:
        raise Refused(_("Een slachtoffer of derde wordt niet betrokken. Overleg met de gedragsdeskundige."))
    age = newest.age_on(valid_from)
    if given_by == ConsentGiver.GUARDIAN and (age is None or age >= OWN_CONSENT_AGE):
        raise Refused(_("Vanaf 16 jaar geeft iemand zelf toestemming. Vraag het hem of haar zelf."), field="given_by")
    if given_by == ConsentGiver.SELF and age is not None and age < OWN_CONSENT_AGE:
        raise Refused(_("Onder de 16 geeft een ouder of voogd toestemming."), field="given_by")
    row, new = create_once(
        NetworkConsent,
        form_token,
        member=member,
        scope=scope,
        given_by=given_by,
        valid_from=valid_from,
        valid_until=valid_until,
        words=words.strip(),
        recorded_by=acting_user,
    )
    if row.member_id != member.pk:
        raise Refused(_("Dit formulier is al gebruikt bij iemand anders. Open het opnieuw."))
    if new:
        record(
            AuditAction.CREATE,
            acting_user=acting_user,
            client_number=member.client.number,
            obj=row,
            details={"member": member.pk, "scope": scope, "given_by": given_by},
        )
    return row


@transaction.atomic
def withdraw_consent(*, consent: NetworkConsent, withdrawn_on: date, why: str, acting_user: User) -> NetworkConsent:
    """Withdraw consent from a day on; a second call changes nothing."""
    row = NetworkConsent.objects.select_for_update().select_related("member__client").get(pk=consent.pk)
    if row.withdrawn_on is not None:
        return row
    _check_day(withdrawn_on, "withdrawn_on")
    row.withdrawn_on, row.withdrawn_why = withdrawn_on, why.strip()
    row.withdrawn_by, row.withdrawn_at = acting_user, timezone.now()
    refuse_if_invalid(row)
    row.save(update_fields=["withdrawn_on", "withdrawn_why", "withdrawn_by", "withdrawn_at"])
    record(
        AuditAction.UPDATE,
        acting_user=acting_user,
        client_number=row.member.client.number,
        obj=row,
        details={"withdrawn": withdrawn_on.isoformat()},
    )
    return row
