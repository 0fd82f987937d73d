"""Accounts come by invitation; the mail says nothing but that there is one."""

import re

import pytest
from django.urls import reverse

from accounts.enums import AuditAction, Role
from accounts.models import AuditEntry, User
from accounts.services.users import invitation_path, service_account
from tests.conftest import PASSWORD, make_user

pytestmark = pytest.mark.django_db

FIELDS = {
    "first_name": "Sanne",
    "last_name": "de Boer",
    "username": "sanne",
    "email": "sanne@example.org",
    "roles": [Role.COUNSELLOR],
}


def invite(client, user, team=None, **changes):
    client.force_login(user)
    data = {**FIELDS, **({"teams": [team.pk]} if team else {}), **changes}
    return client.post(reverse("accounts:invite"), data)


def test_an_administrator_invites_and_the_invited_one_gets_in(
    client, administrator, team, mailoutbox, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        response = invite(client, administrator, team)
    assert response.status_code == 302
    invited = User.objects.get(username="sanne")
    assert not invited.has_usable_password()
    assert [row.role for row in invited.role_assignments.all()] == [Role.COUNSELLOR]
    mail = mailoutbox[0]
    assert mail.to == ["sanne@example.org"]
    assert "Sanne" not in mail.body + mail.subject
    path = re.findall(r"/uitnodiging/\S+", mail.body)[0]
    client.logout()
    page = client.get(path)
    assert page.status_code == 200
    client.post(path, {"new_password1": PASSWORD, "new_password2": PASSWORD})
    assert client.login(username="sanne", password=PASSWORD)
    assert client.get(path).status_code == 404, "a link works once"
    assert AuditEntry.objects.filter(action=AuditAction.AUTHORISE, object_id=str(invited.pk)).count() == 2


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"roles": [Role.PARTNER]}, "hoort bij één organisatie"),
        ({"roles": [Role.COUNSELLOR]}, "Kies minstens één team"),
        ({"username": "noor"}, "al in gebruik"),
        ({"email": "NOOR@example.org"}, "al een account met dit e-mailadres"),
    ],
)
def test_a_refusal_says_what_to_do_and_keeps_what_was_typed(client, administrator, counsellor, team, changes, sentence):
    with_team = None if changes.get("roles") else team
    response = invite(client, administrator, with_team, **changes)
    page = response.content.decode()
    assert response.status_code == 200
    assert sentence in page
    assert "de Boer" in page
    assert not User.objects.filter(username="sanne").exists()


def test_an_empty_invitation_says_what_is_missing(client, administrator):
    client.force_login(administrator)
    assert "Dit veld is verplicht." in client.post(reverse("accounts:invite")).content.decode()


@pytest.mark.parametrize(
    ("password", "sentence"),
    [
        ("kort", "Dit wachtwoord is te kort. Maak het ten minste 12 tekens lang."),
        ("123456789012", "Dit wachtwoord bevat alleen cijfers."),
        ("wachtwoord12\x00", "Null-tekens"),
    ],
)
def test_a_password_that_is_refused_is_refused_in_dutch(client, counsellor, password, sentence):
    page = client.post(invitation_path(counsellor), {"new_password1": password, "new_password2": password})
    assert page.status_code == 200
    assert sentence in page.content.decode()
    assert "This password" not in page.content.decode()


@pytest.mark.parametrize("pk", [2**63, 10**30, "9" * 5_000])
def test_a_team_that_no_database_can_hold_is_no_team(client, administrator, pk):
    response = invite(client, administrator, teams=[pk])
    assert response.status_code == 200
    assert "geen beschikbare keuze" in response.content.decode() or "geen geldige waarde" in response.content.decode()
    assert not User.objects.filter(username="nieuw").exists()


def test_only_an_administrator_invites(client, team_lead, team):
    assert invite(client, team_lead, team).status_code == 403
    assert not User.objects.filter(username="sanne").exists()


@pytest.mark.parametrize("uid", ["zzz", "%00", "OTk5OTk5OTk5OTk5OTk5OTk5OTk5OTk5OTk5OTk5", "MQ"])
def test_a_made_up_link_gets_a_plain_page(client, uid):
    assert client.get(f"/uitnodiging/{uid}/abc-def/").status_code == 404


def test_the_link_of_an_ended_account_does_not_work(client, counsellor):
    path = invitation_path(counsellor)
    counsellor.is_active = False
    counsellor.save()
    assert client.get(path).status_code == 404


def test_a_job_acts_under_a_name_that_cannot_log_in():
    user = service_account("proef")
    assert service_account("proef") == user
    assert user.username == "taak-proef"
    assert not user.has_usable_password()


def test_logging_in_and_failing_leave_rows_without_what_was_typed(client):
    make_user("noor2", Role.COUNSELLOR)
    login = reverse("account_login")
    client.post(login, {"login": "noor2", "password": "fout-getypt-geheim"})
    client.post(login, {"login": "noor2", "password": PASSWORD})
    rows = list(AuditEntry.objects.order_by("pk"))
    assert [row.action for row in rows] == [AuditAction.LOGIN_FAILED, AuditAction.LOGIN]
    assert "fout-getypt" not in str([vars(row) for row in rows])


def test_nobody_signs_up_by_himself(client):
    page = client.get(reverse("account_signup"))
    assert "password1" not in page.content.decode()
