"""Who stood around a client on a day, with consent and the order of questions; what papers and handovers need of it."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from casework.enums import (
    NARROW_RELATIONS,
    ChildInformed,
    ConsentGiver,
    ConsentScope,
    InvolvementQuestion,
    Relation,
)
from casework.models import InvolvementStep, NetworkConsent, NetworkTie, NetworkVersion
from casework.models.network import ADULT_AGE, OWN_CONSENT_AGE
from casework.registry import HandoverProposal, HandoverSource

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from django.utils.functional import _StrPromise

    from accounts.models import User
    from casework.models import Client
    from casework.registry import HandoverFrame

FULL_TURN = 360

# What to do when the order of questions stops (docs/domain/practice.md, Network).
ADVICE: dict[str, _StrPromise] = {
    InvolvementQuestion.WANTED: gettext_lazy(
        "Stop hier. Vraag wat de cliënt tegenhoudt, en kom er later op terug. Neem geen contact op."
    ),
    InvolvementQuestion.INFLUENCE: gettext_lazy(
        "Betrek hem of haar niet. Bespreek met de cliënt hoe hij met dit contact om wil gaan, en of het in het "
        "signaleringsplan hoort."
    ),
    InvolvementQuestion.WILLING: gettext_lazy(
        "Laat het hierbij. Vertel dat de deur open staat, en vraag samen met de cliënt wie nog meer kan."
    ),
    InvolvementQuestion.ABLE: gettext_lazy(
        "Maak het kleiner: wat lukt wel? Zoek met de cliënt iemand anders voor de rest."
    ),
    InvolvementQuestion.OVERBURDENED: gettext_lazy(
        "Vraag nu niets extra’s. Wijs de weg naar eigen hulp, en vraag het over een tijd opnieuw."
    ),
}


@dataclass(frozen=True)
class Involvement:
    """How far the order of questions came: the next ``question`` (None at an end), or where it ``stopped`` and why."""

    turn: int
    question: InvolvementQuestion | None
    stopped: InvolvementStep | None
    steps: tuple[InvolvementStep, ...]

    @property
    def is_done(self) -> bool:
        """Return whether every question said: go on."""
        return self.question is None and self.stopped is None

    @property
    def advice(self) -> str:
        """Return what to do where it stopped."""
        return str(ADVICE[self.stopped.question]) if self.stopped else ""


def involvement_of(steps: Sequence[InvolvementStep]) -> Involvement:
    """Return how far the last time came, from the steps of one member."""
    if not steps:
        return Involvement(1, InvolvementQuestion.WANTED, None, ())
    turn = max(step.turn for step in steps)
    last = {step.question: step for step in steps if step.turn == turn}
    for question in InvolvementQuestion:
        step = last.get(question)
        if step is None:
            return Involvement(turn, question, None, tuple(last.values()))
        if not step.goes_on:
            return Involvement(turn, None, step, tuple(last.values()))
    return Involvement(turn, None, None, tuple(last.values()))


def network_on(client: Client, day: date) -> list[NetworkVersion]:
    """Return what held on a day of everybody who stood in the network then, nearest first. One query."""
    newest: dict[int, NetworkVersion] = {}
    rows = NetworkVersion.objects.filter(member__client=client, valid_from__lte=day).select_related("member__client")
    for row in rows.order_by("pk"):
        newest[row.member_id] = row
    return sorted(
        (row for row in newest.values() if row.left_on is None or row.left_on > day),
        key=lambda row: (row.ring, FULL_TURN if row.angle is None else row.angle, row.member_id),
    )


def ever_narrow(client: Client) -> set[int]:
    """Return the members who were at any time named as victim or third person: what leaves the house names none. One query."""
    rows = NetworkVersion.objects.filter(member__client=client, relation__in=NARROW_RELATIONS)
    return set(rows.values_list("member_id", flat=True))


def days_of(client: Client) -> list[date]:
    """Return the days on which a drawing changed, the newest first. One query."""
    rows = NetworkVersion.objects.filter(member__client=client).order_by()
    ties = NetworkTie.objects.filter(member__client=client).order_by()
    return sorted(
        rows.values_list("valid_from", flat=True).union(ties.values_list("valid_from", flat=True)), reverse=True
    )


@dataclass(frozen=True)
class Card:
    """A member as the page shows it: what holds, which consent holds, and how far the questions came."""

    version: NetworkVersion
    age: int | None
    is_minor: bool
    involvement: Involvement
    consents: tuple[NetworkConsent, ...] = field(default=())
    client_age: int = ADULT_AGE

    def has(self, scope: str, *givers: str) -> bool:
        """Return whether consent for this holds, given by one of these (by anybody when none is named)."""
        return any(one.scope == scope and (not givers or one.given_by in givers) for one in self.consents)

    @property
    def contact_needs(self) -> str:
        """Return whose consent is still needed before contact, in a sentence; empty when contact may be made."""
        if not self.version.is_person or self.version.is_narrow:
            return ""
        if not self.has(ConsentScope.CONTACT, ConsentGiver.CLIENT):
            if self.version.relation == Relation.PARENT and self.client_age >= ADULT_AGE:
                return _("De cliënt is 18 of ouder: contact met ouders alleen met zijn toestemming.")
            return _("Neem pas contact op als de cliënt dat goed vindt.")
        if self.age is None or self.age >= OWN_CONSENT_AGE:
            return "" if self.has(ConsentScope.CONTACT, ConsentGiver.SELF) else _("Vraag het ook hem of haar zelf.")
        if self.has(ConsentScope.CONTACT, ConsentGiver.GUARDIAN):
            return ""
        return _("Onder de 16: vraag het ook een ouder of voogd.")


def cards_on(client: Client, day: date) -> list[Card]:
    """Return every member with consent and questions on a day. Three queries."""
    consents: dict[int, list[NetworkConsent]] = defaultdict(list)
    for one in NetworkConsent.objects.filter(member__client=client):
        if one.holds_on(day):
            consents[one.member_id].append(one)
    steps: dict[int, list[InvolvementStep]] = defaultdict(list)
    for step in InvolvementStep.objects.filter(member__client=client):
        if timezone.localtime(step.recorded_at).date() <= day:
            steps[step.member_id].append(step)
    return [
        Card(
            version=row,
            age=row.age_on(day),
            is_minor=row.is_minor_on(day),
            involvement=involvement_of(steps[row.member_id]),
            consents=tuple(consents[row.member_id]),
            client_age=client.age,
        )
        for row in network_on(client, day)
    ]


def uninformed_children(client: Client) -> list[NetworkVersion]:
    """Return the children under age who do not, or not surely, know of it: look before a paper can reach them. One query."""
    today = timezone.localdate()
    return [
        row for row in network_on(client, today) if row.is_minor_on(today) and row.child_informed != ChildInformed.YES
    ]


def network_proposal(client: Client, user: User, frame: HandoverFrame) -> HandoverProposal:
    """Propose who stands around the client: with consent for a handover only, and never a victim or third person."""
    del user
    narrow = ever_narrow(client)
    on = min(frame.until, timezone.localdate())
    cards = [card for card in cards_on(client, on) if card.version.member_id not in narrow]
    named = [card for card in cards if card.has(ConsentScope.HANDOVER)]
    told = []
    for card in named:
        row = card.version
        parts = [f"{row.name} ({row.get_relation_display()})", str(row.get_influence_display())]
        if row.support_labels:
            parts.append(_("steun: %(kinds)s") % {"kinds": ", ".join(row.support_labels)})
        if row.contact_person:
            parts.append(_("contactpersoon"))
        told.append("- " + ", ".join(parts))
    warnings = []
    if len(named) < len(cards):
        warnings.append(
            _("Van %(count)s in het netwerk is er geen toestemming voor een overdracht: die blijven weg.")
            % {"count": len(cards) - len(named)}
        )
    if uninformed_children(client):
        warnings.append(_("Een kind weet niet, of niet zeker, wat er speelt. Let op wie dit kan lezen."))
    source = HandoverSource(_("tabblad Netwerk"), reverse("casework:network", args=[client.number]))
    return HandoverProposal("\n".join(told), (source,), tuple(warnings))
