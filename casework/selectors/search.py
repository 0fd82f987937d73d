"""Words in contact notes: full text in Dutch on PostgreSQL, plain words on SQLite. Only what the reader may read."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.contrib.postgres.search import SearchHeadline, SearchQuery, SearchVectorField
from django.db import connection
from django.db.models import CharField, F, Func, Q, Value
from django.db.models.functions import Concat
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from casework.models import Client, ContactNote, NoteAddendum
from casework.selectors.entries import start_of

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import date

    from django.db.models import QuerySet

    from accounts.models import User
    from casework.models import LifeDomain

HITS_PER_PAGE = 20
# Around the found words; the database cuts at words, we cut at characters.
MOST_WORDS, FEWEST_WORDS, AROUND = 35, 15, 120
# Marks that no text holds (private use), so that a text can be escaped before they become elements.
START, STOP = "\ue000", "\ue001"
NOTE_TEXTS = ("text", "went_well", "client_view")


class DutchVector(Func):
    """The words of some columns, as the indexes of migration ``note_search`` hold them; PostgreSQL only.

    The expression must be the very one of the index, or the index is not used.
    """

    template = "to_tsvector('dutch'::regconfig, %(expressions)s)"
    arg_joiner = " || ' ' || "
    output_field = SearchVectorField()


@dataclass(frozen=True)
class NoteQuestion:
    """What is looked for. Without ``client`` in all files that the reader may open; both days are included."""

    words: str
    client: Client | None = None
    kinds: Collection[str] = ()
    domain: LifeDomain | None = None
    since: date | None = None
    until: date | None = None
    only_mine: bool = False


@dataclass(frozen=True)
class NoteHit:
    """A note in which the words stand. ``snippets`` are safe to show, with the words between ``mark`` elements."""

    note: ContactNote
    snippets: tuple[SafeString, ...]


@dataclass(frozen=True)
class NoteHits:
    """A page of hits, newest contact first."""

    hits: tuple[NoteHit, ...]
    page: int
    more: bool


def search_notes(user: User, question: NoteQuestion, *, page: int = 1) -> NoteHits:
    """Return the notes that the user reads and in which every word stands, in the note or in one addition to it.

    At most five queries, whatever the number of hits. On PostgreSQL words are found in their other forms as well
    (*woning*, *woningen*), and ``"…"``, ``or`` and ``-`` mean what they mean in a search on the web; on SQLite a word is found as
    it stands, also inside another one.
    """
    on_postgres = connection.vendor == "postgresql"
    files = _files(user, question)
    readable = ContactNote.objects.readable_by(user).filter(_frame(user, question))
    first, last = (page - 1) * HITS_PER_PAGE, page * HITS_PER_PAGE + 1
    find = _found_by_index if on_postgres else _found_by_words
    found = ContactNote.objects.filter(pk__in=find(readable, files, question.words, last)[first:])
    rows = list(found.select_related("author", "client").order_by("-occurred_at", "-pk"))
    shown = rows[:HITS_PER_PAGE]
    snippets = _index_snippets(shown, question.words) if on_postgres else _word_snippets(shown, question.words)
    return NoteHits(
        hits=tuple(NoteHit(note, snippets.get(note.pk, ())) for note in shown),
        page=page,
        more=len(rows) > HITS_PER_PAGE,
    )


def _files(user: User, question: NoteQuestion) -> QuerySet[Client]:
    """Return the files to look in, those that were merged into one of them among them."""
    visible = Client.objects.visible_to(user)
    files = Client.objects.filter(Q(pk__in=visible) | Q(merged_into__in=visible)).order_by()
    if question.client is not None:
        files = files.filter(Q(pk=question.client.pk) | Q(merged_into=question.client))
    return files


def _frame(user: User, question: NoteQuestion) -> Q:
    """Return the filters beside the words and the files."""
    frame = Q()
    if question.kinds:
        frame &= Q(kind__in=question.kinds)
    if question.domain is not None:
        frame &= Q(domains=question.domain)
    if question.since is not None:
        frame &= Q(occurred_at__gte=start_of(question.since))
    if question.until is not None:
        frame &= Q(occurred_at__lt=start_of(question.until + timedelta(days=1)))
    if question.only_mine:
        frame &= Q(author=user)
    return frame


# ------------------------------------------------------------------------------------------------ PostgreSQL


def _query(words: str) -> SearchQuery:
    return SearchQuery(words, config="dutch", search_type="websearch")


def _found_by_index(readable: QuerySet[ContactNote], files: QuerySet[Client], words: str, most: int) -> list[int]:
    """Return the newest notes with the words in them, at most so many.

    Notes and additions are asked apart, since no index serves "the one or the other"; the files go along as numbers, so that the
    planner knows how few they are. For a word that is everywhere it walks back in time until it has enough, for a rare
    one it begins at the word (docs/performance.md).
    """
    notes = readable.filter(client__in=list(files.values_list("pk", flat=True)))
    in_note = notes.annotate(document=DutchVector(*NOTE_TEXTS)).filter(document=_query(words))
    additions = NoteAddendum.objects.annotate(document=DutchVector("text")).filter(document=_query(words))
    in_addition = notes.filter(pk__in=additions.order_by().values("note_id"))
    newest = ("-occurred_at", "-pk")
    halves = [one.order_by(*newest).values_list("occurred_at", "pk")[:most] for one in (in_note, in_addition)]
    return [pk for _at, pk in halves[0].union(halves[1]).order_by(*newest)[:most]]


def _headline(*columns: str, words: str) -> SearchHeadline:
    spaced: list[Any] = [part for column in columns for part in (F(column), Value(" · "))]
    text = Concat(*spaced[:-1], output_field=CharField()) if len(columns) > 1 else F(columns[0])
    return SearchHeadline(
        text,
        _query(words),
        config="dutch",
        start_sel=START,
        stop_sel=STOP,
        max_words=MOST_WORDS,
        min_words=FEWEST_WORDS,
        max_fragments=2,
        fragment_delimiter=" … ",
    )


def _index_snippets(notes: list[ContactNote], words: str) -> dict[int, tuple[SafeString, ...]]:
    found: dict[int, list[SafeString]] = {}
    ids = [note.pk for note in notes]
    in_notes = ContactNote.objects.filter(pk__in=ids).annotate(headline=_headline(*NOTE_TEXTS, words=words))
    in_additions = (
        NoteAddendum.objects.filter(note_id__in=ids)
        .annotate(document=DutchVector("text"))
        .filter(document=_query(words))
        .annotate(headline=_headline("text", words=words))
    )
    for pk, headline in in_notes.order_by().values_list("pk", "headline"):
        if START in headline:
            # An empty column leaves its dots behind.
            found.setdefault(pk, []).append(
                _marked(re.sub(r"(?: ·)+ *$|^(?:· )+|(?<= ·)(?: ·)+", "", headline.strip()))
            )
    for pk, headline in in_additions.order_by("pk").values_list("note_id", "headline"):
        found.setdefault(pk, []).append(_marked(headline))
    return {pk: tuple(lines) for pk, lines in found.items()}


# ------------------------------------------------------------------------------------------------ SQLite


def _words(text: str) -> list[str]:
    return [word for word in re.findall(r"[^\s\"]+", text) if word != "-"]


def _found_by_words(readable: QuerySet[ContactNote], files: QuerySet[Client], text: str, most: int) -> list[int]:
    """Return the newest notes with the words in them, at most so many; the one question there is looks at every note."""
    in_note, in_addition = Q(), Q()
    for word in _words(text):
        in_note &= Q(text__icontains=word) | Q(went_well__icontains=word) | Q(client_view__icontains=word)
        in_addition &= Q(text__icontains=word)
    additions = NoteAddendum.objects.filter(in_addition).order_by().values("note_id")
    found = readable.filter(in_note | Q(pk__in=additions), client__in=files)
    return list(found.order_by("-occurred_at", "-pk").values_list("pk", flat=True)[:most])


def _word_snippets(notes: list[ContactNote], text: str) -> dict[int, tuple[SafeString, ...]]:
    pattern = re.compile("|".join(re.escape(word) for word in _words(text)), re.IGNORECASE)
    texts = {note.pk: [" · ".join(filter(None, (getattr(note, name) for name in NOTE_TEXTS)))] for note in notes}
    for addition in NoteAddendum.objects.filter(note_id__in=texts):
        texts[addition.note_id].append(addition.text)
    return {
        pk: tuple(_marked(_cut(pattern, one)) for one in candidates if pattern.search(one))
        for pk, candidates in texts.items()
    }


def _cut(pattern: re.Pattern[str], text: str) -> str:
    """Return the text around the first word that was found, with every found word between marks."""
    line = " ".join(text.split())
    found = pattern.search(line)
    if found is None:
        return line[: 2 * AROUND]
    begin, end = max(0, found.start() - AROUND), found.end() + AROUND
    part = pattern.sub(lambda match: f"{START}{match[0]}{STOP}", line[begin:end])
    return f"{'… ' if begin else ''}{part}{' …' if end < len(line) else ''}"


def _marked(text: str) -> SafeString:
    """Return a text with its marks as elements; everything else in it is escaped."""
    shown = escape(text).replace(START, "<mark>").replace(STOP, "</mark>")
    return mark_safe(shown)  # noqa: S308 -- escaped in the line above; the two marks are all that is markup
