"""The notification rules and plan lines that the stories share."""

from __future__ import annotations

from chain.enums import RuleEvent
from chain.services.agreements import RuleLine
from riskplans.enums import Actor, NoticedBy, Urgency
from riskplans.selectors import ActionText, PhaseText, SignText

CRISIS_LINE = "0500 99 88 77"
ON_CALL = "06 0000 0999"
DAY = 24

POSITIVE_CHECK = RuleLine(
    event=RuleEvent.POSITIVE_CHECK,
    within=DAY,
    text="Bij een positieve of geweigerde urinecontrole, met erbij wat de oorzaak was en wat wel goed gaat.",
)
NO_SHOW = RuleLine(event=RuleEvent.MISSED_APPOINTMENT, within=8, working_hours=True)
NOT_KEPT = RuleLine(event=RuleEvent.CONDITION_NOT_KEPT, within=DAY)
RED_PHASE = RuleLine(event=RuleEvent.RED_PHASE, within=0, text="Meteen bellen, en daarna hier vastleggen.")
STAY_ENDED = RuleLine(event=RuleEvent.STAY_ENDED, within=8, working_hours=True)
USUAL_RULES = (POSITIVE_CHECK, NO_SHOW, RED_PHASE, STAY_ENDED)


def mine(text: str) -> SignText:
    """Return a sign that the client notices himself."""
    return SignText(text)


def others(text: str, who: str = "begeleiding") -> SignText:
    """Return a sign that others notice."""
    return SignText(text, noticed_by=NoticedBy.OTHERS, noticed_who=who)


def i_do(text: str, urgency: str = Urgency.TODAY) -> ActionText:
    """Return an action of the client himself."""
    return ActionText(Actor.CLIENT, text, urgency)


def my_people(text: str, phone: str = "", urgency: str = Urgency.TODAY) -> ActionText:
    """Return an action of his own people."""
    return ActionText(Actor.NETWORK, text, urgency, phone)


def we_do(text: str, urgency: str = Urgency.TODAY, phone: str = "") -> ActionText:
    """Return an action of the counsellors."""
    return ActionText(Actor.COUNSELLOR, text, urgency, phone)


def probation(text: str, phone: str = "", urgency: str = Urgency.TODAY) -> ActionText:
    """Return an action of the probation officer."""
    return ActionText(Actor.PROBATION, text, urgency, phone)


def crisis(text: str, phone: str = CRISIS_LINE) -> ActionText:
    """Return an action of the crisis service or the police."""
    return ActionText(Actor.CRISIS, text, Urgency.NOW, phone)


def phase(level: str, how: str, signs: tuple[SignText, ...], actions: tuple[ActionText, ...]) -> PhaseText:
    """Return a phase of a plan."""
    return PhaseText(level=level, how_i_am=how, signs=signs, actions=actions)
