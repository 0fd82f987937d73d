"""Forms of the client file, and the base that every form that makes something stands on."""

from casework.forms.base import DATE_FORMATS, ActForm, DateField, DateInput, OnceForm, TimeField, TimeInput, check_year

__all__ = ["DATE_FORMATS", "ActForm", "DateField", "DateInput", "OnceForm", "TimeField", "TimeInput", "check_year"]
