"""People, teams, organisations and the audit trail."""

from accounts.models.audit import AuditEntry, AuditSeal, AuditSubject
from accounts.models.dated import Dated, ends_after_start
from accounts.models.links import OneTimeLink
from accounts.models.organisations import Location, LocationPolicy, LocationProfile, Organisation, Team
from accounts.models.users import Deputy, RoleAssignment, TeamMembership, User

__all__ = [
    "AuditEntry",
    "AuditSeal",
    "AuditSubject",
    "Dated",
    "Deputy",
    "Location",
    "LocationPolicy",
    "LocationProfile",
    "OneTimeLink",
    "Organisation",
    "RoleAssignment",
    "Team",
    "TeamMembership",
    "User",
    "ends_after_start",
]
