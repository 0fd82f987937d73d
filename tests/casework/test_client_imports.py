"""Bringing in clients: what is wrong is named with its row and column, what is right comes in whole."""

from __future__ import annotations

import csv
import datetime as dt
import io
import zipfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from types import SimpleNamespace
from uuid import uuid4

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from openpyxl import Workbook

from accounts.errors import Refused
from accounts.models import AuditEntry
from casework.models import Client, TitleKind
from casework.selectors.client_columns import COLUMNS, template_rows
from casework.services.client_imports import import_clients
from casework.services.identifiers import set_identifier
from casework.services.tables import csv_text, read_table, safe_cell

HEAD = [column.key for column in COLUMNS]
GOOD = {
    "voornaam": "Jan", "achternaam": "de Vries", "geboortedatum": "17-05-1990", "geslacht": "man", "team": "Team Noord",
    "begeleider": "noor", "begeleider_vanaf": "01-02-2026", "titel": "tbs_conditional", "titel_vanaf": "01-02-2026",
    "titel_tot": "01-02-2027", "locatie": "Huis aan de Vaart", "verblijf_vanaf": "01-02-2026",
    "problematiek": "Verslaving | schulden", "problematiek_vanaf": "01-02-2024 | 01-02-2025", "soort_delict": "offence-threat",
    "verwijzend_programma": "ISD, extramurale fase", "doel_van_het_verblijf": "Stabiel worden;Nazorg",
    "kader_van_financiering": "Wfz", "gemeente_van_herkomst": "Assendijk", "achtergrond_vanaf": "01-02-2026",
    "telefoon": "06 12345678", "e_mail": "jan@example.org", "adres": "Vaartweg 1, 1234 AB Assendijk",
    "huisarts": "De Wit", "huisarts_telefoon": "020 1234567", "contact_vanaf": "01-02-2026",
}  # fmt: skip
TOMORROW = f"{dt.date.today() + dt.timedelta(days=2):%d-%m-%Y}"  # noqa: DTZ011 -- two days off is tomorrow anywhere

# What is put in a good row, and the column at which it must be named.
MISTAKES: list[tuple[dict[str, str], str]] = [
    ({"clientnummer": ""}, "clientnummer"),
    ({"clientnummer": "a b"}, "clientnummer"),
    ({"clientnummer": "2/3"}, "clientnummer"),
    ({"clientnummer": "=1+1"}, "clientnummer"),
    ({"clientnummer": "1,23E+08"}, "clientnummer"),
    ({"clientnummer": "N" * 21}, "clientnummer"),
    ({"clientnummer": "R-00001"}, "clientnummer"),
    ({"clientnummer": "ELDERS-1"}, "clientnummer"),
    ({"voornaam": ""}, "voornaam"),
    ({"voornaam": "x" * 61}, "voornaam"),
    ({"voornaam": "123"}, "voornaam"),
    ({"voornaam": "Ren\ufffd"}, "voornaam"),
    ({"roepnaam": "y" * 61}, "roepnaam"),
    ({"achternaam": ""}, "achternaam"),
    ({"achternaam": "z" * 81}, "achternaam"),
    ({"achternaam": "de\x07Vries"}, "achternaam"),
    ({"geboortedatum": ""}, "geboortedatum"),
    ({"geboortedatum": "31-02-1990"}, "geboortedatum"),
    ({"geboortedatum": "17-05-90"}, "geboortedatum"),
    ({"geboortedatum": "05/17/1990"}, "geboortedatum"),
    ({"geboortedatum": "17-05-1890"}, "geboortedatum"),
    ({"geboortedatum": TOMORROW}, "geboortedatum"),
    ({"geboortedatum": "morgen"}, "geboortedatum"),
    ({"geslacht": "q"}, "geslacht"),
    ({"team": ""}, "team"),
    ({"team": "Team Nergens"}, "team"),
    ({"team": "Team Zuid"}, "team"),
    ({"stip_op_de_horizon": "h" * 201}, "stip_op_de_horizon"),
    ({"begeleider": "niemand"}, "begeleider"),
    ({"begeleider": "lea"}, "begeleider"),
    ({"begeleider": ""}, "begeleider"),
    ({"begeleider_vanaf": "2026"}, "begeleider_vanaf"),
    ({"begeleider_vanaf": "01-02-1999"}, "begeleider"),
    ({"titel": "nooit"}, "titel"),
    ({"titel": ""}, "titel"),
    ({"titel_vanaf": ""}, "titel_vanaf"),
    ({"titel_vanaf": "01-02-1980"}, "titel_vanaf"),
    ({"titel_tot": "01-02-2020"}, "titel_tot"),
    ({"titel_tot": "", "titel_bevestigd_door": "OM"}, "titel_tot"),
    ({"titel_bevestigd_door": "o" * 121}, "titel_bevestigd_door"),
    ({"locatie": "Huis Nergens"}, "locatie"),
    ({"locatie": "Huis Zuid"}, "locatie"),
    ({"locatie": ""}, "locatie"),
    ({"verblijf_vanaf": ""}, "verblijf_vanaf"),
    ({"verblijf_vanaf": TOMORROW}, "verblijf_vanaf"),
    ({"verblijf_vanaf": "01-02-1980"}, "verblijf_vanaf"),
    ({"iemand_anders": "misschien"}, "iemand_anders"),
    ({"bsn": "123456789"}, "bsn"),
    ({"bsn": "12345"}, "bsn"),
    ({"bsn": "1.23456E+08"}, "bsn"),
    ({"bsn": "onbekend"}, "bsn"),
    ({"bsn": "100000009"}, "bsn"),
    ({"bsn": "111222333"}, "bsn"),
    ({"bsn": "=1+1"}, "bsn"),
    ({"clientnummer": "123456782", "bsn": "123456782"}, "clientnummer"),
    ({"strafrechtsketennummer": "SKN7"}, "strafrechtsketennummer"),
    ({"strafrechtsketennummer": "1234567890123"}, "strafrechtsketennummer"),
    ({"strafrechtsketennummer": "7000000"}, "strafrechtsketennummer"),
    ({"problematiek": "Verslaving | Heimwee"}, "problematiek"),
    ({"problematiek": "Schulden | schulden"}, "problematiek"),
    ({"problematiek": ""}, "problematiek"),
    (
        {
            "problematiek_vanaf": "",
            "achtergrond_vanaf": "",
            "soort_delict": "",
            "verwijzend_programma": "",
            "doel_van_het_verblijf": "",
            "kader_van_financiering": "",
            "gemeente_van_herkomst": "",
            "problematiek": "Trauma",
        },
        "problematiek_vanaf",
    ),
    ({"problematiek_vanaf": "01-02-2024 | 01-02-2025 | 01-02-2026"}, "problematiek_vanaf"),
    ({"problematiek_vanaf": f"01-02-2024 | {TOMORROW}"}, "problematiek_vanaf"),
    ({"problematiek_vanaf": "01-02-1980"}, "problematiek_vanaf"),
    ({"problematiek_vanaf": "vroeger"}, "problematiek_vanaf"),
    ({"soort_delict": "Geweld?"}, "soort_delict"),
    ({"soort_delict": "Wfz"}, "soort_delict"),
    ({"kader_van_financiering": "Wfz | Wmo"}, "kader_van_financiering"),
    ({"gemeente_van_herkomst": "g" * 61}, "gemeente_van_herkomst"),
    ({"achtergrond_vanaf": "01-02-2024 | 01-02-2025"}, "achtergrond_vanaf"),
    ({"telefoon": "bellen na 12 uur"}, "telefoon"),
    ({"telefoon": "06 123"}, "telefoon"),
    ({"e_mail": "jan apenstaart example"}, "e_mail"),
    ({"adres": "a" * 201}, "adres"),
    ({"huisarts": ""}, "huisarts"),
    ({"huisarts_telefoon": ""}, "huisarts_telefoon"),
    ({"apotheek": "De Vijzel", "apotheek_telefoon": "geen"}, "apotheek_telefoon"),
    ({"contact_vanaf": TOMORROW}, "contact_vanaf"),
    ({"contact_vanaf": "01-02-1980"}, "contact_vanaf"),
]


def bsn(place: int) -> str:
    """Return a number that passes the check; another one for another place. None of them begins with 111 or 12."""
    base = f"{20_000_000 + place}"
    check = sum(weight * int(digit) for weight, digit in zip(range(9, 1, -1), base, strict=True)) % 11
    return f"{base}{check}" if check < 10 else bsn(place + 10_000_000)


def rows_of(number: int) -> list[dict[str, str]]:
    """Return rows that are right, each somebody else."""
    kind = TitleKind.objects.order_by("pk")[0].key
    return [
        {
            **GOOD,
            "clientnummer": f"R-{one:05d}",
            "achternaam": f"Vries nummer {one}",
            "titel": kind,
            "bsn": bsn(one),
            "strafrechtsketennummer": str(7_000_000 + one),
        }
        for one in range(1, number + 1)
    ]


def as_csv(rows: list[dict[str, str]], *, delimiter: str = ";", encoding: str = "utf-8-sig") -> bytes:
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter).writerows([HEAD, *([row.get(key, "") for key in HEAD] for row in rows)])
    return out.getvalue().encode(encoding)


def as_excel(rows: Sequence[Sequence[object]]) -> bytes:
    book = Workbook()
    for row in rows:
        book.active.append(list(row))
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


@pytest.fixture
def cast(team, other_team, house, counsellor, team_lead, other_client):
    """The people and houses that the rows name; Client ELDERS-1 is of another team."""
    other_team.locations.create(name="Huis Zuid")
    Client.objects.filter(pk=other_client.pk).update(number="ELDERS-1")
    team_lead.username = "lea"
    team_lead.save()
    return team_lead


QUERIES = 2500  # for 5,000 rows: batches, and fewer than one for each row


@contextmanager
def counted() -> Iterator[SimpleNamespace]:
    """Count questions to the database without keeping their text, which is long here."""
    found = SimpleNamespace(number=0)

    def count(execute, sql, params, many, context):
        found.number += 1
        return execute(sql, params, many, context)

    with connection.execute_wrapper(count):
        yield found


def test_every_mistake_is_named_with_its_row_and_column(cast):
    """5,000 rows with eighty kinds of mistakes, spread over the file."""
    assert len(MISTAKES) >= 80
    set_identifier(client=Client.objects.get(), kind="bsn", form_token=uuid4(), number="100000009", acting_user=cast)
    rows = rows_of(5000)
    rows[1]["bsn"], rows[2]["strafrechtsketennummer"] = "111222333", "7000000"
    expected = []
    for place, (change, column) in enumerate(MISTAKES):
        at = 50 + place * 61
        rows[at].update(change)
        expected.append((at + 2, column))
    with counted() as queries:
        told = import_clients(content=as_csv(rows), acting_user=cast)
    assert queries.number < QUERIES
    assert [(one.row, one.column) for one in told.problems] == expected
    assert all(one.sentence.endswith(".") and len(one.sentence) > 10 for one in told.problems)
    assert Client.objects.count() == 1
    assert not AuditEntry.objects.filter(rule="import_clients").exists()


def test_five_thousand_rows_cost_some_hundreds_of_queries_and_a_second_time_change_nothing(cast):
    content = as_csv(rows_of(5000))
    with counted() as queries:
        told = import_clients(content=content, acting_user=cast)
    assert (told.created, told.problems) == (5000, [])
    assert queries.number < QUERIES
    client = Client.objects.get(number="R-04321")
    assert client.title_ends.get().ends_on == dt.date(2027, 2, 1)
    assert client.titles.count() == client.stays.count() == client.assignments.count() == 1
    entries = AuditEntry.objects.filter(subjects__client_number="R-04321", action="create")
    models = ("client", "clientidentifier", "backgroundentry", "contactdetail")
    assert sorted(entries.values_list("object_type", flat=True)) == sorted(f"casework.{name}" for name in models)
    with counted() as queries:
        again = import_clients(content=content, acting_user=cast)
    assert (again.created, again.updated, again.same) == (0, 0, 5000)
    assert queries.number < QUERIES


def test_a_dry_run_tries_everything_and_writes_nothing(cast):
    told = import_clients(content=as_csv(rows_of(3)), acting_user=cast, dry_run=True)
    assert told.created == 3
    assert Client.objects.count() == 1
    assert not AuditEntry.objects.filter(rule="import_clients").exists()


def test_a_second_file_updates_by_number_and_leaves_what_is_empty(cast, colleague):
    import_clients(content=as_csv(rows_of(3)), acting_user=cast)
    rows = rows_of(3)[:1]
    rows[0] = {"clientnummer": "r-00001", "roepnaam": "Jantje", "begeleider": "bas", "begeleider_vanaf": "01-03-2026"}
    told = import_clients(content=as_csv(rows), acting_user=cast)
    client = Client.objects.get(number="R-00001")
    assert (told.created, told.updated) == (0, 1)
    assert (client.preferred_name, client.first_name, Client.objects.count()) == ("Jantje", "Jan", 4)
    assert client.assignments.get(valid_until=None).user == colleague


def test_what_a_service_refuses_is_a_problem_of_its_row_and_takes_all_back(cast):
    import_clients(content=as_csv(rows_of(2)), acting_user=cast)
    rows = rows_of(3)
    rows[1]["verblijf_vanaf"] = "01-04-2026"
    told = import_clients(content=as_csv(rows), acting_user=cast)
    assert [(one.row, one.column) for one in told.problems] == [(3, "locatie")]
    assert not Client.objects.filter(number="R-00003").exists()


def test_somebody_who_is_known_under_another_number_asks_for_a_look(cast):
    import_clients(content=as_csv(rows_of(1)), acting_user=cast)
    rows = [{**rows_of(1)[0], "clientnummer": "N-1", "bsn": bsn(9), "strafrechtsketennummer": ""}]
    told = import_clients(content=as_csv(rows), acting_user=cast)
    assert [(one.row, one.column) for one in told.problems] == [(2, "achternaam")]
    rows[0]["iemand_anders"] = "ja"
    assert import_clients(content=as_csv(rows), acting_user=cast).created == 1


@pytest.mark.parametrize("delimiter", [";", ",", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_files_as_dutch_excel_writes_them(cast, delimiter, encoding):
    rows = rows_of(1)
    rows[0]["voornaam"] = "Zoë"
    import_clients(content=as_csv(rows, delimiter=delimiter, encoding=encoding), acting_user=cast)
    assert Client.objects.get(number="R-00001").first_name == "Zoë"


@pytest.mark.parametrize(
    "day", ["17-05-1990", "17-5-1990", "17/05/1990", "1990-05-17", "17 mei 1990", "17-mei-1990", "17.05.1990"]
)
def test_days_as_people_write_them(cast, day):
    import_clients(content=as_csv([{**rows_of(1)[0], "geboortedatum": day}]), acting_user=cast)
    assert Client.objects.get(number="R-00001").birth_date == dt.date(1990, 5, 17)


def test_an_excel_file_with_its_own_headings_and_real_dates(cast):
    head = ["Dossiernummer", "Voornaam", "Geslachtsnaam", "Geb.datum", "Team", "Kleur"]
    content = as_excel([head, [1234, "Jan", "Pot", dt.datetime(1990, 5, 17), "team noord", "rood"]])  # noqa: DTZ001
    told = import_clients(content=content, acting_user=cast)
    assert Client.objects.get(number="1234").birth_date == dt.date(1990, 5, 17)
    assert told.ignored == ["Kleur"]


def test_a_formula_is_never_worked_out(cast):
    content = as_excel(
        [
            ["clientnummer", "voornaam", "achternaam", "geboortedatum", "team"],
            ["A-1", "=1+1", "Pot", "17-05-1990", "Team Noord"],
        ]
    )
    told = import_clients(content=content, acting_user=cast)
    assert [(one.row, one.column) for one in told.problems] == [(2, "voornaam")]


@pytest.mark.parametrize(
    "content",
    [
        b"", b"clientnummer;voornaam", b"a;b\n1;2", b"PK\x03\x04 broken", b"\xd0\xcf\x11\xe0 old", b"\x00\x01\x02" * 50,
        b"clientnummer;clientnummer\n1;2", b"clientnummer\n" + b"1\n" * 20_001, b'clientnummer\n"' + b"x" * 200_000,
    ],
)  # fmt: skip
def test_what_is_no_table_of_clients_is_refused_in_words(cast, content):
    with pytest.raises(Refused) as refusal:
        import_clients(content=content, acting_user=cast)
    assert refusal.value.sentence.endswith(".")


def test_a_house_of_another_team_is_named_and_stands_when_the_lead_placed_him_there(cast, other_team):
    (row,) = rows_of(1)
    told = import_clients(content=as_csv([{**row, "locatie": "Huis Zuid"}]), acting_user=cast)
    assert [(one.column, "Team Zuid" in one.sentence) for one in told.problems] == [("locatie", True)]
    import_clients(content=as_csv([{**row, "locatie": "", "verblijf_vanaf": ""}]), acting_user=cast)
    client = Client.objects.get(number=row["clientnummer"])
    client.stays.create(location=other_team.locations.get(name="Huis Zuid"), valid_from=dt.date(2026, 2, 1))
    told = import_clients(content=as_csv([{**row, "locatie": "Huis Zuid", "roepnaam": "J"}]), acting_user=cast)
    assert (told.problems, told.updated, client.stays.count()) == ([], 1, 1)


def test_only_a_team_lead_or_an_administrator_brings_in(cast, counsellor, administrator):
    with pytest.raises(Refused):
        import_clients(content=as_csv(rows_of(1)), acting_user=counsellor)
    rows = [{**rows_of(1)[0], "team": "Team Zuid", "locatie": "Huis Zuid"}]
    assert import_clients(content=as_csv(rows), acting_user=administrator).created == 1


def test_checking_costs_the_same_number_of_queries_however_many_rows(cast):
    counts = []
    import_clients(content=as_csv(rows_of(1)), acting_user=cast, dry_run=True)  # reads the roles of the user
    for number in (1, 6):  # a bulk of SQLite takes some sixty rows
        with CaptureQueriesContext(connection) as queries:
            import_clients(content=as_csv(rows_of(number)), acting_user=cast, dry_run=True)
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_the_command_and_its_template(cast, tmp_path, capsys):
    call_command("import_clients", template=True)
    out = capsys.readouterr().out
    assert out == csv_text(template_rows())
    assert read_table(out.encode()).head == tuple(HEAD)
    (tmp_path / "a.csv").write_text(out)
    call_command("import_clients", tmp_path / "a.csv", username="lea", dry_run=True)
    assert "1 nieuw" in capsys.readouterr().out
    (tmp_path / "b.csv").write_text("nr;voornaam\n;x\n")
    with pytest.raises(CommandError, match="1 van 1"):
        call_command(
            "import_clients", tmp_path / "b.csv", username="lea", map=["nr=clientnummer"], report=tmp_path / "r.csv"
        )
    assert "2;clientnummer;" in (tmp_path / "r.csv").read_text()


@pytest.mark.parametrize("text", ["=1+1", "+31", "-1", "@x", "\t=1", "\r=1", " =1", "\n=1"])
def test_what_goes_out_is_never_a_formula(text):
    assert safe_cell(text).startswith("'")
    assert csv_text([[text]]).lstrip('"').startswith("'")


def test_a_packed_bomb_is_refused(cast):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", b"0" * (210 * 1024 * 1024))
    with pytest.raises(Refused, match="groot"):
        import_clients(content=out.getvalue(), acting_user=cast)


def test_a_list_does_not_take_a_known_client_to_another_team(cast, administrator):
    rows = rows_of(1)
    import_clients(content=as_csv(rows), acting_user=cast)
    known = Client.objects.get(number=rows[0]["clientnummer"])
    first = known.team_rows.get()
    assert (first.team, first.decided_by, first.valid_until) == (known.team, None, None)
    told = import_clients(content=as_csv([{**rows[0], "team": "Team Zuid", "locatie": ""}]), acting_user=administrator)
    assert "team" in {one.column for one in told.problems}
    known.refresh_from_db()
    assert known.team == first.team
