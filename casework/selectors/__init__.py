"""Read models of the client file."""

from casework.selectors.headers import ClientHeader, ConditionState, client_header, conditions_with_state
from casework.selectors.legal import current_title, open_conditions, term, term_days
from casework.selectors.people import counsellor_ids, counsellor_of
from casework.selectors.plans import GoalBranch, GoalsTree, goals_tree
from casework.selectors.timeline import TimelinePage, timeline

__all__ = [
    "ClientHeader",
    "ConditionState",
    "GoalBranch",
    "GoalsTree",
    "TimelinePage",
    "client_header",
    "conditions_with_state",
    "counsellor_ids",
    "counsellor_of",
    "current_title",
    "goals_tree",
    "open_conditions",
    "term",
    "term_days",
    "timeline",
]
