"""What the notes of the measured files say: made-up Dutch, in words that come often, seldom and hardly ever."""

from __future__ import annotations

from typing import TYPE_CHECKING

from overview.demo.phrases import LOOSE_CONTACTS, MEN, THEMES, WOMEN

if TYPE_CHECKING:
    import random

# In about half of all notes, in one of five hundred, in one of fifty thousand; the measurements look for them.
COMMON, SELDOM, RARE = "gesprek", "hengelsport", "schaakvereniging"
ONE_IN_SELDOM, ONE_IN_RARE = 500, 50_000

OPENINGS = (
    "Gesprek op kamer, koffie erbij.", "Goed gesprek gehad.", "Kort gesprek in de gang.", "Wandelend gesprek gehouden.",
    "Gesprek over hoe de week ging.", "Hij kwam zelf naar kantoor.", "Samen een rondje gelopen.", "Langsgegaan zoals gepland.",
    "Gebeld, want de afspraak liep uit.", "Aan de keukentafel gezeten.",
)  # fmt: skip
MIDDLES = (
    "Daarna samen naar {place} geweest.", "{name} was er ook bij en dacht mee.", "Er kwam een brief van de gemeente {place}.",
    "{name} belde tussendoor; dat gaf rust.", "Volgende week gaat hij met de trein naar {place}.",
    "Hij wil {name} vragen om te helpen met klussen.", "De werkplek in {place} heeft plek vanaf maandag.",
    "Over {name} maakt hij zich zorgen, dat mocht er zijn.", "De huisarts in {place} heeft de medicatie bekeken.",
    "Met {name} gekookt voor de hele groep.", "De post nagelopen: twee rekeningen uit {place}, beide betaald.",
    "Op zondag voetbalt hij met {name} bij de club in {place}.", "{name} vertelde dat het slapen beter gaat.",
    "Het rooster van de dagbesteding in {place} hangt nu op de deur.",
)  # fmt: skip
SELDOM_SENTENCE = f"Bij de {SELDOM} heeft hij een oude bekende gezien."
RARE_SENTENCE = f"Hij is lid geworden van de {RARE}."
SIGNS = {
    "green": (
        "Ik slaap door",
        "Ik eet mee met de groep",
        "Ik maak grapjes",
        "Ik kom op tijd",
        "Ik houd mijn kamer bij",
    ),
    "orange": ("Ik slaap slecht", "Ik trek me terug", "Ik praat hard", "Ik neem de telefoon niet op", "Ik leen geld"),
    "red": ("Ik heb gebruikt", "Ik bedreig anderen", "Ik kom niet meer thuis", "Ik hoor niets meer van wat u zegt"),
}


class Sentences:
    """Makes the text of one note after another, from one stream of chance."""

    def __init__(self, chance: random.Random, places: list[str]) -> None:
        """Keep everything at hand."""
        said = [contact for theme in THEMES for contact in theme.contacts] + list(LOOSE_CONTACTS)
        self.said = [(text, well) for text, well, *_domain in said]
        self.middles = [one.format(place=place, name="{name}") for one in MIDDLES for place in places]
        self.names = MEN + WOMEN
        self.roll = chance.random

    def note(self) -> tuple[str, str]:
        """Return what happened, and what went well."""
        roll = self.roll
        said, well = self.said[int(roll() * len(self.said))]
        opening = OPENINGS[int(roll() * len(OPENINGS))]
        middle = self.middles[int(roll() * len(self.middles))]
        if "{name}" in middle:
            middle = middle.replace("{name}", self.names[int(roll() * len(self.names))])
        text = f"{opening} {said} {middle}"
        if roll() < 1 / ONE_IN_SELDOM:
            text = f"{text} {SELDOM_SENTENCE}"
        if roll() < 1 / ONE_IN_RARE:
            text = f"{text} {RARE_SENTENCE}"
        return text, well if roll() < 0.6 else ""
