"""From template to paper: lays out a page as tagged PDF, in a process beside this one so that pages stay quick."""

from __future__ import annotations

import atexit
import json
import logging
import subprocess
import sys
import threading
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _

from accounts.errors import Refused
from casework.services.press import FAILED, MISSING, PressError, typeset

if TYPE_CHECKING:
    from pathlib import Path
    from typing import IO

# Debian's names of what WeasyPrint needs; casework/checks.py looks for them at the start.
SYSTEM_PACKAGES = ("libpango-1.0-0", "libpangoft2-1.0-0", "libharfbuzz-subset0")
# Papers count a handful of pages; what takes longer than this is stuck.
LONGEST_SECONDS = 60

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Paper:
    """A PDF and the number of its pages."""

    content: bytes
    pages: int


def root() -> Path:
    """Return the folder that papers read their style, fonts and pictures from."""
    folder: Path = settings.BASE_DIR / "static"
    return folder


class Press:
    """The process that lays out papers (casework/services/press.py): started when needed, one paper at a time.

    It ends with this process, however that ends, since its input ends then.
    """

    def __init__(self) -> None:
        """Start nothing yet."""
        self._lock = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None

    def warm_up(self) -> None:
        """Have the process ready, without waiting for it: it loads its library while the reader still reads."""
        if self._lock.acquire(blocking=False):
            try:
                self._running()
            finally:
                self._lock.release()

    def typeset(self, html: str) -> tuple[bytes, int]:
        """Return the PDF and its number of pages; raise ``PressError`` when none came out within a minute."""
        with self._lock:
            process = self._running()
            patience = threading.Timer(LONGEST_SECONDS, process.kill)
            patience.daemon = True
            patience.start()
            try:
                return _ask(process, html.encode())
            except (OSError, ValueError, KeyError) as error:
                self._stop()
                logger.error("The press stopped while it worked: %s", type(error).__name__)  # noqa: TRY400 -- no content
                raise PressError(FAILED) from error
            finally:
                patience.cancel()

    def close(self) -> None:
        """Stop the process; the next paper starts another."""
        with self._lock:
            self._stop()

    def _running(self) -> subprocess.Popen[bytes]:
        if self._process is not None and self._process.poll() is None:
            return self._process
        self._stop()
        self._process = subprocess.Popen(  # noqa: S603 -- our own module, our own folder
            [sys.executable, "-m", "casework.services.press", str(root())],
            cwd=settings.BASE_DIR,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        )
        return self._process

    def _stop(self) -> None:
        process, self._process = self._process, None
        if process is None:
            return
        process.kill()
        for pipe in _pipes(process):
            try:
                pipe.close()
            except OSError:  # what could not be written any more
                logger.debug("The press was gone already.")
        process.wait()


def _pipes(process: subprocess.Popen[bytes]) -> tuple[IO[bytes], IO[bytes]]:
    if process.stdin is None or process.stdout is None:
        msg = "The press has no pipes."
        raise OSError(msg)
    return process.stdin, process.stdout


def _ask(process: subprocess.Popen[bytes], page: bytes) -> tuple[bytes, int]:
    """Put one page through the press; raise ``OSError`` or ``ValueError`` when it ends halfway."""
    requests, answers = _pipes(process)
    requests.write(b"%d\n%b" % (len(page), page))
    requests.flush()
    answer: dict[str, Any] = json.loads(answers.readline())
    if "error" in answer:
        raise PressError(str(answer["error"]))
    content = answers.read(answer["size"])
    if len(content) != answer["size"]:
        msg = "The paper is not whole."
        raise ValueError(msg)
    return content, int(answer["pages"])


press = Press()
atexit.register(press.close)


def render_pdf(html: str) -> Paper:
    """Return the page as tagged PDF. Takes up to a second: call it outside every transaction.

    Raises ``Refused`` with the packages to install when the system lacks them, or when no paper came out.
    """
    try:
        content, pages = press.typeset(html) if settings.PRESS_APART else typeset(html, root())
    except PressError as error:
        if error.kind == MISSING:
            raise Refused(
                _(
                    "Deze server kan nog geen pdf maken: er ontbreken systeempakketten (%(packages)s). "
                    "Vraag uw beheerder om ze te installeren. Tot die tijd kunt u de pagina zelf afdrukken vanuit uw browser."
                )
                % {"packages": ", ".join(SYSTEM_PACKAGES)}
            ) from error
        raise Refused(
            _("Het maken van de pdf is niet gelukt. Er is niets uitgegeven. Probeer het nog eens.")
        ) from error
    return Paper(content=content, pages=pages)


def render_template(template: str, context: dict[str, Any]) -> Paper:
    """Return a template as PDF. A paper is in Dutch, whatever language the reader of the screen has chosen."""
    with translation.override(settings.LANGUAGE_CODE):
        html = render_to_string(template, context)
    return render_pdf(html)


def warm_up() -> None:
    """Have the press ready for the paper that will probably be asked for next."""
    if settings.PRESS_APART:
        press.warm_up()
