"""What a contact holds beside its text: goals, agreements, who was there, and who reads it."""

from __future__ import annotations

import datetime as dt
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from accounts.enums import Role
from accounts.errors import Refused
from accounts.models import AuditEntry, Deputy
from accounts.selectors import readers_in
from casework.enums import AddendumKind, GoalOrigin, NoteVisibility
from casework.models import Commitment, ContactNote, LifeDomain, NoteAddendum
from casework.services.notes import AgreedInNote, NoteDetails, add_addendum, write_note
from casework.services.plans import add_goal
from tests.conftest import make_user

pytestmark = pytest.mark.django_db


def write(client, acting_user, details, **changes):
    fields = {
        "client": client,
        "form_token": uuid4(),
        "kind": "talk",
        "occurred_at": timezone.now() - dt.timedelta(hours=1),
        "duration_minutes": 30,
        "text": "Hij vertelde over zijn broer.",
        "acting_user": acting_user,
        "details": details,
    }
    return write_note(**{**fields, **changes})


def a_goal(client, acting_user):
    return add_goal(
        client=client,
        form_token=uuid4(),
        origin=GoalOrigin.OWN,
        text="Werk vinden",
        domain=LifeDomain.objects.get(key="werk"),
        acting_user=acting_user,
    )


@pytest.fixture
def private(client_file, counsellor, colleague):
    """A note that the counsellor let one colleague read."""
    return write(client_file, counsellor, NoteDetails(visibility=NoteVisibility.NAMED, readers=[colleague]))


def test_an_agreement_made_in_a_contact_has_an_owner_a_date_and_its_origin(client_file, counsellor):
    due = timezone.localdate() + dt.timedelta(days=7)
    goal = a_goal(client_file, counsellor)
    note = write(
        client_file,
        counsellor,
        NoteDetails(
            place="In zijn kamer",
            names="broer Kees",
            participants=["client", "relative", "client"],
            goals=[goal],
            commitments=[AgreedInNote("Belt het uitzendbureau", "client", due)],
        ),
    )
    made = Commitment.objects.get()
    assert (made.text, made.owner, made.due_on) == ("Belt het uitzendbureau", "client", due)
    assert (made.origin_type, made.origin_id) == ("casework.contactnote", note.pk)
    assert [one.role for one in note.participants.all()] == ["client", "relative"]
    assert (note.place, note.names, list(note.goals.all())) == ("In zijn kamer", "broer Kees", [goal])


@pytest.mark.parametrize(
    ("reader", "reads"), [("counsellor", True), ("colleague", True), ("team_lead", True), ("expert", False)]
)
def test_a_note_for_named_readers_is_read_by_them_and_the_team_lead_only(
    request, client, client_file, private, reader, reads
):
    client.force_login(request.getfixturevalue(reader))
    answer = client.get(private.get_absolute_url())
    assert answer.status_code == (200 if reads else 404)
    for page in ("casework:client", "casework:timeline"):
        assert ("over zijn broer" in client.get(reverse(page, args=[client_file.number])).content.decode()) is reads


def test_another_colleague_of_the_team_does_not_read_it_and_who_stands_in_for_a_reader_does(
    client, team, client_file, private, colleague
):
    third = make_user("sanne", Role.COUNSELLOR, team=team)
    client.force_login(third)
    assert client.get(private.get_absolute_url()).status_code == 404
    today = timezone.localdate()
    Deputy.objects.create(absent=colleague, deputy=third, valid_from=today, valid_until=today)
    assert client.get(private.get_absolute_url()).status_code == 200


def test_who_reads_a_private_note_stands_in_the_audit_trail(private, colleague):
    details = AuditEntry.objects.get(object_type="casework.contactnote").details
    assert (details["visibility"], details["readers"]) == ("named", [colleague.pk])


@pytest.mark.parametrize(
    ("details", "field"),
    [
        (NoteDetails(no_show_reason="acceptable"), "no_show_reason"),
        ("stranger reads", "readers"),
        ("reader of an open note", "visibility"),
        ("goal of another", "goals"),
        (NoteDetails(commitments=[AgreedInNote("Belt", "client", dt.date(2020, 1, 1))]), "due_on"),
    ],
)
def test_what_does_not_fit_is_refused_and_leaves_nothing(
    client_file, other_client, counsellor, colleague, outsider, details, field
):
    if details == "stranger reads":
        details = NoteDetails(visibility=NoteVisibility.NAMED, readers=[outsider])
    elif details == "reader of an open note":
        details = NoteDetails(readers=[colleague])
    elif details == "goal of another":
        details = NoteDetails(goals=[a_goal(other_client, outsider)])
    before = AuditEntry.objects.count()
    with pytest.raises(Refused) as refusal:
        write(client_file, counsellor, details)
    assert refusal.value.field == field
    assert (ContactNote.objects.count(), Commitment.objects.count(), AuditEntry.objects.count()) == (0, 0, before)


def test_the_database_keeps_a_reason_for_contacts_that_did_not_happen(rewritable, client_file, counsellor):
    note = write(client_file, counsellor, NoteDetails(no_show_reason="logistics"), kind="no_show")
    with pytest.raises(IntegrityError), transaction.atomic():
        ContactNote.objects.filter(pk=note.pk).update(kind="talk")
    told = write(client_file, counsellor, NoteDetails(), kind="no_show")
    assert told.no_show_reason == "unknown", "why he did not come has a kind from the first moment on"


def test_a_form_that_was_sent_says_so_when_it_comes_back_with_other_words(client_file, counsellor):
    token = uuid4()
    write(client_file, counsellor, NoteDetails(), form_token=token)
    with pytest.raises(Refused, match="al verstuurd en vastgelegd"):
        write(client_file, counsellor, NoteDetails(), form_token=token, text="En iets heel anders.")
    assert ContactNote.objects.get().text == "Hij vertelde over zijn broer."


def test_the_clients_view_goes_under_any_note_without_a_reason(client, client_file, counsellor):
    note = write(client_file, counsellor, NoteDetails())
    client.force_login(counsellor)
    url = reverse("casework:note_addendum", args=[client_file.number, note.pk])
    typed = {"form_token": uuid4(), "kind": "client_view", "text": "Zo was het niet.", "reason": ""}
    client.post(url, typed)
    added = NoteAddendum.objects.get()
    assert (added.kind, added.reason, added.text) == (AddendumKind.CLIENT_VIEW, "", "Zo was het niet.")
    page = client.get(note.get_absolute_url()).content.decode()
    assert "Zo was het niet." in page.partition('<blockquote class="quote">')[2]


def test_a_correction_still_needs_its_reason_and_neither_can_be_changed(rewritable, client_file, counsellor):
    note = write(client_file, counsellor, NoteDetails())
    with pytest.raises(Refused, match="waarom"):
        add_addendum(note=note, form_token=uuid4(), text="Het was zijn zus.", acting_user=counsellor)
    added = add_addendum(
        note=note, form_token=uuid4(), text="Het was zijn zus.", reason="Vergist", acting_user=counsellor
    )
    added.text = "Anders"
    with pytest.raises(TypeError):
        added.save()
    with pytest.raises(IntegrityError), transaction.atomic():
        NoteAddendum.objects.filter(pk=added.pk).update(reason="")


def typed(**changes):
    now = timezone.localtime() - dt.timedelta(minutes=5)
    return {
        "form_token": str(uuid4()),
        "kind": "talk",
        "day": now.date().isoformat(),
        "time": now.strftime("%H:%M"),
        "duration_minutes": "30",
        "text": "Samen de post gelezen.",
        **changes,
    }


def test_through_the_form_with_all_that_may_be_said(client, client_file, counsellor, colleague):
    goal = a_goal(client_file, counsellor)
    due = timezone.localdate() + dt.timedelta(days=3)
    client.force_login(counsellor)
    client.post(
        reverse("overview:contact_create", args=[client_file.number]),
        typed(
            kind="no_show",
            no_show_reason="acceptable",
            place="Kantoor",
            participants=["relative"],
            names="zijn zus",
            goals=[goal.pk],
            visibility="named",
            readers=[colleague.pk],
            agreed_0_text="Nieuwe afspraak maken",
            agreed_0_owner="counsellor",
            agreed_0_due_on=due.isoformat(),
        ),
    )
    note = ContactNote.objects.get()
    page = client.get(note.get_absolute_url()).content.decode()
    for words in ("met een goede reden", "Kantoor", "naaste", "zijn zus", "Werk vinden", "Nieuwe afspraak maken"):
        assert words in page
    assert "Dit verslag lezen alleen de schrijver, de teamleider en Bas Wiersma." in " ".join(page.split())


@pytest.mark.parametrize(
    ("changes", "field", "sentence"),
    [
        ({"agreed_0_text": "Belt"}, "agreed_0_owner", "Kies wie dit doet."),
        ({"agreed_1_owner": "client"}, "agreed_1_text", "Schrijf op wat er is afgesproken."),
        ({"agreed_0_text": "Belt", "agreed_0_owner": "other"}, "agreed_0_owner_name", "Schrijf op wie dit doet."),
        (
            {"agreed_0_due_on": "2020-01-01"},
            "agreed_0_due_on",
            "Deze dag ligt voor het contact. Kies een latere datum.",
        ),
        ({"no_show_reason": "acceptable"}, "no_show_reason", "Kies hierboven ‘niet verschenen’, of laat dit leeg."),
    ],
)
def test_what_is_half_filled_in_is_said_at_its_field_and_in_sight(
    client, client_file, counsellor, changes, field, sentence
):
    client.force_login(counsellor)
    answer = client.post(reverse("overview:contact_create", args=[client_file.number]), typed(**changes))
    form = answer.context["form"]
    assert form.errors[field] == [sentence]
    assert form.details_in_use()
    assert form["text"].value() == "Samen de post gelezen."
    assert not ContactNote.objects.exists()


def test_only_who_may_read_the_file_is_offered_as_a_reader(client, client_file, counsellor, colleague, team):
    volunteer = make_user("mies", Role.VOLUNTEER, team=team)
    client.force_login(counsellor)
    form = client.get(reverse("overview:contact_create", args=[client_file.number])).context["form"]
    offered = set(form.fields["readers"].queryset)
    assert colleague in offered
    assert not {counsellor, volunteer} & offered
    assert set(readers_in({team.pk}, timezone.localdate())) == offered | {counsellor}
