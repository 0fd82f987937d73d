"""The support plans of the worked cases: evaluated, established anew, signed or not, and why."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from casework.enums import SignatureKind
from casework.models import Client, Signature
from casework.services.plans import establish_support_plan
from casework.services.support_plans import evaluate_support_plan, sign_support_plan
from overview.demo.goals import Teller

if TYPE_CHECKING:
    from overview.demo.house import House

DRAWN = (
    "M60 53L78 56L94 66L108 80L117 96L121 114L121 130L117 143L111 151L102 153L94 149L87 139L84 125L85 109L91 92L101"
    " 77L115 65L132 58L150 56L167 61L183 70L196 83L204 98L208 114L207 127L202 138L195 144L186 144L178 140L173 130L1"
    "70 118L172 103L178 88L189 75L204 66L221 60L239 60L257 65L272 74L284 85L291 99L294 112L292 124L287 132L279 136L"
    "271 136L263 131L258 122L256 111L259 98L266 85L278 75L293 67L311 63L329 64L346 69L361 77L372 87L378 99L380 110L"
    "377 119L372 126L364 129L355 127L348 122L343 114L342 104L346 93L354 83L367 74L383 69L400 66L418 68L435 72L449 7"
    "9L459 89L465 98L466 107L463 114L456 119L448 120L439 119L433 114L429 107L429 98L433 90L442 81L456 75L472 71L490"
    " 70M90 165L250 158L480 150"
)


def tell(house: House, today: dt.date) -> None:
    """Tell the plans of the three cases."""
    teller = _Plans(house.users["noor"], today, seed=903)
    daniel, mitchell, ruben = (Client.objects.get(last_name=name) for name in ("Verhoeven", "Brands", "Castelein"))
    teller.evaluates(
        daniel,
        12,
        "Ik sta elke dag om zes uur op en heb een half jaar niet gebruikt.",
        "Daan regelt zijn rooster zelf en belt voordat het misgaat.",
        "Sparen lukte één keer van de twee. Het werk loopt. De vrijdagavond is met Anne goed te doen.",
        onwards="De begeleiding gaat van elke week naar om de week; de controles blijven.",
        present="Daan, Noor, Anne",
    )
    teller.establishes(
        daniel,
        10,
        "Daan werkt vast en is op weg naar een eigen woning. We kijken om de week hoe het gaat met sparen, met de vrijdagavond "
        "en met de woningen waarop hij reageert. Loopt het vast, dan belt hij of bellen wij dezelfde dag.",
        "Ik kan het nu bijna alleen. Blijf wel vragen.",
    )
    teller.signs(daniel, 10, "client", Signature(SignatureKind.DRAWN, "Daan Verhoeven", DRAWN))
    teller.signs(daniel, 10, "counsellor", Signature(SignatureKind.TYPED, "Noor Öztürk"))
    teller.signs(mitchell, 138, "client", None, "Ik zet nergens mijn naam onder. Zeg maar wat er moet.")
    teller.signs(mitchell, 138, "counsellor", Signature(SignatureKind.TYPED, "Noor Öztürk"))
    teller.evaluates(
        ruben,
        6,
        "Ik stuur de berichten zelf, elke dag.",
        "Ruben zei eerlijk dat het in dit huis moeilijk is, voordat iemand het vroeg.",
        "De training loopt, het huiswerk blijft liggen. De plek waar hij woont botst nog met zijn voorwaarde.",
        present="Ruben, Noor",
    )


class _Plans(Teller):
    def evaluates(self, client: Client, ago: int, client_says: str, we_say: str, went: str, **more: Any) -> None:
        with self.on(ago):
            evaluate_support_plan(
                client=client,
                form_token=self.token(),
                held_on=self.day(ago),
                client_positive=client_says,
                counsellor_positive=we_say,
                went=went,
                acting_user=self.user,
                **more,
            )

    def establishes(self, client: Client, ago: int, summary: str, words: str) -> None:
        with self.on(ago):
            establish_support_plan(
                client=client,
                form_token=self.token(),
                summary=summary,
                client_words=words,
                established_on=self.day(ago),
                acting_user=self.user,
            )

    def signs(self, client: Client, ago: int, party: str, signature: Signature | None, reason: str = "") -> None:
        plan = client.support_plans.first()
        if plan is None:
            return
        with self.on(ago):
            sign_support_plan(
                plan=plan,
                form_token=self.token(),
                party=party,
                decision="signed" if signature else "refused",
                reason=reason,
                signature=signature,
                acting_user=self.user,
            )
