"""What volunteers put in the frame of the client page, and in the rail."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from accounts.enums import Role
from accounts.navigation import NavigationItem, register
from casework.registry import DutySource, TimelineSource, registry
from casework.registry.merging import merging
from casework.registry.moments import moments
from casework.selectors import volunteers


def fill() -> None:
    """Register the pages of volunteers and their coordinators, timeline entries and duties."""
    coordinators = frozenset({Role.VOLUNTEER_COORDINATOR})
    register(NavigationItem(41, _("Vrijwilligers"), "casework:volunteer_list", "group", coordinators))
    register(NavigationItem(42, _("Mijn logboek"), "casework:my_logbooks", "note", frozenset({Role.VOLUNTEER})))
    registry.add_timeline_source(
        TimelineSource(
            "volunteer",
            _("Vrijwilligers"),
            volunteers.volunteer_entries,
            67,
            moments=(
                moments("casework.VolunteerMatch", "proposed_on", "started_on", "ended_on"),
                moments("casework.IntroductionTalk", "held_on", client="match__client"),
                moments("casework.VolunteerTalk", "held_on", client="match__client"),
                moments("casework.VolunteerLog", "happened_on", client="match__client"),
            ),
        )
    )
    registry.add_duty_source(
        DutySource("volunteer-safety", _("Melding van een vrijwilliger"), volunteers.safety_duties)
    )
    registry.add_duty_source(DutySource("volunteer-talk", _("Vrijwilligers"), volunteers.talk_duties))
    merging.add_moves("casework.VolunteerMatch", one_open=None)
