"""Signing: what counts as a signature, what is refused, and how it is shown on the screen and on paper."""

from __future__ import annotations

import pytest
from django import forms
from django.core.exceptions import ValidationError
from django.template.loader import render_to_string

from casework.enums import SignatureKind
from casework.forms import SignatureField
from casework.models import Signature
from casework.validators import STROKES_LONGEST, check_strokes

DRAWN = "M40 150L80 60L120 150L160 60M200 100L260 110"


class SignForm(forms.Form):
    sign = SignatureField()


def signed(**data):
    form = SignForm({"sign": "", "sign-strokes": "", **data})
    return form.cleaned_data["sign"] if form.is_valid() else form.errors["sign"][0]


def test_typed_name_is_a_signature():
    assert signed(sign="  Daniël   Verhoeven ") == Signature(SignatureKind.TYPED, "Daniël Verhoeven", "")


def test_drawing_is_a_signature_with_or_without_a_name():
    assert signed(**{"sign-strokes": DRAWN}) == Signature(SignatureKind.DRAWN, "", DRAWN)
    assert signed(sign="Daan", **{"sign-strokes": DRAWN}).name == "Daan"


def test_nothing_is_refused_in_words():
    assert signed() == "Zet uw handtekening of typ uw naam."
    assert signed(sign="   ") == "Zet uw handtekening of typ uw naam."


@pytest.mark.parametrize("name", ["x", "--", "1234", "?"])
def test_what_is_no_name_is_refused(name):
    assert signed(sign=name) == "Typ uw hele naam, of teken uw handtekening."


def test_optional_field_gives_none():
    form = type("Optional", (forms.Form,), {"sign": SignatureField(required=False)})({})
    assert form.is_valid()
    assert form.cleaned_data["sign"] is None


@pytest.mark.parametrize(
    "strokes",
    [
        '"><script>alert(1)</script>',
        "M0 0",
        "M0 0L1",
        "M0 0C1 1 2 2 3 3",
        "M-1 0L50 50",
        "M0 0L601 0",
        "M0 0L0 201",
        "M0 0L10 10",  # a slip of the finger
        "M\u0661 \u0662L\u0661\u0660\u0660 \u0662",  # digits of another script
        "M0 0" + "L600 200" * (STROKES_LONGEST // 8),
        "M0 0L90 90\n",
    ],
)
def test_strokes_that_are_none_are_refused(strokes):
    with pytest.raises(ValidationError):
        check_strokes(strokes)


def test_refused_strokes_never_come_back_into_the_page():
    form = SignForm({"sign": "Daan", "sign-strokes": '"><script>'})
    html = str(form["sign"])
    assert not form.is_valid()
    assert "<script>" not in html
    assert "&gt;&lt;script" not in html
    assert 'value="Daan"' in html


def test_good_strokes_stay_in_a_form_that_comes_back():
    assert f'value="{DRAWN}"' in str(SignForm({"sign-strokes": DRAWN})["sign"])


def test_without_a_script_the_line_for_the_name_shows_and_the_box_does_not():
    html = str(SignForm()["sign"])
    assert "hidden data-signature-draw" in html
    assert '<input type="text" name="sign"' in html


@pytest.mark.parametrize("template", ["components/_signature.html", "pdf/_signature.html"])
def test_signature_is_shown_as_it_was_set(template):
    drawn = render_to_string(template, {"signature": Signature(SignatureKind.DRAWN, "Daan", DRAWN), "who": "Daan"})
    typed = render_to_string(template, {"signature": Signature(SignatureKind.TYPED, "Daniël V."), "who": "Daan"})
    assert f'd="{DRAWN}"' in drawn
    assert "Daniël V." in typed
    assert "<svg" not in typed
