"""Who was told or given what about a client, when, on which ground, by whom and how."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy

from chain.enums import Ground
from chain.models import Disclosure, Notification

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

    from casework.models import Client

# Why it was allowed, as the client reads it.
GROUND_IN_PLAIN_WORDS: dict[str, _StrPromise] = {
    Ground.AGREEMENT: gettext_lazy("Dit staat in de afspraken die u samen maakte."),
    Ground.CONSENT: gettext_lazy("U vond dit goed."),
    Ground.LAW: gettext_lazy("Dit moet of mag van de wet."),
    Ground.EMERGENCY: gettext_lazy("Er was gevaar. Wachten kon niet."),
}


@dataclass(frozen=True)
class DisclosureLine:
    """One line of the log. ``text`` is what was sent in words; ``replaced_by`` the entry that corrected this one."""

    entry: Disclosure
    text: str
    plain_ground: str
    replaced_by: Disclosure | None


def disclosures_of(client: Client) -> list[DisclosureLine]:
    """Return everything that was told or given about a client, newest first; what was corrected stands there too. Two queries."""
    rows = list(client.disclosures.select_related("by", "corrected_by__by"))
    sent = {one.object_id for one in rows if one.object_id and one.object_type == Notification._meta.label_lower}
    texts = dict(Notification.objects.filter(pk__in=sent).values_list("pk", "facts")) if sent else {}
    return [
        DisclosureLine(
            entry=one,
            text=texts.get(one.object_id or 0, "") if one.object_type == Notification._meta.label_lower else "",
            plain_ground=str(GROUND_IN_PLAIN_WORDS[one.ground]),
            replaced_by=getattr(one, "corrected_by", None),
        )
        for one in rows
    ]
