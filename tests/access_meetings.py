"""What the access matrix knocks on in meetings and the portal: a planned meeting, and a paper of the officer."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING
from uuid import uuid4

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from accounts.models import Organisation
from chain.enums import MeetingKind, PartnerPaper, PartnerRole, PointKind, Seat
from chain.services.partners import add_person, name_partner
from chain.services.planning import Invitee, add_point, plan_meeting
from chain.services.portal import bring_in_paper, write_shared_note

if TYPE_CHECKING:
    from accounts.models import User
    from casework.models import Client
    from chain.models import Agreement

PAPER = b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj 2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"


def make_meeting_rows(client: Client, counsellor: User, officer: User, agreement: Agreement) -> dict[str, object]:
    """Make a planned meeting with a point of each party, a note to and fro, and a paper that the officer brought in."""
    planned = plan_meeting(
        client=client,
        form_token=uuid4(),
        kind=MeetingKind.REGULAR,
        starts_at=timezone.now() + dt.timedelta(days=8),
        minutes=60,
        place="Kantoor",
        invitees=[
            Invitee(Seat.CLIENT, str(client)),
            Invitee(Seat.ORGANISATION, str(counsellor), counsellor),
            Invitee(Seat.PROBATION, str(officer), officer),
        ],
        acting_user=counsellor,
    )
    for seat, kind, user in (
        (Seat.CLIENT, PointKind.POINT, counsellor),
        (Seat.PROBATION, PointKind.SAY, officer),
    ):
        add_point(meeting=planned, form_token=uuid4(), seat=seat, kind=kind, text="Werk", acting_user=user)
    for seat, user in ((Seat.ORGANISATION, counsellor), (Seat.PROBATION, officer)):
        write_shared_note(agreement=agreement, form_token=uuid4(), seat=seat, text="Rooster", acting_user=user)
    paper = bring_in_paper(
        agreement=agreement,
        form_token=uuid4(),
        kind=PartnerPaper.SUPERVISION_PLAN,
        made_on=timezone.localdate(),
        upload=SimpleUploadedFile("plan.pdf", PAPER, content_type="application/pdf"),
        acting_user=officer,
    )
    organisation = Organisation.objects.get(users=officer)
    person = add_person(
        organisation=organisation, form_token=uuid4(), name=f"Wijkagent {client}", acting_user=counsellor
    )
    partner = name_partner(
        client=client,
        form_token=uuid4(),
        person=person,
        role=PartnerRole.POLICE,
        since=timezone.localdate(),
        acting_user=counsellor,
    )
    return {
        "planned": planned,
        "partner_paper": paper,
        "client_partner": partner,
        "chain_person": partner.person,
        "chain_place": organisation,
        "chain_officer": officer,
    }
