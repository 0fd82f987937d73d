"""How gunicorn serves the site, on a laptop and in a container.

Without ``REDIS_URL`` there is one process, with threads, and the worker and the clock of the background jobs run inside
it: a second process would have a queue of its own. With ``REDIS_URL`` there are ``WEB_CONCURRENCY`` processes and the
jobs run elsewhere.
"""

import os
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from gunicorn.workers.base import Worker

EMBEDDED = not os.environ.get("REDIS_URL", "").strip()

bind = os.environ.get("BIND") or f"127.0.0.1:{os.environ.get('PORT') or 8000}"
worker_class = "gthread"
workers = int(os.environ.get("WEB_CONCURRENCY") or (1 if EMBEDDED else 2))
threads = 8
timeout = 60
graceful_timeout = 20
control_socket_disable = True
# No access log: an address may hold a client's number, and who saw what is kept in the audit trail.
accesslog = None
loglevel = os.environ.get("GUNICORN_LOGLEVEL") or "warning"

if EMBEDDED and workers != 1:
    msg = "WEB_CONCURRENCY above 1 needs REDIS_URL: without it every process would have a queue of its own."
    raise SystemExit(msg)


def post_worker_init(worker: "Worker") -> None:
    """Start the jobs inside the web process where there is no broker, and say that the site is open."""
    if EMBEDDED:
        from config import embedded  # noqa: PLC0415 -- only when Django is set up

        embedded.start()
    announce = os.environ.get("SAMENSPOOR_ANNOUNCE")
    if announce and worker.age == 1:
        print(f"\nSamenspoor staat open op {announce} (stoppen: Ctrl+C)", flush=True)  # noqa: T201 -- for a person


def worker_exit(_server: object, _worker: "Worker") -> None:
    """Let a running job finish before the process goes."""
    if EMBEDDED:
        from config import embedded  # noqa: PLC0415 -- as above

        embedded.stop()
