"""Telling the story of one client through the services, each chapter on its own day."""

from __future__ import annotations

import datetime as dt
import random
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.utils import timezone

from alliance.enums import Sharing
from alliance.services.check_ins import answer_as_client, answer_as_counsellor, start_check_in
from casework.models import ConditionKind, LifeDomain, Signature, TitleKind
from casework.services import clients, legal, plans, stays
from casework.services.conditions import end_condition
from chain.enums import Decision, Party
from chain.services import agreements, involvements, meetings, notifications
from overview.demo.clock import as_if_it_were, lately
from overview.services.contacts import log_contact
from riskplans.models import Sign
from riskplans.services import checks, monitoring
from riskplans.services import plans as signalling

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from accounts.models import User
    from casework.models import Client, Commitment, ContactNote, ForensicTitle, Goal, SpecialCondition, Stay
    from chain.models import Agreement, ThreePartyMeeting
    from overview.demo.house import House
    from riskplans.models import Check
    from riskplans.selectors import PlanContent

ASPECTS = ("direction", "trust", "bond", "friction")


@dataclass
class Story:
    """One client's story. ``today`` is the day of loading; chapters are told in days before it."""

    house: House
    today: dt.date
    seed: int
    client: Client = field(init=False)
    counsellor: User = field(init=False)
    conditions: dict[str, SpecialCondition] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Start the source of chance from the seed."""
        self.chance = random.Random(self.seed)

    # --- time ------------------------------------------------------------------------------------------------------
    def day(self, ago: int) -> dt.date:
        """Return the date so many days before today; a negative number lies ahead."""
        return self.today - dt.timedelta(days=ago)

    def moment(self, ago: int, clock: str = "10:00") -> dt.datetime:
        """Return the moment of that day, never later than a quarter of an hour ago."""
        hour, minute = map(int, clock.split(":"))
        moment = timezone.make_aware(dt.datetime.combine(self.day(ago), dt.time(hour, minute)))
        return lately(moment, minutes=15)

    @contextmanager
    def on(self, ago: int, clock: str = "16:30") -> Iterator[dt.datetime]:
        """Act as if it were that day."""
        with as_if_it_were(self.moment(ago, clock)) as moment:
            yield moment

    def token(self) -> UUID:
        """Return a form token from the seed."""
        return UUID(int=self.chance.getrandbits(128), version=4)

    # --- the file --------------------------------------------------------------------------------------------------
    def begins(self, ago: int, *, team: int, counsellor: str, location: str, **person: Any) -> Client:
        """Take the client in, with his counsellor and the house in which he lives."""
        self.counsellor = self.house.users[counsellor]
        with self.on(ago, "09:10"):
            self.client = clients.create_client(
                form_token=self.token(),
                team=self.house.teams[team],
                acting_user=self.counsellor,
                counsellor=self.counsellor,
                starts_on=self.day(ago),
                **person,
            )
            self.stay = self.moves_in(location, ago)
        return self.client

    def moves_in(self, location: str, ago: int) -> Stay:
        """Start a stay."""
        return stays.start_stay(
            client=self.client,
            location=self.house.locations[location],
            valid_from=self.day(ago),
            acting_user=self.counsellor,
            form_token=self.token(),
        )

    def title(
        self, ago: int, kind: str, *, starts: int, ends: int | None, confirmed_by: str = "", note: str = ""
    ) -> ForensicTitle:
        """Record a title that runs from ``starts`` to ``ends`` days before today."""
        with self.on(ago, "11:00"):
            return legal.add_title(
                client=self.client,
                form_token=self.token(),
                kind=TitleKind.objects.get(key=kind),
                valid_from=self.day(starts),
                valid_until=None if ends is None else self.day(ends),
                confirmed_by=confirmed_by,
                note=note,
                acting_user=self.counsellor,
            )

    def condition(self, ago: int, title: ForensicTitle, kind: str, text: str, *, checked_by: str = "") -> None:
        """Record a special condition of the title."""
        with self.on(ago, "11:15"):
            self.conditions[kind] = legal.add_condition(
                client=self.client,
                form_token=self.token(),
                title=title,
                kind=ConditionKind.objects.get(key=kind),
                text=text,
                checked_by=checked_by,
                valid_from=title.valid_from,
                acting_user=self.counsellor,
            )

    def condition_ends(self, ago: int, kind: str, basis: str) -> None:
        """Record that a condition holds no more after that day, and who decided it."""
        with self.on(ago, "11:30"):
            end_condition(
                condition=self.conditions[kind],
                valid_until=self.day(ago),
                end_basis=basis,
                acting_user=self.counsellor,
            )

    def horizon(self, ago: int, words: str) -> None:
        """Write down the dot on the horizon, in his own words."""
        with self.on(ago):
            clients.set_horizon(client=self.client, horizon=words, acting_user=self.counsellor)

    def goal(
        self, ago: int, origin: str, text: str, domain: str, *, serves: Goal | None = None, target: int | None = None
    ) -> Goal:
        """Add a goal; ``target`` is in days before today, so mostly negative."""
        with self.on(ago):
            return plans.add_goal(
                client=self.client,
                form_token=self.token(),
                origin=origin,
                text=text,
                domain=LifeDomain.objects.get(key=domain),
                serves=() if serves is None else [serves],
                started_on=self.day(ago),
                target_on=None if target is None else self.day(target),
                acting_user=self.counsellor,
            )

    def goal_ends(self, ago: int, goal: Goal, result: str, text: str) -> None:
        """Close a goal with what was reached."""
        with self.on(ago):
            plans.close_goal(
                goal=goal, result=result, result_text=text, ended_on=self.day(ago), acting_user=self.counsellor
            )

    def support_plan(self, ago: int, summary: str, words: str) -> None:
        """Establish a version of the support plan."""
        with self.on(ago):
            plans.establish_support_plan(
                client=self.client,
                form_token=self.token(),
                summary=summary,
                client_words=words,
                established_on=self.day(ago),
                acting_user=self.counsellor,
            )

    def done(self, ago: int, commitment: Commitment) -> None:
        """Tick off an agreement."""
        with self.on(ago):
            plans.finish_commitment(commitment=commitment, done_on=self.day(ago), acting_user=self.counsellor)

    # --- contacts and the stoplight --------------------------------------------------------------------------------
    def contact(
        self,
        ago: int,
        text: str,
        *,
        well: str = "",
        words: str = "",
        kind: str = "talk",
        clock: str = "14:00",
        minutes: int = 30,
        domains: Sequence[str] = (),
        signs: Sequence[str] = (),
        kept: Sequence[str] = (),
        broken: Sequence[str] = (),
        by: str = "",
    ) -> ContactNote:
        """Log a contact; ``signs`` are texts of the plan that holds, ``kept`` and ``broken`` kinds of condition."""
        happened = self.moment(ago, clock)
        author = self.house.users[by] if by else self.counsellor
        touches = [(self.conditions[kind_], "kept") for kind_ in kept]
        touches += [(self.conditions[kind_], "not_kept") for kind_ in broken]
        seen = list(Sign.objects.filter(phase__plan__client=self.client, phase__plan__status="active", text__in=signs))
        if len(seen) != len(signs):
            msg = f"The plan of {self.client.number} has no such sign: {signs}"
            raise LookupError(msg)
        with as_if_it_were(happened + dt.timedelta(minutes=min(minutes, 10))):
            return log_contact(
                client=self.client,
                form_token=self.token(),
                kind=kind,
                occurred_at=happened,
                duration_minutes=minutes,
                text=text,
                went_well=well,
                client_view=words,
                domains=list(LifeDomain.objects.filter(key__in=domains)),
                signs=seen,
                touches=touches,
                acting_user=author,
            )

    def signalling_plan(
        self, ago: int, content: PlanContent, *, signed: bool = True, refusal: str = "", level: str = "green"
    ) -> None:
        """Write a version of the signalling plan and establish it; the call list was agreed the day before."""
        agreed = tuple(replace(one, agreed_on=self.day(ago + 1)) for one in content.contacts)
        content = replace(content, contacts=agreed)
        with self.on(ago, "15:00"):
            plan = signalling.create_plan(
                client=self.client, form_token=self.token(), content=content, acting_user=self.counsellor
            )
            signalling.establish_plan(
                plan=plan,
                established_on=self.day(ago),
                client_signed_on=self.day(ago) if signed else None,
                refusal_reason=refusal,
                start_level=level,
                acting_user=self.counsellor,
            )

    def phase(self, ago: int, level: str, reason: str, *, clock: str = "16:00") -> None:
        """Set the stoplight with a reason."""
        with self.on(ago, clock):
            monitoring.set_phase(client=self.client, level=level, reason=reason, acting_user=self.counsellor)

    def check(
        self, ago: int, result: str = "negative", *, substance: str = "", kind: str = "urine", **more: Any
    ) -> Check:
        """Record a check."""
        with self.on(ago, "09:45"):
            return checks.record_check(
                client=self.client,
                form_token=self.token(),
                kind=kind,
                taken_at=self.moment(ago, "09:30"),
                result=result,
                substance=substance,
                acting_user=self.counsellor,
                **more,
            )

    # --- the chain -------------------------------------------------------------------------------------------------
    def officer(self, ago: int, username: str, *, for_second: bool = False) -> User:
        """Name the probation officer; ``for_second``: for the other organisation, where his account is of two."""
        officer = self.house.users[username]
        second = self.house.second_organisations.get(username)
        with self.on(ago, "11:30"):
            involvements.name_officer(
                client=self.client,
                form_token=self.token(),
                officer=officer,
                organisation=second if for_second else None,
                since=self.day(ago),
                acting_user=self.counsellor,
            )
        return officer

    def meeting(
        self,
        ago: int,
        *,
        kind: str = "regular",
        clock: str = "13:30",
        still_open: Sequence[str] = (),
        **what: Any,
    ) -> ThreePartyMeeting:
        """Record a three-party meeting; ``next_in`` is in days after it.

        What was agreed is done on its day, but for what is not due yet and for the texts in ``still_open``.
        """
        next_in = what.pop("next_in", None)
        with self.on(ago, "19:30"):
            meeting = meetings.record_meeting(
                client=self.client,
                form_token=self.token(),
                kind=kind,
                held_at=self.moment(ago, clock),
                next_on=None if next_in is None else self.day(ago - next_in),
                client_present=what.pop("client_present", True),
                absent=what.pop("absent", ""),
                acting_user=self.counsellor,
                **what,
            )
        for commitment in meeting.commitments:
            if commitment.due_on < self.today and commitment.text not in still_open:
                self.done((self.today - commitment.due_on).days, commitment)
        return meeting

    def agreement(
        self,
        ago: int,
        officer: User,
        clauses: agreements.Clauses,
        rules: Sequence[agreements.RuleLine],
        *,
        meeting: ThreePartyMeeting | None = None,
        client_decision: str = Decision.AGREED,
        client_reason: str = "",
        confirmed: bool = True,
    ) -> Agreement:
        """Draft an agreement, offer it, and let the three parties act; the officer not yet where not ``confirmed``."""
        with self.on(ago, "19:40"):
            agreement = agreements.draft_agreement(
                client=self.client,
                form_token=self.token(),
                clauses=clauses,
                rules=rules,
                meeting=meeting,
                acting_user=self.counsellor,
            )
            agreement = agreements.offer_agreement(agreement=agreement, acting_user=self.counsellor)
            acts = [
                (Party.ORGANISATION, Decision.AGREED, self.counsellor, ""),
                (Party.CLIENT, client_decision, self.counsellor, client_reason),
            ]
            if confirmed:
                acts.append((Party.PROBATION, Decision.AGREED, officer, ""))
            for party, decision, user, reason in acts:
                name = self.client if party == Party.CLIENT else user
                agreements.act_on_agreement(
                    agreement=agreement,
                    party=party,
                    decision=decision,
                    reason=reason,
                    signature=Signature(name=str(name)) if decision == Decision.AGREED else None,
                    acting_user=user,
                )
        agreement.refresh_from_db()
        return agreement

    def notify(self, ago: int, event: str, officer: User | None, *, reaction: str, clock: str = "12:10") -> None:
        """Tell the client, send the open notification of this event, and let the officer acknowledge it."""
        notification = self.client.notifications.filter(event=event, sent_at=None).latest("created_at")
        with self.on(ago, clock) as now:
            notification = notifications.tell_client(
                notification=notification, told_at=now, reaction=reaction, acting_user=self.counsellor
            )
            notification = notifications.send_notification(
                notification=notification, facts=notification.facts, acting_user=self.counsellor
            )
        if officer is not None:
            with as_if_it_were(now + dt.timedelta(hours=3)):
                notifications.acknowledge(notification=notification, acting_user=officer)

    # --- the alliance ----------------------------------------------------------------------------------------------
    def check_in(
        self,
        ago: int,
        client: Sequence[int],
        counsellor: Sequence[int],
        *,
        remark: str = "",
        shares: bool = True,
    ) -> None:
        """Hold a check-in; four values a side: direction, trust, bond, friction."""
        with self.on(ago, "14:45") as now:
            check_in = start_check_in(client=self.client, form_token=self.token(), acting_user=self.counsellor, at=now)
            answer_as_counsellor(
                check_in=check_in,
                answers=dict(zip(ASPECTS, counsellor, strict=True)),
                acting_user=self.counsellor,
                at=now,
            )
            answer_as_client(
                check_in=check_in,
                answers=dict(zip(ASPECTS, client, strict=True)),
                sharing=Sharing.ANSWERS if shares else Sharing.TOPICS,
                remark=remark,
                acting_user=self.counsellor,
                at=now,
            )
