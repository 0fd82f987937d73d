"""One account of several organisations: linked, named for one of them, taken over within it, and left apart."""

from __future__ import annotations

import datetime as dt
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.enums import OrganisationKind, Role
from accounts.errors import Refused
from accounts.models import Organisation, User
from casework.enums import HandoverPurpose
from chain.access import readable_agreements, readable_notifications, shared_clients
from chain.enums import Ground, Seat
from chain.models import Agreement, Disclosure, Involvement, PartnerPerson
from chain.selectors.agreements import snapshot_of
from chain.selectors.officers import officer_of
from chain.selectors.seats import organisations_of
from chain.services.agreements import draft_agreement, offer_agreement
from chain.services.involvements import follow_up, name_officer
from chain.services.notifications import send_notification
from chain.services.partners import add_person, invite_partner, person_left
from chain.services.portal import write_shared_note
from chain.services.reports import start_report
from chain.services.seats import link_account
from chain.services.sharing import share_document
from tests.chain.conftest import sign_by_all
from tests.chain.test_sharing import make_document
from tests.conftest import make_user

TODAY = timezone.localdate


@pytest.fixture
def second(db) -> Organisation:
    return Organisation.objects.create(name="Leger des Heils Reclassering", kind=OrganisationKind.PROBATION)


def link(organisation, account, counsellor, **more) -> PartnerPerson:
    return link_account(organisation=organisation, form_token=uuid4(), account=account, acting_user=counsellor, **more)


@pytest.fixture
def seat(second, officer, counsellor) -> PartnerPerson:
    """The officer works for the second organisation as well."""
    return link(second, officer, counsellor)


def name(client_file, officer, counsellor, organisation=None, **more) -> Involvement:
    return name_officer(
        client=client_file,
        form_token=uuid4(),
        officer=officer,
        organisation=organisation,
        since=more.pop("since", TODAY()),
        acting_user=counsellor,
        **more,
    )


@pytest.fixture
def second_agreement(seat, client_file, title, condition, officer, counsellor, clauses, rules, second) -> Agreement:
    """What was agreed with the officer for the second organisation."""
    name(client_file, officer, counsellor, second, since=TODAY() - dt.timedelta(days=30))
    draft = draft_agreement(
        client=client_file, form_token=uuid4(), clauses=clauses, rules=rules, acting_user=counsellor
    )
    return sign_by_all(offer_agreement(agreement=draft, acting_user=counsellor), counsellor, officer)


def again(user: User) -> User:
    """Return the user as a new request has him."""
    found: User = User.objects.get(pk=user.pk)
    return found


def test_agreement_names_the_organisation_of_the_involvement(second_agreement, client_file, second, officer):
    assert officer_of(client_file).works_for == second
    assert second_agreement.frozen["officer"]["organisation"] == second.name
    assert snapshot_of(second_agreement)["officer"]["organisation"] == second.name
    assert organisations_of(officer) == [officer.organisation, second]


def test_without_a_choice_it_is_the_organisation_of_the_account(in_force, seat, officer):
    assert in_force.officer_organisation == officer.organisation
    assert in_force.frozen["officer"]["organisation"] == officer.organisation.name


def test_who_does_not_work_there_is_not_named(client_file, officer, counsellor, second):
    with pytest.raises(Refused, match="Koppel eerst zijn account") as refusal:
        name(client_file, officer, counsellor, second)
    assert refusal.value.field == "officer"


def test_leaving_one_of_two_closes_its_clients_and_no_other(second_agreement, seat, officer, counsellor, probation):
    assert shared_clients(again(officer)).count() == 1
    person_left(person=link(probation, officer, counsellor), acting_user=counsellor)
    assert shared_clients(again(officer)).count() == 1

    person_left(person=seat, acting_user=counsellor)
    assert not shared_clients(again(officer)).exists()
    assert not readable_agreements(again(officer)).exists()


def test_leaving_the_second_keeps_the_first(in_force, seat, officer, counsellor):
    person_left(person=seat, acting_user=counsellor)

    assert list(shared_clients(again(officer))) == [in_force.client]
    assert organisations_of(again(officer)) == [officer.organisation]


def test_what_was_sent_stays_readable_for_the_term(sent, officer, counsellor, probation):
    row = link(probation, officer, counsellor)
    person_left(person=row, acting_user=counsellor)
    assert not shared_clients(again(officer)).exists()
    assert readable_notifications(again(officer)).count() == 1

    PartnerPerson.objects.filter(pk=row.pk).update(left_on=TODAY() - dt.timedelta(days=92))
    assert not readable_notifications(again(officer)).exists()


def test_nothing_is_sent_to_who_left(told, officer, counsellor, probation):
    person_left(person=link(probation, officer, counsellor), acting_user=counsellor)

    with pytest.raises(Refused, match="werkt niet meer bij"):
        send_notification(notification=told, facts=told.facts, acting_user=counsellor)


def test_successor_takes_over_within_the_second_organisation(
    second_agreement, client_file, officer, counsellor, second, seat
):
    successor = make_user("samira", Role.PARTNER, organisation=second)
    person_left(person=seat, acting_user=counsellor)
    follow_up(
        from_officer=officer,
        officer=successor,
        since=TODAY(),
        clients=[client_file],
        form_token=uuid4(),
        acting_user=counsellor,
    )

    second_agreement.refresh_from_db()
    assert (second_agreement.officer, second_agreement.works_for) == (successor, second)
    assert not second_agreement.is_stale


def test_colleague_of_the_first_does_not_take_over_the_second(
    second_agreement, client_file, officer, other_officer, counsellor
):
    with pytest.raises(Refused, match="dezelfde organisatie"):
        name(client_file, other_officer, counsellor, takes_over=True)
    follow_up(
        from_officer=officer,
        officer=other_officer,
        since=TODAY(),
        clients=[client_file],
        form_token=uuid4(),
        acting_user=counsellor,
    )
    second_agreement.refresh_from_db()
    assert second_agreement.is_stale


def test_same_officer_for_another_organisation_agrees_anew(in_force, client_file, officer, counsellor, second, seat):
    name(client_file, officer, counsellor, second)

    in_force.refresh_from_db()
    assert in_force.is_stale
    assert officer_of(client_file).works_for == second
    with pytest.raises(Refused, match="is al de toezichthouder"):
        name(client_file, officer, counsellor, second)


def test_impossible_links_are_refused(second, officer, counsellor, seat, probation):
    person = add_person(organisation=probation, form_token=uuid4(), name="Iemand", acting_user=counsellor)
    lies = make_user("lies", Role.PARTNER, organisation=probation)
    for account, chosen, words in (
        (officer, None, "is hier al gekoppeld"),
        (counsellor, None, "account als ketenpartner"),
        (lies, person, "andere organisatie"),
        (lies, seat, "heeft al een account"),
    ):
        with pytest.raises(Refused, match=words):
            link(second, account, counsellor, person=chosen)
    person_left(person=seat, acting_user=counsellor)
    with pytest.raises(Refused, match="werkt daar niet meer"):
        link(second, lies, counsellor, person=seat)


def test_invitation_links_the_contact_person_who_was_there(probation, counsellor):
    person = add_person(organisation=probation, form_token=uuid4(), name="Ank Smit", acting_user=counsellor)
    account = invite_partner(
        organisation=probation, first_name="Ank", last_name="Smit", email="ank@x.nl", acting_user=counsellor
    )

    person.refresh_from_db()
    assert person.user == account
    assert probation.partner_people.count() == 1


def test_pages_link_choose_and_show_the_second_organisation(
    client, counsellor, officer, second, client_file, probation
):
    client.force_login(counsellor)
    url = reverse("chain:account_link", args=[second.pk])
    typed = {"form_token": str(uuid4()), "account": officer.pk, "person": ""}
    assert "Account koppelen" in client.get(url).content.decode()
    for _click in range(2):
        client.post(url, typed)
    assert second.partner_people.get().user == officer
    assert (
        "ook Reclassering Nederland, Noord"
        in client.get(reverse("chain:organisation", args=[second.pk])).content.decode()
    )

    page = reverse("chain:officer", args=[client_file.number])
    assert f"Tom Hendriks, {second.name}" in client.get(page).content.decode()
    client.post(
        page, {"form_token": str(uuid4()), "officer": f"{officer.pk}-{second.pk}", "since": TODAY().isoformat()}
    )
    assert officer_of(client_file).works_for == second
    assert second.name in client.get(reverse("chain:officer_page", args=[officer.pk])).content.decode()
    tab = client.get(reverse("chain:cooperation", args=[client_file.number])).content.decode()
    assert second.name in tab
    assert probation.name not in tab


def test_portal_says_for_which_organisation(client, second_agreement, officer, second):
    client.force_login(officer)
    page = client.get(reverse("chain:portal_client", args=[second_agreement.client.number])).content.decode()

    assert f"namens {second.name}" in page


def test_disclosure_names_the_organisation_of_the_agreement(second_agreement, counsellor, second):

    write_shared_note(
        agreement=second_agreement, form_token=uuid4(), seat=Seat.ORGANISATION, text="Bel mij.", acting_user=counsellor
    )
    assert Disclosure.objects.get().recipient_name == f"Tom Hendriks, {second.name}"


def test_a_shared_document_names_the_organisation_and_stays_with_who_works_there(
    second_agreement, seat, client_file, counsellor, second, officer
):
    document = make_document(client_file, counsellor, "O-2026-00001")
    values = {"agreement": second_agreement, "ground": Ground.AGREEMENT, "acting_user": counsellor}
    share_document(document=document, form_token=uuid4(), **values)
    assert Disclosure.objects.get().recipient_name == f"Tom Hendriks, {second.name}"

    person_left(person=seat, acting_user=counsellor)
    another = make_document(client_file, counsellor, "O-2026-00002")
    with pytest.raises(Refused, match="werkt niet meer bij"):
        share_document(document=another, form_token=uuid4(), **values)
    assert Disclosure.objects.count() == 1


def test_a_report_is_for_the_organisation_of_the_agreement(second_agreement, client_file, counsellor, second):
    report = start_report(
        client=client_file,
        form_token=uuid4(),
        purpose=HandoverPurpose.PROGRESS,
        since=TODAY() - dt.timedelta(days=60),
        until=TODAY(),
        agreement=second_agreement,
        acting_user=counsellor,
    )
    assert report.recipient == f"Tom Hendriks, {second.name}"
