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


@pytest.mark.parametrize("pk", ["x", "1.5", "%00", "9" * 5_000, str(10**30)])
@pytest.mark.parametrize("page", ["history", "change"])
def test_a_row_that_cannot_exist_is_not_found(client, administrator, pk, page):
    client.force_login(administrator)
    response = client.get(f"{reverse('admin:casework_term_changelist')}{pk}/{page}/")
    assert response.status_code == (404 if page == "history" else 302)  # Django's own way back to the start


@pytest.mark.parametrize("query", ["_to_field=", "_to_field=%00", "_to_field=pk"])
def test_a_row_is_asked_for_by_its_id_alone(client, administrator, query):
    client.force_login(administrator)
    row = LifeDomain.objects.get(key="wonen")
    url = reverse("admin:casework_lifedomain_change", args=[row.pk])
    assert client.get(f"{url}?{query}").status_code in {200, 400}


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
    assert names == {
        "titlekind",
        "conditionkind",
        "lifedomain",
        "term",
        "absencestep",
        "titleenditem",
        "backgroundcode",
        "staydestination",
        "filekind",
        "hardword",
        "intakeitem",
        "lettertemplate",
    }
