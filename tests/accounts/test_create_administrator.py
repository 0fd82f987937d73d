"""The first administrator is let in from the command line; after that people are invited."""

import re
from smtplib import SMTPServerDisconnected

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse

from accounts.enums import AuditAction, Role
from accounts.models import AuditEntry, User
from tests.conftest import PASSWORD

pytestmark = pytest.mark.django_db


@pytest.fixture
def make(capsys, django_capture_on_commit_callbacks):
    """Run the command and return what it printed: output and complaints."""

    def run(*arguments):
        with django_capture_on_commit_callbacks(execute=True):
            call_command("create_administrator", *arguments)
        return capsys.readouterr()

    return run


def link_in(text):
    return re.findall(r"/uitnodiging/\S+", text)[0]


def test_the_link_lets_an_administrator_choose_a_password_and_open_his_pages(make, client, mailoutbox):
    printed = make("ad", "ad@example.org", "--name", "Ad de Mulder").out
    user = User.objects.get(username="ad")
    assert (user.first_name, user.last_name, user.email) == ("Ad", "de Mulder", "ad@example.org")
    assert [row.role for row in user.role_assignments.all()] == [Role.ADMINISTRATOR]
    assert not user.has_usable_password()
    assert [mail.to for mail in mailoutbox] == [["ad@example.org"]]
    client.post(link_in(printed), {"new_password1": PASSWORD, "new_password2": PASSWORD})
    assert client.login(username="ad", password=PASSWORD)
    assert client.get(reverse("accounts:invite")).status_code == 200


def test_the_audit_trail_names_the_task_that_did_it(make):
    make("ad", "ad@example.org")
    row = AuditEntry.objects.get(action=AuditAction.AUTHORISE)
    assert (row.actor_name, row.actor_roles) == ("Taak inrichting", Role.SERVICE)
    assert row.object_id == str(User.objects.get(username="ad").pk)
    assert row.details == {"roles": [Role.ADMINISTRATOR]}


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("noor", "ander@example.org"), "al in gebruik"),
        (("ad", "NOOR@example.org"), "al een account met dit e-mailadres"),
        (("ad mulder", "ad@example.org"), "ad mulder: "),
        (("ad", "geen-adres"), "geen-adres: "),
    ],
)
def test_what_cannot_be_is_refused_in_one_sentence_and_makes_nobody(make, counsellor, arguments, sentence):
    with pytest.raises(CommandError, match=sentence):
        make(*arguments)
    assert not User.objects.filter(role_assignments__role=Role.ADMINISTRATOR).exists()


@pytest.mark.django_db(transaction=True)
def test_without_a_mail_server_the_link_is_printed_all_the_same(monkeypatch, capsys):
    def down(user):
        raise SMTPServerDisconnected

    monkeypatch.setattr("accounts.services.users.send_invitation", down)
    call_command("create_administrator", "ad", "ad@example.org")
    printed = capsys.readouterr()
    assert link_in(printed.out)
