"""Read models of the client file."""

from casework.selectors.headers import ClientHeader, ConditionState, client_header, conditions_with_state
from casework.selectors.legal import current_title, open_conditions, term, term_days
from casework.selectors.lists import ClientRow, client_rows
from casework.selectors.people import client_stand_ins, counsellor_ids, counsellor_of, counsellors, duty_owners
from casework.selectors.plans import GoalBranch, GoalsTree, goals_tree
from casework.selectors.timeline import TimelinePage, timeline

__all__ = [
    "ClientHeader",
    "ClientRow",
    "ConditionState",
    "GoalBranch",
    "GoalsTree",
    "TimelinePage",
    "client_header",
    "client_rows",
    "client_stand_ins",
    "conditions_with_state",
    "counsellor_ids",
    "counsellor_of",
    "counsellors",
    "current_title",
    "duty_owners",
    "goals_tree",
    "open_conditions",
    "term",
    "term_days",
    "timeline",
]
