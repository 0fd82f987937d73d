"""Write what goes along in a client file into docs/export.md."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from overview.selectors.file_description import BEGIN, END, description


class Command(BaseCommand):
    help = "Writes the tables of docs/export.md anew, from the models and the rules of export."

    def handle(self, *_args: Any, **_options: Any) -> None:
        page = settings.BASE_DIR / "docs" / "export.md"
        before, _begin, rest = page.read_text(encoding="utf-8").partition(BEGIN)
        after = rest.partition(END)[2]
        page.write_text(f"{before}{BEGIN}\n{description()}\n{END}{after}", encoding="utf-8")
