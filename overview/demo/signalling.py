"""Living with the plan: rounds through the signs, steps done, life events, evaluations and function analyses."""

from __future__ import annotations

import datetime as dt
import random
from typing import TYPE_CHECKING
from uuid import UUID

from django.utils import timezone

from casework.enums import AssignmentRole
from casework.models import Assignment, Client
from overview.demo.clock import as_if_it_were, lately
from riskplans.enums import LEVELS_TO_ACT_ON, Presence, ReviewedBy
from riskplans.models import SignallingPlan
from riskplans.selectors import current_phase
from riskplans.selectors.checklists import checklist
from riskplans.services.checklists import record_action, record_event
from riskplans.services.evaluations import evaluate_plan
from riskplans.services.function_analyses import AnalysisText, write_analysis
from riskplans.services.sign_reviews import asked_signs, review_signs

if TYPE_CHECKING:
    from accounts.models import User

SEED = 20_261_125
ANALYSES = {
    "Verhoeven": [
        AnalysisText(
            happened_on=dt.date.min,
            outcome="nearly",
            situation="Vrijdag na het werk, geld op zak, en een oude vriend belde.",
            triggers="Loon gekregen. Ruzie met mijn broer aan de telefoon.",
            noticed="Ik nam de telefoon niet meer op\nIk telde steeds mijn geld",
            feelings="Ik heb het verdiend. Iedereen laat me toch vallen.",
            too_much="Alleen naar huis lopen langs het station.",
            behaviour="Naar het station gegaan, tien minuten gestaan, omgedraaid.",
            helped="Anne bellen\nDoorlopen zonder te stoppen",
            next_time="Anne bellen voordat ik het loon zie\nVrijdag de andere route",
            made_with="Daan en Noor",
        )
    ],
    "Brands": [
        AnalysisText(
            happened_on=dt.date.min,
            outcome="wrong",
            situation="Een bericht over mijn dochter via een ander, daarna geschreeuwd in de gang.",
            triggers="Post van de rechtbank, slecht geslapen.",
            noticed="Ik keek de hele tijd op mijn telefoon",
            feelings="Iedereen beslist over mij.",
            too_much="Wachten zonder iets te weten.",
            behaviour="Schelden, deur dichtgeslagen.",
            helped="Naar de werkplaats gaan",
            next_time="Eerst naar buiten\nHenk bellen en dan pas antwoorden",
            made_with="Mitchell en Noor",
        )
    ],
    "Castelein": [
        AnalysisText(
            happened_on=dt.date.min,
            outcome="right",
            situation="Huisgenoot gebruikte in de keuken. Ik ben weggegaan en heb het zelf gemeld.",
            triggers="Moe van de training, alleen thuis.",
            noticed="Ik rook het al op de trap\nMijn handen werden warm",
            feelings="Boos, en ook zin.",
            helped="Jas aan laten, meteen naar mijn broer\nZelf de wacht bellen",
            next_time="Weer meteen weg, niet eerst praten",
            made_with="Ruben en Noor",
        )
    ],
}
EVENTS = {
    "Verhoeven": [(64, "Eerste werkdag in de werkplaats", "helps"), (9, "Ruzie met zijn broer", "hard")],
    "Brands": [(30, "Brief van de rechtbank over de omgang", "hard"), (-12, "Zitting over de omgang", "both")],
    "Castelein": [(121, "Eerste training gegeven", "helps"), (-40, "Examen jeugdtrainer", "helps")],
}
ANALYSIS_AGO = {"Verhoeven": 12, "Brands": 28, "Castelein": 39}
EVALUATED_AGO = {"Castelein": 20}
ROUNDS_AGO = {"Verhoeven": (4, 11, 18), "Brands": (5, 12), "Castelein": (3, 10, 17, 24)}
CROWD_ROUND_AGO = 3


def tell(today: dt.date) -> None:
    """Tell it for the worked cases, and one round through the signs for everybody else with a plan."""
    chance = random.Random(SEED)
    counsellors = {
        row.client_id: row.user
        for row in Assignment.objects.active_on(today).filter(role=AssignmentRole.COUNSELLOR).select_related("user")
    }
    plans = {plan.client_id: plan for plan in SignallingPlan.objects.active()}
    for client in Client.objects.filter(pk__in=plans).order_by("pk"):
        user, plan = counsellors.get(client.pk), plans[client.pk]
        if user is None or plan.established_on is None:
            continue
        name = client.last_name if client.last_name in ANALYSES else ""
        if name:
            _worked_case(client, name, user, today, chance)
        oldest = (today - plan.established_on).days
        for ago in sorted(ROUNDS_AGO.get(name, (CROWD_ROUND_AGO,)), reverse=True):
            if ago < oldest:
                _round(client, plan, user, today - dt.timedelta(days=ago), chance)
        if name:
            _steps(client, user, chance)


def _token(chance: random.Random) -> UUID:
    return UUID(int=chance.getrandbits(128), version=4)


def _moment(day: dt.date, hour: int = 15) -> dt.datetime:
    moment = timezone.make_aware(dt.datetime.combine(day, dt.time(hour)))
    return lately(moment, minutes=15)


def _worked_case(client: Client, name: str, user: User, today: dt.date, chance: random.Random) -> None:
    for text in ANALYSES[name]:
        day = today - dt.timedelta(days=ANALYSIS_AGO[name])
        with as_if_it_were(_moment(day)):
            write_analysis(
                client=client,
                form_token=_token(chance),
                text=AnalysisText(**{**text.__dict__, "happened_on": day - dt.timedelta(days=1)}),
                acting_user=user,
            )
    for ago, words, meaning in EVENTS[name]:
        with as_if_it_were(_moment(today - dt.timedelta(days=max(ago, 1)))):
            record_event(
                client=client,
                happened_on=today - dt.timedelta(days=ago),
                text=words,
                meaning=meaning,
                form_token=_token(chance),
                acting_user=user,
            )
    if name in EVALUATED_AGO:
        day = today - dt.timedelta(days=EVALUATED_AGO[name])
        with as_if_it_were(_moment(day, 16)):
            evaluate_plan(
                client=client,
                form_token=_token(chance),
                held_on=day,
                occasion="other",
                present="Ruben, Noor en zijn broer Maarten",
                worked="Weggaan en zelf melden. De berichten om zeven uur houden hem overeind.",
                not_worked="De nachten in huis: daar staat nog niets over in het plan.",
                client_view="Het klopt. Er mag nog bij wat ik doe als het 's nachts lawaai is.",
                outcome="keep",
                acting_user=user,
            )


def _round(client: Client, plan: SignallingPlan, user: User, day: dt.date, chance: random.Random) -> None:
    """Go through the signs without changing the stoplight: the signs of green, and one of the colour of now."""
    current = current_phase(client)
    level = current.level if current else "green"
    with as_if_it_were(_moment(day)) as moment:
        if current is not None and current.at > moment:
            return
        answers, found = {}, False
        for sign in asked_signs(plan, ReviewedBy.TOGETHER):
            here = sign.phase.level == level and not found
            found = found or here
            answers[sign.pk] = Presence.SOME if here else Presence.NO
        review_signs(
            client=client,
            plan=plan,
            by=ReviewedBy.TOGETHER,
            answers=answers,
            form_token=_token(chance),
            acting_user=user,
        )


def _steps(client: Client, user: User, chance: random.Random) -> None:
    """Record the first two steps where the stoplight asks for them now."""
    current = current_phase(client)
    todo = checklist(current)
    if current is None or todo is None or current.level not in LEVELS_TO_ACT_ON:
        return
    for item in todo.items[:2]:
        with as_if_it_were(min(current.at + dt.timedelta(hours=2), dt.datetime.now(tz=dt.UTC))):
            record_action(client=client, action=item.action, result="done", form_token=_token(chance), acting_user=user)
