"""Numbers of a client: encrypted, found blindly, shown to who says why, and nowhere else."""

from __future__ import annotations

from uuid import uuid4

import pytest
from cryptography.fernet import Fernet
from django.core.management import call_command
from django.db import connection
from django.urls import reverse

from accounts.encryption import DecryptionError, blind_indexes
from accounts.errors import Refused
from accounts.models import AuditEntry
from casework.enums.identifiers import IdentifierKind
from casework.models import ClientIdentifier
from casework.registry.merging import merging
from casework.selectors.merge_obstacles import other_numbers
from casework.services.identifiers import renew_identifiers, set_identifier, show_identifier
from casework.validators import is_bsn
from tests.conftest import make_client

pytestmark = pytest.mark.django_db

BSN, OTHER = "111222333", "123456782"


def keep(client, user, number=BSN, kind=IdentifierKind.BSN, **more):
    return set_identifier(
        client=client, kind=kind, form_token=more.pop("form_token", uuid4()), number=number, acting_user=user
    )


@pytest.mark.parametrize("digits", [BSN, OTHER])
def test_the_check_of_eleven_lets_a_number_through(digits):
    assert is_bsn(digits)


@pytest.mark.parametrize("digits", ["111222334", "000000000", "12345678", "1112223330", "abcdefghi", "", "١١١٢٢٢٣٣٣"])
def test_the_check_of_eleven_stops_what_is_none(digits):
    assert not is_bsn(digits)


@pytest.mark.parametrize("typed", ["111222334", "12 34", "abc", "", "9" * 30])
def test_what_cannot_be_a_number_is_refused_at_its_field(client_file, counsellor, typed):
    with pytest.raises(Refused) as refusal:
        keep(client_file, counsellor, typed)
    assert refusal.value.field == "number"
    assert not ClientIdentifier.objects.exists()


def test_the_database_holds_no_readable_number(client_file, counsellor):
    keep(client_file, counsellor, "1112.22.333")
    with connection.cursor() as cursor:
        cursor.execute("SELECT sealed, blind_index FROM casework_clientidentifier")
        row = cursor.fetchone()
    assert row[0].startswith("enc1:")
    assert BSN not in "".join(row)
    assert row[1] == blind_indexes(BSN, "bsn")[0] != blind_indexes(BSN, "skn")[0]


def test_a_number_is_of_one_file_and_known_by_its_index(client_file, team, counsellor):
    first = keep(client_file, counsellor)
    assert keep(client_file, counsellor, "111 222 333") == first
    assert keep(client_file, counsellor, OTHER, form_token=first.form_token) == first
    with pytest.raises(Refused, match="ander dossier"):
        keep(make_client("S-9", team), counsellor)
    skn = keep(client_file, counsellor, "1234567", IdentifierKind.SKN)
    assert skn.kind == "skn"


def test_another_number_replaces_the_first_and_keeps_it(client_file, counsellor, team):
    first = keep(client_file, counsellor)
    second = keep(client_file, counsellor, OTHER)
    first.refresh_from_db()
    assert (first.replaced_by, second.replaced_at) == (counsellor, None)
    keep(make_client("S-9", team), counsellor)  # a number that was a slip is free again
    first.sealed = "anders"
    with pytest.raises(TypeError):
        first.save()


def test_a_number_is_shown_for_a_reason_that_the_trail_keeps(client_file, counsellor):
    row = keep(client_file, counsellor)
    for wrong in ("", "  ", "..", f"voor {BSN}", "nr 111 222 333"):
        with pytest.raises(Refused) as refusal:
            show_identifier(identifier=row, reason=wrong, acting_user=counsellor)
        assert refusal.value.field == "reason"
    assert show_identifier(identifier=row, reason="Aanvraag Wmo", acting_user=counsellor) == BSN
    entry = AuditEntry.objects.get(rule="shown_on_demand")
    assert (entry.reason, entry.client_number) == ("Aanvraag Wmo", client_file.number)
    for one in AuditEntry.objects.all():
        assert BSN not in str(vars(one))


def test_keys_rotate_and_the_old_one_goes_after_a_renewal(client_file, team, counsellor, settings):
    row = keep(client_file, counsellor)
    old, new = settings.FIELD_ENCRYPTION_KEYS, [Fernet.generate_key().decode()]
    settings.FIELD_ENCRYPTION_KEYS = [*new, *old]
    with pytest.raises(Refused, match="ander dossier"):  # found under the old key
        keep(make_client("S-9", team), counsellor)
    assert show_identifier(identifier=row, reason="Controle", acting_user=counsellor) == BSN
    assert renew_identifiers() == 1
    settings.FIELD_ENCRYPTION_KEYS = new
    row.refresh_from_db()
    assert show_identifier(identifier=row, reason="Controle", acting_user=counsellor) == BSN
    assert row.blind_index == blind_indexes(BSN, "bsn")[0]
    settings.FIELD_ENCRYPTION_KEYS = old
    with pytest.raises(DecryptionError):
        show_identifier(identifier=row, reason="Controle", acting_user=counsellor)


def test_the_command_says_how_many_it_renewed(client_file, counsellor, capsys):
    keep(client_file, counsellor)
    call_command("renew_identifiers")
    assert capsys.readouterr().out == '{"renewed": 1}\n'


def test_two_files_with_a_number_each_are_not_merged_unseen(client_file, team, counsellor):
    other = make_client("S-9", team)
    keep(client_file, counsellor)
    assert other_numbers(client_file, other) == ""
    keep(other, counsellor, OTHER)
    assert "BSN" in other_numbers(client_file, other)
    assert "identifiers" in merging.obstacles


def test_the_number_is_on_one_answer_and_on_no_page(client, client_file, counsellor):
    client.force_login(counsellor)
    at = [client_file.number, "bsn"]
    assert client.get(reverse("casework:identifier", args=at)).status_code == 404
    wrong = client.post(reverse("casework:identifier_set", args=at), {"form_token": uuid4(), "number": "111222334"})
    assert "geen geldig BSN" in wrong.content.decode()
    done = client.post(reverse("casework:identifier_set", args=at), {"form_token": uuid4(), "number": BSN})
    assert done.url == reverse("casework:background", args=[client_file.number])
    for page in ("background", "client", "timeline", "plan", "documents"):
        assert BSN not in client.get(reverse(f"casework:{page}", args=[client_file.number])).content.decode()
    asked = reverse("casework:identifier", args=at)
    assert BSN not in client.get(asked).content.decode()
    assert BSN not in client.post(asked, {"reason": ""}).content.decode()
    answer = client.post(asked, {"reason": "Aanvraag Wmo bij de gemeente"})
    assert BSN in answer.content.decode()
    assert "no-store" in answer["Cache-Control"]
    assert client.get(reverse("casework:identifier", args=[client_file.number, "onzin"])).status_code == 404


def test_a_reader_sees_that_there_is_one_and_not_which(client, client_file, counsellor, expert):
    keep(client_file, counsellor)
    client.force_login(expert)
    page = client.get(reverse("casework:background", args=[client_file.number])).content.decode()
    assert "burgerservicenummer" in page.lower()
    asked = reverse("casework:identifier", args=[client_file.number, "bsn"])
    assert asked not in page
    assert client.post(asked, {"reason": "Zomaar eens kijken"}).status_code == 403
