"""The rule of the stoplight: a sign raises at once, nothing but a reasoned act lowers."""

import datetime as dt
from dataclasses import replace
from itertools import count
from uuid import uuid4

import pytest
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts.errors import Refused
from accounts.models import AuditEntry
from casework.models import ContactNote
from riskplans.enums import ChangeSource, PhaseLevel
from riskplans.events import phase_raised
from riskplans.models import PhaseChange, SignObservation
from riskplans.selectors import current_phase, phase_history, phases_for, signs_behind, what_to_do
from riskplans.services.monitoring import PhaseMoved, observe_signs, set_phase
from riskplans.services.plans import create_plan, establish_plan
from tests.conftest import make_client
from tests.riskplans.conftest import FULL, make_active_plan, sign_of


@pytest.fixture
def raised():
    """Return the changes that the floors above were told of."""
    heard = []

    def receiver(sender, change, acting_user, **kwargs):
        heard.append((change.level, acting_user))

    phase_raised.connect(receiver)
    yield heard
    phase_raised.disconnect(receiver)


def see(client, *signs, user, ago=0):
    return observe_signs(
        client=client, signs=signs, observed_at=timezone.now() - dt.timedelta(minutes=ago), acting_user=user
    )


def test_a_sign_raises_the_phase_at_once(active, client_file, counsellor, raised):
    change = see(client_file, sign_of(active, "orange"), user=counsellor)

    assert change is not None
    assert (change.level, change.source, change.plan) == ("orange", ChangeSource.TICKS, active)
    assert current_phase(client_file) == change
    assert raised == [("orange", counsellor)]
    assert AuditEntry.objects.filter(object_type="riskplans.signobservation").count() == 1
    assert AuditEntry.objects.filter(object_type="riskplans.phasechange", details__to="orange").count() == 1


def test_of_several_signs_the_highest_phase_counts(active, client_file, counsellor):
    see(client_file, sign_of(active, "orange"), sign_of(active, "red"), sign_of(active, "green"), user=counsellor)

    assert current_phase(client_file).level == "red"
    assert SignObservation.objects.count() == 3


def test_a_contact_without_ticks_writes_nothing(active, client_file, counsellor, raised):
    see(client_file, sign_of(active, "orange"), user=counsellor)
    before = (PhaseChange.objects.count(), SignObservation.objects.count(), AuditEntry.objects.count())

    assert see(client_file, user=counsellor) is None

    assert (PhaseChange.objects.count(), SignObservation.objects.count(), AuditEntry.objects.count()) == before
    assert len(raised) == 1


def test_a_sign_of_a_lower_phase_is_seen_but_lowers_nothing(active, client_file, counsellor, raised):
    see(client_file, sign_of(active, "red"), user=counsellor)

    assert see(client_file, sign_of(active, "green"), sign_of(active, "orange"), user=counsellor) is None

    assert current_phase(client_file).level == "red"
    assert SignObservation.objects.count() == 3
    assert raised == [("red", counsellor)]


def test_a_contact_of_yesterday_still_raises_and_never_before_the_latest_fact(active, client_file, counsellor):
    latest = set_phase(client=client_file, level="orange", reason="Hij slaapt slecht", acting_user=counsellor)

    change = see(client_file, sign_of(active, "red"), user=counsellor, ago=24 * 60)

    assert current_phase(client_file) == change
    assert change.at == latest.at
    assert SignObservation.objects.get().observed_at < latest.at


def test_a_sign_of_a_plan_that_no_longer_holds_is_refused(active, client_file, counsellor):
    old = sign_of(active, "orange")
    copy = create_plan(client=client_file, form_token=uuid4(), acting_user=counsellor)
    establish_plan(plan=copy, client_signed_on=timezone.localdate(), acting_user=counsellor)

    with pytest.raises(Refused, match="intussen gewijzigd"):
        see(client_file, old, user=counsellor)

    assert not SignObservation.objects.exists()


def test_a_sign_of_another_client_is_refused(active, other_client, counsellor):
    with pytest.raises(Refused):
        see(other_client, sign_of(active, "orange"), user=counsellor)


def test_a_sign_in_the_future_is_refused(active, client_file, counsellor):
    with pytest.raises(Refused, match="toekomst"):
        see(client_file, sign_of(active, "orange"), user=counsellor, ago=-5)


def test_the_same_note_twice_is_seen_once(active, client_file, counsellor, raised):
    note = ContactNote.objects.create(
        client=client_file,
        author=counsellor,
        kind="talk",
        occurred_at=timezone.now(),
        duration_minutes=30,
        text="Gesprek",
        form_token=uuid4(),
    )
    values = {
        "client": client_file,
        "signs": [sign_of(active, "orange")],
        "observed_at": note.occurred_at,
        "acting_user": counsellor,
        "note": note,
    }

    change = observe_signs(**values)
    assert observe_signs(**values) is None

    assert change.note == note
    assert SignObservation.objects.count() == 1
    assert len(raised) == 1


def test_a_change_knows_the_signs_it_followed_from(active, client_file, counsellor):
    first = see(client_file, sign_of(active, "orange", 1), sign_of(active, "green"), user=counsellor)
    see(client_file, sign_of(active, "orange"), user=counsellor)
    second = see(client_file, sign_of(active, "red"), user=counsellor)

    assert signs_behind([first, second]) == {
        first.pk: ["Hij loopt veel heen en weer", "Ik sta om acht uur op"],
        second.pk: ["Ik gebruik"],
    }


def test_a_person_lowers_with_a_reason(active, client_file, counsellor, raised):
    see(client_file, sign_of(active, "orange"), user=counsellor)

    change = set_phase(client=client_file, level="green", reason="Hij slaapt weer", acting_user=counsellor)

    assert (change.level, change.source, change.reason) == ("green", ChangeSource.OVERRIDE, "Hij slaapt weer")
    assert current_phase(client_file) == change
    assert raised == [("orange", counsellor)]


def test_leaving_red_closes_it(active, client_file, counsellor):
    see(client_file, sign_of(active, "red"), user=counsellor)

    with pytest.raises(Refused, match="waarom rood voorbij is"):
        set_phase(client=client_file, level="orange", reason=" ", acting_user=counsellor)
    change = set_phase(client=client_file, level="orange", reason="Opgenomen en rustig", acting_user=counsellor)

    assert change.source == ChangeSource.CLOSING


def test_a_person_raises_with_a_reason_and_the_floors_above_hear_it(active, client_file, counsellor, raised):
    set_phase(client=client_file, level="red", reason="Dreiging", acting_user=counsellor)

    assert raised == [("red", counsellor)]


@pytest.mark.parametrize("reason", ["", "   "])
def test_without_a_reason_the_phase_stays(active, client_file, counsellor, reason):
    with pytest.raises(Refused, match="waarom") as refusal:
        set_phase(client=client_file, level="orange", reason=reason, acting_user=counsellor)

    assert refusal.value.field == "reason"
    assert current_phase(client_file).level == "green"


def test_a_phase_that_the_plan_does_not_have_is_refused(active, client_file, counsellor):
    with pytest.raises(Refused, match="geen fase geel"):
        set_phase(client=client_file, level="yellow", reason="Spanning", acting_user=counsellor)


def test_a_double_click_gives_one_fact(active, client_file, counsellor, raised):
    values = {"client": client_file, "level": "orange", "reason": "Onrust", "acting_user": counsellor}
    token = uuid4()

    assert set_phase(**values, form_token=token) == set_phase(**values, form_token=token)
    with pytest.raises(Refused, match="al oranje"):
        set_phase(**values, form_token=uuid4())

    assert PhaseChange.objects.filter(level="orange").count() == 1
    assert len(raised) == 1


def test_a_form_that_was_used_before_or_elsewhere_sets_nothing(active, client_file, other_client, counsellor):
    used, strange = uuid4(), uuid4()
    at_first = set_phase(client=client_file, level="orange", reason="Onrust.", acting_user=counsellor, form_token=used)
    set_phase(client=client_file, level="red", reason="Ruzie.", acting_user=counsellor, form_token=uuid4())
    set_phase(client=other_client, level="orange", reason="Onrust.", acting_user=counsellor, form_token=strange)

    for token in (used, strange):
        with pytest.raises(Refused, match="al gebruikt"):
            set_phase(client=client_file, level="green", reason="Rust.", acting_user=counsellor, form_token=token)

    assert current_phase(client_file).level == PhaseLevel.RED
    assert at_first.form_token == used


def test_who_looked_at_another_phase_is_told_who_changed_it(active, client_file, counsellor, colleague):
    seen = current_phase(client_file)
    moved = set_phase(client=client_file, level="red", reason="Dreiging", acting_user=colleague, seen=seen.pk)

    with pytest.raises(PhaseMoved, match="Bas Wiersma heeft de fase intussen op rood gezet") as refusal:
        set_phase(client=client_file, level="orange", reason="Onrust", acting_user=counsellor, seen=seen.pk)
    assert refusal.value.current == moved
    assert current_phase(client_file) == moved

    set_phase(client=client_file, level="orange", reason="Onrust", acting_user=counsellor, seen=moved.pk)
    assert current_phase(client_file).level == "orange"


@pytest.mark.parametrize("hours", [1, -24])
def test_a_phase_is_not_set_in_the_future_nor_before_the_latest_fact(active, client_file, counsellor, hours):
    with pytest.raises(Refused, match="moment"):
        set_phase(
            client=client_file,
            level="orange",
            reason="Onrust",
            acting_user=counsellor,
            at=timezone.now() + dt.timedelta(hours=hours),
        )


def test_orange_and_red_put_the_actions_of_the_plan_on_the_screen(active, client_file, counsellor):
    assert what_to_do(current_phase(client_file)) is None

    todo = what_to_do(see(client_file, sign_of(active, "orange"), user=counsellor))

    assert todo is not None
    assert [action.text for action in todo.actions] == ["Noor belt mij", "Ik bel mijn zus"]
    assert todo.phase.how_i_am == "Ik ben onrustig."


def test_the_history_is_a_row_of_stretches(active, client_file, counsellor):
    see(client_file, sign_of(active, "orange"), user=counsellor)
    set_phase(client=client_file, level="green", reason="Rustig", acting_user=counsellor)

    spans = phase_history(client_file)

    assert [one.level for one in spans] == ["green", "orange", "green"]
    assert [one.end for one in spans] == [spans[1].start, spans[2].start, None]
    assert phase_history(client_file, since=timezone.now()) == spans[-1:]


@pytest.mark.parametrize("size", [1, 3])
def test_phases_of_many_clients_take_one_query(team, counsellor, django_assert_num_queries, size):
    clients = [make_client(f"S-1{number:03}", team) for number in range(size)]
    for client in clients:
        plan = make_active_plan(client, counsellor)
        see(client, sign_of(plan, "orange"), user=counsellor)
    nobody = make_client("S-2000", team)

    with django_assert_num_queries(1):
        phases = phases_for([nobody.pk, *(client.pk for client in clients)])

    assert {pk: change.level for pk, change in phases.items()} == {client.pk: "orange" for client in clients}


# --- the rule, for any course of events -----------------------------------------------------------------------------

LEVELS = st.sampled_from(list(PhaseLevel))
TICKS = st.tuples(st.just("ticks"), st.lists(LEVELS, max_size=3), st.integers(0, 5000))
ACTS = st.tuples(st.just("act"), LEVELS, st.just(0))
COURSES = st.lists(st.one_of(TICKS, TICKS, ACTS), max_size=8)
FOUR_PHASES = replace(FULL, phases=(FULL.phases[0], replace(FULL.phases[1], level=PhaseLevel.YELLOW), *FULL.phases[1:]))
numbers = count(1)


def expected_level(client) -> str:
    """Return the colour as it follows from everything that was recorded, in the order in which it was recorded."""
    facts = [
        (change.recorded_at, 1, change.pk, change.level, False)
        for change in PhaseChange.objects.filter(client=client).exclude(source=ChangeSource.TICKS)
    ]
    facts += [
        (row.recorded_at, 0, row.pk, row.sign.phase.level, True)
        for row in SignObservation.objects.filter(client=client).select_related("sign__phase")
    ]
    level = PhaseLevel.GREEN
    for *_order, found, is_sign in sorted(facts):
        chosen = PhaseLevel(found)
        if not is_sign or chosen.rank > level.rank:
            level = chosen
    return level


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(course=COURSES)
def test_whatever_happens_the_colour_follows_from_the_records(db, team, counsellor, course):
    client = make_client(f"H-{next(numbers):04}", team)
    plan = make_active_plan(client, counsellor, FOUR_PHASES)
    for step, (kind, what, ago) in enumerate(course):
        before = current_phase(client)
        if kind == "ticks":
            see(client, *(sign_of(plan, level) for level in what), user=counsellor, ago=ago)
            after = current_phase(client)
            assert after.rank == max([before.rank, *(level.rank for level in what)])
            if not what:
                assert after == before
        elif what != before.level:
            set_phase(client=client, level=what, reason=f"Reden {step}", acting_user=counsellor)
            assert current_phase(client).level == what

        assert current_phase(client).level == expected_level(client)
        assert phase_history(client)[-1].change == current_phase(client)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(levels=st.lists(LEVELS, max_size=3), extra=LEVELS)
def test_one_more_sign_never_gives_a_lower_phase(db, team, counsellor, levels, extra):
    outcome = []
    for ticked in (levels, [*levels, extra]):
        client = make_client(f"H-{next(numbers):04}", team)
        plan = make_active_plan(client, counsellor, FOUR_PHASES)
        see(client, *(sign_of(plan, level) for level in ticked), user=counsellor)
        outcome.append(current_phase(client).rank)

    assert outcome[0] <= outcome[1]
