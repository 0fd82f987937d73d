"""The environment is read strictly, and production refuses demo settings."""

import os
import subprocess
import sys

import pytest
from django.core.exceptions import ImproperlyConfigured

from config.env import database_settings, env_bool, env_int, env_list

SOUND = {
    "DEMO": "false",
    "SECRET_KEY": "k" * 60,
    "FIELD_ENCRYPTION_KEYS": "MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE=",
    "AUDIT_SEAL_KEY": "een-eigen-zegel",
    "ALLOWED_HOSTS": "samenspoor.example.org",
    "ORGANISATION_NAME": "Stichting Voorbeeld",
}


def start(**environment):
    """Load the settings in a fresh process with just this environment."""
    kept = {name: os.environ[name] for name in ("PATH", "LANG", "HOME") if name in os.environ}
    return subprocess.run(
        [sys.executable, "-c", "import config.settings as s; print(s.DEMO, s.SECOND_FACTOR_REQUIRED)"],
        env={**kept, **environment},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


def test_without_any_variable_it_is_a_demo():
    assert start().stdout.split() == ["True", "False"]


def test_production_starts_on_settings_of_its_own_with_a_second_factor():
    assert start(**SOUND).stdout.split() == ["False", "True"]


@pytest.mark.parametrize(
    "name", ["SECRET_KEY", "FIELD_ENCRYPTION_KEYS", "AUDIT_SEAL_KEY", "ALLOWED_HOSTS", "ORGANISATION_NAME"]
)
def test_production_refuses_to_start_without(name):
    result = start(**{key: value for key, value in SOUND.items() if key != name})
    assert result.returncode != 0
    assert "Production refuses demo settings" in result.stderr
    assert name in result.stderr


def test_production_refuses_to_go_without_a_second_factor():
    assert "SECOND_FACTOR_REQUIRED" in start(**SOUND, SECOND_FACTOR_REQUIRED="no").stderr


@pytest.mark.parametrize("word", ["flase", "ja", "2", "truee"])
def test_an_unknown_word_is_no_answer(word):
    with pytest.raises(ImproperlyConfigured, match="DEBUG must be one of"):
        env_bool("DEBUG", default=True, source={"DEBUG": word})


@pytest.mark.parametrize(("word", "answer"), [("TRUE", True), ("on", True), ("0", False), ("No", False), ("", True)])
def test_known_words(word, answer):
    assert env_bool("DEBUG", default=True, source={"DEBUG": word}) is answer


@pytest.mark.parametrize("text", ["tien", "1.5", "-1"])
def test_a_number_is_a_whole_number_from_its_minimum(text):
    with pytest.raises(ImproperlyConfigured, match="PORT must be"):
        env_int("PORT", 1, source={"PORT": text})


def test_a_list_leaves_out_what_is_empty():
    assert env_list("HOSTS", source={"HOSTS": "a, b,,"}) == ["a", "b"]


@pytest.mark.parametrize(
    "url", ["mysql://h/x", "postgres://host/", "postgres://u:p@host:poort/x", "sqlite://", "rommel"]
)
def test_a_malformed_database_address_is_refused(url):
    with pytest.raises(ImproperlyConfigured, match="DATABASE_URL"):
        database_settings(url)


def test_a_postgres_address_is_taken_apart():
    found = database_settings("postgres://u:p%40ss@db:5433/samenspoor")
    assert [found[key] for key in ("USER", "PASSWORD", "HOST", "PORT", "NAME")] == [
        "u",
        "p@ss",
        "db",
        "5433",
        "samenspoor",
    ]
