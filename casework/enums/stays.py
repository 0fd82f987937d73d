"""Kinds around a stay: the phases of a track, the time-boxed phases of a transition."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Track(models.TextChoices):
    """The two ways to walk through a track (docs/domain/practice.md, "Phases of a track")."""

    EIGHT = "eight", _("acht fasen")
    TRANSITION = "transition", _("transitie")


class TrackPhase(models.TextChoices):
    """The eight phases (*8-fasenmodel*), in their order; transition phases and the closing of a transition follow."""

    APPLICATION = "application", _("aanmelding")
    INTAKE = "intake", _("intake")
    ADMISSION = "admission", _("opname")
    ANALYSIS = "analysis", _("analyse")
    PLANNING = "planning", _("planning")
    EXECUTION = "execution", _("uitvoering")
    EVALUATION = "evaluation", _("evaluatie")
    OUTFLOW = "outflow", _("uitstroom")
    ARRIVAL = "arrival", _("transitie 1: overgang")
    TRY_OUT = "try_out", _("transitie 2: uitproberen")
    LETTING_GO = "letting_go", _("transitie 3: overdragen")
    CLOSED = "closed", _("transitie afgesloten")


EIGHT_PHASES = (
    TrackPhase.APPLICATION,
    TrackPhase.INTAKE,
    TrackPhase.ADMISSION,
    TrackPhase.ANALYSIS,
    TrackPhase.PLANNING,
    TrackPhase.EXECUTION,
    TrackPhase.EVALUATION,
    TrackPhase.OUTFLOW,
)
# Each has its length as a term, by this key.
TRANSITION_TERMS = {
    TrackPhase.ARRIVAL: "transition-arrival",
    TrackPhase.TRY_OUT: "transition-try-out",
    TrackPhase.LETTING_GO: "transition-letting-go",
}
TRANSITION_PHASES = (*TRANSITION_TERMS, TrackPhase.CLOSED)
PHASES = {Track.EIGHT: EIGHT_PHASES, Track.TRANSITION: TRANSITION_PHASES}

# Where one may go from each phase without saying why. After an evaluation the plan goes on or is renewed; who left may
# be applied for again; a transition may be closed at its end alone, and begin anew after that.
_LATER = {
    TrackPhase.EVALUATION: (TrackPhase.OUTFLOW, TrackPhase.PLANNING, TrackPhase.EXECUTION),
    TrackPhase.OUTFLOW: (TrackPhase.APPLICATION, TrackPhase.INTAKE),
    TrackPhase.CLOSED: (TrackPhase.ARRIVAL,),
}


def expected_after(phase: TrackPhase) -> tuple[TrackPhase, ...]:
    """Return the phases that follow a phase without a reason being asked."""
    if phase in _LATER:
        return _LATER[phase]
    order = EIGHT_PHASES if phase in EIGHT_PHASES else TRANSITION_PHASES
    return (order[order.index(phase) + 1],)
