"""Contact notes: written once, idempotent, with what they showed of the conditions."""

from __future__ import annotations

import datetime as dt
from uuid import uuid4

import pytest
from django.utils import timezone

from accounts.enums import AuditAction
from accounts.errors import Refused
from accounts.models import AuditEntry
from casework.enums import ConditionOutcome, NoteKind
from casework.events import condition_not_kept, contact_logged
from casework.models import ConditionTouch, ContactNote, LifeDomain, NoteAddendum, SpecialCondition
from casework.selectors import conditions_with_state
from casework.services import once
from casework.services.notes import add_addendum, write_note

pytestmark = pytest.mark.django_db


@pytest.fixture
def heard():
    found: list[object] = []

    def hear_contact(sender, note, acting_user, **kwargs):
        found.append(("contact", note.pk, note.condition_touches.count()))

    def hear_condition(sender, touch, acting_user, **kwargs):
        found.append(("not kept", touch.condition_id))

    contact_logged.connect(hear_contact)
    condition_not_kept.connect(hear_condition)
    yield found
    contact_logged.disconnect(hear_contact)
    condition_not_kept.disconnect(hear_condition)


def write(client, acting_user, **changes):
    fields = {
        "client": client,
        "form_token": uuid4(),
        "kind": NoteKind.TALK,
        "occurred_at": timezone.now() - dt.timedelta(hours=1),
        "duration_minutes": 30,
        "text": "We liepen samen zijn week door.",
        "acting_user": acting_user,
    }
    return write_note(**{**fields, **changes})


def test_a_note_holds_what_was_written_and_tells_the_rooms_above(client_file, counsellor, condition, heard):
    work, money = LifeDomain.objects.filter(key__in=["werk", "geld"]).order_by("key").reverse()
    note = write(
        client_file,
        counsellor,
        went_well=" Hij belde zelf terug. ",
        client_view="Ik wil weer aan het werk.",
        domains=[work, money],
        touches=[(condition, ConditionOutcome.NOT_KEPT)],
    )
    note.refresh_from_db()
    assert (note.author, note.text) == (counsellor, "We liepen samen zijn week door.")
    assert (note.went_well, note.client_view) == ("Hij belde zelf terug.", "Ik wil weer aan het werk.")
    assert set(note.domains.all()) == {work, money}
    assert note.condition_touches.get().outcome == ConditionOutcome.NOT_KEPT
    assert heard == [("contact", note.pk, 1), ("not kept", condition.pk)]
    entry = AuditEntry.objects.get()
    assert (entry.action, entry.object_type, entry.object_id) == (
        AuditAction.CREATE,
        "casework.contactnote",
        str(note.pk),
    )
    assert entry.client_number == client_file.number
    assert entry.details == {
        "kind": "talk",
        "domains": ["geld", "werk"],
        "conditions": {str(condition.pk): "not_kept"},
    }


def test_a_kept_condition_raises_no_alarm(client_file, counsellor, condition, heard):
    note = write(client_file, counsellor, touches=[(condition, ConditionOutcome.KEPT)])
    assert heard == [("contact", note.pk, 1)]


def test_a_second_click_gives_one_note_and_tells_once(client_file, counsellor, condition, heard):
    token = uuid4()
    touches = [(condition, ConditionOutcome.NOT_KEPT)]
    first = write(client_file, counsellor, form_token=token, touches=touches)
    second = write(client_file, counsellor, form_token=token, touches=touches)
    assert first == second
    assert ContactNote.objects.count() == 1
    assert ConditionTouch.objects.count() == 1
    assert AuditEntry.objects.count() == 1
    assert len(heard) == 2


@pytest.mark.parametrize(
    ("changes", "field", "words"),
    [
        ({"occurred_at": None}, "occurred_at", "in de toekomst"),  # five minutes from when it runs
        ({"occurred_at": dt.datetime(1980, 1, 1, tzinfo=dt.UTC)}, "occurred_at", "geboortedatum"),
        ({"text": " \n "}, "text", "besproken of gebeurd"),
        ({"duration_minutes": 24 * 60 + 1}, "duration_minutes", "1440"),
        ({"duration_minutes": -1}, "duration_minutes", "0"),
        ({"kind": "koffie"}, "kind", "keuze"),
    ],
)
def test_a_note_that_cannot_be_is_refused_and_leaves_nothing(client_file, counsellor, heard, changes, field, words):
    if changes == {"occurred_at": None}:
        changes = {"occurred_at": timezone.now() + dt.timedelta(minutes=5)}
    with pytest.raises(Refused) as refusal:
        write(client_file, counsellor, **changes)
    assert refusal.value.field == field
    assert words in refusal.value.sentence
    assert not ContactNote.objects.exists()
    assert not AuditEntry.objects.exists()
    assert not heard


def test_a_condition_of_another_client_is_refused(other_client, counsellor, condition):
    with pytest.raises(Refused, match="hoort niet bij deze cliënt"):
        write(other_client, counsellor, touches=[(condition, ConditionOutcome.KEPT)])
    assert not ContactNote.objects.exists()


def test_a_condition_that_did_not_hold_that_day_is_refused(client_file, counsellor, condition):
    before = timezone.now() - dt.timedelta(days=102)
    with pytest.raises(Refused, match="gold niet op de dag"):
        write(client_file, counsellor, occurred_at=before, touches=[(condition, ConditionOutcome.KEPT)])


def test_a_condition_is_kept_or_not_but_not_both(client_file, counsellor, condition):
    with pytest.raises(Refused, match="zegt één contact één ding"):
        write(
            client_file,
            counsellor,
            touches=[(condition, ConditionOutcome.KEPT), (condition, ConditionOutcome.NOT_KEPT)],
        )


def test_an_unknown_outcome_leaves_no_half_note(client_file, counsellor, condition):
    with pytest.raises(Refused):
        write(client_file, counsellor, touches=[(condition, "soms")])
    assert not ContactNote.objects.exists()


def test_a_note_is_immutable(client_file, counsellor):
    note = write(client_file, counsellor)
    note.text = "Iets anders."
    with pytest.raises(TypeError, match="immutable"):
        note.save()


def test_an_addendum_stands_beside_the_note(client_file, counsellor, colleague):
    note = write(client_file, counsellor)
    addendum = add_addendum(
        note=note, form_token=uuid4(), text=" Het was dinsdag. ", reason=" Datum klopte niet ", acting_user=colleague
    )
    assert (addendum.author, addendum.text, addendum.reason) == (colleague, "Het was dinsdag.", "Datum klopte niet")
    note.refresh_from_db()
    assert note.text == "We liepen samen zijn week door."
    entry = AuditEntry.objects.latest("pk")
    assert (entry.object_type, entry.client_number) == ("casework.noteaddendum", client_file.number)


def test_an_addendum_is_written_once(client_file, counsellor):
    note, other = write(client_file, counsellor), write(client_file, counsellor)
    token = uuid4()
    for _click in range(2):
        add_addendum(note=note, form_token=token, text="Meer.", reason="Vergeten", acting_user=counsellor)
    assert NoteAddendum.objects.count() == 1
    assert AuditEntry.objects.filter(object_type="casework.noteaddendum").count() == 1
    with pytest.raises(Refused, match="ander contact"):
        add_addendum(note=other, form_token=token, text="Meer.", reason="Vergeten", acting_user=counsellor)


@pytest.mark.parametrize(
    ("text", "reason", "field"), [("", "Vergeten", "text"), ("Meer.", " ", "reason"), ("Meer.", "x" * 201, "reason")]
)
def test_an_addendum_needs_words_and_a_reason(client_file, counsellor, text, reason, field):
    note = write(client_file, counsellor)
    with pytest.raises(Refused) as refusal:
        add_addendum(note=note, form_token=uuid4(), text=text, reason=reason, acting_user=counsellor)
    assert refusal.value.field == field
    assert not NoteAddendum.objects.exists()


def test_the_last_touch_by_the_day_of_the_contact_says_how_a_condition_stands(client_file, counsellor, condition):
    assert [one.state for one in conditions_with_state(client_file)] == [""]
    now = timezone.now()
    write(
        client_file,
        counsellor,
        occurred_at=now - dt.timedelta(days=1),
        touches=[(condition, ConditionOutcome.NOT_KEPT)],
    )
    write(client_file, counsellor, occurred_at=now - dt.timedelta(days=9), touches=[(condition, ConditionOutcome.KEPT)])
    state = conditions_with_state(client_file)[0]
    assert (state.condition, state.state, state.label) == (condition, "at_stake", condition.kind.name)
    assert state.seen_at == now - dt.timedelta(days=1)
    write(client_file, counsellor, occurred_at=now, touches=[(condition, ConditionOutcome.KEPT)])
    assert conditions_with_state(client_file)[0].state == "kept"


def test_not_at_issue_stands_in_the_note_and_changes_nothing_in_how_a_condition_stands(
    client, client_file, counsellor, condition
):
    now = timezone.now()
    seen = write(
        client_file,
        counsellor,
        occurred_at=now - dt.timedelta(days=9),
        touches=[(condition, ConditionOutcome.NOT_KEPT)],
    )
    told = []
    condition_not_kept.connect(lambda touch, **_kwargs: told.append(touch), weak=False, dispatch_uid="not at issue")
    try:
        note = write(client_file, counsellor, occurred_at=now, touches=[(condition, ConditionOutcome.NOT_RAISED)])
    finally:
        condition_not_kept.disconnect(dispatch_uid="not at issue")
    assert told == []
    state = conditions_with_state(client_file)[0]
    assert (state.state, state.seen_at) == ("at_stake", seen.occurred_at)
    client.force_login(counsellor)
    page = client.get(note.get_absolute_url()).content.decode()
    assert f'<span class="chip">{condition.kind}: niet aan de orde</span>' in page


def test_states_of_all_conditions_cost_one_query(client_file, counsellor, condition, django_assert_num_queries):
    SpecialCondition.objects.create(
        client=client_file,
        title=condition.title,
        kind=condition.kind,
        text="Nog een",
        valid_from=condition.valid_from,
        recorded_by=counsellor,
        form_token=uuid4(),
    )
    with django_assert_num_queries(1):
        assert len([one.label for one in conditions_with_state(client_file)]) == 2


def test_two_clicks_at_the_same_moment_give_one_note(client_file, counsellor, monkeypatch):
    token = uuid4()
    checked = once.refuse_if_invalid

    def another_click_comes_first(row):
        checked(row)
        if not ContactNote.objects.exists():
            monkeypatch.setattr(once, "refuse_if_invalid", checked)
            write(client_file, counsellor, form_token=token)

    monkeypatch.setattr(once, "refuse_if_invalid", another_click_comes_first)
    note = write(client_file, counsellor, form_token=token)
    assert list(ContactNote.objects.all()) == [note]
    assert AuditEntry.objects.count() == 1
