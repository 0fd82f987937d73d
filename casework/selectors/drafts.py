"""Unfinished forms as their author reads them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from casework.models import FormDraft
from casework.registry import registry

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from accounts.models import User
    from casework.models import Client

LONGEST_BEGINNING = 90


@dataclass(frozen=True)
class DraftLine:
    """One unfinished form in a list; ``beginning`` is the start of its longest text.

    A form about several clients has no ``client``, and is quoted from what it says of all of them only.
    """

    pk: int
    client: Client | None
    label: str
    beginning: str
    saved_at: datetime
    expires_at: datetime
    url: str


def draft_lines(drafts: Iterable[FormDraft]) -> tuple[DraftLine, ...]:
    """Return drafts as lines; those of a form that no longer keeps drafts are left out. Reads ``client`` of each."""
    return tuple(
        DraftLine(
            pk=draft.pk,
            client=draft.client,
            label=str(registry.draft_forms[draft.form].label),
            beginning=_beginning(draft),
            saved_at=draft.saved_at,
            expires_at=draft.expires_at,
            url=draft.resume_url,
        )
        for draft in drafts
        if draft.form in registry.draft_forms
    )


def unfinished(user: User, client: Client | None = None) -> tuple[DraftLine, ...]:
    """Return what this user left unfinished, newest first, for one client or for all; one query."""
    drafts = FormDraft.objects.visible_to(user).select_related("client")
    return draft_lines(drafts.filter(client=client) if client else drafts)


def _beginning(draft: FormDraft) -> str:
    quoted = registry.draft_forms[draft.form].quoted
    names = [name for name in draft.fields if (name == quoted if quoted else name != "form_token")]
    texts = [value.strip() for name in names for value in draft.fields[name]]
    longest = max((text for text in texts if " " in text), key=len, default="")
    line = " ".join(longest.split())
    return line if len(line) <= LONGEST_BEGINNING else line[:LONGEST_BEGINNING].rsplit(" ", 1)[0] + "…"
