"""``manage.py verify_audit``: prove that the audit trail is whole, or name what is broken."""

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from accounts.services.audit import SealBrokenError, seal, verify


class Command(BaseCommand):
    help = "Verzegelt wat nog open staat, rekent de keten na en noemt de eerste gebroken regel. Print JSON."

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            fresh = seal()
        except SealBrokenError:
            fresh = 0  # said below, with the number of the seal
        verdict = verify()
        self.stdout.write(
            json.dumps(
                {
                    "whole": not verdict.broken,
                    "rows": verdict.rows,
                    "seals": verdict.seals,
                    "sealed_now": fresh,
                    "unsealed": verdict.unsealed,
                    "head": verdict.head,
                    "broken": verdict.broken,
                }
            )
        )
        if verdict.broken:
            msg = f"Het toegangslog is niet heel: {verdict.broken}."
            raise CommandError(msg)
