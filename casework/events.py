"""What happens in the client file that an upper floor may want to hear of.

Sent by the service, inside its transaction; a receiver's exception undoes the act. Arguments are typed here:

``contact_logged``: ``note`` (ContactNote), ``acting_user`` (User).
``legal_frame_changed``: ``client`` (Client), ``acting_user`` (User): a title or condition came, ended or moved.
``condition_not_kept``: ``touch`` (ConditionTouch), ``acting_user`` (User).
``counsellor_changed``: ``client`` (Client), ``acting_user`` (User).
``stay_ended``: ``stay`` (Stay), ``acting_user`` (User).
``absence_started``: ``absence`` (Absence), ``acting_user`` (User): somebody is missing whom nobody gave leave.
``client_returned``: ``absence`` (Absence), ``acting_user`` (User): he is back, and the talk was held.
"""

from django.dispatch import Signal

contact_logged = Signal()
legal_frame_changed = Signal()
condition_not_kept = Signal()
counsellor_changed = Signal()
stay_ended = Signal()
absence_started = Signal()
client_returned = Signal()
