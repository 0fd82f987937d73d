"""Write everything about one client to a folder, through the same door and service as the button."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.management.base import BaseCommand, CommandError
from django.http import Http404

from accounts.errors import Refused
from accounts.models import User
from casework.access import get_client
from casework.selectors.network import uninformed_children
from chain.enums import Channel
from overview.enums import ExportPurpose
from overview.services.file_exports import DATA, export_client


class Command(BaseCommand):
    help = "Writes everything about one client to DIR/NUMBER: JSON, PDF, documents, and the logs beside it."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("number", metavar="NUMBER", help="client number")
        parser.add_argument("--as", dest="username", metavar="USERNAME", required=True, help="on whose authority")
        parser.add_argument("--output", metavar="DIR", required=True, type=Path, help="where the folder comes")
        parser.add_argument("--purpose", choices=ExportPurpose.values, default=ExportPurpose.TRANSFER)
        parser.add_argument("--recipient", metavar="NAME", default="de beheerder van deze installatie")
        parser.add_argument("--reason", metavar="TEXT", default="Export met de opdracht export_client.")
        parser.add_argument("--channel", choices=Channel.values, default=Channel.MAIL)
        parser.add_argument(
            "--encrypted",
            metavar="WHY",
            help="with the numbers that are kept encrypted (BSN, strafrechtsketennummer), readable; says why",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        user = User.objects.filter(username=options["username"], is_active=True).first()
        if user is None:
            raise CommandError(f"Er is geen actieve gebruiker met de naam {options['username']}.")
        try:
            client = get_client(user, options["number"], what="overview.client_file")
            options["output"].mkdir(parents=True, exist_ok=True)
            folder = export_client(
                client=client,
                folder=options["output"] / client.number,
                purpose=options["purpose"],
                recipient=options["recipient"],
                reason=options["reason"],
                channel=options["channel"],
                with_numbers=options["encrypted"] is not None,
                numbers_reason=options["encrypted"] or "",
                acting_user=user,
            )
        except (Http404, PermissionDenied) as error:
            raise CommandError(str(error)) from error
        except Refused as error:
            raise CommandError(error.sentence) from error
        except OSError as error:
            message = (
                f"Naar {options['output']} kan niet worden geschreven: {error.strerror}. Er is niets geëxporteerd."
            )
            raise CommandError(message) from error
        for child in uninformed_children(client):
            self.stderr.write(
                f"Let op: {child.name} is een kind. Wat het van de straf of het verblijf weet: "
                f"{child.get_child_informed_display()}. Kijk wie dit bestand kan lezen."
            )
        self.stdout.write(json.dumps({"client": client.number, "file": str(folder / DATA)}))
