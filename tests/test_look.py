"""What the look promises, read from the files themselves: nothing inline, the stoplight's colours apart, light pages."""

from __future__ import annotations

import gzip
import re
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders

BASE = Path(settings.BASE_DIR)
TEMPLATES = sorted((BASE / "templates").rglob("*.html"))
STYLES = sorted((BASE / "static" / "css").glob("*.css"))
# The shape of a phase and a lane of the chart are drawn in its colour: paper reads no style inside a picture.
STOPLIGHT_SHAPES = {"_phase_path.html", "_chart_lane.html"}
FIRST_VISIT_BYTES = 180 * 1024


def ids_in(sprite: str) -> set[str]:
    """Return the names of the pictures in a sprite of static/img."""
    return set(re.findall(r'<symbol id="([a-z0-9-]+)"', (BASE / "static" / "img" / sprite).read_text()))


def stoplight_colours() -> dict[str, str]:
    """Return every colour that tokens.css keeps for the stoplight, with its phase."""
    tokens = (BASE / "static" / "css" / "tokens.css").read_text()
    found = re.findall(r"--(green|yellow|orange|red)(?:-text|-ground)?: (#[0-9a-f]{6})", tokens)
    return {colour: phase for phase, colour in found}


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: path.relative_to(BASE / "templates").as_posix())
def test_template_carries_no_style_or_script_of_its_own(template):
    text = template.read_text()
    assert re.findall(r"\sstyle=", text) == []
    assert re.findall(r"<style|\son[a-z]+=\"", text) == []
    assert [
        tag for tag in re.findall(r"<script[^>]*>", text) if " src=" not in tag and "application/json" not in tag
    ] == []


def test_every_static_file_that_a_template_names_exists():
    named = {name for template in TEMPLATES for name in re.findall(r"{% static '([^']+)' %}", template.read_text())}
    assert {name for name in named if finders.find(name) is None} == set()
    assert "css/tokens.css" in named


def test_every_icon_that_a_template_names_is_in_the_sprite():
    named = {
        name
        for template in TEMPLATES
        for name in re.findall(r'components/_icon\.html" with name="([a-z0-9-]+)"', template.read_text())
    }
    assert named - ids_in("icons.svg") == set()
    assert "alert" in named


def test_stoplight_colours_are_the_stoplights_alone():
    """A rule of style may use a colour of the stoplight if its selector names that phase."""
    colours = stoplight_colours()
    assert len(colours) == 12
    guilty = []
    for path in STYLES:
        if path.name == "tokens.css":
            continue
        for selector, body in re.findall(r"([^{}]+){([^{}]*)}", path.read_text()):
            used = set(re.findall(r"var\(--(green|yellow|orange|red)\b", body))
            used |= {colours[found] for found in re.findall(r"#[0-9a-f]{6}", body) if found in colours}
            guilty += [f"{path.name}: {selector.strip()}" for phase in used if f"-{phase}" not in selector]
    assert guilty == []
    drawn = [path.name for path in TEMPLATES if colours.keys() & set(re.findall(r"#[0-9a-f]{6}", path.read_text()))]
    assert set(drawn) == STOPLIGHT_SHAPES


def test_stoplight_words_are_legible_on_their_ground():
    tokens = (BASE / "static" / "css" / "tokens.css").read_text()
    for phase in ("green", "yellow", "orange", "red"):
        text, ground = (re.findall(rf"--{phase}-{part}: (#\w+)", tokens)[0] for part in ("text", "ground"))
        assert contrast(text, ground) >= 7


def contrast(one: str, other: str) -> float:
    """Return the contrast of two colours as WCAG defines it."""

    def luminance(colour: str) -> float:
        parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
        red, green, blue = [part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def test_first_visit_is_light():
    head = (BASE / "templates" / "_head.html").read_text() + (BASE / "templates" / "_scripts.html").read_text()
    files = set(re.findall(r"{% static '([^']+)' %}", head)) | {
        "css/client.css",
        "js/read_aloud.js",
        "img/icons.svg",
        "img/pictograms.svg",
        "img/faces.svg",
        *(f"fonts/{path.name}" for path in (BASE / "static" / "fonts").glob("*-latin.woff2")),
    }
    weight = 0
    for name in files:
        found = finders.find(name)
        assert found, name
        content = Path(found).read_bytes()
        weight += len(content) if name.endswith(".woff2") else len(gzip.compress(content))
    # what is left is for the page itself
    assert weight < FIRST_VISIT_BYTES - 20 * 1024


def test_nothing_comes_from_another_host():
    for path in STYLES:
        assert re.findall(r"@import|url\(\"?(?:https?:)?//", path.read_text()) == []
    for path in TEMPLATES:
        assert re.findall(r"(?:src|href)=\"(?:https?:)?//", path.read_text()) == []


def test_pages_use_subsets_and_paper_uses_complete_fonts():
    paper = (BASE / "static" / "css" / "pdf.css").read_text()
    page = (BASE / "static" / "css" / "tokens.css").read_text()
    assert set(re.findall(r"url\(\"([^\"]+)\"\)", paper)) == {
        f"../fonts/pdf/SourceSans3-{weight}.ttf" for weight in ("Regular", "It", "Semibold", "Bold")
    }
    assert ".ttf" not in page
    assert "unicode-range" not in paper
