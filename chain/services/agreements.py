"""The life of a three-party agreement: drafted, offered, in force, superseded, ended. Steps and who may take them.

=============  =====================  ==================================================================
from           to                     by
=============  =====================  ==================================================================
(nothing)      drafted                the organisation (``draft_agreement``), while no other version is open
drafted        offered                the organisation (``offer_agreement``); freezes the text
offered        in force               the act that makes it complete (``act_on_agreement``)
in force       superseded             the completion of the version that replaces it
any open one   ended                  the organisation (``end_agreement``), with a reason
any offered    ended                  the night after the supervision ended (``chain/services/staleness.py``)
=============  =====================  ==================================================================

Complete: the organisation and the officer agreed, and the client agreed, refused with a reason, or could not answer.
A refusal of the organisation or the officer leaves a version offered; only withdrawing it clears the way for another.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from accounts.enums import AuditAction, Role
from accounts.errors import Refused
from accounts.selectors import standing_of
from accounts.services.audit import record
from casework.models import Client, Signature
from casework.services.once import create_once, refuse_if_invalid
from chain.enums import AgreementStatus, Channel, Decision, Informer, Party, SigningWay
from chain.models import Agreement, AgreementAct, NotificationRule, digest_of
from chain.selectors.agreements import snapshot_of
from chain.selectors.officers import officer_of
from chain.services.seats import refuse_if_left

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date
    from uuid import UUID

    from accounts.models import User
    from chain.models import ThreePartyMeeting


NO_SIGNATURE = Signature(kind="")


@dataclass(frozen=True)
class RuleLine:
    """A notification rule as it is typed. ``within`` in hours, 0 is at once; see ``NotificationRule``."""

    event: str
    within: int
    working_hours: bool = False
    informer: str = Informer.COUNSELLOR
    channel: str = Channel.PORTAL
    text: str = ""
    client_first: bool = True
    incident_kinds: tuple[str, ...] = ()
    free_event: str = ""


@dataclass(frozen=True)
class Clauses:
    """The text of a draft, by the names of ``Agreement``; what is left out is not agreed on."""

    roles: str
    contact_rhythm: str
    client_leads: str
    sharing: str
    evaluate_on: date
    control: str = ""
    others: str = ""
    probation_goals: str = ""
    meetings: str = ""
    strengths: str = ""
    risks: str = ""
    house_rules: str = ""
    with_consent: str = ""
    officer_shares: str = ""
    on_breach: str = ""
    reachable: str = ""
    supervision_level: str = ""


def lock_agreement(agreement: Agreement) -> Agreement:
    """Return the agreement as it stands now, locked until the transaction ends."""
    return (
        Agreement.objects.select_for_update(of=("self",))
        .select_related("client", "officer__organisation", "officer_organisation")
        .get(pk=agreement.pk)
    )


def _audit(action: AuditAction, agreement: Agreement, acting_user: User, **details: Any) -> None:
    record(
        action,
        acting_user=acting_user,
        client_number=agreement.client.number,
        obj=agreement,
        details={"version": agreement.version, "status": agreement.status, **details},
    )


def _refuse_past_evaluation(clauses: Clauses) -> None:
    if clauses.evaluate_on <= timezone.localdate():
        raise Refused(_("Kies een evaluatiedatum na vandaag."), field="evaluate_on")


def _write_rules(agreement: Agreement, rules: Iterable[RuleLine]) -> None:
    for line in rules:
        rule = NotificationRule(agreement=agreement, **asdict(line))
        rule.incident_kinds = list(line.incident_kinds)
        refuse_if_invalid(rule)
        rule.save()


@transaction.atomic
def draft_agreement(
    *,
    client: Client,
    form_token: UUID,
    clauses: Clauses,
    rules: Iterable[RuleLine],
    acting_user: User,
    meeting: ThreePartyMeeting | None = None,
) -> Agreement:
    """Draft a version with the probation officer of today; return it, also on a second click.

    It will replace the version that is in force, whoever the officer of that one was. Raises ``Refused`` when the client has no officer, when
    another version is open, when the evaluation is not in the future, or when a field is not valid.
    """
    Client.objects.select_for_update().get(pk=client.pk)
    earlier = Agreement.objects.filter(form_token=form_token, client=client).first()
    if earlier is not None:
        return earlier
    involvement = officer_of(client)
    if involvement is None:
        raise Refused(_("Leg eerst vast wie de toezichthouder is. Zonder hem zijn er geen drie partijen."))
    refuse_if_left(involvement)
    versions = Agreement.objects.filter(client=client)
    if client.agreements.proposals().exists():
        raise Refused(_("Er ligt al een voorstel. Rond dat af of trek het in."))
    _refuse_past_evaluation(clauses)
    agreement, _created = create_once(
        Agreement,
        form_token,
        client=client,
        officer=involvement.officer,
        officer_organisation=involvement.works_for,
        version=(versions.aggregate(last=Max("version"))["last"] or 0) + 1,
        supersedes=versions.in_force().first(),
        meeting=meeting,
        created_by=acting_user,
        **asdict(clauses),
    )
    _write_rules(agreement, rules)
    _audit(AuditAction.CREATE, agreement, acting_user)
    return agreement


@transaction.atomic
def change_draft(*, agreement: Agreement, clauses: Clauses, rules: Iterable[RuleLine], acting_user: User) -> Agreement:
    """Replace the text and the rules of a draft. Raises ``Refused`` once it was offered, or when it is not valid."""
    agreement = lock_agreement(agreement)
    if agreement.status != AgreementStatus.DRAFTED:
        raise Refused(_("Deze tekst is al voorgelegd en staat vast. Maak een nieuwe versie."))
    _refuse_past_evaluation(clauses)
    values = asdict(clauses)
    for name, value in values.items():
        setattr(agreement, name, value)
    refuse_if_invalid(agreement)
    agreement.save(update_fields=[*values])
    agreement.rules.all().delete()
    _write_rules(agreement, rules)
    _audit(AuditAction.UPDATE, agreement, acting_user)
    return agreement


@transaction.atomic
def offer_agreement(*, agreement: Agreement, acting_user: User) -> Agreement:
    """Put a draft before the three parties: freeze its text, with the title and conditions it rests on.

    Offering twice changes nothing. Raises ``Refused`` when it was withdrawn, when the client has no title, when
    somebody else became the officer, or when the evaluation date has passed.
    """
    agreement = lock_agreement(agreement)
    if agreement.offered_at is not None:
        return agreement
    if agreement.status != AgreementStatus.DRAFTED:
        raise Refused(_("Dit concept is ingetrokken. Maak een nieuwe versie."))
    involvement = officer_of(agreement.client)
    if (
        involvement is None
        or involvement.officer_id != agreement.officer_id
        or involvement.works_for != agreement.works_for
    ):
        raise Refused(_("Er is nu een andere toezichthouder. Trek dit concept in en maak een nieuw."))
    refuse_if_left(agreement)
    if agreement.evaluate_on <= timezone.localdate():
        raise Refused(_("De evaluatiedatum is voorbij. Kies in het concept een latere datum."))
    frozen = snapshot_of(agreement)
    if not frozen["legal"]["titles"]:
        raise Refused(_("Er loopt geen forensische titel. Leg die eerst vast: de afspraken rusten daarop."))
    agreement.frozen = frozen
    agreement.frozen_sha256 = digest_of(frozen)
    agreement.offered_at = timezone.now()
    agreement.status = AgreementStatus.OFFERED
    agreement.save(update_fields=["frozen", "frozen_sha256", "offered_at", "status"])
    _audit(AuditAction.SHARE, agreement, acting_user, officer=agreement.officer_id, sha256=agreement.frozen_sha256)
    return agreement


def _refuse_stranger(agreement: Agreement, party: str, user: User) -> None:
    """Raise ``Refused`` when this user may not act for this party."""
    standing = standing_of(user)
    if party == Party.PROBATION:
        there = Agreement.objects.filter(pk=agreement.pk).of_who_works_there()
        may = standing.has(Role.PARTNER) and agreement.officer_id in standing.acts_for and there.exists()
    else:
        may = Client.objects.visible_to(user).filter(pk=agreement.client_id).exists() and standing.keeps_files
    if not may:
        raise Refused(_("Elke partij reageert zelf. U kunt niet namens deze partij reageren."))


def _is_complete(agreement: Agreement) -> bool:
    decisions = dict(agreement.acts.values_list("party", "decision"))
    return (
        decisions.get(Party.ORGANISATION) == Decision.AGREED
        and decisions.get(Party.PROBATION) == Decision.AGREED
        and Party.CLIENT in decisions
    )


@transaction.atomic
def act_on_agreement(
    *,
    agreement: Agreement,
    party: str,
    decision: str,
    acting_user: User,
    reason: str = "",
    signature: Signature | None = None,
    representative: str = "",
) -> AgreementAct:
    """Record what one party says of the frozen text; the act that completes it puts the version in force.

    ``party`` PROBATION is for the officer (or his deputy) himself; ORGANISATION and CLIENT for somebody who writes in
    the file, the client acting on the screen that the counsellor shares with him. ``representative`` is who signs there
    for the client, with his capacity: a guardian or somebody whom the client authorised. The same act twice gives one row.
    Raises ``Refused`` for somebody else, and as ``record_act`` says.
    """
    agreement = lock_agreement(agreement)
    _refuse_stranger(agreement, party, acting_user)
    behalf = ""
    if party == Party.CLIENT:
        behalf = str(agreement.client)
        if representative.strip():
            with override("nl"):  # kept with the file, whatever the language of the page
                behalf = _("%(name)s, namens %(client)s") % {"name": representative.strip(), "client": behalf}
    elif party == Party.PROBATION and acting_user.pk != agreement.officer_id:
        behalf = str(agreement.officer)
    return record_act(
        AgreementAct(
            agreement=agreement,
            party=party,
            decision=decision,
            reason=reason,
            account=acting_user,
            on_behalf=behalf,
            way=SigningWay.SCREEN if party == Party.CLIENT else SigningWay.ACCOUNT,
            **(signature or NO_SIGNATURE).columns,
        )
    )


@transaction.atomic
def record_act(act: AgreementAct) -> AgreementAct:
    """Write an act on a locked agreement, or return the same act of an earlier click.

    Raises ``Refused`` on a version that is not offered, is stale or was tampered with, for a second and different act,
    for agreement without a signature, without a reason where one is due, and for "could not" of another than the client.
    """
    agreement = act.agreement
    earlier = agreement.acts.filter(party=act.party).first()
    if earlier is not None:
        if earlier.decision == act.decision and earlier.account_id == act.account_id and earlier.way == act.way:
            return earlier
        raise Refused(_("Deze partij heeft al gereageerd op deze versie. Een ander antwoord vraagt een nieuwe versie."))
    refuse_unless_open(agreement)
    act.reason = act.reason.strip()
    act.acted_at = timezone.now()
    act.frozen_sha256 = agreement.frozen_sha256
    if act.decision != Decision.AGREED and not act.reason:
        raise Refused(_("Schrijf op waarom. Zonder reden kunnen de anderen er niets mee."), field="reason")
    if act.decision == Decision.AGREED and not act.signature_kind:
        raise Refused(_("Zet uw handtekening of typ uw naam."), field="signature")
    refuse_if_invalid(act)
    act.save()
    record(
        AuditAction.SIGN,
        acting_user=act.account,
        client_number=agreement.client.number,
        obj=agreement,
        on_behalf_of=act.on_behalf,
        details={
            "version": agreement.version,
            "party": act.party,
            "decision": act.decision,
            "way": act.way,
            "signature": act.signature_kind,
            "sha256": agreement.frozen_sha256,
        },
    )
    if _is_complete(agreement):
        _put_in_force(agreement, act.account)
    return act


def refuse_unless_open(agreement: Agreement) -> None:
    """Raise ``Refused`` when there is nothing to act on: not offered, stale, or not the text that was offered."""
    if agreement.status != AgreementStatus.OFFERED:
        raise Refused(_("Deze versie ligt niet voor. Er valt niet op te reageren."))
    if agreement.is_stale:
        raise Refused(_("De titel of de voorwaarden zijn veranderd sinds dit voorstel. Er is een nieuwe versie nodig."))
    if not agreement.is_intact:
        raise Refused(_("De vastgezette tekst klopt niet met zijn vingerafdruk. Meld dit aan de beheerder."))


def _put_in_force(agreement: Agreement, acting_user: User) -> None:
    """Let a complete version hold from now on; the one it replaces ends at the same moment."""
    now = timezone.now()
    for earlier in Agreement.objects.select_for_update().filter(client=agreement.client).in_force():
        earlier.status = AgreementStatus.SUPERSEDED
        earlier.ended_at = now
        earlier.save(update_fields=["status", "ended_at"])
        _audit(AuditAction.UPDATE, earlier, acting_user)
    agreement.status = AgreementStatus.IN_FORCE
    agreement.in_force_at = now
    agreement.save(update_fields=["status", "in_force_at"])
    _audit(AuditAction.UPDATE, agreement, acting_user)


@transaction.atomic
def end_agreement(*, agreement: Agreement, reason: str, acting_user: User) -> Agreement:
    """End a version, or withdraw one that never came into force. Ending twice changes nothing.

    Raises ``Refused`` without a reason, and for a version that was replaced already.
    """
    agreement = lock_agreement(agreement)
    if agreement.status == AgreementStatus.ENDED:
        return agreement
    if agreement.status == AgreementStatus.SUPERSEDED:
        raise Refused(_("Deze versie is al vervangen door een nieuwere."))
    if not reason.strip():
        raise Refused(_("Schrijf op waarom de afspraken eindigen."), field="reason")
    agreement.status = AgreementStatus.ENDED
    agreement.ended_at = timezone.now()
    agreement.end_reason = reason.strip()
    refuse_if_invalid(agreement)
    agreement.save(update_fields=["status", "ended_at", "end_reason"])
    _audit(AuditAction.UPDATE, agreement, acting_user)
    return agreement
