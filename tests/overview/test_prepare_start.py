"""What a start does before the site is served."""

import json
import os
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder

from overview.management.commands import prepare_start

pytestmark = pytest.mark.django_db

TOLD = {
    "clients": {"A": "S-0001"},
    "logins": {"counsellor": "noor", "privacy_officer": "fg"},
    "password": "samen",
}


@pytest.fixture
def calls(monkeypatch, settings, tmp_path):
    """The other commands that are called, and what they were told; the demo answers, and nothing is collected."""
    made = []

    def note(name, **options):
        made.append(name)
        if name == "load_demo":
            options["stdout"].write(json.dumps(TOLD))

    source = tmp_path / "source"
    source.mkdir()
    (source / "site.css").write_text("body {}")
    settings.STATICFILES_DIRS = [source]
    settings.STATICFILES_FINDERS = ["django.contrib.staticfiles.finders.FileSystemFinder"]
    monkeypatch.setattr(prepare_start, "call_command", note)
    return made


def prepare(**options):
    output = StringIO()
    call_command("prepare_start", stdout=output, stderr=output, **options)
    return output.getvalue()


def test_the_first_start_collects_files_and_tells_who_can_log_in(calls):
    said = prepare()
    assert calls == ["load_demo", "collectstatic"]
    assert "  begeleider                        noor\n" in said
    assert "  functionaris gegevensbescherming  fg\n" in said
    assert "Wachtwoord voor iedereen: samen\n" in said


def test_the_second_start_collects_nothing(calls):
    prepare()
    calls.clear()
    prepare()
    assert calls == ["load_demo"]


def test_a_changed_file_is_collected_again(calls, settings):
    prepare()
    calls.clear()
    os.utime(settings.STATICFILES_DIRS[0] / "site.css", (1, 1))
    prepare()
    assert calls == ["load_demo", "collectstatic"]


def test_outside_the_demo_no_demo_is_loaded(calls, settings):
    settings.DEMO = False
    assert "Inloggen" not in prepare()
    assert calls == ["collectstatic"]


def test_a_database_with_clients_of_its_own_starts_without_the_demo(calls, monkeypatch):
    def refuse(name, **_options):
        calls.append(name)
        if name == "load_demo":
            raise CommandError("Deze database heeft al eigen cliënten.")

    monkeypatch.setattr(prepare_start, "call_command", refuse)
    said = prepare()
    assert "Deze database heeft al eigen cliënten." in said
    assert "Inloggen" not in said
    assert calls == ["load_demo", "collectstatic"]


def test_migrations_are_applied_where_one_is_missing(calls):
    MigrationRecorder(connection).migration_qs.filter(app="sessions").delete()
    assert "Database bijwerken" in prepare()
    assert calls[0] == "migrate"


def test_a_database_of_a_newer_version_is_left_alone(calls):
    MigrationRecorder(connection).record_applied("casework", "9999_of_tomorrow")
    with pytest.raises(CommandError, match=r"nieuwere versie gemaakt \(casework\.9999_of_tomorrow\)"):
        prepare()
    assert calls == []


def test_a_database_that_fails_is_said_in_one_sentence(calls, monkeypatch):
    def fail(*_args, **_options):
        connection.cursor().execute("SELECT * FROM nowhere")

    monkeypatch.setattr(prepare_start, "call_command", fail)
    with pytest.raises(CommandError, match=r"^De database doet niet mee: .*nowhere") as refusal:
        prepare()
    assert "\n" not in str(refusal.value)


def test_a_folder_that_cannot_be_written_is_said_in_one_sentence(calls, settings, tmp_path):
    (tmp_path / "file").touch()
    settings.STATIC_ROOT = tmp_path / "file" / "static"
    with pytest.raises(CommandError, match=r"^Bestanden klaarzetten in .*file/static lukt niet: "):
        prepare()
