"""What documents and photos put in the rail, among the duties, and in the rules for exports and merging."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.enums import Role
from accounts.errors import Refused
from accounts.navigation import NavigationItem, register
from casework.enums.letters import LetterTo
from casework.models import Letter
from casework.registry import DocumentKind, DraftForm, DutySource, registry
from casework.registry.exports import export_rules
from casework.registry.letters import LetterField, letter_parts
from casework.registry.merging import merging
from casework.selectors import letters, merge_obstacles
from casework.selectors.filing import validity_duties
from casework.services.letters import LETTER, letter_issued

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from accounts.models import User
    from casework.models import Client
    from casework.registry import Context


def no_letter(client: Client, user: User) -> Context:
    """Raise ``Refused``: a letter is written first."""
    del client, user
    raise Refused(gettext("Schrijf eerst de brief, bij Documenten, en stel hem daar vast."))


def _fill_letters() -> None:
    """Register the letter as a paper, what a template may name, and to whom a letter can go."""
    for key, label, value in (
        ("client", _("hoe de cliënt genoemd wordt"), lambda client, _user: client.called),
        ("naam", _("voor- en achternaam"), lambda client, _user: f"{client.first_name} {client.last_name}"),
        ("nummer", _("cliëntnummer"), lambda client, _user: client.number),
        ("geboortedatum", _("geboortedatum"), lambda client, _user: date_format(client.birth_date, "j F Y")),
        ("vandaag", _("datum van vandaag"), lambda _client, _user: date_format(timezone.localdate(), "j F Y")),
        ("geadresseerde", _("naam van de ontvanger"), lambda _client, _user: ""),  # known when the letter begins
        ("schrijver", _("wie de brief schrijft"), lambda _client, user: str(user)),
        ("begeleider", _("naam van de begeleider"), letters.counsellor_words),
        ("organisatie", _("naam van de organisatie"), lambda _client, _user: settings.ORGANISATION_NAME),
        ("locatie", _("naam van de locatie"), letters.location_words),
        ("titel", _("forensische titel"), letters.title_words),
        ("einde_titel", _("laatste dag van de titel"), letters.title_end_words),
        ("evaluatie", _("dag voor de evaluatie van het plan"), letters.evaluation_words),
    ):
        letter_parts.add_field(LetterField(key, label, value))
    letter_parts.add_addressees(LetterTo.CLIENT, letters.client_addressee)
    letter_parts.add_addressees(LetterTo.CARE, letters.care_addressees)
    letter_parts.add_addressees(LetterTo.NETWORK, letters.network_addressees)
    registry.add_draft_form(DraftForm("letter", _("Brief aanpassen")))
    registry.add_document_kind(
        DocumentKind(
            key=LETTER,
            slug="brief",
            label=_("Brief"),
            template="casework/pdf/letter.html",
            context=no_letter,
            subject_context=letters.letter_context,
            title=letters.letter_title,
            about=_("Uit een brief die klaarstaat, met wat het dossier weet. U leest hem na en past hem aan."),
            order=5,
            prefix="BR",
            compose_url="casework:letter_create",
            after_issue=letter_issued,
        )
    )
    merging.add_moves("casework.Letter", narrow=lambda rows: rows.filter(Letter.open_rows()))


def _no_photo(rows: QuerySet[Any]) -> QuerySet[Any]:
    return rows.none()


def fill() -> None:
    """Register the list of what runs out, the duty before a document does, letters, and the rules for photos."""
    _fill_letters()
    register(
        NavigationItem(
            47, _("Documenten die verlopen"), "casework:documents_running_out", "document", frozenset({Role.TEAM_LEAD})
        )
    )
    export_rules.leave_out("casework.DocumentScan", "The scanner of the house where the file comes in looks again.")
    export_rules.leave_out("casework.PhotoScan", "The scanner of the house where the photo comes in looks again.")
    export_rules.keep_private(
        "casework.ClientPhoto", _no_photo, "The client agreed to a photo in this file: only his own copy has it."
    )
    merging.add_moves("casework.ClientPhoto", narrow=lambda rows: rows.filter(removed_at=None))
    merging.add_obstacle("photos", merge_obstacles.two_photos)
    registry.add_duty_source(DutySource("document-validity", _("Documenten"), validity_duties))
