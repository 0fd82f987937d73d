"""Stand-ins: set for oneself or by the team lead, reached by themselves, ended early."""

from __future__ import annotations

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.enums import AuditAction
from accounts.errors import Refused
from accounts.models import AuditEntry, Deputy
from accounts.selectors import standing_of
from accounts.services.deputies import end_deputy, set_deputy

pytestmark = pytest.mark.django_db


def day(ahead: int) -> dt.date:
    return timezone.localdate() + dt.timedelta(days=ahead)


def stand_in(absent, deputy, by, first=0, last=7):
    return set_deputy(absent=absent, deputy=deputy, valid_from=day(first), valid_until=day(last), acting_user=by)


def test_one_sets_his_own_and_the_deputy_acts_for_him(counsellor, colleague):
    row = stand_in(counsellor, colleague, counsellor)
    assert stand_in(counsellor, colleague, counsellor) == row
    assert counsellor.pk in standing_of(colleague).acts_for
    entry = AuditEntry.objects.get(action=AuditAction.AUTHORISE)
    assert entry.details["deputy"] == colleague.pk


def test_a_team_lead_sets_it_for_his_team_and_for_nobody_else(counsellor, colleague, outsider, team_lead):
    stand_in(counsellor, colleague, team_lead)
    with pytest.raises(Refused) as refusal:
        stand_in(outsider, colleague, team_lead)
    assert refusal.value.field == "absent"
    with pytest.raises(Refused):
        stand_in(colleague, counsellor, outsider)


def test_an_officer_is_replaced_within_his_organisation(officer, other_officer, counsellor):
    assert stand_in(officer, other_officer, officer).deputy == other_officer
    with pytest.raises(Refused) as refusal:
        stand_in(other_officer, counsellor, other_officer, 20, 30)
    assert refusal.value.field == "deputy"


def test_a_counsellor_does_not_lead_a_team_by_standing_in(team_lead, counsellor):
    with pytest.raises(Refused, match="dezelfde rol"):
        stand_in(team_lead, counsellor, team_lead)


def test_who_is_away_himself_stands_in_for_nobody(counsellor, colleague, team_lead):
    stand_in(colleague, team_lead, colleague)
    with pytest.raises(Refused, match="zelf afwezig"):
        stand_in(counsellor, colleague, counsellor, 3, 10)
    stand_in(counsellor, colleague, counsellor, 8, 10)


@pytest.mark.parametrize(
    ("first", "last", "word"), [(3, 2, "voor de begindatum"), (-5, -1, "voorbij"), (0, 400, "een jaar")]
)
def test_a_period_that_cannot_be_is_refused(counsellor, colleague, first, last, word):
    with pytest.raises(Refused, match=word) as refusal:
        stand_in(counsellor, colleague, counsellor, first, last)

    assert refusal.value.field == "valid_until"
    assert not Deputy.objects.exists()


def test_ending_takes_effect_at_once(counsellor, colleague, team_lead):
    running = Deputy.objects.create(absent=counsellor, deputy=colleague, valid_from=day(-3), valid_until=day(3))
    later = stand_in(counsellor, team_lead, counsellor, 5, 9)
    end_deputy(row=running, acting_user=team_lead)
    end_deputy(row=later, acting_user=counsellor)

    assert Deputy.objects.get().valid_until == day(-1)
    assert counsellor.pk not in standing_of(colleague).acts_for


def test_the_page_sets_and_ends_it_and_keeps_what_was_typed(client, counsellor, colleague):
    client.force_login(counsellor)
    page = reverse("accounts:deputies")
    typed = {"absent": counsellor.pk, "deputy": colleague.pk, "valid_from": day(2), "valid_until": day(1)}
    answer = client.post(page, typed)
    assert answer.status_code == 200
    assert "ligt voor de begindatum" in answer.content.decode()
    assert f'value="{day(1).isoformat()}"' in answer.content.decode()
    assert client.post(page, {**typed, "valid_until": day(9)}).status_code == 302
    assert "Bas Wiersma neemt waar voor Noor Öztürk" in client.get(page).content.decode()
    assert client.post(reverse("accounts:deputy_end", args=[Deputy.objects.get().pk])).status_code == 302
    assert not Deputy.objects.exists()
