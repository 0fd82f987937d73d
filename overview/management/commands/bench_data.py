"""Fill an empty database with a made-up organisation of a given size, to measure in (docs/performance.md)."""

from __future__ import annotations

import json
import time
from argparse import ArgumentParser
from dataclasses import replace
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import connection

from accounts.models import User
from casework.models import Client

MOST = 90_000  # client numbers have five digits


class Command(BaseCommand):
    help = "Vult een lege database met een verzonnen organisatie, om snelheid in te meten. Niet voor echt gebruik."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--scale", choices=("small", "team", "national"), default="national")
        parser.add_argument("--clients", type=int, metavar="N", help="this many clients instead of those of the scale")
        parser.add_argument("--seed", type=int, metavar="N", help="the same seed and day give the same rows")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            from tests.performance.world import SCALES, SEED, World  # noqa: PLC0415 -- the image has no tests
        except ModuleNotFoundError as error:
            raise CommandError(
                "bench_data hoort bij de broncode: draai de opdracht in een map met tests/ en met requirements-dev.txt."
            ) from error
        if connection.vendor != "postgresql" and options["scale"] != "small":
            raise CommandError(
                "Op SQLite kan alleen --scale small. Zet DATABASE_URL naar een lege PostgreSQL-database."
            )
        if Client.objects.exists() or User.objects.exclude(username__startswith="taak-").exists():
            raise CommandError(
                "Deze database is in gebruik: er staan al gebruikers of cliënten in. Er is niets veranderd. "
                "Maak een lege database en draai daar eerst migrate."
            )
        size = SCALES[options["scale"]]
        if options["clients"] is not None:
            if not 1 <= options["clients"] <= MOST:
                raise CommandError("Kies bij --clients een getal van 1 tot en met 90000.")
            size = replace(size, clients=options["clients"])
        began = time.monotonic()
        seed = SEED if options["seed"] is None else options["seed"]
        rows = World(size, seed=seed, say=self.stderr.write).fill()
        self.stdout.write(
            json.dumps({"clients": size.clients, "seconds": round(time.monotonic() - began, 1), "rows": rows})
        )
