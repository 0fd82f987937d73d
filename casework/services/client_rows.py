"""The rows of a file of clients, held against what is here: every mistake of every row, with its column."""

from __future__ import annotations

import datetime as dt
import re
from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.enums import Role
from accounts.models import Location, RoleAssignment, Team, User
from accounts.selectors import standing_of
from casework.enums import AssignmentRole, Gender
from casework.models import Assignment, Client, ForensicTitle, Stay, TitleKind
from casework.selectors.client_columns import COLUMNS, ONE_LINE
from casework.services.client_cells import Checked, Problem, plain
from casework.services.client_fact_checks import FactBook
from casework.services.tables import FORMULA

if TYPE_CHECKING:
    from collections.abc import Iterable

    from casework.services.client_facts import Fact

NUMBER = re.compile(r"[0-9A-Za-z][0-9A-Za-z_-]{0,19}")
OLDEST_AGE_YEARS = 120
GENDERS = {
    "man": Gender.MALE, "m": Gender.MALE, "male": Gender.MALE,
    "vrouw": Gender.FEMALE, "v": Gender.FEMALE, "f": Gender.FEMALE, "female": Gender.FEMALE,
    "anders": Gender.OTHER, "x": Gender.OTHER, "other": Gender.OTHER,
    "onbekend": Gender.UNKNOWN, "o": Gender.UNKNOWN, "unknown": Gender.UNKNOWN,
}  # fmt: skip
YES, NO = {"ja", "j", "1", "waar", "x", "yes"}, {"", "nee", "n", "0", "onwaar", "no"}


@dataclass
class ClientRow:
    """One row that is right: the values by column, the client who is here already, and what is new of him."""

    row: int
    values: dict[str, Any]
    client: Client | None = None
    facts: list[Fact] = field(default_factory=list)


class House:
    """What the rows are held against, read once for the whole file: fourteen queries however many rows."""

    def __init__(self, user: User, rows: Iterable[dict[str, str]]) -> None:
        """Read teams, houses, kinds of title, counsellors, and the clients with these numbers or names."""
        cells = list(rows)
        standing = standing_of(user)
        self.everywhere = standing.has(Role.ADMINISTRATOR)
        self.team_ids = standing.team_ids
        self.today = timezone.localdate()
        self.teams = {plain(one.name): one for one in Team.objects.all()}
        self.houses = {plain(one.name): one for one in Location.objects.select_related("team")}
        self.kinds: dict[str, TitleKind] = {}
        for kind in TitleKind.objects.filter(in_use=True):
            self.kinds[plain(kind.name)] = self.kinds[kind.key] = kind
        self.users: dict[str, list[User]] = defaultdict(list)
        for one in User.objects.filter(organisation=None, is_active=True):
            for name in {plain(one.username), plain(one.get_full_name())} - {""}:
                self.users[name].append(one)
        self.held: dict[int, list[RoleAssignment]] = defaultdict(list)
        for held in RoleAssignment.objects.filter(role=Role.COUNSELLOR):
            self.held[held.user_id].append(held)
        self.present: dict[str, Client] = {}
        self.alike: dict[tuple[str, str, dt.date], str] = {}
        numbers = {row.get("clientnummer", "").casefold() for row in cells}
        for client in Client.objects.select_related("team"):
            if client.number.casefold() in numbers:
                self.present[client.number.casefold()] = client
            self.alike[plain(client.first_name), plain(client.last_name), client.birth_date] = client.number
        self.seen: dict[str, int] = {}
        self._read_present()

    def _read_present(self) -> None:
        """Read who works with the clients who are here, their titles and their stays."""
        here = [client.pk for client in self.present.values()]
        open_ones = Assignment.objects.filter(client__in=here, role=AssignmentRole.COUNSELLOR, valid_until=None)
        self.counsellors = dict(open_ones.values_list("client_id", "user_id"))
        titles = ForensicTitle.objects.filter(client__in=here)
        self.titles = {(one.client_id, one.kind_id, one.valid_from): one for one in titles}
        stays = Stay.objects.filter(client__in=here)
        self.stays = set(stays.values_list("client_id", "location_id", "valid_from"))
        self.facts = FactBook(here)

    def _leave_what_stands(self, client: Client, values: dict[str, Any]) -> None:
        """Take out what is as it stands already: only changes are written, so that the transaction stays short."""
        if "begeleider" in values and self.counsellors.get(client.pk) == values["begeleider"].pk:
            del values["begeleider"]
        if "titel" in values:
            title = self.titles.get((client.pk, values["titel"].pk, values["titel_vanaf"]))
            end, by = values.get("titel_tot"), values.get("titel_bevestigd_door", "")
            if title is not None and (
                end is None or (title.valid_until == end and (not by or title.confirmed_by == by))
            ):
                del values["titel"]
        if "locatie" in values and (client.pk, values["locatie"].pk, values["verblijf_vanaf"]) in self.stays:
            del values["locatie"]

    def check(self, row: int, cells: dict[str, str]) -> ClientRow | list[Problem]:
        """Return the row, or everything that is wrong with it."""
        one = Checked(row, cells, self.today)
        for key in ONE_LINE & cells.keys():
            cells[key] = " ".join(cells[key].split())
        client = self._number(one)
        self._texts(one, client)
        birth = one.day("geboortedatum", future=_("Deze datum ligt niet in het verleden."))
        if birth is not None and birth.year < self.today.year - OLDEST_AGE_YEARS:
            one.wrong("geboortedatum", _("Deze datum is te lang geleden. Controleer het jaar."))
        self._gender(one)
        self._team(one, client)
        self._counsellor(one)
        born = birth or (client.birth_date if client else None)
        self._title(one, born)
        self._stay(one, client, born)
        self._twice(one, client)
        facts = self.facts.check(one, client, born)
        if one.problems:
            return one.problems
        if client is not None:
            self._leave_what_stands(client, one.values)
        return ClientRow(row, one.values, client, facts)

    def _number(self, one: Checked) -> Client | None:
        number = one.cells.get("clientnummer", "")
        if not number or number == FORMULA:
            one.wrong("clientnummer", _("Vul een cliëntnummer in: daaraan wordt de cliënt herkend."))
            return None
        if re.fullmatch(r"[0-9]+[.,][0-9]+[eE]\+?[0-9]+", number):
            one.wrong("clientnummer", _("Excel heeft dit nummer afgekort. Maak er tekst van en vul het weer in."))
            return None
        if not NUMBER.fullmatch(number):
            one.wrong("clientnummer", _("Gebruik letters, cijfers en streepjes, ten hoogste 20 tekens."))
            return None
        before = self.seen.get(number.casefold())
        if before is not None:
            one.wrong("clientnummer", _("Dit nummer staat ook in regel %(row)s.") % {"row": before})
        self.seen.setdefault(number.casefold(), one.row)
        one.values["clientnummer"] = number
        client = self.present.get(number.casefold())
        if client is not None and client.merged_into_id is not None:
            one.wrong("clientnummer", _("Dit dossier is samengevoegd met een ander. Gebruik het nummer dat bleef."))
        if client is not None and not self._reaches(client):
            one.wrong("clientnummer", _("Dit nummer is van een cliënt van een ander team."))
        return client

    def _reaches(self, client: Client) -> bool:
        return self.everywhere or client.team_id in self.team_ids

    def _texts(self, one: Checked, client: Client | None) -> None:
        for column in COLUMNS:
            text = one.cells.get(column.key, "")
            if text == FORMULA:
                one.wrong(column.key, _("Hier staat een formule. Plak de waarde en niet de formule."))
                one.cells[column.key] = ""
            elif column.required and not text and client is None and column.key != "clientnummer":
                one.wrong(column.key, _("Dit is verplicht bij een nieuwe cliënt. Vul het in."))
            elif column.longest and column.key != "clientnummer" and len(text) > column.longest:
                one.wrong(column.key, _("Maak dit korter: ten hoogste %(most)s tekens.") % {"most": column.longest})
            elif column.longest and any(not char.isprintable() for char in text):
                one.wrong(column.key, _("Hier staan tekens in die niet te lezen zijn. Typ het opnieuw."))
            elif column.longest and "\ufffd" in text:
                one.wrong(
                    column.key, _("Letters met een accent zijn verloren gegaan. Bewaar het bestand als CSV UTF-8.")
                )
            elif (
                column.longest
                and column.key in {"voornaam", "achternaam"}
                and text
                and not re.search(r"[^\W\d_]", text)
            ):
                one.wrong(column.key, _("Dit is geen naam. Vul de naam in."))
            elif column.longest and text:
                one.values[column.key] = text

    def _gender(self, one: Checked) -> None:
        text = one.cells.get("geslacht", "")
        if text and text.lower() not in GENDERS:
            one.wrong("geslacht", _("Kies uit man, vrouw, anders of onbekend."))
        elif text:
            one.values["geslacht"] = GENDERS[text.lower()]

    def _team(self, one: Checked, client: Client | None) -> None:
        text = one.cells.get("team", "")
        team = self.teams.get(plain(text))
        if text and team is None:
            one.wrong("team", _("Dit team bestaat niet. Controleer de naam."))
        elif team is not None and not (self.everywhere or team.pk in self.team_ids):
            one.wrong("team", _("U leest alleen cliënten in van teams waar u zelf in werkt."))
        elif team is not None and client is not None and team.pk != client.team_id and self._reaches(client):
            one.wrong(
                "team",
                _("Deze cliënt hoort bij %(team)s. Draag de cliënt daar eerst over.") % {"team": client.team},
            )
        elif team is not None:
            one.values["team"] = team
        elif client is not None:
            one.values["team"] = client.team

    def _counsellor(self, one: Checked) -> None:
        text, since = one.cells.get("begeleider", ""), one.day("begeleider_vanaf")
        if not text:
            if one.cells.get("begeleider_vanaf"):
                one.wrong("begeleider", _("Er staat wel een datum, maar geen begeleider. Vul hem in."))
            return
        found = self.users.get(plain(text), [])
        if not found:
            one.wrong("begeleider", _("Deze gebruikersnaam bestaat niet. Gebruik de naam waarmee iemand inlogt."))
        elif len(found) > 1:
            one.wrong("begeleider", _("Er zijn meer mensen met deze naam. Gebruik de naam waarmee iemand inlogt."))
        elif not any(held.held_on(since or self.today) for held in self.held[found[0].pk]):
            one.wrong("begeleider", _("Deze medewerker is op die dag geen begeleider."))
        else:
            one.values["begeleider"] = found[0]
            one.values.setdefault("begeleider_vanaf", self.today)

    def _title(self, one: Checked, born: dt.date | None) -> None:
        text = one.cells.get("titel", "")
        since, until = one.day("titel_vanaf"), one.day("titel_tot")
        others = [key for key in ("titel_vanaf", "titel_tot", "titel_bevestigd_door") if one.cells.get(key)]
        if not text:
            if others:
                one.wrong("titel", _("Er staan wel gegevens van een titel, maar niet welke. Vul de titel in."))
            return
        kind = self.kinds.get(text) or self.kinds.get(plain(text))
        if kind is None:
            one.wrong("titel", _("Deze soort titel is niet in gebruik. Controleer de naam of de sleutel."))
        if not one.cells.get("titel_vanaf"):
            one.wrong("titel_vanaf", _("Vul in wanneer de titel begon."))
        if since and born and since < born:
            one.wrong("titel_vanaf", _("De titel begint voor de geboortedatum. Controleer het jaar."))
        if since and until and until < since:
            one.wrong("titel_tot", _("De einddatum ligt voor de begindatum."))
        if one.cells.get("titel_bevestigd_door") and not one.cells.get("titel_tot"):
            one.wrong("titel_tot", _("Vul ook de einddatum in die is bevestigd."))
        one.values["titel"] = kind

    def _stay(self, one: Checked, client: Client | None, born: dt.date | None) -> None:
        text = one.cells.get("locatie", "")
        since = one.day("verblijf_vanaf", future=_("Een verblijf kan niet in de toekomst beginnen."))
        if not text:
            if one.cells.get("verblijf_vanaf"):
                one.wrong("locatie", _("Er staat wel een datum, maar geen locatie. Vul de locatie in."))
            return
        house = self.houses.get(plain(text))
        if house is None:
            one.wrong("locatie", _("Deze locatie bestaat niet. Controleer de naam."))
        elif "team" in one.values and house.team_id != one.values["team"].pk and not self._stays(client, house, since):
            one.wrong(
                "locatie",
                _("Deze locatie is van %(team)s. Lees de cliënt in zonder locatie en meld hem daarvoor aan.")
                % {"team": house.team},
            )
        if not one.cells.get("verblijf_vanaf"):
            one.wrong("verblijf_vanaf", _("Vul in vanaf wanneer de cliënt daar verblijft."))
        if since and born and since < born:
            one.wrong("verblijf_vanaf", _("Het verblijf begint voor de geboortedatum. Controleer het jaar."))
        one.values["locatie"] = house

    def _stays(self, client: Client | None, house: Location, since: dt.date | None) -> bool:
        """Return whether the client is there already since that day: his team lead decided that, and it may stand."""
        return client is not None and (client.pk, house.pk, since) in self.stays

    def _twice(self, one: Checked, client: Client | None) -> None:
        sure = one.cells.get("iemand_anders", "").lower()
        if sure not in YES | NO:
            one.wrong("iemand_anders", _("Schrijf ja of nee."))
        number, values = one.values.get("clientnummer"), one.values
        if not number or not all(values.get(key) for key in ("voornaam", "achternaam", "geboortedatum")):
            return
        who = (plain(values["voornaam"]), plain(values["achternaam"]), values["geboortedatum"])
        other = self.alike.setdefault(who, number)
        if client is None and other.casefold() != number.casefold() and sure not in YES:
            one.wrong(
                "achternaam",
                _(
                    "Er is al iemand met deze naam en geboortedatum. Is het een ander, schrijf dan ja bij iemand_anders."
                ),
            )
