"""Meetings that are coming, what each party wants on the table, and what partners bring in."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING
from uuid import NAMESPACE_URL, uuid5

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from accounts.enums import OrganisationKind
from accounts.models import Organisation
from casework.models import Client
from casework.selectors import counsellor_of
from chain.enums import InvitationAnswer, MeetingKind, PartnerPaper, PartnerRole, PointKind, Seat
from chain.selectors.officers import officer_of
from chain.services import partners, planning, portal

if TYPE_CHECKING:
    from uuid import UUID

    from accounts.models import User
    from overview.demo.house import House

# Name of the client, days until the meeting, its kind, and what the parties put on the table.
COMING = [
    (
        ("Daniël", "Verhoeven"),
        6,
        MeetingKind.REGULAR,
        [
            (Seat.CLIENT, PointKind.POINT, "Reageren op woningen: wie kijkt er met mij mee?"),
            (Seat.CLIENT, PointKind.SAY, "Plan de afspraken buiten mijn werktijd."),
            (Seat.ORGANISATION, PointKind.POINT, "Hoe het gaat op het werk"),
            (Seat.PROBATION, PointKind.POINT, "Hoe vaak we elkaar nog zien nu het goed gaat"),
            (Seat.PROBATION, PointKind.SAY, "Ik zie dat hij zijn afspraken nakomt, en dat zeg ik ook."),
        ],
    ),
    (
        ("Ruben", "Castelein"),
        9,
        MeetingKind.REGULAR,
        [
            (Seat.CLIENT, PointKind.SAY, "Ik ben clean en woon tussen mensen die gebruiken."),
            (Seat.ORGANISATION, PointKind.POINT, "Een plek in een abstinent huis"),
        ],
    ),
]
PEOPLE = [
    ("Politie, basisteam Assendijk", OrganisationKind.POLICE, "W. de Boer", "wijkagent", PartnerRole.POLICE),
    ("Kredietbank Assendijk", OrganisationKind.DEBT_HELP, "S. Mulder", "schuldhulpverlener", PartnerRole.DEBT_HELP),
]


def tell(house: House, today: dt.date) -> None:
    """Plan the meetings of the worked cases, and let their partners bring in what they have."""
    del house
    for (first, last), ahead, kind, points in COMING:
        client = Client.objects.get(first_name=first, last_name=last)
        counsellor, involvement = counsellor_of(client), officer_of(client)
        if counsellor is None or involvement is None:
            continue
        officer = involvement.officer
        _meeting(client, counsellor, officer, today + dt.timedelta(days=ahead), kind, points)
        _exchange(client, counsellor, officer, today)
    _people(today)


def _token(*parts: object) -> UUID:
    return uuid5(NAMESPACE_URL, ":".join(["demo-meetings", *map(str, parts)]))


def _meeting(
    client: Client,
    counsellor: User,
    officer: User,
    day: dt.date,
    kind: MeetingKind,
    points: list[tuple[Seat, PointKind, str]],
) -> None:
    meeting = planning.plan_meeting(
        client=client,
        form_token=_token(client.number),
        kind=kind,
        starts_at=timezone.make_aware(dt.datetime.combine(day, dt.time(16, 30))),
        minutes=60,
        place="bij ons op kantoor",
        purpose="Hoe het gaat, en wat er de komende drie maanden nodig is",
        invitees=[
            planning.Invitee(Seat.CLIENT, str(client)),
            planning.Invitee(Seat.ORGANISATION, str(counsellor), counsellor),
            planning.Invitee(Seat.PROBATION, str(officer), officer),
        ],
        acting_user=counsellor,
    )
    authors = {Seat.PROBATION: officer}
    for place, (seat, point, text) in enumerate(points):
        planning.add_point(
            meeting=meeting,
            form_token=_token(client.number, place),
            seat=seat,
            kind=point,
            text=text,
            acting_user=authors.get(seat, counsellor),
        )
    for invitation in meeting.invitations.filter(seat=Seat.CLIENT).select_related("meeting"):
        planning.answer_invitation(invitation=invitation, answer=InvitationAnswer.ACCEPTED, acting_user=counsellor)


def _exchange(client: Client, counsellor: User, officer: User, today: dt.date) -> None:
    """Let the officer bring in his plan, and both write a note."""
    agreement = client.agreements.in_force().filter(officer=officer).first()
    if agreement is None:
        return
    portal.bring_in_paper(
        agreement=agreement,
        form_token=_token(client.number, "plan"),
        kind=PartnerPaper.SUPERVISION_PLAN,
        made_on=today - dt.timedelta(days=40),
        upload=SimpleUploadedFile("toezichtplan.pdf", _pdf("Toezichtplan (voorbeeld)"), content_type="application/pdf"),
        acting_user=officer,
    )
    for user, seat, text in (
        (counsellor, Seat.ORGANISATION, "De controles zijn verplaatst naar de vroege ochtend, zoals afgesproken."),
        (officer, Seat.PROBATION, "Dank. Ik plan mijn gesprekken na 17.00 uur."),
    ):
        portal.write_shared_note(
            agreement=agreement, form_token=_token(client.number, seat), seat=seat, text=text, acting_user=user
        )


def _people(today: dt.date) -> None:
    """Name two partners beside the officer of Mitchell Brands."""
    client = Client.objects.get(first_name="Mitchell", last_name="Brands")
    counsellor = counsellor_of(client)
    if counsellor is None:
        return
    for name, kind, person_name, job, role in PEOPLE:
        organisation = Organisation.objects.filter(name=name).first() or partners.add_organisation(
            name=name, kind=kind, phone="", acting_user=counsellor
        )
        person = partners.add_person(
            organisation=organisation,
            form_token=_token(name),
            name=person_name,
            job_title=job,
            phone="0500 00 11 22",
            acting_user=counsellor,
        )
        partners.name_partner(
            client=client,
            form_token=_token(client.number, name),
            person=person,
            role=role,
            since=today - dt.timedelta(days=60),
            acting_user=counsellor,
        )


def _pdf(title: str) -> bytes:
    """Return a page with one line, as a partner's own system could have made it."""
    text = f"BT /F1 20 Tf 72 760 Td ({title}) Tj ET".encode("latin-1")
    parts = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>",
        b"<</Length %d>>stream\n%s\nendstream" % (len(text), text),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    ]
    content, offsets = b"%PDF-1.4\n", []
    for number, part in enumerate(parts, start=1):
        offsets.append(len(content))
        content += b"%d 0 obj%s endobj\n" % (number, part)
    start = len(content)
    content += b"xref\n0 %d\n0000000000 65535 f \n" % (len(parts) + 1)
    content += b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    return content + b"trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (len(parts) + 1, start)
