"""What a value must be: a password, a postcode."""

from __future__ import annotations

from django.contrib.auth.password_validation import MinimumLengthValidator
from django.core.validators import RegexValidator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

validate_postcode = RegexValidator(
    r"\A[1-9][0-9]{3}( ?[A-Z]{2})?\Z",
    gettext_lazy("Een postcode is vier cijfers, met of zonder twee hoofdletters: 9401 AB."),
)


class LongEnoughValidator(MinimumLengthValidator):
    """Refuses a short password in the language of the page: Django's own sentence has no Dutch in this version."""

    def get_error_message(self) -> str:
        """Return why the password is refused, with the number of characters that it needs."""
        return _("Dit wachtwoord is te kort. Maak het ten minste %(count)s tekens lang.") % {"count": self.min_length}
