"""What a counsellor should see of the network at once: who is overburdened, who needs help, children, and the family."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils import timezone

from casework.enums import ChildInformed, InvolvementQuestion
from casework.models import InvolvementStep
from casework.selectors.network import involvement_of, network_on
from casework.selectors.network_entries import family_seen_on, has_family

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from casework.models import Client, NetworkVersion


@dataclass(frozen=True)
class NetworkAttention:
    """What to see to. ``stay_since``: the stay that the family is asked about; None without a stay or without family."""

    overburdened: tuple[NetworkVersion, ...]
    in_need: tuple[NetworkVersion, ...]
    children: tuple[NetworkVersion, ...]
    stay_since: date | None
    family_seen_on: date | None

    def __bool__(self) -> bool:
        """Return whether there is anything to see to; a family that was seen is none."""
        return bool(self.overburdened or self.in_need or self.children or self.family_is_unseen)

    @property
    def family_is_unseen(self) -> bool:
        """Return whether there is family, and nobody of it was seen during this stay."""
        return self.stay_since is not None and self.family_seen_on is None


def attention_of(
    client: Client, rows: Sequence[NetworkVersion] | None = None, steps: Sequence[InvolvementStep] | None = None
) -> NetworkAttention:
    """Return what the network asks today. Four queries at most; two fewer with the rows and steps at hand."""
    today = timezone.localdate()
    rows = network_on(client, today) if rows is None else rows
    if not rows:
        return NetworkAttention((), (), (), None, None)
    if steps is None:
        steps = list(InvolvementStep.objects.filter(member__client=client))
    answered: dict[int, list[InvolvementStep]] = {}
    for step in steps:
        answered.setdefault(step.member_id, []).append(step)
    stay = client.stays.active_on(today).first() if has_family(rows) else None
    return NetworkAttention(
        overburdened=tuple(row for row in rows if _is_overburdened(answered.get(row.member_id, ()))),
        in_need=tuple(row for row in rows if row.own_need),
        children=tuple(row for row in rows if row.is_minor_on(today) and row.child_informed != ChildInformed.YES),
        stay_since=stay.valid_from if stay else None,
        family_seen_on=family_seen_on(stay) if stay else None,
    )


def _is_overburdened(steps: Sequence[InvolvementStep]) -> bool:
    stopped = involvement_of(steps).stopped
    return stopped is not None and stopped.question == InvolvementQuestion.OVERBURDENED
