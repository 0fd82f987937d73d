"""What the end of a title makes due: points of the checklist, and who stays involved after it."""

from __future__ import annotations

from datetime import date, timedelta

from django.urls import reverse
from django.utils.translation import gettext as _

from casework.models import Client, ForensicInvolvement, ForensicTitle, Term, TitleEndItem, TitleEndStep
from casework.registry import Duty
from casework.selectors.duties import AHEAD
from casework.selectors.people import duty_owners
from casework.selectors.title_ends import AFTER, days_after, goes_on, is_too_short

FIRST_SIGNAL, LAST_SIGNAL = "title-end-180", "title-end-42"


def title_end_step_duties(on: date) -> list[Duty]:
    """Return what the checklists make due on a day.

    A point that was planned is due on its day for its owner, from fourteen days before. Points that nobody took up
    while their day came are one duty of the client's counsellor, due on the first of those days.
    """
    terms = {term.key: term for term in Term.objects.filter(key__in=(FIRST_SIGNAL, AFTER))}
    if FIRST_SIGNAL not in terms:
        return []
    after = timedelta(days=days_after(terms.values()))
    titles = _titles_that_end(on - after, on + timedelta(days=terms[FIRST_SIGNAL].days), on)
    items = list(TitleEndItem.objects.filter(in_use=True))
    latest: dict[tuple[int, int], TitleEndStep] = {}
    for step in TitleEndStep.objects.filter(title__in=titles).select_related("owner").order_by("recorded_at", "pk"):
        latest[step.title_id, step.item_id] = step
    owners = duty_owners({title.client_id for title in titles}, on)
    duties = []
    for title in titles:
        url = reverse("casework:title_end_page", args=[title.client.number, title.pk])
        for item in items:
            planned = latest.get((title.pk, item.pk))
            if planned is not None and planned.due_on is not None and planned.due_on - AHEAD <= on:
                duties.append(
                    Duty(
                        key=f"casework.title-end-step:{planned.pk}",
                        kind="title-end-step",
                        label=_("Omklapmoment: %(what)s") % {"what": item.name},
                        client_id=title.client_id,
                        due_on=planned.due_on,
                        owner_ids=(planned.owner_id,) if planned.owner.is_active else owners.get(title.client_id, ()),
                        basis=item.basis,
                        url=url,
                    )
                )
        waiting = _waiting(title, items, latest, on)
        if waiting:
            duties.append(
                Duty(
                    key=f"casework.title-end-list:{title.pk}",
                    kind="title-end-step",
                    label=_("Omklapmoment: punten die niemand nog oppakte"),
                    client_id=title.client_id,
                    due_on=waiting[0],
                    owner_ids=owners.get(title.client_id, ()),
                    basis=_("eigen keuze: elk punt heeft iemand die het doet en een dag"),
                    url=url,
                )
            )
    return duties


def _waiting(
    title: ForensicTitle, items: list[TitleEndItem], latest: dict[tuple[int, int], TitleEndStep], on: date
) -> list[date]:
    """Return the days of the points that nobody took up while they came, the first one first; none after the end."""
    end = title.valid_until
    if end is None or end < on:
        return []
    days = (end - timedelta(days=item.days_before) for item in items if (title.pk, item.pk) not in latest)
    return sorted(day for day in days if day <= on)


def involvement_duties(on: date) -> list[Duty]:
    """Return where it must be arranged who stays involved after a title, and where that ends.

    To be arranged: from the last signal before the end up to the term after it, for who is in care. Ending: from
    fourteen days before its last day until somebody closes or prolongs it.
    """
    terms = {term.key: term for term in Term.objects.filter(key__in=(LAST_SIGNAL, AFTER))}
    if LAST_SIGNAL not in terms or AFTER not in terms:  # the organisation took one of them out
        return []
    ahead, after = timedelta(days=terms[LAST_SIGNAL].days), timedelta(days=terms[AFTER].days)
    titles = _titles_that_end(on - after, on + ahead, on)
    current = {row.title_id: row for row in ForensicInvolvement.objects.filter(title__in=titles, replaced_by=None)}
    found = [
        (
            title,
            title.valid_until,
            f"casework.involvement-arrange:{title.pk}",
            _("Forensische betrokkenheid na de titel afspreken"),
        )
        for title in titles
        if title.pk not in current
        or (
            current[title.pk].closed_on is None
            and is_too_short(current[title.pk], title.valid_until, terms[AFTER].days)
        )
    ]
    ending = ForensicInvolvement.objects.filter(
        replaced_by=None, closed_on=None, valid_until__lte=on + AHEAD, title__withdrawn_at=None
    )
    found += [
        (row.title, row.valid_until, f"casework.involvement-end:{row.pk}", _("Forensische betrokkenheid loopt af"))
        for row in ending.select_related("title__client", "title__kind")
    ]
    owners = duty_owners({title.client_id for title, *_rest in found}, on)
    basis = f"{terms[AFTER].name}. {terms[AFTER].basis}"
    return [
        Duty(
            key=key,
            kind="title-end-after",
            label=label,
            client_id=title.client_id,
            due_on=due_on,
            owner_ids=owners.get(title.client_id, ()),
            basis=basis,
            url=reverse("casework:title_end_page", args=[title.client.number, title.pk]) + "#daarna",
        )
        for title, due_on, key, label in found
        if due_on is not None
    ]


def _titles_that_end(first: date, last: date, on: date) -> list[ForensicTitle]:
    """Return the titles that began and end in the period, of clients in care, that no other title follows; two queries."""
    titles = list(
        ForensicTitle.objects.ending_between(first, last)
        .filter(valid_from__lte=on, client__in=Client.objects.in_care(on))
        .select_related("client", "kind")
    )
    others = list(ForensicTitle.objects.filter(client_id__in={title.client_id for title in titles}))
    return [title for title in titles if goes_on(title, others) is None]
