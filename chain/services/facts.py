"""The first wording of a notification: what happened and when, and nothing that the record says besides.

No reason, no note, no sign of the plan, no explanation: what else the officer hears is for a person to decide, within
what the agreement shares. Written in the language of the organisation, whatever language the screen is in.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from casework.enums import StayEnd
from casework.enums.life import DayActivityKind
from riskplans.enums import CheckKind, CheckResult

if TYPE_CHECKING:
    from datetime import datetime

    from casework.models import Absence, Appointment, ConditionTouch, ContactNote, DayActivity, Stay
    from riskplans.models import Check, IncidentPart, PhaseChange


def _day(moment: datetime) -> str:
    return date_format(timezone.localtime(moment), "j F Y")


def _hour(moment: datetime) -> str:
    return date_format(timezone.localtime(moment), "H.i")


def facts_of_check(check: Check) -> str:
    """Return what a positive or refused check comes to; the substance, not the explanation."""
    with translation.override(settings.LANGUAGE_CODE):
        kind = {CheckKind.URINE: _("een urinecontrole"), CheckKind.BREATH: _("een blaastest")}.get(
            CheckKind(check.kind), _("een controle")
        )
        day = _day(check.taken_at)
        if check.result == CheckResult.REFUSED:
            return _("Op %(day)s werkte de cliënt niet mee aan %(kind)s.") % {"day": day, "kind": kind}
        return _("Op %(day)s was %(kind)s positief op %(substance)s.") % {
            "day": day,
            "kind": kind,
            "substance": check.substance,
        }


def facts_of_no_show(note: ContactNote) -> str:
    """Return that the client did not come, and to what moment."""
    with translation.override(settings.LANGUAGE_CODE):
        return _("Op %(day)s om %(hour)s uur is de cliënt niet verschenen op een afspraak met de begeleiding.") % {
            "day": _day(note.occurred_at),
            "hour": _hour(note.occurred_at),
        }


def facts_of_missed(appointment: Appointment) -> str:
    """Return that the client did not come to an appointment; not what it was about, nor why."""
    with translation.override(settings.LANGUAGE_CODE):
        return _("Op %(day)s om %(hour)s uur is de cliënt niet verschenen op een afspraak.") % {
            "day": _day(appointment.starts_at),
            "hour": _hour(appointment.starts_at),
        }


def facts_of_condition(touch: ConditionTouch) -> str:
    """Return which special condition was not kept."""
    with translation.override(settings.LANGUAGE_CODE):
        return _("Op %(day)s is de bijzondere voorwaarde ‘%(condition)s’ niet nagekomen.") % {
            "day": _day(touch.note.occurred_at),
            "condition": touch.condition.kind.name,
        }


def facts_of_red_phase(change: PhaseChange) -> str:
    """Return since when the stoplight is red."""
    with translation.override(settings.LANGUAGE_CODE):
        return _("Sinds %(day)s om %(hour)s uur staat het stoplicht van het signaleringsplan op rood.") % {
            "day": _day(change.at),
            "hour": _hour(change.at),
        }


def facts_of_stay_end(stay: Stay) -> str:
    """Return on what day the stay ended, or that it was a move within the organisation; not why, nor where to."""
    with translation.override(settings.LANGUAGE_CODE):
        day = {"day": date_format(stay.valid_until, "j F Y") if stay.valid_until else ""}
        if stay.end_kind == StayEnd.MOVED:
            return _("De cliënt is op %(day)s verhuisd naar een andere locatie van de organisatie.") % day
        return _("Het verblijf van de cliënt is op %(day)s geëindigd.") % day


def facts_of_day_activity_end(activity: DayActivity) -> str:
    """Return on what day work or day activity stopped; not where it was, nor why."""
    with translation.override(settings.LANGUAGE_CODE):
        day = {"day": date_format(activity.valid_until, "j F Y") if activity.valid_until else ""}
        if activity.kind == DayActivityKind.PAID:
            return _("Het werk van de cliënt is op %(day)s gestopt.") % day
        return _("De dagbesteding van de cliënt is op %(day)s gestopt.") % day


def facts_of_incident(part: IncidentPart) -> str:
    """Return what kind of incident it was and when; not who else was in it, nor what was written down of it."""
    with translation.override(settings.LANGUAGE_CODE):
        return _("Op %(day)s om %(hour)s uur was er een incident waarbij de cliënt betrokken was: %(kind)s.") % {
            "day": _day(part.incident.occurred_at),
            "hour": _hour(part.incident.occurred_at),
            "kind": part.incident.kind.name,
        }


def facts_of_absence(absence: Absence) -> str:
    """Return since when somebody is missing; not what is known of it."""
    with translation.override(settings.LANGUAGE_CODE):
        return _("De cliënt is ongeoorloofd afwezig sinds %(day)s om %(hour)s uur.") % {
            "day": _day(absence.missed_at),
            "hour": _hour(absence.missed_at),
        }
