"""Bringing in past values from another system: row by row checked, and all of them or none.

A value comes in per aspect; answers to items do not. What somebody typed into a sheet is never worked out as a formula: a
cell that begins with = + - or @ is text here, and in the report it is written so that a sheet reads it as text too.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections import defaultdict
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING
from uuid import uuid4

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.enums import AuditAction
from accounts.models import User
from accounts.services.audit import record
from alliance.enums import Sharing, Side
from alliance.models import AllianceAnswers, AllianceCheckIn, AllianceScore
from alliance.selectors.instruments import known_instruments
from alliance.selectors.rhythm import occasion_for
from casework.access import may_write
from casework.models import Client
from casework.services.tables import csv_text

if TYPE_CHECKING:
    from collections.abc import Iterable

    from alliance.instruments import Instrument, Subscale

COLUMNS = ("client", "date", "instrument", "version", "counsellor", "side", "aspect", "value")
MOST_ROWS = 20_000
DATE_FORMATS = ("%Y-%m-%d", "%d-%m-%Y")
NOON = dt.time(12)


@dataclass(frozen=True)
class RowReport:
    """One row of the file and what became of it; ``problem`` is empty for a row that is right."""

    line: int
    cells: tuple[str, ...]
    problem: str = ""


@dataclass
class ImportReport:
    """What became of a file: nothing was written when ``problem`` is not empty or a row has one."""

    rows: list[RowReport] = field(default_factory=list)
    problem: str = ""
    check_ins: int = 0

    @property
    def wrong(self) -> list[RowReport]:
        """Return the rows that cannot come in."""
        return [row for row in self.rows if row.problem]

    @property
    def refused(self) -> bool:
        """Return whether nothing came in."""
        return bool(self.problem or self.wrong)


@dataclass(frozen=True)
class _Value:
    """One row that is right."""

    client: Client
    day: dt.date
    instrument: Instrument
    counsellor: User
    side: Side
    aspect: Subscale
    value: Decimal

    @property
    def check_in(self) -> tuple[int, dt.date, str, int, int]:
        """Return what makes rows belong to one check-in."""
        return self.client.pk, self.day, self.instrument.key, self.instrument.version, self.counsellor.pk


class _WrongRow(Exception):  # noqa: N818 -- a row that is answered in words
    """A row that cannot come in; the message says why."""


def report_as_csv(report: ImportReport) -> str:
    """Return the report as a file for a sheet: each row as it came, and what is wrong with it."""
    rows = [(row.line, *row.cells, row.problem or _("goed")) for row in report.rows]
    return csv_text([("regel", *COLUMNS, "uitkomst"), *rows])


def import_scores(*, text: str, acting_user: User, dry_run: bool = False) -> ImportReport:
    """Bring in the values of a CSV file, all or none; with ``dry_run`` only look.

    The first line names the columns (``COLUMNS``); commas and semicolons both separate. One row is the value of one side on
    one aspect; rows with the same client, date, instrument, version and counsellor make one check-in. ``acting_user`` must be able
    to write in the files of all these clients.
    """
    report = ImportReport()
    lines = _lines(text, report)
    if report.problem:
        return report
    house = _House(acting_user, lines)
    values: list[_Value] = []
    for number, cells in lines:
        try:
            values.append(house.read(cells))
        except _WrongRow as wrong:
            report.rows.append(RowReport(number, cells, str(wrong)))
        else:
            report.rows.append(RowReport(number, cells))
    if not report.refused:
        groups: dict[tuple[int, dt.date, str, int, int], list[_Value]] = defaultdict(list)
        for value in values:
            groups[value.check_in].append(value)
        report.check_ins = len(groups)
        if not dry_run:
            with transaction.atomic():
                for _key, of_check_in in sorted(groups.items(), key=lambda one: one[0][1]):
                    _write(of_check_in, acting_user)
    return report


def _lines(text: str, report: ImportReport) -> list[tuple[int, tuple[str, ...]]]:
    """Return the rows with their line in the file; puts a problem in the report when the file is none of ours."""
    first = text.lstrip("\ufeff").split("\n", 1)[0]
    reader = csv.reader(io.StringIO(text.lstrip("\ufeff")), delimiter=";" if ";" in first else ",")
    lines: list[tuple[int, tuple[str, ...]]] = []
    try:
        head = [cell.strip().lower() for cell in next(reader, [])]
        if sorted(head) != sorted(COLUMNS):
            report.problem = _("De eerste regel moet deze kolommen noemen: %(columns)s.") % {
                "columns": ", ".join(COLUMNS)
            }
            return lines
        places = [head.index(column) for column in COLUMNS]
        for cells in reader:
            if any(cell.strip() for cell in cells):
                padded = [*cells, *[""] * len(COLUMNS)]
                lines.append((reader.line_num, tuple(padded[place].strip() for place in places)))
    except csv.Error:
        report.problem = _("Dit is geen leesbaar CSV-bestand; het gaat mis in regel %(line)s.") % {
            "line": reader.line_num
        }
    if not report.problem and not lines:
        report.problem = _("Er staan geen regels onder de kop.")
    if len(lines) > MOST_ROWS:
        report.problem = _("Het bestand heeft meer dan %(most)s regels. Deel het op.") % {"most": MOST_ROWS}
    return lines


class _House:
    """What the rows are held against, read once for the whole file."""

    def __init__(self, user: User, lines: Iterable[tuple[int, tuple[str, ...]]]) -> None:
        numbers = {cells[0] for _line, cells in lines}
        names = {cells[4] for _line, cells in lines}
        self.user = user
        self.clients = {one.number: one for one in Client.objects.visible_to(user).filter(number__in=numbers)}
        self.counsellors = {one.username: one for one in User.objects.filter(username__in=names)}
        self.instruments = known_instruments()
        self.today = timezone.localdate()
        self.there = {
            (client_id, timezone.localdate(at), key, version, holder)
            for client_id, at, key, version, holder in AllianceCheckIn.objects.filter(
                client__in=self.clients.values()
            ).values_list("client_id", "started_at", "instrument_key", "instrument_version", "started_by_id")
        }
        self.seen: set[tuple[object, ...]] = set()

    def read(self, cells: tuple[str, ...]) -> _Value:
        """Return the row as a value; raise ``_WrongRow`` with the first thing that is wrong."""
        number, day, key, version, name, side, aspect, value = cells
        client = self.clients.get(number)
        if client is None or not may_write(self.user, client):
            raise _WrongRow(_("client: dit nummer bestaat niet, of u mag er niet in schrijven"))
        instrument = self.instruments.get((key, int(version))) if _is_short_number(version) else None
        if instrument is None:
            raise _WrongRow(_("instrument: deze sleutel en versie zijn niet in gebruik"))
        counsellor = self.counsellors.get(name)
        if counsellor is None:
            raise _WrongRow(_("counsellor: deze gebruikersnaam bestaat niet"))
        if side not in {one.value for one in instrument.sides}:
            raise _WrongRow(_("side: kies uit %(sides)s") % {"sides": ", ".join(one.value for one in instrument.sides)})
        subscale = instrument.by_key.get(aspect)
        if subscale is None:
            raise _WrongRow(_("aspect: kies uit %(aspects)s") % {"aspects": ", ".join(instrument.by_key)})
        read = _Value(client, self._day(day), instrument, counsellor, Side(side), subscale, _number(value, subscale))
        if read.check_in in self.there:
            raise _WrongRow(_("deze check-in staat er al"))
        once = (*read.check_in, side, aspect)
        if once in self.seen:
            raise _WrongRow(_("deze waarde staat twee keer in het bestand"))
        self.seen.add(once)
        return read

    def _day(self, text: str) -> dt.date:
        for form in DATE_FORMATS:
            try:
                day = dt.datetime.strptime(text, form).date()  # noqa: DTZ007 -- a day, no moment
            except ValueError:
                continue
            if not dt.date(1990, 1, 1) <= day <= self.today:
                raise _WrongRow(_("date: ligt in de toekomst of te ver terug"))
            return day
        raise _WrongRow(_("date: schrijf een datum als 2026-01-31 of 31-01-2026"))


def _is_short_number(text: str) -> bool:
    return text.isascii() and text.isdecimal() and len(text) < 9  # noqa: PLR2004 -- far above any version


def _number(text: str, aspect: Subscale) -> Decimal:
    try:
        value = Decimal(text.replace(",", ".")) if len(text) <= 12 else Decimal("NaN")  # noqa: PLR2004 -- no value is longer
    except InvalidOperation:
        value = Decimal("NaN")
    if not value.is_finite() or not aspect.lowest <= value <= aspect.highest:
        raise _WrongRow(
            _("value: schrijf een getal van %(lowest)s tot en met %(highest)s")
            % {"lowest": aspect.lowest, "highest": aspect.highest}
        )
    return value.quantize(Decimal("0.01"))


def _write(values: list[_Value], acting_user: User) -> None:
    one = values[0]
    at = timezone.make_aware(dt.datetime.combine(one.day, NOON))
    at = min(at, timezone.now())
    check_in = AllianceCheckIn.objects.create(
        client=one.client,
        instrument_key=one.instrument.key,
        instrument_version=one.instrument.version,
        occasion=occasion_for(one.client, one.day),
        started_at=at,
        started_by=one.counsellor,
        client_sharing=Sharing.ASPECTS,
        imported_at=timezone.now(),
        form_token=uuid4(),
    )
    by_side: dict[Side, list[_Value]] = defaultdict(list)
    for value in values:
        by_side[value.side].append(value)
    for side, of_side in by_side.items():
        answers = AllianceAnswers.objects.create(check_in=check_in, side=side, answered_by=None, answered_at=at)
        AllianceScore.objects.bulk_create(
            AllianceScore(answers=answers, aspect=value.aspect.key, value=value.value) for value in of_side
        )
    record(
        AuditAction.CREATE,
        acting_user=acting_user,
        client_number=one.client.number,
        obj=check_in,
        rule="visible_to",
        details={"imported": len(values), "instrument": one.instrument.code},
    )
