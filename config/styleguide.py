"""Sample content of the style guide, a page of the demo that shows every component once."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils import timezone

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date


class SampleForm(forms.Form):
    """Each kind of field once; it is shown with errors as well and never sent."""

    held_on = forms.DateField(label="Datum", widget=forms.DateInput(attrs={"type": "date"}))
    minutes = forms.IntegerField(label="Duur in minuten", help_text="Reistijd telt niet mee.", required=False)
    kind = forms.ChoiceField(
        label="Soort contact",
        choices=[("visit", "Huisbezoek"), ("phone", "Telefoon"), ("video", "Beeldbellen")],
        widget=forms.RadioSelect,
    )
    domains = forms.MultipleChoiceField(
        label="Leefgebieden",
        choices=[("housing", "Huisvesting"), ("money", "Financiën"), ("work", "Werk en opleiding")],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    condition = forms.ChoiceField(label="Voorwaarde", choices=[("drugs", "Drugsverbod"), ("report", "Meldplicht")])
    note = forms.CharField(
        label="Verslag", help_text="Schrijf zo dat de cliënt kan meelezen.", widget=forms.Textarea(attrs={"rows": 4})
    )
    told = forms.BooleanField(label="De cliënt weet wat er wordt gemeld", required=False)
    attachment = forms.FileField(label="Bijlage", required=False)


class SampleFaces(forms.Form):
    """The face scale of the alliance check-in."""

    trust = forms.ChoiceField(
        label="Ik kan bij mijn begeleider eerlijk zijn.",
        choices=[("1", "nee"), ("2", "niet echt"), ("3", "soms"), ("4", "meestal"), ("5", "ja")],
        widget=forms.RadioSelect,
    )


def entries() -> list[dict[str, Any]]:
    """Return entries of a timeline over three days; all invented."""
    now = timezone.localtime().replace(hour=14, minute=10, second=0, microsecond=0)
    return [
        {
            "kind": "contact",
            "label": "Huisbezoek",
            "icon": "home-visit",
            "occurred_at": now,
            "title": "Sollicitatie bij de kwekerij",
            "url": "#",
            "author": "Noor de Wit",
            "body": "Daan heeft zelf gebeld en mag donderdag komen kijken. Hij vraagt om samen de reis voor te bereiden.",
        },
        {
            "kind": "draft",
            "label": "Contact",
            "icon": "draft",
            "occurred_at": now.replace(hour=9, minute=5),
            "title": "Telefoontje van zijn zus",
            "url": "#",
            "author": "Noor de Wit",
            "tone": "draft",
        },
        {
            "kind": "phase",
            "label": "Stoplicht naar oranje",
            "icon": "sign",
            "occurred_at": (now - timedelta(days=1)).replace(hour=17, minute=0),
            "title": "Twee signalen: slecht slapen, afspraken afzeggen",
            "url": "#",
            "author": "Noor de Wit",
            "tone": "strong",
            "body": "Daan herkent het slechte slapen. Het afzeggen ziet hij zelf anders. " * 8,
        },
        {
            "kind": "meeting",
            "label": "Driepartijenoverleg",
            "icon": "meeting",
            "occurred_at": (now - timedelta(days=20)).replace(hour=10, minute=30),
            "title": "Vier afspraken, volgend overleg over drie maanden",
            "url": "#",
            "author": "P. Jansen",
        },
    ]


def phase_chart() -> dict[str, Any]:
    """Return the stoplight of eight months, as the server would draw it."""
    today = timezone.localdate()
    spans = [("green", 0, 82), ("orange", 82, 34), ("red", 116, 14), ("orange", 130, 30), ("green", 160, 80)]
    return {
        "title": "Stoplicht in de laatste acht maanden: tweemaal oranje, eenmaal rood, nu groen",
        "segments": [
            {
                "phase": phase,
                "x": x,
                "width": width,
                "since": today - timedelta(days=240 - x),
                "until": None if x + width >= 240 else today - timedelta(days=240 - x - width),  # noqa: PLR2004 -- the width of the chart
            }
            for phase, x, width in spans
        ],
        "ticks": [{"x": 20, "label": "mei"}, {"x": 110, "label": "augustus"}, {"x": 200, "label": "oktober"}],
    }


def alliance_chart() -> dict[str, Any]:
    """Return two sides of the working alliance, as the server would draw them."""
    today = timezone.localdate()
    client = [(0, 24), (60, 20), (120, 58), (180, 42), (240, 32)]
    professional = [(0, 34), (60, 30), (120, 36), (180, 30), (240, 16)]
    return {
        "title": "Werkalliantie: de cliënt zakte na de wisseling van begeleider en komt terug; de begeleider bleef gelijk",
        "client": [{"x": x, "y": y} for x, y in client],
        "professional": [{"x": x, "y": y} for x, y in professional],
        "client_label_y": 32,
        "professional_label_y": 16,
        "high": "goed",
        "low": "stroef",
        "ticks": [{"x": 0, "label": "feb"}, {"x": 120, "label": "juni"}, {"x": 240, "label": "okt"}],
        "changes": [{"x": 90, "label": "nieuwe begeleider"}],
        "rows": [
            {"on": today - timedelta(days=60 * (4 - index)), "client": 5 - c[1] // 20, "professional": 5 - p[1] // 20}
            for index, (c, p) in enumerate(zip(client, professional, strict=True))
        ],
    }


def yesterday() -> date:
    """Return yesterday."""
    return timezone.localdate() - timedelta(days=1)


def wrong_form() -> SampleForm:
    """Return the sample form as it comes back after an empty submission."""
    return SampleForm(data={}, prefix="wrong")


SAMPLES: dict[str, Callable[[], Any]] = {
    "today": timezone.localdate,
    "yesterday": yesterday,
    "entries": entries,
    "phase_chart": phase_chart,
    "alliance_chart": alliance_chart,
    "sample_form": SampleForm,
    "wrong_form": wrong_form,
    "faces": SampleFaces,
}
