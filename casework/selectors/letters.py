"""What the file fills in in a letter, who can be addressed, and the letters of a client."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from django.conf import settings
from django.utils import timezone, translation
from django.utils.formats import date_format

from casework.enums.personal import DetailKind
from casework.models import Letter
from casework.registry.letters import Addressee, letter_parts
from casework.selectors.legal import current_title
from casework.selectors.merging import family
from casework.selectors.network import network_on
from casework.selectors.people import counsellor_of
from casework.selectors.personal import current_details, reads_easy
from casework.selectors.support_plans import evaluation_due

if TYPE_CHECKING:
    from datetime import date

    from accounts.models import User
    from casework.models import Client
    from casework.registry import Context

LONGEST_TITLE = 160
FOR_CLIENT = (DetailKind.POSTAL, DetailKind.ADDRESS)


def letter_values(client: Client, user: User) -> dict[str, str]:
    """Return every field of the list for one client, in Dutch; empty for what is not known."""
    with translation.override(settings.LANGUAGE_CODE):
        return {key: one.value(client, user) for key, one in letter_parts.fields.items()}


def letters_of(client: Client) -> list[Letter]:
    """Return the concepts of a file, the latest first. Two queries."""
    rows = Letter.objects.filter(Letter.open_rows(), client__in=family(client))
    return list(rows.select_related("client", "template", "changed_by").order_by("-changed_at", "-pk"))


def letter_context(client: Client, user: User, letter_id: int) -> Context:
    """Return what stands on the paper of one letter; easier when the client himself reads it with difficulty."""
    letter = Letter.objects.select_related("begun_by").get(pk=letter_id, client__in=family(client))
    stay = client.stays.active_on(timezone.localdate()).select_related("location").first()
    easy = letter.to == "client" and reads_easy(client)
    return {
        "letter": letter,
        "paragraphs": paragraphs(letter.body),
        "paper_title": letter.subject,
        "paper_easy": easy,
        "sender": user,
        "sender_place": stay.location if stay is not None else None,
    }


def letter_title(client: Client, letter_id: int) -> str:
    """Return what a letter is called among the documents."""
    return f"Brief: {Letter.objects.get(pk=letter_id, client__in=family(client)).subject}"[:LONGEST_TITLE]


def paragraphs(body: str) -> list[str]:
    """Return the paragraphs of a letter: an empty line begins a new one."""
    return [part.strip() for part in re.split(r"\n\s*\n", body.replace("\r\n", "\n")) if part.strip()]


def _day(day: date | None) -> str:
    return date_format(day, "j F Y") if day is not None else ""


def title_words(client: Client, user: User) -> str:
    """Return the title that holds now."""
    del user
    title = current_title(client)
    return str(title.kind) if title is not None else ""


def title_end_words(client: Client, user: User) -> str:
    """Return the last day of the title that holds now."""
    del user
    title = current_title(client)
    return _day(title.valid_until) if title is not None else ""


def location_words(client: Client, user: User) -> str:
    """Return where the client lives with us."""
    del user
    stay = client.stays.active_on(timezone.localdate()).select_related("location").first()
    return str(stay.location) if stay is not None else ""


def counsellor_words(client: Client, user: User) -> str:
    """Return the client's counsellor."""
    del user
    return str(counsellor_of(client) or "")


def evaluation_words(client: Client, user: User) -> str:
    """Return the day before which the support plan is evaluated."""
    del user
    plan = client.support_plans.first()
    return _day(evaluation_due(plan)) if plan is not None else ""


def client_addressee(client: Client) -> list[Addressee]:
    """Return the client, with the address where his post goes."""
    by_kind = {row.kind: row.value for row in reversed(current_details(client))}
    lines = next((by_kind[kind] for kind in FOR_CLIENT if kind in by_kind), "") or _house_address(client)
    return [Addressee("client", f"{client.first_name} {client.last_name}", lines)]


def _house_address(client: Client) -> str:
    stay = client.stays.active_on(timezone.localdate()).select_related("location").first()
    return stay.location.address if stay is not None else ""


def care_addressees(client: Client) -> list[Addressee]:
    """Return the general practitioner and the pharmacy."""
    return [
        Addressee(f"detail-{row.pk}", row.name)
        for row in current_details(client)
        if row.kind in {DetailKind.DOCTOR, DetailKind.PHARMACY}
    ]


def network_addressees(client: Client) -> list[Addressee]:
    """Return grown people around the client; victims and third persons are never proposed."""
    today = timezone.localdate()
    return [
        Addressee(f"member-{row.member_id}", row.name)
        for row in network_on(client, today)
        if not row.is_narrow and not row.is_minor_on(today)
    ]
