"""What the client file puts on the timeline, and where the moments of it stand."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from casework.registry import TimelineSource, registry
from casework.registry.moments import moments
from casework.selectors import entries, house_entries, network_entries
from casework.selectors.agenda import missed_entries
from casework.selectors.life_entries import life_entries
from casework.selectors.rhythms import light_entries


def fill() -> None:
    """Register the kinds of timeline entries of the client file and of life in the houses."""
    registry.add_timeline_source(
        TimelineSource(
            "missed",
            _("Gemiste afspraken"),
            missed_entries,
            15,
            moments=(moments("casework.Appointment", "starts_at"),),
        )
    )
    registry.add_timeline_source(
        TimelineSource(
            "light", _("Korte contacten"), light_entries, 20, moments=(moments("casework.LightContact", "recorded_at"),)
        )
    )
    registry.add_timeline_source(
        TimelineSource(
            "contact",
            _("Contacten"),
            entries.contact_entries,
            10,
            moments=(moments("casework.ContactNote", "occurred_at"),),
        )
    )
    registry.add_timeline_source(
        TimelineSource(
            "goal",
            _("Doelen en plan"),
            entries.goal_entries,
            60,
            moments=(
                moments("casework.Goal", "started_on", "ended_on"),
                moments("casework.GoalStep", "ended_on"),
                moments("casework.Celebration", "celebrated_on"),
                moments("casework.SupportPlan", "established_on"),
            ),
        )
    )
    registry.add_timeline_source(
        TimelineSource(
            "title",
            _("Titel en voorwaarden"),
            entries.title_entries,
            70,
            moments=(
                moments("casework.ForensicTitle", "valid_from", "valid_until", "withdrawn_at"),
                moments("casework.TitleSuspension", "valid_from", "valid_until"),
                moments("casework.BackgroundEntry", "valid_from", "valid_until"),
                moments("casework.SpecialCondition", "valid_from", "valid_until"),
            ),
        )
    )
    registry.add_timeline_source(
        TimelineSource(
            "stay",
            _("Verblijf"),
            entries.stay_entries,
            80,
            moments=(
                moments("casework.StayPhase", "since"),
                moments("casework.Stay", "valid_from", "valid_until", "withdrawn_at"),
            ),
        )
    )
    registry.add_timeline_source(
        TimelineSource(
            "network",
            _("Netwerk"),
            network_entries.network_entries,
            65,
            moments=(
                moments("casework.NetworkVersion", "valid_from", "left_on", client="member__client"),
                moments("casework.NetworkTie", "valid_from", client="member__client"),
                moments("casework.NetworkConsent", "valid_from", "withdrawn_on", client="member__client"),
            ),
        )
    )
    registry.add_timeline_source(
        TimelineSource(
            "life",
            _("Leefgebieden"),
            life_entries,
            65,
            moments=(
                moments("casework.DomainEntry", "valid_from"),
                moments("casework.Strength", "noted_on"),
                moments("casework.DayActivity", "valid_from", "valid_until"),
                moments("casework.DebtPlan", "valid_from"),
            ),
        )
    )
    registry.add_timeline_source(
        TimelineSource(
            "presence",
            _("Aan- en afwezig"),
            house_entries.presence_entries,
            85,
            moments=(
                moments("casework.Leave", "starts_at"),
                moments("casework.Absence", "missed_at", "returned_at"),
                moments("casework.RulesTold", "told_on"),
            ),
        )
    )
    registry.add_timeline_source(
        TimelineSource(
            "remark",
            _("Opmerkingen uit het huis"),
            house_entries.remark_entries,
            86,
            moments=(moments("casework.Remark", "recorded_at"),),
        )
    )
    registry.add_timeline_source(
        TimelineSource(
            "medication",
            _("Medicatie"),
            house_entries.medication_entries,
            87,
            moments=(
                moments("casework.Medication", "since", "stopped_on"),
                moments("casework.MedicationRefusal", "refused_at", client="medication__client"),
            ),
        )
    )
