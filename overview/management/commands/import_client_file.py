"""Bring in a client file that was exported elsewhere."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from accounts.errors import Refused
from accounts.models import User
from overview.services.file_imports import import_client_file


class Command(BaseCommand):
    help = "Brings in a client file (dossier.json, its folder, or a zip of it). All of it or nothing."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", metavar="FILE", type=Path)
        parser.add_argument("--as", dest="username", metavar="USERNAME", required=True, help="an administrator")

    def handle(self, *args: Any, **options: Any) -> None:
        user = User.objects.filter(username=options["username"], is_active=True).first()
        if user is None:
            raise CommandError(f"Er is geen actieve gebruiker met de naam {options['username']}.")
        try:
            client = import_client_file(path=options["file"], acting_user=user)
        except Refused as error:
            raise CommandError(error.sentence) from error
        self.stdout.write(json.dumps({"client": client.number}))
