"""A made-up organisation of any size, the same for the same seed and day: people, houses, files, five years of days.

The files come first, each with what was settled in it; then one day after another with its contacts and its audit rows, so
that they lie in the tables as they would: by time, and not by client.
"""

from __future__ import annotations

import datetime as dt
import random
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.hashers import make_password
from django.core.management.color import no_style
from django.db import connection, transaction
from django.utils import timezone
from faker.providers.person.nl_NL import Provider as DutchNames

from accounts.models import (
    AuditEntry,
    AuditSubject,
    Location,
    LocationPolicy,
    LocationProfile,
    Organisation,
    RoleAssignment,
    Team,
    TeamMembership,
    User,
)
from alliance.models import AllianceAnswers, AllianceCheckIn, AllianceItemAnswer, AllianceScore
from casework.models import (
    Appointment,
    Assignment,
    Client,
    ConditionKind,
    ContactNote,
    ForensicTitle,
    Goal,
    LifeDomain,
    NoteParticipant,
    SpecialCondition,
    Stay,
    StayPhase,
    SupportPlan,
    TitleEnd,
    TitleKind,
)
from chain.models import Involvement
from overview.demo.phrases import MEN, THEMES, WOMEN
from riskplans.models import Phase, PhaseAction, PhaseChange, Sign, SignallingPlan, SignObservation
from tests.performance.copying import Sink, without_indexes
from tests.performance.days import Days
from tests.performance.sentences import SIGNS, Sentences

SEED = 20_261_123
YEARS_DEEP = 5
# The first team is the one whose pages are measured: the same size in every world, and nobody left it.
FIRST_TEAM_CLIENTS, FIRST_TEAM_COUNSELLORS = 200, 15
CLIENTS_PER_TEAM, COUNSELLORS_PER_TEAM, CLIENTS_PER_OFFICER = 133, 8, 140
TEAMS_OF_EXPERT = 20
ASPECTS = ("direction", "trust", "bond", "friction")
TITLES = ("voorwaardelijke-veroordeling", "tbs-met-voorwaarden", "vi", "schorsing-voorlopige-hechtenis", "gvm")
CONDITIONS = ("meldplicht", "middelenverbod", "gedragsinterventie")
CLOCK = "09:00:00"


@dataclass(frozen=True)
class Size:
    """How many clients, and how much of the rest there is for each of them."""

    clients: int
    notes: int = 100
    check_ins: int = 5
    audit: int = 500


SCALES = {
    "small": Size(clients=40, notes=12, check_ins=2, audit=40),
    "team": Size(clients=200),
    "national": Size(clients=20_000),
}


@dataclass
class File:
    """What the days need to know of one client."""

    pk: int
    number: str
    start: int  # days ago
    end: int  # days ago, or -1 while he is with us
    counsellors: tuple[int, ...]
    signs: dict[str, list[int]]
    plan: int | None
    level: str = "green"


class World:
    """Fills an empty database."""

    def __init__(self, size: Size, *, seed: int, today: dt.date | None = None, say: Any = print) -> None:
        """Set up chance and the words; touches no table."""
        self.size, self.say = size, say
        self.today = today or timezone.localdate()
        self.chance = random.Random(seed)
        self.days = [(self.today - dt.timedelta(days=ago)).isoformat() for ago in range(YEARS_DEEP * 366 + 400)]
        self.last_names = sorted(set(DutchNames.last_names))
        self.files: list[File] = []
        self.names: dict[int, str] = {}
        self.sinks: dict[type[Any], Sink] = {}

    def fill(self) -> dict[str, int]:
        """Fill the tables, all of them or none; return how many rows each got."""
        with transaction.atomic():
            self._open()
            with without_indexes([*self.sinks, ContactNote.domains.through]):
                self._organisation()
                for index in range(self.size.clients):
                    self._file(index)
                places = [
                    "Assen",
                    "Leeuwarden",
                    "Zwolle",
                    "Utrecht",
                    "Breda",
                    "Venlo",
                    "Almere",
                    "Gouda",
                    "Ede",
                    "Weert",
                ]
                days = Days(self.sinks, self.files, self.chance, self.names, Sentences(self.chance, places))
                days.pass_by(self.days[: YEARS_DEEP * 365], self.size.notes, self.size.audit)
                for sink in self.sinks.values():
                    sink.flush()
                self.say("Indexen worden opgebouwd.")
            self._numbers_go_on()
        self._analyse()
        return {model._meta.label: sink.rows for model, sink in self.sinks.items()}

    def _open(self) -> None:
        """Make the sinks; the first column is the number wherever something points at the row."""
        now = f"{self.days[0]} 06:00:00"
        once = ("recorded_by_id", "recorded_at", "form_token")
        dated: dict[str, Any] = {"valid_until": None, "recorded_at": now}

        def sink(model: type[Any], *columns: str, **constants: Any) -> None:
            self.sinks[model] = Sink(model, columns, **constants)

        sink(Team, "id", "name")
        sink(Organisation, "id", "name", "kind")
        nobody = make_password(None)
        sink(
            User,
            "id",
            "username",
            "first_name",
            "last_name",
            "email",
            "organisation_id",
            date_joined=now,
            password=nobody,
        )
        sink(RoleAssignment, "user_id", "role", "valid_from", **dated)
        sink(TeamMembership, "user_id", "team_id", "valid_from", **dated)
        sink(
            Location, "id", "name", "team_id", "kind", "capacity", phone="050 555 01 00", on_call_phone="050 555 01 01"
        )
        sink(LocationPolicy, "location_id", "substance_policy", "valid_from", **dated)
        sink(LocationProfile, "location_id", "support_form", "capacity", "valid_from", recorded_at=now)
        sink(
            Client, "id", "number", "first_name", "last_name", "birth_date", "gender", "team_id", "horizon", "form_token", "created_at"
        )  # fmt: skip
        sink(Assignment, "client_id", "user_id", "role", "valid_from", "valid_until", recorded_at=now)
        sink(Stay, "client_id", "location_id", "valid_from", "valid_until", "end_kind", "form_token", recorded_at=now)
        sink(StayPhase, "client_id", "phase", "since", *once, track="eight")
        sink(ForensicTitle, "id", "client_id", "kind_id", "valid_from", "valid_until", "calculated_end", *once)
        sink(TitleEnd, "client_id", "title_id", "ends_on", *once, state="calculated")
        sink(SpecialCondition, "title_id", "client_id", "kind_id", "valid_from", "text", *once, valid_until=None)
        sink(Goal, "client_id", "origin", "text", "domain_id", "started_on", "recorded_by_id", "form_token")
        sink(SupportPlan, "client_id", "version", "established_on", "evaluate_on", "summary", *once)
        sink(
            SignallingPlan, "id", "client_id", "client_signed_on", "established_on", "evaluate_on", "created_by_id", "changed_by_id",
            "created_at", "changed_at", "form_token", version=1, status="active",
        )  # fmt: skip
        sink(Phase, "id", "plan_id", "level", "how_i_am")
        sink(Sign, "id", "phase_id", "order", "text")
        sink(PhaseAction, "phase_id", "actor", "text")
        sink(PhaseChange, "id", "client_id", "plan_id", "level", "at", "source", "recorded_by_id", "recorded_at")
        sink(
            AllianceCheckIn, "id", "client_id", "occasion", "started_at", "started_by_id", "client_sharing", "form_token",
            instrument_key="gespreksinstrument-minuut", instrument_version=1,
        )  # fmt: skip
        sink(AllianceAnswers, "id", "check_in_id", "side", "answered_by_id", "answered_at")
        sink(AllianceItemAnswer, "answers_id", "item", "value")
        sink(AllianceScore, "answers_id", "aspect", "value")
        sink(
            Involvement,
            "client_id",
            "officer_id",
            "organisation_id",
            "valid_from",
            "recorded_by_id",
            "form_token",
            **dated,
        )
        sink(
            Appointment, "client_id", "user_id", "starts_at", "ends_at", "uid", "recorded_by_id", "recorded_at", "changed_at", "form_token",
        )  # fmt: skip
        sink(
            ContactNote, "id", "client_id", "author_id", "kind", "occurred_at", "duration_minutes", "no_show_reason", "visibility",
            "text", "went_well", "recorded_at", "form_token", place="op locatie",
        )  # fmt: skip
        sink(ContactNote.domains.through, "contactnote_id", "lifedomain_id")
        sink(NoteParticipant, "note_id", "role")
        sink(
            SignObservation,
            "client_id",
            "sign_id",
            "note_id",
            "change_id",
            "observed_at",
            "recorded_by_id",
            "recorded_at",
        )
        sink(
            AuditEntry, "id", "occurred_at", "actor_id", "actor_name", "actor_roles", "action", "client_number", "object_type", "object_id",
            "session", rule="visible_to", address="10.20.30.40",
        )  # fmt: skip
        sink(AuditSubject, "entry_id", "client_number")
        self.domains = list(LifeDomain.objects.order_by("pk").values_list("pk", flat=True))
        self.kinds = [TitleKind.objects.get(key=key).pk for key in TITLES]
        self.condition_kinds = [ConditionKind.objects.get(key=key).pk for key in CONDITIONS]

    # -------------------------------------------------------------------------------------------- people and houses

    def _organisation(self) -> None:
        teams = max(1, round(self.size.clients / CLIENTS_PER_TEAM))
        began = self.days[-1]
        self.own = self.sinks[Organisation].add_numbered("De Meting", "own")
        houses = self.sinks[Organisation]
        offices = [
            houses.add_numbered(f"Reclassering, kantoor {n + 1}", "probation") for n in range(max(1, teams // 15))
        ]
        self.officers = [
            (self._user(f"toezicht{n + 1}", "partner", offices[n % len(offices)]), offices[n % len(offices)])
            for n in range(max(2, self.size.clients // CLIENTS_PER_OFFICER))
        ]
        self._user("functionaris", "privacy_officer", None)
        self._user("beheerder", "administrator", None)
        self.teams = []
        for n in range(teams):
            team = self.sinks[Team].add_numbered(f"Team {n + 1:03}")
            lead = self._user(f"teamleider{n + 1}", "team_lead", None, team)
            many = FIRST_TEAM_COUNSELLORS if n == 0 else COUNSELLORS_PER_TEAM
            people = [self._user(f"begeleider{n + 1}-{one + 1}", "counsellor", None, team) for one in range(many)]
            places = [self._house(team, n, one, began) for one in range(6 if n == 0 else 3)]
            self.teams.append((team, lead, people, places, self._house(team, n, -1, began)))
        # Somebody who reads the files of many teams: the widest search there is.
        expert = self._user("gedragsdeskundige", "behavioural_expert", None)
        for team, *_rest in self.teams[:TEAMS_OF_EXPERT]:
            self.sinks[TeamMembership].add(expert, team, began)

    def _user(self, username: str, role: str, organisation: int | None, team: int | None = None) -> int:
        chance = self.chance
        first, last = chance.choice(MEN + WOMEN), chance.choice(self.last_names)
        pk = self.sinks[User].add_numbered(username, first, last, f"{username}@voorbeeld.example", organisation)
        self.names[pk] = f"{first} {last}"
        self.sinks[RoleAssignment].add(pk, role, self.days[-1])
        if team is not None:
            self.sinks[TeamMembership].add(pk, team, self.days[-1])
        return pk

    def _house(self, team: int, n: int, one: int, began: str) -> int:
        house = one >= 0
        kind, form, capacity = ("house", "protected", 20) if house else ("ambulatory", "ambulatory", 0)
        name = f"Huis {n + 1}-{one + 1}" if house else f"Ambulant {n + 1}"
        pk = self.sinks[Location].add_numbered(name, team, kind, capacity)
        self.sinks[LocationProfile].add(pk, form, capacity, began)
        if house:
            policy = self.chance.choice(("abstinent", "regulated", "tolerated"))
            self.sinks[LocationPolicy].add(pk, policy, began)
        return pk

    # -------------------------------------------------------------------------------------------- one file

    def _token(self) -> str:
        return f"{self.chance.getrandbits(128):032x}"

    def _once(self, by: int, ago: int) -> tuple[int, str, str]:
        return by, f"{self.days[ago]} {CLOCK}", self._token()

    def _file(self, index: int) -> None:  # noqa: C901 -- a file told from its begin to its end
        chance, sinks, days = self.chance, self.sinks, self.days
        in_first = index < FIRST_TEAM_CLIENTS
        others = len(self.teams) - 1
        team, _lead, people, houses, ambulatory = self.teams[0 if in_first or not others else 1 + index % others]
        theme = chance.choice(THEMES)
        start = chance.randint(20, YEARS_DEEP * 365)
        end = start - chance.randint(90, 900)
        if in_first or end < 0 or chance.random() < 0.2:
            end = -1
        woman = chance.random() < 0.08
        counsellor = chance.choice(people)
        number = f"M-{index + 1:05}"
        pk = sinks[Client].add_numbered(
            number, chance.choice(WOMEN if woman else MEN), chance.choice(self.last_names),
            (self.today - dt.timedelta(days=chance.randint(20 * 365, 62 * 365))).isoformat(),
            "female" if woman else "male", team, theme.horizon, self._token(), f"{days[start]} {CLOCK}",
        )  # fmt: skip
        until = days[end] if end >= 0 else None
        half = (start + max(end, 0)) // 2
        before = chance.choice(people) if half < start - 1 and chance.random() < 0.3 else None
        if before is not None:
            sinks[Assignment].add(pk, before, "counsellor", days[start], days[half + 1])
        sinks[Assignment].add(pk, counsellor, "counsellor", days[half if before is not None else start], until)
        if chance.random() < 0.5:
            sinks[Assignment].add(pk, chance.choice(people), "second", days[start], until)
        house = chance.choice(houses)
        last = ("planned" if chance.random() < 0.8 else "own_choice") if end >= 0 else ""
        if half < start - 1 and chance.random() < 0.4:
            sinks[Stay].add(pk, house, days[start], days[half + 1], "moved", self._token())
            sinks[Stay].add(pk, ambulatory, days[half], until, last, self._token())
        else:
            sinks[Stay].add(pk, house, days[start], until, last, self._token())
        sinks[StayPhase].add(pk, "admission", days[start], *self._once(counsellor, start))
        sinks[StayPhase].add(pk, "execution", days[start - 15], *self._once(counsellor, start - 15))
        if chance.random() < 0.8:
            self._legal(pk, theme, start, counsellor)
        for origin, goal in (("own", theme.own_goal), ("imposed", theme.imposed_goal)):
            sinks[Goal].add(
                pk, origin, goal[0], chance.choice(self.domains), days[start - 5], counsellor, self._token()
            )
        signs: dict[str, list[int]] = {}
        plan = None
        if start > 40:
            for version, ago in enumerate(range(start - 38, max(end, 0), -180), 1):
                evaluate = (self.today - dt.timedelta(days=ago - 182)).isoformat()
                sinks[SupportPlan].add(pk, version, days[ago], evaluate, theme.summary, *self._once(counsellor, ago))
            plan = self._signalling_plan(pk, theme, start - 30, counsellor, signs)
        for ago in range(start - 36, max(end, 0), -max(1, (start - max(end, 0)) // self.size.check_ins))[
            : self.size.check_ins
        ]:
            self._check_in(pk, ago, counsellor)
        if end < 0:
            self._appointments(pk, counsellor)
        everyone = tuple({counsellor, counsellor, before or counsellor, chance.choice(people)})
        self.files.append(File(pk, number, start, end, everyone, signs, plan))

    def _legal(self, client: int, theme: Any, start: int, by: int) -> None:
        chance, sinks = self.chance, self.sinks
        begun = min(start + chance.randint(0, 60), len(self.days) - 1)
        ends = (self.today - dt.timedelta(days=begun - chance.choice((365, 730, 1095)))).isoformat()
        once = self._once(by, start)
        title = sinks[ForensicTitle].add_numbered(
            client, chance.choice(self.kinds), self.days[begun], ends, ends, *once
        )
        sinks[TitleEnd].add(client, title, ends, *self._once(by, start))
        for kind in self.condition_kinds[:2]:
            sinks[SpecialCondition].add(
                title, client, kind, self.days[begun], theme.condition[1], *self._once(by, start)
            )
        officer, office = chance.choice(self.officers)
        sinks[Involvement].add(client, officer, office, self.days[start], by, self._token())

    def _signalling_plan(self, client: int, theme: Any, ago: int, by: int, signs: dict[str, list[int]]) -> int:
        chance, sinks, at = self.chance, self.sinks, f"{self.days[ago]} {CLOCK}"
        evaluate = (self.today - dt.timedelta(days=ago - 182 * (1 + ago // 182))).isoformat()
        plan = sinks[SignallingPlan].add_numbered(
            client, self.days[ago], self.days[ago], evaluate, by, by, at, at, self._token()
        )
        for level in ("green", "orange", "red"):
            phase = sinks[Phase].add_numbered(plan, level, getattr(theme, level) + ".")
            texts = chance.sample(SIGNS[level], 2)
            signs[level] = [sinks[Sign].add_numbered(phase, order, text) for order, text in enumerate(texts)]
            sinks[PhaseAction].add(phase, "counsellor", "Dezelfde dag samen kijken wat helpt")
        sinks[PhaseChange].add_numbered(client, plan, "green", at, "start", by, at)
        return plan

    def _check_in(self, client: int, ago: int, by: int) -> None:
        chance, sinks, at = self.chance, self.sinks, f"{self.days[ago]} {CLOCK}"
        occasion = "half_year" if chance.random() < 0.8 else "between"
        check_in = sinks[AllianceCheckIn].add_numbered(client, occasion, at, by, "answers", self._token())
        for side in ("client", "counsellor"):
            answers = sinks[AllianceAnswers].add_numbered(check_in, side, by, at)
            for aspect in ASPECTS:
                value = chance.randint(3, 9) if aspect != "friction" else chance.randint(1, 5)
                sinks[AllianceItemAnswer].add(answers, aspect, value)
                sinks[AllianceScore].add(answers, aspect, value)

    def _appointments(self, client: int, by: int) -> None:
        now = f"{self.days[0]} 06:00:00"
        for ahead in (self.chance.randint(0, 6), self.chance.randint(7, 14)):
            day = (self.today + dt.timedelta(days=ahead)).isoformat()
            hour = self.chance.randint(8, 15)
            starts, ends = f"{day} {hour:02}:00:00", f"{day} {hour:02}:45:00"
            self.sinks[Appointment].add(client, by, starts, ends, self._token(), by, now, now, self._token())

    # -------------------------------------------------------------------------------------------- afterwards

    def _numbers_go_on(self) -> None:
        with connection.cursor() as cursor:
            for statement in connection.ops.sequence_reset_sql(no_style(), list(self.sinks)):
                cursor.execute(statement)

    def _analyse(self) -> None:
        """Let the planner know the tables; outside a transaction also mark the pages that everybody sees."""
        if connection.vendor == "postgresql" and not connection.in_atomic_block:
            with connection.cursor() as cursor:
                cursor.execute("VACUUM ANALYZE")
