"""Bring in past values of the alliance from a CSV file."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.core.management.base import BaseCommand, CommandError

from accounts.models import User
from alliance.services.imports import import_scores, report_as_csv

if TYPE_CHECKING:
    from argparse import ArgumentParser

MOST_SAID = 50


class Command(BaseCommand):
    help = "Leest eerdere uitkomsten van de werkalliantie in (CSV). Alles of niets; per fout een regel."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--as", dest="username", metavar="USERNAME", required=True, help="namens welke gebruiker")
        parser.add_argument("--dry-run", action="store_true", help="alleen controleren")
        parser.add_argument("--report", type=Path, help="verslag per regel, als CSV")

    def handle(self, *args: Any, **options: Any) -> None:
        path: Path = options["file"]
        user = User.objects.filter(username=options["username"], is_active=True).first()
        if user is None:
            message = f"Gebruiker {options['username']} bestaat niet."
            raise CommandError(message)
        try:
            text = path.read_text(encoding="utf-8-sig")
        except (OSError, UnicodeDecodeError) as error:
            message = f"{path}: niet te lezen. Bewaar het als CSV in UTF-8."
            raise CommandError(message) from error
        report = import_scores(text=text, acting_user=user, dry_run=options["dry_run"])
        if options["report"]:
            options["report"].write_text(report_as_csv(report), encoding="utf-8")
        if report.problem:
            raise CommandError(f"{path}: {report.problem}")
        if report.wrong:
            for row in report.wrong[:MOST_SAID]:
                self.stderr.write(f"{path}, regel {row.line}: {row.problem}")
            message = f"{len(report.wrong)} van {len(report.rows)} regels kloppen niet. Er is niets ingelezen."
            raise CommandError(message)
        done = "gecontroleerd, niets ingelezen" if options["dry_run"] else "ingelezen"
        print(f"{len(report.rows)} regels, {report.check_ins} check-ins: {done}.")
