"""An activity with several clients: a note in each file, and in each file only its own part."""

from __future__ import annotations

import datetime as dt
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.errors import Refused
from accounts.models import AuditEntry, AuditSubject
from casework.models import ContactNote, GroupContact
from casework.services.clients import assign_counsellor
from casework.services.group_contacts import GroupPart, log_group_contact
from casework.services.stays import start_stay
from tests.conftest import make_client

pytestmark = pytest.mark.django_db
PAGE = "/contacten/groep/"


@pytest.fixture
def second(team, counsellor):
    other = make_client("S-0009", team, first_name="Willem", last_name="Bos")
    assign_counsellor(client=other, counsellor=counsellor, starts_on=timezone.localdate(), acting_user=counsellor)
    return other


def log(parts, acting_user, **changes):
    fields = {
        "form_token": uuid4(),
        "kind": "group",
        "occurred_at": timezone.now() - dt.timedelta(hours=2),
        "duration_minutes": 60,
        "text": "Samen gekookt en gegeten.",
        "parts": parts,
        "acting_user": acting_user,
    }
    return log_group_contact(**{**fields, **changes})


def test_each_file_shows_what_they_share_and_its_own_part_only(client, client_file, second, counsellor):
    log(
        [GroupPart(client_file, "Hij sneed de uien.", "Bleef tot het eind."), GroupPart(second, "Hij dekte.")],
        counsellor,
    )
    client.force_login(counsellor)
    first_note, second_note = client_file.notes.get(), second.notes.get()
    assert first_note.text == "Samen gekookt en gegeten.\n\nHij sneed de uien."
    assert (first_note.went_well, second_note.went_well) == ("Bleef tot het eind.", "")
    page = client.get(second_note.get_absolute_url()).content.decode()
    assert "Hij dekte." in page
    for word in ("uien", "Jeroen", client_file.number):
        assert word not in page
    assert "Dit dossier toont alleen het eigen deel." in page


def test_sent_twice_it_is_one_activity_with_one_note_in_each_file(client_file, second, counsellor):
    token = uuid4()
    for _click in range(2):
        log([GroupPart(client_file), GroupPart(second)], counsellor, form_token=token)
    assert (GroupContact.objects.count(), ContactNote.objects.count()) == (1, 2)
    entry = AuditEntry.objects.get(object_type="casework.groupcontact")
    assert {one.client_number for one in AuditSubject.objects.filter(entry=entry)} == {"S-0001", "S-0009"}


@pytest.mark.parametrize("text", ["Gekookt met Jeroen.", "dekker kookte", "Samen met WILLEM gegeten"])
def test_a_name_in_what_they_share_is_refused_and_nothing_is_written(client_file, second, counsellor, text):
    with pytest.raises(Refused, match="in alle dossiers") as refusal:
        log([GroupPart(client_file), GroupPart(second)], counsellor, text=text)
    assert refusal.value.field == "text"
    assert not GroupContact.objects.exists()


def test_a_word_that_only_begins_like_a_name_is_no_name(client_file, second, counsellor):
    log([GroupPart(client_file), GroupPart(second)], counsellor, text="Op het dekkerspad gewandeld, langs de Boslaan.")
    assert ContactNote.objects.count() == 2


def test_one_client_is_no_group_and_a_moment_before_a_birth_undoes_it_all(client_file, second, counsellor):
    with pytest.raises(Refused, match="ten minste twee"):
        log([GroupPart(client_file)], counsellor)
    second.birth_date = timezone.localdate() + dt.timedelta(days=1)
    second.save()
    with pytest.raises(Refused, match="geboortedatum"):
        log([GroupPart(client_file), GroupPart(second)], counsellor)
    assert (GroupContact.objects.count(), ContactNote.objects.count()) == (0, 0)


def typed(**changes):
    now = timezone.localtime() - dt.timedelta(minutes=5)
    return {
        "form_token": str(uuid4()),
        "kind": "house_meeting",
        "day": now.date().isoformat(),
        "time": now.strftime("%H:%M"),
        "duration_minutes": "45",
        "text": "De huisregels besproken.",
        **changes,
    }


def test_through_the_page(client, client_file, second, counsellor):
    client.force_login(counsellor)
    data = {
        f"present_{client_file.pk}": "on",
        f"present_{second.pk}": "on",
        f"text_{second.pk}": "Hij stelde een regel voor.",
    }
    answer = client.post(PAGE, typed(**data), follow=True)
    assert "Het contact is vastgelegd in 2 dossiers" in answer.content.decode()
    assert second.notes.get().text == "De huisregels besproken.\n\nHij stelde een regel voor."


def test_text_of_somebody_who_was_not_ticked_is_kept_and_asked_about(client, client_file, second, counsellor):
    client.force_login(counsellor)
    answer = client.post(PAGE, typed(**{f"present_{client_file.pk}": "on", f"text_{second.pk}": "Iets."}))
    form = answer.context["form"]
    assert f"present_{second.pk}" in form.errors
    assert form[f"text_{second.pk}"].value() == "Iets."
    assert not ContactNote.objects.exists()


def test_a_house_narrows_the_list_and_strangers_are_never_in_it(
    client, client_file, second, other_client, house, counsellor
):
    start_stay(
        client=second, location=house, valid_from=timezone.localdate(), acting_user=counsellor, form_token=uuid4()
    )
    client.force_login(counsellor)
    everybody = client.get(PAGE).context["form"].clients
    assert set(everybody) == {client_file, second}
    assert client.get(PAGE, {"huis": house.pk}).context["form"].clients == [second]


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_costs_the_same_whatever_its_length(client, team, counsellor, count, django_assert_max_num_queries):
    for number in range(count):
        one = make_client(f"S-20{number}", team)
        assign_counsellor(client=one, counsellor=counsellor, starts_on=timezone.localdate(), acting_user=counsellor)
    client.force_login(counsellor)
    with django_assert_max_num_queries(19) as asked:
        client.get(reverse("overview:group_contact"))
    assert len([query for query in asked.captured_queries if "SAVEPOINT" not in query["sql"]]) == 15
