"""The track before the stay: its steps, its contacts, and who stays involved; and what it proposes to begin with."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from casework.enums import CommitmentOwner, NoteKind
from casework.registry import Duty
from chain.models import PreReleaseTrack

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from django.utils.functional import _StrPromise

    from accounts.models import User
    from casework.models import Commitment, ContactNote
    from chain.models import StayingInvolved

# What is usually done, in days before (negative) or after the release; docs/domain/practice.md, section 9.
USUAL_STEPS: tuple[tuple[int, _StrPromise, str], ...] = (
    (-56, gettext_lazy("Kennismaken in de inrichting"), CommitmentOwner.COUNSELLOR),
    (
        -49,
        gettext_lazy("Met de casemanager nagaan: zorgtoeleiding, plaatsingsbesluit, diagnostiek"),
        CommitmentOwner.COUNSELLOR,
    ),
    (-42, gettext_lazy("Kiezen: welke plek, welke begeleider, wat hij zelf wil"), CommitmentOwner.CLIENT),
    (-28, gettext_lazy("Legitimatie, zorgverzekering, uitkering en adres regelen"), CommitmentOwner.COUNSELLOR),
    (-21, gettext_lazy("De nieuwe plek zien, op verlof of met foto’s"), CommitmentOwner.CLIENT),
    (-14, gettext_lazy("Voorwaarden en eerste meldplicht bespreken"), CommitmentOwner.PROBATION),
    (0, gettext_lazy("Ophalen bij de poort, of afspreken wie dat doet"), CommitmentOwner.COUNSELLOR),
    (7, gettext_lazy("Eerste driegesprek houden"), CommitmentOwner.COUNSELLOR),
)
WARN_AHEAD = timedelta(days=14)


@dataclass(frozen=True)
class TrackPage:
    """A track with everything on its page."""

    track: PreReleaseTrack
    steps: tuple[Commitment, ...]
    visits: tuple[ContactNote, ...]
    people: tuple[StayingInvolved, ...]

    @property
    def done(self) -> int:
        """Return how many steps are done."""
        return sum(step.done_on is not None for step in self.steps)


def usual_steps(release_on: date) -> list[dict[str, Any]]:
    """Return the usual steps with their dates around a release, none in the past; as rows of a form."""
    today = timezone.localdate()
    return [
        {"text": str(text), "owner": owner, "due_on": max(today, release_on + timedelta(days=days))}
        for days, text, owner in USUAL_STEPS
    ]


def track_page(track: PreReleaseTrack, user: User) -> TrackPage:
    """Return a track with its steps, people, and the visits whose note this user reads. Three queries."""
    visits = track.client.notes.readable_by(user).filter(
        kind=NoteKind.IN_PRISON, occurred_at__date__gte=track.started_on
    )
    if track.ended_on is not None:
        visits = visits.filter(occurred_at__date__lte=track.ended_on)
    return TrackPage(
        track=track,
        steps=tuple(track.steps.order_by("due_on", "pk")),
        visits=tuple(visits.select_related("author")),
        people=tuple(track.people.all()),
    )


def track_duties(day: date) -> Iterator[Duty]:
    """Yield the tracks whose release has come, to be closed or moved; for who runs the track. One query."""
    rows = PreReleaseTrack.objects.filter(ended_on=None, release_on__lte=day + WARN_AHEAD).select_related("client")
    for one in rows:
        yield Duty(
            key=f"pre-release:{one.pk}",
            kind="handover",
            label=_("Vrijlating: bajes-uit-traject afronden, of de datum verzetten"),
            client_id=one.client_id,
            due_on=one.release_on,
            owner_ids=(one.counsellor_id,),
            basis=_("Bajes-uit: contact begint in de inrichting en gaat door na de verhuizing."),
            url=one.get_absolute_url(),
        )
