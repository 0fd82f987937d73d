"""HTML to tagged PDF, in a process of its own that lives as long as the one that started it.

Laying out a page keeps a processor busy for half a second; in the process that serves the pages it would hold up
everybody else. Run as ``python -m casework.services.press ROOT``: requests come in on standard input, papers go out on
standard output, and the end of the input is the end of the press. Nothing of Django is needed here, and nothing is kept.

A request is the length of the HTML in ASCII digits, a newline and the HTML in UTF-8. An answer is one line of JSON,
``{"size": bytes, "pages": count}`` followed by that many bytes, or ``{"error": kind}`` (see ``MISSING``, ``FAILED``).
"""

from __future__ import annotations

import json
import logging
import os
import signal
import sys
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote, urlsplit

if TYPE_CHECKING:
    from typing import BinaryIO

# WeasyPrint cannot be loaded: a library of the system is absent.
MISSING = "missing"
# The page could not be laid out, or it asked for something that a paper may not read.
FAILED = "failed"

logger = logging.getLogger(__name__)


class PressError(Exception):
    """No paper came out; ``kind`` says why."""

    def __init__(self, kind: str) -> None:
        """Keep the kind: ``MISSING`` or ``FAILED``."""
        super().__init__(kind)
        self.kind = kind


@lru_cache(maxsize=1)
def _weasyprint() -> Any:  # noqa: ANN401 -- a module without types
    """Load WeasyPrint, which takes a second; raise ``PressError`` when the system lacks a library of it."""
    logging.getLogger("weasyprint").setLevel(logging.ERROR)
    logging.getLogger("weasyprint.progress").setLevel(logging.WARNING)
    logging.getLogger("fontTools").setLevel(logging.WARNING)
    try:
        import weasyprint  # noqa: PLC0415 -- slow, and absent libraries must not stop the site
    except OSError as error:
        raise PressError(MISSING) from error
    return weasyprint


@lru_cache(maxsize=4)
def _fetcher(root: Path) -> Any:  # noqa: ANN401 -- a class of a library without types
    """Return the reader of a paper: files under ``root`` and data addresses; never the network, never another folder."""
    _weasyprint()
    from weasyprint.urls import FatalURLFetchingError, URLFetcher  # noqa: PLC0415 -- see _weasyprint

    class LocalFetcher(URLFetcher):
        """Reads what stands under one folder, and nothing else."""

        def fetch(self, url: str, headers: dict[str, str] | None = None) -> Any:  # noqa: ANN401 -- as its base
            """Return the content of ``url``; raise ``FatalURLFetchingError`` for what is not ours."""
            parts = urlsplit(url)
            path = Path(unquote(parts.path)).resolve()
            ours = parts.scheme == "file" and not parts.netloc and path.is_relative_to(root)
            if not ours and parts.scheme != "data":
                msg = "A paper may only read our own files."
                raise FatalURLFetchingError(msg)
            return super().fetch(url, headers)

    return LocalFetcher(allowed_protocols={"file", "data"}, allow_redirects=False, fail_on_errors=True)


def typeset(html: str, root: Path) -> tuple[bytes, int]:
    """Return the PDF of a page (PDF/UA-1) and its number of pages; addresses in it are relative to ``root``.

    Raises ``PressError`` when WeasyPrint cannot be loaded, or when the page cannot be laid out.
    """
    weasyprint = _weasyprint()
    from weasyprint.urls import FatalURLFetchingError  # noqa: PLC0415 -- see _weasyprint

    root = root.resolve()
    try:
        page = weasyprint.HTML(string=html, base_url=f"{root.as_uri()}/", url_fetcher=_fetcher(root))
        document = page.render(pdf_variant="pdf/ua-1", pdf_tags=True)
        return document.write_pdf(pdf_variant="pdf/ua-1", pdf_tags=True), len(document.pages)
    except (Exception, FatalURLFetchingError) as error:  # a library may fail in any way; the press must go on
        # The kind only: the words of an error may quote the page.
        logger.error("A paper could not be laid out: %s", type(error).__name__)  # noqa: TRY400 -- as above
        raise PressError(FAILED) from error


def serve(requests: BinaryIO, answers: BinaryIO, root: Path) -> None:
    """Answer requests one after the other until the input ends."""
    while size := requests.readline():
        html = requests.read(int(size)).decode()
        try:
            content, pages = typeset(html, root)
        except PressError as error:
            content, answer = b"", json.dumps({"error": error.kind})
        else:
            answer = json.dumps({"size": len(content), "pages": pages})
        answers.write(answer.encode() + b"\n" + content)
        answers.flush()


def main() -> None:
    """Run the press: load WeasyPrint at once, so that the first paper does not wait for it."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the process that started us; its end is ours
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # whatever a library prints must not end up between the papers
    try:
        _weasyprint()
    except PressError as error:
        logger.warning("The press cannot print: %s", error.__cause__)
    serve(sys.stdin.buffer, answers, Path(sys.argv[1]))


if __name__ == "__main__":
    main()
