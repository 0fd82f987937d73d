"""``bin/start`` says in one sentence what stands in the way, on any machine."""

import os
import shutil
import socket
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
TOOLS = ("bash", "cat", "chmod", "cksum", "dirname", "env", "grep", "mkdir", "printf", "rm", "sed", "sh", "tr")


@pytest.fixture
def tree(tmp_path):
    """The files that bin/start reads before there is an environment, in a folder of their own."""
    (tmp_path / "site").mkdir()
    shutil.copytree(ROOT / "bin", tmp_path / "site/bin")
    for lock in ROOT.glob("requirements*.txt"):
        shutil.copy(lock, tmp_path / "site")
    return tmp_path / "site"


@pytest.fixture
def machine(tmp_path):
    """A machine with a few tools, on which nobody is root; ``has`` gives it a command."""
    box = tmp_path / "box"
    box.mkdir()
    for tool in TOOLS:
        if found := shutil.which(tool):
            (box / tool).symlink_to(found)

    class Machine:
        path = str(box)

        @staticmethod
        def has(command, script):
            (box / command).write_text(f"#!/bin/sh\n{script}\n")
            (box / command).chmod(0o755)

    Machine.has("id", "echo 1000")
    return Machine


def start(tree, *arguments, path=None, **environment):
    """Run bin/start until it stops by itself; return its exit code and what it said last."""
    done = subprocess.run(
        ["/bin/sh", str(tree / "bin/start"), *arguments],
        env={"PATH": path or os.environ["PATH"], "LANG": "C.UTF-8", "HOME": str(tree), **environment},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
        stdin=subprocess.DEVNULL,
    )
    return done.returncode, done.stderr.strip()


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["--port", "achtduizend"], "Gestopt: poort 'achtduizend' is geen getal tussen 1 en 65535."),
        (["--port=0"], "Gestopt: poort 0 ligt niet tussen 1 en 65535."),
        (["--port", "70000"], "Gestopt: poort 70000 ligt niet tussen 1 en 65535."),
        (["--port"], "Gestopt: --port vraagt een nummer, bijvoorbeeld: bin/start --port 8080"),
    ],
)
def test_a_port_that_is_none_is_refused(tree, arguments, sentence):
    assert start(tree, *arguments) == (1, sentence)


def test_a_taken_port_is_said_and_another_one_named(tree):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        other = port + 1
        assert start(tree, PORT=str(port)) == (
            1,
            f"Gestopt: poort {port} is al in gebruik. Kies een andere, bijvoorbeeld: bin/start --port {other}",
        )
    assert not (tree / ".venv").exists()


def test_a_folder_that_cannot_be_written_is_said(tree, tmp_path):
    (tmp_path / "file").touch()
    code, said = start(tree, "--port", "18399", VAR_DIR=str(tmp_path / "file/var"))
    assert code == 1
    assert said.startswith(f"Gestopt: in {tmp_path}/file/var kan niet worden geschreven.")
    assert len(said.splitlines()) == 1


def test_without_apt_the_packages_are_named(tree, machine):
    code, said = start(tree, path=machine.path)
    assert code == 1
    assert said.startswith("Gestopt: Python 3.11 of nieuwer met venv ontbreekt (gevonden: geen Python)")
    assert "heeft geen apt" in said
    assert "Pango met PangoFT2 en HarfBuzz" in said
    assert len(said.splitlines()) == 1


def test_an_old_python_is_named_with_the_command_that_helps(tree, machine):
    machine.has("python3", 'case "$1" in --version) echo Python 3.9.2 ;; *) exit 1 ;; esac')
    machine.has("apt-get", "exit 100")
    machine.has("dpkg-query", "exit 1")
    assert start(tree, path=machine.path) == (
        1,
        (
            "Gestopt: Python 3.11 of nieuwer met venv ontbreekt (gevonden: Python 3.9.2). "
            "Voer uit: sudo apt-get install python3 python3-venv"
        ),
    )


@pytest.mark.parametrize(
    ("apt", "help_offered"),
    [
        (True, "Voer eenmalig uit: sudo apt-get install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0"),
        (False, "Dit systeem heeft geen apt: installeer zelf Pango met PangoFT2 en HarfBuzz"),
    ],
)
def test_missing_pdf_libraries_are_named_and_the_start_goes_on(tree, machine, apt, help_offered):
    # Able to do all that comes before the environment, which then cannot be made: so far the start went on.
    machine.has("python3", f'case "$*" in "-m venv"*) exit 1 ;; *) exec {sys.executable} "$@" ;; esac')
    machine.has("ldconfig", "exit 0")
    if apt:
        machine.has("apt-get", "exit 100")
        machine.has("dpkg-query", "exit 1")
    code, said = start(tree, "--port", "18398", path=machine.path)
    first, last = said.splitlines()
    assert first.startswith("Let op: PDF's maken kan nog niet; de rest werkt.")
    assert help_offered in first
    assert last.startswith("Gestopt: de virtuele omgeving .venv kon niet worden gemaakt")
    assert code == 1


def test_an_environment_that_was_half_made_is_made_anew(tree, machine):
    machine.has("python3", f'case "$*" in "-m venv"*) echo "$@" >&2; exit 1 ;; *) exec {sys.executable} "$@" ;; esac')
    machine.has("ldconfig", "echo libpango-1.0 libpangoft2-1.0")
    (tree / ".venv/bin").mkdir(parents=True)
    (tree / ".venv/bin/python").symlink_to("/nowhere/python")
    (tree / ".venv/stamp-requirements.txt").write_text("of another time")
    _code, said = start(tree, "--port", "18397", path=machine.path)
    assert "-m venv --clear .venv" in said
    assert not (tree / ".venv/stamp-requirements.txt").exists()
