"""Encrypt the numbers of clients anew with the first key, before an old key is taken out."""

from __future__ import annotations

import json
from typing import Any

from django.core.management.base import BaseCommand

from casework.services.identifiers import renew_identifiers


class Command(BaseCommand):
    help = "Encrypts and indexes every number of a client anew with the first of FIELD_ENCRYPTION_KEYS."

    def handle(self, *_args: Any, **_options: Any) -> None:
        """Renew them and say how many."""
        self.stdout.write(json.dumps({"renewed": renew_identifiers()}))
