"""Without a second factor nothing opens but the page where it is set up, except in the demo."""

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.urls import reverse

from accounts.encryption import PREFIX, DecryptionError, decrypt, encrypt

pytestmark = pytest.mark.django_db


def test_who_has_none_is_sent_to_set_it_up(client, counsellor, settings):
    settings.SECOND_FACTOR_REQUIRED = True
    client.force_login(counsellor)
    response = client.get(reverse("overview:home"))
    assert response["Location"] == reverse("mfa_activate_totp")


def test_who_has_one_goes_on(client, counsellor, settings):
    settings.SECOND_FACTOR_REQUIRED = True
    TOTP.activate(counsellor, generate_totp_secret())
    client.force_login(counsellor)
    assert client.get(reverse("overview:home"))["Location"] != reverse("mfa_activate_totp")


def test_the_secret_lies_encrypted(counsellor):
    secret = generate_totp_secret()
    TOTP.activate(counsellor, secret)
    stored = Authenticator.objects.get(user=counsellor).data["secret"]
    assert stored.startswith(PREFIX)
    assert secret not in stored
    assert decrypt(stored) == secret


def test_keys_rotate_and_a_wrong_key_is_refused(settings):
    from cryptography.fernet import Fernet

    text = encrypt("geheim")
    settings.FIELD_ENCRYPTION_KEYS = [Fernet.generate_key().decode(), *settings.FIELD_ENCRYPTION_KEYS]
    assert decrypt(text) == "geheim"
    settings.FIELD_ENCRYPTION_KEYS = settings.FIELD_ENCRYPTION_KEYS[:1]
    with pytest.raises(DecryptionError):
        decrypt(text)


def test_plain_text_is_never_taken_for_encrypted():
    with pytest.raises(DecryptionError):
        decrypt("geheim")
