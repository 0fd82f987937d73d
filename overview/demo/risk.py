"""Risk in the demo: assessments for many, and for the worked cases a lapse response, incidents, a warning, a meldcode."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any
from uuid import NAMESPACE_URL, uuid5

from django.utils import timezone

from casework.models import Assignment, Client
from overview.demo.clock import as_if_it_were
from riskplans.models import IncidentKind, Judgement, Substance, WarningRung
from riskplans.services.assessments import AssessmentResult, record_assessment
from riskplans.services.checks import FindingLine, agree_on_substances, confirm_finding, record_check
from riskplans.services.incidents import IncidentFacts, PartText, add_follow_up, record_incident, record_report
from riskplans.services.lapses import save_lapse_step, start_response
from riskplans.services.meldcode import save_meldcode_step, start_meldcode
from riskplans.services.warnings import give_warning

if TYPE_CHECKING:
    from uuid import UUID

    from accounts.models import User

JUDGEMENTS = ("fare-laag", "fare-matig", "hkt-r-matig", "risc-gemiddeld", "hcr-20v3-hoog", "eigen-formulier-laag")
CROWD = 14


class RiskStory:
    """Tells what happened to one client, each act on its own day."""

    def __init__(self, client: Client, today: dt.date) -> None:
        """Find who works with him."""
        self.client, self.today = client, today
        self.counsellor: User = (
            Assignment.objects.filter(client=client).select_related("user").latest("valid_from").user
        )
        self.count = 0

    def token(self) -> UUID:
        """Return the next token of this story, the same in every load."""
        self.count += 1
        return uuid5(NAMESPACE_URL, f"risk-{self.client.number}-{self.count}")

    def day(self, ago: int) -> dt.date:
        """Return the day so many days ago."""
        return self.today - dt.timedelta(days=ago)

    def moment(self, ago: int, clock: str) -> dt.datetime:
        """Return a moment so many days ago."""
        return timezone.make_aware(dt.datetime.combine(self.day(ago), dt.time.fromisoformat(clock)))

    def assessment(self, ago: int, key: str, **more: Any) -> None:
        """Record the result of an assessment."""
        judgement = Judgement.objects.select_related("instrument").get(key=key)
        values: dict[str, Any] = {
            "assessor": "R. Meijer",
            "setting": "residential",
            "sources": "Dossier, gesprek met de cliënt, overleg in het team",
            "protective_factors": "Dagbesteding, vaste begeleider, hij zegt het als het niet gaat.",
            "risk_factors": "Eerder gebruik, weinig geld, weinig mensen om zich heen.",
            "meaning": "Vaste contactmomenten houden en signalen blijven noemen.",
            "next_on": self.day(ago - 365),
        } | more
        with as_if_it_were(self.moment(ago, "15:00")):
            record_assessment(
                client=self.client,
                form_token=self.token(),
                result=AssessmentResult(
                    instrument=judgement.instrument, judgement=judgement, assessed_on=self.day(ago), **values
                ),
                acting_user=self.counsellor,
            )

    def incident(
        self, ago: int, clock: str, kind: str, seriousness: str, place: str, part: PartText, **more: Any
    ) -> Any:  # noqa: ANN401 -- the part
        """Record an incident in this file."""
        at = self.moment(ago, clock)
        with as_if_it_were(at + dt.timedelta(hours=1)):
            return record_incident(
                client=self.client,
                form_token=self.token(),
                what=IncidentFacts(
                    kind=IncidentKind.objects.get(key=kind),
                    occurred_at=at,
                    place=place,
                    seriousness=seriousness,
                    **more,
                ),
                part=part,
                acting_user=self.counsellor,
            )

    def told(self, part: Any, ago: int, clock: str, body: str, how: str) -> None:  # noqa: ANN401 -- the part
        """Record who was told of it."""
        at = self.moment(ago, clock)
        with as_if_it_were(at):
            record_report(
                part=part, form_token=self.token(), body=body, told_at=at, how=how, acting_user=self.counsellor
            )


def tell(today: dt.date) -> None:
    """Tell it all; the clients are there already."""
    _case_a(_story("Daniël", "Verhoeven", today))
    _case_b(_story("Mitchell", "Brands", today))
    _case_c(_story("Ruben", "Castelein", today))
    known = ("Verhoeven", "Brands", "Castelein")
    for place, client in enumerate(Client.objects.exclude(last_name__in=known).order_by("number")[:CROWD]):
        if Assignment.objects.filter(client=client).exists():
            RiskStory(client, today).assessment(30 + place * 9, JUDGEMENTS[place % len(JUDGEMENTS)])


def _story(first: str, last: str, today: dt.date) -> RiskStory:
    return RiskStory(Client.objects.get(first_name=first, last_name=last), today)


def _case_a(story: RiskStory) -> None:
    """Straight from prison: an assessment of the prison, taken over and in want of renewal; a lapse in step three."""
    story.assessment(
        190,
        "hkt-r-hoog",
        made_by="prison",
        organisation_name="PI Veenhuizen",
        assessor="psycholoog PI",
        setting="prison",
        next_on=story.day(-175),
    )
    with as_if_it_were(story.moment(20, "16:00")):
        agree_on_substances(
            client=story.client,
            form_token=story.token(),
            text="Niet gebruiken en niets in huis hebben. Komt het toch zo ver, dan bel ik eerst mijn begeleider.",
            agreed_with="Daniël, zijn begeleider en de toezichthouder",
            valid_from=story.day(20),
            acting_user=story.counsellor,
        )


def _case_b(story: RiskStory) -> None:
    """Incidents around his former partner, a warning, and the reporting code."""
    story.assessment(
        120,
        "b-safer-hoog",
        assessor="R. Meijer",
        protective_factors="Hij wil zijn dochter blijven zien. Hij komt terug als hij is afgekoeld.",
        risk_factors="Oplopende ruzie met zijn ex-partner, drank, zich tekortgedaan voelen.",
        meaning="Vier contacten per week, en voor elk bezoek een plan.",
    )
    part = story.incident(
        24,
        "20:40",
        "verbaal",
        "moderate",
        "voordeur van het huis",
        PartText(
            role="involved",
            facts="Zijn ex-partner stond voor de deur. Hij schreeuwde door de gang dat zij zou boeten. Hij gooide zijn telefoon tegen "
            "de muur. Na tien minuten liep hij naar buiten en kwam om half elf rustig terug.",
            interpretation="Hij voelde zich overvallen: het bezoek was niet afgesproken.",
            client_words="Ze kwam zomaar. Ik wil haar best zien, maar niet zo.",
            measures="Ex-partner naar huis gebracht. Bezoek stopt tot het gesprek.",
        ),
        forensic_care=True,
        police="called",
    )
    story.told(part, 24, "21:30", "manager", "Achterwacht gebeld door begeleider")
    story.told(part, 23, "09:15", "probation", "Gebeld, daarna bericht")
    story.told(part, 23, "10:00", "client", "Gesprek op kantoor: wat ik heb gemeld en aan wie")
    with as_if_it_were(story.moment(20, "14:00")):
        add_follow_up(
            part=part,
            form_token=story.token(),
            kind="analysis",
            text="Onverwacht bezoek is zijn sterkste trigger. Vanaf nu alleen bezoek met een afspraak, in de spreekkamer.",
            acting_user=story.counsellor,
        )
        give_warning(
            client=story.client,
            form_token=story.token(),
            rung=WarningRung.objects.get(key="gesprek"),
            part=part,
            given_on=story.day(20),
            reason="Schreeuwen en een telefoon tegen de muur gooien in de gang, terwijl huisgenoten thuis waren.",
            foretold="Bij de start zijn de huisregels en de ladder samen doorgenomen, op papier.",
            foretold_on=story.day(100),
            decided_by="begeleider en teamleider",
            client_words="Snap ik. Maar zeg het dan ook tegen haar.",
            acting_user=story.counsellor,
        )
    serious = story.incident(
        1,
        "22:15",
        "fysiek-persoon",
        "serious",
        "keuken",
        PartText(
            role="involved",
            facts="Hij en een huisgenoot stonden tegen elkaar te schreeuwen over de afwas. Hij duwde de ander twee keer tegen het aanrecht. "
            "Een begeleider ging ertussen staan. Hij liep weg naar zijn kamer.",
            interpretation="De spanning zat al de hele dag in huis. Hij had die middag een brief van de rechtbank gekregen.",
            measures="Beiden apart gesproken. De nachtdienst is ingelicht.",
        ),
        forensic_care=True,
        wmo_support=True,
        calamity="doubt",
    )
    story.told(serious, 1, "22:50", "manager", "Achterwacht gebeld")
    _meldcode(story)


def _meldcode(story: RiskStory) -> None:
    with as_if_it_were(story.moment(23, "13:00")):
        row = start_meldcode(
            client=story.client,
            form_token=story.token(),
            about="partner",
            concerns="zijn ex-partner en hun dochter",
            acting_user=story.counsellor,
        )
    steps: tuple[tuple[str, int, dict[str, Any]], ...] = (
        (
            "signals",
            23,
            {
                "signals": "Hij riep dat zij zou boeten. Zij zei dat hij haar deze maand drie keer opwachtte.",
                "seen_by": "begeleider, aan de voordeur",
                "children": "concern",
                "children_note": "Dochter van 6 woont bij haar moeder en was erbij.",
            },
        ),
        (
            "consult",
            22,
            {
                "consulted_who": "Veilig Thuis (zonder naam) en de gedragsdeskundige",
                "consulted_at": story.moment(22, "10:30"),
                "advice": "Praat met hem apart, vraag haar of zij veilig is, en weeg opnieuw na een week.",
            },
        ),
    )
    for name, ago, values in steps:
        with as_if_it_were(story.moment(ago, "15:30")):
            save_meldcode_step(
                step=getattr(row, name), values=values, revision=0, finish=True, acting_user=story.counsellor
            )


def _case_c(story: RiskStory) -> None:
    """Strengths against relapse: a positive check, told by himself, and the whole response through."""
    story.assessment(
        200,
        "fare-matig",
        protective_factors="Zijn broer, de voetbalclub, en dat hij het zelf zegt als het misgaat.",
        risk_factors="Gebruik in huis om hem heen, slecht slapen, spanning wegpraten.",
        meaning="Twee vaste momenten per dag. Een andere plek blijft nodig.",
        next_on=story.day(-10),
    )
    with as_if_it_were(story.moment(61, "10:00")):
        check = record_check(
            client=story.client,
            form_token=story.token(),
            kind="urine",
            taken_at=story.moment(61, "09:30"),
            occasion="signal",
            result="negative",
            explanation="Hij zei vooraf dat hij iets had genomen.",
            findings=[
                FindingLine(Substance.objects.get(key="cannabis"), "negative"),
                FindingLine(Substance.objects.get(key="benzodiazepinen"), "positive"),
                FindingLine(Substance.objects.get(key="opiaten"), "negative"),
            ],
            acting_user=story.counsellor,
        )
    with as_if_it_were(story.moment(57, "11:00")):
        confirm_finding(
            finding=check.findings.get(result="positive"),
            form_token=story.token(),
            outcome="confirmed",
            received_on=story.day(57),
            laboratory="Streeklab Noord",
            acting_user=story.counsellor,
        )
    _lapse(story, check)


def _lapse(story: RiskStory, check: Any) -> None:  # noqa: ANN401 -- the check
    with as_if_it_were(story.moment(61, "10:30")):
        response = start_response(
            client=story.client,
            form_token=story.token(),
            trigger="check",
            known_at=check.taken_at,
            about="Slaappil van een huisgenoot",
            check=check,
            acting_user=story.counsellor,
        )
    steps: tuple[tuple[str, int, dict[str, Any]], ...] = (
        (
            "talk",
            61,
            {
                "talked_at": story.moment(61, "10:45"),
                "happened": "Hij nam een pil van een huisgenoot om te slapen, en belde de volgende ochtend.",
                "cause": "Drie nachten wakker door lawaai.",
                "needs": "Slaap, en een plek waar niemand gebruikt.",
                "still_good": "Hij vertelde het zelf, voor de controle. De training ging door.",
            },
        ),
        (
            "risk",
            61,
            {
                "signs": [],
                "people_at_risk": "Hijzelf: een pil wordt gemakkelijk een gewoonte. Anderen niet.",
                "safety": "Hij slaapt twee nachten bij zijn broer.",
            },
        ),
        (
            "consult",
            60,
            {
                "consulted_who": "Ruud, gedragsdeskundige, en Karin, teamleider",
                "consulted_at": story.moment(60, "09:00"),
                "advice": "Geen opname nodig. Slaap eerst oplossen, en de andere plek versnellen.",
            },
        ),
        (
            "act",
            60,
            {
                "agreed": "Hij meldt een terugval zelf; daarna hoort de toezichthouder het van ons.",
                "reported": "De positieve controle met de oorzaak, en dat hij het zelf zei.",
                "told_what": "Dat ik dit vandaag aan Lies meld, en wat ik erbij zet.",
                "told_at": story.moment(60, "10:00"),
                "reaction": "Prima. Ik bel haar zelf ook.",
            },
        ),
        (
            "learn",
            58,
            {
                "lessons": "Drie slechte nachten is zijn vroege signaal. Dan slaapt hij bij zijn broer.",
                "no_analysis": "Samen op papier gemaakt; wordt overgenomen bij de evaluatie.",
                "plan_adjusted": "fits",
                "next_check_on": story.day(51),
            },
        ),
    )
    for name, ago, values in steps:
        with as_if_it_were(story.moment(ago, "16:00")):
            save_lapse_step(
                step=getattr(response, name), values=values, revision=0, finish=True, acting_user=story.counsellor
            )
    for commitment in story.client.commitments.filter(text="Volgende controle", done_on=None):
        commitment.done_on = story.day(51)
        commitment.save(update_fields=["done_on"])
