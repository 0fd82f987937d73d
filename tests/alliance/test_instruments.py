"""The definition of an instrument: what is shipped is right, and what is wrong says where."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

from alliance.enums import Aspect, LicenceStatus, ScaleKind, Side, TalkingReason
from alliance.instruments import (
    CONVERSATION_AID,
    FULL_AID,
    MINUTE_AID,
    PICTOGRAMS,
    REFERENCE,
    InstrumentError,
    conversation_aid,
    load_instrument,
    shipped,
)
from alliance.selectors.instruments import TALKING_POINTS, _points, talking_points

SHORT = REFERENCE / "short.yaml"
LINES = SHORT.read_text(encoding="utf-8").splitlines(keepends=True)


def line_of(text: str) -> int:
    """Return the number of the first line that holds the text."""
    return next(number for number, line in enumerate(LINES, start=1) if text in line)


@pytest.mark.parametrize(("key", "per_aspect"), [(FULL_AID, 2), (CONVERSATION_AID, 1), (MINUTE_AID, 1)])
def test_our_own_forms_ask_each_aspect_from_both_sides(key, per_aspect):
    aid = conversation_aid(key)

    assert [one.key for one in aid.subscales] == list(Aspect)
    assert [one.negative for one in aid.subscales] == [False, False, False, True]
    assert {len(aid.items_of(aspect)) for aspect in Aspect} == {per_aspect}
    assert aid.label == "gespreksinstrument, niet gevalideerd"
    assert aid.licence.status == LicenceStatus.OWN
    assert all(item.pictogram for item in aid.items)
    assert aid.scale.kind == (ScaleKind.SLIDER if key == MINUTE_AID else ScaleKind.FACES)
    assert not any(one.reliability for one in aid.subscales), "nobody measured it"


def test_no_licensed_instrument_is_shipped():
    assert {one.licence.status for one in shipped().values()} == {LicenceStatus.OWN}


def test_yes_is_the_sad_face_where_it_is_bad_news():
    full = conversation_aid(FULL_AID)

    sad = {item.key for item in full.items if full.negative(item)}
    assert sad == {"friction-clash"}  # talking calmly is the reversed item of friction


def test_the_client_reads_short_sentences():
    for aid in shipped().values():
        for item in aid.items:
            assert len(item.texts[Side.CLIENT].split()) <= 15, item.texts[Side.CLIENT]


def test_every_pictogram_was_drawn():
    drawn = re.findall(r'symbol id="(\w+)"', (Path(settings.BASE_DIR) / "static/img/pictograms.svg").read_text())
    assert set(PICTOGRAMS) <= set(drawn)


def test_every_reason_has_two_or_three_things_to_say():
    assert set(_points()) == set(TalkingReason)
    for reason, by_aspect in _points().items():
        for texts in by_aspect.values():
            assert 2 <= len(texts) <= 3, reason
    assert "Jeroen" in talking_points("client_fell", "direction", "Jeroen")[0]
    assert talking_points("client_fell", "een-ander-aspect", "Jeroen") == talking_points("client_fell", "any", "Jeroen")
    assert TALKING_POINTS.exists()


def broken(tmp_path, old: str, new: str):
    """Write the shipped definition with one line changed; return its path and the line."""
    text = "".join(LINES)
    assert text.count(old) >= 1
    path = tmp_path / "eigen.yaml"
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    return path, line_of(old.splitlines()[0])


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ("version: 1\n", "version: een\n", "geen heel getal"),
        ("version: 1\n", "version: 0\n", "geen heel getal"),
        ("  status: own\n", "  status: gekocht\n", "kies uit: own, open, licensed"),
        ("sides: [client, counsellor]", "sides: [client]", "horen er allebei bij"),
        ("sides: [client, counsellor]", "sides: [client, client]", "staat er twee keer"),
        ("    - value: 4\n", "    - value: 7\n", "hier hoort 4"),
        ("  kind: faces\n", "  kind: sterren\n", "kies uit"),
        ("    scoring: mean\n", "    scoring: mediaan\n", "kies uit: mean, sum"),
        ("    better: higher\n", "    better: meer\n", "kies uit: higher, lower"),
        ("    minimum: 1\n", "    minimum: 2\n", "er zijn 1 items"),
        ("    subscale: bond\n", "    subscale: warmte\n", "onbekend onderdeel “warmte”"),
        ("  - key: bond\n    subscale", "  - key: trust\n    subscale", "item “trust” staat er twee keer"),
        ("    reversed: false\n", "    reversed: misschien\n", "moet true of false zijn"),
        ("    pictogram: werk\n", "    pictogram: auto\n", "kies uit: praten"),
        ("    client: Ook op", "    klant: Ook op", "onbekend veld “klant”"),
        (
            "    client: Ook op een slechte dag word ik gezien als mens.",
            f"    client: {'heel ' * 40}lang",
            "langer dan",
        ),
        ("name: Gespreks", "name: [Gespreks]\n#", "hier hoort een tekst"),
        ("label: gespreks", "label: 'gespreks", "geen geldige YAML"),
        ("key: gespreksinstrument\n", "key: Gespreks Instrument\n", "is geen sleutel"),
    ],
)
def test_a_fault_names_file_line_and_problem(tmp_path, old, new, problem):
    path, line = broken(tmp_path, old, new)

    with pytest.raises(InstrumentError) as caught:
        load_instrument(path)

    message = str(caught.value)
    assert problem in message
    assert message.startswith(f"{path}, regel ")
    if "minimum" in old or "subscale: bond" in old or old.startswith("  - key: bond"):
        assert caught.value.line > 1  # the first of several like it
    elif "staat er twee keer" not in problem:
        assert caught.value.line == line


@pytest.mark.parametrize(
    ("text", "line", "problem"),
    [
        ("", 1, "het bestand is leeg"),
        ("- een\n- lijst\n", 1, "hier horen velden te staan"),
        ("key: a\nversion: 1\n", 1, "ontbreekt"),
        ("key: a\n  version: 1\n", 2, "mapping values"),
    ],
)
def test_a_file_that_is_no_definition_is_refused_with_its_line(tmp_path, text, line, problem):
    path = tmp_path / "leeg.yaml"
    path.write_text(text, encoding="utf-8")

    with pytest.raises(InstrumentError, match=problem) as caught:
        load_instrument(path)

    assert str(caught.value).startswith(f"{path}, regel {line}:")


def test_a_file_that_is_no_text_is_refused(tmp_path):
    path = tmp_path / "plaatje.yaml"
    path.write_bytes(b"\xff\xfe\x00plaatje")

    with pytest.raises(InstrumentError, match="geen leesbaar"):
        load_instrument(path)


HEAD = """\
key: eigen-lijst
version: 1
name: Eigen lijst
about: Twintig zinnen.
label: eigen lijst
licence: {status: own, text: eigen tekst}
source: Zelf geschreven.
sides: [client, counsellor]
scale: {kind: choices, steps: [{value: 1, words: nee}, {value: 2, words: ja}]}
subscales:
  - {key: een, name: eerste, better: higher, scoring: sum, minimum: 18}
items:
"""


def twenty(faulty: int | None = None) -> str:
    """Return a made-up instrument of twenty items, one line each from line 13 on; one of them may be wrong."""
    items = [
        f"  - {{key: i{number}, subscale: {'twee' if number == faulty else 'een'}, reversed: false, "
        f"client: Zin {number}., counsellor: Zin {number} over hem.}}\n"
        for number in range(1, 21)
    ]
    return HEAD + "".join(items)


def test_the_command_says_which_line_of_a_file_is_wrong(tmp_path, capsys):
    path = tmp_path / "twintig.yaml"
    path.write_text(twenty(faulty=2), encoding="utf-8")  # the second item stands in line 14

    with pytest.raises(CommandError) as caught:
        call_command("check_instrument", str(path))

    assert str(caught.value) == f"{path}, regel 14: onbekend onderdeel “twee”"
    assert caught.value.returncode == 1


def test_the_command_says_what_a_good_file_holds(tmp_path, capsys):
    path = tmp_path / "twintig.yaml"
    path.write_text(twenty(), encoding="utf-8")

    call_command("check_instrument", str(path))

    assert "Eigen lijst, versie 1: 20 items" in capsys.readouterr().out


def test_a_file_that_is_not_there_is_said_so(tmp_path):
    with pytest.raises(CommandError, match="niet te lezen"):
        call_command("check_instrument", str(tmp_path / "nergens.yaml"))


RESULTS_ONLY = """\
key: elders
version: 1
name: Elders ingevuld
about: Alleen uitkomsten.
label: licentie bij de organisatie
licence: {status: licensed, text: toestemming van de maker}
source: De maker.
sides: [client, counsellor, probation]
scale: {kind: slider, from: 1, to: 5, low: weinig, high: veel}
subscales:
  - key: taak
    name: taak
    better: higher
    scoring: sum
    minimum: 1
    range: {from: 4, to: 20}
    reliability: {coefficient: 0.84, deviation: 3.5, source: "Verzonnen handleiding, 2020"}
items: []
"""


def test_an_instrument_may_be_kept_as_results_alone(tmp_path):
    path = tmp_path / "elders.yaml"
    path.write_text(RESULTS_ONLY, encoding="utf-8")
    elders = load_instrument(path)

    assert elders.results_only
    assert (elders.subscales[0].lowest, elders.subscales[0].highest) == (4, 20)
    path.write_text(RESULTS_ONLY.replace("    range: {from: 4, to: 20}\n", ""), encoding="utf-8")
    with pytest.raises(InstrumentError, match="hoort bij elk onderdeel een bereik"):
        load_instrument(path)
