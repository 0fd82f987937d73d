"""Instruments are data: definitions in YAML, shipped in ``alliance/reference/instruments`` or of the organisation itself.

No item text of a licensed instrument is shipped (docs/domain/law.md).
"""

from alliance.instruments.definition import Instrument, Item, Licence, Reliability, Scale, Step, Subscale
from alliance.instruments.parts import InstrumentError
from alliance.instruments.reading import PICTOGRAMS, REFERENCE, load_instrument, read_instrument, shipped
from alliance.instruments.scoring import score

CONVERSATION_AID = "gespreksinstrument"  # the short form: one statement per aspect
FULL_AID = "gespreksinstrument-acht"
MINUTE_AID = "gespreksinstrument-minuut"

__all__ = [
    "CONVERSATION_AID",
    "FULL_AID",
    "MINUTE_AID",
    "PICTOGRAMS",
    "REFERENCE",
    "Instrument",
    "InstrumentError",
    "Item",
    "Licence",
    "Reliability",
    "Scale",
    "Step",
    "Subscale",
    "conversation_aid",
    "load_instrument",
    "read_instrument",
    "score",
    "shipped",
]


def conversation_aid(key: str = CONVERSATION_AID) -> Instrument:
    """Return the newest version of a form of our own conversation aid: the short one when none is named."""
    return max((one for one in shipped().values() if one.key == key), key=lambda one: one.version)
