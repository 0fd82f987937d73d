"""Is this container well? ``python -m config.probe web|worker|beat``: exit code 0 or 1, with one line that says why.

Run by the health checks of docker-compose.yml, inside the container that is asked about.
"""

import os
import socket
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

from celery import Celery

# The clock saves its schedule every three minutes.
CLOCK_SILENT_SECONDS = 600


def web() -> str:
    """Return what is wrong with the site, or nothing. Asks under a name that the site answers to."""
    host = os.environ.get("ALLOWED_HOSTS", "").split(",")[0].strip().lstrip(".") or "localhost"
    port = (os.environ.get("BIND") or "127.0.0.1:8000").rpartition(":")[2]
    request = urllib.request.Request(
        f"http://127.0.0.1:{port}/gezondheid/", headers={"Host": "localhost" if host == "*" else host}
    )
    try:
        with urllib.request.urlopen(request, timeout=8) as response:  # noqa: S310 -- as above
            return "" if response.status == 200 else f"status {response.status}"  # noqa: PLR2004 -- 200 is "OK"
    except (urllib.error.URLError, TimeoutError) as error:
        return str(error)


def worker() -> str:
    """Return what is wrong with the worker of this container, or nothing."""
    # Not the app of the site: a probe runs without the secrets, so without its settings.
    control = Celery(broker=os.environ.get("REDIS_URL", "")).control
    name = f"celery@{socket.gethostname()}"
    return "" if control.ping(destination=[name], timeout=10) else f"{name} does not answer"


def beat(schedule: str) -> str:
    """Return what is wrong with the clock that keeps the file ``schedule``, or nothing."""
    files = list(Path(schedule).parent.glob(Path(schedule).name + "*"))
    if not files:
        return f"{schedule} does not exist"
    silent = time.time() - max(file.stat().st_mtime for file in files)
    return "" if silent < CLOCK_SILENT_SECONDS else f"silent for {silent:.0f} seconds"


def main(arguments: list[str]) -> int:
    """Run the probe that is asked for; return the exit code."""
    match arguments:
        case ["web"]:
            problem = web()
        case ["worker"]:
            problem = worker()
        case ["beat", schedule]:
            problem = beat(schedule)
        case _:
            problem = "usage: python -m config.probe web | worker | beat SCHEDULE"
    print(problem or "ok")  # noqa: T201 -- read by the container engine
    return 1 if problem else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
