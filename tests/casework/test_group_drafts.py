"""The note for several clients while it is typed: its author's alone, in no file, and nobody is left out in silence."""

from __future__ import annotations

import datetime as dt
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from accounts.enums import AuditAction, AuditOutcome
from accounts.errors import Refused
from accounts.models import AuditEntry, AuditSubject
from casework.models import ContactNote, FormDraft
from casework.models.drafts import DRAFT_LIFE
from casework.selectors import group_contacts as selectors
from casework.services.clients import assign_counsellor
from casework.services.drafts import expire_drafts, keep_draft
from casework.services.stays import start_stay
from tests.conftest import make_client

pytestmark = pytest.mark.django_db
PAGE = "/contacten/groep/"
SAVE = "/concepten/bewaren/"


@pytest.fixture
def second(team, counsellor):
    other = make_client("S-0009", team, first_name="Willem", last_name="Bos")
    assign_counsellor(client=other, counsellor=counsellor, starts_on=timezone.localdate(), acting_user=counsellor)
    return other


def typed(token, **changes):
    """Return what stands in the form."""
    now = timezone.localtime() - dt.timedelta(minutes=5)
    return {
        "form_token": str(token),
        "kind": "activity",
        "day": now.date().isoformat(),
        "time": now.strftime("%H:%M"),
        "duration_minutes": "45",
        "text": "Samen gekookt en gegeten.",
        **changes,
    }


def kept(token, **changes):
    """Return what the script sends while somebody types."""
    return typed(token, draft_form="group-contact", draft_client="", draft_path=PAGE, **changes)


def subjects(entry):
    return {one.client_number for one in AuditSubject.objects.filter(entry=entry)}


def test_what_was_typed_comes_back_with_the_parts_and_hangs_under_no_client(client, client_file, second, counsellor):
    client.force_login(counsellor)
    parts = {f"present_{second.pk}": "on", f"text_{second.pk}": "Hij sneed de uien heel klein, wat lang duurde."}
    answer = client.post(SAVE, kept(uuid4(), **parts))
    assert "saved" in answer.json()
    draft = FormDraft.objects.get()
    assert (draft.client, draft.author) == (None, counsellor)
    form = client.get(draft.resume_url).context["form"]
    assert (form["text"].value(), form[f"text_{second.pk}"].value()) == (
        "Samen gekookt en gegeten.",
        "Hij sneed de uien heel klein, wat lang duurde.",
    )
    assert form[f"present_{second.pk}"].value()
    assert form.errors == {}
    assert "draft_form" not in draft.fields


def test_it_stands_among_the_unfinished_work_quoted_from_what_they_share_only(client, client_file, second, counsellor):
    client.force_login(counsellor)
    client.post(SAVE, kept(uuid4(), **{f"text_{second.pk}": "Hij sneed de uien heel klein, wat heel lang duurde."}))
    for page in (reverse("overview:my_day"), reverse("casework:draft_list"), PAGE):
        shown = client.get(page).content.decode()
        assert "“Samen gekookt en gegeten.”" in shown
        assert "uien" not in shown
    # it is in no file: not in that of whom it is about, and not in that of the others
    for one in (client_file, second):
        assert "Samen gekookt" not in client.get(reverse("casework:timeline", args=[one.number])).content.decode()


@pytest.mark.parametrize("reader", ["colleague", "team_lead"])
def test_only_its_author_reads_it_or_throws_it_away(request, client, second, counsellor, reader):
    client.force_login(counsellor)
    client.post(SAVE, kept(uuid4()))
    draft = FormDraft.objects.get()
    client.force_login(request.getfixturevalue(reader))
    assert "gekookt" not in client.get(draft.resume_url).content.decode()
    assert "gekookt" not in client.get(reverse("casework:draft_list")).content.decode()
    assert client.post(reverse("casework:draft_discard", args=[draft.pk])).status_code == 404
    assert client.post(SAVE, kept(draft.form_token)).status_code == 400
    client.force_login(counsellor)
    answer = client.post(reverse("casework:draft_discard", args=[draft.pk]))
    assert answer.url == reverse("casework:draft_list")
    assert not FormDraft.objects.exists()


def test_sending_it_takes_the_draft_away_and_a_refused_form_does_not(client, client_file, second, counsellor):
    client.force_login(counsellor)
    token = uuid4()
    ticked = {f"present_{client_file.pk}": "on", f"present_{second.pk}": "on"}
    client.post(SAVE, kept(token, **ticked))
    page = client.post(PAGE, typed(token, **{**ticked, "text": "Gekookt met Willem."}))
    assert page.context["draft"].others == ()
    assert FormDraft.objects.count() == 1
    client.post(PAGE, typed(token, **ticked))
    assert (FormDraft.objects.count(), ContactNote.objects.count()) == (0, 2)


def test_two_tabs_are_two_drafts(client, second, counsellor):
    client.force_login(counsellor)
    for text in ("Eerste tabblad, over het koken", "Tweede tabblad, over de tuin"):
        client.post(SAVE, kept(uuid4(), text=text))
    lines = client.get(PAGE).context["draft"].others
    assert {line.beginning for line in lines} == {"Eerste tabblad, over het koken", "Tweede tabblad, over de tuin"}


def test_the_trail_names_each_client_once_when_he_is_first_named(client, client_file, second, counsellor):
    client.force_login(counsellor)
    token = uuid4()
    client.post(SAVE, kept(token, **{f"text_{second.pk}": "Hij dekte."}))
    both = {f"text_{second.pk}": "Hij dekte.", f"present_{client_file.pk}": "on"}
    for _time in range(2):
        client.post(SAVE, kept(token, **both))
    trail = AuditEntry.objects.filter(object_type="casework.formdraft").order_by("pk")
    assert [(entry.action, subjects(entry)) for entry in trail] == [
        (AuditAction.CREATE, {"S-0009"}),
        (AuditAction.UPDATE, {client_file.number}),
    ]


def test_a_file_that_does_not_open_is_refused_with_a_reason_and_stands_in_the_trail(client, other_client, counsellor):
    client.force_login(counsellor)
    answer = client.post(SAVE, kept(uuid4(), **{f"text_{other_client.pk}": "Iets."}))
    assert answer.status_code == 400
    assert "Haal het vinkje en de tekst bij hem weg" in answer.json()["why"]
    assert not FormDraft.objects.exists()
    entry = AuditEntry.objects.get(outcome=AuditOutcome.REFUSED)
    assert subjects(entry) == {other_client.number}
    # the same words for a client who does not exist
    assert client.post(SAVE, kept(uuid4(), text_999999="Iets.")).json() == answer.json()


def test_a_reader_and_a_stranger_keep_no_draft(client, expert, outsider):
    client.force_login(expert)
    assert client.post(SAVE, kept(uuid4())).status_code == 403
    assert not FormDraft.objects.exists()


def test_the_part_of_a_client_whose_file_closed_is_withheld_and_that_is_said(
    client, client_file, second, counsellor, other_team
):
    client.force_login(counsellor)
    client.post(
        SAVE, kept(uuid4(), **{f"text_{second.pk}": "Hij sneed de uien.", f"text_{client_file.pk}": "Hij dekte."})
    )
    second.assignments.all().delete()
    second.team = other_team
    second.save()
    draft = FormDraft.objects.get()
    page = client.get(draft.resume_url).content.decode()
    assert "Hij dekte." in page
    assert "uien" not in page
    assert "Van één cliënt mag u het dossier niet meer openen." in page


def test_who_was_ticked_and_has_no_open_file_is_not_left_out_in_silence(
    client, client_file, second, other_client, counsellor
):
    client.force_login(counsellor)
    ticked = {f"present_{one.pk}": "on" for one in (client_file, second, other_client)}
    answer = client.post(PAGE, typed(uuid4(), **ticked))
    assert "van wie u het dossier niet meer mag openen" in answer.content.decode()
    assert "Van één cliënt mag u het dossier niet meer openen." in answer.content.decode()
    assert other_client.last_name not in answer.content.decode()
    assert not ContactNote.objects.exists()


def test_beyond_the_most_it_says_so_and_the_others_are_found(client, client_file, second, counsellor, monkeypatch):
    monkeypatch.setattr(selectors, "MOST_CLIENTS", 1)
    client.force_login(counsellor)
    page = client.get(PAGE)
    assert "Hier staan 1 van de 2 cliënten." in page.content.decode()
    first = page.context["form"].clients[0]
    other = second if first == client_file else client_file
    data = typed(uuid4(), find=other.number, show="1", text="", **{f"text_{first.pk}": "Hij dekte."})
    page = client.post(PAGE, data)
    form = page.context["form"]
    assert form.clients == [first, other]
    assert (form[f"text_{first.pk}"].value(), form.errors) == ("Hij dekte.", {})
    assert "Hier staan" not in page.content.decode()
    # found by a search, logged from the page that shows them both
    ticked = {f"present_{first.pk}": "on", f"present_{other.pk}": "on"}
    client.post(PAGE, typed(uuid4(), find=other.number, **ticked))
    assert ContactNote.objects.count() == 2


def test_nobody_found_and_an_empty_house_are_said(client, client_file, second, house, counsellor):
    client.force_login(counsellor)
    page = client.post(PAGE, typed(uuid4(), find="Zwaluw", show="1"))
    assert "Niemand gevonden met ‘Zwaluw’." in page.content.decode()
    assert page.context["form"]["text"].value() == "Samen gekookt en gegeten."
    page = client.post(PAGE, typed(uuid4(), house=house.pk, show="1"))
    assert "Hier verblijft nu niemand." in page.content.decode()
    start_stay(
        client=second, location=house, valid_from=timezone.localdate(), acting_user=counsellor, form_token=uuid4()
    )
    assert client.post(PAGE, typed(uuid4(), house=house.pk, show="1")).context["form"].clients == [second]


def test_somebody_without_clients_reads_that(client, second, colleague):
    client.force_login(colleague)
    second.assignments.all().delete()
    assert "Uw teams hebben nu geen cliënten in zorg." in client.get(PAGE).content.decode()


def test_a_draft_under_no_client_is_for_a_form_about_several_and_the_other_way_round(client_file, counsellor):
    fields = {"form_token": uuid4(), "path": PAGE, "fields": {}, "acting_user": counsellor}
    for client, form in ((None, "contact"), (client_file, "group-contact")):
        with pytest.raises(Refused, match="houdt geen concept bij"):
            keep_draft(client=client, form=form, **fields)
        with pytest.raises(IntegrityError), transaction.atomic():
            FormDraft.objects.create(author=counsellor, client=client, form=form, path=PAGE, form_token=uuid4())


def test_untouched_it_goes_after_fourteen_days_and_the_trail_says_about_whom(client, second, counsellor):
    client.force_login(counsellor)
    client.post(SAVE, kept(uuid4(), **{f"present_{second.pk}": "on"}))
    assert str(FormDraft.objects.get()) == "-: group-contact"
    assert expire_drafts(now=timezone.now() + DRAFT_LIFE + dt.timedelta(seconds=1)) == 1
    entry = AuditEntry.objects.get(object_type="casework.formdraft", action=AuditAction.DELETE)
    assert subjects(entry) == {"S-0009"}
