"""What the forty other files are made of: names, titles, plans and contacts, as they could have been written."""

from __future__ import annotations

from dataclasses import dataclass

MEN = [
    "Achmed", "Arjan", "Brian", "Cor", "Danny", "Dennis", "Emiel", "Erwin", "Farid", "Frank", "Gijs", "Hakan", "Hans",
    "Igor", "Jamal", "Jeffrey", "Jelle", "Johan", "Kevin", "Khalid", "Kees", "Leon", "Marco", "Mehmet", "Mike", "Nabil",
    "Niels", "Omar", "Patrick", "Rachid", "Remco", "Ricardo", "Ronald", "Sander", "Stefan", "Theo", "Wesley",
]  # fmt: skip
WOMEN = ["Chantal", "Esther", "Linda", "Naima", "Samantha", "Wendy"]
LAST = [
    "van den Akker", "Bos", "Çelik", "Dijkstra", "El Amrani", "Elzinga", "Faber", "Groen", "van der Heide", "Hoekstra",
    "Jacobs", "Jansma", "de Jong", "Kaya", "Keizer", "Koster", "van Leeuwen", "Łukasik", "Martens", "Mulder",
    "Nijland", "Ouali", "Peeters", "Pinas", "Postuma", "Ramdin", "de Ruiter", "Schaap", "Smeets", "Terpstra", "Tichelaar",
    "Veldhuis", "Vos", "de Waard", "Westra", "Wijnands", "de Wit", "Yılmaz", "Zandstra", "van Zuilen",
]  # fmt: skip


@dataclass(frozen=True)
class Theme:
    """What a file is about: its plan, its goals and its contacts belong together."""

    key: str
    horizon: str
    own_goal: tuple[str, str]
    imposed_goal: tuple[str, str]
    condition: tuple[str, str]
    occasion: str
    protective: str
    green: str
    orange: str
    red: str
    contacts: tuple[tuple[str, str, str], ...]
    summary: str


THEMES = (
    Theme(
        key="middelen",
        horizon="Een jaar clean en dan mijn rijbewijs.",
        own_goal=("Ik haal mijn theorie", "werk"),
        imposed_goal=("Geen drugs, en meewerken aan controles", "middelen"),
        condition=("middelenverbod", "Betrokkene gebruikt geen drugs en werkt mee aan urinecontroles."),
        occasion="Weer gaan gebruiken en daardoor stelen.",
        protective="Sporten, mijn moeder, elke dag iets te doen.",
        green="Ik eet mee en ik slaap door",
        orange="Ik ontloop iedereen en lig laat in bed",
        red="Ik heb gebruikt of iets in huis gehaald",
        contacts=(
            (
                "Weekplanning gemaakt. Hij wil drie keer naar de sportschool.",
                "Kwam met een eigen voorstel.",
                "middelen",
            ),
            ("Samen boodschappen gedaan en gekookt voor de groep.", "Hield zich aan het lijstje.", "zelfstandigheid"),
            (
                "Gesproken over trek. Vooral 's avonds, als het stil is. Hij belt dan zijn moeder.",
                "Belde vorige week twee keer.",
                "middelen",
            ),
            ("Theorieboek besproken, elke dag vijf bladzijden.", "Is op bladzijde veertig.", "werk"),
            ("Kort gesproken in de gang. Oogt moe, zegt dat het druk is in zijn hoofd.", "", "psyche"),
            ("Bezoek van zijn moeder. Ze bleef eten.", "Hij ruimde zelf af.", "gezin"),
        ),
        summary="Structuur overdag en iemand die 's avonds vraagt hoe het gaat. Sport en theorie als eigen doelen.",
    ),
    Theme(
        key="boosheid",
        horizon="Rust in mijn hoofd en mijn kinderen om de week.",
        own_goal=("Ik zie mijn kinderen weer om de week", "gezin"),
        imposed_goal=("Deelnemen aan de training omgaan met agressie", "veiligheid"),
        condition=("gedragsinterventie", "Betrokkene neemt deel aan een training gericht op het omgaan met agressie."),
        occasion="Schreeuwen, dreigen en dan spullen kapotmaken.",
        protective="Mijn kinderen, de werkplaats, iemand die rustig blijft.",
        green="Ik maak grapjes en ik zeg gewoon wat ik vind",
        orange="Ik praat hard en ik tel alles wat fout gaat",
        red="Ik sta met mijn vuisten gebald en hoor niks meer",
        contacts=(
            (
                "Training nabesproken: de pauzeknop. Hij oefende hem in de keuken.",
                "Liep weg voordat het misging.",
                "veiligheid",
            ),
            (
                "Brief van de rechtbank gelezen, zin voor zin.",
                "Vroeg drie keer om uitleg in plaats van op te staan.",
                "justitie",
            ),
            ("In de werkplaats gekeken. Hij leert een ander lassen.", "Geduldig, ook na de vierde keer.", "werk"),
            (
                "Telefoon met zijn dochter verliep goed. Hij wil haar tekening ophangen.",
                "Hield het bij luisteren.",
                "gezin",
            ),
            (
                "Irritatie over het rooster van de was. Benoemd, daarna samen een oplossing gezocht.",
                "Bood zelf excuses aan.",
                "wonen",
            ),
        ),
        summary="Rustige omgeving, één aanspreekpunt en duidelijke grenzen. De training sluit aan op zijn eigen doel: zijn kinderen.",
    ),
    Theme(
        key="schulden",
        horizon="Een eigen huisje en geen deurwaarders meer.",
        own_goal=("Ik heb mijn post op orde en weet wat ik schuldig ben", "geld"),
        imposed_goal=("Meewerken aan schuldhulpverlening", "geld"),
        condition=(
            "schuldhulpverlening",
            "Betrokkene werkt mee aan schuldhulpverlening en geeft inzicht in zijn financiën.",
        ),
        occasion="Geldstress, en dan meedoen met een klus die niet klopt.",
        protective="Overzicht. De maandagochtend met de post. Mijn broer.",
        green="Ik maak mijn post open",
        orange="Ik gooi brieven ongeopend weg",
        red="Ik zeg ja tegen een klus die niet klopt",
        contacts=(
            ("Postochtend: zeven brieven, vier afgehandeld.", "Maakte alles zelf open.", "geld"),
            (
                "Met de bewindvoerder gebeld over leefgeld. Tien euro erbij voor de bus.",
                "Voerde zelf het gesprek.",
                "geld",
            ),
            ("Woningsite bekeken en het profiel ingevuld.", "Zocht zelf de papieren op.", "wonen"),
            ("Afspraak bij de gemeente over de uitkering. Lang gewacht, wel geholpen.", "Bleef beleefd.", "geld"),
            (
                "Gesproken over de jongens van vroeger. Een van hen belde met een klus.",
                "Zei nee, en vertelde het.",
                "netwerk",
            ),
        ),
        summary="Elke week de post, samen met de bewindvoerder. Stap voor stap zelf doen wat hij zelf kan.",
    ),
    Theme(
        key="psyche",
        horizon="Vrijwilliger op de kinderboerderij, elke dag naar buiten.",
        own_goal=("Ik help drie ochtenden op de kinderboerderij", "werk"),
        imposed_goal=("Behandeling volgen bij de polikliniek", "psyche"),
        condition=(
            "behandelverplichting",
            "Betrokkene laat zich behandelen door een polikliniek, zolang de reclassering dat nodig vindt.",
        ),
        occasion="Wantrouwen, niet meer slapen, en dan iemand aanvallen die me kwaad wil doen.",
        protective="De dieren, mijn medicatie in een weekdoos, korte gesprekken.",
        green="Ik ga naar buiten en ik slaap",
        orange="Ik hou de gordijnen dicht en hoor van alles",
        red="Ik weet zeker dat ze me willen pakken",
        contacts=(
            ("Kort gewandeld, tien minuten, over de dieren gesproken.", "Wilde zelf een rondje extra.", "psyche"),
            (
                "Weekdoos samen gevuld. Vragen over bijwerkingen opgeschreven voor de polikliniek.",
                "Schreef ze zelf op.",
                "lichaam",
            ),
            ("Meegegaan naar de polikliniek. Hij vertelde daar zelf hoe hij slaapt.", "Deed het woord.", "psyche"),
            (
                "Gordijnen dicht, gezegd dat het me opvalt. Wilde niet naar buiten, wel thee.",
                "Deed de deur open.",
                "psyche",
            ),
            ("Ochtend op de kinderboerderij. De beheerder is blij met hem.", "Was er als eerste.", "werk"),
        ),
        summary="Voorspelbaar, kort en elke dag. Samenwerken met de polikliniek; de boerderij geeft hem een reden om op te staan.",
    ),
)

# kind of title, its length in days (0: no end date), how often
TITLES = (
    ("voorwaardelijke-veroordeling", 1095, 50),
    ("schorsing-voorlopige-hechtenis", 0, 12),
    ("vi", 540, 12),
    ("isd-extramuraal", 365, 8),
    ("penitentiair-programma", 180, 6),
    ("tbs-met-voorwaarden", 730, 8),
    ("", 0, 4),
)
LOOSE_CONTACTS = (
    ("Even aangelopen: hoe gaat het, wat staat er vandaag op het programma.", "Stond klaar met koffie.", "wonen"),
    ("Huisvergadering. Hij bracht het punt van de fietsenstalling in.", "Luisterde ook naar de ander.", "netwerk"),
    ("Niet thuis op het afgesproken tijdstip. Later gebeld: was de tijd vergeten.", "", "zelfstandigheid"),
    ("Tandarts gebeld en een afspraak gemaakt.", "Belde zelf, met de tekst op papier.", "lichaam"),
)
