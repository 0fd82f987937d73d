"""Let many people use a running site at once, in the made-up organisation of ``bench_data`` (docs/performance.md)."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.test import override_settings


class Command(BaseCommand):
    help = "Laat veel mensen tegelijk een draaiende site gebruiken, en zegt hoe lang elke pagina duurde."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("address", help="where the site runs on the same database, such as http://127.0.0.1:8000")
        parser.add_argument("--users", type=int, default=100, metavar="N")
        parser.add_argument("--every", type=float, default=5, metavar="SECONDS", help="how often each opens a page")
        parser.add_argument("--seconds", type=float, default=180)
        parser.add_argument("--pid", type=int, default=0, help="the first process of the site, to look at its memory")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            from tests.performance.load import spend, told, visitors  # noqa: PLC0415 -- the image has no tests
            from tests.performance.pages import NotFilledError  # noqa: PLC0415 -- as above
        except ModuleNotFoundError as error:
            raise CommandError("bench_load hoort bij de broncode: draai de opdracht in een map met tests/.") from error
        if options["users"] < 1 or options["every"] <= 0 or options["seconds"] <= 0:
            raise CommandError("Kies bij --users, --every en --seconds een getal boven nul.")
        try:
            with override_settings(SECOND_FACTOR_REQUIRED=False):
                people = visitors(options["users"])
        except NotFilledError as error:
            raise CommandError("Deze database is niet met bench_data gevuld: er is niets gemeten.") from error
        day = spend(
            options["address"], people, every=options["every"], seconds=options["seconds"], master=options["pid"]
        )
        if not day.visits:
            raise CommandError("Er is geen pagina geopend: kies bij --seconds een langere tijd.")
        self.stdout.write(told(day))
