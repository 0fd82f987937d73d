"""What the client file can tell in a handover or a report: title, stay, own words, strengths, life domains, goals."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.db.models import Max
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from casework.enums import GoalOrigin, KnownAnswer
from casework.enums.stays import Track
from casework.models import LifeDomain
from casework.registry import HandoverFrame, HandoverProposal, HandoverSource
from casework.selectors.headers import conditions_with_state
from casework.selectors.legal import current_title
from casework.selectors.life import domain_states
from casework.selectors.note_quotes import MOST_QUOTES, corrected_since, later_views, notes_with
from casework.selectors.plans import goals_tree
from casework.selectors.support_plans import evaluation_due

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date

    from accounts.models import User
    from casework.models import Client, DomainEntry, ForensicTitle, Goal, Stay, SupportPlan
    from casework.selectors.headers import ConditionState

OLD_CONTACT = timedelta(days=14)
MOST_POINTS = 8
# Their words may name a victim or somebody else (rulings: data of victims and third persons).
NAMING_CONDITIONS = frozenset(
    {"contactverbod", "locatieverbod", "schadevergoeding", "herstel-van-schade", "vestigingsverbod", "verhuisplicht"}
)


def day_in_words(day: date | datetime) -> str:
    """Return a day as it stands in a text, in the time of the house."""
    return date_format(timezone.localtime(day) if isinstance(day, datetime) else day, "j F Y")


def lines(*parts: str) -> str:
    """Return the parts that are not empty, each on its own line."""
    return "\n".join(part for part in parts if part)


def points(texts: Iterable[str]) -> str:
    """Return texts as points, each in one line."""
    return "\n".join(f"- {' '.join(text.split())}" for text in texts if text.strip())


def quoted(text: str, whence: str) -> str:
    """Return somebody's own words with where they come from."""
    return f"> {' '.join(text.split())} ({whence})"


def _plan_source(client: Client) -> HandoverSource:
    return HandoverSource(_("tabblad Plan"), reverse("casework:plan", args=[client.number]))


def _timeline_source(client: Client) -> HandoverSource:
    return HandoverSource(_("tijdlijn"), reverse("casework:timeline", args=[client.number]))


# --- title and conditions ----------------------------------------------------------------------------------------------
def title_proposal(client: Client, user: User, frame: HandoverFrame) -> HandoverProposal:
    """Return the titles and the conditions that hold, with what was last seen of each. Three queries."""
    del user
    today = timezone.localdate()
    title = current_title(client, today)
    conditions = conditions_with_state(client, today)
    told = []
    for held in client.titles.select_related("kind"):
        if held.valid_until is None:
            term = _("vanaf %(start)s, einde niet bekend") % {"start": day_in_words(held.valid_from)}
        else:
            term = _("%(start)s tot en met %(end)s") % {
                "start": day_in_words(held.valid_from),
                "end": day_in_words(held.valid_until),
            }
        told.append(f"{held.kind}: {term}{_('; einde bevestigd') if held.end_is_confirmed else ''}")
    parts = [points(told)]
    if conditions:
        parts.append(f"## {_('Bijzondere voorwaarden')}")
    for one in conditions:
        text = one.condition.text
        if frame.outside and one.condition.kind.key in NAMING_CONDITIONS:
            text = _("de tekst staat in de beslissing; wie het betreft blijft hier weg")
        seen = ""
        if one.seen_at is not None:
            words = _("laatst nagekomen op %(day)s") if one.state == "kept" else _("niet nagekomen op %(day)s")
            seen = f" ({words % {'day': day_in_words(one.seen_at)}})"
        parts.append(points([f"{one.label}: {text}{seen}"]))
    return HandoverProposal(lines(*parts), (_plan_source(client),), tuple(_title_warnings(title, conditions)))


def _title_warnings(title: ForensicTitle | None, conditions: tuple[ConditionState, ...]) -> Iterator[str]:
    if title is None:
        yield _("Er staat geen geldende titel in het dossier.")
        return
    if title.valid_until is None:
        yield _("De einddatum van de titel is niet bekend.")
    elif not title.end_is_confirmed:
        yield _("De einddatum van de titel is berekend en door niemand bevestigd.")
    if not conditions:
        yield _("Er staan geen bijzondere voorwaarden bij de titel. Ga na of dat klopt.")


# --- stay --------------------------------------------------------------------------------------------------------------
def _stay_line(stay: Stay) -> str:
    start = day_in_words(stay.valid_from)
    if stay.valid_until is None:
        return _("%(house)s: sinds %(start)s") % {"house": stay.location, "start": start}
    words = {"house": stay.location, "start": start, "end": day_in_words(stay.valid_until)}
    line = _("%(house)s: %(start)s tot en met %(end)s") % words
    how = [str(stay.get_end_kind_display())] if stay.end_kind else []
    if stay.destination is not None:
        how.append(_("naar: %(where)s") % {"where": stay.destination_words or stay.destination.name.lower()})
    return f"{line} ({'; '.join(how)})" if how else line


def _aftercare_line(stay: Stay) -> str:
    until = day_in_words(stay.aftercare_until) if stay.aftercare_until else ""
    words = {"who": stay.aftercare_by, "day": until}
    return _("Na het verblijf kan de cliënt terecht bij %(who)s, tot en met %(day)s.") % words


def stay_proposal(client: Client, user: User, frame: HandoverFrame) -> HandoverProposal:
    """Return where he stayed, in which phase he is, how a stay ended, and who worked with him. Three queries."""
    del user, frame
    stays = list(client.stays.select_related("location", "destination"))
    phase = client.stay_phases.on(timezone.localdate(), Track.EIGHT).first()
    people = list(client.assignments.select_related("user"))
    parts = [points(_stay_line(stay) for stay in stays)]
    if phase is not None:
        since = day_in_words(phase.since)
        parts.append(
            _("Fase van het traject: %(phase)s, sinds %(day)s.") % {"phase": phase.get_phase_display(), "day": since}
        )
    parts += [_aftercare_line(stay) for stay in stays if stay.aftercare_until]
    for stay in stays:
        if stay.end_reason:
            why = _("Waarom het niet paste op %(house)s") if stay.is_negative else ""
            why = why or _("Waarom het verblijf op %(house)s eindigde")
            parts += [f"## {why % {'house': stay.location}}", stay.end_reason]
    if people:
        parts.append(f"## {_('Wie begeleidden')}")
    for one in people:
        until = day_in_words(one.valid_until) if one.valid_until else _("nu")
        term = _("%(start)s tot en met %(end)s") % {"start": day_in_words(one.valid_from), "end": until}
        parts.append(points([f"{one.user}, {one.get_role_display()}: {term}"]))
    warnings = []
    if not stays:
        warnings.append(_("Er is geen verblijf vastgelegd."))
    if not any(one.valid_until is None for one in people):
        warnings.append(_("Er is nu geen persoonlijk begeleider."))
    return HandoverProposal(lines(*parts), (_plan_source(client),), tuple(warnings))


# --- his own words, and what went well -----------------------------------------------------------------------------------
def words_proposal(client: Client, user: User, frame: HandoverFrame) -> HandoverProposal:
    """Return what the client wants and how he says it himself. Four queries."""
    del user
    plan = client.support_plans.first()
    own = [goal.text for goal in client.goals.filter(ended_on=None, origin=GoalOrigin.OWN)]
    parts = []
    if client.horizon:
        parts.append(quoted(client.horizon, _("stip op de horizon")))
    if own:
        parts += [f"## {_('Wat hij zelf wil')}", points(own)]
    if plan is not None and plan.client_words:
        parts.append(
            quoted(plan.client_words, _("begeleidingsplan, %(day)s") % {"day": day_in_words(plan.established_on)})
        )
    said = notes_with(client, "client_view", frame, MOST_QUOTES)
    views = [
        (note.occurred_at, quoted(note.client_view, f"{note.get_kind_display()}, {day_in_words(note.occurred_at)}"))
        for note in said
    ]
    for later in later_views(client, frame):
        whence = _("bij het contact van %(day)s") % {"day": day_in_words(later.note.occurred_at)}
        views.append((later.recorded_at, quoted(later.text, whence)))
    parts += [words for _moment, words in sorted(views, key=lambda one: one[0], reverse=True)[:MOST_QUOTES]]
    warnings = corrected_since(said) if parts else [_("Er zijn nog geen eigen woorden van de cliënt vastgelegd.")]
    hint = "" if parts else _("Vraag de cliënt wat hij zelf wil zeggen.")
    return HandoverProposal(lines(*parts), (_plan_source(client), _timeline_source(client)), tuple(warnings), hint)


def strengths_proposal(client: Client, user: User, frame: HandoverFrame) -> HandoverProposal:
    """Return strengths, what went well in the period and what was reached. Four queries."""
    del user
    reached = [
        f"{goal.text}: {goal.get_result_display()}" + (f". {goal.result_text}" if goal.result_text else "")
        for goal in client.goals.filter(ended_on__gte=frame.since, ended_on__lte=frame.until).order_by(
            "-ended_on", "pk"
        )
    ]
    quoted_notes = notes_with(client, "went_well", frame, MOST_POINTS)
    well = [f"{note.went_well} ({day_in_words(note.occurred_at)})" for note in quoted_notes]
    parts = []
    strong = [one.words for one in client.strengths.filter(ended_on=None, noted_on__lte=frame.until)]
    if strong:
        parts += [f"## {_('Krachten, in eigen woorden')}", points(f"“{words}”" for words in strong)]
    if well:
        parts += [f"## {_('Wat goed ging')}" if strong else "", points(well)]
    if reached:
        parts += [f"## {_('Bereikt')}", points(reached)]
    warnings = corrected_since(quoted_notes) if parts else [_("In deze periode is niet vastgelegd wat goed ging.")]
    last = client.notes.for_everyone().first()
    if last is None:
        warnings.append(_("Er is nog geen contact vastgelegd."))
    elif timezone.localdate(last.occurred_at) < timezone.localdate() - OLD_CONTACT:
        warnings.append(_("Het laatste contact was op %(day)s.") % {"day": day_in_words(last.occurred_at)})
    hint = "" if parts else _("Vul aan wat goed ging: het hoort in elk verslag.")
    return HandoverProposal(lines(*parts), (_timeline_source(client),), tuple(warnings), hint)


# --- the period per life domain, and the goals ---------------------------------------------------------------------------
def domains_proposal(client: Client, user: User, frame: HandoverFrame) -> HandoverProposal:
    """Return the period by life domain: how it stands, contacts, what went well, and goals. Eight queries."""
    del user
    states = domain_states(client, frame.until)
    stands = {state.domain.pk: state.entry for state in states if state.entry is not None}
    going_on = _going_on(client, frame)
    of_key = {state.domain.pk: going_on[state.domain.key] for state in states if state.domain.key in going_on}
    notes = client.notes.for_everyone().filter(occurred_at__date__gte=frame.since, occurred_at__date__lte=frame.until)
    seen = LifeDomain.objects.filter(notes__in=notes).annotate(last=Max("notes__occurred_at")).order_by("order", "pk")
    counts: dict[int, int] = {}
    well: dict[int, list[str]] = {}
    for note in notes.prefetch_related("domains").order_by("-occurred_at", "-pk"):
        for domain in note.domains.all():
            counts[domain.pk] = counts.get(domain.pk, 0) + 1
            told = well.setdefault(domain.pk, [])
            if note.went_well and note.went_well not in told and len(told) < MOST_QUOTES - 1:
                told.append(note.went_well)
    goals: dict[int, list[Goal]] = {}
    for goal in client.goals.filter(started_on__lte=frame.until).select_related("domain"):
        if goal.ended_on is None or goal.ended_on >= frame.since:
            goals.setdefault(goal.domain_id, []).append(goal)
    last = {domain.pk: domain.last for domain in seen}
    parts: list[str] = []
    for domain in (state.domain for state in states if state.domain.pk in {*counts, *goals, *stands, *of_key}):
        parts.append(f"## {domain}")
        told = list(_domain_lines(stands[domain.pk])) if domain.pk in stands else []
        told += of_key.get(domain.pk, [])
        told += [_goal_line(goal) for goal in goals.get(domain.pk, ())]
        told += [_("Goed: %(text)s") % {"text": text} for text in well.get(domain.pk, ())]
        if domain.pk in counts:
            count = counts[domain.pk]
            told.append(
                ngettext(
                    "%(count)s contact hierover, op %(day)s", "%(count)s contacten hierover, laatst op %(day)s", count
                )
                % {"count": count, "day": day_in_words(last[domain.pk])}
            )
        parts.append(points(told))
    warnings = [] if parts else [_("Er is in deze periode bij geen enkel leefgebied iets vastgelegd.")]
    return HandoverProposal(lines(*parts), (_timeline_source(client), _plan_source(client)), tuple(warnings))


def _domain_lines(entry: DomainEntry) -> Iterator[str]:
    """Yield how it stands on a domain: now, wanted, how, must it change, and who is active."""
    day = day_in_words(entry.valid_from)
    for label, text in ((_("nu"), entry.now), (_("gewenst"), entry.wanted), (_("hoe"), entry.how)):
        if text:
            yield _("%(label)s (%(day)s): %(text)s") % {"label": label, "day": day, "text": text}
    if entry.must_change != KnownAnswer.UNKNOWN:
        yield _("moet veranderen: %(answer)s") % {"answer": entry.get_must_change_display()}
    if entry.active_labels:
        who = ", ".join(entry.active_labels)
        yield _("wie is actief: %(who)s") % {"who": f"{who} ({entry.active_words})" if entry.active_words else who}


def _going_on(client: Client, frame: HandoverFrame) -> dict[str, list[str]]:
    """Return by the key of a domain what somebody did by day in the period, and what was arranged for debts. Two queries."""
    found: dict[str, list[str]] = {}
    for one in client.day_activities.filter(valid_from__lte=frame.until):
        if one.valid_until is None or one.valid_until >= frame.since:
            words = _("%(what)s, %(kind)s, %(hours)s uur per week, sinds %(day)s") % {
                "what": one.name,
                "kind": one.get_kind_display(),
                "hours": number_format(one.hours.normalize()),
                "day": day_in_words(one.valid_from),
            }
            if one.valid_until is not None:
                words += _("; gestopt op %(day)s: %(why)s") % {
                    "day": day_in_words(one.valid_until),
                    "why": one.ended_why,
                }
            found.setdefault("werk", []).append(words)
    debt = client.debt_plans.filter(valid_from__lte=frame.until).first()
    if debt is not None:
        told = [debt.get_arrangement_display(), debt.administrator, debt.contact, debt.note]
        found["geld"] = [_("schulden: %(text)s") % {"text": "; ".join(filter(None, told))}]
    return found


def _goal_line(goal: Goal) -> str:
    origin = goal.get_origin_display()
    if goal.ended_on is not None:
        state = _("%(result)s op %(day)s") % {"result": goal.get_result_display(), "day": day_in_words(goal.ended_on)}
    elif goal.target_on is not None:
        state = _("loopt, klaar rond %(day)s") % {"day": day_in_words(goal.target_on)}
    else:
        state = _("loopt")
    return f"{goal.text} ({origin}, {state})"


def goals_proposal(client: Client, user: User, frame: HandoverFrame) -> HandoverProposal:
    """Return the open goals, own ones first with what is imposed and serves them, their steps, and the plan. Four queries."""
    del user
    plan = client.support_plans.first()
    tree = goals_tree(client, steps=True)
    own = [branch.goal for branch in tree.own]
    parts = []
    if own:
        parts.append(f"## {_('Eigen doelen')}")
    for branch in tree.own:
        helps = [one.text for one in branch.served_by]
        serving = _("; opgelegd, en helpt hierbij: %(goals)s") % {"goals": ", ".join(helps)} if helps else ""
        parts.append(points([f"{branch.goal.text}{serving}", *_step_lines(branch.goal, frame)]))
    if tree.unlinked:
        parts.append(f"## {_('Opgelegde doelen')}")
        parts += [points([goal.text, *_step_lines(goal, frame)]) for goal in tree.unlinked]
    if plan is not None:
        words = _("Begeleidingsplan versie %(version)s van %(day)s")
        parts += [f"## {words % {'version': plan.version, 'day': day_in_words(plan.established_on)}}", plan.summary]
    return HandoverProposal(lines(*parts), (_plan_source(client),), tuple(_goal_warnings(own, plan)))


def _step_lines(goal: Goal, frame: HandoverFrame) -> Iterator[str]:
    """Yield the steps of the period with how they went, and those that are open with who takes them."""
    for step in goal.ended_steps:
        if step.ended_on is not None and frame.since <= step.ended_on <= frame.until:
            told = _("stap %(result)s: %(step)s") % {"result": step.get_result_display(), "step": step.text}
            more = "; ".join(filter(None, (step.reached, step.remains, step.reason)))
            yield f"{told} ({more})" if more else told
    for step in goal.open_steps:
        words = _("stap die loopt: %(step)s, %(who)s, uiterlijk %(day)s")
        yield words % {"step": step.text, "who": step.get_owner_display(), "day": day_in_words(step.due_on)}


def _goal_warnings(own: list[Goal], plan: SupportPlan | None) -> Iterator[str]:
    if not own:
        yield _("Er staat geen eigen doel van de cliënt in het dossier.")
    if plan is None:
        yield _("Er is geen begeleidingsplan vastgesteld.")
    elif (due := evaluation_due(plan)) < timezone.localdate():
        yield _("Het begeleidingsplan had voor %(day)s geëvalueerd moeten zijn.") % {"day": day_in_words(due)}


def commitments_proposal(client: Client, user: User, frame: HandoverFrame) -> HandoverProposal:
    """Return the agreements that are still open, with who does it and before when. One query."""
    del user, frame
    today = timezone.localdate()
    open_ones = list(client.commitments.open())
    told = []
    for one in open_ones:
        who = client.called if one.owner == "client" else one.owner_name or one.get_owner_display()
        words = _("%(what)s: %(who)s, uiterlijk %(day)s")
        line = words % {"what": one.text, "who": who, "day": day_in_words(one.due_on)}
        told.append(f"{line} ({_('over de datum')})" if one.due_on < today else line)
    late = sum(one.due_on < today for one in open_ones)
    warnings = (
        [
            ngettext("%(count)s afspraak is over de datum.", "%(count)s afspraken zijn over de datum.", late)
            % {"count": late}
        ]
        if late
        else []
    )
    return HandoverProposal(points(told), (_plan_source(client),), tuple(warnings))
