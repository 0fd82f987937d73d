"""Where the clients can be reached, who their doctor is, and how they read."""

from __future__ import annotations

import datetime as dt
import random
from io import BytesIO
from typing import TYPE_CHECKING
from uuid import UUID

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from PIL import Image, ImageDraw

from casework.enums import Gender
from casework.enums.personal import DetailKind, ReadingLevel
from casework.enums.photos import ConsentGiver
from casework.models import Client
from casework.services.identity import change_client
from casework.services.personal import add_detail, confirm_detail, record_reading
from casework.services.photos import set_photo
from overview.demo.clock import as_if_it_were

if TYPE_CHECKING:
    from overview.demo.house import House

SEED = 2031
DOCTORS = (
    ("dr. M. Wierda, huisartsenpraktijk De Dijk", "038 5550142"),
    ("dr. S. El Amrani, gezondheidscentrum Assendorp", "038 5550167"),
    ("dr. J. Postma, praktijk Holtenbroek", "038 5550119"),
)
# The worked cases: languages, interpreter, how he reads, LVB, what helps.
READERS = {
    "Verhoeven": ("Nederlands", "", ReadingLevel.GOOD, False, "Bel liever dan dat u een brief stuurt."),
    "Brands": ("Nederlands", "", ReadingLevel.LOW, True, "Korte zinnen. Laat het in eigen woorden terugvertellen."),
    "Castelein": ("Nederlands, Papiaments", "", ReadingLevel.LOW, False, "Samen lezen, hardop."),
}
# Skin, hair and coat of the drawn portraits.
PORTRAITS = {"Verhoeven": ("#e8b994", "#5b4030", "#2f5d73"), "Castelein": ("#8d5a3b", "#1f1a17", "#6b7f3f")}
OTHERS = (
    ("Nederlands", "", ReadingLevel.GOOD, False, ""),
    ("Nederlands", "", ReadingLevel.GOOD, False, ""),
    ("Nederlands, Turks", "", ReadingLevel.LOW, False, "Een filmpje werkt beter dan een folder."),
    ("Tigrinya, een beetje Nederlands", "Tigrinya", ReadingLevel.NOT, False, "Tolk aan de telefoon."),
)


def _portrait(skin: str, hair: str, coat: str) -> SimpleUploadedFile:
    """Return a drawn portrait: the people of the demo do not exist."""
    side = 480
    picture = Image.new("RGB", (side, side), "#dfe7ea")
    draw = ImageDraw.Draw(picture)
    draw.ellipse((60, 330, 420, 760), fill=coat)
    draw.rounded_rectangle((200, 270, 280, 380), 40, fill=skin)
    draw.ellipse((140, 70, 340, 280), fill=hair)
    draw.ellipse((160, 100, 320, 310), fill=skin)
    for x in (205, 275):
        draw.ellipse((x - 8, 190, x + 8, 206), fill="#26323a")
    draw.arc((205, 215, 275, 265), 20, 160, fill="#7a4a3a", width=6)
    file = BytesIO()
    picture.save(file, "PNG")
    return SimpleUploadedFile("portret.png", file.getvalue())


def tell_photos(house: House, today: dt.date) -> None:
    """Give two of the worked cases a photo; the third wants none."""
    chance = random.Random(SEED + 1)
    day = today - dt.timedelta(days=40)
    for name, colours in PORTRAITS.items():
        client = Client.objects.get(last_name=name)
        with as_if_it_were(timezone.make_aware(dt.datetime.combine(day, dt.time(11)))):
            set_photo(
                client=client,
                form_token=UUID(int=chance.getrandbits(128), version=4),
                upload=_portrait(*colours),
                agreed=True,
                consent_on=day,
                consent_by=ConsentGiver.CLIENT,
                acting_user=house.users["noor"],
            )


def tell_correction(house: House, today: dt.date) -> None:
    """Put the date of birth of one client right, from his passport."""
    user, day = house.users["noor"], today - dt.timedelta(days=9)
    others = Client.objects.visible_to(user).filter(stays__isnull=False).exclude(last_name__in=READERS)
    client = others.order_by("number")[0]
    with as_if_it_were(timezone.make_aware(dt.datetime.combine(day, dt.time(10)))):
        change_client(
            client=client,
            form_token=UUID(int=random.Random(SEED + 2).getrandbits(128), version=4),
            first_name=client.first_name,
            preferred_name=client.preferred_name,
            last_name=client.last_name,
            birth_date=client.birth_date - dt.timedelta(days=1),
            gender=client.gender,
            reason="In zijn paspoort staat een andere dag dan op de aanmelding.",
            somebody_else=True,
            acting_user=user,
        )


def tell_change(house: House, today: dt.date) -> None:
    """One client is registered with another sex from a day on, and is called otherwise since."""
    user, day = house.users["noor"], today - dt.timedelta(days=20)
    others = Client.objects.visible_to(user).filter(stays__isnull=False).exclude(last_name__in=READERS)
    client = others.order_by("number")[1]
    with as_if_it_were(timezone.make_aware(dt.datetime.combine(day, dt.time(15)))):
        change_client(
            client=client,
            form_token=UUID(int=random.Random(SEED + 3).getrandbits(128), version=4),
            first_name=client.first_name,
            preferred_name="Robin",
            last_name=client.last_name,
            birth_date=client.birth_date,
            gender=Gender.FEMALE if client.gender == Gender.MALE else Gender.MALE,
            gender_from=day - dt.timedelta(days=6),
            reason="De gemeente schreef de wijziging in. Wil Robin genoemd worden.",
            somebody_else=True,
            acting_user=user,
        )


def tell(house: House, today: dt.date) -> None:
    """Tell of everybody who stayed here; one in five moved to another number since."""
    chance = random.Random(SEED)
    user = house.users["noor"]

    def token() -> UUID:
        return UUID(int=chance.getrandbits(128), version=4)

    tell_photos(house, today)
    tell_correction(house, today)
    tell_change(house, today)
    clients = Client.objects.filter(stays__isnull=False).distinct().order_by("number")
    for client in clients.prefetch_related("stays"):
        since = min(stay.valid_from for stay in client.stays.all())
        languages, interpreter, level, lvb, note = READERS.get(client.last_name) or chance.choice(OTHERS)
        details = []
        doctor, number = chance.choice(DOCTORS)
        with as_if_it_were(timezone.make_aware(dt.datetime.combine(min(since, today), dt.time(11)))):
            record_reading(
                client=client,
                form_token=token(),
                languages=languages,
                interpreter=interpreter,
                level=level,
                lvb=lvb,
                note=note,
                acting_user=user,
            )
            for kind, value, name in (
                (DetailKind.PHONE, f"06 5550{chance.randint(1000, 9999)}", ""),
                (DetailKind.DOCTOR, number, doctor),
                *(((DetailKind.PHARMACY, "038 5550173", "Apotheek De Dijk"),) if client.last_name in READERS else ()),
            ):
                detail = add_detail(
                    client=client,
                    form_token=token(),
                    kind=kind,
                    name=name,
                    value=value,
                    valid_from=min(since, today),
                    acting_user=user,
                )
                details.append(detail)
        if client.last_name in READERS:
            with as_if_it_were(timezone.make_aware(dt.datetime.combine(today - dt.timedelta(days=12), dt.time(11)))):
                for detail in details:
                    confirm_detail(detail=detail, form_token=token(), acting_user=user)
