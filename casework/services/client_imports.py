"""Bringing in a file of clients: every row checked first, then all of them in one short transaction, or none.

A client who is not here is made; one who is, by number, is brought up to date as far as cells are filled in: an empty cell
leaves what stands. Data and facts are written in bulk; another counsellor, title or stay goes through the service of its subject.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.enums import AuditAction, AuditOutcome, Role
from accounts.errors import Refused
from accounts.selectors import standing_of
from accounts.services.audit import record
from casework.enums import AssignmentRole
from casework.enums.titles import EndState
from casework.models import (
    Assignment,
    Client,
    ClientChange,
    ClientTeam,
    EarlierHorizon,
    ForensicTitle,
    Stay,
    TitleEnd,
)
from casework.selectors.client_columns import COLUMNS, propose
from casework.services.client_cells import Problem
from casework.services.client_facts import changed_meanwhile, listed, write_facts
from casework.services.client_rows import ClientRow, House
from casework.services.clients import assign_counsellor, earlier_horizon
from casework.services.identity import changes_of
from casework.services.legal import add_title
from casework.services.stays import start_stay
from casework.services.tables import read_table
from casework.services.titles import confirm_end, first_basis

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from accounts.models import User

IMPORTERS = (Role.TEAM_LEAD, Role.ADMINISTRATOR)
FIELDS = {
    "voornaam": "first_name",
    "roepnaam": "preferred_name",
    "achternaam": "last_name",
    "geboortedatum": "birth_date",
    "geslacht": "gender",
    "team": "team",
    "stip_op_de_horizon": "horizon",
}


@dataclass
class ClientImport:
    """What became of a file; nothing was written when there are problems."""

    rows: int = 0
    created: int = 0
    updated: int = 0
    same: int = 0
    problems: list[Problem] = field(default_factory=list)
    columns: dict[str, str] = field(default_factory=dict)
    ignored: list[str] = field(default_factory=list)


def import_clients(
    *, content: bytes, acting_user: User, chosen: Mapping[str, str] | None = None, dry_run: bool = False
) -> ClientImport:
    """Bring in the clients of a CSV or Excel file, all or none; with ``dry_run`` everything is tried and taken back.

    ``chosen`` says for headings of one's own which column they are. A team lead brings in clients of his own teams, an
    administrator of all. Raises ``Refused`` for anybody else and for a file that cannot be read as a table of clients.
    Call it outside every transaction: the file is read before one begins.
    """
    if not standing_of(acting_user).has(*IMPORTERS):
        record(
            AuditAction.CREATE,
            acting_user=acting_user,
            object_type="casework.client",
            outcome=AuditOutcome.REFUSED,
            rule="import_clients",
        )
        raise Refused(_("Alleen een teamleider of een beheerder leest cliënten in."))
    table = read_table(content)
    refuse_without_head(table.head)
    places = propose(table.head, chosen)
    told = ClientImport(rows=len(table.rows))
    told.columns = {table.head[place]: key for place, key in places.items()}
    told.ignored = [name for place, name in enumerate(table.head) if place not in places]
    refuse_head(list(places.values()))
    cells = [
        (number, {key: row[place] if place < len(row) else "" for place, key in places.items()})
        for number, row in table.rows
    ]
    house = House(acting_user, (row for _number, row in cells))
    right: list[ClientRow] = []
    for number, row in cells:
        found = house.check(number, row)
        if isinstance(found, ClientRow):
            right.append(found)
        else:
            told.problems.extend(found)
    too_long = [number for number, row in table.rows if len(row) > len(table.head)]
    told.problems += [Problem(number, "", _("Deze regel heeft meer cellen dan de kop.")) for number in too_long]
    if not told.problems:
        _write(right, told, acting_user, dry_run=dry_run)
    told.problems.sort(key=lambda problem: problem.row)
    return told


def refuse_head(keys: list[str]) -> None:
    """Raise ``Refused`` when these columns do not make a list of clients."""
    absent = [column.key for column in COLUMNS if column.required and column.key not in keys]
    if "clientnummer" in absent:
        raise Refused(
            _("In de kop ontbreekt de kolom clientnummer. Neem de namen over uit het voorbeeldbestand."), field="file"
        )
    twice = sorted({key for key in keys if keys.count(key) > 1})
    if twice:
        raise Refused(_("De kolom %(column)s staat er twee keer in.") % {"column": twice[0]}, field="file")


def refuse_without_head(head: tuple[str, ...]) -> None:
    """Raise ``Refused`` when the first row holds data: headings are kept and shown, and a number must not be."""
    if any(re.fullmatch(r"[\d\s./-]{6,}", name) for name in head):
        raise Refused(
            _("Op de eerste regel staan gegevens en geen koppen. Zet er een regel met koppen boven en upload opnieuw."),
            field="file",
        )


def _write(rows: list[ClientRow], told: ClientImport, acting_user: User, *, dry_run: bool) -> None:
    new = [row for row in rows if row.client is None]
    try:
        with transaction.atomic():
            clients = _create(new, acting_user)
            told.created = len(new)
            present = [(row, row.client) for row in rows if row.client is not None]
            everybody = [*zip(new, clients, strict=True), *present]
            write_facts(((client, fact) for row, client in everybody for fact in row.facts), acting_user=acting_user)
            named = _put_right(present, acting_user)
            changed = [
                client.number
                for row, client in present
                if _renew(row, client, told, acting_user) or row.facts or client.pk in named
            ]
            told.updated, told.same = len(changed), len(rows) - len(new) - len(changed)
            for action, numbers in (
                (AuditAction.CREATE, [row.values["clientnummer"] for row in new]),
                (AuditAction.UPDATE, changed),
            ):
                if numbers:
                    record(
                        action,
                        acting_user=acting_user,
                        object_type="casework.client",
                        subjects=numbers,
                        rule="import_clients",
                        details={"imported": len(numbers)},
                    )
            if dry_run or told.problems:
                transaction.set_rollback(True)
    except IntegrityError as error:
        raise changed_meanwhile() from error


def _create(rows: list[ClientRow], acting_user: User) -> list[Client]:
    clients = Client.objects.bulk_create(
        [
            Client(
                number=row.values["clientnummer"],
                form_token=uuid4(),
                **{name: row.values[key] for key, name in FIELDS.items() if key in row.values},
            )
            for row in rows
        ],
        batch_size=500,
    )
    pairs = [(row.values, client) for row, client in zip(rows, clients, strict=True)]
    ClientTeam.objects.bulk_create(
        [
            ClientTeam(client=client, team_id=client.team_id, valid_from=_first_day(values), began_at=client.created_at)
            for values, client in pairs
        ],
        batch_size=500,
    )
    Assignment.objects.bulk_create(
        [
            Assignment(
                client=client,
                user=values["begeleider"],
                role=AssignmentRole.COUNSELLOR,
                valid_from=values["begeleider_vanaf"],
            )
            for values, client in pairs
            if "begeleider" in values
        ],
        batch_size=500,
    )
    titles = ForensicTitle.objects.bulk_create(
        [
            ForensicTitle(client=client, recorded_by=acting_user, form_token=uuid4(), **_title(values))
            for values, client in pairs
            if "titel" in values
        ],
        batch_size=500,
    )
    TitleEnd.objects.bulk_create(
        [
            TitleEnd(
                client=title.client,
                title=title,
                state=EndState.CONFIRMED if title.confirmed_by else EndState.CALCULATED,
                ends_on=title.valid_until,
                decided_by=title.confirmed_by,
                basis=first_basis(),
                recorded_by=acting_user,
                form_token=uuid4(),
            )
            for title in titles
        ],
        batch_size=500,
    )
    Stay.objects.bulk_create(
        [
            Stay(client=client, location=values["locatie"], valid_from=values["verblijf_vanaf"])
            for values, client in pairs
            if "locatie" in values
        ],
        batch_size=500,
    )
    return clients


def _first_day(values: dict[str, Any]) -> date:
    """Return the first day that the row knows of a client: today, unless something of his began before."""
    days: list[date] = [values[key] for key in ("verblijf_vanaf", "begeleider_vanaf", "titel_vanaf") if values.get(key)]
    return min([timezone.localdate(), *days])


def _title(values: dict[str, Any]) -> dict[str, Any]:
    end = values.get("titel_tot")
    return {
        "kind": values["titel"],
        "valid_from": values["titel_vanaf"],
        "valid_until": end,
        "calculated_end": end,
        "confirmed_by": values.get("titel_bevestigd_door", ""),
    }


def _put_right(present: list[tuple[ClientRow, Client]], acting_user: User) -> set[int]:
    """Write who clients are where the list says otherwise, in bulk; what stood there is kept. Return whose."""
    changed: dict[str, list[Client]] = defaultdict(list)
    kept: list[ClientChange] = []
    horizons: list[EarlierHorizon] = []
    for row, client in present:
        names = [name for key, name in FIELDS.items() if key in row.values and getattr(client, name) != row.values[key]]
        before = {name: getattr(client, name) for name in names}
        for key, name in FIELDS.items():
            if name in before:
                setattr(client, name, row.values[key])
                changed[name].append(client)
        changes = changes_of(client, before, reason=listed(), acting_user=acting_user)
        kept += [ClientChange(**columns) for columns in changes]
        if before.get("horizon"):
            horizons.append(earlier_horizon(client=client, words=before["horizon"], acting_user=acting_user))
    for name, clients in changed.items():
        Client.objects.bulk_update(clients, [name], batch_size=500)
    ClientChange.objects.bulk_create(kept, batch_size=500)
    EarlierHorizon.objects.bulk_create(horizons, batch_size=500)
    return {client.pk for clients in changed.values() for client in clients}


def _renew(row: ClientRow, client: Client, told: ClientImport, acting_user: User) -> bool:
    """Renew what has a service of its own; return whether there was anything. What it refuses becomes a problem."""
    renewals = (("begeleider", _renew_counsellor), ("titel", _renew_title), ("locatie", _renew_stay))
    steps = [(column, renew) for column, renew in renewals if column in row.values]
    for column, renew in steps:
        try:
            with transaction.atomic():
                renew(client, row.values, acting_user)
        except Refused as refusal:
            told.problems.append(Problem(row.row, column, refusal.sentence))
    return bool(steps)


def _renew_counsellor(client: Client, values: dict[str, Any], acting_user: User) -> None:
    assign_counsellor(
        client=client,
        counsellor=values["begeleider"],
        starts_on=values["begeleider_vanaf"],
        acting_user=acting_user,
    )


def _renew_title(client: Client, values: dict[str, Any], acting_user: User) -> None:
    wanted = _title(values)
    title = client.titles.filter(kind=wanted["kind"], valid_from=wanted["valid_from"]).first()
    if title is None:
        wanted.pop("calculated_end")
        add_title(client=client, form_token=uuid4(), acting_user=acting_user, **wanted)
    else:
        confirm_end(
            title=title,
            form_token=uuid4(),
            valid_until=wanted["valid_until"],
            confirmed_by=wanted["confirmed_by"],
            acting_user=acting_user,
        )


def _renew_stay(client: Client, values: dict[str, Any], acting_user: User) -> None:
    start_stay(client=client, location=values["locatie"], valid_from=values["verblijf_vanaf"], acting_user=acting_user)
