"""Instruments are data: YAML files in ``alliance/reference``, read once and checked in full.

An error names the file and the line. No item text of a licensed instrument is shipped (docs/domain/law.md).
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

import yaml
from django.utils.translation import gettext as _
from yaml.scanner import ScannerError

from alliance.enums import NEGATIVE_ASPECTS, Aspect, Side, TalkingReason

if TYPE_CHECKING:
    from collections.abc import Iterator

REFERENCE = Path(__file__).parent / "reference"
CONVERSATION_AID = "gespreksinstrument"
SCALE = (1, 2, 3, 4, 5)
LONGEST_STATEMENT = 120  # one line of large type on a tablet, three on a phone


class InstrumentError(Exception):
    """A definition that cannot be used; the message starts with file and line."""

    def __init__(self, path: Path, line: int, problem: str) -> None:
        """Say where it is and what is wrong. ``line`` counts from 1."""
        super().__init__(_("%(file)s, regel %(line)s: %(problem)s") % {"file": path, "line": line, "problem": problem})


@dataclass(frozen=True)
class Step:
    """One point of the answer scale: its value, its words, and the face (1 sad to 5 glad) that goes with it."""

    value: int
    words: str


@dataclass(frozen=True)
class Statement:
    """One statement in the words of each side, and the talking points by reason."""

    aspect: Aspect
    negative: bool
    texts: dict[Side, str]
    talk: dict[TalkingReason, str]

    def face(self, value: int) -> int:
        """Return the face for an answer, 1 sad to 5 glad: on a negative statement yes is the sad one."""
        return SCALE[-1] + SCALE[0] - value if self.negative else value


@dataclass(frozen=True)
class Instrument:
    """A version of an instrument."""

    key: str
    version: int
    name: str
    label: str
    licence: str
    source: str
    scale: tuple[Step, ...]
    statements: tuple[Statement, ...]

    def words(self, value: int) -> str:
        """Return the words of a value."""
        return self.scale[value - 1].words

    def statement(self, aspect: str) -> Statement:
        """Return the statement on an aspect."""
        return next(one for one in self.statements if one.aspect == aspect)


class _Part:
    """A mapping or a value in a YAML file that knows its line."""

    def __init__(self, path: Path, node: yaml.Node) -> None:
        self.path, self.node = path, node

    def wrong(self, problem: str) -> InstrumentError:
        return InstrumentError(self.path, self.node.start_mark.line + 1, problem)

    def fields(self, *names: str) -> dict[str, _Part]:
        """Return the named fields, all of them and no others."""
        if not isinstance(self.node, yaml.MappingNode):
            raise self.wrong(_("hier horen velden te staan (%(names)s)") % {"names": ", ".join(names)})
        found: dict[str, _Part] = {}
        for key, value in self.node.value:
            name, here = str(key.value), _Part(self.path, key)
            if name not in names:
                raise here.wrong(_("onbekend veld “%(name)s”") % {"name": name})
            if name in found:
                raise here.wrong(_("veld “%(name)s” staat er twee keer") % {"name": name})
            found[name] = _Part(self.path, value)
        missing = [name for name in names if name not in found]
        if missing:
            raise self.wrong(_("veld “%(name)s” ontbreekt") % {"name": missing[0]})
        return found

    def parts(self) -> Iterator[_Part]:
        """Yield the items of a list."""
        if not isinstance(self.node, yaml.SequenceNode):
            raise self.wrong(_("hier hoort een lijst te staan"))
        for node in self.node.value:
            yield _Part(self.path, node)

    def text(self, longest: int = 600) -> str:
        """Return a text that is not empty and not too long."""
        value = self.node.value.strip() if isinstance(self.node, yaml.ScalarNode) else ""
        if not value:
            raise self.wrong(_("hier hoort een tekst te staan"))
        if len(value) > longest:
            raise self.wrong(_("tekst is langer dan %(longest)s tekens") % {"longest": longest})
        return str(value)

    def number(self) -> int:
        """Return a whole number of at least 1."""
        value = self.text()
        if not value.isdecimal() or int(value) < 1:
            raise self.wrong(_("“%(value)s” is geen heel getal vanaf 1") % {"value": value})
        return int(value)

    def truth(self) -> bool:
        """Return true or false."""
        value = self.text()
        if value not in {"true", "false"}:
            raise self.wrong(_("“%(value)s” moet true of false zijn") % {"value": value})
        return value == "true"


def load_instrument(path: Path) -> Instrument:
    """Read and check one definition; raise ``InstrumentError`` with file and line at the first fault."""
    try:
        root = yaml.compose(path.read_text(encoding="utf-8"), Loader=yaml.SafeLoader)
    except yaml.MarkedYAMLError as error:
        # An open quote is found at the end of the file; the fault is where it was opened.
        mark = (error.context_mark if isinstance(error, ScannerError) else None) or error.problem_mark
        line = mark.line + 1 if mark else 1
        raise InstrumentError(path, line, _("geen geldige YAML (%(detail)s)") % {"detail": error.problem}) from error
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise InstrumentError(path, 1, _("geen leesbaar YAML-bestand")) from error
    if root is None:
        raise InstrumentError(path, 1, _("het bestand is leeg"))
    top = _Part(path, root).fields("key", "version", "name", "label", "licence", "source", "scale", "statements")
    return Instrument(
        key=top["key"].text(60),
        version=top["version"].number(),
        name=top["name"].text(160),
        label=top["label"].text(160),
        licence=top["licence"].text(),
        source=top["source"].text(),
        scale=_scale(top["scale"]),
        statements=_statements(top["statements"]),
    )


def _scale(part: _Part) -> tuple[Step, ...]:
    steps = []
    for expected, item in zip(SCALE, part.parts(), strict=False):
        fields = item.fields("value", "words")
        if fields["value"].number() != expected:
            raise fields["value"].wrong(
                _("de schaal loopt van 1 tot en met 5; hier hoort %(value)s") % {"value": expected}
            )
        steps.append(Step(value=expected, words=fields["words"].text(20)))
    if len(list(part.parts())) != len(SCALE):
        raise part.wrong(_("de schaal heeft vijf stappen, van 1 tot en met 5"))
    return tuple(steps)


def _statements(part: _Part) -> tuple[Statement, ...]:
    statements: dict[Aspect, Statement] = {}
    for item in part.parts():
        fields = item.fields("aspect", "negative", "client", "counsellor", "talk")
        name = fields["aspect"].text()
        if name not in Aspect.values:
            raise fields["aspect"].wrong(_("onbekend aspect “%(name)s”") % {"name": name})
        aspect = Aspect(name)
        if aspect in statements:
            raise fields["aspect"].wrong(_("aspect “%(name)s” heeft al een stelling") % {"name": name})
        if fields["negative"].truth() != (aspect in NEGATIVE_ASPECTS):
            raise fields["negative"].wrong(_("alleen stroefheid is een negatief aspect: hoger is daar stroever"))
        talk = fields["talk"].fields(*TalkingReason.values)
        statements[aspect] = Statement(
            aspect=aspect,
            negative=aspect in NEGATIVE_ASPECTS,
            texts={side: fields[side].text(LONGEST_STATEMENT) for side in Side},
            talk={reason: talk[reason].text() for reason in TalkingReason},
        )
    missing = [aspect for aspect in Aspect if aspect not in statements]
    if missing:
        raise part.wrong(_("er is geen stelling over %(aspect)s") % {"aspect": missing[0].label})
    return tuple(statements[aspect] for aspect in Aspect)


@lru_cache(maxsize=1)
def _shipped() -> dict[tuple[str, int], Instrument]:
    """Read every shipped definition once; raise ``InstrumentError`` when two claim the same version."""
    found: dict[tuple[str, int], Instrument] = {}
    for path in sorted(REFERENCE.glob("*.yaml")):
        instrument = load_instrument(path)
        if (instrument.key, instrument.version) in found:
            raise InstrumentError(path, 1, _("deze versie van dit instrument bestaat al in een ander bestand"))
        found[instrument.key, instrument.version] = instrument
    return found


def get_instrument(key: str, version: int) -> Instrument:
    """Return the version a check-in was held with; raise ``KeyError`` when its file was taken away."""
    return _shipped()[key, version]


def conversation_aid() -> Instrument:
    """Return the newest version of our own conversation aid: a new check-in is held with it."""
    return max((one for one in _shipped().values() if one.key == CONVERSATION_AID), key=lambda one: one.version)
