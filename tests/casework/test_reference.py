"""Reference data: complete, with a basis, and never overwriting what the organisation changed."""

from __future__ import annotations

import pytest
from django.apps import apps
from django.conf import settings

from casework.enums import Certainty, Supervision
from casework.models import ConditionKind, LifeDomain, Term, TitleKind
from casework.services.reference import FILES, load_reference, reference_rows

pytestmark = pytest.mark.django_db

STATUTORY = [
    "schadevergoeding", "herstel-van-schade", "waarborgsom", "storting-schadefonds", "contactverbod", "locatieverbod",
    "locatiegebod", "meldplicht", "middelenverbod", "opname-zorginstelling", "behandelverplichting", "begeleid-wonen",
    "gedragsinterventie", "andere-gedragsvoorwaarde",
]  # fmt: skip


def load():
    return load_reference(lambda name: apps.get_model("casework", name))


def test_the_migration_loaded_everything():
    for name, file_name in FILES.items():
        assert set(apps.get_model("casework", name).objects.values_list("key", flat=True)) == {
            row["key"] for row in reference_rows(file_name)
        }


def test_loading_again_adds_nothing():
    assert load() == 0


def test_a_row_that_the_organisation_changed_stays_and_a_removed_one_returns():
    Term.objects.filter(key="plan-evaluation").update(days=120)
    LifeDomain.objects.get(key="wonen").delete()
    assert load() == 1
    assert Term.objects.get(key="plan-evaluation").days == 120
    assert LifeDomain.objects.get(key="wonen").name == "Wonen en huishouden"


def test_the_fourteen_statutory_conditions_come_first_and_in_their_order():
    assert list(ConditionKind.objects.values_list("key", flat=True)[:14]) == STATUTORY


@pytest.mark.parametrize("model", [TitleKind, ConditionKind, LifeDomain, Term])
def test_every_row_is_valid_and_carries_its_basis(model):
    for row in model.objects.all():
        row.full_clean()
        assert row.basis
        assert row.certainty in Certainty.values


def test_titles_have_a_group_and_say_whether_probation_supervises():
    assert set(TitleKind.objects.values_list("group", flat=True)) == set("ABCDEF")
    assert not TitleKind.objects.exclude(supervision__in=Supervision.values).exists()
    assert not TitleKind.objects.exclude(code=None).exists()


def test_every_condition_says_in_plain_words_what_must_and_what_is_the_clients_own():
    assert not ConditionKind.objects.filter(must="").exists()
    assert not ConditionKind.objects.filter(own_choice="").exists()


def test_terms_that_the_law_or_the_house_asks_for():
    expected = {
        "title-end-180": 180,
        "title-end-90": 90,
        "title-end-42": 42,
        "title-end-after": 92,
        "support-plan-first": 91,
        "plan-evaluation": 183,
        "signalling-plan-evaluation": 183,
        "signalling-plan-review": 7,
        "signalling-plan-after-event": 14,
        "alliance-first": 42,
        "alliance-interval": 183,
        "three-party-first": 7,
        "three-party-meeting": 91,
        "agreement-evaluation": 183,
        "partner-access-after-end": 90,
        "risk-assessment": 365,
        "risk-assessment-renewal": 42,
        "lapse-response": 7,
        "postal-pick-up": 7,
        "goal-step": 14,
        "consent-end": 28,
        "volunteer-talk": 91,
        "document-validity": 42,
        "support-plan-concept": 42,
        "transition-arrival": 91,
        "transition-try-out": 91,
        "transition-letting-go": 91,
        "aftercare": 92,
        "placement-minimum": 91,
    }
    assert dict(Term.objects.values_list("key", "days")) == expected


def test_a_new_column_is_filled_in_an_existing_installation_and_what_stands_there_stays():
    TitleKind.objects.filter(key="vi").update(end_kind="", end_rule="Onze eigen uitleg.", suspension="")
    ConditionKind.objects.filter(key="medicatie").update(sub_of=None, pictogram="", check_plain="Zo doen wij het.")
    assert load() == 2
    vi = TitleKind.objects.get(key="vi")
    assert (vi.end_kind, vi.suspension, vi.end_rule) == ("decided", "unknown", "Onze eigen uitleg.")
    kind = ConditionKind.objects.get(key="medicatie")
    assert (kind.sub_of.key, kind.pictogram, kind.check_plain) == (
        "andere-gedragsvoorwaarde",
        "lichaam",
        "Zo doen wij het.",
    )


def test_every_title_says_how_it_ends_what_a_suspension_does_and_how_sure_that_is():
    for kind in TitleKind.objects.all():
        for field in ("supervision_certainty", "end_kind", "extendable", "end_certainty", "suspension"):
            assert getattr(kind, field), f"{kind.key}: {field}"
        assert kind.suspension_certainty
        if kind.group != "F":
            assert kind.end_rule, kind.key


def test_a_suspension_moves_the_end_only_where_a_source_was_read():
    moves = TitleKind.objects.filter(suspension="moves")
    assert [(kind.key, kind.suspension_certainty) for kind in moves] == [("voorwaardelijke-veroordeling", "partly")]
    assert moves[0].suspension_rule


def test_the_fourteen_are_numbered_and_the_others_stand_below_one_of_them():
    numbered = ConditionKind.objects.exclude(number=None).order_by("number")
    assert [(kind.number, kind.key) for kind in numbered] == list(enumerate(STATUTORY, start=1))
    below = ConditionKind.objects.exclude(sub_of=None)
    assert {kind.sub_of.key for kind in below} == {"meldplicht", "andere-gedragsvoorwaarde"}
    assert below.filter(sub_of__key="meldplicht").count() == 8
    assert below.filter(sub_of__key="andere-gedragsvoorwaarde").count() == 8


def test_every_condition_tells_the_client_who_controls_how_and_what_happens():
    for field in ("checked_by", "check_plain", "what_happens", "pictogram"):
        assert not ConditionKind.objects.filter(**{field: ""}).exists(), field
    drawn = (settings.BASE_DIR / "static/img/pictograms.svg").read_text()
    for key in ConditionKind.objects.values_list("pictogram", flat=True):
        assert f'id="{key}"' in drawn
