"""One-time links: they work once and for a while, the token is kept nowhere, and the plain page says what to do."""

from __future__ import annotations

import datetime as dt
import re

import pytest
import time_machine
from django.db import connection
from django.http import HttpResponse
from django.template import Context, Template
from django.urls import include, path, reverse
from django.utils import timezone

import config.urls
from accounts.enums import AuditAction, AuditOutcome, LinkState
from accounts.errors import LinkRefused
from accounts.models import AuditEntry, OneTimeLink, Team
from accounts.registry import LinkPurpose, add_link_purpose, link_purposes
from accounts.services.links import digest_of, issue_link, open_link, redeem_link, revoke_link
from accounts.views.links import by_link

pytestmark = pytest.mark.django_db
PURPOSE = "proef"


@by_link(PURPOSE)
def landing(request, link):
    if request.method == "POST":
        redeem_link(link=link)
        return HttpResponse("gedaan")
    return HttpResponse(f"over {link.subject_id}")


@by_link(PURPOSE, also_used=True)
def thanks(request, link):
    return HttpResponse("dank u wel")


urlpatterns = [
    path("link/proef/", landing, name="proef"),
    path("link/proef/dank/", thanks, name="proef-dank"),
    path("", include(config.urls)),
]


@pytest.fixture(autouse=True)
def purpose(settings):
    settings.ROOT_URLCONF = __name__
    add_link_purpose(LinkPurpose(PURPOSE, "proef", "Vraag het aan Noor.", dt.timedelta(days=2)))
    yield
    del link_purposes[PURPOSE]


@pytest.fixture
def issued(team, counsellor):
    return issue_link(purpose=PURPOSE, subject=team, acting_user=counsellor, client_number="S-0001", for_whom="cliënt")


def test_a_link_leads_to_its_page_under_an_address_that_says_nothing(client, issued, team):
    response = client.get(issued.path)
    assert response.headers["Location"] == "/link/proef/"
    page = client.get("/link/proef/")
    assert page.content.decode() == f"over {team.pk}"
    assert response.headers["Referrer-Policy"] == "no-referrer"
    assert page.headers["Referrer-Policy"] == "same-origin", "a form without an origin would be refused"
    for answer in (response, page):
        assert "no-store" in answer.headers["Cache-Control"]


def test_the_token_is_stored_nowhere(client, issued, caplog):
    token = issued.path.rstrip("/").rsplit("/", 1)[1]
    client.get(issued.path)
    assert len(token) >= 43
    assert issued.link.digest == digest_of(token)
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')  # noqa: S608 -- names of our own tables
            assert token not in repr(cursor.fetchall()), table
    client.get(issued.path[:-3] + "xx/")
    assert token[:20] not in caplog.text


def test_it_works_once_and_says_so_afterwards(client, issued):
    client.get(issued.path)
    client.get(issued.path)  # a messenger that looks at the link uses nothing up
    assert client.post("/link/proef/").content == b"gedaan"
    again = client.get(issued.path)
    assert again.status_code == 410
    assert "Deze link is al gebruikt" in again.content.decode()
    assert client.get("/link/proef/").status_code == 410
    assert client.get("/link/proef/dank/").status_code == 200
    client.cookies.clear()
    assert client.get("/link/proef/dank/").status_code == 404


def test_of_two_devices_the_second_is_refused(client, issued):
    other = client.__class__()
    client.get(issued.path)
    other.get(issued.path)
    assert client.post("/link/proef/").content == b"gedaan"
    late = other.post("/link/proef/")
    assert late.status_code == 410
    assert "Vraag het aan Noor." in late.content.decode()


def test_a_link_that_was_tampered_with_is_refused(client, issued):
    changed = issued.path[:-2] + ("A" if issued.path[-2] != "A" else "B") + "/"
    page = client.get(changed)
    assert page.status_code == 404
    assert "Deze link werkt niet" in page.content.decode()
    assert "S-0001" not in page.content.decode()
    row = AuditEntry.objects.get(object_type="accounts.onetimelink", outcome=AuditOutcome.REFUSED)
    assert row.details == {"state": "unknown"}


def test_nobody_gets_in_without_having_opened_a_link(client):
    assert client.get("/link/proef/").status_code == 404


def test_a_link_ends(client, issued):
    client.get(issued.path)
    with time_machine.travel(timezone.now() + dt.timedelta(days=2, seconds=1)):
        page = client.get(issued.path)
        assert page.status_code == 410
        assert "Deze link is te oud" in page.content.decode()
        with pytest.raises(LinkRefused) as refusal:
            redeem_link(link=issued.link)
    assert refusal.value.state == LinkState.EXPIRED


def test_a_new_link_takes_the_place_of_the_one_before(client, issued, team, counsellor):
    newer = issue_link(purpose=PURPOSE, subject=team, acting_user=counsellor, for_whom="cliënt")
    elsewhere = issue_link(
        purpose=PURPOSE, subject=Team.objects.create(name="Oost"), acting_user=counsellor, for_whom="cliënt"
    )
    assert "Deze link is vervangen" in client.get(issued.path).content.decode()
    assert client.get(newer.path).status_code == 302
    assert client.get(elsewhere.path).status_code == 302


def test_taking_back_what_was_used_changes_nothing(issued, counsellor):
    redeem_link(link=issued.link)
    assert revoke_link(link=issued.link, acting_user=counsellor).revoked_at is None


def test_every_step_is_in_the_trail(issued, counsellor):
    open_link(token=issued.path.rstrip("/").rsplit("/", 1)[1])
    redeem_link(link=issued.link)
    rows = AuditEntry.objects.filter(object_type="accounts.onetimelink").order_by("pk")
    assert [row.action for row in rows] == [AuditAction.CREATE, AuditAction.READ, AuditAction.UPDATE]
    assert {row.client_number for row in rows} == {"S-0001"}
    assert rows[0].actor_id == counsellor.pk
    assert rows[1].actor_id is None
    assert {row.on_behalf_of for row in rows} == {"cliënt"}


def test_a_link_never_both_was_used_and_taken_back(issued):
    from django.db import IntegrityError

    now = timezone.now()
    with pytest.raises(IntegrityError):
        OneTimeLink.objects.filter(pk=issued.link.pk).update(used_at=now, revoked_at=now)


def test_the_code_is_a_picture_in_the_page_and_holds_the_address():
    import qrcode

    address = "https://samenspoor.example/link/openen/abc/"
    template = Template("{% load qr %}{% qr_code address 'Code voor de check-in' %}")
    svg = template.render(Context({"address": address}))
    code = qrcode.QRCode(error_correction=qrcode.ERROR_CORRECT_M, border=4)
    code.add_data(address)
    code.make(fit=True)
    dark = sum(sum(row) for row in code.get_matrix())
    assert sum(int(width) for width in re.findall(r"h(\d+)v1", svg)) == dark
    assert 'aria-label="Code voor de check-in"' in svg
    assert "style=" not in svg
    assert address not in svg


def test_the_address_is_made_by_the_house(issued):
    token = issued.path.rstrip("/").rsplit("/", 1)[1]
    assert issued.path == reverse("accounts:open_link", args=[token])


def test_a_browser_that_says_where_a_form_comes_from_is_heard(issued):
    from django.test import Client

    browser = Client(enforce_csrf_checks=True)
    browser.get(issued.path)
    answer = browser.post("/link/proef/", headers={"origin": "null"})
    assert answer.status_code == 403, "so the page may not keep its origin to itself"
