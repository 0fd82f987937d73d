"""Bring in a file of clients, or print an example of one."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from accounts.errors import Refused
from accounts.models import User
from casework.selectors.client_columns import BY_KEY, template_rows
from casework.services.client_imports import ClientImport, import_clients
from casework.services.tables import csv_text


class Command(BaseCommand):
    help = "Brings in clients from CSV or Excel: all of them or none; a client who is here is updated by number."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", metavar="FILE", type=Path, nargs="?")
        parser.add_argument("--as", dest="username", metavar="USERNAME", help="team lead or administrator")
        parser.add_argument("--dry-run", action="store_true", help="try everything and write nothing")
        parser.add_argument("--template", action="store_true", help="print an example with every column")
        parser.add_argument(
            "--map", metavar="HEADING=COLUMN", action="append", default=[], help="a heading of your own"
        )
        parser.add_argument("--report", metavar="FILE", type=Path, help="every problem, as CSV")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["template"]:
            self.stdout.write(csv_text(template_rows()), ending="")
            return
        if options["file"] is None or options["username"] is None:
            raise CommandError("Noem een bestand en --as GEBRUIKERSNAAM, of --template.")
        user = User.objects.filter(username=options["username"], is_active=True).first()
        if user is None:
            raise CommandError(f"Er is geen actieve gebruiker met de naam {options['username']}.")
        chosen = dict(one.rpartition("=")[::2] for one in options["map"])
        if not set(chosen.values()) <= set(BY_KEY):
            raise CommandError(f"Onbekende kolom bij --map. Kies uit: {', '.join(BY_KEY)}.")
        try:
            content = options["file"].read_bytes()
            told = import_clients(content=content, acting_user=user, chosen=chosen, dry_run=options["dry_run"])
        except OSError as error:
            raise CommandError(f"{options['file']}: niet te lezen ({error.strerror}).") from error
        except Refused as error:
            raise CommandError(error.sentence) from error
        if options["report"]:
            rows = [("regel", "kolom", "wat"), *((one.row, one.column, one.sentence) for one in told.problems)]
            options["report"].write_text(csv_text(rows), encoding="utf-8-sig")
        self._tell(told, dry_run=options["dry_run"])

    def _tell(self, told: ClientImport, *, dry_run: bool) -> None:
        if told.ignored:
            self.stderr.write(f"Niet gebruikt: {', '.join(told.ignored)}.")
        if told.problems:
            for problem in told.problems:
                self.stderr.write(f"regel {problem.row}: {problem}")
            wrong = len({problem.row for problem in told.problems})
            raise CommandError(f"{wrong} van {told.rows} regels kloppen niet. Er is niets ingelezen.")
        done = "Gecontroleerd, niets ingelezen" if dry_run else "Ingelezen"
        self.stdout.write(f"{done}: {told.created} nieuw, {told.updated} bijgewerkt, {told.same} ongewijzigd.")
