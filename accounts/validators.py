"""What a password must be, where Django says so in English only."""

from __future__ import annotations

from django.contrib.auth.password_validation import MinimumLengthValidator
from django.utils.translation import gettext as _


class LongEnoughValidator(MinimumLengthValidator):
    """Refuses a short password in the language of the page: Django's own sentence has no Dutch in this version."""

    def get_error_message(self) -> str:
        """Return why the password is refused, with the number of characters that it needs."""
        return _("Dit wachtwoord is te kort. Maak het ten minste %(count)s tekens lang.") % {"count": self.min_length}
