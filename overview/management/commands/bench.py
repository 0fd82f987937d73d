"""Measure the pages in the made-up organisation of ``bench_data`` (docs/performance.md)."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.test import override_settings

PLAIN_FILES = "django.contrib.staticfiles.storage.StaticFilesStorage"


class Command(BaseCommand):
    help = "Meet de pagina's in een database die met bench_data is gevuld, en vergelijkt ze met de eisen."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--rounds", type=int, default=20, metavar="N")
        parser.add_argument("--only", default="", metavar="TEXT", help="only what has this in its name")
        parser.add_argument("--json", type=Path, metavar="FILE", help="write one line of JSON for each figure as well")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            from tests.performance.measuring import measure, peak_of_process, table  # noqa: PLC0415 -- the image has no tests
            from tests.performance.pages import Cast, NotFilledError, measured  # noqa: PLC0415 -- as above
        except ModuleNotFoundError as error:
            raise CommandError("bench hoort bij de broncode: draai de opdracht in een map met tests/.") from error
        if options["rounds"] < 1:
            raise CommandError("Kies bij --rounds een getal van 1 of meer.")
        storages = {**settings.STORAGES, "staticfiles": {"BACKEND": PLAIN_FILES}}
        with override_settings(STORAGES=storages, SECOND_FACTOR_REQUIRED=False, ALLOWED_HOSTS=["testserver"]):
            try:
                things = [one for one in measured(Cast.found()) if options["only"] in one.name]
            except NotFilledError as error:
                raise CommandError("Deze database is niet met bench_data gevuld: er is niets gemeten.") from error
            figures = measure(things, options["rounds"], say=self.stderr.write)
        self.stdout.write(table(figures))
        self.stdout.write(f"Most memory of the whole process: {peak_of_process()} MB")
        if options["json"]:
            options["json"].write_text("".join(f"{one.line()}\n" for one in figures), encoding="utf-8")
