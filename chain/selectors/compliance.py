"""What a report on keeping to the care (*behandeltrouw*) may hold: the closed list of the law, and nothing else.

The list is that of Wet forensische zorg art. 2.6(6) and Besluit forensische zorg art. 2.3(1): what was seen or suspected of
a violation of a condition, days of care and of absence, and cooperation, in five parts (docs/domain/law.md, "The report on
keeping to the care"). It goes to probation or the prosecutor, as far as the supervision needs it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from casework.enums import AppointmentResult, ConditionOutcome, NoteKind
from casework.models import Appointment, ConditionTouch, MedicationRefusal
from casework.models.appointments import NOT_THERE
from casework.registry import HandoverProposal, HandoverSource
from casework.selectors.handover import NAMING_CONDITIONS, day_in_words, lines, points
from riskplans.enums import PhaseLevel
from riskplans.models import IncidentPart, Violation
from riskplans.selectors import phase_history

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from django.utils.functional import _StrPromise

    from accounts.models import User
    from casework.models import Client
    from casework.registry import HandoverFrame

MOST_DAYS = 40


def _source(client: Client, words: str, page: str) -> HandoverSource:
    return HandoverSource(words, reverse(page, args=[client.number]))


def violations_proposal(client: Client, user: User, frame: HandoverFrame) -> HandoverProposal:
    """Return what was seen of conditions that were not kept: the fact, not what one thinks of it. Two queries."""
    del user
    told = []
    rows = Violation.objects.filter(
        client=client,
        condition__withdrawn_at=None,
        happened_at__date__gte=frame.since,
        happened_at__date__lte=frame.until,
    ).select_related("condition__kind")
    for row in rows.order_by("happened_at", "pk"):
        fact = row.fact
        if row.condition.kind.key in NAMING_CONDITIONS:
            fact = _("wat er gebeurde staat in het dossier; wie het betreft blijft hier weg")
        told.append(
            _("%(day)s, %(condition)s: %(fact)s")
            % {"day": day_in_words(row.happened_at), "condition": row.condition.kind, "fact": fact}
        )
    touches = ConditionTouch.objects.filter(
        note__in=client.notes.for_everyone().filter(
            occurred_at__date__gte=frame.since, occurred_at__date__lte=frame.until
        ),
        condition__withdrawn_at=None,
        outcome=ConditionOutcome.NOT_KEPT,
    ).select_related("condition__kind", "note")
    told += [
        _("%(day)s, %(condition)s: in een contact gezien dat zij niet werd nagekomen")
        % {"day": day_in_words(touch.note.occurred_at), "condition": touch.condition.kind}
        for touch in touches.order_by("note__occurred_at", "pk")
    ]
    source = _source(client, _("voorwaarden"), "riskplans:violations")
    hint = _("Schrijf ook op wat alleen een vermoeden is, en noem het zo. Geen namen van anderen.")
    return HandoverProposal(
        points(told) or _("In deze periode is geen overtreding van een voorwaarde gezien."), (source,), (), hint
    )


def care_proposal(client: Client, user: User, frame: HandoverFrame) -> HandoverProposal:
    """Return the days on which care was given, and those of absence. Four queries."""
    del user
    stays = [
        stay
        for stay in client.stays.select_related("location")
        if stay.valid_from <= frame.until and (stay.valid_until is None or stay.valid_until >= frame.since)
    ]
    parts = [f"## {_('Zorg')}"]
    parts.append(points(_span(_("verblijf"), stay.valid_from, stay.valid_until) for stay in stays))
    moments = (
        client.notes.filter(occurred_at__date__gte=frame.since, occurred_at__date__lte=frame.until)
        .exclude(kind=NoteKind.NO_SHOW)
        .order_by("occurred_at")
        .values_list("occurred_at", flat=True)
    )
    days = list(dict.fromkeys(day_in_words(moment) for moment in moments))
    if days:
        counted = ngettext("%(count)s dag met contact", "%(count)s dagen met contact", len(days)) % {"count": len(days)}
        shown = ", ".join(days[-MOST_DAYS:])
        parts.append(points([f"{counted}: {shown}"]))
    away = [
        _span(
            _("ongeoorloofd afwezig"),
            timezone.localdate(one.missed_at),
            timezone.localdate(one.returned_at) if one.returned_at else None,
        )
        for one in client.absences.filter(_during(frame, "missed_at", "returned_at")).order_by("missed_at")
    ]
    away += [
        _span(_("met verlof"), timezone.localdate(one.starts_at), timezone.localdate(one.returned_at or one.ends_at))
        for one in client.leaves.filter(_during(frame, "starts_at", "ends_at"), withdrawn_at=None).order_by("starts_at")
    ]
    parts += [f"## {_('Afwezig')}", points(away) or _("In deze periode was hij niet afwezig.")]
    source = _source(client, _("aanwezigheid"), "casework:presence")
    return HandoverProposal(lines(*parts), (source, _source(client, _("tijdlijn"), "casework:timeline")))


def _during(frame: HandoverFrame, start: str, end: str) -> Q:
    begun = Q(**{f"{start}__date__lte": frame.until})
    return begun & (Q(**{f"{end}__isnull": True}) | Q(**{f"{end}__date__gte": frame.since}))


def _span(what: str, start: date, end: date | None) -> str:
    if end is None:
        return _("%(what)s: sinds %(start)s") % {"what": what, "start": day_in_words(start)}
    return _("%(what)s: %(start)s tot en met %(end)s") % {
        "what": what,
        "start": day_in_words(start),
        "end": day_in_words(end),
    }


def appointments_proposal(client: Client, user: User, frame: HandoverFrame) -> HandoverProposal:
    """Return how appointments were kept: how many, and each that was missed with the reason. One query."""
    del user
    rows = (
        Appointment.objects.filter(client=client, starts_at__date__gte=frame.since, starts_at__date__lte=frame.until)
        .standing()
        .with_outcome()
        .order_by("starts_at", "pk")
    )
    told = [row for row in rows if row.result]  # type: ignore[attr-defined] # a column beside the model
    missed = [row for row in told if row.result in NOT_THERE]  # type: ignore[attr-defined]
    parts = []
    if told:
        parts.append(
            _("%(kept)s van de %(all)s afspraken nagekomen.") % {"kept": len(told) - len(missed), "all": len(told)}
        )
        parts.append(
            points(
                f"{day_in_words(row.starts_at)}, {row.get_purpose_display()}: {AppointmentResult(row.result).label}"  # type: ignore[attr-defined]
                for row in missed
            )
        )
    warnings = () if told else (_("Van geen enkele afspraak in deze periode is vastgelegd hoe die afliep."),)
    return HandoverProposal(lines(*parts), (_source(client, _("agenda"), "casework:client_agenda"),), warnings)


def medication_proposal(client: Client, user: User, frame: HandoverFrame) -> HandoverProposal:
    """Return no text: whether a refusal touches the risk is for a professional to say. The hint counts. One query."""
    del user
    refused = MedicationRefusal.objects.filter(
        medication__client=client, refused_at__date__gte=frame.since, refused_at__date__lte=frame.until
    ).count()
    hint = ngettext(
        "In het dossier staat %(count)s weigering. Schrijf er alleen over als een arts het middel voorschreef, "
        "afried te stoppen, en het de kans op herhaling raakt.",
        "In het dossier staan %(count)s weigeringen. Schrijf er alleen over als een arts het middel voorschreef, "
        "afried te stoppen, en het de kans op herhaling raakt.",
        refused,
    ) % {"count": refused}
    return HandoverProposal("", (_source(client, _("medicatieoverzicht"), "casework:medication"),), (), hint)


def motivation_proposal(client: Client, user: User, frame: HandoverFrame) -> HandoverProposal:
    """Return no text: how motivated somebody is cannot be counted."""
    del user, frame
    hint = _("Schrijf op wat u ziet en hoort, ook wat hij wel doet. Geen cijfers uit de werkalliantie.")
    return HandoverProposal("", (_source(client, _("tijdlijn"), "casework:timeline"),), (), hint)


def ending_proposal(client: Client, user: User, frame: HandoverFrame) -> HandoverProposal:
    """Return the end of a stay in the period, or one that is planned. One query."""
    del user
    told = [
        f"{_('verblijf eindigt op')} {day_in_words(stay.valid_until)}"
        + (f" ({stay.get_end_kind_display()})" if stay.end_kind else "")
        for stay in client.stays.filter(valid_until__gte=frame.since)
        if stay.valid_until is not None
    ]
    hint = _("Ook een behandeling die stopt of dreigt te stoppen. Zo niet, laat dit leeg.")
    return HandoverProposal(points(told), (_source(client, _("tabblad Plan"), "casework:plan"),), (), hint)


def risk_proposal(client: Client, user: User, frame: HandoverFrame) -> HandoverProposal:
    """Return what points at a higher risk: unrest by the stoplight, and incidents by kind. Three queries."""
    del user
    told = []
    for span in reversed(phase_history(client)):
        if span.level == PhaseLevel.GREEN or timezone.localdate(span.start) > frame.until:
            continue
        if span.end is not None and timezone.localdate(span.end) < frame.since:
            continue
        level = str(PhaseLevel(span.level).label)
        told.append(
            _span(
                _("stoplicht op %(level)s") % {"level": level},
                timezone.localdate(span.start),
                timezone.localdate(span.end) if span.end else None,
            )
        )
    incidents = IncidentPart.objects.filter(
        client=client, incident__occurred_at__date__gte=frame.since, incident__occurred_at__date__lte=frame.until
    ).select_related("incident__kind")
    told += [
        _("%(day)s, incident: %(kind)s") % {"day": day_in_words(one.incident.occurred_at), "kind": one.incident.kind}
        for one in incidents.order_by("incident__occurred_at", "pk")
    ]
    sources = (
        _source(client, _("signaleringsplan"), "riskplans:plan"),
        _source(client, _("tijdlijn"), "casework:timeline"),
    )
    hint = _("Alleen wat op een grotere kans op herhaling wijst. Zet ernaast wat beschermt.")
    return HandoverProposal(points(told), sources, (), hint)


# In the order of the law; nothing can be added to it.
SECTIONS: tuple[tuple[str, _StrPromise, Callable[[Client, User, HandoverFrame], HandoverProposal]], ...] = (
    ("compliance-violations", gettext_lazy("Overtreding van voorwaarden, gezien of vermoed"), violations_proposal),
    ("compliance-care", gettext_lazy("Data van zorg en van afwezigheid"), care_proposal),
    ("compliance-appointments", gettext_lazy("Medewerking: afspraken nakomen"), appointments_proposal),
    ("compliance-medication", gettext_lazy("Medewerking: voorgeschreven medicatie weigeren"), medication_proposal),
    ("compliance-motivation", gettext_lazy("Medewerking: motivatie"), motivation_proposal),
    ("compliance-ending", gettext_lazy("Medewerking: einde van de behandeling, ook als dat dreigt"), ending_proposal),
    ("compliance-risk", gettext_lazy("Omstandigheden die op een verhoogd risico wijzen"), risk_proposal),
)
