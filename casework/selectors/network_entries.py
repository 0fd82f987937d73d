"""What the network puts on the timeline, what it makes due, and what is asked of it at the end of a stay."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.db.models import Max
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from casework.enums import ConsentGiver, NoteKind, ParticipantRole, Relation
from casework.models import Client, NetworkConsent, NetworkTie, NetworkVersion, Term
from casework.models.network import facts_of
from casework.registry import Duty, TimelineEntry
from casework.selectors.entries import start_of
from casework.selectors.network import network_on
from casework.selectors.people import duty_owners

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date, datetime

    from accounts.models import User
    from casework.models import Stay

CONSENT_END = "consent-end"
DRAWN = frozenset({"ring", "angle", "generation", "row_place", "influence"})
FAMILY = frozenset(
    {
        Relation.PARENT,
        Relation.GRANDPARENT,
        Relation.PARTNER,
        Relation.EX_PARTNER,
        Relation.CHILD,
        Relation.SIBLING,
        Relation.FAMILY,
    }
)


def network_entries(client: Client, user: User, before: datetime, limit: int) -> list[TimelineEntry]:
    """Return who came and went, new versions of the drawings and consents, before a moment; four queries.

    Victims and third persons stay out, as they do everywhere but on the page of the network.
    """
    del user
    entries = [*_member_entries(client), *_tie_entries(client), *_consent_entries(client)]
    found = [entry for entry in entries if entry.occurred_at < before]
    return sorted(found, key=lambda entry: entry.occurred_at, reverse=True)[:limit]


def _entry(day: date, icon: str, title: str, body: str, url: str, author: str) -> TimelineEntry:
    return TimelineEntry("network", _("Netwerk"), icon, start_of(day), title, body=body, url=url, author=author)


def _member_entries(client: Client) -> list[TimelineEntry]:
    """Return who joined and left; places that moved on one day by one hand are one new drawing."""
    entries: list[TimelineEntry] = []
    drawn: dict[tuple[date, str], int] = {}
    last: dict[int, NetworkVersion] = {}
    rows = NetworkVersion.objects.filter(member__client=client).select_related("member__client", "recorded_by")
    for row in rows.order_by("pk"):
        earlier = last.get(row.member_id)
        last[row.member_id] = row
        if row.is_narrow:
            continue
        url, author = row.member.get_absolute_url(), str(row.recorded_by)
        words = {"name": row.name, "relation": row.get_relation_display()}
        if earlier is None:
            joined = _("In het netwerk: %(name)s (%(relation)s)") % words
            entries.append(_entry(row.valid_from, "network", joined, "", url, author))
        elif row.left_on is not None:
            left = _("Uit het netwerk: %(name)s (%(relation)s)") % words
            entries.append(_entry(row.left_on, "network", left, row.note, url, author))
        elif _changed(earlier, row) and _changed(earlier, row) <= DRAWN:
            drawn[row.valid_from, author] = drawn.get((row.valid_from, author), 0) + 1
    page = reverse("casework:network", args=[client.number])
    for (day, author), moved in drawn.items():
        body = _("Verplaatst of anders: %(count)s.") % {"count": moved}
        entries.append(
            _entry(day, "edit", _("De tekening van het netwerk is aangepast"), body, f"{page}?op={day}", author)
        )
    return entries


def _tie_entries(client: Client) -> list[TimelineEntry]:
    """Return what was drawn in the ecogram; by one hand on one day it is one drawing. One query."""
    drawn: dict[tuple[date, str], int] = {}
    for row in NetworkTie.objects.filter(member__client=client).select_related("recorded_by"):
        key = (row.valid_from, str(row.recorded_by))
        drawn[key] = drawn.get(key, 0) + 1
    page = reverse("casework:network", args=[client.number])
    return [
        _entry(
            day,
            "edit",
            _("Het ecogram is aangepast"),
            _("Banden: %(count)s.") % {"count": count},
            f"{page}?op={day}#ecogram",
            author,
        )
        for (day, author), count in drawn.items()
    ]


def _changed(earlier: NetworkVersion, row: NetworkVersion) -> set[str]:
    before, after = facts_of(earlier), facts_of(row)
    return {name for name in after if after[name] != before[name]}


def _consent_entries(client: Client) -> list[TimelineEntry]:
    entries = []
    rows = NetworkConsent.objects.filter(member__client=client).select_related(
        "member__client", "recorded_by", "withdrawn_by"
    )
    for row in rows.prefetch_related("member__versions"):
        name = row.member.versions.all()[0].name
        url = row.member.get_absolute_url()
        words = {"name": name, "scope": row.get_scope_display()}
        given = {
            ConsentGiver.CLIENT: _("Toestemming van de cliënt over %(name)s: %(scope)s"),
            ConsentGiver.SELF: _("Toestemming van %(name)s zelf: %(scope)s"),
            ConsentGiver.GUARDIAN: _("Toestemming van een ouder of voogd over %(name)s: %(scope)s"),
        }[ConsentGiver(row.given_by)] % words
        entries.append(_entry(row.valid_from, "check-circle", given, row.words, url, str(row.recorded_by)))
        if row.withdrawn_on is not None:
            withdrawn = _("Toestemming ingetrokken over %(name)s: %(scope)s") % words
            entries.append(_entry(row.withdrawn_on, "lock", withdrawn, row.withdrawn_why, url, str(row.withdrawn_by)))
    return entries


def consent_duties(on: date) -> list[Duty]:
    """Return the consents that end within the term, for clients in care; four queries.

    A consent is left out when another of the same scope and giver goes on after it, and when its member left.
    """
    term = Term.objects.filter(key=CONSENT_END).first()
    if term is None:  # the organisation took it out
        return []
    rows = list(
        NetworkConsent.objects.filter(
            valid_until__gte=on - timedelta(days=term.days),
            valid_until__lte=on + timedelta(days=term.days),
            withdrawn_on=None,
            member__client__in=Client.objects.in_care(on),
        )
        .exclude(member__versions__left_on__isnull=False)
        .select_related("member__client")
        .prefetch_related("member__versions", "member__consents")
    )
    owners = duty_owners({row.member.client_id for row in rows}, on)
    return [
        Duty(
            key=f"casework.consent-end:{row.pk}",
            kind="consent-end",
            label=_("Toestemming loopt af: %(name)s, %(scope)s")
            % {"name": row.member.versions.all()[0].name, "scope": row.get_scope_display()},
            client_id=row.member.client_id,
            due_on=row.valid_until,
            owner_ids=owners.get(row.member.client_id, ()),
            basis=f"{term.name}. {term.basis}",
            url=row.member.get_absolute_url(),
        )
        for row in rows
        if row.valid_until is not None and not _goes_on(row, row.valid_until)
    ]


def _goes_on(row: NetworkConsent, end: date) -> bool:
    return any(
        other.pk != row.pk
        and (other.scope, other.given_by, other.withdrawn_on) == (row.scope, row.given_by, None)
        and other.valid_from <= end + timedelta(days=1)
        and (other.valid_until is None or other.valid_until > end)
        for other in row.member.consents.all()
    )


def family_question(stay: Stay, on: date) -> str:
    """Return the open question about the family before a stay ends; empty when the family was seen, or there is none.

    Seen is a contact with the network during the stay. It is a question and no verdict: a client may not want it.
    Two queries at most.
    """
    if not has_family(network_on(stay.client, on)) or family_seen_on(stay) is not None:
        return ""
    return _(
        "Is de familie tijdens dit verblijf gezien? Er staat geen contact met het netwerk in dit dossier. "
        "Wil de cliënt het, spreek dan nog af. Wil hij het niet, dan is dat zijn keuze: schrijf het in een contact."
    )


def has_family(rows: Iterable[NetworkVersion]) -> bool:
    """Return whether there is family among these members."""
    return any(row.relation in FAMILY for row in rows)


def family_seen_on(stay: Stay) -> date | None:
    """Return the day of the last contact with the network during a stay; None when there was none. One query."""
    notes = stay.client.notes.filter(occurred_at__date__gte=stay.valid_from)
    with_network = notes.filter(kind=NoteKind.WITH_NETWORK) | notes.filter(participants__role=ParticipantRole.RELATIVE)
    last = with_network.exclude(kind=NoteKind.NO_SHOW).aggregate(last=Max("occurred_at"))["last"]
    return timezone.localdate(last) if last is not None else None
