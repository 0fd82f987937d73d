"""Forty more clients in four teams, from a fixed seed."""

from __future__ import annotations

import datetime as dt
import random
from typing import TYPE_CHECKING

from chain.services.agreements import Clauses
from chain.services.meetings import CommitmentLine
from overview.demo.phrases import LAST, LOOSE_CONTACTS, MEN, THEMES, TITLES, WOMEN, Theme
from overview.demo.rules import ON_CALL, USUAL_RULES, crisis, i_do, mine, phase, we_do
from overview.demo.story import Story
from riskplans.selectors import ContactText, PlanContent

if TYPE_CHECKING:
    from accounts.models import User
    from overview.demo.house import House

SEED = 20_261_123
CLIENTS = 40
SHARE_OF_WOMEN = 0.08
OLDEST_DAYS, YOUNGEST_DAYS = 430, 20
LOCATIONS = {
    0: ["Huis aan de Vaart", "Huis Kruispunt", "Nazorghuis De Overkant"],
    1: ["Huis Havenkwartier", "Studio's Pakhuis"],
    2: ["De Lindehof"],
    3: ["Ambulant Assendijk"],
}


def tell(house: House, today: dt.date) -> None:
    """Tell forty short stories, the same on every machine for the same day."""
    chance = random.Random(SEED)
    last_names = chance.sample(LAST, CLIENTS)
    for index in range(CLIENTS):
        _one(house, today, index, last_names[index], chance)


def _one(house: House, today: dt.date, index: int, last_name: str, chance: random.Random) -> None:
    story = Story(house, today, seed=SEED + index)
    team = index % 4
    counsellor = chance.choice(house.counsellors[team])
    theme = chance.choice(THEMES)
    woman = chance.random() < SHARE_OF_WOMEN
    start = chance.randint(YOUNGEST_DAYS, OLDEST_DAYS)
    story.begins(
        start,
        team=team,
        counsellor=counsellor.username,
        location=chance.choice(LOCATIONS[team]),
        first_name=chance.choice(WOMEN if woman else MEN),
        last_name=last_name,
        birth_date=today - dt.timedelta(days=chance.randint(22 * 365, 58 * 365)),
        gender="female" if woman else "male",
        horizon=theme.horizon,
    )
    kind, length, _share = chance.choices(TITLES, weights=[share for *_rest, share in TITLES])[0]
    officer = None
    if kind:
        officer = _legal_frame(story, theme, kind, length, start, chance)
    own = story.goal(start - 5, "own", theme.own_goal[0], theme.own_goal[1], target=start - 200)
    story.goal(start - 5, "imposed", theme.imposed_goal[0], theme.imposed_goal[1], serves=own)
    planned = start > 45  # noqa: PLR2004 -- the newest clients have no plan yet
    events: list[tuple[int, str]] = [(ago, "contact") for ago in _rhythm(start, chance)]
    if planned:
        signs = chance.random() < 0.9  # noqa: PLR2004 -- one in ten would rather not
        refusal = "" if signs else "Hij vindt het plan goed, maar zet liever nergens zijn naam onder."
        story.signalling_plan(start - 30, _plan(theme, counsellor), signed=signs, refusal=refusal)
        story.support_plan(start - 38, theme.summary, theme.horizon)
        events += [(ago, "check_in") for ago in range(start - 36, 4, -165)]
        events += [(ago, "plans") for ago in range(start - 30 - chance.randint(168, 186), 2, -178)]
    if officer is not None and start > 20:  # noqa: PLR2004 -- about a week after the placement, and some slack
        _agreement(story, officer, start, chance)
        events += [(ago, "meeting") for ago in range(start - 7 - chance.randint(80, 93), 6, -88)]
    for ago, what in sorted(events, reverse=True):
        if what == "contact":
            _contact(story, theme, ago, start, planned=planned, chance=chance)
        elif what == "plans":
            story.signalling_plan(ago, _plan(theme, counsellor))
            story.support_plan(ago - 1, theme.summary, theme.horizon)
        elif what == "meeting":
            _meeting(story, officer, ago, chance)
        else:
            _check_in(story, ago, chance)


def _legal_frame(story: Story, theme: Theme, kind: str, length: int, start: int, chance: random.Random) -> User:
    begun = start + chance.randint(0, 60)
    ends = None
    if length:
        ends = begun - length
        while ends >= 0:  # it was extended
            ends -= 180
    title = story.title(start, kind, starts=begun, ends=ends)
    story.condition(start, title, theme.condition[0], theme.condition[1], checked_by="begeleiding")
    story.condition(
        start,
        title,
        "meldplicht",
        "Betrokkene meldt zich bij de reclassering zo vaak als de toezichthouder nodig vindt.",
        checked_by="toezichthouder",
    )
    return story.officer(start, chance.choice(["samira", "wouter", "lies", "tom"]), for_second=True)


def _rhythm(start: int, chance: random.Random) -> list[int]:
    """Return the days of contact: about every two weeks, and some clients have been quiet for a while."""
    quiet = chance.choice([1, 2, 2, 3, 4, 6, 9, 13, 24])
    days, ago = [], start - 1
    while ago > quiet:
        days.append(ago)
        ago -= chance.randint(8, 23)
    return days


def _plan(theme: Theme, counsellor: User) -> PlanContent:
    return PlanContent(
        occasion=theme.occasion,
        protective_factors=theme.protective,
        wishes="Vraag wat ik nodig heb en geef me even tijd.",
        avoid="Over mij praten waar ik bij ben.",
        participants=f"cliënt en {counsellor.first_name}",
        phases=(
            phase("green", theme.green + ".", (mine(theme.green),), (we_do("Elke week een gesprek", "week"),)),
            phase(
                "orange",
                theme.orange + ".",
                (mine(theme.orange),),
                (i_do("Ik zeg tegen mijn begeleider dat het oranje is"), we_do("Dezelfde dag samen kijken wat helpt")),
            ),
            phase(
                "red",
                theme.red + ".",
                (mine(theme.red),),
                (i_do("Ik bel de wacht", "now"), we_do("Meteen erheen", "now", ON_CALL), crisis("Crisisdienst bellen")),
            ),
        ),
        contacts=(ContactText("Achterwacht De Overloop", "dag en nacht", ON_CALL),),
    )


def _agreement(story: Story, officer: User, start: int, chance: random.Random) -> None:
    meeting = story.meeting(
        start - 7,
        kind="first",
        place="op locatie",
        present=f"{story.client}, {story.counsellor}, {officer}",
        proud_of="Dat hij er is en meedenkt over wat hij wil.",
        client_view=story.client.horizon,
        counsellor_view="Open gesprek, duidelijke vragen.",
        officer_view="Voorwaarden doorgenomen en begrepen.",
        lead=chance.choice(["client", "organisation"]),
        next_in=91,
        commitments=(
            CommitmentLine("Elke twee weken naar de reclassering", "client", story.day(start - 60)),
            CommitmentLine("Dagprogramma op papier zetten", "counsellor", story.day(start - 21)),
        ),
    )
    story.agreement(
        start - 8,
        officer,
        Clauses(
            roles=f"{story.counsellor} begeleidt, {officer} houdt toezicht, de cliënt beslist over zijn eigen doelen.",
            contact_rhythm="Elke twee weken bij de reclassering, elke week een gesprek met de begeleider.",
            client_leads=f"De cliënt heeft de leiding bij zijn doel: {story.client.horizon}",
            sharing="Wat in de meldregels staat. De cliënt hoort het eerst.",
            evaluate_on=story.day(chance.choice([-150, -120, -95, -60, -40, -25, -12, 3]) if start > 60 else -120),  # noqa: PLR2004
        ),
        USUAL_RULES,
        meeting=meeting,
        confirmed=start > 40 or chance.random() < 0.5,  # noqa: PLR2004 -- the newest still wait for the officer
    )


def _meeting(story: Story, officer: User | None, ago: int, chance: random.Random) -> None:
    proud = chance.choice(
        [
            "Hij is op alle afspraken verschenen.",
            "Hij kwam zelf met een plan voor de komende weken.",
            "Hij is het gesprek aangegaan toen het moeilijk was.",
            "Hij houdt zijn kamer en zijn post op orde.",
        ]
    )
    story.meeting(
        ago,
        place=chance.choice(["op locatie", "kantoor van de reclassering"]),
        present=f"{story.client}, {story.counsellor}, {officer}",
        proud_of=proud,
        client_view="Het gaat de goede kant op. Ik wil verder met mijn eigen doel.",
        counsellor_view="We houden het plan aan en kijken vooral naar wat goed gaat.",
        officer_view="Voorwaarden nagekomen.",
        lead="client",
        next_in=91,
        commitments=(CommitmentLine("Volgende stap naar het eigen doel zetten", "client", story.day(ago - 30)),),
    )


def _contact(story: Story, theme: Theme, ago: int, start: int, *, planned: bool, chance: random.Random) -> None:
    text, well, domain = chance.choice([*theme.contacts, *theme.contacts, *LOOSE_CONTACTS])
    after_plan = planned and ago < start - 30
    roll = chance.random()
    signs: tuple[str, ...] = ()
    if after_plan and roll > 0.93:  # noqa: PLR2004 -- one contact in fourteen shows unrest
        signs = (theme.orange,)
    elif after_plan and roll > 0.6:  # noqa: PLR2004
        signs = (theme.green,)
    story.contact(
        ago,
        text,
        well=well,
        kind=chance.choice(["talk", "talk", "activity", "phone", "house_visit"]),
        clock=f"{chance.randint(9, 19):02}:{chance.choice(['00', '15', '30', '45'])}",
        minutes=chance.choice([10, 15, 20, 30, 45, 60]),
        domains=(domain,),
        signs=signs,
        kept=("meldplicht",) if "meldplicht" in story.conditions and roll < 0.1 else (),  # noqa: PLR2004
    )
    if signs == (theme.orange,) and chance.random() < 0.75 and ago > 6:  # noqa: PLR2004 -- mostly it calms down again
        story.phase(ago - 3, "green", "Samen bekeken: hij slaapt en praat weer, en vindt zelf ook dat het groen is.")


def _check_in(story: Story, ago: int, chance: random.Random) -> None:
    def side() -> list[int]:
        return [chance.randint(3, 5), chance.randint(2, 5), chance.randint(3, 5), chance.randint(1, 3)]

    story.check_in(ago, client=side(), counsellor=side(), shares=chance.random() < 0.8)  # noqa: PLR2004
