"""A version of the support plan leaves the house, and comes in again, as it was established."""

from __future__ import annotations

import datetime as dt
import json
from uuid import uuid4

import pytest
from django.core.management import call_command
from django.utils import timezone

from accounts.enums import Role
from casework.models import Client, SupportPlan
from casework.selectors.support_plans import digest_of
from casework.services.plans import establish_support_plan, finish_commitment, make_commitment
from overview.enums import ExportPurpose
from overview.services.file_exports import DATA
from tests.conftest import make_user

pytestmark = pytest.mark.django_db


def test_the_export_carries_the_titles_conditions_and_agreements_of_a_version(
    client_file, counsellor, team_lead, title, condition, tmp_path
):
    agreed = make_commitment(
        client=client_file,
        text="Samen bellen",
        owner="client",
        due_on=timezone.localdate() + dt.timedelta(days=7),
        acting_user=counsellor,
    )
    plan = establish_support_plan(client=client_file, form_token=uuid4(), summary="Rust.", acting_user=counsellor)
    words = condition.text
    finish_commitment(commitment=agreed, acting_user=counsellor)
    type(condition).objects.filter(pk=condition.pk).update(text="Andere woorden")
    call_command(
        "export_client",
        client_file.number,
        username=team_lead.username,
        output=tmp_path,
        purpose=ExportPurpose.RIGHTS,
    )
    text = (tmp_path / client_file.number / DATA).read_text()
    (given,) = json.loads(text)["records"]["casework.supportplan"]
    assert given["content"] == plan.content
    assert [one["text"] for one in given["content"]["conditions"]] == [words]
    assert [one["text"] for one in given["content"]["commitments"]] == ["Samen bellen"]
    assert [one["kind"] for one in given["content"]["titles"]] == [str(title.kind)]
    # The same file in another house: other number, other tokens.
    tokens = {
        row["form_token"] for rows in json.loads(text)["records"].values() for row in rows if row.get("form_token")
    }
    for token in tokens:
        text = text.replace(token, str(uuid4()))
    (tmp_path / "other.json").write_text(text.replace(client_file.number, "X-1"))
    make_user("beheer", Role.ADMINISTRATOR)
    call_command("import_client_file", tmp_path / "other.json", username="beheer")
    there = SupportPlan.objects.get(client=Client.objects.get(number="X-1"))
    assert there.content is not None
    assert plan.content is not None
    assert digest_of(there.content) == digest_of(plan.content)
