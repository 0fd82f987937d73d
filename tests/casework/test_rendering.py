"""Papers: what comes out of the press, what it may read, and what happens when it cannot print."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest

from accounts.errors import Refused
from casework import checks
from casework.services import press as press_module
from casework.services import rendering
from casework.services.press import FAILED, MISSING, PressError, serve, typeset
from tests.pdf import OWN_FONT, fonts_of, text_of

PAGE = (
    '<!doctype html><html lang="nl"><head><title>Proef</title><style>'
    '@font-face{font-family:"Source Sans 3";src:url(fonts/pdf/SourceSans3-Regular.ttf)}'
    'body{font-family:"Source Sans 3"}</style></head><body><h1>Proef</h1>%s</body></html>'
)
LETTERS = "ŽžŁłŞşĞğĆćÖß–„“"


@pytest.fixture
def apart(settings):
    """A press beside this process, closed after the test."""
    settings.PRESS_APART = True
    yield rendering.press
    rendering.press.close()


def test_a_page_becomes_a_tagged_pdf_with_its_language_and_title():
    content, pages = typeset(PAGE % "<p>tekst</p>", rendering.root())
    with pikepdf.open(BytesIO(content)) as pdf:
        assert pages == len(pdf.pages) == 1
        assert bool(pdf.Root.MarkInfo.Marked) is True
        assert "/StructTreeRoot" in pdf.Root
        assert str(pdf.Root.Lang) == "nl"
        assert bool(pdf.Root.ViewerPreferences.DisplayDocTitle) is True
        assert str(pdf.docinfo["/Title"]) == "Proef"
        assert pdf.open_metadata()["pdfuaid:part"] == "1"


def test_names_from_all_over_europe_come_out_in_our_own_font_alone():
    content, _pages = typeset(PAGE % f"<p>{LETTERS}</p>", rendering.root())
    assert LETTERS in text_of(content)
    assert {name[: len(OWN_FONT)] for name in fonts_of(content)} == {OWN_FONT}


@pytest.mark.parametrize(
    "address",
    [
        "https://example.org/x.png",
        "http://127.0.0.1:1/x.png",
        "file:///etc/passwd",
        "../config/settings.py",
        "%2e%2e/config/settings.py",
        "file://elders/etc/passwd",
        "ftp://example.org/x",
    ],
)
def test_a_paper_reads_nothing_but_our_own_files(address):
    with pytest.raises(PressError) as refusal:
        typeset(PAGE % f'<img src="{address}" alt="">', rendering.root())
    assert refusal.value.kind == FAILED


def test_a_page_comes_out_of_the_press_beside_us_as_out_of_our_own_hands(apart):
    html = PAGE % "<p>één</p><p class=x>twee</p>"
    paper = rendering.render_pdf(html)
    assert paper.pages == 1
    assert "één" in text_of(paper.content)


def test_the_press_goes_on_after_a_page_that_could_not_be_laid_out(apart):
    with pytest.raises(Refused) as refusal:
        rendering.render_pdf(PAGE % '<img src="file:///etc/passwd" alt="">')
    assert "Er is niets uitgegeven" in refusal.value.sentence
    assert rendering.render_pdf(PAGE % "<p>toch</p>").pages == 1


def test_a_press_that_was_killed_is_replaced(apart):
    apart.warm_up()
    first = apart._process.pid
    os.kill(first, signal.SIGKILL)
    apart._process.wait()
    assert rendering.render_pdf(PAGE % "<p>weer</p>").pages == 1
    assert apart._process.pid != first


def test_a_press_that_is_stuck_is_stopped_and_said_to_be(apart, monkeypatch):
    monkeypatch.setattr(rendering, "LONGEST_SECONDS", 0.2)
    with pytest.raises(Refused):
        rendering.render_pdf(PAGE % ("<p>lang</p>" * 20_000))
    monkeypatch.undo()


def test_the_press_ends_when_whoever_started_it_is_killed(tmp_path):
    starter = (
        "import subprocess, sys, time;"
        "p = subprocess.Popen([sys.executable, '-m', 'casework.services.press', sys.argv[1]],"
        " stdin=subprocess.PIPE, stdout=subprocess.PIPE); print(p.pid, flush=True); time.sleep(60)"
    )
    with subprocess.Popen(
        [sys.executable, "-c", starter, str(rendering.root())], stdout=subprocess.PIPE, cwd=rendering.root().parent
    ) as parent:
        child = int(parent.stdout.readline())
        parent.kill()
    for _moment in range(100):
        if not _alive(child):
            break
        time.sleep(0.1)
    assert not _alive(child)


def _alive(pid: int) -> bool:
    try:
        return "Z" not in Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2][:3]
    except FileNotFoundError:
        return False


def test_what_a_library_prints_does_not_end_up_in_a_paper():
    script = "import casework.services.press as p; p._weasyprint = lambda: print('ruis'); p.main()"
    done = subprocess.run(
        [sys.executable, "-c", script, str(rendering.root())],
        input=b"",
        capture_output=True,
        cwd=rendering.root().parent,
        check=True,
    )
    assert done.stdout == b""
    assert done.stderr == b"ruis\n"


def test_the_press_answers_one_request_after_another_until_the_input_ends():
    good, bad = (PAGE % "<p>é</p>").encode(), (PAGE % '<img src="file:///etc/passwd" alt="">').encode()
    answers = BytesIO()
    serve(BytesIO(b"".join(b"%d\n%b" % (len(page), page) for page in (good, bad, good))), answers, rendering.root())
    answers.seek(0)
    for expected in ("pages", "error", "pages"):
        said = json.loads(answers.readline())
        assert expected in said
        assert answers.read(said.get("size", 0))[:5] == (b"%PDF-" if expected == "pages" else b"")
    assert answers.read() == b""


@pytest.mark.parametrize("answer", [b"", b'{"size": 10, "pages": 1}\nkort', b"geen json\n", b'{"pages": 1}\n'])
def test_a_press_that_falls_halfway_is_said_so_and_replaced(apart, monkeypatch, answer):
    script = f"import sys; sys.stdin.buffer.readline(); sys.stdout.buffer.write({answer!r})"
    fallen = subprocess.Popen([sys.executable, "-c", script], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    apart._process = fallen
    with pytest.raises(Refused, match="Er is niets uitgegeven"):
        rendering.render_pdf(PAGE % "<p>half</p>")
    assert rendering.render_pdf(PAGE % "<p>heel</p>").pages == 1


def test_a_press_is_warmed_up_once_and_only_when_it_stands_apart(apart, settings):
    rendering.warm_up()
    first = apart._process
    rendering.warm_up()
    assert apart._process is first
    apart.close()
    settings.PRESS_APART = False
    rendering.warm_up()
    assert apart._process is None


@pytest.mark.parametrize("is_apart", [True, False])
def test_without_the_libraries_the_refusal_names_the_packages(settings, monkeypatch, is_apart):
    settings.PRESS_APART = is_apart

    def absent(*_args):
        raise PressError(MISSING)

    monkeypatch.setattr(rendering, "typeset", absent)
    monkeypatch.setattr(rendering.press, "typeset", absent)
    with pytest.raises(Refused) as refusal:
        rendering.render_pdf("<p>")
    assert "libpango-1.0-0, libpangoft2-1.0-0, libharfbuzz-subset0" in refusal.value.sentence


def test_a_library_that_cannot_be_loaded_is_told_apart_from_a_page_that_fails(monkeypatch):
    press_module._weasyprint.cache_clear()
    monkeypatch.delitem(sys.modules, "weasyprint", raising=False)
    monkeypatch.setattr("builtins.__import__", _import_without_pango(__import__))
    with pytest.raises(PressError) as refusal:
        press_module._weasyprint()
    assert refusal.value.kind == MISSING


def _import_without_pango(real):
    def importer(name, *args, **kwargs):
        if name == "weasyprint":
            raise OSError("cannot load library 'libpango-1.0-0'")
        return real(name, *args, **kwargs)

    return importer


def test_the_start_warns_of_absent_libraries(monkeypatch):
    def absent(name):
        raise OSError(name)

    monkeypatch.setattr("sys.platform", "linux")
    monkeypatch.setattr("ctypes.CDLL", absent)
    (warning,) = checks.check_press()
    assert warning.id == "casework.W001"
    assert "libpango-1.0.so.0" in warning.msg
    assert "apt-get install --no-install-recommends libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0" in str(
        warning.hint
    )


def test_the_start_is_silent_where_all_is_there():
    assert checks.check_press() == []
