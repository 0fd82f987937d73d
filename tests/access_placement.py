"""Rows and expectations of applications, intakes and questions for the access matrix."""

from __future__ import annotations

from uuid import uuid4

from django.utils import timezone

from accounts.enums import SubstancePolicy
from accounts.models import Location, LocationPolicy, User
from casework.models import Client
from casework.services.placement import apply_for_place

PLACEMENT = """
casework:application_list                       -               readers      never
casework:application_create                     -               file-form    file-form
casework:application                            application     file         never
casework:application_decide                     application     file-form    file-form
casework:application_wish                       application     file-form    file-form
casework:house_application                      application     weigh-own    never
casework:house_application_decide               application     lead-own     lead-own
casework:intake_step                            application     file-form    file-form
casework:placement_questions                    -               file         never
casework:placement_answer                       -               file-form    file-form
admin:casework_intakeitem_{changelist,add}      -               screen       screen
admin:casework_intakeitem_{change,history}      intakeitem      screen       screen
admin:casework_intakeitem_delete                intakeitem      screen-403   screen-403
admin:casework_intakeitem_simple_history        none            screen-404   screen-404
beheer/gegevens/casework/intakeitem/<path:object_id>/ none moves moves
"""


def make_application(client: Client, location: Location, user: User) -> dict[str, object]:
    """Apply for a place, in a house where use is allowed: that raises a question."""
    LocationPolicy.objects.create(
        location=location, substance_policy=SubstancePolicy.TOLERATED, valid_from=timezone.localdate()
    )
    application = apply_for_place(
        client=client,
        form_token=uuid4(),
        received_on=timezone.localdate(),
        source="probation",
        wish_location=location,
        acting_user=user,
    )
    return {"application": application}
