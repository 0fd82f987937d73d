"""Numbers, background and contact details in a file of clients, held against what is here: every mistake at its column."""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from accounts.encryption import blind_indexes
from accounts.errors import Refused
from casework.enums.background import PLACES, SINGLE
from casework.enums.personal import OF_OTHERS, SEVERAL, DetailKind
from casework.models import BackgroundCode, BackgroundEntry, ClientIdentifier, ContactDetail
from casework.selectors.client_columns import BACKGROUND, DETAILS, IDENTIFIERS
from casework.services.background import lane_of
from casework.services.client_cells import Checked, as_day, plain
from casework.services.client_facts import BackgroundFact, DetailFact, Fact, NumberFact
from casework.services.held import began_later
from casework.services.identifiers import checked_digits
from casework.services.personal import check_detail

if TYPE_CHECKING:
    import datetime as dt

    from casework.models import Client

# Names of codes have commas in them.
BETWEEN = re.compile(r"[|;\n]")
SHORTENED = re.compile(r"[0-9]+[.,][0-9]+[eE]\+?[0-9]+")


class FactBook:
    """What is known of the clients who are here, read once for the whole file: four queries."""

    def __init__(self, here: list[int]) -> None:
        """Read the code lists, the numbers of everybody, and background and contact details of these clients."""
        self.codes: dict[tuple[str, str], BackgroundCode] = {}
        for code in BackgroundCode.objects.filter(in_use=True):
            self.codes[code.topic, plain(code.name)] = self.codes[code.topic, code.key] = code
        numbers = ClientIdentifier.objects.filter(replaced_at=None).values_list(
            "kind", "blind_index", "client_id", "pk"
        )
        self.owners = {(kind, index): owner for kind, index, owner, _pk in numbers}
        self.numbered = {(owner, kind): pk for kind, _index, owner, pk in numbers}
        self.seen: dict[tuple[str, str], int] = {}
        self.lanes: dict[tuple[int, str], list[BackgroundEntry]] = defaultdict(list)
        for entry in BackgroundEntry.objects.filter(client__in=here, withdrawn_at=None).select_related("code"):
            self.lanes[entry.client_id, entry.lane].append(entry)
        self.details: dict[tuple[int, str], list[ContactDetail]] = defaultdict(list)
        for detail in ContactDetail.objects.filter(client__in=here, valid_until=None, withdrawn_at=None):
            self.details[detail.client_id, detail.kind].append(detail)

    def check(self, one: Checked, client: Client | None, born: dt.date | None) -> list[Fact]:
        """Return what the row tells that is not here yet, and name what is wrong."""
        numbers = [self._number(one, client, column) for column in IDENTIFIERS]
        facts: list[Fact] = [fact for fact in numbers if fact is not None]
        always = self._day(one, "achtergrond_vanaf", born)
        for column in BACKGROUND:
            days = self._days(one, f"{column}_vanaf", born) or ([always] if always else [])
            facts += self._background(one, client, column, days)
        since = self._day(one, "contact_vanaf", born)
        for column in DETAILS:
            facts += self._detail(one, client, column, since or one.today)
        return facts

    def _number(self, one: Checked, client: Client | None, column: str) -> NumberFact | None:
        text, kind = one.cells.get(column, ""), IDENTIFIERS[column]
        if not text:
            return None
        if SHORTENED.fullmatch(text):
            one.wrong(column, _("Excel heeft dit nummer afgekort. Maak er tekst van en vul het weer in."))
            return None
        try:
            digits = checked_digits(kind, text)
        except Refused as refusal:
            one.wrong(column, refusal.sentence)
            return None
        indexes = blind_indexes(digits, kind)
        before = self.seen.setdefault((kind, indexes[0]), one.row)
        owners = {self.owners.get((kind, index)) for index in indexes} - {None}
        if before != one.row:
            one.wrong(column, _("Dit nummer staat ook in regel %(row)s.") % {"row": before})
        elif digits == one.cells.get("clientnummer"):
            one.wrong("clientnummer", _("Gebruik dit nummer niet als cliëntnummer: dat is overal te zien."))
        elif client is not None and client.pk in owners:
            return None
        elif owners:
            one.wrong(column, _("Dit nummer hoort al bij een ander dossier. Controleer het, of vraag de teamleider."))
        else:
            instead = self.numbered.get((client.pk, kind)) if client is not None else None
            return NumberFact(kind=kind, digits=digits, instead=instead)
        return None

    def _day(self, one: Checked, column: str, born: dt.date | None) -> dt.date | None:
        """Return the day from which something holds."""
        days = self._days(one, column, born)
        if len(days) > 1:
            one.wrong(column, _("Schrijf hier één datum."))
        return days[0] if days else None

    def _days(self, one: Checked, column: str, born: dt.date | None) -> list[dt.date]:
        """Return the days in a cell, one or as many as there are values; none when one of them is wrong."""
        found = []
        for text in _parts(one.cells.get(column, "")):
            day = as_day(text)
            if day is None:
                one.wrong(column, _("Dit is geen datum. Schrijf bijvoorbeeld 31-01-2026."))
            elif day > one.today:
                one.wrong(column, _("Deze dag ligt in de toekomst. Leg vast wat nu geldt."))
            elif born is not None and day < born:
                one.wrong(column, _("Deze dag ligt voor de geboortedatum. Controleer het jaar."))
            else:
                found.append(day)
                continue
            return []
        return found

    def _background(
        self, one: Checked, client: Client | None, column: str, days: list[dt.date]
    ) -> list[BackgroundFact]:
        dated = f"{column}_vanaf"
        if one.cells.get(dated) and not one.cells.get(column):
            one.wrong(column, _("Er staat wel een datum, maar niet wat er toen gold. Vul dat in."))
        if one.has_wrong(column, dated, "achtergrond_vanaf"):
            return []
        wanted = self._wanted(one, column)
        if not wanted:
            return []
        if len(days) > 1 and len(days) != len(wanted):
            one.wrong(dated, _("Schrijf één datum voor alles, of evenveel datums als er staan, in dezelfde volgorde."))
            return []
        sinces: list[dt.date | None] = [*days] if len(days) > 1 else [days[0] if days else None] * len(wanted)
        found = [
            self._entry(one, client, column, since, text=text, code=code, lane=lane)
            for (lane, (text, code)), since in zip(wanted.items(), sinces, strict=True)
        ]
        return [fact for fact in found if fact is not None]

    def _wanted(self, one: Checked, column: str) -> dict[str, tuple[str, BackgroundCode | None]]:
        """Return what stands in a cell by its lane: a text, and the code that it names; nothing when a part is wrong."""
        topic, found = BACKGROUND[column], dict[str, tuple[str, BackgroundCode | None]]()
        for text in _parts(one.cells.get(column, "")):
            code = None
            if topic not in PLACES:
                code = self.codes.get((topic, plain(text))) or self.codes.get((topic, text))
                if code is None:
                    told = _("Dit staat niet in de lijst %(list)s. Controleer de naam.") % {"list": topic.label}
                    one.wrong(column, told)
                    return {}
            lane = lane_of(topic, code, text)
            if lane in found and topic in SINGLE:
                one.wrong(column, _("Hier geldt er één tegelijk. Schrijf op wat nu geldt."))
                return {}
            if lane in found:
                one.wrong(column, _("Hier staat iets twee keer in. Schrijf het één keer op."))
                return {}
            found[lane] = (text, code)
        return found

    def _entry(
        self,
        one: Checked,
        client: Client | None,
        column: str,
        since: dt.date | None,
        *,
        text: str,
        code: BackgroundCode | None,
        lane: str,
    ) -> BackgroundFact | None:
        """Return what is not here yet; name what does not go with what is."""
        rows = self.lanes.get((client.pk, lane), []) if client is not None else []
        held = next((row for row in rows if row.valid_until is None), None)
        same = held is not None and (held.code_id == code.pk if code is not None else plain(held.place) == plain(text))
        if held is not None and same and since in {None, held.valid_from}:
            return None
        if held is not None and same:
            one.wrong(
                column,
                _("Dit staat er al, vanaf %(day)s. Neem die datum over, of trek het in het dossier in.")
                % {"day": held.valid_from.strftime("%d-%m-%Y")},
            )
        elif since is None:
            one.wrong(f"{column}_vanaf", _("Vul in vanaf wanneer dit geldt, hier of bij achtergrond_vanaf."))
        elif held is not None and held.valid_from > since:
            one.wrong(column, began_later(held))
        elif any(row.valid_until is not None and row.valid_until >= since for row in rows):
            one.wrong(column, _("In deze dagen staat er al een. Kies een latere datum, of trek hem in het dossier in."))
        else:
            place = "" if code is not None else text
            instead = held.pk if held is not None else None
            return BackgroundFact(topic=BACKGROUND[column], code=code, place=place, since=since, instead=instead)
        return None

    def _detail(self, one: Checked, client: Client | None, column: str, since: dt.date) -> list[DetailFact]:
        kind, ringing = DETAILS[column], f"{column}_telefoon"
        value, name = one.values.get(column, ""), ""
        present = self.details.get((client.pk, kind), []) if client is not None else []
        if kind in OF_OTHERS:
            name, value = value, one.values.get(ringing, "")
            if (name or value) and present:
                name, value = name or present[0].name, value or present[0].value
        if not (name or value) or one.has_wrong(column, ringing, "contact_vanaf"):
            return []
        try:
            check_detail(kind, value, name)
        except Refused as refusal:
            at = ringing if kind in OF_OTHERS and refusal.field == "value" else column
            one.wrong(at, refusal.sentence)
            return []
        if any(_bare(kind, row.value, row.name) == _bare(kind, value, name) for row in present):
            return []
        instead = present[0] if present and kind not in SEVERAL else None
        if instead is not None and instead.valid_from > since:
            one.wrong(column, began_later(instead))
            return []
        before = instead.pk if instead is not None else None
        return [DetailFact(kind=kind, name=name, value=value, since=since, instead=before)]


def _parts(text: str) -> list[str]:
    return [part.strip() for part in BETWEEN.split(text) if part.strip()]


def _bare(kind: str, value: str, name: str) -> tuple[str, str]:
    """Return a detail as it is compared: a telephone number without spaces and signs."""
    telephone = kind in OF_OTHERS or kind == DetailKind.PHONE
    return plain(name), re.sub(r"[^\d+]", "", value) if telephone else plain(value)
