"""What belongs to each phase of a track, as short questions of our own (docs/domain/practice.md, "Phases of a track")."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from django.utils.translation import gettext_lazy as _

from casework.enums.stays import TrackPhase

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


class PhaseHint(NamedTuple):
    """One thing to see to. ``tab`` is a tab of the client page that may be registered from above, ``url_name`` a page of ours."""

    text: StrOrPromise
    tab: str = ""
    url_name: str = ""


HINTS: dict[TrackPhase, tuple[PhaseHint, ...]] = {
    TrackPhase.APPLICATION: (
        PhaseHint(_("Titel en bijzondere voorwaarden vastgelegd"), url_name="casework:titles"),
        PhaseHint(_("Achtergrond: wie verwijst, waarvoor, met welk doel"), url_name="casework:background"),
    ),
    TrackPhase.INTAKE: (
        PhaseHint(_("Advies van de reclassering, risicotaxatie en diagnostiek binnen, of gevraagd"), tab="documents"),
        PhaseHint(_("Netwerk in kaart, ook kinderen"), tab="network"),
        PhaseHint(_("Risicotaxatie gemaakt voor deze plek?"), tab="risk"),
    ),
    TrackPhase.ADMISSION: (
        PhaseHint(_("Huisregels besproken en persoonlijk begeleider bekend"), tab="overview"),
        PhaseHint(_("Wat moet en wat de cliënt zelf beslist, samen gelezen"), url_name="casework:must"),
        PhaseHint(_("Eerste driepartijenoverleg gepland"), tab="cooperation"),
    ),
    TrackPhase.ANALYSIS: (
        PhaseHint(_("Leefgebieden: hoe het nu is en wat de cliënt wil"), url_name="casework:life"),
        PhaseHint(_("Signaleringsplan samen gemaakt"), tab="signalling-plan"),
        PhaseHint(_("Hoe de samenwerking voelt, van twee kanten"), tab="alliance"),
    ),
    TrackPhase.PLANNING: (
        PhaseHint(_("Eigen doelen, en opgelegde doelen daaraan verbonden"), tab="plan"),
        PhaseHint(_("Begeleidingsplan vastgesteld en ondertekend"), tab="plan"),
        PhaseHint(_("Samenwerkingsafspraken gemaakt"), tab="cooperation"),
    ),
    TrackPhase.EXECUTION: (
        PhaseHint(_("Kleine stappen, en vieren wat lukt"), tab="plan"),
        PhaseHint(_("Elke week samen langs de signalen"), tab="signalling-plan"),
    ),
    TrackPhase.EVALUATION: (
        PhaseHint(_("Begeleidingsplan geëvalueerd: beiden noemen iets goeds"), tab="plan"),
        PhaseHint(_("Signaleringsplan en samenwerkingsafspraken bijgewerkt"), tab="signalling-plan"),
    ),
    TrackPhase.OUTFLOW: (
        PhaseHint(_("Familie minstens één keer gezien"), tab="network"),
        PhaseHint(_("Warme overdracht: cliënt, oude en nieuwe begeleider aan tafel"), tab="handover"),
        PhaseHint(_("Nazorg: tot wanneer en bij wie de cliënt terechtkan"), url_name="casework:stays"),
    ),
    TrackPhase.ARRIVAL: (
        PhaseHint(_("Vertrouwd persoon gaat mee de nieuwe plek in; vaak contact, ook ter plaatse"), tab="agenda"),
        PhaseHint(_("Wie in het netwerk en welke organisaties staan klaar?"), tab="network"),
    ),
    TrackPhase.TRY_OUT: (
        PhaseHint(_("De cliënt doet het zelf; de begeleider springt bij waar het hapert"), tab="plan"),
        PhaseHint(_("Minder contact, en afspraken over wat wie overneemt"), tab="cooperation"),
    ),
    TrackPhase.LETTING_GO: (
        PhaseHint(_("De anderen dragen het; afscheid en terugblik gepland"), tab="handover"),
        PhaseHint(_("Signaleringsplan bij wie ermee verdergaat"), tab="signalling-plan"),
    ),
}
