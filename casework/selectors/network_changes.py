"""What changed in the drawings of the network between two days, in words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from casework.enums import Influence
from casework.selectors.network import ever_narrow, network_on
from casework.selectors.network_drawing import Drawing, generation_of, generation_words, genogram, sociogram
from casework.selectors.network_ecogram import Ecogram, Tie, ecogram, ties_on

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from casework.models import Client, NetworkVersion


RING_NAMES = {1: gettext_lazy("Dichtbij"), 2: gettext_lazy("Daartussen"), 3: gettext_lazy("Ver weg")}


class Ring(NamedTuple):
    """A ring of the sociogram in words, with who stands in it."""

    label: str
    rows: list[NetworkVersion]


@dataclass(frozen=True)
class NetworkDay:
    """The network on a day, drawn."""

    day: date
    rows: Sequence[NetworkVersion]
    ties: Sequence[Tie]
    sociogram: Drawing
    genogram: Drawing | None
    ecogram: Ecogram | None

    @property
    def in_rings(self) -> list[Ring]:
        """Return the same in words: who stands in which ring, the nearest first."""
        rings = [Ring(str(label), [row for row in self.rows if row.ring == ring]) for ring, label in RING_NAMES.items()]
        return [ring for ring in rings if ring.rows]


def network_day(client: Client, day: date) -> NetworkDay:
    """Return the three drawings of a day, without whoever was ever named as victim or third person. Three queries."""
    narrow = ever_narrow(client)
    rows = [row for row in network_on(client, day) if row.member_id not in narrow]
    ties = ties_on(client, day, rows)
    return NetworkDay(day, rows, ties, sociogram(rows), genogram(rows), ecogram(ties))


def changes_between(
    before: Sequence[NetworkVersion],
    after: Sequence[NetworkVersion],
    ties_before: Sequence[Tie],
    ties_after: Sequence[Tie],
) -> list[str]:
    """Return a sentence for everybody who came, left, moved or changed, and for every tie; victims and thirds left out."""
    was = {row.member_id: row for row in before if not row.is_narrow}
    now = {row.member_id: row for row in after if not row.is_narrow}
    said = [_("Nieuw: %(name)s") % {"name": row.name} for key, row in now.items() if key not in was]
    said += [_("Niet meer in het netwerk: %(name)s") % {"name": row.name} for key, row in was.items() if key not in now]
    for key in was.keys() & now.keys():
        said += _moved(was[key], now[key])
    return [*said, *_tie_changes(ties_before, ties_after)]


def _moved(was: NetworkVersion, now: NetworkVersion) -> list[str]:
    said = []
    if now.ring < was.ring:
        said.append(_("Dichterbij: %(name)s") % {"name": now.name})
    elif now.ring > was.ring:
        said.append(_("Verder weg: %(name)s") % {"name": now.name})
    if generation_of(now) != generation_of(was):
        said.append(
            _("In het genogram staat %(name)s nu bij: %(generation)s")
            % {"name": now.name, "generation": generation_words(now)}
        )
    if now.influence != was.influence:
        said.append(
            _("Het contact met %(name)s: eerst %(was)s, nu %(now)s")
            % {
                "name": now.name,
                "was": Influence(was.influence).label,
                "now": Influence(now.influence).label,
            }
        )
    return said


def _tie_changes(before: Sequence[Tie], after: Sequence[Tie]) -> list[str]:
    was, now = {tie.key: tie for tie in before}, {tie.key: tie for tie in after}
    said = []
    for key in dict.fromkeys([*was, *now]):
        one, other = was.get(key), now.get(key)
        tie = other or one
        if tie is None or (one is not None and other is not None and one.pk == other.pk):
            continue
        none = _("geen band")
        said.append(
            _("%(domain)s, %(name)s: eerst %(was)s, nu %(now)s")
            % {
                "domain": tie.domain.name,
                "name": tie.row.name,
                "was": one.state if one else none,
                "now": other.state if other else none,
            }
        )
    return said
