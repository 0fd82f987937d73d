"""What makes questions quick on many rows changes no answer."""

from __future__ import annotations

import datetime as dt
from uuid import uuid4

import pytest
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from accounts.enums import AuditAction, Role
from accounts.models import AuditEntry
from accounts.querysets import holds_on
from accounts.selectors import standing_of
from accounts.services.audit import record
from casework.models import Assignment, Client
from casework.selectors import search
from casework.selectors.search import NoteQuestion, search_notes
from casework.services.notes import add_addendum, write_note
from tests.conftest import make_client, make_user

pytestmark = pytest.mark.django_db
AMSTERDAM = timezone.get_default_timezone()


def write(client, user, text, at):
    return write_note(
        client=client, form_token=uuid4(), kind="talk", occurred_at=at, duration_minutes=5, text=text, acting_user=user
    )


def texts(hits):
    return [hit.note.text for hit in hits.hits]


@pytest.mark.parametrize("day", [dt.date(2026, 3, 28), dt.date(2026, 3, 29), dt.date(2026, 10, 25)])
def test_a_day_of_the_search_is_a_day_here_also_when_the_clock_changes(client_file, counsellor, day):
    """Just before and after midnight here is another day in UTC; two of these days have 23 or 25 hours."""
    first = dt.datetime.combine(day, dt.time.min, AMSTERDAM)
    last = dt.datetime.combine(day, dt.time(23, 59, 59), AMSTERDAM)
    write(client_file, counsellor, "Huur, de dag ervoor.", first - dt.timedelta(seconds=1))
    write(client_file, counsellor, "Huur, begin.", first)
    write(client_file, counsellor, "Huur, einde.", last)
    write(
        client_file,
        counsellor,
        "Huur, de dag erna.",
        dt.datetime.combine(day + dt.timedelta(1), dt.time.min, AMSTERDAM),
    )
    assert texts(search_notes(counsellor, NoteQuestion("huur", since=day, until=day))) == [
        "Huur, einde.",
        "Huur, begin.",
    ]


def test_pages_follow_each_other_over_notes_and_additions(client_file, counsellor, monkeypatch):
    monkeypatch.setattr(search, "HITS_PER_PAGE", 3)
    now = timezone.now()
    for number in range(8):
        at = now - dt.timedelta(days=number // 2)  # two at the same moment: the later number comes first
        said = "Over de huur" if number % 3 else "Over iets anders"
        note = write(client_file, counsellor, f"{said}, {number}.", at)
        if number % 3 in {0, 1}:
            add_addendum(note=note, form_token=uuid4(), text="De huur.", reason="Vergeten", acting_user=counsellor)
    pages = [search_notes(counsellor, NoteQuestion("huur"), page=page) for page in (1, 2, 3, 4)]
    assert [hit.note.text[-2] for page in pages for hit in page.hits] == ["1", "0", "3", "2", "5", "4", "7", "6"]
    assert [page.more for page in pages] == [True, True, False, False]


def test_files_that_were_merged_are_looked_through_with_the_one_that_stayed(client_file, team, counsellor, outsider):
    old = make_client("S-OUD", team)
    write(old, counsellor, "Huur van toen.", timezone.now())
    Client.objects.filter(pk=old.pk).update(merged_into=client_file)
    for question in (NoteQuestion("huur"), NoteQuestion("huur", client=client_file)):
        assert texts(search_notes(counsellor, question)) == ["Huur van toen."]
        assert texts(search_notes(outsider, question)) == []


def test_who_is_assigned_sees_what_he_saw_when_each_client_was_asked_apart(team, other_team):
    today = timezone.localdate()
    users = [make_user(f"u{n}", Role.COUNSELLOR, team=team if n % 2 else other_team) for n in range(4)]
    for n in range(12):
        one = make_client(f"S-{n:04}", team if n % 3 else other_team)
        ends = {0: None, 1: today, 2: today - dt.timedelta(1)}[n % 3]
        for user in users[: n % 4]:
            Assignment.objects.create(
                client=one, user=user, role="second", valid_from=today - dt.timedelta(9), valid_until=ends
            )
    for user in users:
        standing = standing_of(user)
        assigned = Assignment.objects.filter(holds_on(today), client=OuterRef("pk"), user_id__in=standing.acts_for)
        expected = Client.objects.filter(Q(team_id__in=standing.team_ids) | Exists(assigned), merged_into=None)
        assert 0 < expected.count() < 12
        assert list(Client.objects.visible_to(user)) == list(expected)


def test_the_access_log_finds_each_row_once_own_or_in_a_list(client_file, counsellor):
    number = client_file.number
    record(AuditAction.READ, acting_user=counsellor, client_number=number)
    record(AuditAction.LIST, acting_user=counsellor, subjects=[number, "S-9"])
    record(AuditAction.SEARCH, acting_user=counsellor, client_number=number, subjects=[number, number])
    record(AuditAction.READ, acting_user=counsellor, client_number="S-9")
    record(AuditAction.LIST, acting_user=counsellor)
    plain = Q(client_number__in=[number]) | Q(subjects__client_number__in=[number])
    expected = AuditEntry.objects.filter(plain).distinct()
    found = AuditEntry.objects.about(number)
    assert [one.action for one in found] == ["search", "list", "read"]
    assert list(found) == list(expected)
    assert list(AuditEntry.objects.filter(action="read").about(number, "S-9")) == list(
        AuditEntry.objects.filter(action="read")
    )
