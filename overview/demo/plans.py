"""The signalling plans of the worked cases, in the clients' own words."""

from __future__ import annotations

from overview.demo.rules import ON_CALL, crisis, i_do, mine, my_people, others, phase, probation, we_do
from riskplans.selectors import ContactText, PlanContent

PLAN_A = PlanContent(
    occasion="Terugval in cocaïne en daarmee terug naar de PI.",
    triggers="Geld op zak op vrijdag, ruzie met mijn broer, oude vrienden die bellen, niets te doen in het weekend.",
    protective_factors="Mijn werk. Mijn zus Anne. Sporten. Dat ik de dag ervoor al plan wat ik ga doen.",
    wishes="Laat me even lopen. Vraag daarna wat ik nodig heb. Bel Anne als ik zelf niet bel.",
    avoid="Met zijn tweeën voor mijn deur staan. Zeggen dat ik rustig moet doen.",
    participants="Daan, Noor, zijn zus Anne",
    phases=(
        phase(
            "green",
            "Ik sta op tijd op, ik maak grapjes en ik weet wat ik vandaag ga doen.",
            (mine("Ik ben voor half acht op"), others("Hij kookt mee in huis")),
            (
                i_do("Ik schrijf elke zondag mijn week op"),
                we_do("Elke week een gesprek, ook als het goed gaat", "week"),
            ),
        ),
        phase(
            "orange",
            "Ik word kortaf, ik slaap slecht en ik blijf op mijn kamer.",
            (
                mine("Ik lig 's nachts wakker"),
                mine("Ik neem de telefoon niet op"),
                others("Hij slaat het avondeten over"),
                others("Hij zegt dat alles prima is en kijkt je niet aan", "Anne en begeleiding"),
            ),
            (
                i_do("Ik zeg tegen Noor dat het oranje is"),
                i_do("Ik ga hardlopen voor ik iets besluit", "now"),
                my_people("Anne komt eten of belt", "06 0000 0411"),
                we_do("Dezelfde dag een gesprek: wat is er, en wat heb je nodig"),
                probation("Noor overlegt met Tom als het langer dan een week duurt", "06 0000 0101", "week"),
            ),
        ),
        phase(
            "red",
            "Ik wil gebruiken of ik heb gebruikt. Ik wil weg.",
            (mine("Ik heb geld gepind en zeg niet waarvoor"), others("Hij komt 's avonds niet thuis")),
            (
                i_do("Ik bel Anne of de wacht, ook 's nachts", "now"),
                my_people("Anne haalt me op", "06 0000 0411", "now"),
                we_do("Meteen iemand bij Daan, de wacht bellen", "now", ON_CALL),
                probation("Tom wordt meteen gebeld; Daan hoort dat eerst", "06 0000 0101", "now"),
                crisis("Crisisdienst bij gevaar voor hemzelf of anderen"),
            ),
        ),
    ),
    contacts=(
        ContactText("Anne Verhoeven", "zus", "06 0000 0411"),
        ContactText("Noor Öztürk", "begeleider", "06 0000 0110"),
        ContactText("Achterwacht De Overloop", "dag en nacht", ON_CALL),
        ContactText("Tom Hendriks", "toezichthouder", "06 0000 0101"),
    ),
)

PLAN_B = PlanContent(
    occasion="Ruzie die uit de hand loopt, met zijn ex-partner of met anderen.",
    triggers="Berichten over mijn dochter via anderen. Post van de rechtbank. Mensen die over mij beslissen.",
    protective_factors="Mijn dochter wil ik terugzien. Sleutelen aan brommers. Mijn oom Henk.",
    wishes="Zeg eerlijk wat er is. Geef me een uur. Laat me daarna zelf beginnen.",
    avoid="Mij tegenhouden in de deur. Met drie man tegelijk praten.",
    participants="Mitchell en Noor",
    phases=(
        phase(
            "green",
            "Ik sleutel, ik maak grappen en ik zeg waar het op staat zonder te schelden.",
            (mine("Ik ben bezig met mijn brommer"), others("Hij groet in de gang")),
            (i_do("Ik ga drie keer per week naar de werkplaats"), we_do("Zeggen wat goed gaat", "week")),
        ),
        phase(
            "orange",
            "Ik loop te malen over de rechtbank en over mijn dochter. Iedereen werkt me tegen.",
            (
                mine("Ik kijk de hele tijd op mijn telefoon"),
                others("Hij loopt heen en weer in de gang"),
                others("Hij praat hard en dichtbij"),
            ),
            (
                i_do("Ik ga naar buiten voor ik antwoord geef", "now"),
                my_people("Oom Henk bellen", "06 0000 0512"),
                we_do("Eén begeleider praat, de ander houdt afstand", "now"),
                probation("Tom belt binnen een dag terug", "06 0000 0101"),
            ),
        ),
        phase(
            "red",
            "Ik zie niks meer. Ik wil naar haar toe of ik wil slaan.",
            (mine("Mijn handen trillen"), others("Hij dreigt of gooit met spullen")),
            (
                i_do("Ik ga naar mijn kamer of naar buiten, alleen", "now"),
                we_do("Anderen in veiligheid brengen, achterwacht bellen", "now", ON_CALL),
                probation("Meteen bellen; bij gevaar voor zijn ex ook de politie", "06 0000 0101", "now"),
                crisis("112 bij direct gevaar", "112"),
            ),
        ),
    ),
    contacts=(
        ContactText("Henk Brands", "oom", "06 0000 0512"),
        ContactText("Achterwacht De Overloop", "dag en nacht", ON_CALL),
        ContactText("Tom Hendriks", "toezichthouder", "06 0000 0101"),
    ),
)

PLAN_C = PlanContent(
    occasion="Terugval in speed en alcohol.",
    triggers="Avonden alleen. Huisgenoten die gebruiken. Schaamte als ik iets verzwegen heb.",
    protective_factors="De jongens van het voetbalteam. Elke ochtend iemand die vraagt hoe het is. Hardlopen.",
    wishes="Vraag me recht op de man af. Blijf erbij als ik nee zeg.",
    avoid="Doen alsof je niks ziet.",
    participants="Ruben, Noor, Lies, trainer Gerard",
    phases=(
        phase(
            "green",
            "Ik stuur zelf mijn bericht, ik train en ik slaap door.",
            (mine("Ik stuur om zeven uur mijn bericht"), others("Hij is op tijd op de training", "trainer Gerard")),
            (i_do("Ik stuur elke ochtend en sluit om vijf uur de dag"), we_do("Antwoorden binnen een kwartier")),
        ),
        phase(
            "orange",
            "Ik maak grapjes over alles, ik zweet en ik ga laat naar bed.",
            (
                mine("Ik sla een training over"),
                mine("Ik heb al twee nachten niet geslapen"),
                others("Hij zweet en kan niet stilzitten"),
                others("Hij praat eromheen"),
            ),
            (
                i_do("Ik zeg: het is oranje"),
                i_do("Ik slaap bij mijn broer, niet in huis"),
                my_people("Broer Maarten komt me halen", "06 0000 0613"),
                we_do("Noemen wat we zien, elke dag, ook als hij ontkent"),
                probation("Lies hoort in het driegesprek wat er was", "06 0000 0202", "week"),
            ),
        ),
        phase(
            "red",
            "Ik heb gebruikt of ik sta op het punt.",
            (mine("Ik heb iets in huis gehaald"), others("Hij is een nacht weg zonder bericht")),
            (
                i_do("Ik meld het zelf aan Lies, dat is mijn voorwaarde", "now"),
                we_do("Bij hem blijven, achterwacht bellen", "now", ON_CALL),
                probation("Lies regelt een opname", "06 0000 0202", "now"),
                crisis("Crisisdienst bij gevaar voor hemzelf"),
            ),
        ),
    ),
    contacts=(
        ContactText("Maarten Castelein", "broer", "06 0000 0613"),
        ContactText("Noor Öztürk", "begeleider", "06 0000 0110"),
        ContactText("Lies van Dam", "toezichthouder", "06 0000 0202"),
        ContactText("Achterwacht De Overloop", "dag en nacht", ON_CALL),
    ),
)
