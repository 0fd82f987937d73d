"""The virus scanner: clamd on a real socket, a command, and what is given to nobody."""

from __future__ import annotations

import socketserver
import struct
import sys
import threading
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from accounts.enums import AuditOutcome
from accounts.errors import Refused
from accounts.models import AuditEntry
from casework import tasks
from casework.enums.scanning import ScanState
from casework.models import DocumentScan
from casework.services.documents import read_document, store_upload
from casework.services.scanners import ScannerUnreachableError, Verdict, ask_scanner
from casework.services.scanning import scan_document, scan_waiting

pytestmark = pytest.mark.django_db

# The harmless string that every scanner calls a virus, in two pieces so that this file is none.
EICAR = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$" + rb"EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"
PDF = b"%PDF-1.7\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"
INFECTED = b"%PDF-1.7\n" + EICAR + b"\n%%EOF\n"


class Clamd(socketserver.StreamRequestHandler):
    """Speaks as much of clamd as INSTREAM takes."""

    def handle(self):
        assert self.rfile.read(10) == b"zINSTREAM\0"
        content = b""
        while size := struct.unpack("!L", self.rfile.read(4))[0]:
            content += self.rfile.read(size)
        if len(content) > 1_000_000:
            answer = b"INSTREAM size limit exceeded. ERROR\0"
        else:
            answer = b"stream: Eicar-Signature FOUND\0" if EICAR in content else b"stream: OK\0"
        self.wfile.write(answer)


@pytest.fixture(params=["tcp", "unix"])
def clamd(request, tmp_path):
    """Run the little clamd and return its address."""
    path = str(tmp_path / "c")
    server = (
        socketserver.ThreadingTCPServer(("127.0.0.1", 0), Clamd)
        if request.param == "tcp"
        else socketserver.ThreadingUnixStreamServer(path, Clamd)
    )
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"tcp://127.0.0.1:{server.socket.getsockname()[1]}" if request.param == "tcp" else f"unix://{path}"
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture(autouse=True)
def quiet_queue(monkeypatch):
    """The task is called by the test itself."""
    asked = []
    monkeypatch.setattr(tasks.scan_document, "apply_async", lambda args, **_kwargs: asked.append(args[0]))
    return asked


def add(client_file, user, content=PDF):
    return store_upload(
        client=client_file,
        form_token=uuid4(),
        title="Brief",
        upload=SimpleUploadedFile("brief.pdf", content),
        acting_user=user,
    )


def test_clamd_says_what_it_finds(clamd):
    assert ask_scanner(clamd, PDF) == Verdict(clean=True)
    assert ask_scanner(clamd, PDF * 5_000) == Verdict(clean=True)  # in more than one piece
    assert ask_scanner(clamd, INFECTED) == Verdict(clean=False, found="Eicar-Signature")
    with pytest.raises(ScannerUnreachableError):
        ask_scanner(clamd, bytes(1_000_001))


@pytest.mark.parametrize(
    "address", ["tcp://127.0.0.1:1", "unix:///nergens/clamd.ctl", "clamd", "command:", "command:/nergens"]
)
def test_a_scanner_that_is_not_there_gives_no_verdict(address):
    with pytest.raises(ScannerUnreachableError):
        ask_scanner(address, PDF)


def test_a_command_gets_the_file_and_answers_with_its_status(tmp_path):
    script = tmp_path / "scan.py"
    script.write_text(
        "import sys\nbad = b'EICAR' in sys.stdin.buffer.read()\nprint('stdin: Eicar FOUND' if bad else 'stdin: OK')\n"
        "sys.exit(int(bad))\n"
    )
    assert ask_scanner(f"command:{sys.executable} {script}", PDF) == Verdict(clean=True)
    assert ask_scanner(f"command:{sys.executable} {script}", INFECTED) == Verdict(
        clean=False, found="stdin: Eicar FOUND"
    )
    script.write_text("import sys\nsys.exit(2)\n")
    with pytest.raises(ScannerUnreachableError):
        ask_scanner(f"command:{sys.executable} {script}", PDF)


def test_without_a_scanner_nothing_changes(client_file, counsellor):
    document = add(client_file, counsellor)
    assert not DocumentScan.objects.exists()
    assert scan_waiting() == 0
    assert scan_document(document.pk) is None
    assert read_document(document=document, acting_user=counsellor) == PDF


def test_a_file_is_given_only_when_clean(
    client_file, counsellor, clamd, settings, quiet_queue, django_capture_on_commit_callbacks
):
    settings.VIRUS_SCANNER = clamd
    with django_capture_on_commit_callbacks(execute=True):
        document = add(client_file, counsellor)
    assert quiet_queue == [document.pk]
    with pytest.raises(Refused, match="wordt nog nagekeken"):
        read_document(document=document, acting_user=counsellor)
    assert AuditEntry.objects.filter(rule="virus_scan", outcome=AuditOutcome.REFUSED).count() == 1
    tasks.scan_document(document.pk)
    assert DocumentScan.objects.get().state == ScanState.CLEAN
    assert read_document(document=document, acting_user=counsellor) == PDF
    assert scan_document(document.pk) is None  # a verdict stays


def test_a_virus_is_never_given(client, client_file, counsellor, clamd, settings):
    settings.VIRUS_SCANNER = clamd
    document = add(client_file, counsellor, INFECTED)
    tasks.scan_documents()
    scan = DocumentScan.objects.get()
    assert (scan.state, scan.found) == (ScanState.REFUSED, "Eicar-Signature")
    client.force_login(counsellor)
    answer = client.get(document.get_absolute_url(), follow=True)
    assert EICAR not in answer.content
    assert "is een virus gevonden" in answer.content.decode()
    page = client.get(reverse("casework:documents", args=[client_file.number])).content.decode()
    assert "virus gevonden</span>" in page


def test_a_scanner_that_is_away_is_asked_again(client_file, counsellor, clamd, settings):
    settings.VIRUS_SCANNER = "tcp://127.0.0.1:1"
    document, _other = add(client_file, counsellor), add(client_file, counsellor)
    assert scan_waiting() == 0
    assert DocumentScan.objects.get(document=document).state == ScanState.UNREACHABLE
    with pytest.raises(Refused, match="niet bereikbaar"):
        read_document(document=document, acting_user=counsellor)
    settings.VIRUS_SCANNER = clamd
    assert scan_waiting() == 2
    assert read_document(document=document, acting_user=counsellor) == PDF


def test_one_file_that_is_never_judged_holds_up_no_other(client_file, counsellor, clamd, settings):
    settings.VIRUS_SCANNER = clamd
    add(client_file, counsellor, PDF * 25_000)  # more than this clamd takes
    other = add(client_file, counsellor)
    assert [scan_waiting(), scan_waiting()] == [0, 1]
    assert read_document(document=other, acting_user=counsellor) == PDF


def test_files_from_before_the_scanner_are_checked_first(client_file, counsellor, clamd, settings):
    document = add(client_file, counsellor)
    settings.VIRUS_SCANNER = clamd
    with pytest.raises(Refused, match="wordt nog nagekeken"):
        read_document(document=document, acting_user=counsellor)
    assert scan_waiting() == 1
    assert read_document(document=document, acting_user=counsellor) == PDF


def test_a_queue_that_is_down_is_left_to_the_sweep(
    client_file, counsellor, clamd, settings, monkeypatch, django_capture_on_commit_callbacks
):
    def down(*_args, **_kwargs):
        raise OSError

    settings.VIRUS_SCANNER = clamd
    monkeypatch.setattr(tasks.scan_document, "apply_async", down)
    with django_capture_on_commit_callbacks(execute=True):
        add(client_file, counsellor)
    assert scan_waiting() == 1
