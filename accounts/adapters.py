"""Where django-allauth asks us: nobody signs up by himself, and secrets of the second factor are encrypted."""

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from django.http import HttpRequest

from accounts.encryption import decrypt, encrypt


class AccountAdapter(DefaultAccountAdapter):
    """Accounts are made by invitation only."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Return that nobody can sign up."""
        del request
        return False


class MFAAdapter(DefaultMFAAdapter):
    """Secrets of the second factor lie encrypted in the database."""

    def encrypt(self, text: str) -> str:
        """Return the secret encrypted."""
        return encrypt(text)

    def decrypt(self, encrypted_text: str) -> str:
        """Return the secret in plain; raise ``DecryptionError`` when no key fits."""
        return decrypt(encrypted_text)
