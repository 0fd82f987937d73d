"""The parts of a handover or a report: what each can tell, for which purpose, and on which ground."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy

from casework.enums import CLOSED_LIST, HandoverPurpose

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

    from accounts.models import User
    from casework.models import Client


@dataclass(frozen=True)
class HandoverFrame:
    """For what a section is proposed, and over which period it looks back; both days included."""

    purpose: HandoverPurpose
    since: date
    until: date

    @property
    def outside(self) -> bool:
        """Whether it leaves the organisation: then names and numbers of victims and third persons stay out."""
        return self.purpose != HandoverPurpose.INSIDE


@dataclass(frozen=True)
class HandoverSource:
    """Where in the file a proposal comes from, for the one who checks it."""

    label: str
    url: str


@dataclass(frozen=True)
class HandoverProposal:
    """What a section can tell. ``text`` is plain: ``## `` a heading, ``- `` a point, ``> `` somebody's own words.

    ``warnings`` say what is missing or old, and stand on the paper too; ``hint`` is for whoever writes it. Without
    ``text`` the section is offered empty.
    """

    text: str = ""
    sources: tuple[HandoverSource, ...] = ()
    warnings: tuple[str, ...] = ()
    hint: str = ""


# On which ground a section may be proposed: the usual one of each purpose (docs/domain/law.md, "Handing over").
USUAL_GROUNDS: Mapping[HandoverPurpose, str | _StrPromise] = {
    HandoverPurpose.WARM: gettext_lazy(
        "toestemming van de cliënt, en overdracht tussen zorgaanbieders (Besluit forensische zorg art. 6.3 lid 2)"
    ),
    HandoverPurpose.INSIDE: gettext_lazy("collega’s die bij dezelfde begeleiding betrokken zijn"),
    HandoverPurpose.END_REPORT: gettext_lazy("nodig voor het toezicht (Wet forensische zorg art. 2.6 lid 6)"),
    HandoverPurpose.PROGRESS: gettext_lazy(
        "samenwerkingsafspraken, en nodig voor het toezicht (Wet forensische zorg art. 2.6 lid 6)"
    ),
    HandoverPurpose.COMPLIANCE: gettext_lazy(
        "Wet forensische zorg art. 2.6 lid 6, Besluit forensische zorg art. 2.3 lid 1"
    ),
    HandoverPurpose.MUNICIPALITY: gettext_lazy("toestemming van de cliënt, en nodig voor het besluit van de gemeente"),
}


def grounds_for(*purposes: HandoverPurpose) -> dict[HandoverPurpose, str | _StrPromise]:
    """Return the usual grounds of these purposes; when none is named, of all that have no closed list."""
    usual = purposes or tuple(one for one in HandoverPurpose if one not in CLOSED_LIST)
    return {purpose: USUAL_GROUNDS[purpose] for purpose in usual}


@dataclass(frozen=True)
class HandoverSection:
    """A part of a handover, an end report or a progress report, filled from the file of one client.

    ``grounds`` says for which purposes it may be proposed, each on its ground; ``why_not`` why it is kept back for the
    others. ``propose`` is called with the language of the house; it may query, at most six times, and leaves out victims
    and third persons where ``frame.outside``.
    """

    key: str
    order: int
    label: str | _StrPromise
    propose: Callable[[Client, User, HandoverFrame], HandoverProposal]
    grounds: Mapping[HandoverPurpose, str | _StrPromise]
    why_not: str | _StrPromise = ""
    only_for: frozenset[HandoverPurpose] | None = None  # None: offered for every purpose
