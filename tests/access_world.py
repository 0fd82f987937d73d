"""The small world in which the access matrix is tried: two files with one of everything, and one person a role."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from uuid import uuid4

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from accounts.enums import OrganisationKind, Role
from accounts.models import Deputy, Location, Organisation, Team, User
from accounts.services.users import invitation_path
from alliance.enums import Sharing
from alliance.services.check_ins import answer_as_client, start_check_in
from casework.enums import CommitmentOwner, GoalOrigin, NoteKind
from casework.models import Client, ConditionKind, LifeDomain, Signature, TitleKind
from casework.services.clients import assign_counsellor
from casework.services.documents import store_upload
from casework.services.drafts import keep_draft
from casework.services.legal import add_condition, add_title
from casework.services.notes import write_note
from casework.services.plans import add_goal, make_commitment
from casework.services.stays import start_stay
from chain.enums import Decision, Ground, MeetingKind, Party, RuleEvent
from chain.models import Agreement, Notification
from chain.services.agreements import Clauses, RuleLine, act_on_agreement, draft_agreement, offer_agreement
from chain.services.involvements import name_officer
from chain.services.meetings import record_meeting
from chain.services.notifications import send_notification, tell_client
from chain.services.sharing import share_document
from riskplans.enums import CheckKind, CheckResult, PhaseLevel
from riskplans.services.checks import record_check
from riskplans.services.monitoring import set_phase
from riskplans.services.plans import create_plan
from tests.access_agenda import make_agenda
from tests.access_alliance import make_alliance
from tests.access_background import make_background
from tests.access_documents import make_documents
from tests.access_goals import make_goals
from tests.access_handover import make_handover_rows
from tests.access_houses import make_house_rows
from tests.access_imports import make_arrival, make_file_export, make_upload
from tests.access_letters import make_letter
from tests.access_meetings import make_meeting_rows
from tests.access_merging import make_merge
from tests.access_network import make_network
from tests.access_personal import make_personal
from tests.access_placement import make_application
from tests.access_risk import make_risk
from tests.access_rules import make_hint
from tests.access_signalling import make_signalling
from tests.access_team_moves import make_team_move
from tests.access_title_end import make_title_end
from tests.access_transfers import make_transfer
from tests.access_volunteers import make_volunteers
from tests.conftest import make_client, make_user
from tests.riskplans.conftest import make_active_plan

PAPER = b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj 2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"


@dataclass(frozen=True)
class World:
    """Who there is, and the rows of each of the two files by the name the matrix gives them."""

    people: dict[str, User | None]
    own: dict[str, object]
    other: dict[str, object]


def make_world() -> World:
    """Make two teams with a file each, two partner organisations, and one person a role."""
    team, other_team = Team.objects.create(name="Team Noord"), Team.objects.create(name="Team Zuid")
    probation = Organisation.objects.create(name="Reclassering Noord", kind=OrganisationKind.PROBATION)
    elsewhere = Organisation.objects.create(name="Reclassering Zuid", kind=OrganisationKind.PROBATION)
    people: dict[str, User | None] = {
        "anonymous": None,
        "counsellor": make_user("noor", Role.COUNSELLOR, team=team),
        "other_counsellor": make_user("iris", Role.COUNSELLOR, team=other_team),
        "team_lead": make_user("karin", Role.TEAM_LEAD, team=team),
        "other_team_lead": make_user("kees", Role.TEAM_LEAD, team=other_team),
        "expert": make_user("ruud", Role.BEHAVIOURAL_EXPERT, team=team),
        "officer": make_user("tom", Role.PARTNER, organisation=probation),
        "officer_without": make_user("lies", Role.PARTNER, organisation=probation),
        "officer_elsewhere": make_user("wim", Role.PARTNER, organisation=elsewhere),
        "volunteer": make_user("vera", Role.VOLUNTEER, team=team),
        "coordinator": make_user("cor", Role.VOLUNTEER_COORDINATOR, team=team),
        "administrator": make_user("ad", Role.ADMINISTRATOR),
        "privacy": make_user("fg", Role.PRIVACY_OFFICER),
        "former": make_user("oud", Role.COUNSELLOR, team=team),
        "ended": make_user("weg", Role.COUNSELLOR, team=team),
        "night_staff": make_user("nico", Role.NIGHT_STAFF, team=team),
        "intake_officer": make_user("ina", Role.INTAKE_OFFICER, team=team),
        "expert_by_experience": make_user("xander", Role.EXPERT_BY_EXPERIENCE, team=team),
    }
    former, ended = people["former"], people["ended"]
    assert former is not None
    assert ended is not None
    yesterday = timezone.localdate() - dt.timedelta(days=1)
    former.role_assignments.update(valid_until=yesterday)
    former.memberships.update(valid_until=yesterday)
    ended.is_active = False
    ended.save()
    Deputy.objects.create(absent=ended, deputy=former, valid_from=yesterday, valid_until=yesterday)
    make_alliance()
    own = _make_file("S-0001", team, people["counsellor"], people["officer"])
    other = _make_file("S-0002", other_team, people["other_counsellor"], people["officer_elsewhere"])
    _add_volunteers(own, other, people)
    return World(
        people=people,
        own=_together(
            own,
            make_upload(people["team_lead"]),
            make_file_export(own["number"], people["team_lead"]),
            make_arrival(people["administrator"]),
        ),
        other=_together(
            other,
            make_upload(people["other_team_lead"]),
            make_file_export(other["number"], people["other_team_lead"]),
            make_arrival(people["administrator"]),
        ),
    )


def _together(*parts: dict[str, object]) -> dict[str, object]:
    """Return all rows by name; two rows of one name would let a door be tried with the wrong one."""
    rows: dict[str, object] = {}
    for part in parts:
        assert not rows.keys() & part.keys(), rows.keys() & part.keys()
        rows.update(part)
    return rows


def _add_volunteers(own: dict[str, object], other: dict[str, object], people: dict[str, User | None]) -> None:
    """Let the volunteer go along with the client of his own team, and another one with the other client."""
    volunteer, coordinator, counsellor = people["volunteer"], people["coordinator"], people["counsellor"]
    assert volunteer is not None
    assert coordinator is not None
    assert counsellor is not None
    other_volunteer = make_user("valerie", Role.VOLUNTEER)
    for rows, somebody in ((own, volunteer), (other, other_volunteer)):
        client = Client.objects.get(number=rows["number"])
        rows.update(make_volunteers(client, somebody, coordinator, counsellor))


def _make_file(number: str, team: Team, counsellor: User | None, officer: User | None) -> dict[str, object]:
    """Make a client with one of everything."""
    assert counsellor is not None
    assert officer is not None
    today, now = timezone.localdate(), timezone.now()
    client = make_client(number, team)
    since = today - dt.timedelta(days=100)
    assign_counsellor(client=client, counsellor=counsellor, starts_on=since, acting_user=counsellor)
    house = Location.objects.create(name=f"Huis van {team}", team=team, capacity=8)
    stay = start_stay(client=client, location=house, valid_from=since, acting_user=counsellor, form_token=uuid4())
    title = add_title(
        client=client,
        form_token=uuid4(),
        kind=TitleKind.objects.get(key="voorwaardelijke-veroordeling"),
        valid_from=since,
        valid_until=today + dt.timedelta(days=265),
        confirmed_by="OM",
        acting_user=counsellor,
    )
    add_condition(
        client=client,
        form_token=uuid4(),
        title=title,
        kind=ConditionKind.objects.get(key="middelenverbod"),
        text="Geen drugs.",
        acting_user=counsellor,
    )
    note = write_note(
        client=client,
        form_token=uuid4(),
        kind=NoteKind.TALK,
        occurred_at=now - dt.timedelta(hours=2),
        duration_minutes=30,
        text="Gepraat over werk.",
        acting_user=counsellor,
    )
    goal = add_goal(
        client=client,
        form_token=uuid4(),
        origin=GoalOrigin.OWN,
        text="Werk vinden",
        domain=LifeDomain.objects.get(key="werk"),
        acting_user=counsellor,
    )
    commitment = make_commitment(
        client=client,
        text="Belt het uitzendbureau",
        owner=CommitmentOwner.CLIENT,
        due_on=today + dt.timedelta(days=7),
        acting_user=counsellor,
        form_token=uuid4(),
    )
    document = store_upload(
        client=client,
        form_token=uuid4(),
        title="Brief",
        acting_user=counsellor,
        upload=SimpleUploadedFile("brief.pdf", PAPER, content_type="application/pdf"),
    )
    plan = make_active_plan(client, counsellor)
    draft_plan = create_plan(client=client, form_token=uuid4(), acting_user=counsellor)
    check_in = start_check_in(client=client, form_token=uuid4(), acting_user=counsellor)
    done_check_in = start_check_in(client=client, form_token=uuid4(), acting_user=counsellor)
    answer_as_client(
        check_in=done_check_in,
        answers={"direction": 4, "trust": 4, "bond": 4, "friction": 2},
        sharing=Sharing.ANSWERS,
        acting_user=counsellor,
    )
    return _together(
        {
            "number": client.number,
            "house": house,
            "stay": stay,
            "title": title,
            "note": note,
            "goal": goal,
            "commitment": commitment,
            "document": document,
            "plan": plan,
            "draft_plan": draft_plan,
            "check_in": check_in,
            "done_check_in": done_check_in,
            "draft": keep_draft(
                client=client,
                form_token=uuid4(),
                form="contact",
                path=f"/clienten/{client.number}/contact/nieuw/",
                fields={"text": ["Gepraat over"]},
                acting_user=counsellor,
            ),
        },
        make_signalling(client, plan, counsellor),
        make_risk(client, counsellor),
        make_house_rows(client, house, counsellor),
        _make_cooperation(client, counsellor, officer, document),
        make_handover_rows(client, counsellor),
        make_agenda(client, counsellor),
        make_title_end(title, counsellor),
        make_transfer(client, counsellor),
        make_team_move(client, counsellor),
        make_merge(client),
        make_network(client, counsellor),
        make_goals(client, goal, counsellor),
        make_background(client, counsellor),
        make_documents(client, counsellor),
        make_personal(client, counsellor),
        make_application(client, house, counsellor),
        make_letter(client, counsellor),
    )


def _make_cooperation(client: Client, counsellor: User, officer: User, document: object) -> dict[str, object]:
    """Make a meeting, an agreement in force with a draft after it, two notifications and a shared paper."""
    today, now = timezone.localdate(), timezone.now()
    name_officer(
        client=client, form_token=uuid4(), officer=officer, since=today - dt.timedelta(days=90), acting_user=counsellor
    )
    meeting = record_meeting(
        client=client,
        form_token=uuid4(),
        kind=MeetingKind.FIRST,
        held_at=now - dt.timedelta(days=80),
        place="Kantoor",
        present="Jan, Noor, Tom",
        client_present=True,
        absent="",
        proud_of="Werk",
        client_view="Goed",
        lead=Party.ORGANISATION,
        acting_user=counsellor,
    )
    clauses = Clauses(
        roles="Wie wat doet.",
        contact_rhythm="Elke twee weken.",
        control="Urinecontrole.",
        client_leads="Werk.",
        sharing="Over de voorwaarden.",
        evaluate_on=today + dt.timedelta(days=183),
    )
    rules = [RuleLine(RuleEvent.POSITIVE_CHECK, 24), RuleLine(RuleEvent.RED_PHASE, 0)]
    agreement = draft_agreement(client=client, form_token=uuid4(), clauses=clauses, rules=rules, acting_user=counsellor)
    agreement = offer_agreement(agreement=agreement, acting_user=counsellor)
    for party, user in ((Party.ORGANISATION, counsellor), (Party.CLIENT, counsellor), (Party.PROBATION, officer)):
        act_on_agreement(
            agreement=agreement,
            party=party,
            decision=Decision.AGREED,
            acting_user=user,
            signature=Signature(name=str(user)),
        )
    agreement = Agreement.objects.get(pk=agreement.pk)
    record_check(
        client=client,
        form_token=uuid4(),
        kind=CheckKind.URINE,
        taken_at=now - dt.timedelta(hours=1),
        result=CheckResult.POSITIVE,
        substance="cocaïne",
        acting_user=counsellor,
    )
    sent = Notification.objects.get(client=client)
    sent = tell_client(notification=sent, told_at=now, reaction="Balen.", acting_user=counsellor)
    sent = send_notification(notification=sent, facts=sent.facts, acting_user=counsellor)
    set_phase(client=client, level=PhaseLevel.RED, reason="Spullen kapot.", acting_user=counsellor, form_token=uuid4())
    waiting = Notification.objects.exclude(pk=sent.pk).get(client=client)
    shared = share_document(
        document=document,  # type: ignore[arg-type]  # rows of different kinds share one dictionary
        agreement=agreement,
        ground=Ground.AGREEMENT,
        form_token=uuid4(),
        acting_user=counsellor,
    )
    draft = draft_agreement(client=client, form_token=uuid4(), clauses=clauses, rules=rules, acting_user=counsellor)
    return {
        "meeting": meeting,
        "agreement": agreement,
        "draft_agreement": draft,
        "hint": make_hint(agreement),
        "sent": sent,
        "waiting": waiting,
        "shared": shared,
        **make_meeting_rows(client, counsellor, officer, agreement),
    }


def open_invitation() -> str:
    """Return the address of an invitation that was not accepted yet."""
    user = make_user("nieuw", Role.COUNSELLOR)
    user.set_unusable_password()
    user.save()
    return invitation_path(user)
