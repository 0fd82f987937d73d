"""Names of other people in what leaves the house: their relation stands in their place.

A report takes over free text from everywhere in a file, and people talk about their families by name. Who gets the report
needs to know that there is an uncle, not who he is (rulings: data of victims and third persons; docs/domain/law.md).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import User
from casework.enums import NOT_PERSONS
from casework.models.network import NetworkVersion
from riskplans.models import EmergencyContact

if TYPE_CHECKING:
    from collections.abc import Iterable

    from casework.models import Client

SHORTEST_NAME = 3
# Words that stand before a name and are none themselves.
BEFORE_A_NAME = frozenset(
    {"mevrouw", "meneer", "mevr", "mw", "dhr", "de", "den", "der", "van", "het", "ten", "ter", "el", "al"}
)


@dataclass(frozen=True)
class Named:
    """Somebody who may be named in a text, by each of the names under which he may be, and what he is to the client."""

    names: tuple[str, ...]
    relation: str


def people_around(client: Client) -> list[Named]:
    """Return who stands around a client and may be named in his file: his network, then and now, and the call lists.

    Organisations are left out, and so are our own people and partners with an account: their names say who answers. Three
    queries.
    """
    own = {part for name in (client.first_name, client.last_name, client.preferred_name) for part in name.split()}
    rows = list(NetworkVersion.objects.filter(member__client=client).exclude(relation__in=NOT_PERSONS).order_by("-pk"))
    found = [(row.name, str(row.get_relation_display())) for row in rows]
    called = EmergencyContact.objects.filter(plan__client=client).values_list("name", "relation")
    found += [(name, relation or _("iemand op de bellijst")) for name, relation in called]
    staff = _with_an_account({name for name, _relation in found})
    people: dict[str, Named] = {}
    for name, relation in found:
        names = _names(name, own)
        if names and name not in staff and name not in people:
            people[name] = Named(names, relation)
    return list(people.values())


def _with_an_account(names: set[str]) -> set[str]:
    """Return those of these names, in full, that somebody with an account bears. One query."""
    rows = User.objects.filter(last_name__in={name.split(maxsplit=1)[-1] for name in names if name.split()})
    return names & {str(user) for user in rows}


def _names(name: str, own: set[str]) -> tuple[str, ...]:
    """Return the ways in which somebody may be named: in full, by his first name, by his last name; longest first."""
    words = name.split()
    parts = [word for word in words if word.casefold().rstrip(".") not in BEFORE_A_NAME]
    singles = {
        part
        for part in parts
        if len(part) >= SHORTEST_NAME and part[0].isupper() and part not in own and part.isalpha()
    }
    whole = {" ".join(words)} if len(words) > 1 else set()
    return tuple(sorted(whole | singles, key=lambda one: (-len(one), one)))


def without_names(text: str, people: Iterable[Named]) -> tuple[str, int]:
    """Return a text with the relation, in square brackets, where one of these people is named, and how often that was.

    *Oom Henk* becomes *oom*: where the relation stands before the name already, the name alone goes. Capitals count, so
    that *roos* is a flower and *Roos* a sister. What stands inside a longer word is left alone.
    """
    replaced = 0
    for person in people:
        for name in person.names:
            pattern = re.compile(
                rf"(?P<before>(?i:\b{re.escape(person.relation)})\s+)?(?<!\w){re.escape(name)}(?:['’]?s)?(?!\w)"
            )
            text, times = pattern.subn(partial(_instead, relation=person.relation), text)
            replaced += times
    return text, replaced


def _instead(found: re.Match[str], relation: str) -> str:
    before: str | None = found["before"]
    return before.rstrip() if before else f"[{relation}]"


def left_out(count: int) -> str:
    """Return in a sentence for the writer how many names were taken out; nothing for none."""
    if not count:
        return ""
    return ngettext(
        "%(count)s naam van een ander is vervangen door wie het is voor de cliënt.",
        "%(count)s namen van anderen zijn vervangen door wie het zijn voor de cliënt.",
        count,
    ) % {"count": count}
