"""All that has to happen before the site can be served, in one process, so that a second start is quick."""

import hashlib
import io
import json
import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import CommandError, call_command
from django.core.management.base import BaseCommand
from django.db import DatabaseError, connection, connections
from django.db.migrations.executor import MigrationExecutor
from django.utils.translation import gettext as _
from gunicorn.app.wsgiapp import run

from accounts.enums import Role
from overview.demo.loading import is_loaded

# Written beside the collected files: from which sources they were made.
FINGERPRINT = "made-from"


class Command(BaseCommand):
    help = "Brings the database up to date, loads the demo caseload (in the demo), and collects static files."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--without-demo", action="store_true", help="leave the demo caseload alone")
        parser.add_argument("--serve", action="store_true", help="serve the site from this same process afterwards")

    def handle(self, *args: object, **options: Any) -> None:
        try:
            self.migrate()
            logins = None if options["without_demo"] or not settings.DEMO else self.load_demo()
        except DatabaseError as error:
            reason = " ".join(str(error).split())
            raise CommandError(_("De database doet niet mee: %(reason)s") % {"reason": reason}) from error
        try:
            self.collect_static()
        except OSError as error:
            raise CommandError(
                _("Bestanden klaarzetten in %(folder)s lukt niet: %(reason)s")
                % {"folder": settings.STATIC_ROOT, "reason": error.strerror or error}
            ) from error
        if logins:
            self.show_logins(logins)
        if options["serve"]:
            serve()

    def migrate(self) -> None:
        """Apply migrations where there are any to apply; refuse a database made by a newer version."""
        executor = MigrationExecutor(connection)
        known = set(executor.loader.disk_migrations) | set(executor.loader.replacements)
        ours = {app for app, _name in known}
        unknown = sorted(
            f"{app}.{name}"
            for app, name in executor.loader.applied_migrations
            if app in ours and (app, name) not in known
        )
        if unknown:
            raise CommandError(
                _("De database is door een nieuwere versie gemaakt (%(name)s). Werk Samenspoor bij.")
                % {"name": unknown[-1]}
            )
        if executor.migration_plan(executor.loader.graph.leaf_nodes()):
            self.stdout.write(_("Database bijwerken"))
            call_command("migrate", interactive=False, verbosity=0)

    def load_demo(self) -> dict[str, Any] | None:
        """Load the demo caseload, or find that it is there; return what ``load_demo`` says about it.

        Where it refuses, as in a database with clients of its own, say so and return ``None``: the site still starts.
        """
        if not is_loaded():
            self.stdout.write(_("Demo vullen: drie uitgewerkte cliënten en veertig andere, ongeveer een halve minuut"))
            self.stdout.flush()
        output = io.StringIO()
        try:
            call_command("load_demo", stdout=output)
        except CommandError as refusal:
            self.stderr.write(str(refusal))
            return None
        told: dict[str, Any] = json.loads(output.getvalue())
        return told

    def collect_static(self) -> None:
        """Collect style sheets and scripts, unless those that are collected were made from the same files."""
        now = fingerprint_of_sources()
        mark = Path(settings.STATIC_ROOT) / FINGERPRINT
        if mark.is_file() and mark.read_text(encoding="utf-8") == now:
            return
        self.stdout.write(_("Stijlen en scripts klaarzetten"))
        mark.unlink(missing_ok=True)
        call_command("collectstatic", interactive=False, verbosity=0)
        mark.write_text(now, encoding="utf-8")

    def show_logins(self, told: dict[str, Any]) -> None:
        """Print who can log in to the demo, one line per role."""
        self.stdout.write(_("\nInloggen in de demo:"))
        logins = [(str(Role(role).label), username) for role, username in told["logins"].items()]
        width = max(len(role) for role, _username in logins)
        for role, username in logins:
            self.stdout.write(f"  {role:<{width}}  {username}")
        if password := told.get("password"):
            self.stdout.write(_("Wachtwoord voor iedereen: %(password)s") % {"password": password})


def serve() -> None:
    """Become gunicorn. Its worker is a fork of this process, so Django is loaded once instead of twice."""
    connections.close_all()
    sys.argv = ["gunicorn", "-c", str(settings.BASE_DIR / "config/gunicorn.conf.py"), "config.wsgi:application"]
    run()


def fingerprint_of_sources() -> str:
    """Return a digest of the names, sizes and times of all static source files; reads none of them."""
    digest = hashlib.sha256()
    for finder in get_finders():
        for name, storage in finder.list([]):
            stat = Path(storage.path(name)).stat()
            digest.update(f"{name}:{stat.st_size}:{stat.st_mtime_ns}\n".encode())
    return digest.hexdigest()
