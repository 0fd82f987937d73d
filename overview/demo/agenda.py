"""The agenda of the demo: appointments with and without an outcome, the rhythm of case C, a violation, a stand-in."""

from __future__ import annotations

import datetime as dt
import random
from typing import TYPE_CHECKING
from uuid import UUID

from django.utils import timezone

from accounts.services.deputies import set_deputy
from casework.models import Client
from casework.services.appointments import move_appointment, plan_appointment, tell_outcome
from casework.services.rhythms import log_light_contact, set_rhythm
from overview.demo.clock import as_if_it_were
from riskplans.models import Reaction
from riskplans.services.violations import record_violation, take_step

if TYPE_CHECKING:
    from casework.models import Appointment
    from overview.demo.house import House

RHYTHM_DAYS = 42
FROM_HIM = 24  # days ago from which the messages came from him
MORNINGS = ("Goed geslapen.", "", "Om zes uur wakker, al gelopen.", "")
EVENINGS = ("Training gegeven.", "", "Moe, vroeg naar bed.", "")


def tell(house: House, today: dt.date) -> None:
    """Tell what stands in the calendars around today."""
    teller = _Teller(house, today)
    daniel, mitchell, ruben = (Client.objects.get(last_name=name) for name in ("Verhoeven", "Brands", "Castelein"))
    teller.appointments(daniel, mitchell, ruben)
    teller.rhythm(ruben)
    teller.violation(mitchell)
    noor, bas = house.users["noor"], house.users["bas"]
    set_deputy(
        absent=bas,
        deputy=noor,
        valid_from=today + dt.timedelta(days=10),
        valid_until=today + dt.timedelta(days=24),
        acting_user=bas,
    )


class _Teller:
    def __init__(self, house: House, today: dt.date) -> None:
        self.house, self.today = house, today
        self.noor = house.users["noor"]
        self.chance = random.Random(707)

    def token(self) -> UUID:
        return UUID(int=self.chance.getrandbits(128), version=4)

    def at(self, ahead: int, clock: str) -> dt.datetime:
        hour, minute = map(int, clock.split(":"))
        return timezone.make_aware(dt.datetime.combine(self.today + dt.timedelta(days=ahead), dt.time(hour, minute)))

    def plan(
        self, client: Client, ahead: int, clock: str, purpose: str, minutes: int = 45, **more: object
    ) -> Appointment:
        start = self.at(ahead, clock)
        return plan_appointment(
            client=client,
            form_token=self.token(),
            user=self.noor,
            purpose=purpose,
            starts_at=start,
            ends_at=start + dt.timedelta(minutes=minutes),
            acting_user=self.noor,
            anyway=True,
            **more,  # type: ignore[arg-type] # place, with_whom, step and until
        )

    def appointments(self, daniel: Client, mitchell: Client, ruben: Client) -> None:
        week = self.plan(
            daniel,
            -14,
            "10:00",
            "session",
            place="Huis aan de Vaart",
            step="weekly",
            until=self.today + dt.timedelta(days=42),
        )
        for row, (result, reason) in zip(
            week.series.appointments.order_by("starts_at")[:2],  # type: ignore[union-attr, misc] # it has one
            (("came", ""), ("late", "")),
            strict=False,
        ):
            self.end(row, result, reason)
        self.end(self.plan(mitchell, -6, "11:00", "session"), "missed", "Deed niet open, telefoon uit.")
        self.end(self.plan(ruben, -5, "15:30", "session"), "missed_acceptable", "Moest invallen bij de training.")
        self.plan(mitchell, -1, "14:00", "house_visit", place="Huis Kruispunt")
        self.plan(daniel, 0, "09:00", "check", 15, place="Huis aan de Vaart")
        self.plan(ruben, 0, "13:00", "session", place="Nazorghuis De Overkant")
        self.plan(mitchell, 0, "13:30", "session", place="Kantoor")  # overlaps: it shows
        self.plan(daniel, 2, "13:00", "work", 120, place="Uitzendbureau Dokhaven", with_whom="jobcoach")
        self.plan(mitchell, 3, "09:30", "court", 60, place="Rechtbank", with_whom="advocaat")
        self.plan(ruben, 6, "16:00", "treatment", 60, place="Polikliniek De Dijk")
        moved = self.plan(daniel, 4, "11:00", "session", place="Kantoor")
        move_appointment(
            appointment=moved,
            form_token=self.token(),
            starts_at=self.at(5, "16:30"),
            ends_at=self.at(5, "17:15"),
            reason="Hij werkt tot vier uur.",
            acting_user=self.noor,
            anyway=True,
        )

    def end(self, row: Appointment, result: str, reason: str) -> None:
        tell_outcome(appointment=row, form_token=self.token(), result=result, reason=reason, acting_user=self.noor)

    def rhythm(self, ruben: Client) -> None:
        with as_if_it_were(self.at(-RHYTHM_DAYS, "09:00")):
            set_rhythm(
                client=ruben,
                form_token=self.token(),
                per_week=2,
                morning=dt.time(7),
                evening=dt.time(17),
                why="Hij vroeg zelf om een bericht om zeven uur en om samen de dag te sluiten.",
                acting_user=self.noor,
            )
        for ago in range(RHYTHM_DAYS - 1, 0, -1):
            for part, words, clock in (("morning", MORNINGS, "07:20"), ("evening", EVENINGS, "17:20")):
                turn = self.chance.random()
                initiative = "nobody" if turn > 0.95 else "client" if ago < FROM_HIM and turn > 0.2 else "us"  # noqa: PLR2004 -- how it went
                with as_if_it_were(self.at(-ago, clock)):
                    log_light_contact(
                        client=ruben,
                        form_token=self.token(),
                        day=self.today - dt.timedelta(days=ago),
                        part=part,
                        initiative=initiative,
                        words="" if initiative == "nobody" else words[ago % 4],
                        acting_user=self.noor,
                    )

    def violation(self, mitchell: Client) -> None:
        condition = next(
            (one for title in mitchell.titles.all() for one in title.conditions.all() if one.held_on(self.today)), None
        )
        if condition is None:
            return
        with as_if_it_were(self.at(-6, "15:00")):
            found = record_violation(
                client=mitchell,
                form_token=self.token(),
                condition=condition,
                happened_at=self.at(-6, "11:00"),
                fact="Hij was niet op de afspraak en nam de telefoon niet op.",
                interpretation="Hij had een slechte nacht. De week ervoor kwam hij op alles.",
                source_text="eigen waarneming",
                acting_user=self.noor,
            )
        reaction = Reaction.objects.get(key="gesprek")
        for ahead, kind, text, told, named in (
            (-5, "discussed", "Hij schaamde zich en belde zelf terug.", "", None),
            (-5, "told", "Wat er gebeurde, en dat hij zelf belde.", "Samira Haddad, reclassering", None),
            (-4, "reaction", "Gesprek met zijn drieën, geen waarschuwing.", "", reaction),
        ):
            with as_if_it_were(self.at(ahead, "16:00")):
                take_step(
                    violation=found,
                    form_token=self.token(),
                    kind=kind,
                    taken_at=self.at(ahead, "15:30"),
                    text=text,
                    told_to=told,
                    reaction=named,
                    acting_user=self.noor,
                )
