"""Reads and checks a definition in full; the first fault is named with its file and line."""

from __future__ import annotations

from decimal import Decimal
from functools import lru_cache
from pathlib import Path

from django.utils.translation import gettext as _

from alliance.enums import Better, LicenceStatus, ScaleKind, Scoring, Side
from alliance.instruments.definition import Instrument, Item, Licence, Reliability, Scale, Step, Subscale
from alliance.instruments.parts import InstrumentError, Part, root_of

REFERENCE = Path(__file__).parent.parent / "reference" / "instruments"
FACES = 5
LONGEST_STATEMENT = 160  # a line or two of large type on a tablet, four on a phone
FEWEST_STEPS, MOST_STEPS = 2, 11
MOST_ITEMS = 60
SUBSCALE_FIELDS = ("key", "name", "better", "scoring", "minimum")
ITEM_FIELDS = ("reversed", "pictogram", *Side.values)
# The pictograms of static/img/pictograms.svg.
PICTOGRAMS = (
    "praten",
    "bellen",
    "slapen",
    "alleen",
    "boos",
    "geld",
    "thuis",
    "werk",
    "hulp",
    "rust",
    "samen",
    "trots",
)


def load_instrument(path: Path) -> Instrument:
    """Read and check one file; raise ``InstrumentError`` with file and line at the first fault."""
    try:
        text = path.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        raise InstrumentError(path, 1, _("geen leesbaar YAML-bestand")) from error
    return read_instrument(text, path)


def read_instrument(text: str, name: object) -> Instrument:
    """Check the text of a definition; ``name`` stands for the file in the message of an ``InstrumentError``."""
    top = root_of(text, name).fields(
        "key", "version", "name", "about", "label", "licence", "source", "sides", "scale", "subscales", "items",
        optional=("family",),
    )  # fmt: skip
    key = top["key"].key()
    sides, scale = _sides(top["sides"]), _scale(top["scale"])
    item_count = len(list(top["items"].parts()))
    subscales = _subscales(top["subscales"], scale, top["items"], results_only=item_count == 0)
    items = _items(top["items"], sides)
    return Instrument(
        key=key,
        version=top["version"].number(),
        family=top["family"].key() if "family" in top else key,
        name=top["name"].text(160),
        about=top["about"].text(200),
        label=top["label"].text(160),
        licence=_licence(top["licence"]),
        source=top["source"].text(),
        sides=sides,
        scale=scale,
        subscales=subscales,
        items=items,
    )


def _licence(part: Part) -> Licence:
    fields = part.fields("status", "text")
    status = LicenceStatus(fields["status"].one_of(LicenceStatus.values))
    return Licence(status=status, text=fields["text"].text())


def _sides(part: Part) -> tuple[Side, ...]:
    sides: list[Side] = []
    for item in part.parts():
        side = Side(item.one_of(Side.values))
        if side in sides:
            raise item.wrong(_("“%(name)s” staat er twee keer") % {"name": side.value})
        sides.append(side)
    if Side.CLIENT not in sides or Side.COUNSELLOR not in sides:
        raise part.wrong(_("de cliënt (client) en de begeleider (counsellor) horen er allebei bij"))
    return tuple(sides)


def _scale(part: Part) -> Scale:
    kind = ScaleKind(
        part.fields("kind", optional=("from", "to", "low", "high", "steps"))["kind"].one_of(ScaleKind.values)
    )
    if kind == ScaleKind.SLIDER:
        fields = part.fields("kind", "from", "to", "low", "high")
        lowest, highest = fields["from"].number(), fields["to"].number()
        if highest <= lowest:
            raise fields["to"].wrong(_("het eind van de schaal ligt niet boven het begin"))
        return Scale(kind, lowest, highest, fields["low"].text(30), fields["high"].text(30))
    steps = _steps(part.fields("kind", "steps")["steps"], kind)
    return Scale(kind, steps[0].value, steps[-1].value, steps[0].words, steps[-1].words, steps)


def _steps(part: Part, kind: ScaleKind) -> tuple[Step, ...]:
    steps: list[Step] = []
    for item in part.parts():
        fields = item.fields("value", "words")
        value = fields["value"].number(0)
        if steps and value != steps[-1].value + 1:
            raise fields["value"].wrong(
                _("de schaal loopt op in hele stappen; hier hoort %(value)s") % {"value": steps[-1].value + 1}
            )
        steps.append(Step(value=value, words=fields["words"].text(30)))
    if kind == ScaleKind.FACES and len(steps) != FACES:
        raise part.wrong(_("een schaal met gezichtjes heeft vijf stappen"))
    if not FEWEST_STEPS <= len(steps) <= MOST_STEPS:
        raise part.wrong(_("een schaal heeft twee tot elf stappen"))
    return tuple(steps)


def _subscales(part: Part, scale: Scale, items: Part, *, results_only: bool) -> tuple[Subscale, ...]:
    declared = {one.fields(*SUBSCALE_FIELDS, optional=("range", "reliability"))["key"].key() for one in part.parts()}
    asked: dict[str, int] = {}
    for item in items.parts():
        name = item.fields("key", "subscale", optional=ITEM_FIELDS)["subscale"]
        if name.key() not in declared:
            raise name.wrong(_("onbekend onderdeel “%(name)s”") % {"name": name.key()})
        asked[name.key()] = asked.get(name.key(), 0) + 1
    found: dict[str, Subscale] = {}
    for one in part.parts():
        fields = one.fields(*SUBSCALE_FIELDS, optional=("range", "reliability"))
        key = fields["key"].key()
        if key in found:
            raise fields["key"].wrong(_("onderdeel “%(name)s” staat er twee keer") % {"name": key})
        count, scoring = asked.get(key, 0), Scoring(fields["scoring"].one_of(Scoring.values))
        minimum = fields["minimum"].number()
        if not results_only and not count:
            raise fields["key"].wrong(_("geen enkel item hoort bij onderdeel “%(name)s”") % {"name": key})
        if not results_only and minimum > count:
            raise fields["minimum"].wrong(
                _("er zijn %(count)s items; er kunnen er geen %(minimum)s nodig zijn")
                % {"count": count, "minimum": minimum}
            )
        lowest, highest = _range(one, fields, scale, count if scoring == Scoring.SUM else 1, results_only=results_only)
        found[key] = Subscale(
            key=key,
            label=fields["name"].text(60),
            negative=fields["better"].one_of(Better.values) == Better.LOWER,
            scoring=scoring,
            minimum=minimum,
            lowest=lowest,
            highest=highest,
            reliability=_reliability(fields["reliability"]) if "reliability" in fields else None,
        )
    if not found:
        raise part.wrong(_("er is minstens één onderdeel nodig"))
    return tuple(found.values())


def _range(part: Part, fields: dict[str, Part], scale: Scale, times: int, *, results_only: bool) -> tuple[int, int]:
    if "range" not in fields:
        if results_only:
            raise part.wrong(_("zonder items hoort bij elk onderdeel een bereik (range: from, to)"))
        return scale.lowest * times, scale.highest * times
    if not results_only:
        raise fields["range"].wrong(_("het bereik volgt uit de items; laat range weg"))
    ends = fields["range"].fields("from", "to")
    lowest, highest = ends["from"].number(0), ends["to"].number()
    if highest <= lowest:
        raise ends["to"].wrong(_("het eind van de schaal ligt niet boven het begin"))
    return lowest, highest


def _reliability(part: Part) -> Reliability:
    fields = part.fields("coefficient", "deviation", "source")
    return Reliability(
        coefficient=fields["coefficient"].decimal(Decimal(0), Decimal(1)),
        deviation=fields["deviation"].decimal(Decimal("0.01"), Decimal(1000)),
        source=fields["source"].text(300),
    )


def _items(part: Part, sides: tuple[Side, ...]) -> tuple[Item, ...]:
    found: dict[str, Item] = {}
    for one in part.parts():
        fields = one.fields("key", "subscale", "reversed", *(side.value for side in sides), optional=("pictogram",))
        key, subscale = fields["key"].key(), fields["subscale"].key()
        if key in found:
            raise fields["key"].wrong(_("item “%(name)s” staat er twee keer") % {"name": key})
        found[key] = Item(
            key=key,
            subscale=subscale,
            reversed=fields["reversed"].truth(),
            texts={side: fields[side.value].text(LONGEST_STATEMENT) for side in sides},
            pictogram=fields["pictogram"].one_of(list(PICTOGRAMS)) if "pictogram" in fields else "",
        )
    if len(found) > MOST_ITEMS:
        raise part.wrong(_("een instrument heeft hoogstens %(most)s items") % {"most": MOST_ITEMS})
    return tuple(found.values())


@lru_cache(maxsize=1)
def shipped() -> dict[tuple[str, int], Instrument]:
    """Read every shipped definition once; raise ``InstrumentError`` when two claim the same version."""
    found: dict[tuple[str, int], Instrument] = {}
    for path in sorted(REFERENCE.glob("*.yaml")):
        instrument = load_instrument(path)
        if (instrument.key, instrument.version) in found:
            raise InstrumentError(path, 1, _("deze versie van dit instrument bestaat al in een ander bestand"))
        found[instrument.key, instrument.version] = instrument
    return found
