"""The instruments of the house: those that are shipped, and those of the organisation itself."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

import yaml

from alliance.instruments import CONVERSATION_AID, FULL_AID, MINUTE_AID, conversation_aid, read_instrument, shipped
from alliance.models import InstrumentDefinition

if TYPE_CHECKING:
    from alliance.instruments import Instrument

TALKING_POINTS = Path(__file__).parent.parent / "reference" / "talking_points.yaml"
TOGETHER = TALKING_POINTS.with_name("together.yaml")
ANY = "any"


def get_instrument(key: str, version: int) -> Instrument:
    """Return the version that a check-in was held with; raise ``KeyError`` when there is none. No query for our own."""
    found = shipped().get((key, version))
    if found is not None:
        return found
    text = InstrumentDefinition.objects.filter(key=key, version=version).values_list("definition", flat=True).first()
    if text is None:
        raise KeyError(key, version)
    return _read(text, f"{key} {version}")


@lru_cache(maxsize=32)
def _read(text: str, name: str) -> Instrument:
    return read_instrument(text, name)


def instruments_to_choose() -> list[Instrument]:
    """Return the instruments a check-in can be held with, our own first: the newest version of each. One query."""
    own = [conversation_aid(key) for key in (FULL_AID, CONVERSATION_AID, MINUTE_AID)]
    newest: dict[str, Instrument] = {}
    for key, version, text in (
        InstrumentDefinition.objects.filter(active=True)
        .order_by("key", "version")
        .values_list("key", "version", "definition")
    ):
        instrument = _read(text, f"{key} {version}")
        if not instrument.results_only:
            newest[key] = instrument
    return [*own, *newest.values()]


def known_instruments() -> dict[tuple[str, int], Instrument]:
    """Return every version that is in use, by key and version, for what is brought in from elsewhere. One query."""
    own = {
        (key, version): _read(text, f"{key} {version}")
        for key, version, text in InstrumentDefinition.objects.filter(active=True).values_list(
            "key", "version", "definition"
        )
    }
    return {**shipped(), **own}


@lru_cache(maxsize=1)
def _points() -> dict[str, dict[str, list[str]]]:
    found: dict[str, dict[str, list[str]]] = yaml.safe_load(TALKING_POINTS.read_text(encoding="utf-8"))
    return found


def talking_points(reason: str, aspect: str, called: str) -> tuple[str, ...]:
    """Return two or three things to say about a change, with the name the client is called by."""
    by_aspect = _points()[reason]
    texts = by_aspect.get(aspect) or by_aspect[ANY]
    return tuple(text.replace("{client}", called) for text in texts)


@lru_cache(maxsize=1)
def _together() -> dict[str, list[str]]:
    found: dict[str, list[str]] = yaml.safe_load(TOGETHER.read_text(encoding="utf-8"))
    return found


def questions_together(aspect: str) -> tuple[str, ...]:
    """Return the questions about an aspect for client and counsellor to read together."""
    return tuple(_together().get(aspect) or _together()[ANY])
