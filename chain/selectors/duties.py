"""What is due in the cooperation: the evaluation of agreements, and the next three-party meeting."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from casework.models import Client
from casework.registry import Duty
from casework.selectors import counsellor_ids, duty_owners, term
from chain.enums import AgreementStatus, Party
from chain.models import Agreement, PlannedMeeting, ThreePartyMeeting
from chain.selectors.meetings import next_meetings

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

EVALUATION_TERM = "agreement-evaluation"
WARN_OF_EVALUATION = timedelta(days=28)  # time to find a day for three, and to write a new version
WARN_OF_MEETING = timedelta(days=14)
TO_SETTLE = timedelta(days=14)  # two weeks to sign what was offered, or to renew what went stale
FEEDBACK_WITHIN = timedelta(days=7)


def evaluation_duties(day: date) -> Iterator[Duty]:
    """Yield the agreements in force whose evaluation is due as seen on ``day``, or within four weeks. Three queries."""
    rows = list(Agreement.objects.in_force().filter(evaluate_on__lte=day + WARN_OF_EVALUATION).select_related("client"))
    if not rows:
        return
    basis = term(EVALUATION_TERM).basis
    owners = counsellor_ids({one.client_id for one in rows}, day)
    for one in rows:
        yield Duty(
            key=f"{EVALUATION_TERM}:{one.pk}",
            kind="agreement",
            label=_("Samenwerkingsafspraken evalueren"),
            client_id=one.client_id,
            due_on=one.evaluate_on,
            owner_ids=_owner(owners, one.client_id),
            basis=basis,
            url=reverse("chain:cooperation", args=[one.client.number]),
        )


def agreement_duties(day: date) -> Iterator[Duty]:
    """Yield the agreements that went stale without a new version, and those that not everybody signed yet. Three queries."""
    newer = Agreement.objects.proposals().filter(client_id=OuterRef("client_id")).exclude(pk=OuterRef("pk"))
    rows = list(
        Agreement.objects.filter(
            Q(status=AgreementStatus.IN_FORCE, stale_since__date__lte=day) & ~Exists(newer)
            | Q(status=AgreementStatus.OFFERED, offered_at__date__lte=day)
        )
        .select_related("client")
        .prefetch_related("acts")
    )
    owners = counsellor_ids({one.client_id for one in rows}, day) if rows else {}
    for one in rows:
        stale = one.stale_since is not None
        since = one.stale_since or one.offered_at or one.created_at
        acted = {act.party for act in one.acts.all()}
        waiting = ", ".join(str(party.label) for party in Party if party not in acted)
        yield Duty(
            key=f"{'agreement-stale' if stale else 'agreement-unsigned'}:{one.pk}",
            kind="agreement",
            label=_("Samenwerkingsafspraken vernieuwen")
            if stale
            else _("Samenwerkingsafspraken laten tekenen: %(parties)s") % {"parties": waiting}
            if waiting
            else _("Voorstel voor samenwerkingsafspraken afronden of intrekken"),
            client_id=one.client_id,
            due_on=timezone.localdate(since) + TO_SETTLE,
            owner_ids=_owner(owners, one.client_id),
            basis=one.stale_reason or _("Zonder handtekeningen gelden de afspraken niet."),
            url=one.get_absolute_url(),
        )


def meeting_duties(day: date) -> Iterator[Duty]:
    """Yield the three-party meetings that are due as seen on ``day``, or within two weeks. Six queries."""
    due = [one for one in next_meetings(day) if one.due_on <= day + WARN_OF_MEETING]
    client_ids = {one.client_id for one in due}
    numbers = dict(Client.objects.filter(pk__in=client_ids).values_list("pk", "number"))
    owners = counsellor_ids(client_ids, day)
    for one in due:
        yield Duty(
            key=f"three-party-{'first' if one.first else 'meeting'}:{one.client_id}",
            kind="meeting",
            label=_("Eerste driegesprek houden") if one.first else _("Driegesprek houden"),
            client_id=one.client_id,
            due_on=one.due_on,
            owner_ids=_owner(owners, one.client_id),
            basis=one.basis,
            url=reverse("chain:cooperation", args=[numbers[one.client_id]]),
        )


def feedback_duties(day: date) -> Iterator[Duty]:
    """Yield the meetings without the client of which he was not told yet. Two queries, three when there are any."""
    rows = ThreePartyMeeting.objects.filter(client_present=False, feedback=None, held_at__date__lte=day)
    found = list(rows.select_related("client"))
    owners = duty_owners({one.client_id for one in found}, day) if found else {}
    for one in found:
        yield Duty(
            key=f"meeting-feedback:{one.pk}",
            kind="meeting",
            label=_("De cliënt vertellen wat er in het overleg zonder hem is besproken"),
            client_id=one.client_id,
            due_on=timezone.localdate(one.held_at) + FEEDBACK_WITHIN,
            owner_ids=owners.get(one.client_id, ()),
            basis=_(
                "Veerkracht in de verslavingszorg (Tactus): terugkoppeling met reactie; de week is een eigen keuze"
            ),
            url=one.get_absolute_url(),
        )


def record_duties(day: date) -> Iterator[Duty]:
    """Yield the planned meetings that are over and neither recorded nor called off. Two queries, three with any."""
    found = list(PlannedMeeting.objects.still_to_come().filter(starts_at__date__lt=day).select_related("client"))
    owners = duty_owners({one.client_id for one in found}, day) if found else {}
    for one in found:
        yield Duty(
            key=f"meeting-record:{one.pk}",
            kind="meeting",
            label=_("Overleg vastleggen of afzeggen"),
            client_id=one.client_id,
            due_on=timezone.localdate(one.starts_at),
            owner_ids=owners.get(one.client_id, ()),
            basis=_("De dag van het overleg is voorbij"),
            url=one.get_absolute_url(),
        )


def _owner(owners: dict[int, int], client_id: int) -> tuple[int, ...]:
    return (owners[client_id],) if client_id in owners else ()
