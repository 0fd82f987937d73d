"""Worked case B: resistance. What is imposed and what is not gets cleared up; the track ends early, and why is said."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import TYPE_CHECKING

from casework.models import StayDestination
from casework.services.stays import end_stay
from chain.services.agreements import Clauses
from chain.services.meetings import CommitmentLine
from overview.demo.plans import PLAN_B
from overview.demo.rules import (
    NO_SHOW,
    NOT_KEPT,
    RED_PHASE,
    STAY_ENDED,
)
from overview.demo.story import Story

if TYPE_CHECKING:
    from accounts.models import User
    from casework.models import Client
    from overview.demo.house import House

START = 421
END = 19
AFTERCARE_DAYS = 92  # three months


def tell(house: House, today: dt.date) -> Client:
    """Tell the story; return the client."""
    story = Story(house, today, seed=202)
    story.begins(
        START,
        team=0,
        counsellor="noor",
        location="Huis Kruispunt",
        first_name="Mitchell",
        last_name="Brands",
        birth_date=dt.date(1987, 2, 21),
        gender="male",
    )
    title = story.title(
        START,
        "voorwaardelijke-veroordeling",
        starts=START + 33,
        ends=-(3 * 365 - START - 33),
        note="Bedreiging en mishandeling van zijn ex-partner. Proeftijd drie jaar.",
    )
    story.condition(
        START,
        title,
        "contactverbod",
        "Betrokkene heeft op geen enkele wijze contact met zijn ex-partner, ook niet via anderen.",
        checked_by="politie en toezichthouder",
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
        "locatieverbod",
        "Betrokkene bevindt zich niet binnen 500 meter van de vroegere gezamenlijke woning.",
        checked_by="politie",
    )
    story.condition_ends(
        START - 10, "locatieverbod", "Zijn ex-partner verhuisde; de rechtbank hief het verbod op verzoek van het OM op."
    )
    officer = story.officer(START, "tom")
    _unclear(story)
    _cleared_up(story, officer)
    _small_steps(story)
    _towards_the_end(story)
    return story.client


def _unclear(story: Story) -> None:
    story.contact(
        START,
        "Kennisgemaakt en huisregels doorgenomen. Mitchell vindt dat hij hier vrijwillig zit en dat regels over bezoek en "
        "dagbesteding niet voor hem gelden. Niemand van ons wist zeker of het verblijf een voorwaarde is. Dat zoek ik uit.",
        well="Hij bleef zitten en zei eerlijk wat hij dacht.",
        words="Ik zit hier omdat ik geen huis heb, niet omdat het moet.",
        minutes=60,
        domains=("wonen", "justitie"),
    )
    story.contact(
        START - 6,
        "Hij wil niet praten over budgetbeheer. Ik heb gezegd dat ik nog navraag of het een voorwaarde is, en dat ik het hem "
        "zwart op wit laat zien.",
        domains=("geld",),
        minutes=20,
    )
    story.contact(
        START - 9,
        "Niet op de afspraak. Hij was wel in huis en zei dat hij er geen zin in had.",
        kind="no_show",
        minutes=5,
    )


def _cleared_up(story: Story, officer: User) -> None:
    meeting = story.meeting(
        START - 16,
        kind="first",
        place="Huis Kruispunt, spreekkamer",
        present="Mitchell Brands, Noor Öztürk, Tom Hendriks",
        proud_of="Hij is gekomen, is drie kwartier gebleven en heeft zelf gevraagd om het vonnis te lezen.",
        client_view="Als iets niet moet, zeg dat dan. En als het wel moet, laat het me lezen.",
        counsellor_view="Wij waren zelf ook niet duidelijk. Dat heb ik gezegd.",
        officer_view="Contactverbod en meldplicht zijn voorwaarden. Verblijf en behandeling niet. Dat staat nu vast.",
        lead="organisation",
        next_in=91,
        commitments=(
            CommitmentLine("Vonnis geven en in gewone taal doornemen", "probation", story.day(START - 20)),
            CommitmentLine(
                "Huisregels op papier, met wat er gebeurt als je ze niet volgt", "counsellor", story.day(START - 20)
            ),
            CommitmentLine("Elke twee weken naar Tom", "client", story.day(START - 30)),
        ),
    )
    story.agreement(
        START - 18,
        officer,
        Clauses(
            roles="Noor begeleidt en zegt wat een huisregel is en wat een voorwaarde. Tom houdt toezicht op het contactverbod "
            "en de meldplicht. Mitchell beslist zelf of hij hier blijft en of hij behandeling wil.",
            contact_rhythm="Elke twee weken naar Tom. Elke week een gesprek met Noor. Met zijn drieën om de drie maanden.",
            client_leads="Mitchell heeft de leiding bij zijn dagbesteding en bij het contact met de advocaat over zijn dochter.",
            sharing="Overtreden van het contactverbod, een gemiste afspraak, fase rood en het einde van het verblijf worden aan "
            "Tom gemeld. Mitchell hoort het eerst.",
            evaluate_on=story.day(-11),
        ),
        (NOT_KEPT, NO_SHOW, RED_PHASE, STAY_ENDED),
        meeting=meeting,
        client_decision="refused",
        client_reason="Ik ben het eens met het contactverbod, niet met het melden van gemiste afspraken.",
    )
    story.horizon(START - 25, "Mijn dochter weer zien, zonder dat er iemand bij zit.")


def _small_steps(story: Story) -> None:
    own = story.goal(START - 25, "own", "Ik mag mijn dochter weer zien", "gezin", target=-200)
    story.goal(START - 25, "imposed", "Geen contact met mijn ex-partner", "veiligheid", serves=own)
    debt = story.goal(START - 60, "own", "Ik weet wat ik schuldig ben en aan wie", "geld", target=START - 240)
    story.check_in(START - 36, client=(2, 2, 2, 5), counsellor=(3, 2, 3, 4), remark="Jullie beslissen toch alles al.")
    story.contact(
        START - 43,
        "De stroefheid benoemd: we trekken allebei aan een kant. Hij lachte en zei dat dat klopt. Afgesproken dat ik elk gesprek "
        "begin met wat moet en wat niet.",
        well="Het eerste gesprek zonder stemverheffing.",
        minutes=40,
        domains=("zingeving",),
        kept=("meldplicht",),
    )
    story.signalling_plan(
        START - 70,
        PLAN_B,
        signed=False,
        refusal="Hij vindt het plan goed, maar tekent niets meer sinds de rechtszaak.",
    )
    story.contact(
        START - 70,
        "Behandeling kan niet worden opgelegd. Samen een eenvoudig stoplichtplan gemaakt, in zijn woorden. Duurde twee keer een "
        "half uur.",
        well="Hij schreef zelf de signalen van oranje op.",
        words="Dit is tenminste van mij.",
        minutes=30,
        domains=("veiligheid",),
    )
    story.support_plan(
        START - 75,
        "Mitchell is hier omdat hij geen woning heeft; verblijf en behandeling zijn geen voorwaarde. We werken aan kleine doelen "
        "die hij zelf kiest, met het contactverbod als vaste grens. Wrijving hoort erbij en wordt benoemd.",
        "Zeg wat moet. De rest bepaal ik.",
    )
    story.contact(
        START - 118,
        "Post gesorteerd: elf schuldeisers. Hij wil toch budgetbeheer proberen, drie maanden, en daarna opnieuw beslissen.",
        well="Zijn eigen besluit, na een lijst met voor en tegen.",
        domains=("geld",),
        minutes=70,
    )
    story.goal_ends(START - 240, debt, "reached", "Overzicht van elf schulden, regeling aangevraagd via de gemeente.")
    story.contact(
        START - 150,
        "Begonnen bij de brommerwerkplaats, drie ochtenden. Eerste week volgemaakt.",
        well="Op tijd, drie keer.",
        kind="activity",
        minutes=60,
        domains=("werk",),
        signs=("Ik ben bezig met mijn brommer",),
    )
    story.contact(
        START - 182,
        "Brief van de rechtbank over de omgangsregeling. Liep heen en weer in de gang en praatte hard. Een collega hield afstand, "
        "ik ben met hem naar buiten gegaan, zoals in zijn plan staat.",
        well="Ging zelf naar buiten voordat hij antwoord gaf.",
        signs=("Hij loopt heen en weer in de gang", "Hij praat hard en dichtbij"),
        domains=("gezin", "justitie"),
        minutes=45,
    )
    story.phase(
        START - 187, "green", "Advocaat gesproken, weer in de werkplaats. Mitchell ziet het zelf ook als groen."
    )
    story.meeting(
        START - 109,
        place="kantoor van de reclassering",
        present="Mitchell Brands, Noor Öztürk, Tom Hendriks",
        proud_of="Vier maanden zonder contact met zijn ex. Stoplichtplan gemaakt. Begonnen met zijn schulden.",
        client_view="Er wordt nu naar me geluisterd. Ik vind het nog steeds veel regels.",
        counsellor_view="We botsen minder omdat vaststaat wat moet.",
        officer_view="Ik zie inzet. Voorwaarden nagekomen.",
        lead="organisation",
        next_in=91,
        commitments=(
            CommitmentLine("Aanmelden bij de brommerwerkplaats", "client", story.day(START - 125)),
            CommitmentLine("Meegaan naar het eerste gesprek over schuldhulp", "counsellor", story.day(START - 125)),
        ),
    )
    story.check_in(START - 220, client=(4, 3, 3, 3), counsellor=(4, 3, 3, 3), remark="Gaat beter dan ik dacht.")


def _towards_the_end(story: Story) -> None:
    tom = story.house.users["tom"]
    story.contact(
        151,
        "Zijn ex-partner stond aan de deur met hun dochter. Mitchell heeft opengedaan en een kwartier met haar gepraat op de "
        "stoep. Eerst met hem besproken wat er gebeurde en wat ik moet melden.",
        well="Hij vertelde het zelf, dezelfde avond.",
        words="Zij kwam naar mij. Moet ik dan de deur dichtgooien voor mijn kind?",
        clock="20:15",
        minutes=50,
        broken=("contactverbod",),
        signs=("Ik kijk de hele tijd op mijn telefoon",),
        domains=("gezin", "veiligheid"),
    )
    story.notify(
        151, "condition_not_kept", tom, clock="21:30", reaction="Boos, maar wil dat erbij staat dat zij naar hem kwam."
    )
    story.contact(
        148,
        "Gesprek met Tom erbij. Mondelinge waarschuwing, en afgesproken wat hij doet als zij weer voor de deur staat: deur dicht, "
        "wacht bellen.",
        kind="with_officer",
        minutes=40,
        domains=("justitie",),
    )
    story.phase(140, "green", "Twee weken geen contact, weer in de werkplaats. Zo besproken met Mitchell.")
    story.signalling_plan(
        139,
        replace(PLAN_B, triggers=f"{PLAN_B.triggers} Als zij ineens voor de deur staat."),
        signed=False,
        refusal="Staat erachter, tekent niet.",
    )
    story.support_plan(
        139,
        "De lijn blijft: contactverbod vast, de rest in kleine stappen van hemzelf. Nieuw is het plan voor als zijn ex-partner "
        "onverwacht verschijnt. Budgetbeheer loopt.",
        "Ik doe het voor mijn dochter.",
    )
    story.contact(
        96,
        "Ruzie in de keuken met een medebewoner over geleend geld. Gescheld, niet geslagen. Nagesproken met allebei.",
        well="Is weggelopen toen dat gezegd werd.",
        signs=("Hij praat hard en dichtbij",),
        minutes=35,
        by="bas",
    )
    story.contact(
        74,
        "Weer bezoek van zijn ex-partner, nu met geschreeuw in de gang. Voor de veiligheid van de groep is bezoek in huis voor hem "
        "gestopt. Uitgelegd waarom en hoelang.",
        words="Dan heb ik hier niks meer te zoeken.",
        minutes=45,
        clock="19:30",
        broken=("contactverbod",),
        domains=("veiligheid", "gezin"),
    )
    story.notify(
        74, "condition_not_kept", tom, clock="20:40", reaction="Wil niet praten. Heeft de melding wel gelezen."
    )
    story.meeting(
        68,
        place="kantoor van de reclassering",
        present="Mitchell Brands, Noor Öztürk, Tom Hendriks",
        proud_of="Budgetbeheer loopt acht maanden, en de werkplaats wil hem houden.",
        client_view="Ik word gestraft omdat zij langskomt.",
        counsellor_view="Hij belde de wacht niet. Het schreeuwen in de gang maakte anderen bang.",
        officer_view="Schriftelijke waarschuwing. Ik wil dat hij de wacht belt als zij komt.",
        lead="organisation",
        next_in=91,
        commitments=(
            CommitmentLine("De wacht bellen als zijn ex-partner voor de deur staat", "client", story.day(-30)),
            CommitmentLine("Met de wijkagent bespreken wat hij kan doen", "counsellor", story.day(50)),
        ),
    )
    story.check_in(60, client=(2, 2, 2, 5), counsellor=(3, 2, 3, 4), shares=False)
    story.contact(
        33,
        "Niet op de afspraak en niet in de werkplaats. Telefonisch gesproken: hij zegt dat het allemaal geen zin heeft.",
        kind="no_show",
        minutes=5,
    )
    story.notify(33, "missed_appointment", tom, reaction="Haalt zijn schouders op: meld maar.", clock="16:45")
    story.contact(
        END,
        "In de woonkamer een medebewoner geslagen en met een stoel gegooid. Achterwacht en politie gebeld; niemand hoefde naar het "
        "ziekenhuis. Twee medebewoners durven niet meer in huis te zijn. Met de teamleider besloten dat het verblijf hier stopt.",
        well="Hij ging met de politie mee zonder verzet en bood later zijn excuses aan.",
        words="Ik zag niks meer.",
        clock="21:10",
        minutes=90,
        signs=("Hij dreigt of gooit met spullen",),
        domains=("veiligheid",),
    )
    story.notify(END, "red_phase", tom, clock="22:45", reaction="Weet dat Tom gebeld is. Vindt het terecht.")
    with story.on(END - 1, "11:00"):
        end_stay(
            stay=story.stay,
            valid_until=story.day(END - 1),
            end_kind="negative",
            end_reason="Wonen in een groep paste niet bij hoe snel spanning bij hem oploopt: onverwacht bezoek en drukte in de "
            "gang waren steeds de aanleiding. Hij heeft baat bij een eigen ingang, één vaste begeleider en heldere grenzen. "
            "Wat werkte: zwart op wit zien wat moet en wat niet, het stoplichtplan in zijn eigen woorden, de werkplaats en "
            "budgetbeheer uit eigen keuze. Wat niet werkte: gezamenlijke ruimtes en bezoek in huis.",
            destination=StayDestination.objects.get(key="family"),
            destination_words="bij zijn oom Henk",
            aftercare_until=story.day(END - 1 - AFTERCARE_DAYS),
            aftercare_by="Noor Öztürk, op werkdagen te bellen",
            acting_user=story.counsellor,
        )
    story.notify(END - 1, "stay_ended", None, reaction="Snapt het. Slaapt bij zijn oom Henk.")
    story.phase(
        END - 5,
        "orange",
        "Na een gesprek bij oom Henk: hij is rustig, maar weet niet waar hij gaat wonen. Rood is voorbij.",
    )
    story.contact(
        END - 9,
        "Op bezoek bij oom Henk. Gesproken over wat hij nodig heeft: een plek met een eigen ingang. Tom zoekt mee. De overdracht "
        "doen we samen, hij leest het verslag eerst.",
        well="Was op tijd, had koffie gezet en had een lijst gemaakt.",
        words="Schrijf erbij dat het ook maanden goed ging.",
        kind="house_visit",
        minutes=50,
        domains=("wonen",),
        kept=("meldplicht",),
    )
