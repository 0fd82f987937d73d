"""Function analyses: written once, made again, and the first lines of a plan."""

from __future__ import annotations

import datetime as dt
from uuid import uuid4

import pytest
from django.utils import timezone

from accounts.errors import Refused
from accounts.models import AuditEntry
from riskplans.models import FunctionAnalysis, SignallingPlan
from riskplans.selectors import content_of
from riskplans.selectors.function_analyses import analyses_of
from riskplans.services.function_analyses import AnalysisText, write_analysis
from tests.conftest import make_client
from tests.riskplans.browsing import text, url

pytestmark = pytest.mark.django_db

WRONG = {
    "happened_on": "2026-01-05",
    "outcome": "wrong",
    "situation": "Ik heb vrijdag gebruikt.",
    "triggers": "Ruzie met mijn broer.",
    "noticed": "- Ik sliep niet\n- Ik nam de telefoon niet op",
    "feelings": "Alles werkte me tegen.",
    "too_much": "Alleen zijn.",
    "behaviour": "Geld gepind en weggegaan.",
    "helped": "Zaterdag zelf gebeld",
    "next_time": "Eerst Anne bellen\nNaar buiten",
    "made_with": "Daan en Noor",
}


def write(client, user, **changes):
    rest = {"form_token": uuid4()} | {
        name: changes.pop(name) for name in ("form_token", "replaces", "replace_reason") if name in changes
    }
    written = AnalysisText(**(WRONG | {"happened_on": dt.date(2026, 1, 5)} | changes))
    return write_analysis(client=client, text=written, acting_user=user, **rest)


def test_an_analysis_is_written_once_and_never_changed(client_file, counsellor):
    token = uuid4()
    analysis = write(client_file, counsellor, form_token=token)
    assert write(client_file, counsellor, form_token=token) == analysis
    assert FunctionAnalysis.objects.count() == 1
    entry = AuditEntry.objects.get(object_type="riskplans.functionanalysis", action="create")
    assert entry.details["outcome"] == "wrong"
    assert "gebruikt" not in str(entry.details)
    analysis.situation = "Iets anders"
    with pytest.raises(TypeError):
        analysis.save()


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"happened_on": timezone.localdate() + dt.timedelta(days=1)}, "happened_on"),
        ({"happened_on": dt.date(1950, 1, 1)}, "happened_on"),
        ({"situation": " "}, "situation"),
        ({"next_time": ""}, "next_time"),
        ({"made_with": ""}, "made_with"),
        ({"outcome": "so-so"}, "outcome"),
    ],
)
def test_what_cannot_be_right_is_refused_at_its_field(client_file, counsellor, changes, field):
    with pytest.raises(Refused) as refused:
        write(client_file, counsellor, **changes)
    assert refused.value.field == field
    assert not FunctionAnalysis.objects.exists()


def test_made_again_the_old_one_stays_and_is_left_out_of_the_list(client_file, counsellor, other_team):
    old = write(client_file, counsellor)
    with pytest.raises(Refused) as refused:
        write(client_file, counsellor, replaces=old)
    assert refused.value.field == "replace_reason"
    new = write(client_file, counsellor, replaces=old, replace_reason="Hij herinnerde zich meer.")
    assert analyses_of(client_file) == [new]
    assert FunctionAnalysis.objects.count() == 2
    with pytest.raises(Refused, match="nieuwere analyse"):
        write(client_file, counsellor, replaces=old, replace_reason="Nog eens.")
    with pytest.raises(Refused, match="andere cliënt"):
        write(make_client("S-0009", other_team), counsellor, replaces=new, replace_reason="Vergissing.")


def test_a_plan_begins_with_an_analysis(client, client_file, counsellor):
    client.force_login(counsellor)
    analysis = write(client_file, counsellor)
    page = client.get(url("analysis", client_file, analysis.pk))
    assert f'value="analysis-{analysis.pk}"' in text(page)

    client.post(url("plan_create", client_file), {"form_token": uuid4(), "start": f"analysis-{analysis.pk}"})

    content = content_of(SignallingPlan.objects.get())
    assert content.occasion == WRONG["situation"]
    assert content.participants == "Daan en Noor"
    orange = content.phase("orange")
    assert [sign.text for sign in orange.signs] == ["Ik sliep niet", "Ik nam de telefoon niet op"]
    assert [action.text for action in orange.actions] == ["Eerst Anne bellen", "Naar buiten", "Zaterdag zelf gebeld"]
    assert content.phase("red").how_i_am == WRONG["behaviour"]


def test_what_went_right_protects(client, client_file, counsellor):
    client.force_login(counsellor)
    analysis = write(client_file, counsellor, outcome="right", helped="Weglopen en Anne bellen")
    client.post(
        url("plan_begin", client_file), {"form_token": uuid4(), "start": f"analysis-{analysis.pk}"}, follow=True
    )
    content = content_of(SignallingPlan.objects.get())
    assert (content.occasion, content.protective_factors) == ("", "Weglopen en Anne bellen")


def test_a_version_begins_with_an_earlier_one_or_with_nothing(client, client_file, counsellor, active):
    client.force_login(counsellor)
    page = client.get(url("plan_begin", client_file))
    assert f"plan-{active.pk}" in text(page)
    client.post(url("plan_begin", client_file), {"form_token": uuid4(), "start": "empty"})
    draft = SignallingPlan.objects.drafts().get()
    assert content_of(draft).occasion == ""
    again = client.post(url("plan_begin", client_file), {"form_token": uuid4(), "start": "empty"})
    assert "Er is al een concept" in text(again)


@pytest.mark.parametrize("start", ["plan-99999", "analysis-1", "plan-x", "plan-99999999999999999999", "iets"])
def test_a_start_that_names_nothing_begins_nothing(client, client_file, counsellor, start):
    client.force_login(counsellor)
    assert client.post(url("plan_create", client_file), {"form_token": uuid4(), "start": start}).status_code == 302
    page = client.post(url("plan_begin", client_file), {"form_token": uuid4(), "start": start})
    assert "Kies waarmee u het plan begint." in text(page)
    assert not SignallingPlan.objects.exists()


def test_the_form_keeps_what_was_typed(client, client_file, counsellor):
    client.force_login(counsellor)
    data = WRONG | {"form_token": uuid4(), "next_time": ""}
    page = client.post(url("analysis_create", client_file), data)
    assert "Schrijf op wat de cliënt de volgende keer doet." in text(page)
    assert "Ruzie met mijn broer." in text(page)
    assert not FunctionAnalysis.objects.exists()
    assert client.post(url("analysis_create", client_file), data | {"next_time": "Bellen"}).status_code == 302
    assert client.get(url("analyses", client_file)).status_code == 200
    analysis = FunctionAnalysis.objects.get()
    form = client.get(url("analysis_replace", client_file, analysis.pk))
    assert "Ruzie met mijn broer." in text(form)
    client.post(
        url("analysis_replace", client_file, analysis.pk),
        WRONG | {"form_token": uuid4(), "replace_reason": "Vollediger"},
    )
    assert "Vollediger" in text(client.get(url("analysis", client_file, analysis.pk)))


def test_a_list_costs_the_same_however_long_it_is(client, client_file, counsellor, django_assert_max_num_queries):
    client.force_login(counsellor)
    write(client_file, counsellor)
    client.get(url("analyses", client_file))
    with django_assert_max_num_queries(15) as one:
        client.get(url("analyses", client_file))
    for _more in range(3):
        write(client_file, counsellor)
    with django_assert_max_num_queries(15) as more:
        client.get(url("analyses", client_file))
    assert len(one) == len(more)
