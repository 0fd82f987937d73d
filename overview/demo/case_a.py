"""Worked case A: the start of a track. From prison into an abstinent house, and on to work (docs/domain/practice.md)."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import TYPE_CHECKING

from chain.services.agreements import Clauses
from chain.services.meetings import CommitmentLine
from overview.demo.plans import PLAN_A
from overview.demo.rules import (
    NO_SHOW,
    POSITIVE_CHECK,
    RED_PHASE,
    STAY_ENDED,
)
from overview.demo.story import Story
from overview.demo.titles import older_title

if TYPE_CHECKING:
    from accounts.models import User
    from casework.models import Client, Goal
    from chain.models import ThreePartyMeeting
    from overview.demo.house import House

START = 392


def tell(house: House, today: dt.date) -> Client:
    """Tell the story; return the client."""
    story = Story(house, today, seed=101)
    story.begins(
        START,
        team=0,
        counsellor="noor",
        location="Huis aan de Vaart",
        first_name="Daniël",
        preferred_name="Daan",
        last_name="Verhoeven",
        birth_date=dt.date(1991, 9, 4),
        gender="male",
    )
    title = story.title(
        START,
        "vi",
        starts=START,
        ends=-338,
        confirmed_by="Openbaar Ministerie, besluit VI",
        note="Rechtstreeks uit de PI geplaatst.",
    )
    story.condition(
        START,
        title,
        "middelenverbod",
        "Betrokkene gebruikt geen drugs en werkt mee aan urinecontroles, zo vaak als de reclassering nodig vindt.",
        checked_by="begeleiding, twee keer per week",
    )
    story.condition(
        START,
        title,
        "meldplicht",
        "Betrokkene meldt zich bij de reclassering zo vaak als de toezichthouder nodig vindt.",
        checked_by="toezichthouder",
    )
    story.condition(
        START,
        title,
        "begeleid-wonen",
        "Betrokkene verblijft in Huis aan de Vaart en houdt zich aan de huisregels en het dagprogramma.",
        checked_by="begeleiding",
    )
    older_title(story)
    officer = story.officer(START, "tom")
    _first_weeks(story)
    first = _first_meeting(story)
    clauses = Clauses(
        roles="Noor is de vaste begeleider en het eerste aanspreekpunt. Tom houdt toezicht op de voorwaarden. "
        "Daan beslist zelf over zijn werk, zijn vrije tijd en wie hij ziet.",
        contact_rhythm="Daan en Tom zien elkaar elke twee weken op het kantoor van de reclassering. Noor en Daan "
        "spreken elkaar elke week. Met zijn drieën om de drie maanden.",
        control="Twee keer per week een urinecontrole in huis, op wisselende dagen.",
        client_leads="Daan heeft de leiding bij het zoeken naar werk. Hij vraagt zelf om hulp als hij die wil.",
        sharing="Een positieve of geweigerde urinecontrole, een gemiste afspraak en fase rood worden aan Tom gemeld. "
        "Daan hoort het eerst. Wat goed gaat, wordt ook gemeld.",
        evaluate_on=story.day(START - 7 - 183),
    )
    story.agreement(START - 8, officer, clauses, (POSITIVE_CHECK, NO_SHOW, RED_PHASE, STAY_ENDED), meeting=first)
    own = _plans(story)
    _towards_work(story)
    story.goal_ends(214, own, "reached", "Vast contract van 32 uur bij de fietsenfabriek.")
    _second_agreement(story, officer)
    _the_slip(story)
    _now(story)
    return story.client


def _first_weeks(story: Story) -> None:
    story.contact(
        START,
        "Daan opgehaald bij de poort van de PI. Kamer laten zien, huisregels samen doorgenomen en het middelenbeleid "
        "uitgelegd: dit huis is abstinent. Hij wist dat twee keer per week een urinecontrole in zijn besluit staat.",
        well="Hij stelde veel vragen en schreef de antwoorden zelf op.",
        words="Ik wil rust en zo snel mogelijk weer aan het werk.",
        kind="activity",
        minutes=150,
        clock="10:30",
        domains=("wonen", "justitie"),
    )
    story.check(START - 2)
    story.contact(
        START - 3,
        "Inschrijving bij de gemeente geregeld en een bankrekening aangevraagd. Daan deed het woord aan de balie.",
        well="Bleef rustig toen het loket hem terugstuurde voor een ander formulier.",
        kind="activity",
        minutes=95,
        domains=("geld", "zelfstandigheid"),
        kept=("begeleid-wonen",),
    )
    story.check(START - 5)
    story.horizon(START - 6, "Eerst weer werk.")


def _first_meeting(story: Story) -> ThreePartyMeeting:
    return story.meeting(
        START - 7,
        kind="first",
        place="op de kamer van Daan",
        present="Daan Verhoeven, Noor Öztürk, Tom Hendriks",
        proud_of="Hij is een week binnen, heeft niet gebruikt en heeft op twee vacatures gereageerd. Dat is zijn werk.",
        client_view="Ik wil werken. Controles zijn oké, maar plan ze niet onder werktijd.",
        counsellor_view="Daan pakt dingen op en vraagt om uitleg als iets niet klopt. Dat helpt.",
        officer_view="Goede start. Ik wil op tijd horen als het lastig wordt, niet pas als het mis is.",
        lead="organisation",
        next_in=91,
        commitments=(
            CommitmentLine("Elke twee weken naar het kantoor van Tom", "client", story.day(START - 21)),
            CommitmentLine("Urinecontroles plannen buiten de werktijden van Daan", "counsellor", story.day(START - 14)),
            CommitmentLine("Uitzoeken of Daan mag beginnen via een uitzendbureau", "probation", story.day(START - 14)),
        ),
    )


def _plans(story: Story) -> Goal:
    own = story.goal(START - 9, "own", "Ik heb een vaste baan van minstens 24 uur", "werk", target=210)
    story.goal(START - 9, "imposed", "Geen drugs gebruiken, en meewerken aan controles", "middelen", serves=own)
    story.goal(
        START - 9, "imposed", "Een dagprogramma volgen dat met de reclassering is afgesproken", "werk", serves=own
    )
    story.signalling_plan(START - 35, PLAN_A)
    story.support_plan(
        START - 40,
        "Daan heeft structuur en een abstinente omgeving nodig om te kunnen werken. We bouwen op wat hij al kan: plannen, "
        "doorzetten en om uitleg vragen. Begeleiding gaat van wekelijks naar om de week zodra het werk loopt.",
        "Help me met de papieren, de rest wil ik zelf doen.",
    )
    story.horizon(START - 95, "Weer mijn eigen geld verdienen en een eigen voordeur.")
    story.check_in(START - 38, client=(4, 3, 3, 2), counsellor=(4, 3, 3, 2))
    return own


def _towards_work(story: Story) -> None:
    for ago in range(START - 12, 300, -9):
        story.check(ago)
    story.contact(
        START - 24,
        "Sollicitatiebrief besproken. Hij had hem zelf geschreven en wilde weten of hij zijn detentie moet noemen. Samen "
        "geoefend wat hij zegt als ernaar gevraagd wordt.",
        well="Brief was af voor we begonnen.",
        domains=("werk",),
        minutes=45,
        kept=("meldplicht",),
    )
    story.contact(
        START - 52,
        "Afgewezen voor de baan bij het magazijn. Teleurgesteld, at niet mee. Benoemd dat ik dat zie en gevraagd wat helpt. "
        "Hij is gaan lopen en kwam daarna uit zichzelf naar kantoor.",
        well="Kwam zelf terug om te praten.",
        words="Ik baal, maar ik ga niet iets stoms doen.",
        domains=("werk", "psyche"),
        signs=("Hij slaat het avondeten over", "Ik lig 's nachts wakker"),
    )
    story.contact(
        START - 56,
        "Nagesproken over de afwijzing. Slaapt weer, eet mee. Twee nieuwe vacatures gevonden.",
        well="Heeft zelf gebeld met de fietsenfabriek.",
        domains=("werk",),
        signs=("Ik ben voor half acht op",),
    )
    story.phase(START - 56, "green", "Samen bekeken: hij slaapt, eet mee en zoekt weer werk. Daan vindt dat ook.")
    story.contact(
        START - 78,
        "Eerste werkdag bij de fietsenfabriek, via het uitzendbureau. Gebeld na afloop.",
        well="Twintig minuten te vroeg op het werk.",
        words="Mijn rug doet pijn, maar het is goede pijn.",
        kind="phone",
        minutes=10,
        clock="17:20",
        domains=("werk",),
    )
    story.meeting(
        START - 98,
        place="kantoor van de reclassering",
        present="Daan Verhoeven, Noor Öztürk, Tom Hendriks",
        proud_of="Drie maanden niet gebruikt, alle controles schoon, en drie weken aan het werk.",
        client_view="Ik wil dat afspraken rekening houden met mijn werktijden. Ik krijg anders gezeik op mijn werk.",
        counsellor_view="Daan houdt zich aan wat hij zegt. De controles kunnen minder vaak.",
        officer_view="Complimenten. Ik kan ook na vijven afspreken.",
        lead="client",
        next_in=91,
        commitments=(
            CommitmentLine("Afspraken met Tom na 17.00 uur plannen", "probation", story.day(START - 105)),
            CommitmentLine("Controles naar de vroege ochtend verplaatsen", "counsellor", story.day(START - 105)),
            CommitmentLine(
                "Met de teamchef bespreken dat hij soms een half uur later begint", "client", story.day(START - 112)
            ),
        ),
    )
    story.contact(
        START - 131,
        "Zijn zus Anne op bezoek. Samen het signaleringsplan nog eens gelezen; zij herkent het wakker liggen.",
        well="Daan legde zelf aan Anne uit wat oranje betekent.",
        kind="with_network",
        minutes=60,
        domains=("gezin",),
    )
    story.contact(
        215,
        "Contract getekend: 32 uur, een jaar. Taart in huis.",
        well="Dit is wat hij op de eerste dag zei dat hij wilde.",
        words="Nou die voordeur nog.",
        kind="activity",
        minutes=40,
        domains=("werk", "geld"),
    )


def _second_agreement(story: Story, officer: User) -> None:
    meeting = story.meeting(
        196,
        place="Huis aan de Vaart, woonkamer",
        clock="17:15",
        present="Daan Verhoeven, Noor Öztürk, Tom Hendriks",
        proud_of="Een vast contract en een half jaar schoon. Daan leidde dit gesprek zelf.",
        client_view="Het gaat goed. Ik wil naar een eigen plek toe werken.",
        counsellor_view="We kunnen naar één controle per week. Spannend wordt het als hij meer vrijheid krijgt.",
        officer_view="Akkoord met minder controles, zolang ik het op tijd hoor als het anders loopt.",
        lead="client",
        next_in=91,
        commitments=(
            CommitmentLine("Aanmelden voor woonruimte met begeleiding", "counsellor", story.day(170)),
            CommitmentLine("Een spaarrekening openen voor de inrichting", "client", story.day(175)),
        ),
    )
    story.agreement(
        194,
        officer,
        Clauses(
            roles="Noor is de vaste begeleider. Tom houdt toezicht. Daan leidt het driegesprek en maakt de agenda.",
            contact_rhythm="Daan en Tom zien elkaar elke vier weken, na 17.00 uur. Noor en Daan om de week. Met zijn "
            "drieën om de drie maanden.",
            control="Een keer per week een urinecontrole, voor het werk.",
            client_leads="Daan heeft de leiding bij werk, sparen en het zoeken van een eigen plek.",
            sharing="Een positieve of geweigerde urinecontrole wordt binnen een dag aan Tom gemeld, met de oorzaak en wat "
            "wel goed gaat. Ook een gemiste afspraak en fase rood. Daan hoort het altijd eerst.",
            evaluate_on=story.day(-24),
        ),
        (POSITIVE_CHECK, NO_SHOW, RED_PHASE, STAY_ENDED),
        meeting=meeting,
    )
    story.check_in(190, client=(5, 4, 4, 1), counsellor=(4, 4, 4, 1), remark="Ze doet wat ze zegt.")
    story.support_plan(
        188,
        "Daan werkt 32 uur en is een half jaar schoon. De begeleiding richt zich nu op sparen, een eigen plek en wat hij "
        "doet als het weekend leeg is. Controles naar één per week.",
        "Ik wil laten zien dat ik het zelf kan.",
    )
    story.goal(188, "own", "Ik heb een eigen woning met een eigen voordeur", "wonen", target=-150)
    for ago in range(186, 66, -7):
        story.check(ago)


def _the_slip(story: Story) -> None:
    story.contact(
        66,
        "Daan was stil en keek weg. Hij slaat sinds dinsdag het eten over. Benoemd wat ik zie; hij zei dat alles prima is. "
        "Afgesproken dat we morgen weer praten.",
        well="Ging wel gewoon naar zijn werk.",
        signs=("Hij slaat het avondeten over", "Hij zegt dat alles prima is en kijkt je niet aan"),
        domains=("psyche", "middelen"),
    )
    story.check(64, "positive", substance="cocaïne", occasion="signal")
    story.contact(
        64,
        "De controle is positief op cocaïne. Eerst met Daan gesproken: hij gebruikte vrijdag, na een ruzie met zijn broer, met "
        "zijn loon op zak. Hij schaamt zich. Besproken dat ik dit volgens de afspraak aan Tom meld, en dat ik erbij zet wat er "
        "gebeurde en dat hij is blijven werken.",
        well="Hij gaf het toe voordat de uitslag er was, en vroeg of hij er zelf bij mocht zijn als ik Tom bel.",
        words="Ik heb het verpest. Maar ik ben maandag wel gewoon gegaan.",
        minutes=60,
        clock="11:00",
        domains=("middelen", "gezin"),
        broken=("middelenverbod",),
    )
    story.notify(
        64,
        "positive_check",
        story.house.users["tom"],
        reaction="Vindt het terecht. Wil er zelf bij zijn als Tom belt.",
    )
    story.contact(
        61,
        "Samen met Tom gebeld. Functieanalyse gemaakt: loon op vrijdag, ruzie, alleen. Nieuwe afspraak: loon gaat naar een "
        "rekening waar hij in het weekend niet bij kan, en vrijdag eet hij bij Anne.",
        well="Kwam zelf met het idee van de rekening.",
        kind="with_officer",
        minutes=45,
        domains=("middelen", "geld"),
    )
    story.check(57)
    story.signalling_plan(
        55,
        replace(
            PLAN_A,
            triggers="Loon op vrijdag, ruzie met mijn broer, een leeg weekend. Dan ben ik alleen en heb ik geld.",
            protective_factors=f"{PLAN_A.protective_factors} Mijn loon staat op een rekening waar ik niet bij kan.",
        ),
    )
    story.phase(50, "green", "Twee weken schoon, eet mee, slaapt. Samen met Daan en Tom zo besloten.")
    for ago in (50, 43, 36, 29, 22, 15, 8):
        story.check(ago)


def _now(story: Story) -> None:
    story.contact(
        47,
        "Bezichtiging van een studio met begeleiding. Hij had zelf een lijst met vragen bij zich.",
        well="Bleef rustig toen er dertig kandidaten bleken te zijn.",
        kind="activity",
        minutes=90,
        domains=("wonen",),
    )
    story.contact(
        33,
        "Gewoon gesproken. Vrijdagen bij Anne bevallen. Spaarrekening staat op 1.150 euro.",
        well="Spaart al vier maanden elke week.",
        domains=("geld", "gezin"),
        kept=("middelenverbod", "meldplicht"),
        signs=("Ik ben voor half acht op",),
    )
    story.meeting(
        26,
        place="kantoor van de reclassering",
        clock="17:30",
        present="Daan Verhoeven, Noor Öztürk, Tom Hendriks",
        proud_of="Na de terugval zelf aan de bel getrokken en het plan aangepast. Nog steeds aan het werk.",
        client_view="Ik had het eerder moeten zeggen. Nu weet ik wat ik op vrijdag moet doen.",
        counsellor_view="Het plan heeft gewerkt: we zagen het, en hij praatte. Dat is winst.",
        officer_view="Ik ben op tijd ingelicht en ik heb gehoord wat er wel goed ging. Zo moet het.",
        lead="client",
        next_in=91,
        still_open=("Met de gemeente bellen over urgentie",),
        commitments=(
            CommitmentLine("Vrijdagavond bij Anne eten", "client", story.day(-5)),
            CommitmentLine("Reageren op drie woningen per maand", "client", story.day(-9)),
            CommitmentLine("Met de gemeente bellen over urgentie", "counsellor", story.day(3)),
        ),
    )
    story.contact(
        12,
        "Kort gesproken tussen werk en sport. Hij heeft op twee woningen gereageerd.",
        well="Stuurde zelf een bericht dat hij tien minuten later kwam.",
        minutes=15,
        kind="house_visit",
        domains=("wonen", "werk"),
    )
    story.contact(
        3,
        "In de keuken gesproken. Hij had voor de groep gekookt en vroeg of hij vaker mag koken op donderdag.",
        well="Nam zelf het initiatief.",
        kind="activity",
        minutes=20,
        clock="18:00",
        domains=("zelfstandigheid",),
        by="bas",
    )
    story.contact(
        2,
        "Weekplanning doorgenomen. Zijn broer heeft weer gebeld; hij heeft opgehangen en daarna Anne gebeld, zoals in zijn plan "
        "staat.",
        well="Precies gedaan wat hij met zichzelf had afgesproken.",
        words="Ik dacht: dit is dus oranje, en dan bel ik Anne.",
        domains=("gezin", "middelen"),
        kept=("middelenverbod", "begeleid-wonen"),
    )
