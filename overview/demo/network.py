"""The network of the worked cases: who stands around them, asked in the right order, and the children first."""

from __future__ import annotations

import datetime as dt
import random
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.utils import timezone

from casework.models import Client, LifeDomain
from casework.services.network import add_member, answer_question, change_member, give_consent
from casework.services.network_drawings import TieLine, draw_ecogram, draw_network
from overview.demo.clock import as_if_it_were

if TYPE_CHECKING:
    from accounts.models import User
    from casework.models import NetworkMember
    from overview.demo.house import House

BEGAN, LATER = 40, 8  # days ago
ALL_WELL = (("wanted", True), ("influence", True), ("willing", True), ("able", True), ("overburdened", False))


def tell(house: House, today: dt.date) -> None:
    """Tell the networks of the three cases."""
    teller = _Teller(house.users["noor"], today)
    daniel, mitchell, ruben = (Client.objects.get(last_name=name) for name in ("Verhoeven", "Brands", "Castelein"))
    teller.case_a(daniel)
    teller.case_b(mitchell)
    teller.case_c(ruben)


class _Teller:
    def __init__(self, user: User, today: dt.date) -> None:
        self.user, self.today, self.chance = user, today, random.Random(1108)

    def token(self) -> UUID:
        return UUID(int=self.chance.getrandbits(128), version=4)

    def day(self, ago: int) -> dt.date:
        return self.today - dt.timedelta(days=ago)

    def moment(self, ago: int) -> dt.datetime:
        return timezone.make_aware(dt.datetime.combine(self.day(ago), dt.time(14)))

    def add(self, client: Client, name: str, relation: str, ring: int, **facts: Any) -> NetworkMember:
        with as_if_it_were(self.moment(BEGAN)):
            return add_member(
                client=client,
                form_token=self.token(),
                facts={"name": name, "relation": relation, "ring": ring, **facts},
                valid_from=self.day(BEGAN),
                acting_user=self.user,
            )

    def ask(self, member: NetworkMember, *answers: tuple[str, bool], words: str = "") -> None:
        with as_if_it_were(self.moment(LATER)):
            for question, said_yes in answers:
                last = question == answers[-1][0]
                answer_question(
                    member=member,
                    form_token=self.token(),
                    question=question,
                    said_yes=said_yes,
                    words=words if last else "",
                    acting_user=self.user,
                )

    def consent(self, member: NetworkMember, *given: tuple[str, str], words: str = "") -> None:
        with as_if_it_were(self.moment(LATER)):
            for scope, by in given:
                give_consent(
                    member=member,
                    form_token=self.token(),
                    scope=scope,
                    given_by=by,
                    valid_from=self.day(LATER),
                    valid_until=self.day(LATER - 183),
                    words=words,
                    acting_user=self.user,
                )

    def case_a(self, daniel: Client) -> None:
        mother = self.add(
            daniel,
            "Ria Verhoeven",
            "parent",
            2,
            gender="female",
            support=["emotional"],
            influence="promoting",
            contact_person=True,
            own_need="Slaapt slecht sinds zijn detentie.",
            phone="06 0000 0421",
        )
        father = self.add(daniel, "Henk Verhoeven", "parent", 3, gender="male", influence="both", uses_substances="yes")
        self.add(daniel, "Tante Corrie", "family", 2, gender="female", influence="promoting", generation=1)
        sister = self.add(daniel, "Sanne", "sibling", 1, gender="female", support=["instrumental", "appraisal"])
        friend = self.add(daniel, "Kevin", "friend", 2, gender="male", influence="hindering", uses_substances="yes")
        agency = self.add(
            daniel, "Dokhaven uitzendwerk", "organisation", 3, support=["informational"], influence="promoting"
        )
        debts = self.add(daniel, "Schuldhulp gemeente", "organisation", 3, support=["instrumental"])
        self.ask(mother, *ALL_WELL)
        self.consent(
            mother,
            ("contact", "client"),
            ("contact", "self"),
            ("handover", "self"),
            words="Wel bellen over hoe het gaat, niet over controles.",
        )
        self.ask(sister, ("wanted", True))
        self.ask(friend, ("wanted", True), ("influence", False), words="Met hem gebruikte hij altijd.")
        with as_if_it_were(self.moment(LATER)):
            change_member(
                member=mother,
                form_token=self.token(),
                facts={"ring": 1},
                valid_from=self.day(LATER),
                acting_user=self.user,
            )

        self.ecogram(
            daniel,
            BEGAN,
            (mother, "gezin", "weak", "to_client"),
            (father, "gezin", "stressful", "none"),
            (friend, "middelen", "strong", "both"),
            (agency, "werk", "weak", "to_client"),
            (debts, "geld", "weak", "to_client"),
        )
        self.ecogram(
            daniel,
            LATER,
            (mother, "gezin", "strong", "both"),
            (sister, "wonen", "strong", "to_client"),
            (sister, "gezin", "strong", "both"),
            (friend, "middelen", "broken", "none"),
            (agency, "werk", "strong", "both"),
        )
        self.place(daniel, (mother, 330), (sister, 30), (friend, 120))

    def ecogram(self, client: Client, ago: int, *lines: tuple[NetworkMember, str, str, str]) -> None:
        """Draw ties: with whom, on which life domain, how it is, and which way the support goes."""
        domains = {domain.key: domain.pk for domain in LifeDomain.objects.all()}
        with as_if_it_were(self.moment(ago)):
            draw_ecogram(
                client=client,
                form_token=self.token(),
                ties={(member.pk, domains[key]): TieLine(kind, direction) for member, key, kind, direction in lines},
                valid_from=self.day(ago),
                acting_user=self.user,
            )

    def place(self, client: Client, *places: tuple[NetworkMember, int]) -> None:
        """Give members a place in their ring."""
        with as_if_it_were(self.moment(LATER)):
            draw_network(
                client=client,
                form_token=self.token(),
                places={member.pk: {"angle": angle} for member, angle in places},
                valid_from=self.day(LATER),
                acting_user=self.user,
            )

    def case_b(self, mitchell: Client) -> None:
        jayda = self.add(
            mitchell,
            "Jayda",
            "child",
            1,
            gender="female",
            birth_date=self.day(365 * 7 + 40),
            impact="Mist haar vader en is stil op school, zegt haar moeder.",
            safety="Woont bij haar moeder. Geen zorgen bij de school; contact gaat via de voogd.",
            child_informed="partly",
            note="Haar is verteld dat hij ver weg werkt.",
        )
        self.add(mitchell, "De ex-partner", "victim", 3, note="Contactverbod; zij wordt gewaarschuwd bij verlof.")
        brother = self.add(mitchell, "Ricardo", "sibling", 2, gender="male", influence="promoting")
        self.ask(brother, ("wanted", False), words="Hij wil zijn broer er nu niet mee lastig vallen.")
        self.ecogram(
            mitchell,
            LATER,
            (jayda, "gezin", "strong", "from_client"),
            (brother, "wonen", "weak", "to_client"),
        )

    def case_c(self, ruben: Client) -> None:
        trainer = self.add(
            ruben,
            "Wim, trainer",
            "club",
            1,
            support=["instrumental", "appraisal"],
            influence="promoting",
            phone="06 0000 0422",
        )
        partner = self.add(ruben, "Esra", "partner", 1, gender="female", support=["emotional"], influence="promoting")
        mates = self.add(ruben, "Oude huisgenoten", "friend", 3, influence="hindering", uses_substances="yes")
        self.ask(partner, *ALL_WELL[:4], ("overburdened", True), words="Zij zorgt ook voor haar moeder.")
        self.ask(trainer, *ALL_WELL)
        self.consent(trainer, ("contact", "client"), ("contact", "self"), ("handover", "self"))
        self.ecogram(
            ruben,
            LATER,
            (partner, "gezin", "strong", "both"),
            (trainer, "lichaam", "strong", "to_client"),
            (trainer, "werk", "weak", "to_client"),
            (mates, "middelen", "stressful", "from_client"),
        )
