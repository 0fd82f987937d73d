"""``manage.py sweep_reminders --on DATE``: what the nightly job does, by hand."""

import datetime as dt
import json
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from accounts.models import User
from overview.services.reminders import sweep


class Command(BaseCommand):
    help = "Maakt en sluit herinneringen zoals de nachtelijke taak dat doet, en print de aantallen als JSON."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--on", help="de dag waarop gekeken wordt, als JJJJ-MM-DD; zonder deze vlag vandaag")
        parser.add_argument("--as", dest="username", help="namens welke gebruiker; zonder deze vlag de taak zelf")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            day = dt.date.fromisoformat(options["on"]) if options["on"] else timezone.localdate()
        except ValueError as error:
            msg = f"{options['on']!r} is geen datum. Schrijf de dag als 2026-01-31."
            raise CommandError(msg) from error
        user = None
        if options["username"]:
            user = User.objects.filter(username=options["username"], is_active=True).first()
            if user is None:
                msg = f"Er is geen actieve gebruiker {options['username']!r}."
                raise CommandError(msg)
        counts = sweep(on=day, acting_user=user)
        self.stdout.write(json.dumps({"on": day.isoformat(), **counts}))
