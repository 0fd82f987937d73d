"""The medication overview: a source for each line, nothing overwritten, refusals, and no advice."""

from __future__ import annotations

import datetime as dt
from uuid import uuid4

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.errors import Refused
from accounts.models import AuditEntry
from casework.enums import MedicationKeeper, MedicationSource
from casework.models import Medication, MedicationRefusal
from casework.services.medication import MedicineLine, note_medication, record_refusal, stop_medication
from tests.access_houses import make_medicine
from tests.conftest import make_client

pytestmark = pytest.mark.django_db

NO_ADVICE = "geen advies over dosering"


def day(offset: int = 0) -> dt.date:
    return timezone.localdate() + dt.timedelta(days=offset)


def line(**more) -> MedicineLine:
    return MedicineLine(
        **{
            "name": "Methylfenidaat",
            "dose": "zoals op het etiket",
            "since": day(-30),
            "prescriber": "huisarts",
            "kept_by": MedicationKeeper.HOUSE,
            "source": MedicationSource.PHARMACY,
            "source_on": day(-10),
            **more,
        }
    )


def refuse(medicine, user, **more) -> MedicationRefusal:
    given = {"refused_at": timezone.now(), "reason": "Ik word er suf van.", "form_token": uuid4(), **more}
    return record_refusal(medication=medicine, acting_user=user, **given)


def page(client, name: str = "medication", *args: int) -> str:
    return reverse(f"casework:{name}", args=[client.number, *args])


def typed(**more: object) -> dict[str, object]:
    return {
        "form_token": uuid4(),
        "name": "Methylfenidaat",
        "dose": "zoals op het etiket",
        "since": day(-30).isoformat(),
        "prescriber": "huisarts",
        "kept_by": "house",
        "source": "pharmacy",
        "source_on": day(-10).isoformat(),
        **more,
    }


def test_a_line_is_noted_once_with_its_source(client_file, counsellor):
    token = uuid4()
    first = note_medication(
        client=client_file, form_token=token, line=line(name=" Methylfenidaat "), acting_user=counsellor
    )
    assert note_medication(client=client_file, form_token=token, line=line(), acting_user=counsellor) == first
    assert (first.name, first.is_used) == ("Methylfenidaat", True)
    [entry] = AuditEntry.objects.filter(object_type="casework.medication")
    assert (entry.client_number, entry.details) == (client_file.number, {"source": "pharmacy", "replaces": None})
    first.dose = "meer"
    with pytest.raises(TypeError, match="immutable"):
        first.save()
    with pytest.raises(TypeError, match="immutable"):
        first.save(update_fields=["dose"])


@pytest.mark.parametrize(
    ("more", "sentence", "field"),
    [
        ({"source_on": day(1)}, "De bron kan niet van later", "source_on"),
        ({"since": day(1)}, "begint pas later", "since"),
        ({"since": dt.date(1980, 1, 1)}, "voor de geboortedatum", "since"),
    ],
)
def test_days_that_cannot_be_are_refused_at_their_field(client_file, counsellor, more, sentence, field):
    with pytest.raises(Refused, match=sentence) as refusal:
        make_medicine(client_file, counsellor, **more)
    assert refusal.value.field == field
    assert not Medication.objects.exists()


def test_a_change_is_a_new_line_and_the_old_one_stays_readable(client_file, counsellor):
    old = make_medicine(client_file, counsellor)
    change = {"client": client_file, "replaces": old, "acting_user": counsellor}
    with pytest.raises(Refused, match="voor het begin") as refusal:
        note_medication(form_token=uuid4(), line=line(since=day(-40)), **change)
    assert refusal.value.field == "since"
    new = note_medication(
        form_token=uuid4(), line=line(dose="nieuw etiket", since=day(-5), source_on=day(-5)), **change
    )
    old.refresh_from_db()
    assert (old.stopped_on, old.stop_source, old.stop_recorded_by) == (
        day(-5),
        new.get_source_display(),
        counsellor,
    )
    assert (old.dose, old.replaced_by) == ("zoals op het etiket", new)
    with pytest.raises(Refused, match="al vervangen of gestopt"):
        note_medication(form_token=uuid4(), line=line(), **change)
    assert Medication.objects.count() == 2


def test_a_line_of_another_client_is_not_replaced(client_file, other_client, counsellor):
    theirs = make_medicine(other_client, counsellor)
    with pytest.raises(Refused, match="al vervangen of gestopt"):
        note_medication(client=client_file, form_token=uuid4(), line=line(), replaces=theirs, acting_user=counsellor)


def test_stopping_says_who_told_us_and_counts_once(client_file, counsellor):
    medicine = make_medicine(client_file, counsellor)

    def stop(on: dt.date, source: str) -> Medication:
        return stop_medication(medication=medicine, stopped_on=on, stop_source=source, acting_user=counsellor)

    for on, source, sentence in (
        (day(1), "huisarts", "in de toekomst"),
        (day(-31), "huisarts", "gestopt voordat het begon"),
        (day(), "  ", "van wie u weet"),
    ):
        with pytest.raises(Refused, match=sentence):
            stop(on, source)
    assert Medication.objects.get().is_used
    stopped = stop(day(-1), " brief van de huisarts ")
    assert (stopped.stopped_on, stopped.stop_source) == (day(-1), "brief van de huisarts")
    again = stop(day(), "iemand anders")
    assert (again.stopped_on, again.stop_source) == (day(-1), "brief van de huisarts")
    [entry] = AuditEntry.objects.filter(object_type="casework.medication", action="update")
    assert entry.details == {"stopped": day(-1).isoformat()}


def test_the_database_refuses_a_stop_before_the_begin(client_file, counsellor):
    make_medicine(client_file, counsellor)
    with pytest.raises(IntegrityError), transaction.atomic():
        Medication.objects.update(stopped_on=day(-31), stop_source="x")
    with pytest.raises(IntegrityError), transaction.atomic():
        Medication.objects.update(stopped_on=day())


def test_a_refusal_is_recorded_once_in_his_own_words(client_file, counsellor):
    medicine = make_medicine(client_file, counsellor)
    token = uuid4()
    first = refuse(medicine, counsellor, form_token=token, told_to=" apotheek ")
    assert refuse(medicine, counsellor, form_token=token) == first
    assert (first.reason, first.told_to) == ("Ik word er suf van.", "apotheek")
    [entry] = AuditEntry.objects.filter(object_type="casework.medicationrefusal")
    assert (entry.client_number, entry.details) == (client_file.number, {"medication": medicine.pk})
    with pytest.raises(TypeError, match="immutable"):
        first.save()
    with pytest.raises(Refused, match="ander middel"):
        refuse(make_medicine(client_file, counsellor, name="Sertraline"), counsellor, form_token=token)


def test_a_refusal_lies_in_the_time_in_which_he_used_it(client_file, counsellor):
    medicine = make_medicine(client_file, counsellor)
    for offset, field, sentence in ((1, "refused_time", "toekomst"), (-31, "refused_day", "gebruikte hij dit middel")):
        with pytest.raises(Refused, match=sentence) as refusal:
            refuse(medicine, counsellor, refused_at=timezone.now() + dt.timedelta(days=offset))
        assert refusal.value.field == field
    stopped = stop_medication(medication=medicine, stopped_on=day(-2), stop_source="huisarts", acting_user=counsellor)
    with pytest.raises(Refused, match="gebruikte hij dit middel"):
        refuse(stopped, counsellor)
    assert refuse(stopped, counsellor, refused_at=timezone.now() - dt.timedelta(days=2)).pk
    with pytest.raises(Refused) as refusal:
        refuse(stopped, counsellor, refused_at=timezone.now() - dt.timedelta(days=3), reason=" ")
    assert refusal.value.field == "reason"


def test_the_overview_shows_each_source_with_its_date_and_gives_no_advice(client, client_file, counsellor):
    medicine = make_medicine(client_file, counsellor, check_effect="amfetamine", note="bij het ontbijt")
    before = make_medicine(client_file, counsellor, name="Oxazepam", source=MedicationSource.PRESCRIBER)
    stop_medication(
        medication=before, stopped_on=day(-1), stop_source="brief van de psychiater", acting_user=counsellor
    )
    refuse(medicine, counsellor, told_to="apotheek")
    client.force_login(counsellor)
    text = client.get(page(client_file)).content.decode()
    for words in (
        NO_ADVICE,
        "schrijft niets voor",
        "overzicht van de apotheek",
        "zoals op het etiket",
        "huisarts",
        "het huis, achter slot",
        "kan in een controle te zien zijn als amfetamine",
        "brief van de psychiater",
        "Ik word er suf van.",
        "apotheek",
    ):
        assert words in text
    [entry] = AuditEntry.objects.filter(object_type="casework.medication", action="read")
    assert entry.client_number == client_file.number


def test_each_form_says_that_it_gives_no_advice(client, client_file, counsellor):
    medicine = make_medicine(client_file, counsellor)
    client.force_login(counsellor)
    for address in (
        page(client_file, "medication_create"),
        page(client_file, "medication_change", medicine.pk),
        page(client_file, "medication_stop", medicine.pk),
    ):
        assert NO_ADVICE in client.get(address).content.decode()
    refused = client.get(page(client_file, "medication_refused", medicine.pk)).content.decode()
    assert "beslist de voorschrijver" in refused


def test_the_forms_record_and_keep_what_was_typed_when_refused(client, client_file, counsellor):
    client.force_login(counsellor)
    answer = client.post(page(client_file, "medication_create"), typed(since=day(3).isoformat(), note="ontbijt"))
    assert answer.status_code == 200
    assert "begint pas later" in answer.content.decode()
    assert "ontbijt" in answer.content.decode()
    assert client.post(page(client_file, "medication_create"), typed()).url == page(client_file)
    first = Medication.objects.get()
    sent = typed(dose="nieuw etiket", since=day(-3).isoformat(), source_on=day(-3).isoformat())
    assert client.post(page(client_file, "medication_change", first.pk), sent).url == page(client_file)
    second = first.__class__.objects.get(replaces=first)
    client.post(
        page(client_file, "medication_refused", second.pk),
        {"form_token": uuid4(), "refused_day": day(-1).isoformat(), "refused_time": "08:00", "reason": "Nee."},
    )
    assert MedicationRefusal.objects.get().medication == second
    wrong = client.post(
        page(client_file, "medication_stop", second.pk), {"stopped_on": day(1).isoformat(), "stop_source": "arts"}
    )
    assert "in de toekomst" in wrong.content.decode()
    client.post(
        page(client_file, "medication_stop", second.pk), {"stopped_on": day().isoformat(), "stop_source": "arts"}
    )
    assert not Medication.objects.get(pk=second.pk).is_used


def test_strangers_find_nothing_and_readers_do_not_write(client, client_file, counsellor, outsider, expert):
    medicine = make_medicine(client_file, counsellor)
    forms = [page(client_file, "medication_create")] + [
        page(client_file, name, medicine.pk) for name in ("medication_change", "medication_stop", "medication_refused")
    ]
    client.force_login(outsider)
    assert [client.get(one).status_code for one in (page(client_file), *forms)] == [404] * 5
    client.force_login(expert)
    assert [client.get(one).status_code for one in (page(client_file), *forms)] == [200] + [403] * 4
    assert [client.post(one, typed()).status_code for one in forms] == [403] * 4
    client.force_login(counsellor)
    other = make_client("S-0903", client_file.team)
    assert client.get(page(other, "medication_stop", medicine.pk)).status_code == 404, "a line of another file"


def test_what_he_used_stands_on_the_timeline(client, client_file, counsellor):
    medicine = make_medicine(client_file, counsellor)
    refuse(medicine, counsellor)
    stop_medication(medication=medicine, stopped_on=day(), stop_source="huisarts", acting_user=counsellor)
    client.force_login(counsellor)
    text = client.get(reverse("casework:timeline", args=[client_file.number])).content.decode()
    assert "Medicatie geweigerd: Methylfenidaat" in text
    assert "Gebruikt Methylfenidaat, volgens overzicht van de apotheek" in text


def test_the_overview_costs_the_same_for_one_and_for_three(client, client_file, counsellor, own_frame):
    client.force_login(counsellor)
    refuse(make_medicine(client_file, counsellor), counsellor)
    client.get(page(client_file))
    costs = []
    for index in range(3):
        with CaptureQueriesContext(connection) as queries:
            client.get(page(client_file))
        costs.append(len(queries))
        old = make_medicine(client_file, counsellor, name=f"Middel {index}")
        refuse(old, counsellor)
        note_medication(
            client=client_file,
            form_token=uuid4(),
            line=line(name=f"Middel {index}", since=day(-1)),
            replaces=old,
            acting_user=counsellor,
        )
    assert len(set(costs)) == 1, costs
    assert costs[0] <= 15
