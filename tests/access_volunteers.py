"""Volunteers for the access matrix: their pages, and a match that runs with a line about safety in its logbook."""

from __future__ import annotations

from uuid import uuid4

from django.utils import timezone

from accounts.models import User
from casework.enums.volunteers import ClickOutcome
from casework.models import Client, VolunteerTraining
from casework.services.volunteers import hold_introduction, propose_match, record_training, start_match, write_log

# The volunteer of the world goes along with the client of his own team; the coordinator is of that team.
VOLUNTEERS = """
casework:volunteer_list                         -               coordinates  never
casework:volunteer_training                     volunteer       coordinate   coordinate
casework:match_create                           -               file-form    file-form
casework:match                                  match           match        never
casework:match_{introduction,talk,end}          match           match-form   match-form
casework:match_start                            match           never        match-act
casework:match_safety                           safety          file-form    file-form
casework:my_logbooks                            -               volunteers   never
casework:logbook                                match           logbook      logbook
"""


def make_volunteers(client: Client, volunteer: User, coordinator: User, counsellor: User) -> dict[str, object]:
    """Make a match that runs, with a line about safety."""
    today = timezone.localdate()
    match = propose_match(
        client=client,
        form_token=uuid4(),
        volunteer=volunteer,
        coordinator=coordinator,
        purpose="Wandelen",
        acting_user=counsellor,
    )
    if not VolunteerTraining.objects.filter(volunteer=volunteer).exists():
        record_training(
            volunteer=volunteer, form_token=uuid4(), name="Basis", completed_on=today, acting_user=coordinator
        )
    hold_introduction(
        match=match,
        form_token=uuid4(),
        held_on=today,
        of_client=ClickOutcome.YES,
        of_volunteer=ClickOutcome.YES,
        of_coordinator=ClickOutcome.YES,
        of_counsellor="",
        agreed="Elke week.",
        acting_user=coordinator,
    )
    start_match(match=match, acting_user=coordinator)
    log = write_log(
        match=match,
        form_token=uuid4(),
        happened_on=today,
        minutes=60,
        text="Gewandeld.",
        is_safety=True,
        acting_user=volunteer,
    )
    return {"match": match, "safety": log, "volunteer": volunteer}
