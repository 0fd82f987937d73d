"""The virus scanners that can be named in ``VIRUS_SCANNER``: clamd over a socket, or a command of one's own.

``tcp://host:3310`` and ``unix:///run/clamav/clamd.ctl`` speak the INSTREAM command of clamd; ``command:PROGRAM ARGS``
gets the file on its standard input and says 0 for clean and 1 for a virus, as clamscan and clamdscan do.
"""

from __future__ import annotations

import shlex
import socket
import struct
import subprocess
from dataclasses import dataclass
from urllib.parse import urlsplit

CHUNK = 64 * 1024
CLAMD_PORT = 3310
LONGEST_ANSWER = 4096
SECONDS = 60
CLEAN, INFECTED = 0, 1
LONGEST_NAME = 200


class ScannerUnreachableError(Exception):
    """The scanner gave no verdict: it is not there, is busy, or said something else."""


@dataclass(frozen=True)
class Verdict:
    """What a scanner said. ``found`` is the name of the virus, and empty for a clean file."""

    clean: bool
    found: str = ""


def ask_scanner(address: str, content: bytes) -> Verdict:
    """Return what the scanner at ``address`` says of a file; raise ``ScannerUnreachableError`` when it gives no verdict."""
    try:
        if address.startswith("command:"):
            return _by_command(shlex.split(address.removeprefix("command:")), content)
        return _by_clamd(address, content)
    except (OSError, ValueError, subprocess.SubprocessError) as error:
        raise ScannerUnreachableError(type(error).__name__) from error


def _by_clamd(address: str, content: bytes) -> Verdict:
    with _connect(address) as line:
        line.sendall(b"zINSTREAM\0")
        for start in range(0, len(content), CHUNK):
            piece = content[start : start + CHUNK]
            line.sendall(struct.pack("!L", len(piece)) + piece)
        line.sendall(struct.pack("!L", 0))
        answer = b""
        while not answer.endswith(b"\0") and len(answer) < LONGEST_ANSWER:
            piece = line.recv(LONGEST_ANSWER)
            if not piece:
                break
            answer += piece
    words = answer.rstrip(b"\0\n").decode(errors="replace").removeprefix("stream: ")
    if words == "OK":
        return Verdict(clean=True)
    if words.endswith(" FOUND"):
        return Verdict(clean=False, found=words.removesuffix(" FOUND")[:LONGEST_NAME])
    msg = "clamd gave no verdict"
    raise ValueError(msg)


def _connect(address: str) -> socket.socket:
    parts = urlsplit(address)
    if parts.scheme == "unix" and parts.path:
        line = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        line.settimeout(SECONDS)
        try:
            line.connect(parts.path)
        except OSError:
            line.close()
            raise
        return line
    if parts.scheme == "tcp" and parts.hostname:
        return socket.create_connection((parts.hostname, parts.port or CLAMD_PORT), timeout=SECONDS)
    msg = "not an address of a scanner"
    raise ValueError(msg)


def _by_command(command: list[str], content: bytes) -> Verdict:
    if not command:
        msg = "no command"
        raise ValueError(msg)
    done = subprocess.run(command, input=content, capture_output=True, timeout=SECONDS, check=False)  # noqa: S603 -- the administrator's own setting
    if done.returncode == CLEAN:
        return Verdict(clean=True)
    if done.returncode == INFECTED:
        first = done.stdout.decode(errors="replace").strip().splitlines()[:1]
        return Verdict(clean=False, found=(first[0] if first else "")[:LONGEST_NAME])
    msg = "the command gave no verdict"
    raise ValueError(msg)
