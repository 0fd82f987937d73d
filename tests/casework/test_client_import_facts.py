"""What a list tells beside a client's data: numbers, background, where he can be reached."""

from __future__ import annotations

import datetime as dt
from uuid import uuid4

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from accounts.encryption import blind_indexes, decrypt
from accounts.errors import Refused
from accounts.models import AuditEntry
from casework.enums.background import Topic
from casework.models import BackgroundEntry, Client, ClientIdentifier, ClientUpload, ContactDetail
from casework.services.background import end_background
from casework.services.client_fact_checks import FactBook
from casework.services.client_imports import import_clients
from casework.services.client_uploads import choose_columns, report_file, take_upload, work_on
from casework.services.identifiers import set_identifier
from tests.casework.test_client_imports import HEAD, QUERIES, as_csv, bsn, cast, counted, rows_of

__all__ = ("cast",)
OTHERS = {
    "roepnaam": "Jantje",
    "geslacht": "x",
    "stip_op_de_horizon": "Een eigen huis",
    "verwijzend_programma": "",
    "kader_van_financiering": "Wmo",
    "gemeente_van_herkomst": "Elders",
    "soort_delict": "",
    "problematiek": "",
    "problematiek_vanaf": "",
    "doel_van_het_verblijf": "",
    "achtergrond_vanaf": "01-03-2026",
    "adres": "Nieuweweg 2, 4321 BA Elders",
    "postadres": "Postbus 12, 1000 AA Elders",
    "huisarts": "De Bruin",
    "huisarts_telefoon": "030 7654321",
    "contact_vanaf": "01-03-2026",
}
FACTS = {"bsn", "strafrechtsketennummer", *HEAD[HEAD.index("problematiek") :]}


@pytest.fixture
def listed(cast):
    """One client, brought in with everything; and the row."""
    (row,) = rows_of(1)
    assert import_clients(content=as_csv([row]), acting_user=cast).problems == []
    return Client.objects.get(number="R-00001"), row


def again(cast, row, **changes):
    return import_clients(content=as_csv([{**row, **changes}]), acting_user=cast)


def test_numbers_are_kept_encrypted_and_found_by_their_digest(listed):
    client, row = listed
    kept = {one.kind: one for one in client.identifiers.all()}
    assert decrypt(kept["bsn"].sealed) == row["bsn"]
    assert kept["bsn"].blind_index == blind_indexes(row["bsn"], "bsn")[0]
    assert decrypt(kept["skn"].sealed) == row["strafrechtsketennummer"]
    entry = AuditEntry.objects.get(object_type="casework.clientidentifier")
    assert entry.details == {"imported": 2, "kinds": {"bsn": 1, "skn": 1}}
    assert [one.client_number for one in entry.subjects.all()] == [client.number]


def test_codes_are_dated_by_their_own_day_or_the_day_of_all(listed):
    client, _row = listed
    held = [(one.topic, one.label, f"{one.valid_from:%d-%m-%Y}") for one in client.background.all()]
    assert sorted(held) == [
        (Topic.FRAME, "Wfz", "01-02-2026"),
        (Topic.OFFENCE, "Bedreiging of belaging", "01-02-2026"),
        (Topic.ORIGIN, "Assendijk", "01-02-2026"),
        (Topic.PROBLEM, "Schulden", "01-02-2025"),
        (Topic.PROBLEM, "Verslaving", "01-02-2024"),
        (Topic.PROGRAMME, "ISD, extramurale fase", "01-02-2026"),
        (Topic.STAY_GOAL, "Nazorg", "01-02-2026"),
        (Topic.STAY_GOAL, "Stabiel worden", "01-02-2026"),
    ]
    assert all(one.recorded_by.username == "lea" for one in client.background.all())


def test_a_doctor_has_a_name_and_a_number_and_an_address_is_one_line(cast):
    (row,) = rows_of(1)
    again(cast, row, adres="Vaartweg 1\n1234 AB  Assendijk")
    held = {one.kind: (one.name, one.value) for one in ContactDetail.objects.all()}
    assert held == {
        "phone": ("", "06 12345678"),
        "mail": ("", "jan@example.org"),
        "address": ("", "Vaartweg 1 1234 AB Assendijk"),
        "doctor": ("De Wit", "020 1234567"),
    }


def test_the_same_list_again_changes_nothing_however_it_is_written(cast, listed):
    _client, row = listed
    written = {
        "bsn": f" {row['bsn'][:4]}.{row['bsn'][4:]}", "telefoon": "06-12 34 56 78", "e_mail": "JAN@example.org",
        "problematiek": "problem-debt|VERSLAVING", "problematiek_vanaf": "", "achtergrond_vanaf": "", "contact_vanaf": "",
        "huisarts": "", "gemeente_van_herkomst": "assendijk",
    }  # fmt: skip
    before = AuditEntry.objects.count()
    told = again(cast, row, **written)
    assert (told.problems, told.updated, told.same) == ([], 0, 1)
    assert AuditEntry.objects.count() == before


def test_another_value_takes_the_place_and_what_stood_there_stays_readable(cast, listed):
    client, row = listed
    changes = {
        "bsn": bsn(7), "kader_van_financiering": "Wmo", "achtergrond_vanaf": "01-03-2026", "contact_vanaf": "01-03-2026",
        "adres": "Dijk 2, Assendijk", "huisarts_telefoon": "020 7654321", "telefoon": "06 87654321",
        "problematiek": "Trauma", "problematiek_vanaf": "", "soort_delict": "", "verwijzend_programma": "",
        "doel_van_het_verblijf": "", "gemeente_van_herkomst": "",
    }  # fmt: skip
    told = again(cast, row, **changes)
    assert (told.problems, told.updated) == ([], 1)
    assert client.identifiers.filter(kind="bsn").count() == 2
    assert decrypt(client.identifiers.get(kind="bsn", replaced_at=None).sealed) == bsn(7)
    frames = client.background.filter(topic=Topic.FRAME).order_by("valid_from")
    assert [(one.label, one.valid_until) for one in frames] == [("Wfz", dt.date(2026, 2, 28)), ("Wmo", None)]
    assert client.background.filter(topic=Topic.PROBLEM, valid_until=None).count() == 3
    open_ones = client.contact_details.filter(valid_until=None)
    assert {(one.kind, one.label) for one in open_ones} == {
        ("phone", "06 12345678"), ("phone", "06 87654321"), ("mail", "jan@example.org"),
        ("address", "Dijk 2, Assendijk"), ("doctor", "De Wit, 020 7654321"),
    }  # fmt: skip
    assert client.contact_details.filter(valid_until=dt.date(2026, 2, 28)).count() == 2


def test_a_correction_of_the_same_day_is_taken_back_with_the_reason(cast, listed):
    client, row = listed
    assert again(cast, row, kader_van_financiering="Wlz", adres="Vaartweg 10, Assendijk").updated == 1
    wrong = client.background.get(topic=Topic.FRAME, withdrawn_at__isnull=False)
    assert (wrong.label, wrong.withdrawn_reason) == ("Wfz", "Staat zo in een lijst die is ingelezen.")
    assert client.background.get(topic=Topic.FRAME, withdrawn_at=None).label == "Wlz"
    assert client.contact_details.get(kind="address", withdrawn_at=None).value == "Vaartweg 10, Assendijk"


@pytest.mark.parametrize(
    ("changes", "column", "says"),
    [
        ({"problematiek_vanaf": "01-05-2024"}, "problematiek", "vanaf 01-02-2024"),
        ({"soort_delict": "Geweld", "achtergrond_vanaf": ""}, "soort_delict_vanaf", "achtergrond_vanaf"),
        ({"kader_van_financiering": "Wmo", "kader_van_financiering_vanaf": "01-01-2026"},
         "kader_van_financiering", "begon op 01-02-2026"),
        ({"adres": "Elders 3", "contact_vanaf": "01-01-2026"}, "adres", "begon op 01-02-2026"),
    ],
)  # fmt: skip
def test_what_does_not_go_with_what_is_here_is_named_and_nothing_is_written(cast, listed, changes, column, says):
    client, row = listed
    told = again(cast, row, roepnaam="Janneman", **changes)
    assert {one.column for one in told.problems} == {column}
    assert says in told.problems[0].sentence
    client.refresh_from_db()
    assert client.preferred_name == ""


def test_a_code_that_held_before_is_not_laid_over_those_days(cast, listed):
    client, row = listed
    entry = client.background.get(topic=Topic.OFFENCE)
    end_background(entry=entry, valid_until=dt.date(2026, 3, 1), acting_user=cast)
    told = again(cast, row)
    assert [(one.row, one.column) for one in told.problems] == [(2, "soort_delict")]
    assert again(cast, row, soort_delict_vanaf="02-03-2026").updated == 1
    assert client.background.filter(topic=Topic.OFFENCE, withdrawn_at=None).count() == 2


def test_a_number_of_somebody_else_is_told_without_the_number(cast, listed, client_file):
    _client, row = listed
    set_identifier(client=client_file, kind="bsn", form_token=uuid4(), number=bsn(8), acting_user=cast)
    told = again(cast, row, bsn=bsn(8))
    assert [(one.row, one.column) for one in told.problems] == [(2, "bsn")]
    assert bsn(8) not in str(told)


def test_no_text_that_is_kept_or_told_holds_a_number(cast, tmp_path, capsys, caplog):
    """Not the report, not the audit trail, not what the command says, not the row of the upload."""
    rows = rows_of(3)
    rows[1]["bsn"], rows[2]["bsn"] = rows[0]["bsn"], "123456789"
    (tmp_path / "a.csv").write_bytes(as_csv(rows))
    with pytest.raises(CommandError):
        call_command("import_clients", tmp_path / "a.csv", username="lea", report=tmp_path / "r.csv")
    upload = take_upload(name="a.csv", content=as_csv(rows), form_token=uuid4(), acting_user=cast)
    choose_columns(upload=upload, columns=dict(enumerate(HEAD)), acting_user=cast)
    work_on(upload.pk)
    kept = ClientUpload.objects.get()
    assert {problem[1] for problem in kept.problems} == {"bsn"}
    told = (
        "".join(capsys.readouterr()), caplog.text, (tmp_path / "r.csv").read_text(), report_file(kept, "csv").decode(),
        str(ClientUpload.objects.values()), str(AuditEntry.objects.values("details", "reason", "object_id")),
    )  # fmt: skip
    for number in (rows[0]["bsn"], "123456789"):
        assert not any(number in text for text in told)


def test_a_file_whose_first_row_is_data_is_refused_before_its_headings_are_kept(cast):
    content = f"R-1;Jan;{bsn(1)}\nR-2;Piet;{bsn(2)}\n".encode()
    with pytest.raises(Refused, match="koppen"):
        take_upload(name="a.csv", content=content, form_token=uuid4(), acting_user=cast)
    with pytest.raises(Refused, match="koppen"):
        import_clients(content=content, acting_user=cast)
    assert not ClientUpload.objects.exists()


def test_a_new_contact_detail_without_a_day_holds_from_today(cast):
    (row,) = rows_of(1)
    again(cast, row, contact_vanaf="")
    assert {one.valid_from for one in ContactDetail.objects.all()} == {timezone.localdate()}


def test_five_thousand_clients_who_are_here_get_their_numbers_and_codes_in_batches(cast):
    rows = rows_of(5000)
    bare = [{key: value for key, value in row.items() if key not in FACTS} for row in rows]
    import_clients(content=as_csv(bare), acting_user=cast)
    assert not ClientIdentifier.objects.exists()
    with counted() as queries:
        told = import_clients(content=as_csv(rows), acting_user=cast)
    assert (told.updated, told.problems) == (5000, [])
    assert (ClientIdentifier.objects.count(), BackgroundEntry.objects.count()) == (10_000, 40_000)
    assert queries.number < QUERIES


def test_five_thousand_clients_of_whom_everything_changes_cost_no_more_questions(cast):
    """Other numbers, codes, addresses, doctors and names for everybody: in batches, and what stood there stays."""
    rows = [{**row, "postadres": "Postbus 1, 1000 AA Assendijk"} for row in rows_of(5000)]
    import_clients(content=as_csv(rows), acting_user=cast)
    others = [
        {
            **row,
            **OTHERS,
            "bsn": bsn(place + 10_000),
            "strafrechtsketennummer": str(8_000_000 + place),
        }
        for place, row in enumerate(rows)
    ]
    with counted() as queries:
        told = import_clients(content=as_csv(others), acting_user=cast)
    assert (told.updated, told.problems) == (5000, [])
    assert queries.number < QUERIES
    client = Client.objects.get(number="R-04321")
    assert (client.preferred_name, client.horizon) == ("Jantje", "Een eigen huis")
    assert client.changes.count() == 2
    day = dt.date(2026, 2, 28)
    for kind in ("address", "postal", "doctor"):
        before, now = client.contact_details.filter(kind=kind).order_by("valid_from")
        assert (before.valid_until, now.valid_until, before.ended_by) == (day, None, cast)
    frame, other = client.background.filter(topic=Topic.FRAME).order_by("valid_from")
    assert (frame.label, frame.valid_until, other.label) == ("Wfz", day, "Wmo")
    assert client.identifiers.filter(kind="bsn", replaced_at=None).count() == 1
    assert client.identifiers.get(kind="bsn", replaced_at__isnull=False).replaced_by == cast
    changed = AuditEntry.objects.filter(subjects__client_number="R-04321", action="update", rule="import_clients")
    models = ("client", "clientidentifier", "backgroundentry", "contactdetail")
    assert sorted(changed.values_list("object_type", flat=True)) == sorted(f"casework.{name}" for name in models)
    with counted() as queries:
        again = import_clients(content=as_csv(others), acting_user=cast)
    assert (again.updated, again.same) == (0, 5000)
    assert queries.number < QUERIES


def test_what_changed_between_the_check_and_the_writing_takes_all_back(listed, cast, monkeypatch):
    client, row = listed
    check = FactBook.check

    def slow(self, one, found, born):
        facts = check(self, one, found, born)
        client.contact_details.filter(kind="address").update(valid_until=dt.date(2026, 2, 10))
        return facts

    monkeypatch.setattr(FactBook, "check", slow)
    with pytest.raises(Refused, match="intussen"):
        again(cast, row, adres="Elders 1", contact_vanaf="01-03-2026")
    assert not client.contact_details.filter(value="Elders 1").exists()


def test_what_would_take_the_place_of_something_that_began_later_is_a_mistake(listed, cast):
    _client, row = listed
    told = again(
        cast,
        row,
        adres="Elders 1",
        kader_van_financiering="Wmo",
        achtergrond_vanaf="01-01-2025",
        contact_vanaf="01-01-2025",
        kader_van_financiering_vanaf="01-01-2025",
    )
    named = {one.column: one.sentence for one in told.problems}
    assert "begon op 01-02-2026" in named["adres"]
    assert "begon op 01-02-2026" in named["kader_van_financiering"]
