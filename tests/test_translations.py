"""Dutch and English are complete, say the same, and no page in English shows Dutch of ours."""

from __future__ import annotations

import html
import os
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import polib
import pytest
import yaml
from django.apps import apps
from django.conf import settings as django_settings
from django.http import HttpResponse
from django.urls import reverse
from django.utils import translation
from django.utils.translation import ngettext

from alliance.instruments import REFERENCE
from chain.selectors.agendas import REFERENCE as AGENDAS
from overview.management.commands.update_translations import SOURCE_LANGUAGE, catalogue_path, extract, renewed
from tests.access_matrix import SECTIONS, expectations
from tests.access_walk import APPS, House, doors, session_of
from tests.access_world import make_world
from tests.test_access_matrix import address

LANGUAGES = [language for language, _name in django_settings.LANGUAGES]
PLACEHOLDER = re.compile(r"%\(\w+\)[a-z]|%[sd]|\{\w*\}")
TAG = re.compile(r"</?\w+[^>]*>")
# Words that Dutch cannot do without and English does not have.
DUTCH = {
    *("aan", "alleen", "bij", "deze", "dit", "een", "geen", "heeft", "het", "hij", "kies", "maak", "maar", "met"),
    *("naar", "niet", "nog", "ook", "schrijf", "tot", "uit", "uw", "van", "vanaf", "voor", "wordt", "zijn", "zonder"),
}
# Shows the components with words of its own, to whoever builds them.
FOR_BUILDERS = {"styleguide"}
LOOKERS = ("anonymous", "counsellor", "team_lead", "officer", "administrator", "privacy", "volunteer")


def catalogue(language: str) -> polib.POFile:
    """Return the catalogue of a language."""
    return polib.pofile(str(catalogue_path(language)))


def pairs(entry: polib.POEntry) -> list[tuple[str, str]]:
    """Return each sentence of an entry with its translation."""
    if entry.msgid_plural:
        return [(entry.msgid, entry.msgstr_plural[0]), (entry.msgid_plural, entry.msgstr_plural[1])]
    return [(entry.msgid, entry.msgstr)]


def key(entry: polib.POEntry) -> tuple[str, str, str]:
    """Return what makes two entries the same sentence."""
    return entry.msgctxt or "", entry.msgid, entry.msgid_plural or ""


@pytest.fixture(scope="module")
def in_sources() -> polib.POFile:
    """Every sentence that the sources have now."""
    if shutil.which("xgettext") is None:
        reason = "gettext is missing, so nobody knows whether the catalogues are complete: sudo apt-get install gettext"
        if os.environ.get("CI"):
            pytest.fail(reason)
        pytest.skip(reason)
    return extract(Path(django_settings.BASE_DIR))


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_sentence_of_the_sources_is_in_the_catalogue_and_no_other(language, in_sources):
    wanted, there = {key(entry) for entry in in_sources}, {key(entry) for entry in catalogue(language)}

    assert (sorted(wanted - there), sorted(there - wanted)) == ([], []), "run bin/translations"


def catalogue_of(*entries: polib.POEntry) -> polib.POFile:
    """Return a catalogue of these entries."""
    found = polib.POFile()
    found.extend(entries)
    return found


def test_renewing_keeps_what_was_translated_and_leaves_open_what_is_new():
    found = catalogue_of(
        polib.POEntry(msgid="Oud"),
        polib.POEntry(msgid="Nieuw", flags=["fuzzy"]),
        polib.POEntry(msgid="dag", msgid_plural="dagen", msgstr_plural={0: "", 1: ""}),
    )
    known = catalogue_of(
        polib.POEntry(msgid="Oud", msgstr="Old"),
        polib.POEntry(msgid="Weg", msgstr="Gone"),
        polib.POEntry(msgid="dag", msgid_plural="dagen", msgstr_plural={0: "day", 1: "days"}),
    )
    english, dutch = renewed("en", found, known), renewed(SOURCE_LANGUAGE, found, polib.POFile())

    assert [pairs(entry) for entry in english] == [
        [("Oud", "Old")],
        [("Nieuw", "")],
        [("dag", "day"), ("dagen", "days")],
    ]
    assert [said for entry in dutch for _source, said in pairs(entry)] == ["Oud", "Nieuw", "dag", "dagen"]
    assert english.fuzzy_entries() == []


def test_a_sentence_that_got_a_plural_is_translated_anew():
    found = catalogue_of(polib.POEntry(msgid="dag", msgid_plural="dagen", msgstr_plural={0: "", 1: ""}))

    assert renewed("en", found, catalogue_of(polib.POEntry(msgid="dag", msgstr="day"))).untranslated_entries() != []


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_is_left_open_or_uncertain(language):
    entries = catalogue(language)

    assert [entry.msgid for entry in entries.untranslated_entries()] == []
    assert [entry.msgid for entry in entries.fuzzy_entries()] == []
    assert [entry.msgid for entry in entries.obsolete_entries()] == []


def test_dutch_is_what_the_sources_say():
    assert [said for entry in catalogue(SOURCE_LANGUAGE) for source, said in pairs(entry) if said != source] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_names_and_tags_in_a_sentence_are_those_of_its_source(language):
    differ = [
        (source, said)
        for entry in catalogue(language)
        for source, said in pairs(entry)
        for pattern in (PLACEHOLDER, TAG)
        if sorted(pattern.findall(source)) != sorted(pattern.findall(said))
    ]

    assert differ == []


def test_english_ends_as_dutch_does():
    """A sentence stays a sentence, a label a label."""
    differ = [
        (source, said)
        for entry in catalogue("en")
        for source, said in pairs(entry)
        if source[-1:] != said[-1:] and {source[-1:], said[-1:]} & set(".?!:…")
    ]

    assert differ == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_compiled_catalogue_is_that_of_today(language):
    path = catalogue_path(language)

    assert path.with_suffix(".mo").read_bytes() == catalogue(language).to_binary(), "run bin/translations"


@pytest.mark.parametrize("language", LANGUAGES)
def test_catalogue_names_no_person_path_or_date(language):
    header = catalogue_path(language).read_text().split("\n\n", 1)[0]

    assert re.findall(r"Date|Translator|Team:|@|#:", header) == []


def test_scripts_hold_no_sentence():
    """A script shows what the page gives it, in the language of the page."""
    scripts = {path.name: path.read_text() for path in (Path(django_settings.BASE_DIR) / "static" / "js").glob("*.js")}
    shown = {
        name: found
        for name, text in scripts.items()
        if (found := re.findall(r"(?:textContent|innerText|ariaLabel|title|placeholder) = [\"'`](\w[^\"'`]*)", text))
    }

    assert scripts
    assert shown == {}


@pytest.mark.parametrize(
    ("number", "dutch", "english"), [(1, "nog 1 dag", "1 day left"), (2, "nog 2 dagen", "2 days left")]
)
def test_one_and_more_than_one(number, dutch, english):
    said = {}
    for language in LANGUAGES:
        with translation.override(language):
            said[language] = ngettext("nog %(days)s dag", "nog %(days)s dagen", number) % {"days": number}

    assert said == {"nl": dutch, "en": english}


def flattened(value: Any) -> Iterator[str]:
    """Yield every text in a value of a row."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for inner in value.values():
            yield from flattened(inner)
    elif isinstance(value, list | tuple):
        for inner in value:
            yield from flattened(inner)


def on_record() -> list[str]:
    """Return every text of the database and of the instruments, longest first: it stays in the language it is in."""
    texts: set[str] = set()
    for model in apps.get_models():
        if model._meta.app_label in APPS:
            for row in model._default_manager.values_list():
                texts.update(flattened(row))
    for path in (*REFERENCE.parent.rglob("*.yaml"), AGENDAS):
        texts.update(flattened(yaml.safe_load(path.read_text())))
    # A longer text is shown line by line, without the marks of its headings, points and quotes, and whose words they are
    # stands apart.
    texts.update(
        part
        for text in list(texts)
        for line in text.splitlines()
        for part in (line.lstrip("#->* "), *re.findall(r"^> .*\((.*)\)$", line))
    )
    plain = {" ".join(text.split()).rstrip(".").casefold() for text in texts}
    return sorted((text for text in plain if len(text) > 2), key=len, reverse=True)


def words_of(page: str) -> str:
    """Return what a page says, attributes included, on one line and without capitals."""
    return " ".join(html.unescape(re.sub(r"<!--.*?-->", "", page, flags=re.DOTALL)).split()).casefold()


def dutch_sentences() -> list[str]:
    """Return every piece of more than two words of a Dutch sentence of ours, as far as English does not say it too."""
    english = " ".join(said for entry in catalogue("en") for _source, said in pairs(entry)).casefold()
    pieces = {
        " ".join(piece.split()).casefold()
        for entry in catalogue("en")
        for source, _said in pairs(entry)
        for piece in PLACEHOLDER.split(TAG.sub("", source))
    }
    return sorted(piece for piece in pieces if len(re.findall(r"[^\W\d]+", piece)) > 2 and piece not in english)


def pages_of(section: str) -> Iterator[tuple[str, str]]:
    """Yield every page of a part of the house in English, and every form that comes back, as everyone who may see it."""
    world, house = make_world(), House()
    house.requests.cookies[django_settings.LANGUAGE_COOKIE_NAME] = "en"
    expected = expectations(section)
    paths = {
        door.name: address(door, expected[door.name].row, world.own)
        for door in doors()
        if door.name in expected and door.name not in FOR_BUILDERS
    }
    for role in LOOKERS:
        session = session_of(world.people[role])
        for name, path in paths.items():
            for method, answers in (("GET", expected[name].get), ("POST", expected[name].post)):
                response = house.knock(session, method, path) if answers[role] == "200" else None
                if isinstance(response, HttpResponse) and response.headers["Content-Type"].startswith("text/html"):
                    yield f"{method} {name} as {role}", response.content.decode()


@pytest.mark.parametrize("section", SECTIONS)
def test_no_page_in_english_speaks_dutch(db, section):
    sentences, seen = dutch_sentences(), 0
    recorded: list[str] = []
    found: list[str] = []
    for name, page in pages_of(section):
        seen += 1
        recorded = recorded or on_record()
        said = words_of(page)
        for text in recorded:
            if text.count(" ") > 1:  # a shorter one cannot hold a sentence, and could break one up
                said = said.replace(text, " ")
        found += [f"{name}: {sentence}" for sentence in sentences if sentence in said]
        for text in recorded:
            said = said.replace(text, " ")
        visible = re.sub(r"<[^>]*>", " ", re.sub(r"<(script|svg|style)\b.*?</\1>", " ", said))
        found += [f"{name}: the word {word}" for word in sorted(DUTCH & set(re.findall(r"[^\W\d]+", visible)))]
        assert '<html lang="en"' in page, name

    assert seen > 0
    assert found == []


def test_what_the_walk_looks_for_is_there_in_dutch(client, db):
    said = words_of(client.get(reverse("account_login")).content.decode())

    assert [sentence for sentence in dutch_sentences() if sentence in said]
    assert set(said.split()) & DUTCH
