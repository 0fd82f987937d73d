"""What parties give each other: minutes to all three, own views, feedback to the client, notes, and papers made elsewhere."""

from __future__ import annotations

import datetime as dt
from typing import Any
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from accounts.enums import AuditAction, AuditOutcome
from accounts.errors import Refused
from accounts.models import AuditEntry
from chain.enums import Channel, MeetingKind, PartnerPaper, Party, Seat
from chain.models import Disclosure, MeetingFeedback, OwnView, PartnerDocument, SharedNote, ThreePartyMeeting
from chain.selectors.duties import feedback_duties
from chain.services.meetings import AttendeeLine, CommitmentLine, Content, record_meeting
from chain.services.minutes import give_minutes
from chain.services.portal import bring_in_paper, write_shared_note
from chain.services.reactions import add_own_view, give_feedback
from tests.access_meetings import PAPER


def hold(client_file, counsellor, **change) -> ThreePartyMeeting:
    fields: dict[str, Any] = {
        "kind": MeetingKind.TEAM,
        "held_at": timezone.now() - dt.timedelta(hours=3),
        "place": "Kantoor",
        "present": "Noor",
        "client_present": False,
        "absent": "Het is een bespreking van het team.",
        "proud_of": "",
        "client_view": "",
        "lead": Party.ORGANISATION,
        "content": Content(
            answers={"question": "Wat helpt?", "advice": "Vaker langsgaan.", "feedback": "Noor vertelt."}
        ),
    }
    return record_meeting(client=client_file, form_token=uuid4(), acting_user=counsellor, **fields | change)


@pytest.mark.parametrize("key", ["question", "advice", "feedback"])
def test_team_discussion_closes_only_with_its_points(client_file, counsellor, key):
    answers = {"question": "Wat helpt?", "advice": "Vaker langsgaan.", "feedback": "Noor vertelt.", key: " "}
    with pytest.raises(Refused) as refusal:
        hold(client_file, counsellor, content=Content(answers=answers))
    assert refusal.value.field == f"point_{key}"
    assert not ThreePartyMeeting.objects.exists()


def test_family_conversation_opens_and_closes_by_its_rules(client_file, counsellor):
    table = [AttendeeLine(Seat.CLIENT, "Jeroen"), AttendeeLine(Seat.ORGANISATION, "Noor")]
    said = {"shared_question": "Elkaar weer vertrouwen", "summary": "Stap voor stap"}
    tomorrow = timezone.localdate() + dt.timedelta(days=30)
    whole = {
        "kind": MeetingKind.FAMILY,
        "client_present": True,
        "absent": "",
        "client_view": "Fijn",
        "next_on": tomorrow,
        "commitments": [CommitmentLine("Zondag eten", "client", tomorrow)],
        "content": Content(
            attendees=[*table, AttendeeLine(Seat.RELATIVE, "Moeder", words="Ik maak me zorgen")], answers=said
        ),
    }
    with pytest.raises(Refused, match="een naaste"):
        hold(client_file, counsellor, **whole | {"content": Content(attendees=table, answers=said)})
    with pytest.raises(Refused, match="minstens één afspraak"):
        hold(client_file, counsellor, **whole | {"commitments": []})
    with pytest.raises(Refused) as refusal:
        hold(client_file, counsellor, **whole | {"next_on": None})
    assert refusal.value.field == "next_on"

    assert hold(client_file, counsellor, **whole).attendees.get(seat="relative").words == "Ik maak me zorgen"


def test_client_hears_of_a_meeting_without_him_and_reacts(client_file, counsellor):
    meeting = hold(client_file, counsellor)
    (duty,) = feedback_duties(timezone.localdate())
    assert duty.owner_ids == (counsellor.pk,)
    with pytest.raises(Refused) as refusal:
        give_feedback(
            meeting=meeting,
            form_token=uuid4(),
            told_at=timezone.now(),
            told="Alles",
            reaction=" ",
            acting_user=counsellor,
        )
    assert refusal.value.field == "reaction"

    feedback = give_feedback(
        meeting=meeting,
        form_token=uuid4(),
        told_at=timezone.now(),
        told="Alles",
        reaction="Oké",
        acting_user=counsellor,
    )
    assert list(feedback_duties(timezone.localdate())) == []
    feedback.reaction = "Anders"
    with pytest.raises(TypeError):
        feedback.save()
    assert MeetingFeedback.objects.get().reaction == "Oké"


def test_own_view_is_added_once_and_changes_nothing_of_the_record(client_file, counsellor):
    meeting, token = hold(client_file, counsellor), uuid4()
    for _click in range(2):
        add_own_view(
            meeting=meeting,
            form_token=token,
            seat=Seat.CLIENT,
            text="Ik zie het anders",
            acting_user=counsellor,
            on_behalf_of="Jeroen Dekker",
        )
    assert OwnView.objects.get().text == "Ik zie het anders"
    entry = AuditEntry.objects.get(object_type="chain.ownview")
    assert (entry.on_behalf_of, entry.action) == ("Jeroen Dekker", AuditAction.CREATE)


def test_minutes_are_not_given_before_they_are_made(client_file, counsellor):
    with pytest.raises(Refused, match="Maak eerst het verslag"):
        give_minutes(
            meeting=hold(client_file, counsellor), seat=Seat.CLIENT, channel=Channel.PAPER, acting_user=counsellor
        )


def test_note_of_the_organisation_is_a_disclosure_and_waits_for_the_agreement(offered, counsellor, officer):
    with pytest.raises(Refused, match="nog niet van kracht"):
        write_shared_note(
            agreement=offered, form_token=uuid4(), seat=Seat.ORGANISATION, text="Rooster", acting_user=counsellor
        )
    write_shared_note(agreement=offered, form_token=uuid4(), seat=Seat.PROBATION, text="Rooster", acting_user=officer)
    assert not Disclosure.objects.exists()


def test_note_goes_to_and_fro_and_the_client_can_see_it(client, in_force, client_file, counsellor, officer):
    client.force_login(counsellor)
    client.post(
        reverse("chain:shared_note", args=[client_file.number]),
        {"form_token": str(uuid4()), "text": "Het rooster is veranderd"},
    )
    assert Disclosure.objects.get().object_id == SharedNote.objects.get().pk
    client.force_login(officer)
    assert (
        "Het rooster is veranderd"
        in client.get(reverse("chain:portal_client", args=[client_file.number])).content.decode()
    )
    client.force_login(counsellor)
    page = client.get(reverse("chain:partner_view", args=[client_file.number])).content.decode()
    assert "Het rooster is veranderd" in page
    assert str(officer) in page


def test_paper_of_a_partner_is_marked_as_made_elsewhere(
    client, in_force, client_file, officer, other_officer, counsellor
):
    client.force_login(officer)
    url = reverse("chain:portal_paper_create", args=[client_file.number])
    typed = {"form_token": str(uuid4()), "kind": "risk_assessment", "made_on": timezone.localdate().isoformat()}
    bad = client.post(url, typed | {"upload": SimpleUploadedFile("x.pdf", b"MZ not a paper")})
    assert bad.status_code == 200
    assert not PartnerDocument.objects.exists()

    for _click in range(2):
        client.post(url, typed | {"upload": SimpleUploadedFile("taxatie.pdf", PAPER)})

    paper = PartnerDocument.objects.get()
    assert paper.made_by == f"{officer}, {officer.organisation}"
    assert client.get(reverse("chain:portal_paper", args=[paper.pk])).status_code == 200
    client.force_login(other_officer)
    assert client.get(reverse("chain:portal_paper", args=[paper.pk])).status_code == 404
    assert AuditEntry.objects.filter(rule="brought_in", outcome=AuditOutcome.REFUSED).exists()
    client.force_login(counsellor)
    page = client.get(reverse("chain:partner_view", args=[client_file.number])).content.decode()
    assert "elders gemaakt" in page


def test_paper_from_the_future_is_refused(in_force, officer):
    with pytest.raises(Refused) as refusal:
        bring_in_paper(
            agreement=in_force,
            form_token=uuid4(),
            kind=PartnerPaper.OTHER,
            made_on=timezone.localdate() + dt.timedelta(days=1),
            upload=SimpleUploadedFile("x.pdf", PAPER),
            acting_user=officer,
        )
    assert refusal.value.field == "made_on"
