"""Reference data is kept by the administrator, with its history and an audit row."""

from __future__ import annotations

import pytest
from django.contrib import admin
from django.urls import reverse

from accounts.models import AuditEntry
from casework.models import LifeDomain, Term

pytestmark = pytest.mark.django_db


def test_the_administrator_changes_a_term_and_it_leaves_its_traces(client, administrator):
    client.force_login(administrator)
    term = Term.objects.get(key="title-end-42")
    url = reverse("admin:casework_term_change", args=[term.pk])
    assert client.get(url).status_code == 200
    typed = {"name": term.name, "basis": term.basis, "certainty": term.certainty, "order": term.order, "in_use": "on"}
    assert client.post(url, {**typed, "days": 56, "key": "iets-anders"}).status_code == 302
    term.refresh_from_db()
    assert (term.key, term.days) == ("title-end-42", 56)
    assert term.history.latest().days == 56
    assert AuditEntry.objects.filter(object_type="casework.term").latest("pk").details["changed"] == ["days"]
    assert client.get(reverse("admin:casework_term_history", args=[term.pk])).status_code == 200


def test_nothing_is_removed(client, administrator):
    client.force_login(administrator)
    row = LifeDomain.objects.get(key="wonen")
    assert client.post(reverse("admin:casework_lifedomain_delete", args=[row.pk]), {"post": "yes"}).status_code == 403


@pytest.mark.parametrize("who", ["counsellor", "team_lead", "officer"])
def test_nobody_else_gets_in(client, who, request):
    client.force_login(request.getfixturevalue(who))
    assert client.get(reverse("admin:casework_term_changelist")).status_code in {302, 403}


def test_no_client_content_is_in_the_administrators_screens():
    names = {model._meta.model_name for model in admin.site._registry if model._meta.app_label == "casework"}
    assert names == {"titlekind", "conditionkind", "lifedomain", "term"}
