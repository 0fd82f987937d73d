"""Forms that end, change or take back a special condition."""

from __future__ import annotations

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from casework.forms.base import ActForm, DateField, OnceForm

BASIS = _("Bijvoorbeeld: de rechtbank hief haar op, beslissing van 3 maart.")


class ConditionEndForm(ActForm):
    """Until when a condition holds, and who decided it."""

    valid_until = DateField(label=_("Geldt tot en met"), initial=timezone.localdate)
    end_basis = forms.CharField(label=_("Wie besloot het, en waarom"), max_length=300, help_text=BASIS)


class ConditionReplaceForm(OnceForm):
    """How a condition reads from a day on."""

    valid_from = DateField(label=_("Zo geldt zij vanaf"), initial=timezone.localdate)
    text = forms.CharField(
        label=_("Tekst uit de beslissing"),
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Neem de woorden letterlijk over. Wat er niet staat, is geen voorwaarde."),
    )
    check_method = forms.CharField(label=_("Hoe gecontroleerd"), max_length=160, required=False)
    checked_by = forms.CharField(label=_("Wie controleert"), max_length=120, required=False)
    valid_until = DateField(label=_("Tot en met"), required=False, help_text=_("Leeg is zolang de titel duurt."))
    end_basis = forms.CharField(label=_("Wie besloot het, en waarom"), max_length=300, help_text=BASIS)


class ConditionWithdrawForm(ActForm):
    """Why a condition was a mistake."""

    reason = forms.CharField(
        label=_("Waarom klopt dit niet?"),
        max_length=300,
        help_text=_("Bijvoorbeeld: hoort bij een andere cliënt. Hief een rechter haar op, kies dan ‘Beëindigen’."),
    )
