"""What cannot be read, and what is no page, is refused in words."""

from __future__ import annotations

import pytest
from django.urls import reverse


@pytest.mark.parametrize(
    ("body", "content_type"),
    [
        (b"--grens", "multipart/form-data"),
        (b"text=a", "application/x-www-form-urlencoded; charset=utf-16"),
        (b"&".join(b"v%d=1" % number for number in range(1_200)), "application/x-www-form-urlencoded"),
        (b"--grens\r\n", "multipart/form-data; boundary=grens; charset=rot13"),
    ],
)
def test_a_body_that_cannot_be_read_gets_a_page_that_says_so(client, db, body, content_type):
    response = client.generic("POST", reverse("account_login"), body, content_type=content_type)

    assert response.status_code == 400
    assert "Dit konden wij niet lezen" in response.content.decode()
    assert "Er is niets bewaard" in response.content.decode()


def test_an_encoding_that_is_no_text_breaks_no_page(client, db):
    assert client.get(reverse("account_login"), headers={"content-type": "text/plain; charset=hex"}).status_code == 400


@pytest.mark.parametrize("charset", ["utf-8", "UTF-8", "bestaat-niet"])
def test_the_usual_encoding_is_read(client, db, charset):
    kind = f"application/x-www-form-urlencoded; charset={charset}"
    response = client.generic("POST", reverse("account_login"), b"login=a", content_type=kind)

    assert response.status_code == 200


def test_an_address_that_only_takes_a_form_says_so_when_it_is_opened(client, counsellor, client_file):
    client.force_login(counsellor)

    response = client.get(reverse("riskplans:plan_create", args=[client_file.number]))

    assert response.status_code == 405
    assert response.headers["Allow"] == "POST"
    assert "Dit adres is geen pagina" in response.content.decode()
