"""Check the definition of an instrument."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.core.management.base import BaseCommand, CommandError

from alliance.instruments import InstrumentError, load_instrument

if TYPE_CHECKING:
    from argparse import ArgumentParser


class Command(BaseCommand):
    help = "Controleert een instrument (YAML) en noemt bij een fout het bestand en de regel."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        path: Path = options["file"]
        try:
            instrument = load_instrument(path)
        except InstrumentError as error:
            raise CommandError(str(error)) from error
        except OSError as error:
            message = f"{path}: niet te lezen ({error.strerror})."
            raise CommandError(message) from error
        sides = ", ".join(str(side.label) for side in instrument.sides)
        print(
            f"{instrument.name}, versie {instrument.version}: {len(instrument.items)} items in "
            f"{len(instrument.subscales)} onderdelen, voor {sides}. Geen fouten."
        )
