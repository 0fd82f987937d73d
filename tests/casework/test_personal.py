"""Where a client can be reached, how he reads, and what that does to the papers made for him."""

from __future__ import annotations

import datetime as dt
from uuid import uuid4

import pytest
from django.db import connection
from django.template import Context, Template
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.errors import Refused
from accounts.models import AuditEntry
from casework.enums import HandoverPurpose
from casework.enums.personal import DetailKind, ReadingLevel
from casework.models import ContactDetail, HardWord, ReadingProfile
from casework.registry import HandoverFrame, registry
from casework.selectors.hard_words import hard_words_in
from casework.selectors.personal import current_details, details_of, reading_of, reads_easy, to_ring
from casework.services.documents import issue_document, read_document
from casework.services.personal import add_detail, confirm_detail, end_detail, record_reading, withdraw_detail
from casework.templatetags.easy_words import one_sentence_a_line
from tests.pdf import pages_of, text_of

pytestmark = pytest.mark.django_db


def day(offset=0):
    return timezone.localdate() + dt.timedelta(days=offset)


def add(client, user, kind=DetailKind.PHONE, value="06 12345678", **more):
    fields = {
        "client": client,
        "form_token": uuid4(),
        "kind": kind,
        "value": value,
        "valid_from": day(-30),
        "acting_user": user,
    }
    return add_detail(**{**fields, **more})


def reads(client, user, level=ReadingLevel.LOW, **more):
    fields = {"client": client, "form_token": uuid4(), "languages": "Nederlands", "level": level, "acting_user": user}
    return record_reading(**{**fields, **more})


# --- contact details ---------------------------------------------------------------------------------------------------
def test_a_new_doctor_ends_the_one_before_and_the_history_stays(client_file, counsellor):
    first = add(client_file, counsellor, DetailKind.DOCTOR, "038 5550142", name="dr. Wierda")
    second = add(client_file, counsellor, DetailKind.DOCTOR, "038 5550167", name="dr. Postma", valid_from=day(-5))
    first.refresh_from_db()
    assert (first.valid_until, first.ended_by) == (day(-6), counsellor)
    assert current_details(client_file) == [second]
    doctors = next(one for one in details_of(client_file) if one.kind == DetailKind.DOCTOR)
    assert (doctors.current, doctors.earlier) == ((second,), (first,))
    assert second.label == "dr. Postma, 038 5550167"
    with pytest.raises(Refused, match="Kies een latere datum"):
        add(client_file, counsellor, DetailKind.DOCTOR, "038 5550167", name="dr. Bos", valid_from=day(-5))


def test_several_numbers_hold_at_once_and_a_second_click_makes_one(client_file, counsellor):
    token = uuid4()
    first = add(client_file, counsellor, form_token=token)
    assert add(client_file, counsellor, form_token=token) == first
    add(client_file, counsellor, value="038 5550142")
    assert len(current_details(client_file)) == 2
    rows = AuditEntry.objects.filter(object_type="casework.contactdetail", action="create")
    assert rows.count() == 2
    assert "5550142" not in str([row.details for row in rows])


@pytest.mark.parametrize(
    ("kind", "changes", "field"),
    [
        (DetailKind.PHONE, {"value": "bel Piet"}, "value"),
        (DetailKind.PHONE, {"value": "12"}, "value"),
        (DetailKind.PHONE, {"value": " "}, "value"),
        (DetailKind.MAIL, {"value": "jan"}, "value"),
        (DetailKind.DOCTOR, {"value": "038 5550142"}, "name"),
        (DetailKind.PHARMACY, {"value": "geen", "name": "De Dijk"}, "value"),
        (DetailKind.PHONE, {"valid_from": day(1)}, "valid_from"),
        (DetailKind.PHONE, {"valid_from": dt.date(1950, 1, 1)}, "valid_from"),
    ],
)
def test_what_cannot_be_is_refused_at_its_field(client_file, counsellor, kind, changes, field):
    with pytest.raises(Refused) as refusal:
        add(client_file, counsellor, kind, **changes)
    assert refusal.value.field == field
    assert not ContactDetail.objects.exists()


def test_an_address_of_mail_is_kept(client_file, counsellor):
    assert add(client_file, counsellor, DetailKind.MAIL, "jan@voorbeeld.nl").label == "jan@voorbeeld.nl"


def test_a_detail_ends_once_and_a_mistake_is_taken_back_with_its_reason(client_file, counsellor):
    detail = add(client_file, counsellor)
    for wrong in (day(1), day(-31)):
        with pytest.raises(Refused) as refusal:
            end_detail(detail=detail, valid_until=wrong, acting_user=counsellor)
        assert refusal.value.field == "valid_until"
    ended = end_detail(detail=detail, valid_until=day(-2), acting_user=counsellor)
    assert end_detail(detail=detail, valid_until=day(-2), acting_user=counsellor) == ended
    with pytest.raises(Refused, match="al afgesloten"):
        end_detail(detail=detail, valid_until=day(-1), acting_user=counsellor)
    with pytest.raises(Refused, match="Schrijf op waarom"):
        withdraw_detail(detail=detail, reason=" ", acting_user=counsellor)
    taken = withdraw_detail(detail=detail, reason="Nummer van een ander", acting_user=counsellor)
    assert withdraw_detail(detail=detail, reason="Nog eens", acting_user=counsellor).withdrawn_reason == (
        taken.withdrawn_reason
    )
    with pytest.raises(Refused, match="ingetrokken"):
        end_detail(detail=detail, valid_until=day(-1), acting_user=counsellor)
    assert current_details(client_file) == []


def test_the_same_day_can_be_put_right_after_a_withdrawal(client_file, counsellor):
    wrong = add(client_file, counsellor, DetailKind.ADDRESS, "Dijk 1, Zwolle")
    withdraw_detail(detail=wrong, reason="Verkeerd nummer", acting_user=counsellor)
    right = add(client_file, counsellor, DetailKind.ADDRESS, "Dijk 11, Zwolle")
    assert current_details(client_file) == [right]


def test_a_check_is_kept_with_its_day_and_only_of_what_holds(client_file, other_client, counsellor):
    detail, other = add(client_file, counsellor), add(other_client, counsellor)
    assert vars(current_details(client_file)[0])["confirmed_at"] is None
    token = uuid4()
    row = confirm_detail(detail=detail, form_token=token, acting_user=counsellor)
    assert confirm_detail(detail=detail, form_token=token, acting_user=counsellor) == row
    assert vars(current_details(client_file)[0])["confirmed_at"] == row.recorded_at
    assert str(row) == f"{detail.pk}: {row.recorded_at:%Y-%m-%d}"
    changed = AuditEntry.objects.get(object_type="casework.contactdetail", action="update")
    assert changed.details == {"kind": "phone", "confirmed": True}
    with pytest.raises(Refused, match="ander gegeven"):
        confirm_detail(detail=other, form_token=token, acting_user=counsellor)
    withdraw_detail(detail=detail, reason="Fout", acting_user=counsellor)
    with pytest.raises(Refused, match="geldt niet meer"):
        confirm_detail(detail=detail, form_token=uuid4(), acting_user=counsellor)


def test_a_detail_is_checked_with_one_button(client, client_file, counsellor):
    client.force_login(counsellor)
    detail = add(client_file, counsellor, DetailKind.DOCTOR, "038 5550142", name="dr. Wierda")
    address = reverse("casework:detail_confirm", args=[client_file.number, detail.pk])
    client.post(address, {"form_token": "x"})
    assert not detail.confirmations.exists()
    page = client.post(address, {"form_token": uuid4()}, follow=True).content.decode()
    assert "gecontroleerd op" in page
    end_detail(detail=detail, valid_until=day(-1), acting_user=counsellor)
    assert "geldt niet meer" in client.post(address, {"form_token": uuid4()}, follow=True).content.decode()


def test_the_numbers_for_an_emergency_are_those_that_can_be_rung_today(client_file, counsellor):
    add(client_file, counsellor, DetailKind.ADDRESS, "Dijk 1, Zwolle")
    add(client_file, counsellor, DetailKind.PHARMACY, "038 555 01-73", name="De Dijk")
    gone = add(client_file, counsellor)
    end_detail(detail=gone, valid_until=day(-1), acting_user=counsellor)
    add(client_file, counsellor, value="+31 6 12345678")
    assert [(row.kind, row.dialled) for row in to_ring(client_file)] == [
        (DetailKind.PHONE, "+31612345678"),
        (DetailKind.PHARMACY, "0385550173"),
    ]


# --- language and reading ----------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("level", "lvb", "easy"),
    [
        (ReadingLevel.UNKNOWN, False, False),
        (ReadingLevel.GOOD, False, False),
        (ReadingLevel.GOOD, True, True),
        (ReadingLevel.LOW, False, True),
        (ReadingLevel.NOT, False, True),
    ],
)
def test_low_reading_or_lvb_makes_papers_easier(client_file, counsellor, level, lvb, easy):
    assert not reads_easy(client_file)
    reads(client_file, counsellor, level, lvb=lvb)
    assert reads_easy(client_file) is easy


def test_the_latest_counts_and_the_earlier_one_stays(client_file, counsellor):
    first = reads(client_file, counsellor)
    second = reads(client_file, counsellor, ReadingLevel.GOOD)
    assert reading_of(client_file) == second
    assert set(ReadingProfile.objects.all()) == {first, second}
    with pytest.raises(TypeError):
        first.save()
    with pytest.raises(Refused) as refusal:
        reads(client_file, counsellor, languages=" ")
    assert refusal.value.field == "languages"


def issued(client, kind, user):
    document = issue_document(client=client, kind_key=kind, form_token=uuid4(), acting_user=user)
    return read_document(document=document, acting_user=user)


def paper(client, kind, user):
    return text_of(issued(client, kind, user))


def test_the_paper_for_the_client_explains_hard_words_only_where_that_is_needed(client_file, condition, counsellor):
    plain = paper(client_file, "own_choice", counsellor)
    reads(client_file, counsellor)
    easy = paper(client_file, "own_choice", counsellor)
    assert "Moeilijke woorden" not in plain
    assert "Moeilijke woorden" in easy
    assert "Een regel van de rechter of van justitie." in easy


def test_an_easy_paper_begins_on_its_first_page(client_file, condition, counsellor):
    """In large type a condition is nearly a page: it goes on overleaf rather than leaving the first page empty."""
    reads(client_file, counsellor)
    condition.text = "Betrokkene gebruikt geen drugs of alcohol en werkt mee aan controle. " * 14
    condition.save()
    pages = pages_of(issued(client_file, "own_choice", counsellor))
    assert "Dit moet" in pages[0]
    assert "Zo staat het in de beslissing" in pages[0]
    assert "Hier beslist u zelf" in pages[1]


def test_which_papers_are_for_the_client():
    assert {key for key, kind in registry.document_kinds.items() if kind.for_client} == {
        "agreement",
        "agreement_proposal",
        "care_plan",
        "disclosure_log",
        "network",
        "own_choice",
        "signalling_plan",
        "stoplight_card",
    }


def test_each_sentence_gets_a_line_and_names_and_drawings_stay_whole():
    assert one_sentence_a_line("<p>Dit moet. Dat mag? Goed.</p>") == (
        '<p>Dit moet.<br class="sentence">Dat mag?<br class="sentence">Goed.</p>'
    )
    for whole in ("<p>Bel dr. Post of mevr. De Wit.</p>", "<svg><title>Een twee. Drie.</title></svg>"):
        assert one_sentence_a_line(whole) == whole


def test_hard_words_are_found_whole():
    assert [word for word, _plain in hard_words_in("De Reclassering vraagt toestemming.")] == [
        "reclassering",
        "toestemming",
    ]
    assert hard_words_in("ondertitels en netwerken") == []


def test_the_organisation_changes_adds_and_drops_words(client, administrator):
    client.force_login(administrator)
    row = HardWord.objects.get(key="reclassering")
    typed = {"name": row.name, "order": row.order, "certainty": row.certainty, "basis": row.basis, "in_use": "on"}
    address = reverse("admin:casework_hardword_change", args=[row.pk])
    client.post(address, {**typed, "forms": "Reclassering Nederland, ", "plain": "Mensen die met u praten."})
    assert hard_words_in("U gaat naar de reclassering.") == [("reclassering", "Mensen die met u praten.")]
    client.post(
        reverse("admin:casework_hardword_add"),
        {**typed, "key": "crisiskaart", "name": "crisiskaart", "forms": "crisiskaarten", "plain": "Een kaart."},
    )
    assert hard_words_in("Er zijn crisiskaarten.") == [("crisiskaart", "Een kaart.")]
    HardWord.objects.filter(pk=row.pk).update(in_use=False)
    assert hard_words_in("De reclassering belt.") == []


def test_a_word_that_ends_in_a_sign_is_found_too():
    HardWord.objects.create(key="tbs", name="t.b.s.", plain="Een maatregel van de rechter.")
    assert hard_words_in("U heeft t.b.s. gekregen.") == [("t.b.s.", "Een maatregel van de rechter.")]
    assert hard_words_in("it.b.s.") == []


def test_what_people_wrote_stays_escaped():
    source = "{% load easy_words %}{% easywords %}<p>{{ text }}</p>{% endeasywords %}"
    page = Template(source).render(Context({"text": "<b>toezicht</b>. Nu wel.", "paper_easy": True}))
    assert "<b>" not in page
    assert "Moeilijke woorden" in page
    assert Template(source).render(Context({"text": "toezicht"})) == "<p>toezicht</p>"


# --- pages -------------------------------------------------------------------------------------------------------------
def test_the_page_shows_what_holds_and_what_was(client, client_file, counsellor):
    client.force_login(counsellor)
    address = reverse("casework:personal", args=[client_file.number])
    assert "Nog niets vastgelegd" in client.get(address).content.decode()
    form = reverse("casework:detail_create", args=[client_file.number, "phone"])
    answer = client.post(form, {"form_token": uuid4(), "value": "geen", "valid_from": day()})
    assert "Dit is geen telefoonnummer" in answer.content.decode()
    assert (
        client.post(form, {"form_token": uuid4(), "value": "06 12345678", "valid_from": day()}).headers["Location"]
        == address
    )
    client.post(
        reverse("casework:reading_set", args=[client_file.number]),
        {"form_token": uuid4(), "languages": "Papiaments", "level": "low", "interpreter": "Papiaments"},
    )
    text = client.get(address).content.decode()
    for word in ("06 12345678", "Tolk nodig voor: Papiaments", "Leest moeilijk", "één zin per regel"):
        assert word in text
    detail = ContactDetail.objects.get()
    client.post(reverse("casework:detail_end", args=[client_file.number, detail.pk]), {"valid_until": day()})
    client.post(reverse("casework:detail_withdraw", args=[client_file.number, detail.pk]), {"reason": "Fout"})
    assert "ingetrokken" in client.get(address).content.decode()
    assert client.get(reverse("casework:detail_create", args=[client_file.number, "fax"])).status_code == 404
    overview = client.get(reverse("casework:client", args=[client_file.number])).content.decode()
    assert "tolk voor Papiaments" in overview
    assert "06 12345678" not in overview


def test_the_page_does_not_grow_queries_with_rows(client, client_file, counsellor):
    client.force_login(counsellor)
    address = reverse("casework:personal", args=[client_file.number])

    def queries():
        client.get(address)
        with CaptureQueriesContext(connection) as seen:
            client.get(address)
        return len(seen)

    add(client_file, counsellor)
    reads(client_file, counsellor)
    one = queries()
    for value in ("06 22345678", "06 32345678"):
        add(client_file, counsellor, value=value)
        reads(client_file, counsellor)
    assert queries() == one


def test_a_detail_of_another_file_is_not_found(client, client_file, other_client, counsellor):
    client.force_login(counsellor)
    detail = add(other_client, counsellor)
    assert client.get(reverse("casework:detail_end", args=[client_file.number, detail.pk])).status_code == 404


def test_only_who_takes_the_care_over_is_told(client_file, counsellor):
    section = registry.handover_sections["contact"]
    assert set(section.grounds) == {HandoverPurpose.WARM, HandoverPurpose.INSIDE}
    add(client_file, counsellor, DetailKind.DOCTOR, "038 5550142", name="dr. Wierda")
    reads(client_file, counsellor, interpreter="Tigrinya", note="Samen lezen")
    frame = HandoverFrame(HandoverPurpose.WARM, day(-90), day())
    text = section.propose(client_file, counsellor, frame).text
    for word in ("dr. Wierda, 038 5550142", "tolk nodig voor: Tigrinya", "wat helpt: Samen lezen"):
        assert word in text
