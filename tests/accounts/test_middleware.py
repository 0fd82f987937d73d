"""Where an act comes from, sessions that stay alive while used, and a cache that is down."""

import pytest
from django.core.cache import caches
from django.test import RequestFactory
from django.urls import reverse
from redis.exceptions import ConnectionError as RedisDown

from accounts.middleware import address_of
from accounts.models import AuditEntry
from config.cache import ForgivingRedisCache


@pytest.mark.parametrize(
    ("behind", "passed_on", "address"),
    [
        (False, "203.0.113.9", "192.0.2.1"),
        (True, "203.0.113.9", "203.0.113.9"),
        (True, "198.51.100.7, 203.0.113.9", "203.0.113.9"),
        (True, "", "192.0.2.1"),
    ],
)
def test_the_address_is_the_one_our_own_server_passed_on(settings, behind, passed_on, address):
    settings.BEHIND_PROXY = behind
    request = RequestFactory().get("/", REMOTE_ADDR="192.0.2.1", HTTP_X_FORWARDED_FOR=passed_on)
    assert address_of(request) == address


def test_the_address_stands_in_the_audit_row(client, client_file, counsellor):
    client.force_login(counsellor)
    client.get(reverse("casework:client", args=[client_file.number]), REMOTE_ADDR="192.0.2.44")
    row = AuditEntry.objects.filter(client_number=client_file.number).latest("pk")
    assert row.address == "192.0.2.44"
    assert len(row.session) == 16


@pytest.fixture
def redis_down(settings, monkeypatch):
    """A cache whose server does not answer."""

    def refuse(*_args, **_kwargs):
        raise RedisDown

    settings.CACHES = {"default": {"BACKEND": "config.cache.ForgivingRedisCache", "LOCATION": "redis://127.0.0.1:1/0"}}
    cache = caches["default"]
    assert isinstance(cache, ForgivingRedisCache)
    for name in ("get", "set", "add", "delete", "has_key"):
        monkeypatch.setattr(cache._cache, name, refuse)
    return cache


def test_a_cache_that_is_down_is_an_empty_cache(redis_down):
    redis_down.set("a", 1)
    assert redis_down.get("a", "niets") == "niets"
    assert redis_down.add("a", 1) is True
    assert redis_down.delete("a") is False
    assert "a" not in redis_down


def test_pages_and_sessions_go_on_without_it(redis_down, client, counsellor):
    client.force_login(counsellor)
    assert client.get(reverse("overview:my_day")).status_code == 200
    assert client.post(reverse("account_logout")).status_code == 302


def test_pages_of_a_file_are_kept_in_no_cache(client, client_file, counsellor):
    client.force_login(counsellor)
    assert client.get(reverse("casework:client", args=[client_file.number]))["Cache-Control"] == "private, no-store"


def test_a_new_password_and_a_second_factor_are_in_the_trail(client, counsellor):
    from allauth.account.signals import password_changed
    from allauth.mfa.signals import authenticator_added
    from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret

    factor = TOTP.activate(counsellor, generate_totp_secret()).instance
    authenticator_added.send(sender=type(factor), request=None, user=counsellor, authenticator=factor)
    password_changed.send(sender=type(counsellor), request=None, user=counsellor)
    details = [row.details for row in AuditEntry.objects.filter(object_id=str(counsellor.pk)).order_by("pk")]
    assert details == [{"factor_added": "totp"}, {"password": "changed"}]
