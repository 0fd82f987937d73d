"""Forms of the network: somebody, a child, a victim or third person, one question, consent, and the drawing."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from casework.enums import (
    NARROW_RELATIONS,
    ChildInformed,
    ConsentGiver,
    ConsentScope,
    Gender,
    Influence,
    InvolvementQuestion,
    KnownAnswer,
    Relation,
    SupportKind,
)
from casework.forms.base import ActForm, DateField, OnceForm

RING_CHOICES = ((1, _("dichtbij")), (2, _("daartussen")), (3, _("ver weg")))
YES_NO = (("yes", _("Ja")), ("no", _("Nee")))


class FactsForm(OnceForm):
    """What is known of somebody: everything but the day and the token is a fact of the version."""

    name = forms.CharField(label=_("Naam"), max_length=120)
    valid_from = DateField(label=_("Zo sinds"), initial=timezone.localdate)

    def values(self) -> dict[str, Any]:
        """Return the token, the day, and the facts."""
        data = super().values()
        token, day = data.pop("form_token"), data.pop("valid_from")
        return {"form_token": token, "valid_from": day, "facts": data}


class RingField(forms.TypedChoiceField):
    """How near somebody stands, as the client sees it."""

    def __init__(self, **kwargs: Any) -> None:
        """Offer the three rings."""
        super().__init__(**{"choices": RING_CHOICES, "coerce": int, "initial": 2, **kwargs})


class MemberForm(FactsForm):
    """Somebody or an organisation."""

    relation = forms.ChoiceField(
        label=_("Wat is hij of zij voor de cliënt?"),
        choices=[choice for choice in Relation.choices if choice[0] not in NARROW_RELATIONS],
        help_text=_("De cliënt zegt zelf wie familie is."),
    )
    gender = forms.ChoiceField(
        label=_("Geslacht"),
        choices=Gender.choices,
        initial=Gender.UNKNOWN,
        help_text=_("Voor de vorm in de stamboom. Bij een organisatie: onbekend."),
    )
    birth_date = DateField(
        label=_("Geboortedatum"), required=False, help_text=_("Alleen als iemand jonger is dan 18, of dat kan zijn.")
    )
    phone = forms.CharField(label=_("Telefoon"), max_length=30, required=False)
    contact_person = forms.BooleanField(label=_("Contactpersoon"), required=False)
    support = forms.MultipleChoiceField(
        label=_("Welke steun geeft hij of zij?"),
        choices=SupportKind.choices,
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    influence = forms.ChoiceField(
        label=_("Wat doet het contact?"), choices=Influence.choices, initial=Influence.UNKNOWN
    )
    uses_substances = forms.ChoiceField(
        label=_("Gebruikt middelen"), choices=KnownAnswer.choices, initial=KnownAnswer.UNKNOWN
    )
    ring = RingField(label=_("Hoe dichtbij staat hij of zij?"))
    own_need = forms.CharField(label=_("Heeft zelf hulp nodig bij"), max_length=300, required=False)
    note = forms.CharField(label=_("Bijzonderheden"), max_length=500, required=False)


class ChildForm(FactsForm):
    """A child under age: impact and safety at once, and what it knows."""

    birth_date = DateField(label=_("Geboortedatum"))
    relation = forms.ChoiceField(
        label=_("Wat is het kind voor de cliënt?"),
        choices=[(one.value, one.label) for one in (Relation.CHILD, Relation.SIBLING, Relation.FAMILY, Relation.OTHER)],
    )
    gender = forms.ChoiceField(label=_("Geslacht"), choices=Gender.choices, initial=Gender.UNKNOWN)
    impact = forms.CharField(
        label=_("Wat doet het met het kind?"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Hoe gaat het thuis en op school? Wat merkt het kind?"),
    )
    safety = forms.CharField(
        label=_("Hoe is het met de veiligheid van het kind?"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Wie zorgt er nu voor? Zijn er zorgen? Volg dan de meldcode."),
    )
    child_informed = forms.ChoiceField(
        label=_("Weet het kind wat er speelt?"),
        choices=[("", _("Maak een keuze")), *ChildInformed.choices],
        help_text=_("Van de straf of het verblijf hier. Het staat als waarschuwing bij elk document dat u uitgeeft."),
    )
    ring = RingField(label=_("Hoe dichtbij staat het kind?"))
    note = forms.CharField(
        label=_("Bijzonderheden"), max_length=500, required=False, help_text=_("Bijvoorbeeld wat het kind is verteld.")
    )

    def clean_birth_date(self) -> Any:  # noqa: ANN401 -- a date, checked by the field
        """Refuse somebody of age: he is asked himself."""
        day = self.cleaned_data["birth_date"]
        today = timezone.localdate()
        if (today.year - day.year) - ((today.month, today.day) < (day.month, day.day)) >= 18:  # noqa: PLR2004 -- of age
            raise forms.ValidationError(gettext("Dit is geen kind meer. Gebruik “Persoon of organisatie toevoegen”."))
        return day


class NarrowForm(FactsForm):
    """A victim or a third person: a designation, and why it must stand in the file."""

    relation = forms.ChoiceField(
        label=_("Wie is dit?"), choices=[(one.value, one.label) for one in (Relation.VICTIM, Relation.THIRD)]
    )
    note = forms.CharField(
        label=_("Waarom moet dit in het dossier staan?"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Niet meer dan nodig: geen adres, geen telefoon, geen verhaal over deze persoon."),
    )
    field_order = ("form_token", "relation", "name", "note", "valid_from")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Ask a designation instead of a name."""
        super().__init__(*args, **kwargs)
        self.fields["name"].label = _("Aanduiding")
        self.fields["name"].help_text = _(
            "Bijvoorbeeld: het slachtoffer, of de buurvrouw. Een naam alleen als het moet."
        )


class LeaveForm(OnceForm):
    """Somebody stands in the network no longer."""

    left_on = DateField(label=_("Sinds"), initial=timezone.localdate)
    why = forms.CharField(label=_("Waarom"), max_length=500)


QUESTION_HELP = {
    InvolvementQuestion.WANTED: _("Vraag het de cliënt zelf. Zonder zijn ja gaat u niet verder."),
    InvolvementQuestion.INFLUENCE: _("Wordt het beter van dit contact: minder kans op terugval, meer rust?"),
    InvolvementQuestion.WILLING: _("Vraag het hem of haar zelf, nu de cliënt het goed vindt."),
    InvolvementQuestion.ABLE: _("Tijd, gezondheid, afstand, eigen zorgen: kan dit erbij?"),
    InvolvementQuestion.OVERBURDENED: _("Wat vraagt dit nu al van hem of haar? Vraag ook wat hem of haar helpt."),
}


class QuestionForm(OnceForm):
    """One question of the order."""

    ORDER = tuple(InvolvementQuestion)

    question = forms.CharField(widget=forms.HiddenInput, max_length=12)
    answer = forms.ChoiceField(choices=YES_NO, widget=forms.RadioSelect)
    words = forms.CharField(label=_("In een paar woorden"), max_length=300, required=False)

    def __init__(self, *args: Any, question: InvolvementQuestion, **kwargs: Any) -> None:
        """Ask this question."""
        super().__init__(*args, initial={"question": question.value}, **kwargs)
        self.fields["answer"].label = question.label
        self.fields["answer"].help_text = QUESTION_HELP[question]

    def values(self) -> dict[str, Any]:
        """Return the answer as yes or not yes."""
        data = super().values()
        data["said_yes"] = data.pop("answer") == "yes"
        return data


class ConsentForm(OnceForm):
    """Consent about somebody."""

    scope = forms.ChoiceField(label=_("Waarvoor?"), choices=ConsentScope.choices)
    given_by = forms.ChoiceField(
        label=_("Wie geeft toestemming?"),
        choices=ConsentGiver.choices,
        help_text=_("Vanaf 16 jaar geeft iemand zelf toestemming, daaronder een ouder of voogd."),
    )
    valid_from = DateField(label=_("Vanaf"), initial=timezone.localdate)
    valid_until = DateField(label=_("Tot en met"), required=False)
    words = forms.CharField(
        label=_("Wat is afgesproken?"),
        max_length=300,
        required=False,
        help_text=_("Bijvoorbeeld: wel bellen over de verhuizing, niet over controles."),
    )


class WithdrawForm(ActForm):
    """Consent is withdrawn."""

    withdrawn_on = DateField(label=_("Ingetrokken op"), initial=timezone.localdate)
    why = forms.CharField(label=_("Waarom, als iemand dat wil zeggen"), max_length=300, required=False)
