"""A photo of a client: with consent, without anything but pixels, for who may read the file and nobody else."""

from __future__ import annotations

import datetime as dt
from io import BytesIO
from pathlib import Path
from unittest.mock import patch
from uuid import uuid4

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client as Browser
from django.urls import reverse
from django.utils import timezone
from PIL import Image, ImageFile

from accounts.enums import AuditOutcome
from accounts.errors import Refused
from accounts.models import AuditEntry
from casework import tasks
from casework.enums.photos import ConsentGiver, PhotoRemoval
from casework.enums.scanning import ScanState
from casework.models import Client, ClientPhoto, PhotoScan
from casework.registry import registry
from casework.registry.merging import merging
from casework.selectors.merge_obstacles import two_photos
from casework.selectors.photos import photos_of
from casework.services import photos as service
from casework.services import scanning
from casework.services.photos import SIDE, read_photo, remove_photo, set_photo
from casework.services.scanners import ScannerUnreachableError, Verdict
from casework.services.scanning import scan_photo, scan_waiting

pytestmark = pytest.mark.django_db


def picture(kind="JPEG", size=(600, 400), mode="RGB", colour="#3366aa", **more):
    file = BytesIO()
    Image.new(mode, size, colour).save(file, kind, **more)
    return file.getvalue()


def upload(content=None, name="foto.jpg"):
    return SimpleUploadedFile(name, picture() if content is None else content)


def put(client, user, content=None, **more):
    fields = {
        "client": client,
        "form_token": uuid4(),
        "upload": upload(content),
        "agreed": True,
        "consent_on": timezone.localdate() - dt.timedelta(days=3),
        "consent_by": ConsentGiver.CLIENT,
        "acting_user": user,
    }
    return set_photo(**{**fields, **more})


def seen(photo, user) -> bytes:
    content = read_photo(photo=photo, acting_user=user)
    assert content is not None
    return content


def stored(photo):
    return Path(settings.MEDIA_ROOT) / photo.file.name


# --- what is kept ------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    "content",
    [
        picture("JPEG"),
        picture("PNG", mode="RGBA", colour=(10, 20, 30, 0)),
        picture("PNG", mode="P", colour=3),
        picture("WEBP"),
    ],
)
def test_every_kind_becomes_a_small_square_jpeg(client_file, counsellor, content):
    kept = seen(put(client_file, counsellor, content), counsellor)
    with Image.open(BytesIO(kept)) as found:
        assert (found.format, found.size, found.mode) == ("JPEG", (SIDE, SIDE), "RGB")


def test_place_device_and_words_in_the_picture_stay_behind_and_it_stands_upright(client_file, counsellor):
    tall = Image.new("RGB", (400, 800), "red")
    tall.paste("blue", (0, 0, 400, 400))
    exif = Image.Exif()
    exif[0x0110], exif[0x0112] = "Telefoon van Ruben", 3  # the device, and: turned upside down
    exif.get_ifd(0x8825)[1] = "N"
    file = BytesIO()
    tall.save(file, "JPEG", exif=exif, comment=b"thuis bij moeder", icc_profile=b"x" * 200)
    assert b"Telefoon van Ruben" in file.getvalue()
    kept = seen(put(client_file, counsellor, file.getvalue()), counsellor)
    assert b"Telefoon" not in kept
    assert b"moeder" not in kept
    with Image.open(BytesIO(kept)) as found:
        assert not found.getexif()
        assert set(found.info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density"}
        top, bottom = found.crop((0, 0, SIDE, 9)).tobytes(), found.crop((0, SIDE - 9, SIDE, SIDE)).tobytes()
        assert top[0] > 200  # red came on top
        assert bottom[2] > 200


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "geen foto"),
        (b"%PDF-1.7\n%%EOF\n", "geen foto"),
        (b"GIF89a" + b"0" * 50, "geen foto"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "geen foto"),
        (picture()[:-300], "niet heel"),
        (picture(size=(40, 400)), "te klein"),
    ],
)
def test_what_is_no_photo_is_refused_at_its_field(client_file, counsellor, content, words, monkeypatch):
    monkeypatch.setattr(ImageFile, "LOAD_TRUNCATED_IMAGES", True)  # as WeasyPrint leaves it in this process
    with pytest.raises(Refused, match=words) as refusal:
        put(client_file, counsellor, content)
    assert refusal.value.field == "upload"
    assert not ClientPhoto.objects.exists()


def test_too_many_bytes_or_points_are_refused(client_file, counsellor, settings, monkeypatch):
    monkeypatch.setattr(service, "MOST_PIXELS", 600 * 400 - 1)
    with pytest.raises(Refused, match="te veel beeldpunten"):
        put(client_file, counsellor)
    settings.UPLOAD_MAX_BYTES = 100
    with pytest.raises(Refused, match="te groot"):
        put(client_file, counsellor)


# --- consent -----------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"agreed": False}, "agreed"),
        ({"consent_on": timezone.localdate() + dt.timedelta(days=2)}, "consent_on"),
        ({"consent_on": dt.date(1930, 1, 1)}, "consent_on"),
        ({"consent_by": "buurman"}, "consent_by"),
    ],
)
def test_without_consent_there_is_no_photo_and_no_file(client_file, counsellor, changes, field):
    before = set(Path(settings.MEDIA_ROOT).rglob("*.jpg"))
    with pytest.raises(Refused) as refusal:
        put(client_file, counsellor, **changes)
    assert refusal.value.field == field
    assert set(Path(settings.MEDIA_ROOT).rglob("*.jpg")) == before


def test_a_second_click_makes_one_and_a_new_photo_erases_the_one_before(
    client_file, counsellor, team_lead, django_capture_on_commit_callbacks
):
    token = uuid4()
    first = put(client_file, counsellor, form_token=token)
    assert put(client_file, counsellor, form_token=token) == first
    old = stored(first)
    assert old.exists()
    with django_capture_on_commit_callbacks(execute=True):
        second = put(client_file, team_lead)
    first.refresh_from_db()
    assert not old.exists()
    assert (first.removal, first.removed_by, first.file.name) == (PhotoRemoval.REPLACED, team_lead, "")
    state = photos_of(client_file)
    assert (state.present, state.earlier, state.held_up) == (second, (first,), "")
    assert stored(second).exists()


def test_consent_withdrawn_erases_the_picture_and_keeps_who_and_when(
    client_file, counsellor, django_capture_on_commit_callbacks
):
    photo = put(client_file, counsellor)
    path = stored(photo)
    for wrong in ("", "replaced"):
        with pytest.raises(Refused, match="Kies waarom"):
            remove_photo(photo=photo, removal=wrong, acting_user=counsellor)
    with django_capture_on_commit_callbacks(execute=True):
        gone = remove_photo(photo=photo, removal=PhotoRemoval.WITHDRAWN, acting_user=counsellor)
    assert not path.exists()
    assert (gone.file.name, gone.removed_by) == ("", counsellor)
    assert remove_photo(photo=gone, removal=PhotoRemoval.MISTAKE, acting_user=counsellor).removal == "withdrawn"
    rows = AuditEntry.objects.filter(object_type="casework.clientphoto").order_by("pk")
    assert [row.action for row in rows] == ["create", "update"]
    assert rows.last().details == {"removal": "withdrawn"}
    with pytest.raises(TypeError):
        gone.save()


def test_a_token_of_another_client_is_refused(client_file, other_client, counsellor):
    token = uuid4()
    put(client_file, counsellor, form_token=token)
    kept = set(Path(settings.MEDIA_ROOT).rglob("*.jpg"))
    with pytest.raises(Refused, match="al gebruikt"):
        put(other_client, counsellor, form_token=token)
    assert len(set(Path(settings.MEDIA_ROOT).rglob("*.jpg"))) == len(kept)


# --- the scanner -------------------------------------------------------------------------------------------------------
@pytest.fixture
def scanner(settings, monkeypatch):
    settings.VIRUS_SCANNER = "tcp://127.0.0.1:1"
    verdicts: list[Verdict | None] = []

    def ask(_where, _content):
        verdict = verdicts.pop(0)
        if verdict is None:
            raise ScannerUnreachableError
        return verdict

    monkeypatch.setattr(scanning, "ask_scanner", ask)
    monkeypatch.setattr(tasks.scan_photo, "apply_async", lambda *_args, **_kwargs: None)
    return verdicts


def test_nobody_sees_a_photo_before_it_is_clean(client, client_file, counsellor, scanner):
    client.force_login(counsellor)
    photo = put(client_file, counsellor)
    page = reverse("casework:personal", args=[client_file.number])
    assert "wordt nagekeken op virussen" in client.get(page).content.decode()
    assert client.get(photo.get_absolute_url()).status_code == 404
    assert AuditEntry.objects.filter(outcome=AuditOutcome.REFUSED, rule="virus_scan").count() == 1
    assert "band-photo" not in client.get(page).content.decode()
    scanner += [None, Verdict(clean=True, found="")]
    assert scan_waiting() == 0
    assert photos_of(client_file).held_up == "scanner niet bereikbaar"
    tasks.scan_photo(photo.pk)
    assert scan_waiting() == 0
    assert "band-photo" in client.get(page).content.decode()
    assert client.get(photo.get_absolute_url()).status_code == 200


def test_photos_from_before_the_scanner_are_checked_and_those_taken_away_are_not(
    client_file, other_client, counsellor, scanner, settings
):
    settings.VIRUS_SCANNER = ""
    photo, gone = put(client_file, counsellor), put(other_client, counsellor)
    assert scan_photo(photo.pk) is None
    remove_photo(photo=gone, removal=PhotoRemoval.NOT_NEEDED, acting_user=counsellor)
    settings.VIRUS_SCANNER = "tcp://127.0.0.1:1"
    assert photos_of(client_file).held_up == "wordt nagekeken op virussen"
    scanner.append(Verdict(clean=False, found="Eicar"))
    assert scan_waiting() == 1
    assert scan_photo(gone.pk) is None
    assert PhotoScan.objects.get().state == ScanState.REFUSED
    assert read_photo(photo=photo, acting_user=counsellor) is None
    assert str(PhotoScan.objects.get()) == f"{photo.pk}: virus gevonden"


# --- who sees it -------------------------------------------------------------------------------------------------------
def test_the_picture_comes_through_its_door_and_is_kept_nowhere(client, client_file, counsellor, other_client):
    client.force_login(counsellor)
    photo = put(client_file, counsellor)
    answer = client.get(photo.get_absolute_url())
    assert answer.headers["Content-Type"] == "image/jpeg"
    assert "no-store" in answer.headers["Cache-Control"]
    assert AuditEntry.objects.filter(object_type="casework.clientphoto", action="read").exists()
    assert client.get(reverse("casework:photo", args=[other_client.number, photo.pk])).status_code == 404
    stored(photo).write_bytes(b"something else")
    assert client.get(photo.get_absolute_url()).status_code == 404
    stored(photo).unlink()
    assert client.get(photo.get_absolute_url()).status_code == 404
    assert AuditEntry.objects.filter(outcome=AuditOutcome.REFUSED, rule="sha256").count() == 2


def test_a_photo_on_every_page_is_one_row_a_day_for_each_session(client, client_file, counsellor, team_lead):
    photo = put(client_file, counsellor)
    rows = AuditEntry.objects.filter(object_type="casework.clientphoto", action="read", outcome=AuditOutcome.DONE)
    client.force_login(counsellor)
    for _page in range(3):
        assert client.get(photo.get_absolute_url()).status_code == 200
    first = rows.get()
    assert (first.client_number, first.object_id, first.rule) == (client_file.number, str(photo.pk), "visible_to")
    another = Browser()
    another.force_login(counsellor)  # the same person, at another desk
    another.get(photo.get_absolute_url())
    another.force_login(team_lead)
    another.get(photo.get_absolute_url())
    assert rows.count() == 3
    tomorrow = timezone.now() + dt.timedelta(days=1)
    with patch("django.utils.timezone.now", return_value=tomorrow):
        client.force_login(counsellor)
        client.get(photo.get_absolute_url())
    assert rows.count() == 4
    for _call in range(2):  # without a session: no telling whether it is the same view
        seen(photo, counsellor)
    assert rows.count() == 6


def test_band_and_overview_show_it_until_it_is_taken_away(client, client_file, counsellor):
    client.force_login(counsellor)
    overview = reverse("casework:client", args=[client_file.number])
    assert "-photo" not in client.get(overview).content.decode()
    page = reverse("casework:personal", args=[client_file.number])
    form = reverse("casework:photo_set", args=[client_file.number])
    typed = {"form_token": uuid4(), "consent_on": timezone.localdate(), "consent_by": "legal_rep"}
    answer = client.post(form, {**typed, "upload": upload()}).content.decode()
    assert "Zonder toestemming van de cliënt" in answer
    assert 'value="legal_rep" selected' in answer
    assert "Dit is geen foto" in client.post(form, {**typed, "agreed": "on", "upload": upload(b"x")}).content.decode()
    assert client.post(form, {**typed, "agreed": "on", "upload": upload()}).headers["Location"] == page
    text = client.get(overview).content.decode()
    assert "band-photo" in text
    assert f"Foto van {client_file.called}" in text
    assert "gegeven door de wettelijk vertegenwoordiger" in client.get(page).content.decode()
    photo = ClientPhoto.objects.get()
    client.post(reverse("casework:photo_remove", args=[client_file.number, photo.pk]), {"removal": "withdrawn"})
    text = client.get(page).content.decode()
    assert "-photo" not in text
    assert "toestemming ingetrokken" in text
    assert client.get(photo.get_absolute_url()).status_code == 404


def test_no_paper_and_no_page_of_a_partner_can_show_it():
    showing = {
        path.relative_to("templates").as_posix()
        for path in Path("templates").rglob("*.html")
        if "photo" in path.read_text(encoding="utf-8")
    }
    assert showing == {
        "casework/_personal_panel.html",
        "casework/_photo.html",
        "casework/client_base.html",
        "casework/personal.html",
    }
    assert not any("photo" in kind.template for kind in registry.document_kinds.values())


# --- two files that became one -----------------------------------------------------------------------------------------
def test_one_photo_moves_with_a_merge_and_two_are_in_the_way(client_file, other_client, counsellor):
    photo = put(other_client, counsellor)
    assert list(merging.rows_of("casework.ClientPhoto", other_client)) == [photo]
    assert two_photos(client_file, other_client) == ""
    put(client_file, counsellor)
    assert "Haal er eerst één weg" in two_photos(client_file, other_client)
    assert two_photos in merging.obstacles.values()


def test_the_photo_is_known_to_the_door_only(client_file, counsellor):
    put(client_file, counsellor)
    found = Client.objects.with_photo().get(pk=client_file.pk)
    assert vars(found)["photo_pk"] == client_file.photos.get().pk
