"""The text of an agreement, what each party said of it, and where the cooperation stands."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db.models import Prefetch
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, override

from casework.selectors import counsellor_of, goals_tree, term_days
from chain.enums import AgreementStatus, Decision, Party
from chain.models import CLAUSES, Agreement, AgreementAct
from chain.selectors.legal import legal_frame
from riskplans.models import IncidentKind, SignallingPlan

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

    from casework.models import Client, Document, Signature
    from chain.models import NotificationRule, ThreePartyMeeting

# What was said on a point of the meeting belongs in this clause of the agreements (chain/reference/agendas.yaml).
SAID_IN_CLAUSE = {
    "roles": "roles",
    "contact_rhythm": "contact_rhythm",
    "client_leads": "client_leads",
    "recognition": "strengths",
    "needs": "risks",
    "control": "control",
    "house_rules": "house_rules",
    "informing": "sharing",
}
FORMAT = 2
WAITING = "waiting"
DAY = 24
LONGEST_ID = 18  # digits

CLAUSE_HEADINGS: dict[str, _StrPromise] = {
    "roles": gettext_lazy("Wie doet wat"),
    "others": gettext_lazy("Wie er nog meer bij hoort"),
    "probation_goals": gettext_lazy("Doelen van het toezicht"),
    "contact_rhythm": gettext_lazy("Hoe vaak we elkaar zien"),
    "meetings": gettext_lazy("Onze driegesprekken"),
    "client_leads": gettext_lazy("Waar de cliënt zelf de leiding heeft"),
    "strengths": gettext_lazy("Wat goed gaat en beschermt"),
    "risks": gettext_lazy("Wat moeilijk kan worden"),
    "control": gettext_lazy("Welke controle er is"),
    "house_rules": gettext_lazy("Huisregels, bezoek en nachten weg"),
    "sharing": gettext_lazy("Wat we met elkaar delen"),
    "with_consent": gettext_lazy("Wat we alleen delen als de cliënt dat goed vindt"),
    "officer_shares": gettext_lazy("Wat de reclassering ons laat weten"),
    "on_breach": gettext_lazy("Wat er gebeurt als een afspraak niet lukt"),
    "reachable": gettext_lazy("Wie bereikbaar is, ook ’s nachts en bij een crisis"),
}
# On which screen the client reads what.
SCREENS: dict[str, tuple[str, ...]] = {
    "doing": ("roles", "others", "contact_rhythm", "meetings", "control", "house_rules"),
    "leading": ("client_leads", "strengths"),
    "hearing": ("sharing", "with_consent", "officer_shares"),
    "trouble": ("risks", "on_breach", "reachable"),
    "resting": ("probation_goals",),
}


def term_in_words(within: int, *, working_hours: bool) -> str:
    """Return a term of a rule (hours) in words."""
    if within == 0:
        return _("direct")
    if within == DAY and not working_hours:
        return _("binnen een dag (24 uur)")
    if working_hours:
        return ngettext("binnen %(hours)d werkuur", "binnen %(hours)d werkuren", within) % {"hours": within}
    return _("binnen %(hours)d uur") % {"hours": within}


def _what(rule: NotificationRule) -> str:
    """Return the event in words, with the kinds of incident it is about."""
    if not rule.incident_kinds:
        return rule.get_event_display()
    names = IncidentKind.objects.filter(key__in=rule.incident_kinds).values_list("name", flat=True)
    return f"{rule.get_event_display()}: {', '.join(names)}"


def _frozen_rule(rule: NotificationRule) -> dict[str, Any]:
    return {
        "event": rule.event,
        "what": _what(rule),
        "within": rule.within,
        "working_hours": rule.working_hours,
        "term": term_in_words(rule.within, working_hours=rule.working_hours),
        "informer": rule.informer,
        "who": rule.get_informer_display(),
        "channel": rule.channel,
        "how": rule.get_channel_display(),
        "client_first": rule.client_first,
        "text": rule.text,
    }


def snapshot_of(agreement: Agreement) -> dict[str, Any]:
    """Return the whole text of a version as plain data: what is frozen when it is offered.

    In Dutch whatever the language of the page, since that is what the parties read; with the title, the conditions, the
    goals and the version of the signalling plan as they are today.
    """
    client, officer = agreement.client, agreement.officer
    with override("nl"):
        counsellor = counsellor_of(client)
        tree = goals_tree(client)
        plan = SignallingPlan.objects.active().filter(client=client).values("version", "established_on").first()
        return {
            "format": FORMAT,
            "version": agreement.version,
            "client": {"number": client.number, "name": str(client), "called": client.called},
            "organisation": {
                "name": settings.ORGANISATION_NAME,
                "counsellor": str(counsellor or ""),
                "phone": counsellor.phone if counsellor else "",
            },
            "officer": {
                "name": str(officer),
                "organisation": str(agreement.works_for or ""),
                "phone": officer.phone,
            },
            "clauses": {name: getattr(agreement, name) for name in CLAUSES},
            "rules": [_frozen_rule(rule) for rule in agreement.rules.all()],
            "own_goals": [branch.goal.text for branch in tree.own],
            # One that serves several own goals stands once in the agreement.
            "imposed_goals": list(
                {
                    goal.pk: goal.text
                    for goal in (*(one for branch in tree.own for one in branch.served_by), *tree.unlinked)
                }.values()
            ),
            "supervision_level": agreement.get_supervision_level_display(),
            "signalling_plan": {"version": plan["version"], "on": plan["established_on"].isoformat()} if plan else None,
            "evaluate_on": agreement.evaluate_on.isoformat(),
            "legal": legal_frame(client),
        }


@dataclass(frozen=True)
class Clause:
    """One part of the text with its heading."""

    key: str
    heading: str
    text: str


@dataclass(frozen=True)
class FrozenTitle:
    """A title on which the agreement rests."""

    kind: str
    valid_from: date
    valid_until: date | None


@dataclass(frozen=True)
class FrozenPlan:
    """The version of the signalling plan that held."""

    version: int
    established_on: date


@dataclass(frozen=True)
class AgreementText:
    """The text of one version, frozen or still being written, ready to be shown.

    ``rules`` and ``conditions`` are the rows of ``snapshot_of``.
    """

    version: int
    client_number: str
    client_name: str
    client_called: str
    organisation: str
    counsellor: str
    officer: str
    officer_organisation: str
    clauses: tuple[Clause, ...]
    rules: tuple[dict[str, Any], ...]
    own_goals: tuple[str, ...]
    imposed_goals: tuple[str, ...]
    supervision_level: str
    signalling_plan: FrozenPlan | None
    titles: tuple[FrozenTitle, ...]
    conditions: tuple[dict[str, Any], ...]
    evaluate_on: date
    is_frozen: bool
    counsellor_phone: str = ""
    officer_phone: str = ""

    @property
    def valid_until(self) -> date | None:
        """The last day of the supervision on which this rests, or None when a title has no known end."""
        ends = [title.valid_until for title in self.titles]
        return max((end for end in ends if end is not None), default=None) if all(ends) else None

    @property
    def screens(self) -> dict[str, tuple[Clause, ...]]:
        """The clauses by the screen on which the client reads them."""
        return {
            screen: tuple(clause for clause in self.clauses if clause.key in keys) for screen, keys in SCREENS.items()
        }

    def clause(self, key: str) -> str:
        """Return the text of one clause; empty when there is none."""
        return next((clause.text for clause in self.clauses if clause.key == key), "")


def agreement_text(agreement: Agreement) -> AgreementText:
    """Return the text of a version: the frozen one once it was offered, before that as it would be frozen today.

    Costs no query once frozen.
    """
    data = agreement.frozen or snapshot_of(agreement)
    plan = data.get("signalling_plan")
    return AgreementText(
        version=data["version"],
        client_number=data["client"]["number"],
        client_name=data["client"]["name"],
        client_called=data["client"]["called"],
        organisation=data["organisation"]["name"],
        counsellor=data["organisation"]["counsellor"],
        officer=data["officer"]["name"],
        officer_organisation=data["officer"]["organisation"],
        clauses=tuple(
            Clause(key, str(heading), data["clauses"][key])
            for key, heading in CLAUSE_HEADINGS.items()
            if data["clauses"].get(key)  # what was frozen before has fewer
        ),
        rules=tuple(data["rules"]),
        own_goals=tuple(data["own_goals"]),
        imposed_goals=tuple(data.get("imposed_goals", ())),
        supervision_level=data.get("supervision_level", ""),
        signalling_plan=FrozenPlan(plan["version"], date.fromisoformat(plan["on"])) if plan else None,
        titles=tuple(
            FrozenTitle(
                row["kind"],
                date.fromisoformat(row["from"]),
                date.fromisoformat(row["until"]) if row["until"] else None,
            )
            for row in data["legal"]["titles"]
        ),
        conditions=tuple(data["legal"]["conditions"]),
        evaluate_on=date.fromisoformat(data["evaluate_on"]),
        is_frozen=agreement.frozen is not None,
        counsellor_phone=data["organisation"].get("phone", ""),
        officer_phone=data["officer"].get("phone", ""),
    )


@dataclass(frozen=True)
class Track:
    """One of the three parties of a version and what it said: ``waiting``, ``agreed``, ``refused`` or ``could_not``."""

    party: str
    label: str
    name: str
    state: str
    words: str
    acted_at: datetime | None = None
    reason: str = ""
    account: str = ""
    signature: Signature | None = None
    way: str = ""
    signed_on: date | None = None
    scan: Document | None = None

    @property
    def paper_words(self) -> str:
        """What stands under the signature on paper; empty where there is still a line to write on."""
        return "" if self.state == WAITING else self.words

    @property
    def acted_day(self) -> date | None:
        """The day of the signature: of the ink where that is on paper."""
        return self.signed_on or (timezone.localdate(self.acted_at) if self.acted_at else None)

    @property
    def line(self) -> str:
        """How the track is drawn.

        ``joins`` for who agreed, ``heard`` for a client who answered otherwise (which does not stop the agreement),
        ``stops`` for another who refused, ``waits`` for who did not answer yet.
        """
        if self.state == WAITING:
            return "waits"
        if self.state == Decision.AGREED:
            return "joins"
        return "heard" if self.party == Party.CLIENT else "stops"


def tracks_of(agreement: Agreement, text: AgreementText) -> list[Track]:
    """Return the three parties of a version with what each said; uses ``agreement.acts`` (prefetch with account)."""
    acts: dict[str, AgreementAct] = {act.party: act for act in agreement.acts.all()}
    names = {
        Party.CLIENT: text.client_name,
        Party.ORGANISATION: text.counsellor or text.organisation,
        Party.PROBATION: text.officer,
    }
    waiting = _("heeft nog niet gereageerd") if agreement.offered_at else _("nog niet voorgelegd")
    tracks = []
    for party, name in names.items():
        act = acts.get(party)
        if act is None:
            tracks.append(Track(party, str(party.label), name, WAITING, waiting))
        else:
            account = str(act.account)
            tracks.append(
                Track(
                    party,
                    str(party.label),
                    act.on_behalf or account,
                    act.decision,
                    act.get_decision_display(),
                    acted_at=act.acted_at,
                    reason=act.reason,
                    account=account if act.on_behalf and act.on_behalf != account else "",
                    signature=act.signature,
                    way=act.way,
                    signed_on=act.signed_on,
                    scan=act.scan,
                )
            )
    return tracks


@dataclass(frozen=True)
class Cooperation:
    """Where the agreements of a client stand: what holds, what is proposed, and what was before."""

    in_force: Agreement | None
    proposal: Agreement | None
    earlier: tuple[Agreement, ...]


def cooperation_of(client: Client) -> Cooperation:
    """Return the agreements of a client with their acts, in two queries.

    With more than one officer the newest agreement in force stands first, the others under ``earlier``.
    """
    versions = list(
        client.agreements.select_related("client", "officer__organisation", "officer_organisation")
        .prefetch_related(Prefetch("acts", AgreementAct.objects.select_related("account", "scan")))
        .order_by("-created_at", "-pk")
    )
    in_force = next((one for one in versions if one.status == AgreementStatus.IN_FORCE), None)
    proposal = next((one for one in versions if one.is_open), None)
    return Cooperation(
        in_force, proposal, tuple(one for one in versions if one is not in_force and one is not proposal)
    )


@dataclass(frozen=True)
class StartingPoint:
    """What a new draft starts from: the text in force, or the last one; the meeting in which it was agreed."""

    initial: dict[str, Any]
    earlier: Agreement | None
    meeting: ThreePartyMeeting | None


def starting_point(client: Client, *, meeting_pk: str = "") -> StartingPoint:
    """Return what a new draft of a client starts from; an unknown meeting counts as none.

    What was said in the meeting stands below the text that held until then, so that nobody loses either of them.
    """
    earlier = client.agreements.in_force().first() or client.agreements.order_by("-created_at", "-pk").first()
    names = (*CLAUSES, "supervision_level")
    initial: dict[str, Any] = {name: getattr(earlier, name) for name in names} if earlier else {}
    initial["evaluate_on"] = timezone.localdate() + timedelta(days=term_days("agreement-evaluation"))
    known = meeting_pk.isdecimal() and len(meeting_pk) <= LONGEST_ID
    meeting = client.meetings.filter(pk=int(meeting_pk)).first() if known else None
    if meeting is not None:
        for clause, said in _said_in(meeting).items():
            until_now = str(initial.get(clause) or "")
            if said not in until_now:
                initial[clause] = f"{until_now}\n\n{said}".strip()
    return StartingPoint(initial, earlier, meeting)


def _said_in(meeting: ThreePartyMeeting) -> dict[str, str]:
    """Return what was said in a meeting, by the clause in which it belongs; one query."""
    said = {SAID_IN_CLAUSE[one.key]: one.text for one in meeting.answers.all() if one.key in SAID_IN_CLAUSE}
    if meeting.proud_of:
        said["strengths"] = "\n\n".join(filter(None, (meeting.proud_of, said.get("strengths"))))
    return said
