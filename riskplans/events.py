"""What happens in this app that an upper floor may want to hear of.

Sent by the service, inside its transaction; a receiver's exception undoes the act. Arguments are typed here:

``phase_raised``: ``change`` (PhaseChange), ``acting_user`` (User): the stoplight went up, by a sign or by a reasoned act.
``check_recorded``: ``check`` (Check), ``acting_user`` (User): a check was recorded, whatever its result.
``incident_recorded``: ``part`` (IncidentPart), ``acting_user`` (User): an incident was recorded in the file of
``part.client``; once for each client involved. What happened is ``part.incident`` (kind, moment, seriousness) and
``part.facts``; nothing of another client stands there.
"""

from django.dispatch import Signal

phase_raised = Signal()
check_recorded = Signal()
incident_recorded = Signal()
