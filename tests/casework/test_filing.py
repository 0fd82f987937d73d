"""What a file that was brought in is, how long it holds, what took its place, and what runs out."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from accounts.enums import AuditAction
from accounts.errors import Refused
from accounts.models import AuditEntry
from casework.enums.filing import Validity
from casework.models import Document, DocumentFiling, FileKind, Term
from casework.selectors.filing import filed, running_out, validity_duties
from casework.services.filing import file_document, store_filed_upload
from tests.conftest import make_client

pytestmark = pytest.mark.django_db

PDF = b"%PDF-1.7\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"


def day(ahead: int = 0):
    return timezone.localdate() + timedelta(days=ahead)


def kind(key="indication"):
    return FileKind.objects.get(key=key)


def add(client_file, user, title="Beschikking", **filing):
    return store_filed_upload(
        client=client_file,
        form_token=uuid4(),
        title=title,
        upload=SimpleUploadedFile("besluit.pdf", PDF),
        acting_user=user,
        **{"kind": kind(), **filing},
    )


def refile(document, user, **filing):
    return file_document(document=document, form_token=uuid4(), acting_user=user, **{"kind": kind(), **filing})


def states(client_file):
    return {one.document.title: one.validity for one in filed(list(client_file.documents.all()))}


def test_a_file_comes_in_with_its_kind_or_not_at_all(client_file, counsellor):
    document = add(client_file, counsellor, valid_from=day(-5), valid_until=day(300))
    row = document.filings.get()
    assert (row.kind.key, row.valid_until, row.recorded_by) == ("indication", day(300), counsellor)
    assert AuditEntry.objects.filter(object_id=str(document.pk), action=AuditAction.UPDATE).count() == 1
    with pytest.raises(Refused, match="ligt voor de eerste"):
        add(client_file, counsellor, valid_from=day(), valid_until=day(-1))
    assert Document.objects.count() == 1


def test_one_click_more_changes_nothing(client_file, counsellor):
    token = uuid4()
    for _time in range(2):
        store_filed_upload(
            client=client_file,
            form_token=token,
            title="Brief",
            upload=SimpleUploadedFile("brief.pdf", PDF),
            kind=kind("letter"),
            acting_user=counsellor,
        )
    assert (Document.objects.count(), DocumentFiling.objects.count()) == (1, 1)


def test_a_token_belongs_to_one_document(client_file, counsellor):
    one, other, token = add(client_file, counsellor), add(client_file, counsellor), uuid4()
    file_document(document=one, form_token=token, kind=kind(), acting_user=counsellor)
    with pytest.raises(Refused, match="ander document"):
        file_document(document=other, form_token=token, kind=kind(), acting_user=counsellor)


def test_where_a_document_stands_follows_from_the_rows(client_file, counsellor):
    add(client_file, counsellor, "open")
    add(client_file, counsellor, "geldig", valid_until=day(43))
    add(client_file, counsellor, "bijna", valid_until=day(42))
    old = add(client_file, counsellor, "oud", valid_until=day(-1))
    assert states(client_file) == {
        "open": Validity.OPEN,
        "geldig": Validity.VALID,
        "bijna": Validity.EXPIRING,
        "oud": Validity.EXPIRED,
    }
    new = add(client_file, counsellor, "nieuw", valid_until=day(400), succeeds=old)
    found = {one.document.title: one for one in filed(list(client_file.documents.all()))}
    assert (found["oud"].validity, found["oud"].successor) == (Validity.REPLACED, new)
    assert found["oud"].is_over
    refile(new, counsellor)
    assert states(client_file)["oud"] == Validity.EXPIRED


def test_the_row_recorded_last_counts_and_none_is_changed(client_file, counsellor):
    document = add(client_file, counsellor, valid_until=day(-1))
    row = refile(document, counsellor, kind=kind("letter"))
    assert states(client_file) == {"Beschikking": Validity.OPEN}
    assert document.filings.current().get() == row
    row.valid_until = day()
    with pytest.raises(TypeError):
        row.save()


def test_a_successor_is_another_document_of_the_same_file(client_file, team, counsellor):
    elsewhere = make_client("S-0002", team, first_name="Piet")
    old, new = add(client_file, counsellor, "oud"), add(client_file, counsellor, "nieuw")
    for wrong, words in ((old, "zichzelf niet"), (add(elsewhere, counsellor), "ander dossier")):
        with pytest.raises(Refused, match=words):
            refile(old, counsellor, succeeds=wrong)
    refile(new, counsellor, succeeds=old)
    with pytest.raises(Refused, match="juist in de plaats"):
        refile(old, counsellor, succeeds=new)
    with pytest.raises(Refused, match="al vervangen"):
        add(client_file, counsellor, "derde", succeeds=old)
    refile(new, counsellor, succeeds=old, valid_until=day(10))  # the same again, with a day


def test_the_database_holds_the_rules_as_well(client_file, counsellor):
    document = add(client_file, counsellor)
    for wrong in ({"succeeds": document}, {"valid_from": day(), "valid_until": day(-1)}):
        with pytest.raises(IntegrityError), transaction.atomic():
            DocumentFiling.objects.create(
                document=document, kind=kind(), recorded_by=counsellor, form_token=uuid4(), **wrong
            )


def test_a_document_is_due_from_six_weeks_before_until_it_is_renewed(client_file, counsellor):
    old = add(client_file, counsellor, valid_until=day(42))
    assert validity_duties(day(-1)) == []
    [duty] = validity_duties(day())
    assert (duty.due_on, duty.owner_ids, duty.client_id) == (day(42), (counsellor.pk,), client_file.pk)
    assert "verloopt: Beschikking" in duty.label
    assert validity_duties(day(100)) == [duty]
    refile(old, counsellor, valid_until=day(42), renewed=False)
    assert validity_duties(day()) == []
    refile(old, counsellor, valid_until=day(42))
    add(client_file, counsellor, "nieuw", succeeds=old)
    assert validity_duties(day()) == []


def test_without_its_term_nothing_is_due(client_file, counsellor):
    add(client_file, counsellor, valid_until=day(-1))
    Term.objects.filter(key="document-validity").delete()
    assert validity_duties(day()) == []
    assert states(client_file) == {"Beschikking": Validity.EXPIRED}


@pytest.mark.parametrize("count", [1, 3])
def test_duties_cost_the_same_for_one_and_for_three(client_file, counsellor, count, django_assert_max_num_queries):
    for _place in range(count):
        add(client_file, counsellor, valid_until=day(3))
    with django_assert_max_num_queries(5):
        assert len(validity_duties(day())) == count


def test_the_list_of_the_team_lead(client, client_file, team_lead, counsellor, other_team):
    add(client_file, counsellor, "Paspoort", kind=kind("identity"), valid_until=day(-3))
    add(client_file, counsellor, "Indicatie", valid_until=day(30))
    add(client_file, counsellor, "Later", valid_until=day(90))
    add(make_client("S-0003", other_team), counsellor, "Elders", valid_until=day(-3))
    assert [row.filing.document.title for row in running_out(team_lead)] == ["Paspoort", "Indicatie"]
    client.force_login(team_lead)
    address = reverse("casework:documents_running_out")
    page = client.get(address).content.decode()
    assert "Paspoort" in page
    assert "verlopen" in page
    assert "Elders" not in page
    assert AuditEntry.objects.filter(action=AuditAction.LIST, object_type="casework.documents_running_out").exists()
    page = client.get(address, {"soort": "identity"}).content.decode()
    assert "Paspoort" in page
    assert "Indicatie</" not in page
    assert "Van deze soort verloopt er nu niets" in client.get(address, {"soort": "diagnostics"}).content.decode()


def test_an_empty_list_says_so(client, team_lead):
    client.force_login(team_lead)
    assert "Er verloopt nu niets" in client.get(reverse("casework:documents_running_out")).content.decode()


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_costs_the_same_for_one_and_for_three(
    client, team_lead, client_file, counsellor, count, django_assert_max_num_queries
):
    for _place in range(count):
        add(client_file, counsellor, valid_until=day(3))
    client.force_login(team_lead)
    with django_assert_max_num_queries(15):
        page = client.get(reverse("casework:documents_running_out"))
    assert len(page.context["rows"]) == count


def test_the_upload_form_proposes_what_is_usual(client, counsellor, client_file):
    client.force_login(counsellor)
    address = reverse("casework:document_upload", args=[client_file.number])
    assert "Diagnostiek (meestal 730 dagen geldig)" in client.get(address).content.decode()
    client.post(
        address,
        {
            "form_token": uuid4(),
            "kind": kind("diagnostics").pk,
            "title": "Onderzoek",
            "upload": SimpleUploadedFile("onderzoek.pdf", PDF),
            "valid_from": day(-10).isoformat(),
        },
    )
    assert DocumentFiling.objects.get().valid_until == day(720)
    page = client.post(address, {"form_token": uuid4(), "title": "Brief"}).content.decode()
    assert "Kies een bestand." in page
    assert 'value="Brief"' in page


def test_the_form_of_one_document_shows_what_was_recorded(client, counsellor, client_file):
    document = add(client_file, counsellor, valid_until=day(9))
    client.force_login(counsellor)
    address = reverse("casework:document_filing", args=[client_file.number, document.pk])
    assert day(9).isoformat() in client.get(address).content.decode()
    typed = {"form_token": uuid4(), "kind": kind("letter").pk, "valid_from": day().isoformat()}
    wrong = client.post(address, {**typed, "valid_until": day(-1).isoformat()}).content.decode()
    assert "De laatste dag ligt voor de eerste" in wrong
    client.post(address, typed)
    row = document.filings.current().get()
    assert (row.kind.key, row.valid_until, row.renewed) == ("letter", None, False)


def test_a_kind_out_of_use_stays_with_what_has_it(client, counsellor, client_file):
    document = add(client_file, counsellor)
    FileKind.objects.filter(key="indication").update(in_use=False)
    client.force_login(counsellor)
    address = reverse("casework:document_filing", args=[client_file.number, document.pk])
    assert "Indicatie of beschikking" in client.get(address).content.decode()
    upload = client.get(reverse("casework:document_upload", args=[client_file.number])).content.decode()
    assert "Indicatie of beschikking" not in upload


def test_the_documents_page_narrows_by_kind_and_validity(client, counsellor, client_file):
    add(client_file, counsellor, "Paspoort", kind=kind("identity"), valid_until=day(-3))
    add(client_file, counsellor, "Besluit", valid_until=day(300))
    client.force_login(counsellor)
    address = reverse("casework:documents", args=[client_file.number])

    def shown(**narrow):
        return {one.document.title for one in client.get(address, narrow).context["uploads"]}

    assert shown() == {"Paspoort", "Besluit"}
    assert shown(soort="identity") == {"Paspoort"}
    assert shown(geldig="valid") == {"Besluit"}
    assert shown(soort="identity", geldig="valid") == set()
    assert shown(soort="bestaat-niet", geldig="ook-niet") == {"Paspoort", "Besluit"}
    assert "Geen bestanden die hieraan voldoen" in client.get(address, {"geldig": "replaced"}).content.decode()
