"""What of the file stands beside the points of an agenda, so that the meeting works from what is known."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from casework.selectors import conditions_with_state, goals_tree
from chain.selectors.agreements import agreement_text, cooperation_of

if TYPE_CHECKING:
    from casework.models import Client
    from chain.selectors.agendas import Agenda

CLAUSES = frozenset({"roles", "control", "contact_rhythm", "client_leads"})


def agenda_facts(client: Client, agenda: Agenda) -> dict[str, list[str]]:
    """Return for each kind of facts that the agenda asks for its lines; at most five queries."""
    wanted = {point.facts for point in agenda.points if point.facts}
    facts: dict[str, list[str]] = {}
    if wanted & {"conditions", "kept"}:
        states = conditions_with_state(client)
        facts["conditions"] = [f"{one.label}: {one.condition.text}" for one in states]
        facts["kept"] = [one.label for one in states if one.state == "kept"]
    if wanted & (CLAUSES | {"rules"}):
        state = cooperation_of(client)
        shown = state.in_force or state.proposal
        if shown is not None:
            text = agreement_text(shown)
            for key in wanted & CLAUSES:
                facts[key] = [text.clause(key)] if text.clause(key) else []
            facts["rules"] = [
                _("%(what)s: %(term)s, door %(who)s")
                % {"what": rule["what"], "term": rule["term"], "who": rule.get("who") or _("de begeleiding")}
                for rule in text.rules
            ]
    if "goals" in wanted:
        tree = goals_tree(client)
        facts["goals"] = [
            _("Zelf: %(goal)s. Daarbij helpt: %(imposed)s")
            % {"goal": branch.goal.text, "imposed": "; ".join(goal.text for goal in branch.served_by)}
            if branch.served_by
            else _("Zelf: %(goal)s") % {"goal": branch.goal.text}
            for branch in tree.own
        ]
        facts["goals"] += [_("Opgelegd: %(goal)s") % {"goal": goal.text} for goal in tree.unlinked]
    return facts
