"""What happens in the client file that an upper floor may want to hear of.

Sent by the service, inside its transaction; a receiver's exception undoes the act. Arguments are typed here:

``contact_logged``: ``note`` (ContactNote), ``acting_user`` (User).
``legal_frame_changed``: ``client`` (Client), ``acting_user`` (User): a title or condition came, ended or moved.
``condition_not_kept``: ``touch`` (ConditionTouch), ``acting_user`` (User).
``counsellor_changed``: ``client`` (Client), ``acting_user`` (User).
``appointment_missed``: ``outcome`` (AppointmentOutcome), ``acting_user`` (User): an appointment did not take place.
Its ``result`` tells why (with a good reason, without one, or by our own doing), its ``appointment`` which client and when;
sent for the first outcome and for a correction that makes a missed one of it. A note about it sends no second event.
``day_activity_ended``: ``activity`` (DayActivity), ``acting_user`` (User): work or day activity stopped.
``stay_ended``: ``stay`` (Stay), ``acting_user`` (User).
``absence_started``: ``absence`` (Absence), ``acting_user`` (User): somebody is missing whom nobody gave leave.
``client_returned``: ``absence`` (Absence), ``acting_user`` (User): he is back, and the talk was held.
``volunteer_safety_told``: ``log`` (VolunteerLog), ``acting_user`` (User): a volunteer wrote something about safety.
"""

from django.dispatch import Signal

contact_logged = Signal()
legal_frame_changed = Signal()
appointment_missed = Signal()
condition_not_kept = Signal()
counsellor_changed = Signal()
day_activity_ended = Signal()
stay_ended = Signal()
absence_started = Signal()
client_returned = Signal()
volunteer_safety_told = Signal()
