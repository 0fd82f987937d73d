"""Forms of the client file, and the base that every form that makes something stands on."""

from casework.forms.base import DATE_FORMATS, ActForm, DateField, DateInput, OnceForm, TimeField, TimeInput, check_year
from casework.forms.signatures import SignatureField

__all__ = [
    "DATE_FORMATS",
    "ActForm",
    "DateField",
    "DateInput",
    "OnceForm",
    "SignatureField",
    "TimeField",
    "TimeInput",
    "check_year",
]
