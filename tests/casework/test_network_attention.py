"""What a counsellor sees of the network at once: overburdened, in need of help, children, and a family not yet seen."""

from __future__ import annotations

import datetime as dt
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from casework.enums import ChildInformed, InvolvementQuestion, NoteKind, Relation
from casework.selectors.network_attention import attention_of
from casework.services.network import add_member, answer_question, change_member
from casework.services.notes import write_note
from casework.services.stays import start_stay

pytestmark = pytest.mark.django_db
WELL = (
    InvolvementQuestion.WANTED,
    InvolvementQuestion.INFLUENCE,
    InvolvementQuestion.WILLING,
    InvolvementQuestion.ABLE,
)


def ago(days: int) -> dt.date:
    return timezone.localdate() - dt.timedelta(days=days)


def add(client, user, name="Anna", relation=Relation.SIBLING, **facts):
    return add_member(
        client=client,
        form_token=uuid4(),
        facts={"name": name, "relation": relation, **facts},
        valid_from=ago(30),
        acting_user=user,
    )


def overburden(member, user):
    for question in (*WELL, InvolvementQuestion.OVERBURDENED):
        answer_question(member=member, form_token=uuid4(), question=question, said_yes=True, words="", acting_user=user)


def see(client, user, kind):
    return write_note(
        client=client,
        form_token=uuid4(),
        kind=kind,
        occurred_at=timezone.now(),
        duration_minutes=30,
        text="Koffie met zijn zus.",
        acting_user=user,
    )


@pytest.fixture
def stay(client_file, house, counsellor):
    return start_stay(
        client=client_file, location=house, valid_from=ago(25), acting_user=counsellor, form_token=uuid4()
    )


def test_who_is_overburdened_or_needs_help_is_named(client_file, counsellor):
    sister = add(client_file, counsellor)
    add(client_file, counsellor, "Ria", Relation.PARENT, own_need="slapen")
    add(client_file, counsellor, "Kees", Relation.FRIEND)
    overburden(sister, counsellor)
    found = attention_of(client_file)
    assert [row.name for row in found.overburdened] == ["Anna"]
    assert [row.name for row in found.in_need] == ["Ria"]
    # asked anew: the last time counts
    answer_question(
        member=sister,
        form_token=uuid4(),
        question=InvolvementQuestion.WANTED,
        said_yes=True,
        words="",
        acting_user=counsellor,
    )
    assert attention_of(client_file).overburdened == ()


def test_a_child_is_named_until_it_knows(client_file, counsellor):
    facts = {"impact": "Stil.", "safety": "Bij haar moeder.", "child_informed": ChildInformed.PARTLY}
    child = add(client_file, counsellor, "Fleur", Relation.CHILD, birth_date=ago(2000), **facts)
    assert [row.name for row in attention_of(client_file).children] == ["Fleur"]
    change_member(
        member=child,
        form_token=uuid4(),
        facts={"child_informed": ChildInformed.YES},
        valid_from=ago(0),
        acting_user=counsellor,
    )
    assert attention_of(client_file).children == ()


def test_the_family_is_asked_about_during_a_stay_until_it_was_seen(client_file, counsellor, stay):
    assert not attention_of(client_file)  # no family
    add(client_file, counsellor)
    assert attention_of(client_file).family_is_unseen
    see(client_file, counsellor, NoteKind.WITH_NETWORK)
    found = attention_of(client_file)
    assert (found.family_is_unseen, found.family_seen_on) == (False, ago(0))
    assert not found


def test_without_a_stay_nothing_is_asked_of_the_family(client_file, counsellor):
    add(client_file, counsellor)
    assert attention_of(client_file).stay_since is None


@pytest.mark.parametrize("name", ["client", "network"])
def test_it_stands_on_the_overview_and_on_the_page_of_the_network(client, client_file, counsellor, stay, name):
    client.force_login(counsellor)
    page = reverse(f"casework:{name}", args=[client_file.number])
    empty = client.get(page).content.decode()
    assert "is overbelast" not in empty
    sister = add(client_file, counsellor)
    overburden(sister, counsellor)
    with CaptureQueriesContext(connection) as one:
        text = client.get(page).content.decode()
    assert "is overbelast" in text
    assert "De familie is in dit verblijf nog niet gezien." in text
    overburden(add(client_file, counsellor, "Eva", own_need="rust"), counsellor)
    with CaptureQueriesContext(connection) as two:
        text = client.get(page).content.decode()
    assert "heeft zelf hulp nodig bij" in text
    assert len(one) == len(two)
