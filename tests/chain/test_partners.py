"""Partners: who is officer when, a successor who takes over in one act, invitations without content, the address book."""

from __future__ import annotations

import datetime as dt
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from accounts.enums import OrganisationKind, Role
from accounts.errors import Refused
from accounts.models import Organisation, User
from casework.services.documents import store_upload
from chain.access import readable_documents, shared_clients
from chain.enums import AgreementStatus, Ground, MeetingKind, PartnerRole, Seat
from chain.models import Agreement, ClientPartner, Involvement, PortalAlert, SharedItem, Takeover
from chain.services.involvements import follow_up, name_officer
from chain.services.partners import add_person, invite_again, invite_partner, name_partner
from chain.services.planning import Invitee, plan_meeting
from chain.services.sharing import share_document
from tests.access_meetings import PAPER
from tests.conftest import make_user

TODAY = timezone.localdate


@pytest.fixture
def shared(in_force, client_file, counsellor) -> SharedItem:
    document = store_upload(
        client=client_file,
        form_token=uuid4(),
        title="Brief",
        upload=SimpleUploadedFile("brief.pdf", PAPER, content_type="application/pdf"),
        acting_user=counsellor,
    )
    return share_document(
        document=document, agreement=in_force, ground=Ground.AGREEMENT, form_token=uuid4(), acting_user=counsellor
    )


def succeed(client_file, officer, counsellor) -> Involvement:
    return name_officer(
        client=client_file,
        form_token=uuid4(),
        officer=officer,
        since=TODAY(),
        takes_over=True,
        acting_user=counsellor,
    )


def test_successor_takes_over_what_was_agreed_and_shared(
    in_force, shared, client_file, officer, other_officer, counsellor, django_user_model
):
    text = in_force.frozen_sha256
    succeed(client_file, other_officer, counsellor)

    agreement = Agreement.objects.get(pk=in_force.pk)
    assert (agreement.officer, agreement.status, agreement.is_stale) == (other_officer, AgreementStatus.IN_FORCE, False)
    assert (agreement.frozen_sha256, agreement.is_intact) == (text, True)
    assert list(shared_clients(User.objects.get(pk=other_officer.pk))) == [client_file]
    assert not shared_clients(User.objects.get(pk=officer.pk)).exists()
    assert readable_documents(User.objects.get(pk=other_officer.pk)).count() == 1
    shared.refresh_from_db()
    assert shared.until == TODAY() + dt.timedelta(days=90)
    assert [(row.officer, row.valid_until) for row in client_file.involvements.all()] == [
        (other_officer, None),
        (officer, TODAY() - dt.timedelta(days=1)),
    ]
    assert PortalAlert.objects.filter(recipient=other_officer).exists()


def test_coming_meetings_go_to_the_successor(in_force, client_file, officer, other_officer, counsellor):
    meeting = plan_meeting(
        client=client_file,
        form_token=uuid4(),
        kind=MeetingKind.REGULAR,
        starts_at=timezone.now() + dt.timedelta(days=3),
        minutes=60,
        place="Kantoor",
        invitees=[Invitee(Seat.PROBATION, str(officer), officer)],
        acting_user=counsellor,
    )
    succeed(client_file, other_officer, counsellor)

    assert meeting.invitations.get().user == other_officer


def test_a_successor_who_was_invited_already_sits_at_the_table_once(
    in_force, client_file, officer, other_officer, counsellor
):
    meeting = plan_meeting(
        client=client_file,
        form_token=uuid4(),
        kind=MeetingKind.REGULAR,
        starts_at=timezone.now() + dt.timedelta(days=3),
        minutes=60,
        place="Kantoor",
        invitees=[Invitee(Seat.PROBATION, str(one), one) for one in (officer, other_officer)],
        acting_user=counsellor,
    )
    succeed(client_file, other_officer, counsellor)

    assert [one.user for one in meeting.invitations.all()] == [other_officer]


def test_both_sides_see_the_takeover(client, in_force, client_file, officer, other_officer, counsellor):
    succeed(client_file, other_officer, counsellor)
    client.force_login(other_officer)
    assert "overgenomen van Tom Hendriks" in client.get(reverse("chain:portal_home")).content.decode()
    page = client.get(reverse("chain:portal_agreement", args=[in_force.pk])).content.decode()
    assert "Ik heb ze gelezen" in page

    for _click in range(2):
        client.post(reverse("chain:portal_takeover", args=[Takeover.objects.get().pk]))

    assert "overgenomen van" not in client.get(reverse("chain:portal_home")).content.decode()
    client.force_login(counsellor)
    tab = client.get(reverse("chain:cooperation", args=[client_file.number])).content.decode()
    assert "Lies van Dam nam haar over van Tom Hendriks" in " ".join(tab.split())
    client.force_login(officer)
    assert client.post(reverse("chain:portal_takeover", args=[Takeover.objects.get().pk])).status_code == 404


def test_other_organisation_does_not_take_over(in_force, client_file, counsellor):
    elsewhere = Organisation.objects.create(name="SVG", kind=OrganisationKind.PROBATION)
    stranger = make_user("samira", Role.PARTNER, organisation=elsewhere)
    with pytest.raises(Refused) as refusal:
        succeed(client_file, stranger, counsellor)
    assert refusal.value.field == "officer"
    assert Involvement.objects.count() == 1

    follow_up(
        from_officer=in_force.officer,
        officer=stranger,
        since=TODAY(),
        clients=[client_file],
        form_token=uuid4(),
        acting_user=counsellor,
    )
    in_force.refresh_from_db()
    assert in_force.is_stale
    assert in_force.officer != stranger


def test_offered_version_names_the_earlier_officer_and_goes_stale(offered, client_file, other_officer, counsellor):
    succeed(client_file, other_officer, counsellor)

    offered.refresh_from_db()
    assert offered.is_stale
    assert not Takeover.objects.exists()


def test_one_act_for_all_clients_of_an_officer(client, in_force, client_file, officer, other_officer, counsellor):
    client.force_login(counsellor)
    url = reverse("chain:officer_page", args=[officer.pk])
    assert "Opvolger aanwijzen" in client.get(url).content.decode()
    typed = {
        "form_token": str(uuid4()),
        "officer": other_officer.pk,
        "since": TODAY().isoformat(),
        "clients": [client_file.pk],
    }

    empty = client.post(url, typed | {"clients": []})
    assert "Kies minstens één cliënt." in empty.content.decode()
    client.post(url, typed)
    client.post(url, typed)

    assert Takeover.objects.count() == 1
    assert client_file.involvements.get(valid_until=None).officer == other_officer


def test_page_of_an_officer_names_no_client_of_another_team(client, in_force, client_file, officer, outsider):
    client.force_login(outsider)

    page = client.get(reverse("chain:officer_page", args=[officer.pk])).content.decode()

    assert "Dekker" not in page
    assert client_file.number not in page


def test_partner_is_invited_by_a_mail_without_content(
    client, counsellor, probation, mailoutbox, django_capture_on_commit_callbacks
):
    client.force_login(counsellor)
    url = reverse("chain:partner_invite", args=[probation.pk])
    with django_capture_on_commit_callbacks(execute=True):
        client.post(url, {"first_name": "Samira", "last_name": "Haddad", "email": "samira@example.org"})

    partner = User.objects.get(email="samira@example.org")
    assert (partner.organisation, partner.has_usable_password()) == (probation, False)
    (mail,) = mailoutbox
    assert probation.name not in mail.body
    again = client.post(url, {"first_name": "S", "last_name": "H", "email": "SAMIRA@example.org"})
    assert "Er is al een account met dit e-mailadres." in again.content.decode()
    with django_capture_on_commit_callbacks(execute=True):
        client.post(reverse("chain:partner_invite_again", args=[partner.pk]))
    assert len(mailoutbox) == 2


def test_account_in_use_is_not_invited_again(officer, counsellor):
    with pytest.raises(Refused, match="al in gebruik"):
        invite_again(partner=officer, acting_user=counsellor)


def test_two_of_one_name_get_a_username_each(probation, counsellor):
    names = [
        invite_partner(
            organisation=probation, first_name="Tom", last_name="Smit", email=f"{number}@x.nl", acting_user=counsellor
        ).username
        for number in range(2)
    ]
    assert names == ["tom-smit", "tom-smit-2"]


def test_second_factor_comes_first_for_a_partner(client, officer, in_force, settings):
    settings.SECOND_FACTOR_REQUIRED = True
    client.force_login(officer)

    answer = client.get(reverse("chain:portal_home"))
    assert answer.status_code == 302
    assert answer.headers["Location"] == reverse("mfa_activate_totp")


def test_other_partners_of_a_client_come_and_go(client, client_file, counsellor):
    police = Organisation.objects.create(name="Politie", kind=OrganisationKind.POLICE)
    person = add_person(organisation=police, form_token=uuid4(), name="W. de Boer", acting_user=counsellor)
    client.force_login(counsellor)
    url = reverse("chain:client_partner", args=[client_file.number])
    future = (TODAY() + dt.timedelta(days=3)).isoformat()
    typed = {"form_token": str(uuid4()), "person": person.pk, "role": "police", "since": future}

    assert "ligt in de toekomst" in client.post(url, typed).content.decode()
    client.post(url, typed | {"since": TODAY().isoformat()})
    with pytest.raises(Refused, match="staat al zo"):
        name_partner(
            client=client_file,
            form_token=uuid4(),
            person=person,
            role=PartnerRole.POLICE,
            since=TODAY(),
            acting_user=counsellor,
        )
    row = ClientPartner.objects.get()
    assert "W. de Boer" in client.get(reverse("chain:cooperation", args=[client_file.number])).content.decode()
    client.post(reverse("chain:client_partner_end", args=[client_file.number, row.pk]))
    row.refresh_from_db()
    assert row.valid_until == TODAY()


def test_address_book_shows_the_people_of_an_organisation(
    client, counsellor, officer, client_file, probation, involvement
):
    person = add_person(organisation=probation, form_token=uuid4(), name="B. de Wit", acting_user=counsellor)
    name_partner(
        client=client_file,
        form_token=uuid4(),
        person=person,
        role=PartnerRole.OTHER,
        since=TODAY(),
        acting_user=counsellor,
    )
    client.force_login(counsellor)

    assert probation.name in client.get(reverse("chain:partner_list")).content.decode()
    page = client.get(reverse("chain:organisation", args=[probation.pk])).content.decode()
    for words in ("B. de Wit", "Tom Hendriks", "1 cliënt van u", "Jeroen Dekker"):
        assert words in page


def test_who_left_is_marked_and_what_he_did_ends(client, client_file, counsellor):
    housing = Organisation.objects.create(name="Woonstede", kind=OrganisationKind.HOUSING)
    person = add_person(organisation=housing, form_token=uuid4(), name="Sam Bos", acting_user=counsellor)
    named = name_partner(
        client=client_file,
        form_token=uuid4(),
        person=person,
        role=PartnerRole.OTHER,
        since=TODAY(),
        acting_user=counsellor,
    )
    client.force_login(counsellor)
    url = reverse("chain:partner_person_left", args=[person.pk])
    for _click in range(2):
        answer = client.post(url)
        assert answer.headers["Location"] == reverse("chain:organisation", args=[housing.pk])

    person.refresh_from_db()
    named.refresh_from_db()
    assert (person.left_on, named.valid_until) == (TODAY(), TODAY())
    page = client.get(reverse("chain:organisation", args=[housing.pk])).content.decode()
    assert "Sam Bos" not in page
    with pytest.raises(Refused, match="werkt daar niet meer"):
        name_partner(
            client=client_file,
            form_token=uuid4(),
            person=person,
            role=PartnerRole.OTHER,
            since=TODAY(),
            acting_user=counsellor,
        )
    assert client.post(reverse("chain:partner_person_left", args=[person.pk + 99])).status_code == 404
