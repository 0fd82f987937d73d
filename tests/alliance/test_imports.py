"""Past values come in row by row checked, all of them or none."""

from __future__ import annotations

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse

from accounts.models import AuditEntry
from alliance.models import AllianceCheckIn, AllianceItemAnswer, AllianceScore
from alliance.services.imports import import_scores, report_as_csv
from casework.services.tables import safe_cell

HEAD = "client;date;instrument;version;counsellor;side;aspect;value\n"


def rows(day="2025-03-01", client="S-0001", counsellor="noor", **values):
    values = {"direction": "4", "trust": "3,5", "bond": "4.5", "friction": "2", **values}
    return "".join(
        f"{client};{day};gespreksinstrument;1;{counsellor};{side};{aspect};{value}\n"
        for side in ("client", "counsellor")
        for aspect, value in values.items()
    )


def test_values_come_in_and_are_drawn_with_what_came_after(client, client_file, counsellor, make_check_in):
    report = import_scores(text=HEAD + rows() + rows("01-09-2025", trust="2"), acting_user=counsellor)
    assert not report.refused
    assert (len(report.rows), report.check_ins) == (16, 2)
    assert AllianceScore.objects.count() == 16
    assert not AllianceItemAnswer.objects.exists()
    assert {one.imported_at is not None for one in AllianceCheckIn.objects.all()} == {True}
    assert AuditEntry.objects.filter(object_type="alliance.alliancecheckin", action="create").count() == 2
    client.force_login(counsellor)
    page = client.get(reverse("alliance:overview", args=["S-0001"])).text
    assert page.count("<polyline") == 8
    latest = AllianceCheckIn.objects.first()
    result = client.get(reverse("alliance:check_in", args=["S-0001", latest.pk])).text
    assert "1,5 lager dan vorige keer" in result


@pytest.mark.parametrize(
    ("row", "problem"),
    [
        ("S-9999;2025-03-01;gespreksinstrument;1;noor;client;trust;3", "dit nummer bestaat niet"),
        ("S-0001;2025-02-30;gespreksinstrument;1;noor;client;trust;3", "schrijf een datum"),
        ("S-0001;2099-01-01;gespreksinstrument;1;noor;client;trust;3", "in de toekomst"),
        ("S-0001;2025-03-01;wat-anders;1;noor;client;trust;3", "niet in gebruik"),
        ("S-0001;2025-03-01;gespreksinstrument;x;noor;client;trust;3", "niet in gebruik"),
        ("S-0001;2025-03-01;gespreksinstrument;1;niemand;client;trust;3", "gebruikersnaam bestaat niet"),
        ("S-0001;2025-03-01;gespreksinstrument;1;noor;rechter;trust;3", "kies uit client, counsellor"),
        ("S-0001;2025-03-01;gespreksinstrument;1;noor;client;warmte;3", "kies uit direction"),
        ("S-0001;2025-03-01;gespreksinstrument;1;noor;client;trust;6", "getal van 1 tot en met 5"),
        ("S-0001;2025-03-01;gespreksinstrument;1;noor;client;trust;=1+1", "getal van 1 tot en met 5"),
        ("S-0001;2025-03-01;gespreksinstrument;1;noor;client;trust;-3", "getal van 1 tot en met 5"),
        ("S-0001;2025-03-01;gespreksinstrument;1;noor;client;trust;NaN", "getal van 1 tot en met 5"),
        ("S-0001;2025-03-01;gespreksinstrument;1;noor", "kies uit client, counsellor"),
        ("@SOM(A1);2025-03-01;gespreksinstrument;1;noor;client;trust;3", "dit nummer bestaat niet"),
    ],
)
def test_one_wrong_row_stops_the_whole_file_and_is_named(client_file, counsellor, row, problem):
    report = import_scores(text=HEAD + rows() + row + "\n", acting_user=counsellor)
    assert [(one.line, problem in one.problem) for one in report.wrong] == [(10, True)]
    assert not AllianceCheckIn.objects.exists()


def test_twice_in_a_file_or_twice_brought_in_is_refused(client_file, counsellor):
    assert len(import_scores(text=HEAD + rows() + rows(), acting_user=counsellor).wrong) == 8
    import_scores(text=HEAD + rows(), acting_user=counsellor)
    again = import_scores(text=HEAD + rows(), acting_user=counsellor)
    assert {row.problem for row in again.wrong} == {"deze check-in staat er al"}
    assert AllianceCheckIn.objects.count() == 1


@pytest.mark.parametrize("text", ["", "a;b\n1;2\n", HEAD, 'client;"date\n'])
def test_a_file_that_is_none_of_ours_is_answered_in_words(client_file, counsellor, text):
    report = import_scores(text=text, acting_user=counsellor)
    assert report.problem
    assert report.refused


def test_nobody_brings_in_what_he_may_not_write(client_file, outsider, expert, counsellor):
    for user in (outsider, expert):
        assert len(import_scores(text=HEAD + rows(), acting_user=user).wrong) == 8


def test_commas_and_another_order_of_columns_are_read(client_file, counsellor):
    text = "value,client,date,instrument,version,counsellor,side,aspect\n4,S-0001,2025-03-01,gespreksinstrument,1,noor,client,trust\n"
    assert import_scores(text=text, acting_user=counsellor).check_ins == 1


@pytest.mark.parametrize("cell", ["=1+1", "+31", "-3", "@SOM(A1)", "\tx"])
def test_no_sheet_takes_a_cell_of_the_report_for_a_formula(client_file, counsellor, cell):
    assert safe_cell(cell).startswith("'")
    report = import_scores(text=HEAD + f"{cell};2025-03-01;x;1;noor;client;trust;3\n", acting_user=counsellor)
    for line in report_as_csv(report).splitlines():
        assert not any(part.startswith(("=", "+", "-", "@")) for part in line.split(";"))
    assert safe_cell("goed") == "goed"


def test_the_command_names_file_and_line_and_writes_a_report(client_file, counsellor, tmp_path, capsys):
    path, report = tmp_path / "scores.csv", tmp_path / "verslag.csv"
    path.write_text(HEAD + rows(trust="9"), encoding="utf-8")
    with pytest.raises(CommandError, match="2 van 8 regels kloppen niet"):
        call_command("import_alliance_scores", str(path), "--as", "noor", "--report", str(report))
    assert f"{path}, regel 3: value" in capsys.readouterr().err
    assert report.read_text().count(";goed") == 6
    path.write_text(HEAD + rows(), encoding="utf-8")
    call_command("import_alliance_scores", str(path), "--as", "noor", "--dry-run")
    assert not AllianceCheckIn.objects.exists()
    call_command("import_alliance_scores", str(path), "--as", "noor")
    assert "8 regels, 1 check-ins: ingelezen" in capsys.readouterr().out
    with pytest.raises(CommandError, match="bestaat niet"):
        call_command("import_alliance_scores", str(path), "--as", "niemand")
    path.write_bytes(b"\xff\xfe")
    with pytest.raises(CommandError, match="niet te lezen"):
        call_command("import_alliance_scores", str(path), "--as", "noor")
