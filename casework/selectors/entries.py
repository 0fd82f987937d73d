"""What the client file itself puts on the timeline."""

from __future__ import annotations

from datetime import datetime, time
from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from casework.enums import GoalOrigin, NoteKind
from casework.enums.background import Topic
from casework.models import ForensicTitle, Stay
from casework.registry import TimelineEntry

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from accounts.models import User
    from casework.models import Client

ICON_OF_NOTE = {
    NoteKind.TALK: "contact",
    NoteKind.ACTIVITY: "walk",
    NoteKind.PHONE: "phone",
    NoteKind.MESSAGE: "message",
    NoteKind.HOUSE_VISIT: "home-visit",
    NoteKind.WITH_OFFICER: "meeting",
    NoteKind.WITH_NETWORK: "network",
    NoteKind.GROUP: "group",
    NoteKind.NO_SHOW: "flag",
}


def start_of(day: date) -> datetime:
    """Return the first moment of a day: on the timeline an entry at that moment shows no time."""
    return timezone.make_aware(datetime.combine(day, time.min))


def newest(entries: Iterable[TimelineEntry], before: datetime, limit: int) -> list[TimelineEntry]:
    """Return the newest entries before a moment, at most so many."""
    found = [entry for entry in entries if entry.occurred_at < before]
    return sorted(found, key=lambda entry: entry.occurred_at, reverse=True)[:limit]


def corrected(note: Any) -> str:  # noqa: ANN401 -- a note with columns beside it
    """Return what was added to a note or corrected in it, for below its words; empty when nothing was."""
    if not note.correction:
        return ""
    words = _("Aangevuld op %(day)s: %(text)s")
    day = date_format(timezone.localtime(note.corrected_at), "j F Y")
    return "\n\n" + words % {"day": day, "text": note.correction}


def contact_entries(client: Client, user: User, before: datetime, limit: int) -> list[TimelineEntry]:
    """Return the contacts before a moment; one query."""
    known = client.notes.readable_by(user).with_corrections()
    # Columns beside the model; the checker does not know them.
    notes: list[Any] = list(known.filter(occurred_at__lt=before).select_related("author")[:limit])
    entries = []
    for note in notes:
        kind = note.get_kind_display()
        length = ngettext("%(count)d minuut", "%(count)d minuten", note.duration_minutes) % {
            "count": note.duration_minutes
        }
        title = f"{kind[0].upper()}{kind[1:]}"
        well = "\n\n" + _("Wat ging goed: %(text)s") % {"text": note.went_well} if note.went_well else ""
        entries.append(
            TimelineEntry(
                kind="contact",
                label=_("Contact"),
                icon=ICON_OF_NOTE.get(NoteKind(note.kind), "contact"),
                occurred_at=note.occurred_at,
                title=f"{title}, {length}" if note.duration_minutes else title,
                body=note.text + well + corrected(note),
                url=reverse("casework:note", args=[client.number, note.pk]),
                author=str(note.author),
            )
        )
    return entries


def title_entries(client: Client, user: User, before: datetime, limit: int) -> list[TimelineEntry]:
    """Return when titles and conditions of the client began and ended, before a moment; four queries."""
    del user
    url = reverse("casework:titles", args=[client.number])
    entries = []

    def add(day: date, words: str, body: str = "") -> None:
        entries.append(
            TimelineEntry("title", _("Titel en voorwaarden"), "title", start_of(day), words, body=body, url=url)
        )

    titles = list(ForensicTitle.including_withdrawn.filter(client=client).select_related("kind"))
    for title in (one for one in titles if one.withdrawn_at is None):
        add(title.valid_from, _("Begin titel: %(kind)s") % {"kind": title.kind}, title.note)
        if title.valid_until is not None:
            add(title.valid_until, _("Einde titel: %(kind)s") % {"kind": title.kind})
    entries += _withdrawn("title", _("Titel ingetrokken: %(what)s"), [(row, row.kind) for row in titles], url)
    for row in client.title_suspensions.filter(title__withdrawn_at=None).select_related("title__kind"):
        add(row.valid_from, _("Titel geschorst: %(kind)s") % {"kind": row.title.kind}, row.reason)
        if row.valid_until is not None:
            add(row.valid_until, _("Einde schorsing: %(kind)s") % {"kind": row.title.kind}, row.end_note)
    for profile in client.background.filter(topic=Topic.PROFILE, withdrawn_at=None):
        add(profile.valid_from, _("Begin forensisch profiel"), profile.note)
        if profile.valid_until is not None:
            add(profile.valid_until, _("Einde forensisch profiel"))
    for condition in client.conditions.standing().select_related("kind"):
        add(condition.valid_from, _("Begin voorwaarde: %(kind)s") % {"kind": condition.kind}, condition.text)
        if condition.valid_until is not None:
            add(condition.valid_until, _("Einde voorwaarde: %(kind)s") % {"kind": condition.kind})
    return newest(entries, before, limit)


def _withdrawn(
    key: str, words: str, rows: Iterable[tuple[ForensicTitle | Stay, object]], url: str
) -> list[TimelineEntry]:
    """Return that something was taken back as a mistake, at the moment when it was."""
    label, icon = {"title": (_("Titel en voorwaarden"), "title"), "stay": (_("Verblijf"), "place")}[key]
    return [
        TimelineEntry(key, label, icon, row.withdrawn_at, words % {"what": what}, body=row.withdrawn_reason, url=url)
        for row, what in rows
        if row.withdrawn_at is not None
    ]


def stay_entries(client: Client, user: User, before: datetime, limit: int) -> list[TimelineEntry]:
    """Return where the client came to live and left, and the phases of his track, before a moment; two queries."""
    del user
    url = reverse("casework:stays", args=[client.number])
    entries = [
        TimelineEntry(
            "stay",
            _("Verblijf"),
            "flag",
            start_of(row.since),
            _("Fase: %(phase)s") % {"phase": row.get_phase_display()},
            body=row.why,
            url=url,
        )
        for row in client.stay_phases.all()
    ]
    stays = list(Stay.including_withdrawn.filter(client=client).select_related("location"))
    for stay in (one for one in stays if one.withdrawn_at is None):
        entries.append(
            TimelineEntry(
                "stay",
                _("Verblijf"),
                "place",
                start_of(stay.valid_from),
                _("Komt wonen op %(location)s") % {"location": stay.location},
            )
        )
        if stay.valid_until is not None:
            how = stay.get_end_kind_display()
            words = _("Vertrekt van %(location)s") % {"location": stay.location}
            entries.append(
                TimelineEntry(
                    "stay",
                    _("Verblijf"),
                    "place",
                    start_of(stay.valid_until),
                    f"{words}, {how}" if how else words,
                    body=stay.end_reason,
                )
            )
    entries += _withdrawn("stay", _("Verblijf ingetrokken: %(what)s"), [(row, row.location) for row in stays], url)
    return newest(entries, before, limit)


def goal_entries(client: Client, user: User, before: datetime, limit: int) -> list[TimelineEntry]:
    """Return goals that began or ended and plans that were established, steps and what was celebrated, before a moment; four queries."""
    del user
    url = reverse("casework:plan", args=[client.number])
    entries = []
    for goal in client.goals.all():
        own = goal.origin == GoalOrigin.OWN
        words = _("Eigen doel: %(goal)s") if own else _("Opgelegd doel: %(goal)s")
        icon = "horizon" if own else "condition"
        entries.append(
            TimelineEntry("goal", _("Doelen en plan"), icon, start_of(goal.started_on), words % {"goal": goal}, url=url)
        )
        if goal.ended_on is not None:
            ended = _("Doel %(result)s: %(goal)s") % {"result": goal.get_result_display(), "goal": goal}
            entries.append(
                TimelineEntry(
                    "goal",
                    _("Doelen en plan"),
                    "trophy",
                    start_of(goal.ended_on),
                    ended,
                    body=goal.result_text,
                    url=url,
                )
            )
    for step in client.steps.exclude(ended_on=None):
        ended = _("Stap %(result)s: %(step)s") % {"result": step.get_result_display(), "step": step}
        body = "\n".join(filter(None, (step.reached, step.remains, step.reason)))
        if step.ended_on is not None:
            day = start_of(step.ended_on)
            entries.append(TimelineEntry("goal", _("Doelen en plan"), "check", day, ended, body=body, url=url))
    entries.extend(
        TimelineEntry(
            "goal",
            _("Doelen en plan"),
            "trophy",
            start_of(one.celebrated_on),
            _("Gevierd: %(what)s") % {"what": one.what},
            body=one.how,
            url=url,
        )
        for one in client.celebrations.all()
    )
    entries.extend(
        TimelineEntry(
            "goal",
            _("Doelen en plan"),
            "document",
            start_of(plan.established_on),
            _("Begeleidingsplan versie %(version)s vastgesteld") % {"version": plan.version},
            body=plan.summary,
            url=url,
        )
        for plan in client.support_plans.all()
    )
    return newest(entries, before, limit)
