"""The worker inside the web process, and the probes of the containers."""

import os
import subprocess
import sys
import threading
import time
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest
from django.urls import reverse

from config import embedded, probe

ROOT = Path(__file__).resolve().parent.parent

# A process as gunicorn makes one, without the web: start, let the worker do one job, stop.
SCRIPT = """
import threading, time
import django
django.setup()
from celery import shared_task
from config import embedded

done = threading.Event()

@shared_task
def slow():
    time.sleep(1)
    done.set()

embedded.start()
embedded.start()
names = sorted(t.name for t in threading.enumerate() if t.name in {"celery-worker", "Beat"})
slow.delay()
time.sleep(0.7)
embedded.stop()
print(names, done.wait(0))
"""


def test_worker_and_clock_run_once_and_a_running_job_is_finished(tmp_path):
    left = {name: value for name, value in os.environ.items() if name not in {"DATABASE_URL", "REDIS_URL"}}
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT],
        cwd=ROOT,
        env={**left, "VAR_DIR": str(tmp_path), "DJANGO_SETTINGS_MODULE": "config.settings"},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert done.stdout.strip() == "['Beat', 'celery-worker'] True", done.stderr


def test_nothing_is_embedded_beside_a_real_broker(settings):
    settings.REDIS_URL = "redis://127.0.0.1:1/0"
    before = threading.active_count()
    with pytest.raises(RuntimeError, match="REDIS_URL"):
        embedded.start()
    assert threading.active_count() == before


def test_one_process_only_without_a_broker():
    environment = {name: value for name, value in os.environ.items() if name != "REDIS_URL"}
    done = subprocess.run(
        [sys.executable, "-m", "gunicorn", "-c", "config/gunicorn.conf.py", "--check-config", "config.wsgi"],
        cwd=ROOT,
        env={**environment, "WEB_CONCURRENCY": "2"},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert done.returncode != 0
    assert "WEB_CONCURRENCY above 1 needs REDIS_URL" in done.stderr


def test_clock_is_well_while_it_keeps_its_schedule(tmp_path, capsys):
    schedule = tmp_path / "schedule"
    assert probe.main(["beat", str(schedule)]) == 1
    schedule.write_text("")
    assert probe.main(["beat", str(schedule)]) == 0
    an_hour_ago = time.time() - 3600
    os.utime(schedule, (an_hour_ago, an_hour_ago))
    assert probe.main(["beat", str(schedule)]) == 1
    assert "silent for 36" in capsys.readouterr().out


@pytest.fixture
def site():
    """A site that answers under one name only, and what it was asked."""
    asked = []

    class Answer(BaseHTTPRequestHandler):
        def do_GET(self):
            asked.append((self.path, self.headers["Host"]))
            self.send_response(200 if self.headers["Host"] == "samenspoor.example" else 400)
            self.end_headers()

        def log_message(self, *_args):
            """Say nothing."""

    server = HTTPServer(("127.0.0.1", 0), Answer)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield server.server_port, asked
    server.shutdown()
    thread.join()
    server.server_close()


def test_site_is_well_when_it_answers_under_its_own_name(site, monkeypatch):
    port, asked = site
    monkeypatch.setenv("BIND", f"0.0.0.0:{port}")
    monkeypatch.setenv("ALLOWED_HOSTS", ".samenspoor.example, other.example")
    assert probe.web() == ""
    assert asked == [(reverse("health"), "samenspoor.example")]
    monkeypatch.setenv("ALLOWED_HOSTS", "other.example")
    assert "400" in probe.web()


def test_site_is_unwell_when_nothing_listens(monkeypatch):
    monkeypatch.setenv("BIND", "127.0.0.1:1")
    assert "refused" in probe.web()


def test_unknown_probe_is_refused(capsys):
    assert probe.main(["everything"]) == 1
    assert "usage" in capsys.readouterr().out
