"""Worked case C: strengths against relapse. A rhythm of messages, and a clean client among users."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import TYPE_CHECKING

from chain.services.agreements import Clauses
from chain.services.meetings import CommitmentLine
from overview.demo.plans import PLAN_C
from overview.demo.rules import (
    NO_SHOW,
    POSITIVE_CHECK,
    RED_PHASE,
    STAY_ENDED,
)
from overview.demo.story import Story

if TYPE_CHECKING:
    from accounts.models import User
    from casework.models import Client
    from overview.demo.house import House

START = 378


def tell(house: House, today: dt.date) -> Client:
    """Tell the story; return the client."""
    story = Story(house, today, seed=303)
    story.begins(
        START,
        team=0,
        counsellor="noor",
        location="Nazorghuis De Overkant",
        first_name="Ruben",
        last_name="Castelein",
        birth_date=dt.date(1984, 6, 30),
        gender="male",
    )
    title = story.title(
        START,
        "isd-extramuraal",
        starts=START,
        ends=-82,
        confirmed_by="Directeur PI, besluit extramurale fase",
        note="Titel loopt binnenkort af; hij wil begeleiding houden.",
    )
    story.condition(
        START,
        title,
        "middelenverbod",
        "Betrokkene gebruikt geen drugs of alcohol. Een terugval meldt hij zelf aan de reclassering, die dan een opname regelt.",
        checked_by="begeleiding, steekproef",
    )
    story.condition(
        START,
        title,
        "ambulante-begeleiding",
        "Betrokkene heeft dagelijks contact met de begeleiding, zolang de reclassering dat nodig vindt.",
        checked_by="begeleiding",
    )
    officer = story.officer(START, "lies")
    _beginning(story, officer)
    _denial(story)
    _rhythm(story)
    _now(story)
    return story.client


def _beginning(story: Story, officer: User) -> None:
    story.contact(
        START,
        "Ingetrokken in het nazorghuis. Hij ziet dat twee huisgenoten gebruiken en zegt dat meteen: hij wil clean blijven en dit "
        "huis gedoogt. Genoteerd dat het beleid van het huis botst met zijn voorwaarde; ik zoek met het team naar een andere plek.",
        well="Zei het op de eerste dag, zonder omwegen.",
        words="Ik ben clean en jullie zetten me tussen de gebruikers.",
        minutes=60,
        domains=("wonen", "middelen"),
    )
    story.horizon(START - 4, "Sportcoach worden. Jongens op het veld houden in plaats van op straat.")
    meeting = story.meeting(
        START - 8,
        kind="first",
        place="Nazorghuis De Overkant",
        present="Ruben Castelein, Noor Öztürk, Lies van Dam",
        proud_of="Veertien maanden clean. Hij heeft zelf gebeld met de voetbalclub.",
        client_view="Ik wil hier weg, maar ik wil geen gedoe. Als ik val, meld ik het zelf.",
        counsellor_view="Hij is open over wat hem bedreigt. Het huis past niet bij zijn voorwaarde.",
        officer_view="Als hij zelf meldt, komt er een opname en geen straf. Dat is de afspraak.",
        lead="client",
        next_in=14,
        commitments=(
            CommitmentLine("Een plek zoeken in een abstinent huis", "counsellor", story.day(START - 60)),
            CommitmentLine("Twee keer per dag contact: ochtend en einde van de dag", "client", story.day(START - 30)),
            CommitmentLine("Een terugval meteen zelf melden", "client", story.day(START - 365)),
        ),
    )
    story.agreement(
        START - 9,
        officer,
        Clauses(
            roles="Ruben meldt een terugval zelf. Lies regelt dan een opname. Noor zegt wat zij ziet, ook als Ruben het ontkent.",
            contact_rhythm="Elke ochtend en elke middag contact met de begeleiding. Om de twee weken een gesprek met zijn drieën.",
            control="Blaastest en urinecontrole als steekproef.",
            client_leads="Ruben leidt zijn weg naar sportcoach: de opleiding, de club en zijn rooster.",
            sharing="Een positieve controle, een gemiste afspraak en fase rood worden gemeld. Ruben meldt eerst zelf.",
            evaluate_on=story.day(START - 9 - 364),
        ),
        (POSITIVE_CHECK, NO_SHOW, RED_PHASE, STAY_ENDED),
        meeting=meeting,
    )
    own = story.goal(START - 10, "own", "Ik haal mijn diploma voor jeugdtrainer", "werk", target=-60)
    story.goal(START - 10, "imposed", "Clean blijven en een terugval zelf melden", "middelen", serves=own)
    story.goal(START - 10, "own", "Een plek waar niemand gebruikt", "wonen", target=40)
    story.signalling_plan(START - 20, PLAN_C)
    story.check_in(START - 30, client=(4, 3, 4, 2), counsellor=(4, 3, 4, 2))
    story.support_plan(
        START - 35,
        "Ruben is clean en wil coach worden. Hij heeft twee vaste momenten per dag nodig en een huis zonder gebruik. Wij noemen "
        "signalen, hij meldt zelf. Sport is de rode draad.",
        "Vraag me elke dag hoe het is. Echt.",
    )


def _denial(story: Story) -> None:
    for ago, text in (
        (START - 45, "Zweet, beweegt veel, maakt grapjes. Gezegd dat ik dat zie. Hij zegt dat het warm is."),
        (START - 52, "Weer onrustig. Training overgeslagen. Hij zegt dat hij zijn knie verdraaide."),
        (START - 59, "Benoemd: al twee weken zweten en laat naar bed. Hij werd boos en zei dat ik spoken zie."),
    ):
        story.contact(
            ago,
            text,
            signs=("Hij zweet en kan niet stilzitten", "Hij praat eromheen"),
            minutes=15,
            domains=("middelen",),
        )
    story.contact(
        START - 66,
        "Hij belde om half zeven: het is oranje, al weken. Niet gebruikt, wel iets in zijn handen gehad en weggegooid. Gevraagd wat "
        "hij nodig heeft: elke ochtend om zeven uur een bericht van ons, en om vijf uur samen de dag sluiten.",
        well="Hij belde zelf, en hij had niet gebruikt.",
        words="Jij zag het eerder dan ik. Blijf dat doen.",
        kind="phone",
        clock="07:00",
        minutes=25,
        signs=("Ik heb al twee nachten niet geslapen",),
        domains=("middelen", "psyche"),
    )
    story.check(START - 66, kind="urine", occasion="signal")
    story.meeting(
        START - 70,
        place="voetbalclub, bestuurskamer",
        present="Ruben Castelein, Noor Öztürk, Lies van Dam",
        proud_of="Dat hij belde voordat het misging.",
        client_view="Ik heb drie weken gelogen, vooral tegen mezelf.",
        counsellor_view="Sterk dat hij belde. Het was ook drie weken eromheen praten; dat heb ik ook gezegd.",
        officer_view="Goed gemeld. Geen opname nodig, wel blijven vragen.",
        lead="client",
        next_in=14,
        commitments=(
            CommitmentLine("Elke ochtend om zeven uur een bericht sturen", "counsellor", story.day(START - 100)),
            CommitmentLine("Slapen bij zijn broer als het oranje is", "client", story.day(START - 84)),
        ),
    )
    story.phase(
        START - 80, "green", "Slaapt weer, traint weer, berichten kloppen. Ruben, Lies en Noor zien het alle drie."
    )


def _rhythm(story: Story) -> None:
    ours = (
        "Goedemorgen gestuurd om zeven uur.",
        "Dag gesloten om vijf uur, kort.",
        "Ochtendbericht, hij antwoordde meteen.",
    )
    his = ("Hij stuurde zelf om zeven uur: goed geslapen.", "Zelf de dag gesloten: training gegeven, moe, tevreden.",
           "Zijn bericht kwam om vijf voor zeven.")  # fmt: skip
    for step, ago in enumerate(range(START - 82, 4, -6)):
        from_him = step > 14  # noqa: PLR2004 -- from the spring on, the messages came from him
        texts = his if from_him else ours
        story.contact(
            ago,
            texts[step % 3],
            kind="message",
            minutes=2,
            clock="07:00" if step % 2 else "17:00",
            well="Hij begon zelf." if from_him else "",
            kept=("ambulante-begeleiding",) if step % 5 == 0 else (),
            signs=("Ik stuur om zeven uur mijn bericht",) if from_him and step % 4 == 0 else (),
        )
    for ago in range(START - 90, 10, -24):
        story.check(ago, kind="breath" if ago % 2 else "urine", occasion="random")


def _now(story: Story) -> None:
    story.support_plan(
        188,
        "Ritme van twee berichten per dag houdt. De berichten komen nu van hem. Opleiding tot jeugdtrainer is gestart. Andere "
        "woonplek blijft nodig: wachtlijst Huis aan de Vaart, plaats twee.",
        "Ik wil hier clean uit komen.",
    )
    story.signalling_plan(
        187,
        replace(PLAN_C, protective_factors=f"{PLAN_C.protective_factors} De onder-twaalf, die op mij rekenen."),
    )
    story.check_in(186, client=(5, 4, 5, 1), counsellor=(4, 4, 5, 2), remark="Ze blijft vragen. Goed zo.")
    story.contact(
        121,
        "Eerste training zelf gegeven aan de onder-twaalf. Gerard was erbij.",
        well="Twaalf jongens, een uur lang, en hij genoot.",
        words="Ze luisterden gewoon naar mij.",
        kind="activity",
        minutes=90,
        clock="18:30",
        domains=("werk", "netwerk", "zingeving"),
    )
    story.meeting(
        90,
        place="voetbalclub, bestuurskamer",
        clock="16:00",
        present="Ruben Castelein, Noor Öztürk, Lies van Dam",
        proud_of="Zeven maanden achter elkaar elke ochtend zelf een bericht. Eerste deel van de opleiding gehaald.",
        client_view="Ik zit nog steeds in het verkeerde huis. De rest gaat goed.",
        counsellor_view="Hij draagt het nu zelf. De woonplek is aan ons, en dat duurt te lang.",
        officer_view="Titel loopt af. Laten we nu al regelen wat er daarna is.",
        lead="client",
        next_in=84,
        still_open=("Wmo-aanvraag voor begeleiding na de titel",),
        commitments=(
            CommitmentLine("Wmo-aanvraag voor begeleiding na de titel", "counsellor", story.day(20)),
            CommitmentLine("Praktijkuren laten tekenen door Gerard", "client", story.day(-12)),
            CommitmentLine("Advies over de periode na de titel", "probation", story.day(-6)),
        ),
    )
    story.contact(
        40,
        "Huisgenoot gebruikte in de keuken. Ruben is naar zijn broer gegaan en heeft het zelf gemeld. Opnieuw gezegd dat dit huis "
        "niet past bij zijn voorwaarde; teamleider heeft de wachtlijst nog eens bekeken.",
        well="Weg, gebeld, gemeld. Precies zijn plan.",
        kind="phone",
        clock="22:10",
        minutes=15,
        domains=("wonen", "middelen"),
        kept=("middelenverbod",),
    )
    story.contact(
        9,
        "Gesproken over straks zonder titel. Hij wil de berichten houden en een begeleider die vraagt.",
        well="Dacht zelf al na over wie hij dan belt.",
        minutes=40,
        domains=("justitie", "netwerk"),
    )
    story.contact(
        2,
        "Vannacht lawaai in het huis, hij kwam om half twee bij de wacht zitten. Thee gedronken, weer naar bed.",
        well="Kwam zelf naar de wacht.",
        clock="08:30",
        minutes=15,
        domains=("wonen",),
        by="marijke",
    )
    story.contact(
        1,
        "Zijn bericht kwam om zeven uur. Om vijf uur samen de dag gesloten: hij zweet en is druk, slaapt twee nachten slecht door "
        "lawaai in huis. Ik heb gezegd wat ik zie. Hij zei zelf dat het oranje is en slaapt vannacht bij Maarten.",
        well="Noemde zelf de kleur.",
        words="Oranje. Maar ik weet wat ik moet doen.",
        kind="house_visit",
        clock="17:00",
        minutes=25,
        domains=("psyche", "middelen", "wonen"),
        signs=("Hij zweet en kan niet stilzitten", "Ik heb al twee nachten niet geslapen"),
    )
