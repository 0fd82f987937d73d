"""The definition of an instrument: what is shipped is right, and what is wrong says where."""

import pytest

from alliance.enums import Aspect, Side, TalkingReason
from alliance.instruments import REFERENCE, InstrumentError, conversation_aid, get_instrument, load_instrument

SHIPPED = REFERENCE / "conversation_aid.yaml"
LINES = SHIPPED.read_text(encoding="utf-8").splitlines(keepends=True)


def line_of(text: str) -> int:
    """Return the number of the first line that holds the text."""
    return next(number for number, line in enumerate(LINES, start=1) if text in line)


def test_the_shipped_aid_asks_each_aspect_once_from_both_sides():
    aid = load_instrument(SHIPPED)

    assert [one.aspect for one in aid.statements] == list(Aspect)
    assert [one.negative for one in aid.statements] == [False, False, False, True]
    assert all(set(one.texts) == set(Side) and set(one.talk) == set(TalkingReason) for one in aid.statements)
    assert all(one.texts[Side.CLIENT] != one.texts[Side.COUNSELLOR] for one in aid.statements)
    assert [step.value for step in aid.scale] == [1, 2, 3, 4, 5]


def test_the_shipped_aid_says_what_it_is_not():
    aid = conversation_aid()

    assert aid.label == "gespreksinstrument, niet gevalideerd"
    assert "eigen tekst" in aid.licence
    assert aid == get_instrument(aid.key, aid.version)


def test_yes_is_the_sad_face_on_friction_alone():
    aid = conversation_aid()

    assert aid.statement(Aspect.TRUST).face(5) == 5
    assert aid.statement(Aspect.FRICTION).face(5) == 1
    assert aid.statement(Aspect.FRICTION).face(3) == 3


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
        ("licence: eigen tekst van Samenspoor, EUPL-1.2", "licence:", "hier hoort een tekst"),
        ("  - value: 4\n", "  - value: 7\n", "de schaal loopt van 1 tot en met 5"),
        ("  - aspect: bond\n", "  - aspect: warmth\n", "onbekend aspect “warmth”"),
        ("  - aspect: bond\n", "  - aspect: trust\n", "heeft al een stelling"),
        ("    negative: true\n", "    negative: false\n", "alleen stroefheid is een negatief aspect"),
        ("    negative: true\n", "    negative: misschien\n", "moet true of false zijn"),
        ("    client: Ook op", "    klant: Ook op", "onbekend veld “klant”"),
        (
            "    client: Ook op een slechte dag word ik gezien als mens.",
            f"    client: {'heel ' * 40}lang",
            "langer dan",
        ),
        ("name: Gespreks", "name: [Gespreks]\n#", "hier hoort een tekst"),
        ("key: gespreksinstrument\n", "key: a\nkey: b\n", "staat er twee keer"),
        ("label: gespreks", "label: 'gespreks", "geen geldige YAML"),
    ],
)
def test_a_fault_names_file_line_and_problem(tmp_path, old, new, problem):
    path, line = broken(tmp_path, old, new)

    with pytest.raises(InstrumentError) as caught:
        load_instrument(path)

    message = str(caught.value)
    assert problem in message
    if problem == "staat er twee keer":
        line += 1
    assert message.startswith(f"{path}, regel {line}:")


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


def test_a_scale_of_four_steps_and_a_missing_statement_are_refused(tmp_path):
    text = "".join(LINES)
    short = tmp_path / "kort.yaml"
    short.write_text(text.replace("  - value: 5\n    words: ja\n", ""), encoding="utf-8")
    less = tmp_path / "minder.yaml"
    less.write_text(text[: text.index("  - aspect: friction")], encoding="utf-8")

    with pytest.raises(InstrumentError, match="vijf stappen"):
        load_instrument(short)
    with pytest.raises(InstrumentError, match="geen stelling over stroefheid"):
        load_instrument(less)
