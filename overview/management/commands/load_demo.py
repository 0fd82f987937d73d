"""``manage.py load_demo``: load the demo caseload once; say who is in it."""

import json
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from overview.demo.loading import DemoRefusedError, demo_facts, load_demo


class Command(BaseCommand):
    help = "Laadt de demo (drie uitgewerkte cliënten en veertig andere) en print JSON. Nog een keer verandert niets."

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEMO:
            msg = "De demo wordt alleen geladen waar DEMO aan staat."
            raise CommandError(msg)
        try:
            load_demo()
        except DemoRefusedError as refusal:
            raise CommandError(str(refusal)) from refusal
        self.stdout.write(json.dumps(demo_facts()))
