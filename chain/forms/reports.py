"""Beginning a report, writing its parts, what the client said, and giving it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import uuid4

from django import forms
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from casework.enums import HandoverPurpose
from casework.forms import ActForm, DateField, OnceForm
from chain.enums import Channel, Ground, ReadingOutcome, ReportEnding
from chain.forms.sharing import AgreementChoice
from chain.models import Agreement
from chain.querysets import OPEN_TO_PARTNER

if TYPE_CHECKING:
    from collections.abc import Iterable

    from casework.models import Client
    from chain.models import HandoverPart, HandoverReport


class StartForm(OnceForm):
    """For whom and for what: that comes first, since it decides what may be shared."""

    purpose = forms.ChoiceField(label=_("Waarvoor is het"), choices=[], widget=forms.RadioSelect)
    agreement = AgreementChoice(
        label=_("Toezichthouder"),
        queryset=Agreement.objects.none(),
        required=False,
        help_text=_("Voor een verslag aan de reclassering: dan kan het ook via het portaal."),
    )
    recipient_name = forms.CharField(
        label=_("Naam van de ontvanger"),
        max_length=80,
        required=False,
        help_text=_("Niet nodig als u een toezichthouder koos."),
    )
    recipient_organisation = forms.CharField(label=_("Organisatie of team"), max_length=80, required=False)
    since = DateField(label=_("Over de periode vanaf"))
    until = DateField(label=_("Tot en met"), initial=timezone.localdate)

    def __init__(self, *args: Any, client: Client, **kwargs: Any) -> None:
        """Offer the purposes and the officers with whom there are agreements."""
        super().__init__(*args, **kwargs)
        purpose: Any = self.fields["purpose"]
        purpose.choices = [(one.value, capfirst(one.label)) for one in HandoverPurpose]
        agreement: Any = self.fields["agreement"]
        agreement.queryset = client.agreements.filter(status__in=OPEN_TO_PARTNER).select_related(
            "officer__organisation", "officer_organisation"
        )
        agreement.choices = [(str(value), label) for value, label in agreement.choices]


def included_name(key: str) -> str:
    """Return the name of the box that takes a part in."""
    return f"in-{key}"


def reason_name(key: str) -> str:
    """Return the name of the field that says why a part that is kept back is shared all the same."""
    return f"reason-{key}"


class PartsForm(ActForm):
    """Every part of a report on one page: taken in or not, and its text."""

    # It makes no row: the token is that of what is kept while it is typed.
    form_token = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4, required=False)
    revision = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=2**31 - 1)
    ending = forms.ChoiceField(
        label=_("Hoe het traject eindigt"),
        choices=[("", _("Het loopt door")), *ReportEnding.choices],
        required=False,
        widget=forms.RadioSelect,
    )
    why_not_fit = forms.CharField(
        label=_("Waarom het niet paste"),
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_(
            "Bij een negatief einde. Wat ging er mis in de combinatie van plek, aanpak en cliënt? Dat helpt bij een terugkeer."
        ),
    )

    def __init__(self, *args: Any, report: HandoverReport, parts: Iterable[HandoverPart], **kwargs: Any) -> None:
        """Make three fields for each part."""
        kwargs["initial"] = {
            "revision": report.revision,
            "ending": report.ending,
            "why_not_fit": report.why_not_fit,
            **kwargs.get("initial", {}),
        }
        super().__init__(*args, **kwargs)
        self.parts = list(parts)
        self.stored: dict[str, str] = {}  # what somebody else saved meanwhile, by key
        for part in self.parts:
            self.fields[included_name(part.key)] = forms.BooleanField(
                label=_("Opnemen in het verslag"), required=False, initial=part.included
            )
            self.fields[part.key] = forms.CharField(
                label=part.label,
                required=False,
                initial=part.text,
                widget=forms.Textarea(attrs={"rows": min(14, max(4, part.text.count("\n") + 2))}),
            )
            if not part.ground:
                self.fields[reason_name(part.key)] = forms.CharField(
                    label=_("Waarom dit toch gedeeld mag worden"), required=False, max_length=300, initial=part.reason
                )

    @property
    def rows(self) -> list[dict[str, Any]]:
        """Return each part with its fields, and what somebody else saved where that differs from what was typed."""
        return [
            {
                "part": part,
                "included": self[included_name(part.key)],
                "text": self[part.key],
                "reason": self[reason_name(part.key)] if not part.ground else None,
                "theirs": self._theirs(part.key),
            }
            for part in self.parts
        ]

    def _theirs(self, key: str) -> str:
        theirs = self.stored.get(key, "")
        mine = (self[key].value() or "").replace("\r\n", "\n").strip()
        return theirs if theirs.strip() != mine else ""

    def values(self) -> dict[str, Any]:
        """Return the fields of ``save_report``."""
        cleaned = self.cleaned_data
        return {
            "form_token": cleaned["form_token"],
            "revision": cleaned["revision"],
            "ending": cleaned["ending"],
            "why_not_fit": cleaned["why_not_fit"],
            "texts": {part.key: cleaned[part.key] for part in self.parts},
            "included": [part.key for part in self.parts if cleaned[included_name(part.key)]],
            "reasons": {part.key: cleaned.get(reason_name(part.key), "") for part in self.parts},
        }


class ClientReadingForm(ActForm):
    """What the client says of it, on the shared screen."""

    outcome = forms.ChoiceField(choices=ReadingOutcome.choices[:2], widget=forms.HiddenInput)
    remark = forms.CharField(
        label=_("Wat wilt u erbij zeggen?"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("Uw woorden komen in het verslag te staan, precies zoals u ze zegt."),
    )


class NotReadForm(ActForm):
    """Why the client did not read it."""

    reason = forms.CharField(
        label=_("Waarom de cliënt het niet las"),
        max_length=300,
        help_text=_("Bijvoorbeeld: hij wilde niet, of hij is niet bereikbaar. Dit komt in het verslag te staan."),
    )


class IssueForm(OnceForm):
    """How and on which ground the report goes to its recipient."""

    channel = forms.ChoiceField(label=_("Hoe komt het bij de ontvanger"), widget=forms.RadioSelect)
    ground = forms.ChoiceField(label=_("Op welke grond"), widget=forms.RadioSelect)
    ground_text = forms.CharField(
        label=_("Toelichting op de grond"),
        help_text=_("Bij een andere grond dan de afspraken: welke toestemming, van wanneer, of welke wet."),
        max_length=300,
        required=False,
    )

    def __init__(self, *args: Any, portal: bool, agreed: bool, outside: bool, by_law: str = "", **kwargs: Any) -> None:
        """Offer the ways and grounds that this recipient has; inside the house none are asked.

        ``by_law`` is the article on which this kind of report rests, where there is one.
        """
        super().__init__(*args, **kwargs)
        if not outside:
            for name in ("channel", "ground", "ground_text"):
                del self.fields[name]
            return
        ways: Any = self.fields["channel"]
        ways.choices = [(one.value, capfirst(one.label)) for one in Channel if one != Channel.PORTAL or portal]
        ways.initial = Channel.PORTAL if portal else Channel.PAPER
        grounds: Any = self.fields["ground"]
        grounds.choices = [(one.value, capfirst(one.label)) for one in Ground if one != Ground.AGREEMENT or agreed]
        grounds.initial = Ground.AGREEMENT if agreed else None
        if by_law:
            grounds.initial = Ground.LAW
            self.fields["ground_text"].initial = by_law

    def values(self) -> dict[str, Any]:
        """Return the fields of ``issue_report``; inside the house there is no way and no ground."""
        return {"channel": "", "ground": "", "ground_text": ""} | super().values()
