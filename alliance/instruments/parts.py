"""A YAML file whose every part knows its line, so that a fault says where it is."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING

import yaml
from django.utils.translation import gettext as _
from yaml.scanner import ScannerError

if TYPE_CHECKING:
    from collections.abc import Iterator

LONGEST_KEY = 40


class InstrumentError(Exception):
    """A definition that cannot be used; the message starts with file and line."""

    def __init__(self, name: object, line: int, problem: str) -> None:
        """Say where it is and what is wrong. ``line`` counts from 1."""
        super().__init__(_("%(file)s, regel %(line)s: %(problem)s") % {"file": name, "line": line, "problem": problem})
        self.line = line
        self.problem = problem


class Part:
    """A mapping, a list or a value in a YAML file."""

    def __init__(self, name: object, node: yaml.Node) -> None:
        """Keep the name of the file and the node."""
        self.name, self.node = name, node

    def wrong(self, problem: str) -> InstrumentError:
        """Return the error that names this line."""
        return InstrumentError(self.name, self.node.start_mark.line + 1, problem)

    def fields(self, *names: str, optional: tuple[str, ...] = ()) -> dict[str, Part]:
        """Return the named fields: all of ``names``, perhaps some of ``optional``, and no others."""
        if not isinstance(self.node, yaml.MappingNode):
            raise self.wrong(_("hier horen velden te staan (%(names)s)") % {"names": ", ".join(names)})
        found: dict[str, Part] = {}
        for key, value in self.node.value:
            name, here = str(key.value), Part(self.name, key)
            if name not in (*names, *optional):
                raise here.wrong(_("onbekend veld “%(name)s”") % {"name": name})
            if name in found:
                raise here.wrong(_("veld “%(name)s” staat er twee keer") % {"name": name})
            found[name] = Part(self.name, value)
        missing = [name for name in names if name not in found]
        if missing:
            raise self.wrong(_("veld “%(name)s” ontbreekt") % {"name": missing[0]})
        return found

    def parts(self) -> Iterator[Part]:
        """Yield the items of a list."""
        if not isinstance(self.node, yaml.SequenceNode):
            raise self.wrong(_("hier hoort een lijst te staan"))
        for node in self.node.value:
            yield Part(self.name, node)

    def text(self, longest: int = 600) -> str:
        """Return a text that is not empty and not too long."""
        value = self.node.value.strip() if isinstance(self.node, yaml.ScalarNode) else ""
        if not value:
            raise self.wrong(_("hier hoort een tekst te staan"))
        if len(value) > longest:
            raise self.wrong(_("tekst is langer dan %(longest)s tekens") % {"longest": longest})
        return str(value)

    def key(self) -> str:
        """Return a key: small letters, digits and hyphens."""
        value = self.text(LONGEST_KEY)
        if not value.isascii() or not value.replace("-", "").replace("_", "").isalnum() or value != value.lower():
            raise self.wrong(_("“%(value)s” is geen sleutel: kleine letters, cijfers en streepjes") % {"value": value})
        return value

    def number(self, lowest: int = 1) -> int:
        """Return a whole number of at least ``lowest``."""
        value = self.text()
        if not value.isdecimal() or len(value) > 9 or int(value) < lowest:  # noqa: PLR2004 -- a billion is enough
            raise self.wrong(_("“%(value)s” is geen heel getal vanaf %(lowest)s") % {"value": value, "lowest": lowest})
        return int(value)

    def decimal(self, lowest: Decimal, highest: Decimal) -> Decimal:
        """Return a number with a decimal point between two others."""
        value = self.text()
        try:
            number = Decimal(value)
        except InvalidOperation:
            number = Decimal("NaN")
        if not number.is_finite() or not lowest <= number <= highest:
            raise self.wrong(
                _("“%(value)s” is geen getal van %(lowest)s tot en met %(highest)s")
                % {"value": value, "lowest": lowest, "highest": highest}
            )
        return number

    def truth(self) -> bool:
        """Return true or false."""
        value = self.text()
        if value not in {"true", "false"}:
            raise self.wrong(_("“%(value)s” moet true of false zijn") % {"value": value})
        return value == "true"

    def one_of(self, values: list[str]) -> str:
        """Return one of some words."""
        value = self.text()
        if value not in values:
            raise self.wrong(
                _("“%(value)s” kan hier niet; kies uit: %(values)s") % {"value": value, "values": ", ".join(values)}
            )
        return value


def root_of(text: str, name: object) -> Part:
    """Return the whole of a YAML text; raise ``InstrumentError`` when it is none."""
    try:
        root = yaml.compose(text, Loader=yaml.SafeLoader)
    except yaml.MarkedYAMLError as error:
        # An open quote is found at the end of the file; the fault is where it was opened.
        mark = (error.context_mark if isinstance(error, ScannerError) else None) or error.problem_mark
        line = mark.line + 1 if mark else 1
        raise InstrumentError(name, line, _("geen geldige YAML (%(detail)s)") % {"detail": error.problem}) from error
    except (yaml.YAMLError, RecursionError) as error:
        raise InstrumentError(name, 1, _("geen leesbaar YAML-bestand")) from error
    if root is None:
        raise InstrumentError(name, 1, _("het bestand is leeg"))
    return Part(name, root)
