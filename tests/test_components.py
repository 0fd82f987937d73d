"""Components as they are rendered: the stoplight, days, forms, errors, paper."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from django import forms
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation


def component(name, **context):
    """Return a component with its white space made plain."""
    return re.sub(r"\s+", " ", render_to_string(f"components/{name}.html", context)).strip()


class ContactForm(forms.Form):
    """Fields of three sorts: required, optional, and a group."""

    held_on = forms.DateField(label="Datum", help_text="Niet in de toekomst.")
    minutes = forms.IntegerField(label="Duur", required=False)
    kind = forms.ChoiceField(
        label="Soort", choices=[("visit", "Huisbezoek"), ("phone", "Telefoon")], widget=forms.RadioSelect
    )
    note = forms.CharField(label="Verslag", widget=forms.Textarea)

    def clean(self):
        raise forms.ValidationError("Het contact ligt na het einde van de titel.")


@pytest.mark.parametrize(
    ("phase", "word", "shape"),
    [
        ("green", "Groen", "<circle"),
        ("yellow", "Geel", "M8 .2"),
        ("orange", "Oranje", "M8 .8"),
        ("red", "Rood", "M4.9"),
    ],
)
def test_phase_is_word_shape_and_colour(phase, word, shape):
    badge = component("_phase_badge", phase=phase)
    assert word in badge
    assert shape in badge
    assert f"phase-{phase}" in badge


def test_client_without_plan_has_no_phase():
    badge = component("_phase_badge", phase="")
    assert "Geen signaleringsplan" in badge
    assert "<svg" not in badge


def test_day_is_said_in_words_with_the_date_at_hand():
    today = timezone.localdate()
    assert ">vandaag<" in component("_day", value=today)
    assert ">gisteren<" in component("_day", value=today - dt.timedelta(days=1))
    assert component("_day", value=dt.date(2024, 11, 3)) == (
        '<time datetime="2024-11-03" title="zondag 3 november 2024">3 november 2024</time>'
    )
    assert ">3 nov 2024<" in component("_day", value=dt.date(2024, 11, 3), short=1)


def test_day_on_paper_is_always_a_date():
    today = timezone.localdate()
    assert "vandaag" not in component("_day", value=today, paper_number="D-1", short=1)


def test_due_says_what_is_late_and_why():
    due = component(
        "_due", what="Overleg", term=dt.date(2024, 3, 1), late=1, why="Elke drie maanden.", basis="Overeenkomst"
    )
    assert "te laat, was" in due
    assert "1 mrt 2024" in due
    assert "Elke drie maanden." in due
    assert "Grond: Overeenkomst" in due


def test_timeline_stands_by_local_day():
    late = dt.datetime(2024, 5, 1, 22, 30, tzinfo=dt.UTC)  # half past midnight of 2 May in Amsterdam
    entry = {"label": "Contact", "icon": "contact", "occurred_at": late, "title": "Nachtdienst"}
    timeline = component("_timeline", entries=[entry])
    assert 'datetime="2024-05-02"' in timeline
    assert "00:30" in timeline


def test_long_text_folds_and_short_text_does_not():
    entry = {"label": "Contact", "icon": "contact", "occurred_at": timezone.now(), "body": "Kort."}
    assert "<details" not in component("_timeline", entries=[entry])
    assert "<details" in component("_timeline", entries=[{**entry, "body": "Lang. " * 100}])


def test_text_of_people_is_escaped():
    entry = {
        "label": "Contact",
        "icon": "contact",
        "occurred_at": timezone.now(),
        "title": "<b>x</b>",
        "body": "<i>y</i>",
    }
    timeline = component("_timeline", entries=[entry])
    assert "<b>x" not in timeline
    assert "<i>y" not in timeline


def test_form_marks_what_is_optional_and_names_its_result():
    form = component("_form", form=ContactForm(), submit="Contact vastleggen")
    assert form.count("(niet verplicht)") == 1
    assert "asteriskField" not in form
    assert ">Contact vastleggen</button>" in form
    assert "data-once" in form


def test_form_sums_errors_up_with_links_to_their_fields():
    form = component("_form", form=ContactForm(data={"minutes": "veel"}), submit="Contact vastleggen")
    assert form.index("Dit klopt nog niet") < form.index("<label")
    assert "<li>Het contact ligt na het einde van de titel.</li>" in form
    for field in ("held_on", "minutes", "note"):
        assert f'<a href="#id_{field}">' in form
    assert form.count('id="id_held_on_error"') == 1
    assert 'value="veel"' in form


def test_field_stands_under_its_label_help_and_error_and_names_them():
    form = component("_form", form=ContactForm(data={}), submit="Contact vastleggen")
    field = form[form.index('id="div_id_held_on"') :]
    order = [field.index(part) for part in ("<label", "Niet in de toekomst.", 'id="id_held_on_error"', "<input")]
    assert order == sorted(order)
    assert 'aria-describedby="id_held_on_helptext id_held_on_error"' in field


def test_group_of_keys_is_a_fieldset_with_its_error():
    form = component("_form", form=ContactForm(data={}), submit="Contact vastleggen")
    group = form[form.index('id="div_id_kind"') : form.index('id="div_id_note"')]
    assert "<legend" in group
    assert group.index('id="id_kind_error"') < group.index('type="radio"')
    assert '<a href="#div_id_kind">' in form


def test_chart_tells_its_message_and_has_a_table():
    chart = {
        "title": "Sinds mei groen",
        "segments": [{"phase": "green", "x": 0, "width": 240, "since": dt.date(2024, 5, 1), "until": None}],
        "ticks": [],
    }
    drawn = component("_chart_phase_strip", chart=chart)
    assert 'aria-label="Sinds mei groen"' in drawn
    assert "<td>1 mei 2024</td> <td>nu</td>" in drawn


def test_numbers_in_a_chart_are_numbers_in_every_language():
    chart = {
        "title": "t",
        "client": [{"x": 1200, "y": 40}],
        "professional": [],
        "client_label_y": 40,
        "professional_label_y": None,
        "rows": [],
    }
    for language in ("nl", "en"):
        with translation.override(language):
            assert 'points="1200,40 "' in component("_chart_two_lines", chart=chart)


@pytest.mark.parametrize("name", ["account_login", "account_reset_password", "account_reset_password_done"])
def test_pages_before_login_stand_on_our_own_page(client, db, name):
    page = client.get(reverse(name)).content.decode()
    assert 'class="topbar"' in page
    assert page.count("<h1") == 1
    assert 'class="rail"' not in page


def test_login_keeps_the_name_and_says_what_is_wrong(client, db):
    page = client.post(reverse("account_login"), {"login": "noor", "password": "fout"}).content.decode()
    assert "Dit klopt nog niet" in page
    assert 'value="noor"' in page


def test_error_page_needs_nothing():
    page = render_to_string("500.html")
    assert "Er ging iets mis bij ons" in page
    assert "<form" not in page


def test_paper_carries_number_date_and_language():
    paper = render_to_string(
        "pdf/base.html",
        {"paper_title": "Overdracht", "paper_number": "OV-2026-0003", "paper_issued_at": dt.date(2026, 11, 23)},
    )
    assert '<html lang="nl">' in paper
    assert "<title>Overdracht OV-2026-0003</title>" in paper
    assert '<span class="paper-date">23 november 2026</span>' in paper
    assert 'href="css/pdf.css"' in paper
