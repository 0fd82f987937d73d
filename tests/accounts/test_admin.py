"""The administrator's screens: roles and teams, never a password of somebody else."""

import pytest
from django.urls import reverse

from accounts.enums import AuditAction
from accounts.models import AuditEntry

pytestmark = pytest.mark.django_db


def test_nobody_sets_the_password_of_another(client, administrator, counsellor):
    client.force_login(administrator)
    before = counsellor.password
    address = reverse("admin:auth_user_password_change", args=[counsellor.pk])
    response = client.post(address, {"password1": "een-nieuw-wachtwoord-1", "password2": "een-nieuw-wachtwoord-1"})
    assert response.status_code == 403
    counsellor.refresh_from_db()
    assert counsellor.password == before


def test_accounts_are_not_made_here(client, administrator):
    client.force_login(administrator)
    assert client.get(reverse("admin:accounts_user_add")).status_code == 403


def test_a_change_of_a_team_is_in_the_audit_trail(client, administrator, team):
    client.force_login(administrator)
    response = client.post(reverse("admin:accounts_team_change", args=[team.pk]), {"name": "Team Oost"})
    assert response.status_code == 302
    row = AuditEntry.objects.get(action=AuditAction.AUTHORISE, object_type="accounts.team")
    assert (row.actor_name, row.details["changed"]) == ("Ad Beheer", ["name"])


def test_the_number_of_rows_is_not_what_a_request_says(client, administrator, house):
    client.force_login(administrator)
    url = reverse("admin:accounts_location_change", args=[house.pk])
    typed = {"name": "", "policies-TOTAL_FORMS": "100000", "policies-INITIAL_FORMS": "0"}
    response = client.post(url, typed)
    assert response.status_code == 200
    assert response.content.decode().count("dynamic-policies") <= 100


def test_a_superuser_without_the_role_has_no_screens(client, counsellor):
    counsellor.is_superuser = counsellor.is_staff = True
    counsellor.save()
    client.force_login(counsellor)
    assert client.get(reverse("admin:index")).status_code in {302, 403}
