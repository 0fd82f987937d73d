"""The catalogues of locale/: Dutch is the language of the sources, English its translation."""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

import polib
from django.apps import apps
from django.conf import settings
from django.core.management import CommandError
from django.core.management.base import BaseCommand

SOURCE_LANGUAGE = "nl"
# No dates and no names: a catalogue changes when a sentence changes, and at no other time.
HEADER = {
    "Project-Id-Version": "samenspoor",
    "MIME-Version": "1.0",
    "Content-Type": "text/plain; charset=UTF-8",
    "Content-Transfer-Encoding": "8bit",
    "Plural-Forms": "nplurals=2; plural=(n != 1);",
}


class Command(BaseCommand):
    help = (
        "Takes the sentences of the sources into locale/ and compiles the catalogues. Needs gettext and the packages "
        "of development. A new sentence is left open in English: translate it in locale/en and run this again."
    )
    requires_system_checks = ()

    def handle(self, *args: object, **options: Any) -> None:
        try:
            found = extract(Path(settings.BASE_DIR))
        except (OSError, subprocess.CalledProcessError) as error:
            reason = getattr(error, "stderr", "") or error
            raise CommandError(f"The sentences could not be taken from the sources: {reason}") from error
        for language, _name in settings.LANGUAGES:
            path = catalogue_path(language)
            path.parent.mkdir(parents=True, exist_ok=True)
            known = polib.pofile(str(path)) if path.exists() else polib.POFile()
            catalogue = renewed(language, found, known)
            write(catalogue, path)
            path.with_suffix(".mo").write_bytes(catalogue.to_binary())
            open_entries = catalogue.untranslated_entries()
            self.stdout.write(f"{language}: {len(catalogue)} sentences, {len(open_entries)} to translate")
            for entry in open_entries:
                self.stdout.write(f"  {entry.msgid}")


def catalogue_path(language: str) -> Path:
    """Return where the catalogue of a language stands; the compiled one stands beside it."""
    return Path(settings.LOCALE_PATHS[0]) / language / "LC_MESSAGES" / "django.po"


def extract(base: Path) -> polib.POFile:
    """Return every sentence of our own sources, untranslated, in the order in which they stand there.

    It works on a copy, since Django's ``makemessages`` writes a file beside every template it reads. Raises
    ``CalledProcessError`` when gettext is missing or a source cannot be read.
    """
    own = [Path(config.path) for config in apps.get_app_configs()]
    sources = [base / "config", base / "templates", *(path for path in own if path.parent == base)]
    with tempfile.TemporaryDirectory(prefix="samenspoor-sentences-") as folder:
        copy = Path(folder)
        for source in sources:
            shutil.copytree(source, copy / source.name, ignore=shutil.ignore_patterns("__pycache__"))
        shutil.copy(base / "manage.py", copy)
        (copy / "locale").mkdir()
        words = ["makemessages", "--locale", SOURCE_LANGUAGE, "--no-location", "--no-wrap", "--verbosity", "0"]
        subprocess.run(  # noqa: S603 -- our own manage.py, fixed words
            [sys.executable, "manage.py", *words], cwd=copy, check=True, capture_output=True, text=True
        )
        return polib.pofile(str(copy / "locale" / SOURCE_LANGUAGE / "LC_MESSAGES" / "django.po"))


def renewed(language: str, found: polib.POFile, known: polib.POFile) -> polib.POFile:
    """Return the catalogue of a language: the sentences of ``found`` with the translations of ``known``.

    What is no longer in the sources goes. Dutch is filled in, since the sources are Dutch.
    """
    translations = {(entry.msgctxt, entry.msgid): entry for entry in known if not entry.obsolete}
    catalogue = polib.POFile(wrapwidth=0)
    catalogue.header = "Renewed by bin/translations."
    catalogue.metadata = {**HEADER, "Language": language}
    for source in found:
        entry = polib.POEntry(
            msgid=source.msgid,
            msgid_plural=source.msgid_plural,
            msgctxt=source.msgctxt,
            comment=source.comment,
            flags=[flag for flag in source.flags if flag != "fuzzy"],
        )
        old = translations.get((source.msgctxt, source.msgid))
        if language == SOURCE_LANGUAGE:
            singular, plural = source.msgid, source.msgid_plural
        elif old is not None and bool(old.msgid_plural) == bool(source.msgid_plural):
            singular, plural = (old.msgstr_plural[0], old.msgstr_plural[1]) if old.msgid_plural else (old.msgstr, "")
        else:
            singular = plural = ""
        if source.msgid_plural:
            entry.msgstr_plural = {0: singular, 1: plural}
        else:
            entry.msgstr = singular
        catalogue.append(entry)
    return catalogue


def write(catalogue: polib.POFile, path: Path) -> None:
    """Write the catalogue, one line for each sentence, with a newline at the end."""
    path.write_text(f"{str(catalogue).strip()}\n", encoding="utf-8")
