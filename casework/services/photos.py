"""A photo of a client: brought in with his consent, made small and bare, and gone when the consent is.

What is kept is a new picture of a fixed size, painted from the pixels alone: where and with what it was taken, and
whatever else came along in the file, stays behind.
"""

from __future__ import annotations

import hashlib
from contextlib import contextmanager
from io import BytesIO
from threading import Lock
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.core.files.base import ContentFile
from django.db import transaction
from django.template.defaultfilters import filesizeformat
from django.utils import timezone
from django.utils.translation import gettext as _
from PIL import Image, ImageFile, ImageOps

from accounts.enums import AuditAction, AuditOutcome
from accounts.errors import Refused
from accounts.services.audit import read_in_this_session, record
from casework.enums.photos import PhotoRemoval
from casework.enums.scanning import ScanState
from casework.models import Client, ClientPhoto, PhotoScan
from casework.services.once import create_once
from casework.services.scanning import have_photo_scanned
from casework.validators import PICTURE_TYPES

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date
    from uuid import UUID

    from django.core.files.uploadedfile import UploadedFile

    from accounts.models import User

SIDE = 320  # of the square that is kept, in pixels
SMALLEST = 80
MOST_PIXELS = 50_000_000  # what the best telephones make; unpacking more would take the memory of the house
QUALITY = 85
WHITE = (255, 255, 255)


def set_photo(
    *,
    client: Client,
    form_token: UUID,
    upload: UploadedFile[Any],
    agreed: bool,
    consent_on: date,
    consent_by: str,
    acting_user: User,
) -> ClientPhoto:
    """Keep a photo with the consent it rests on; the picture that was there goes.

    The same ``form_token`` gives the same photo. Raises ``Refused`` without consent, for a day in the future or before
    the birth of the client, and for what is no JPEG, PNG or WebP, is too large, too small or damaged.
    """
    if not agreed:
        raise Refused(_("Zonder toestemming van de cliënt komt er geen foto in het dossier."), field="agreed")
    if consent_on > timezone.localdate():
        raise Refused(_("Deze datum ligt in de toekomst. Vraag eerst toestemming."), field="consent_on")
    if consent_on < client.birth_date:
        raise Refused(_("Deze datum ligt voor de geboortedatum. Controleer het jaar."), field="consent_on")
    content = _bare_square(upload)
    storage, name = ClientPhoto._meta.get_field("file").storage, ""
    try:
        with transaction.atomic():
            Client.objects.select_for_update().get(pk=client.pk)
            earlier = ClientPhoto.objects.filter(form_token=form_token, client=client).first()
            if earlier is not None:
                return earlier
            present = ClientPhoto.objects.filter(client=client, removed_at=None).first()
            if present is not None:
                present.client = client
                _take_away(present, PhotoRemoval.REPLACED, acting_user)
            unsaved = ClientPhoto(client=client, form_token=form_token)
            unsaved.file.save("photo.jpg", ContentFile(content), save=False)
            name = str(unsaved.file.name)
            photo, _new = create_once(
                ClientPhoto,
                form_token,
                client=client,
                file=name,
                size=len(content),
                sha256=hashlib.sha256(content).hexdigest(),
                consent_on=consent_on,
                consent_by=consent_by,
                recorded_by=acting_user,
            )
            details = {"consent_on": consent_on.isoformat(), "consent_by": str(consent_by), "sha256": photo.sha256}
            record(AuditAction.CREATE, acting_user=acting_user, client_number=client.number, obj=photo, details=details)
            have_photo_scanned(photo=photo)
    except BaseException:
        if name:
            storage.delete(name)
        raise
    return photo


@transaction.atomic
def remove_photo(*, photo: ClientPhoto, removal: str, acting_user: User) -> ClientPhoto:
    """Take a photo away, and its picture with it; who did and why stays. A second call changes nothing."""
    locked = ClientPhoto.objects.select_for_update(of=("self",)).select_related("client").get(pk=photo.pk)
    if locked.removed_at is not None:
        return locked
    if removal not in PhotoRemoval.values or removal == PhotoRemoval.REPLACED:
        raise Refused(_("Kies waarom de foto weg moet."), field="removal")
    _take_away(locked, PhotoRemoval(removal), acting_user)
    return locked


def _take_away(photo: ClientPhoto, removal: PhotoRemoval, acting_user: User) -> None:
    storage, name = photo.file.storage, str(photo.file.name)
    photo.file = ""  # the picture goes with the transaction, see below
    photo.removal, photo.removed_by, photo.removed_at = removal, acting_user, timezone.now()
    photo.save(update_fields=["file", "removal", "removed_by", "removed_at"])
    record(
        AuditAction.UPDATE,
        acting_user=acting_user,
        client_number=photo.client.number,
        obj=photo,
        details={"removal": str(removal)},
    )
    transaction.on_commit(lambda: storage.delete(name))


def read_photo(*, photo: ClientPhoto, acting_user: User) -> bytes | None:
    """Return the picture, or None when it is gone, changed, or not called clean by the virus scanner.

    On record, either way. What is shown stands there once a day for each session: every page of a file shows the picture in
    its band, and has a row of its own.
    """
    scan = PhotoScan.objects.filter(photo=photo).first() if settings.VIRUS_SCANNER else None
    content: bytes | None = None
    rule = "virus_scan"
    if not settings.VIRUS_SCANNER or (scan is not None and scan.state == ScanState.CLEAN):
        rule = "sha256"
        try:
            with photo.file.open("rb") as file:
                content = file.read()
        except FileNotFoundError:
            content = None
    number = photo.client.number
    if content is not None and hashlib.sha256(content).hexdigest() == photo.sha256:
        if not read_in_this_session(acting_user=acting_user, client_number=number, obj=photo):
            record(AuditAction.READ, acting_user=acting_user, client_number=number, obj=photo, rule="visible_to")
        return content
    record(
        AuditAction.READ,
        acting_user=acting_user,
        client_number=number,
        obj=photo,
        outcome=AuditOutcome.REFUSED,
        rule=rule,
    )
    return None


_reading = Lock()


@contextmanager
def _nothing_missing() -> Iterator[None]:
    """Let Pillow refuse a picture of which a part is missing: WeasyPrint, in the same process, tells it to make do."""
    with _reading:
        made_do, ImageFile.LOAD_TRUNCATED_IMAGES = ImageFile.LOAD_TRUNCATED_IMAGES, False
        try:
            yield
        finally:
            ImageFile.LOAD_TRUNCATED_IMAGES = made_do


def _bare_square(upload: UploadedFile[Any]) -> bytes:
    """Return the middle of a picture as a JPEG of ``SIDE`` by ``SIDE``, with nothing in it but pixels.

    Raises ``Refused`` in words that say what to do.
    """
    if upload.size is not None and upload.size > settings.UPLOAD_MAX_BYTES:
        limit = filesizeformat(settings.UPLOAD_MAX_BYTES)
        raise Refused(
            _("Deze foto is te groot. Kies een foto van ten hoogste %(limit)s.") % {"limit": limit}, field="upload"
        )
    content = upload.read()
    kind = next((one for one in PICTURE_TYPES if one.fits(content)), None)
    if kind is None:
        raise Refused(_("Dit is geen foto die bewaard kan worden. Kies een JPEG, PNG of WebP."), field="upload")
    try:
        with Image.open(BytesIO(content), formats=(kind.label.upper(),)) as picture:
            if picture.width * picture.height > MOST_PIXELS:
                raise Refused(_("Deze foto heeft te veel beeldpunten. Maak haar kleiner."), field="upload")
            if min(picture.size) < SMALLEST:
                raise Refused(
                    _("Deze foto is te klein. Kies er een van ten minste %(side)s bij %(side)s beeldpunten.")
                    % {"side": SMALLEST},
                    field="upload",
                )
            with _nothing_missing():
                upright = ImageOps.exif_transpose(picture).convert("RGBA")
    except (OSError, SyntaxError, ValueError) as error:
        raise Refused(_("Deze foto is niet heel. Kies een andere."), field="upload") from error
    square = ImageOps.fit(upright, (SIDE, SIDE), method=Image.Resampling.LANCZOS)
    bare = Image.new("RGB", (SIDE, SIDE), WHITE)
    bare.paste(square, mask=square.getchannel("A"))
    kept = BytesIO()
    bare.save(kept, "JPEG", quality=QUALITY, optimize=True)
    return kept.getvalue()
