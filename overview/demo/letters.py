"""Letters and files in the demo: one letter that can be issued, two that are begun, and papers of others with their terms."""

from __future__ import annotations

import datetime as dt
import random
from typing import TYPE_CHECKING
from uuid import UUID

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from casework.models import Client, FileKind, LetterTemplate
from casework.services.filing import store_filed_upload
from casework.services.letters import save_letter, start_letter
from overview.demo.clock import as_if_it_were

if TYPE_CHECKING:
    from overview.demo.house import House

# Last name, days ago, kind, title, valid from and until as days from today (None: it does not run out), its lines.
FILES = (
    (
        "Verhoeven",
        380,
        "judgement",
        "Beslissing voorwaardelijke invrijheidstelling",
        None,
        ("De bijzondere voorwaarden staan op bladzijde 2.", "Zij gelden tot het einde van de proeftijd."),
    ),
    ("Verhoeven", 402, "risk-assessment", "Risicotaxatie uit de PI", (-402, -37), ("Gemaakt in de PI.",)),
    ("Verhoeven", 389, "diagnostics", "Psychologisch onderzoek", (-389, 341), ("Samenvatting voor de begeleiding.",)),
    ("Brands", 200, "indication", "Indicatie forensische zorg", (-200, 25), ("Beschermd wonen, een half jaar.",)),
    ("Castelein", 90, "consent", "Toestemming informatie huisarts", (-90, 275), ("Getekend door Ruben.",)),
    ("Castelein", 300, "identity", "Kopie identiteitskaart", (-1900, 1700), ("Voorzijde.",)),
)

INVITED = """Beste Daan,

Het is tijd om samen naar uw begeleidingsplan te kijken.

Het gesprek is op woensdag om 10.00 uur, in de huiskamer van het Huis aan de Vaart. Noor Öztürk is erbij. Wilt u dat er nog iemand meekomt? Dat mag. Zeg het tegen Noor.

We beginnen met wat goed gaat. Denk alvast na over twee vragen. Waar bent u trots op? En wat wilt u anders?

Kunt u niet? Bel of app Noor. Dan zoeken we een andere dag."""


def paper(title: str, lines: tuple[str, ...]) -> bytes:
    """Return a page that looks like the paper of somebody else: a heading and a few lines, in a font every reader has."""
    shown = [(18, title), (11, "Demo: verzonnen."), *((11, line) for line in lines)]
    drawn = "".join(
        f"BT /F1 {size} Tf 1 0 0 1 72 {740 - 30 * place} Tm ({line}) Tj ET\n"
        for place, (size, line) in enumerate(shown)
    ).encode("cp1252")
    parts = (
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n%sendstream" % (len(drawn), drawn),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
    )
    content, places = b"%PDF-1.7\n", []
    for number, part in enumerate(parts, start=1):
        places.append(len(content))
        content += b"%d 0 obj\n%s\nendobj\n" % (number, part)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    size = len(parts) + 1
    content += b"xref\n0 %d\n0000000000 65535 f \n%s" % (size, table)
    return content + b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (
        size,
        len(content) - len(table) - len(b"xref\n0 %d\n0000000000 65535 f \n" % size),
    )


def tell(house: House, today: dt.date) -> None:
    """Bring in the papers of others, and begin the letters."""
    chance = random.Random(4242)
    noor = house.users["noor"]

    def token() -> UUID:
        return UUID(int=chance.getrandbits(128), version=4)

    for last_name, ago, kind, title, term, lines in FILES:
        client = Client.objects.get(last_name=last_name)
        first, last = (today + dt.timedelta(days=days) for days in term) if term else (None, None)
        with as_if_it_were(timezone.make_aware(dt.datetime.combine(today - dt.timedelta(days=ago), dt.time(11)))):
            store_filed_upload(
                client=client,
                form_token=token(),
                title=title,
                upload=SimpleUploadedFile("document.pdf", paper(title, lines)),
                kind=FileKind.objects.get(key=kind),
                valid_from=first,
                valid_until=last,
                acting_user=noor,
            )
    for last_name, key, addressee in (
        ("Verhoeven", "evaluation-invitation", "Daniël Verhoeven"),
        ("Brands", "information-request", "Huisartsenpraktijk De Brink"),
        ("Castelein", "municipality-referral", "Gemeente Assendijk, team Wmo"),
    ):
        letter = start_letter(
            client=Client.objects.get(last_name=last_name),
            form_token=token(),
            template=LetterTemplate.objects.get(key=key),
            addressee=addressee,
            acting_user=noor,
        )
        if key == "evaluation-invitation":
            save_letter(
                letter=letter,
                form_token=token(),
                revision=letter.revision,
                addressee=letter.addressee,
                address="Huis aan de Vaart\nVaartkade 18\nAssendijk",
                subject=letter.subject,
                body=INVITED,
                acting_user=noor,
            )
